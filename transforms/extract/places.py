"""Place names in a text: the gazetteer's, words that mean the report's own country or capital, and localities by
form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise, zip_longest

from transforms.extract.lexicon import Language, Mark
from transforms.extract.localities import find_localities
from transforms.extract.text import Token, fold
from transforms.reference import KEYED, Candidate, Gazetteer, load_places, unit_on

LONGEST_FORM = 10
PLURAL_REACH, PARAGRAPH = 24, 120
DATELINE, STAMP, PREPOSITION, LONG_NAME = 6, 16, 3, 3
BETWEEN = frozenset(",()-:;")
WORLD = "world"


@dataclass(frozen=True, slots=True)
class Place:
    """Tokens `first` to `last` name a place: an ISO code, and a locality where it lies below that level."""

    first: int
    last: int
    code: str | None
    kind: str
    locality: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A gazetteer's form in the text, before one of its readings is chosen."""

    first: int
    last: int
    readings: tuple[Candidate, ...]
    deictic: str | None = None


@cache
def _gazetteer() -> tuple[Gazetteer, frozenset[str]]:
    gazetteer = load_places()
    openings = {fold(form).replace("-", " ").split(" ")[0] for form in (*gazetteer.forms, *gazetteer.deictic)}
    return gazetteer, frozenset(openings) | {form[0] for form in openings if "\u3400" <= form[0] <= "\u9fff"}


def placed_on(places: Sequence[Place], day: date | None) -> list[Place]:
    """Places with the unit that held them on the day of publication: a town may have changed its region since."""
    if day is None:
        return list(places)
    known = _gazetteer()[0].places
    return [replace(p, code=unit_on(p.code, day, known)) if p.locality and p.code else p for p in places]


def contains(outer: Place, inner: Place) -> bool:
    """Whether `inner` lies within `outer` and is not the same."""
    if outer.code is None or inner.code is None:
        return False
    if outer.code == inner.code:
        return outer.locality is None and inner.locality is not None
    return inner.code.startswith(outer.code + "-")


def namesakes(tokens: Sequence[Token], place: Place) -> set[str | None]:
    """The codes of all that a place's name may mean, such as a city and the region named after it."""
    form = next((f for last, f in _spellings(tokens, place.first) if last == place.last), "")
    forms = _gazetteer()[0].forms
    return {c.code for c in forms.get(form) or forms.get(KEYED + form, ())}


def country_place(code: str) -> Place:
    """A country as a place that the text need not name."""
    return Place(0, 0, code, "country")


def find_places(
    text: str, tokens: Sequence[Token], marks: Sequence[Mark], language: Language, country: str | None, busy: set[int]
) -> list[Place]:
    """All places in order; a name that could be several is the one that lies in the report's country, else its usual
    reading.

    `busy` tokens belong to diseases and times. A locality known by its form only has no code: it lies where its text
    is set.
    """
    nations = [m for m in marks if m.group == "nation"]
    single = {m.first for m in nations if m.last - m.first == 1}
    forms = [f for f in _forms(text, tokens, busy, language) if not (f.last - f.first == 1 and f.first in single)]
    home = _home(tokens, forms, nations, country)
    plural = _rows_beside_cities(tokens, forms) | _plural_kinds(tokens, forms, _prefix(language))
    covered = {i for f in forms if f.readings for i in range(f.first, f.last)}
    peoples = [Place(m.first, m.last, m.value, "country") for m in nations if m.first not in covered]
    places: list[Place] = []
    for form in forms:
        while peoples and peoples[0].first < form.first:
            places.append(peoples.pop(0))
        here = None if form.readings else _told_country(tokens, places, form)
        if (place := _place(form, here or home, plural.get(form.first))) is not None:
            places.append(place)
    places += peoples
    told = {f.first for f in forms if not f.readings}
    pairs = zip_longest(places, places[1:])
    places = [p for p, q in pairs if p is not None and not (p.first in told and _is_other_capital(tokens, p, q))]
    covered = {i for p in places for i in range(p.first, p.last)}
    covered = {i for p in places for i in range(p.first, p.last)}
    places += [Place(m.first, m.last, None, WORLD) for m in marks if m.group == "world" and m.first not in covered]
    known = busy | {i for p in places for i in range(p.first, p.last)}
    for first, last in find_localities(text, tokens, marks, language, known):
        places.append(Place(first, last, None, "district", text[tokens[first].start : tokens[last - 1].end]))
    return _beside(sorted(places, key=lambda p: p.first))


def _beside(places: Sequence[Place]) -> list[Place]:
    """Places, where a locality that stands right beside another one lies in the same region, of those that the text
    names the one named most: "in the village of A of B district".
    """
    codes = Counter(p.code for p in places if p.code is not None)
    found = list(places)
    for i, (one, other) in enumerate(pairwise(places)):
        apart = one.last != other.first or None in (one.code, other.code, one.locality, other.locality)
        if apart or one.code == other.code:
            continue
        code = max(other.code, one.code, key=lambda c: codes[c])
        found[i], found[i + 1] = replace(found[i], code=code), replace(other, code=code)
    return found


