"""Words, figures and marks of a text with their offsets; everything after this works on tokens, never on raw
characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʻʼ`´ʹ′"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u2002\u2003\u2800\u3000\t"), " ")
_WIDE = {ord(a): b for a, b in zip("０１２３４５６７８９，；：（）％＋！？", "0123456789,;:()%+!?", strict=True)}
_TRADITIONAL = (
    "確診薩烏茲別爾達納蘭據國該發報臺億萬數總計檢測無癥癒傷傳衛療醫護監嚴對與較過時間點種劑針離區縣鎮鄉個"
    "們兒學員師歲來從後進開關產電聞記訊稱說東亞際佈佔歐實陽陰聯約餘標準樣驗應觸繫係處現腦熱瘧結瘋風滅質蟲"
    "羅庫緊還沒兩雙幾單週當節終繼續輸內臨複復構統顯認調資訪級顆頭順預領題類飛飯養駐體鬆麗龍龐戶擴擊擬攜敗"
    "斷書會條極業歷決況滿減溫漢濟為狀獲瑪畢疊瘡盡眾礦禮穩窮範簽紀紅細組給絕維網線緩練罰義習職聽肅腫膚臟艦"
    "藥蘇號虛術規視親觀訂試話語課請諾講證識議變豐負財責費賀購贊趙跡軍載輕農辦連運選遠適遷鄰鐵長門隊階隨險"
    "雖難靜響頓額馬驚鹽黃齊齡營榮壓壞場執團圍園圖圓務動勞勢劃創則剛凱冊併優償側備偵倫倉偉傑債價儲兌慶憂懷"
    "戰換揚損搶撥擔擁擇採掛掃敵曉暫權橫檔殺毀氣沖洩涼淨淺潔濃濕灣災煙煉爭牆牽獎獨獸環畫異痺癢皰盤禍禦稅積"
    "築糧純紙絡經縮績織繳罷聖聲脫腎膽臉興舊莊華葉蓋薦藝補裝襲覺訓託設許評詢詳誌誤談諮謝譯讓貝貧貨販貴買貸"
    "貿賓賠賴輛輪輔轉迴這遊違遞遲遺郵釋鈉銀銷錄錢鍵鎖鏈閉閱闆陣陸雜雲霧韓頁項須頒頻顧館騎騷驅魯鮮鳥麥麼黨"
)
_SIMPLIFIED = (
    "确诊萨乌兹别尔达纳兰据国该发报台亿万数总计检测无症愈伤传卫疗医护监严对与较过时间点种剂针离区县镇乡个"
    "们儿学员师岁来从后进开关产电闻记讯称说东亚际布占欧实阳阴联约余标准样验应触系系处现脑热疟结疯风灭质虫"
    "罗库紧还没两双几单周当节终继续输内临复复构统显认调资访级颗头顺预领题类飞饭养驻体松丽龙庞户扩击拟携败"
    "断书会条极业历决况满减温汉济为状获玛毕叠疮尽众矿礼稳穷范签纪红细组给绝维网线缓练罚义习职听肃肿肤脏舰"
    "药苏号虚术规视亲观订试话语课请诺讲证识议变丰负财责费贺购赞赵迹军载轻农办连运选远适迁邻铁长门队阶随险"
    "虽难静响顿额马惊盐黄齐龄营荣压坏场执团围园图圆务动劳势划创则刚凯册并优偿侧备侦伦仓伟杰债价储兑庆忧怀"
    "战换扬损抢拨担拥择采挂扫敌晓暂权横档杀毁气冲泄凉净浅洁浓湿湾灾烟炼争墙牵奖独兽环画异痹痒疱盘祸御税积"
    "筑粮纯纸络经缩绩织缴罢圣声脱肾胆脸兴旧庄华叶盖荐艺补装袭觉训托设许评询详志误谈咨谢译让贝贫货贩贵买贷"
    "贸宾赔赖辆轮辅转回这游违递迟遗邮释钠银销录钱键锁链闭阅板阵陆杂云雾韩页项须颁频顾馆骑骚驱鲁鲜鸟麦么党"
)
_FOLD = {
    **{ord(a): b for a, b in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)},
    **_APOSTROPHES,
    **_DASHES,
    **_SPACES,
    **_WIDE,
    ord("ё"): "е",
    ord("Ё"): "е",
    ord("ı"): "i",
    ord("İ"): "i",
    ord("ǧ"): "ğ",
    ord("Ǧ"): "ğ",
    ord("ŋ"): "ñ",
    ord("Ŋ"): "ñ",
    ord("\u00ad"): " ",
    ord("\u200b"): " ",
}

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_LETTER = rf"[^\W\d_{_HAN}]"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}])"
    rf"|(?P<word>(?:{_LETTER}[\u0300-\u036f]*)+(?:'(?!s\b){_LETTER}+)*)"
    r"|(?P<digits>[0-9]+)|(?P<line>\n)|(?P<mark>[^\w\s]|_)"
)


class Token(NamedTuple):
    """`kind` is han, word, digits, line or mark; `text` is folded; `glued` = no space before it."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool


def fold(text: str) -> str:
    """Lower case with one form of apostrophe, dash, space and digit; the result has the length of its input."""
    folded = text.translate(_FOLD)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def tokenise(text: str) -> list[Token]:
    """The tokens of a text. Han characters come one by one, since their words are found by the dictionaries."""
    tokens: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(fold(text)):
        kind, (start, end) = match.lastgroup or "", match.span()
        tokens.append(Token(kind, match[0], start, end, start == last))
        last = end if kind != "line" else -1
    return tokens


def respelled(tokens: Sequence[Token], key: Callable[[str], str]) -> list[Token]:
    """Tokens whose words are written by a language's key; an apostrophe that closes a word belongs to it."""
    spelled: list[Token] = []
    for i, token in enumerate(tokens):
        ends = i + 1 == len(tokens) or not tokens[i + 1].glued
        if token.text == "'" and token.glued and ends and spelled and spelled[-1].kind == "word":
            word = tokens[i - 1]
            spelled[-1] = word._replace(text=key(word.text + "'"), end=token.end)
        else:
            spelled.append(token._replace(text=key(token.text)) if token.kind == "word" else token)
    return spelled
