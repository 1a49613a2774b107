"""One text made ready for its figures to be read: tokens, marks, times, places, numbers, sentences and cells."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from operator import attrgetter

from transforms.extract.cells import find_cells
from transforms.extract.days import DayReader
from transforms.extract.joined import pool_diseases
from transforms.extract.lexicon import GAP, Language, Mark, knowing, load_languages
from transforms.extract.numbers import NumberReader
from transforms.extract.places import Place, find_places, placed_on, without_dateline
from transforms.extract.rows import restore_tables
from transforms.extract.structure import Cell, Sentence, split_sentences
from transforms.extract.teasers import teased
from transforms.extract.text import Token, respelled, tokenise
from transforms.extract.when import When
from transforms.models import Report
from transforms.reference import load_diseases

LEAST_EXPLAINED = 0.2
NAMED = frozenset({"disease", "zero", "class", "dose_order"})
LONG_NAMED = frozenset({"measure", "subgroup", "symptom", "implied", "person"})
FIRST, LAST = attrgetter("first"), attrgetter("last")
LONGEST = 6
NOUNS = ("case", "person", "measure", "dose")
KIND_OF = {"meningococcal": "meningitis-meningococcal"}


@dataclass(slots=True)
class Reading:
    """A report's text with everything found in it; positions are token numbers."""

    text: str
    tokens: list[Token]
    language: Language
    sentences: list[Sentence]
    cells: list[list[Cell]]
    places: list[Place]
    whens: list[When]
    published: date | None
    source_country: str | None
    title_end: int
    starts: dict[int, list[Mark]] = field(default_factory=dict)
    ends: dict[int, list[Mark]] = field(default_factory=dict)
    by_group: dict[str, list[Mark]] = field(default_factory=dict)
    firsts: dict[str, list[int]] = field(default_factory=dict)
    inner: set[int] = field(default_factory=set)
    place_at: dict[int, Place] = field(default_factory=dict)
    when_at: dict[int, When] = field(default_factory=dict)
    places_at: list[int] = field(default_factory=list)
    whens_at: list[int] = field(default_factory=list)
    years: set[int] = field(default_factory=set)

    def index(self, marks: Iterable[Mark]) -> None:
        """Make marks, which come in order, and the places and times known to the look-ups below."""
        for mark in marks:
            self.starts.setdefault(mark.first, []).append(mark)
            self.ends.setdefault(mark.last, []).append(mark)
            self.by_group.setdefault(mark.group, []).append(mark)
        self.firsts = {group: [m.first for m in found] for group, found in self.by_group.items()}
        self.place_at = {p.first: p for p in self.places}
        self.when_at = {w.first: w for w in self.whens}
        self.places_at, self.whens_at = sorted(self.place_at), sorted(self.when_at)

    def marks(self, spans: Sequence[tuple[int, int]], *groups: str) -> list[Mark]:
        """The marks of some groups that lie within spans, in order."""
        known = [group for group in groups if group in self.firsts]
        found: list[Mark] = []
        for first, last in spans if known else ():
            inside = [m for group in known for m in self._between(group, first, last) if m.last <= last]
            found += sorted(inside, key=FIRST) if len(known) > 1 else inside
        return found

    def _between(self, group: str, first: int, last: int) -> list[Mark]:
        """The marks of a group that begin within a span."""
        firsts = self.firsts[group]
        begin = bisect_left(firsts, first)
        return self.by_group[group][begin : bisect_left(firsts, last, begin)]

    def at(self, i: int, *groups: str) -> Mark | None:
        """The longest mark of some groups that begins at token `i`."""
        found = [m for m in self.starts.get(i, ()) if m.group in groups]
        return max(found, key=LAST) if found else None

    def ending(self, i: int, *groups: str) -> Mark | None:
        """The longest mark of some groups that ends just before token `i`."""
        found = [m for m in self.ends.get(i, ()) if m.group in groups and m.first >= i - LONGEST]
        return min(found, key=FIRST) if found else None

    def places_in(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """The places named within spans."""
        return [self.place_at[i] for first, last in spans for i in _within(self.places_at, first, last)]

    def whens_in(self, spans: Sequence[tuple[int, int]]) -> list[When]:
        """The times named within spans."""
        return [self.when_at[i] for first, last in spans for i in _within(self.whens_at, first, last)]

    def text_of(self, first: int, last: int) -> str:
        """The characters from token `first` to token `last` (exclusive)."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


def read(report: Report) -> Reading | None:
    """The reading of a report, or None where no language file explains its words."""
    text = report.title + "\n" + report.text
    tokens = tokenise(report.title + "\n" + restore_tables(report.text))
    language = choose_language(tokens)
    if language is None:
        return None
    if (key := language.key) is not None:
        tokens = respelled(tokens, key)
    marks = _named_alone([m for m in language.dictionary.find(tokens) if not _goes_on(m, tokens)])
    hidden = teased(tokens, marks)
    marks = pool_diseases(_particular(marks, tokens), tokens)
    marks = without_institutions([m for m in marks if m.first not in hidden] if hidden else marks)
    whens = DayReader(tokens, marks, report.published, language.day_after_month)
    found = [w for w in whens.read() if w.first not in hidden]
    busy = {i for m in marks if m.group in ("disease", "month") for i in range(m.first, m.last)}
    busy |= {i for m in marks if m.group == "fill" and m.last - m.first > 1 for i in range(m.first, m.last)}
    busy |= {i for w in found for i in range(w.first, w.last)} | hidden
    places = find_places(text, tokens, marks, language, report.source_country, busy)
    places = placed_on(places, whens.published)
    behind = {w.first: w.last for w in found} | {m.first: m.last for m in marks if m.group == "dateline"}
    places = without_dateline(text, tokens, places, behind)
    inner = {i for w in found for i in range(w.first, w.last)} | {i for p in places for i in range(p.first, p.last)}
    named = {
        i
        for m in marks
        if m.group in NAMED - ({"disease"} if GAP in m.by else set())
        or (m.group in LONG_NAMED and m.last - m.first > 1 and GAP not in m.by)
        for i in range(m.first, m.last)
    }
    taken = {i for w in found for i in range(w.first, w.last)} | named
    reader = NumberReader(tokens, marks, language, taken, {p.last for p in places})
    lettered = {m.last for m in marks if m.group == "disease" and m.last - m.first > 1 and _is_letter(tokens, m.last)}
    split = split_sentences(text, tokens, language.abbreviations, lettered)
    sentences = [s for s in split if s.first not in hidden]
    cells = list(find_cells(tokens, sentences, marks, reader, inner))
    reading = Reading(
        text,
        tokens,
        language,
        sentences,
        cells,
        places,
        found,
        whens.published,
        report.source_country,
        _title_end(tokens),
    )
    timed = {i for w in found for i in range(w.first, w.last)}
    reading.index(m for m in marks if m.group not in NOUNS or not all(i in timed for i in range(m.first, m.last)))
    reading.inner = inner
    reading.years = {w.end.year for w in found if w.end is not None} | (
        {whens.published.year} if whens.published else set()
    )
    return reading


def _within(positions: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Those of some positions, in order, that lie in a span."""
    begin = bisect_left(positions, first)
    return positions[begin : bisect_left(positions, last, begin)]


def _goes_on(mark: Mark, tokens: Sequence[Token]) -> bool:
    """Whether a class named by a minus sign is only a name with a hyphen and its ending: "KVI-den" is no "KVI-"."""
    if mark.group != "class" or tokens[mark.last - 1].text != "-" or mark.last >= len(tokens):
        return False
    after = tokens[mark.last]
    return tokens[mark.last - 1].glued and after.glued and after.kind == "word"


def without_institutions(marks: list[Mark]) -> list[Mark]:
    """The marks without diseases that are only part of a name: an infectious diseases hospital, an AIDS centre. Where
    the text names no disease outside such names, it is about theirs.
    """
    named = {i for m in marks if m.group == "institution" for i in range(m.first, m.last)}
    kept = [m for m in marks if m.group != "disease" or m.first not in named] if named else marks
    return kept if any(m.group == "disease" for m in kept) else marks


def _named_alone(marks: list[Mark]) -> list[Mark]:
    """A name that two diseases share means the `homonym` one where the text has no other name of that one."""
    shared = {(m.first, m.last): m.value for m in marks if m.group == "homonym"}
    if not shared:
        return marks
    named = {m.value for m in marks if m.group == "disease" and (m.first, m.last) not in shared}
    return [
        m._replace(value=other)
        if m.group == "disease" and (other := shared.get((m.first, m.last))) is not None and other not in named
        else m
        for m in marks
    ]


def _particular(marks: list[Mark], tokens: Sequence[Token]) -> list[Mark]:
    """A general name means the one particular kind that a text names: "jaundice" beside hepatitis A is hepatitis A;
    but not where a sentence sets the two side by side, unless one only explains the other in brackets.
    """
    slugs = {d.slug for d in load_diseases()}
    diseases = [m for m in marks if m.group == "disease"]
    kinds: dict[str, set[str]] = {}
    for value in {m.value for m in diseases}:
        general, _, kind = KIND_OF.get(value, value).rpartition("-")
        if general in slugs and kind not in slugs:
            kinds.setdefault(general, set()).add(value)
    only = {general: next(iter(named)) for general, named in kinds.items() if len(named) == 1}
    for one, other in pairwise(diseases):
        if only.get(one.value) == other.value or only.get(other.value) == one.value:
            between = tokens[one.last : other.first]
            explained = [t.text for t in between] == ["("]
            if not explained and all(t.kind != "line" and t.text not in ".!?" for t in between):
                only.pop(one.value, None)
                only.pop(other.value, None)
    return [m._replace(value=only[m.value]) if m.group == "disease" and m.value in only else m for m in marks]


def _is_letter(tokens: Sequence[Token], last: int) -> bool:
    """Whether a name ends with a single letter and a free-standing stop follows: "of hepatitis A. No deaths"."""
    stop = last < len(tokens) and tokens[last].text == "."
    glued = stop and last + 1 < len(tokens) and tokens[last + 1].glued
    return stop and not glued and tokens[last - 1].kind == "word" and len(tokens[last - 1].text) == 1


def choose_language(tokens: Sequence[Token]) -> Language | None:
    """The language whose file knows most of the words; None where that is too few to trust."""
    words = Counter(t.text for t in tokens if t.kind in ("word", "han"))
    explained = [0] * len(load_languages())
    for word, times in words.items():
        for number in knowing(word):
            explained[number] += times
    best = explained.index(max(explained))
    if not explained[best] or explained[best] / words.total() < LEAST_EXPLAINED:
        return None
    return load_languages()[best]


def _title_end(tokens: Sequence[Token]) -> int:
    return next((i for i, t in enumerate(tokens) if t.kind == "line"), len(tokens))