def _is_other_capital(tokens: Sequence[Token], place: Place, after: Place | None) -> bool:
    """Whether a word for the capital only describes the city named right behind it: "the commercial capital of
    Almaty".
    """
    beside = after is not None and after.first - place.last == 1 and tokens[place.last].kind == "word"
    named = after is not None and after.kind == "city" and len(tokens[place.last].text) <= PREPOSITION
    return beside and named and place.kind == "city" and after is not None and place.code != after.code


def _rows_beside_cities(tokens: Sequence[Token], forms: Sequence[Found]) -> dict[int, str]:
    """A row "Osh" in a list that has "Osh city" as well is the region's."""
    rows = [f for f in forms if f.readings and _opens_row(tokens, f.first) and _is_row(tokens, f.last)]
    cities = {f.readings[0].code for f in rows if f.last - f.first > 1 and f.readings[0].kind == "city"}
    return {
        f.first: "region"
        for f in rows
        if f.last - f.first == 1 and any(c.kind == "city" and c.code in cities for c in f.readings)
    }


def _is_row(tokens: Sequence[Token], last: int) -> bool:
    signs = [i for i in range(last, min(last + 3, len(tokens))) if tokens[i].text in "|-:."]
    return bool(signs) and signs[-1] + 1 < len(tokens) and tokens[signs[-1] + 1].kind == "digits"


def _opens_row(tokens: Sequence[Token], first: int) -> bool:
    before = first - 1
    while before >= 0 and tokens[before].text in "|-•*·":
        before -= 1
    return before < 0 or tokens[before].kind == "line"


def _home(tokens: Sequence[Token], forms: Sequence[Found], nations: Sequence[Mark], country: str | None) -> str | None:
    """The country that a text is at home in: the one its title names, else its source's, else the first that it
    names.
    """
    title_end = next((i for i, t in enumerate(tokens) if t.kind == "line"), len(tokens))
    named = [(f.first, f.readings[0].country) for f in forms if f.readings and f.readings[0].kind != "other"]
    named = sorted([*named, *((m.first, m.value) for m in nations)])
    titled = next((c for first, c in named if c and first < title_end), None)
    return titled or country or next((c for _, c in named if c), None)


def without_dateline(
    text: str, tokens: Sequence[Token], places: Sequence[Place], times: Mapping[int, int]
) -> list[Place]:
    """Places without the city that opens the body as in "NUR-SULTAN, June 14 –": it tells where a report was
    written.
    """
    body = next((i for i, t in enumerate(tokens) if t.kind == "line"), len(tokens))
    while body < len(tokens) and tokens[body].kind == "line":
        body += 1
    end = next((i for i in range(body, len(tokens)) if tokens[i].kind == "line"), len(tokens))
    stamped = end - body <= STAMP and any(_is_clock(tokens, i) for i in range(body + 1, end - 1))
    timed = {i for first, last in times.items() for i in range(first, last)}
    figure = next((i for i in range(body, end) if tokens[i].kind == "digits" and i not in timed), end)
    within = {p.first for p in places if p.kind != "country"}
    return [
        p
        for p in places
        if not (
            p.first < figure
            and p.last + 1 not in within
            and _opens(text, tokens, body, p.first)
            and _is_dateline(text, tokens, p, times)
        )
        and not (stamped and body <= p.first < end and p.kind in ("city", "town"))
    ]


def _opens(text: str, tokens: Sequence[Token], body: int, first: int) -> bool:
    """Whether a body opens with a name, or has only other names and signs before it."""
    before = tokens[body:first]
    return 0 <= first - body < DATELINE and not any(t.kind == "word" and text[t.start].islower() for t in before)


def _is_clock(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].text == ":" and tokens[i - 1].kind == tokens[i + 1].kind == "digits"


def _is_dateline(text: str, tokens: Sequence[Token], place: Place, times: Mapping[int, int]) -> bool:
    """Whether a bare name is set off by a sign, or by a day with a sign behind it ("Osh, 5 May –"); `times`: first
    token → the one behind the time.
    """
    if place.kind not in ("city", "town") or place.last >= len(tokens) or text[tokens[place.last - 1].start].islower():
        return False
    before = tokens[place.first - 1] if place.first else None
    if before is not None and before.kind == "word" and len(before.text) <= PREPOSITION:
        return False
    if (end := times.get(place.last)) is not None and end < len(tokens):
        return tokens[end].kind in ("mark", "line", "han")
    at = place.last
    if tokens[at].text == "(":
        at = next((i + 1 for i in range(at, min(at + STAMP, len(tokens) - 1)) if tokens[i].text == ")"), at)
        return at > place.last + 2 and tokens[at].text == "-" and tokens[place.last + 1].kind == "word"
    after = tokens[place.last]
    counted = place.last + 1 < len(tokens) and tokens[place.last + 1].kind == "digits" and after.text in "-:("
    return after.text in ",./-:" and not (counted and place.last + 1 not in times)


