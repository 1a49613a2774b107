"""Sentences and cells: a cell is the stretch of a sentence that belongs to one number."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from transforms.extract.numbers import Number
from transforms.extract.text import Token

LONGEST_SENTENCE = 400
STRENGTH = {";": 5, ":": 4, ",": 2, "、": 2, "|": 6, "/": 1}
CLOSING, OPENED = 2.5, 12


@dataclass(slots=True)
class Sentence:
    """Tokens `first` to `last` on line number `line`; `heading` = it ends with a colon or stands alone without a
    figure.
    """

    first: int
    last: int
    line: int
    colon: bool = False
    opens_line: bool = False


@dataclass(slots=True)
class Cell:
    """One number with the token spans that speak of it; `parent` is the cell in whose brackets or under whose "of
    them" it stands; `lead` holds the spans of numbers before it that count nothing.
    """

    number: Number
    spans: list[tuple[int, int]]
    parent: Cell | None = None
    bracket: bool = False
    after_colon: bool = False
    of_them: bool = False
    left: Cell | None = None
    sentence: int = 0
    lead: list[tuple[int, int]] = field(default_factory=list)
    siblings: list[Cell] = field(default_factory=list, repr=False)

    def covers(self, i: int) -> bool:
        """Whether token `i` belongs to the cell."""
        return any(first <= i < last for first, last in self.spans)


def split_sentences(
    text: str, tokens: Sequence[Token], abbreviations: frozenset[str], lettered: Set[int] = frozenset()
) -> list[Sentence]:
    """Sentences end at a line's end, at closing punctuation, and at a stop that is no abbreviation, initial or
    decimal point. A stop at a token of `lettered` follows a name that ends with a letter: "hepatitis A".

    An endless one is cut, so that reading stays linear in the length of the text.
    """
    sentences, first, line, opens = [], 0, 0, True
    for i, token in enumerate(tokens):
        if token.kind not in ("line", "mark") and i - first < 2 * LONGEST_SENTENCE:
            continue
        too_long = i - first >= LONGEST_SENTENCE and token.text in ",;:"
        at_end = (
            too_long
            or i - first >= 2 * LONGEST_SENTENCE
            or (token.kind == "line" and not _goes_on(tokens, i))
            or token.text in "!?。…"
            or (token.text == "." and (i in lettered or _closes(text, tokens, i, abbreviations)))
        )
        if at_end:
            last = i if token.kind == "line" else i + 1
            if last > first:
                sentences.append(Sentence(first, last, line, tokens[last - 1].text == ":", opens))
                opens = False
            first = i + 1
        if token.kind == "line":
            line, opens = line + 1, True
    if first < len(tokens):
        sentences.append(Sentence(first, len(tokens), line, tokens[-1].text == ":", opens))
    return sentences


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether a line ends with a comma and the sentence goes on in the next one, or behind one empty line."""
    before = i - 1 - (i > 0 and tokens[i - 1].kind == "line")
    after = i + 1 + (i + 1 < len(tokens) and tokens[i + 1].kind == "line")
    if before < 0 or after >= len(tokens) or after - before > 3:
        return False
    return tokens[before].text == "," and tokens[after].kind in ("word", "digits", "han")


def _closes(text: str, tokens: Sequence[Token], i: int, abbreviations: frozenset[str]) -> bool:
    if i + 1 >= len(tokens) or tokens[i + 1].kind == "line":
        return True
    if tokens[i + 1].glued and tokens[i + 1].kind != "mark":
        return (
            tokens[i + 1].kind != "digits"
            and text[tokens[i + 1].start].isupper()
            and i > 0
            and len(tokens[i - 1].text) > 2
        )
    before = tokens[i - 1] if i else None
    capital = text[tokens[i + 1].start].isupper() or tokens[i + 1].text in '"«“'
    if before is not None and before.text in abbreviations:
        return capital and i >= 2 and tokens[i - 2].kind == "digits"
    return not (before is not None and before.kind == "word" and len(before.text) == 1 and text[before.start].isupper())


def split_cells(
    tokens: Sequence[Token], first: int, last: int, numbers: Sequence[Number], joins: dict[int, float], inner: set[int]
) -> list[Cell]:
    """The cells of a sentence, brackets after the cell that they explain.

    `joins` maps a token where "of them" or "and" begins, and a comma that closes a clause (the last such between two
    numbers parts them), to its strength as a border; `inner` tokens (inside dates,
    names) never part.
    """
    outer, brackets = _brackets(tokens, first, last, numbers, joins)
    mine = [n for n in numbers if any(a <= n.first < b for a, b in outer)]
    cells = _row(tokens, outer, mine, joins, inner)
    result = []
    for cell in cells:
        result.append(cell)
    for a, b in brackets:
        parent = next((c for c in reversed(cells) if c.number.first < a), None)
        for child in split_cells(tokens, a, b, [n for n in numbers if a <= n.first < b], joins, inner):
            child.bracket = True
            child.parent = child.parent or parent
            result.append(child)
    return sorted(result, key=lambda c: c.number.first)


