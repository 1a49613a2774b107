"""Pages that answer 200 and hold no article: "not found", "log in to read", nothing at all."""

from __future__ import annotations

import re

from parsel import Selector

from transforms.models import Page, Unreadable

_NOT_FOUND = re.compile(
    r"\b404\b.{0,20}(?:not found|error|ошибк|қате|ката|xato|хато)|(?:error|ошибка)\W{0,3}404|^\W*404\W*$|page not found"
    r"|страниц[аы] (?:не найден|не существует|удален)|(?:бет|парақ) табылмады|барак табылган жок|бет табылган жок"
    r"|sahifa topilmadi|саҳифа топилмади|саҳифа ёфт нашуд|sahypa tapylmady|页面不存在|找不到(?:该)?页面|bet tabylmady",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:log|sign) ?in to (?:read|continue|view)|(?:please|to continue,?) (?:log|sign) ?in"
    r"|subscribers only|subscribe to read"
    r"|(?:войдите|авторизуйтесь|зарегистрируйтесь)(?:\W+[^\W\d]+){0,4}\W+чтобы|чтобы (?:прочитать|читать|продолжить)"
    r"(?:\W+[^\W\d]+){0,3}\W+(?:войдите|авторизуйтесь|оформите)|требуется (?:авторизация|подписка)"
    r"|только для подписчиков"
    r"|доступ(?:но|ен) (?:только )?(?:по подписке|подписчикам)|оқу үшін (?:кіріңіз|тіркеліңіз)|жүйеге кіріңіз"
    r"|окуу үчүн (?:кириңиз|катталыңыз)|o[‘'ʻ]qish uchun (?:kiring|ro[‘'ʻ]yxatdan)|ўқиш учун (?:киринг|рўйхатдан)"
    r"|барои хондан (?:ворид|дохил)|okamak üçin (?:giriň|ulgama)|(?:登录|登陆)后(?:阅读|查看|继续)|请先(?:登录|登陆)"
    r"|oqý úshin (?:kirińiz|tirkelińiz)",
    re.IGNORECASE,
)
_LOGIN_TITLE = re.compile(
    r"^(?:log ?in|sign ?in|вход|авторизация|войти|кіру|кирүү|kirish|кириш|воридшавӣ|giriş|登录)(?:\s*[|–—-].*)?$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"</\s*(?:html|body)", re.IGNORECASE)
_SHORT_TEXT = 600


def find_reason(page: Page, root: Selector, html: str, title: str, text: str) -> Unreadable | None:
    """Why the page is no article; None where it is one. A long text is one whatever it says."""
    if len(text) < _SHORT_TEXT:
        if _NOT_FOUND.search(title):
            return Unreadable("not_found", f"answered {page.status} with the page {title!r}")
        if said := _wall(root, title, text):
            return Unreadable("login_wall", f"asks for a login: {said!r}")
    if not text:
        reason = "no_text" if _ENDS.search(html) else "broken_html"
        return Unreadable(reason, f"no article text in {len(html)} characters of HTML")
    return None


def _wall(root: Selector, title: str, text: str) -> str | None:
    """The words by which a page asks for a login in place of its article."""
    if found := _LOGIN.search(text):
        return found[0]
    asks = root.css("input[type=password]")
    if asks and (not text or _LOGIN_TITLE.match(title)):
        return title
    return None