def _forms(text: str, tokens: Sequence[Token], busy: set[int], language: Language) -> Iterator[Found]:
    """The longest form from each token on, from left to right."""
    gazetteer, openings = _gazetteer()
    prefix, i = _prefix(language), 0
    while i < len(tokens):
        end = i + 1
        if i not in busy and prefix + tokens[i].text in openings:
            for last, form in reversed(list(_spellings(tokens, i))):
                readings = gazetteer.forms.get(prefix + form, ())
                common = last == i + 1 and language.dictionary.names(form)
                readings = tuple(c for c in readings if not (c.risky or common) or _certain(tokens, i, last))
                deictic = gazetteer.deictic.get(prefix + form)
                named = bool(readings) and (last - i >= LONG_NAME or _written_as_name(text, tokens, i, last))
                if last - 1 not in busy and (named or deictic) and not _is_address(text, tokens, last):
                    yield Found(i, last, readings if named else (), deictic)
                    end = last
                    break
        i = end


def _is_address(text: str, tokens: Sequence[Token], last: int) -> bool:
    """Whether a name goes on as a site's address: "Otyrar.kz"."""
    inside = last + 1 < len(tokens) and tokens[last].text == "." and tokens[last].glued and tokens[last + 1].glued
    return inside and tokens[last + 1].kind == "word" and text[tokens[last + 1].start].islower()


def _prefix(language: Language) -> str:
    """What stands before the gazetteer's forms in a language whose words are looked up by a key."""
    return KEYED if language.key is not None else ""


def _spellings(tokens: Sequence[Token], first: int) -> Iterator[tuple[int, str]]:
    """The text from a token on, ever longer, as the gazetteer writes its forms: single spaces, no full stops."""
    form = ""
    for last in range(first, min(first + LONGEST_FORM, len(tokens))):
        token = tokens[last]
        if token.kind == "line" or (token.kind == "mark" and token.text not in "-.'"):
            return
        if token.text == ".":
            continue
        form += token.text if not form or (token.glued and tokens[last - 1].text != ".") else f" {token.text}"
        yield last + 1, form


def _written_as_name(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    """A name has a capital letter in scripts that have them."""
    written = text[tokens[first].start : tokens[last - 1].end]
    return any(c.isupper() for c in written) or not any(c.lower() != c.upper() for c in written)


def _certain(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A name that is also a common word counts where it does not merely begin a sentence."""
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    opens = before is None or before.kind == "line" or before.text in '.!?"«'
    return not opens or (after is not None and after.text in "-:(,")


def _plural_kinds(tokens: Sequence[Token], forms: Sequence[Found], prefix: str) -> dict[int, str]:
    """The kind that a plural head word gives to all names before it: "Almaty and Akmola regions", "Osh (27)
    regions".
    """
    gazetteer, _ = _gazetteer()
    ends = {f.last: f for f in forms}
    opens = {f.first for f in forms}
    kinds: dict[int, str] = {}
    for i, token in enumerate(tokens):
        sides = gazetteer.heads.get(prefix + token.text) if i not in opens else None
        kind, at = next((k for k, side in sides if side == "plural"), None) if sides else None, i
        while kind is not None and i - at < PLURAL_REACH:
            if at in ends:
                if ends[at].readings and all(c.kind != kind for c in ends[at].readings):
                    break
                kinds[ends[at].first] = kind
                at = ends[at].first
            elif at and (
                tokens[at - 1].text in BETWEEN or tokens[at - 1].kind == "digits" or len(tokens[at - 1].text) <= 3
            ):
                at -= 1
            else:
                break
    return kinds


def _place(found: Found, home: str | None, kind: str | None) -> Place | None:
    if not found.readings:
        return _deictic(found, home)
    readings = [c for c in found.readings if kind is not None and c.kind == kind] or list(found.readings)
    chosen = next((c for c in readings if home is not None and c.country == home), readings[0])
    if found.last - found.first == 1 and chosen.local and home is not None and chosen.country != home:
        return None
    if chosen.kind == "other":
        return None
    return Place(found.first, found.last, chosen.code, chosen.kind, chosen.name if chosen.local else None)


def _told_country(tokens: Sequence[Token], places: Sequence[Place], form: Found) -> str | None:
    """The country named last in a sentence before "the country", or the only one that its paragraph has named."""
    named: list[str | None] = []
    ended = False
    for place in reversed(places):
        between = tokens[place.last : form.first]
        if len(between) > PARAGRAPH or any(t.kind == "line" for t in between):
            break
        ended = ended or any(t.text == "." for t in between)
        if place.kind == "country" and not ended:
            return place.code
        if place.kind == "country":
            named.append(place.code)
    return named[0] if len(set(named)) == 1 else None


def _deictic(found: Found, home: str | None) -> Place | None:
    """The report's own country or its capital."""
    if home is None:
        return None
    if found.deictic == "country":
        return Place(found.first, found.last, home, "country")
    code = _gazetteer()[0].capitals.get(home)
    return Place(found.first, found.last, code, "city") if code is not None else None