def _brackets(
    tokens: Sequence[Token], first: int, last: int, numbers: Sequence[Number], joins: dict[int, float]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The sentence's own spans and those of brackets that explain a number before them in the same part."""
    outer, inside, depth, begin, at = [], [], 0, first, first
    pending = False
    counted = {n.first for n in numbers}
    within = {i for n in numbers for i in range(n.first, n.last)}
    for i in range(first, last):
        text = tokens[i].text
        if depth == 0 and i in counted:
            pending = True
        if depth == 0 and i not in within and (text in ";,、" or i in joins):
            pending = False
        if text == "(":
            if depth == 0:
                begin = i
            depth += 1
        elif text == ")" and depth:
            depth -= 1
            has_numbers = any(begin < n < i for n in counted)
            if depth == 0 and has_numbers and pending:
                outer.append((at, begin))
                inside.append((begin + 1, i))
                at = i + 1
            if depth == 0 and has_numbers:
                pending = True
    if depth and pending and any(begin < n for n in counted):
        outer.append((at, begin))
        inside.append((begin + 1, last))
        at = last
    outer.append((at, last))
    return [s for s in outer if s[0] < s[1]], inside


def _row(
    tokens: Sequence[Token],
    outer: list[tuple[int, int]],
    numbers: list[Number],
    joins: dict[int, float],
    inner: set[int],
) -> list[Cell]:
    """Cells side by side: the border between two numbers is the strongest sign between them, the first of equal
    ones.
    """
    if not numbers:
        return []
    positions = {i for a, b in outer for i in range(a, b)}
    cells: list[Cell] = []
    begin, colon, of_them = outer[0][0], False, False
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        end, kind = outer[-1][1], ""
        if following is not None:
            end, kind = _border(tokens, number, following, positions, joins, inner)
        spans = [(max(a, begin), min(b, end)) for a, b in outer if max(a, begin) < min(b, end)]
        of_them = of_them or number.part
        cell = Cell(number, spans, after_colon=colon, of_them=of_them, left=cells[-1] if cells else None)
        if of_them or colon:
            cell.parent = next(
                (c for c in reversed(cells) if not c.of_them and not c.after_colon), cells[-1] if cells else None
            )
        cells.append(cell)
        colon = kind == ":" or (colon and kind not in (";",))
        of_them = kind == "of_them"
        begin = end
    for cell in cells:
        cell.siblings = cells
    return cells


def _is_own_part(tokens: Sequence[Token], number: Number, at: int, following: int) -> bool:
    """Whether "of them" belongs to the number and noun before it: "104 people of them are in hospital, 326 at home"."""
    beside = at == number.last + 1 and tokens[number.last].kind == "word"
    return beside and any(t.text in ",;" for t in tokens[at:following])


def _is_opened(tokens: Sequence[Token], number: Number, closing: int) -> bool:
    """Whether a number stands in the bracket that a sign closes: "Osh (17, no deaths) and Talas (14)"."""
    before = (tokens[i].text for i in range(number.first - 1, max(-1, number.first - OPENED), -1))
    return next((text for text in before if text in "()"), "") == "(" and closing + 1 < len(tokens)


def _border(
    tokens: Sequence[Token],
    number: Number,
    following: Number,
    positions: set[int],
    joins: dict[int, float],
    inner: set[int],
) -> tuple[int, str]:
    best, where, kind = 0.0, following.first, ""
    before = following.first - 1
    if joins.get(following.last) == 3 and before > number.last and tokens[before].text == "," and before in positions:
        return before, ","
    for i in range(number.last, following.first):
        if i in inner or i not in positions:
            continue
        text = tokens[i].text
        if joins.get(i) == 3 and (i == number.last or _is_own_part(tokens, number, i, following.first)):
            continue
        if text == ")" and _is_opened(tokens, number, i):
            best, where, kind = CLOSING, i + 1, ","
            continue
        strength = joins.get(i, STRENGTH.get(text, 0) if tokens[i].kind == "mark" else 0)
        if strength > best or strength == best == CLOSING:
            best, where = strength, i
            kind = "of_them" if joins.get(i, 0) == 3 else text
    if not best:
        gaps = [i for i in range(number.last + 1, following.first) if tokens[i].kind == "han" and not tokens[i].glued]
        where = next((i for i in gaps if i in positions and i not in inner), where)
    return where, kind
