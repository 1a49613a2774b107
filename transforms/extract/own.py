"""The fields that a figure's own cell gives it: the nearest words of each kind."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from transforms.extract.doubts import records
from transforms.extract.figure import PERIOD_ROLES, STOCKS, Figure, State, distance
from transforms.extract.lexicon import Mark
from transforms.extract.numbers import Number
from transforms.extract.places import WORLD, Place, contains, country_place
from transforms.extract.reading import Reading
from transforms.extract.when import When

WEAKNESS = {
    "cases": 4,
    "vaccine_doses": 4,
    "tests": 3,
    "contacts": 2,
    "under_observation": 4,
    "hospitalised": 2,
    "active_cases": 4,
    "quarantined": 1,
}
CLOSED = frozenset({"on", "as_of", "range", "month", "year"})
NOTHING: frozenset[str] = frozenset()
PARTICULAR = {
    "active_cases": frozenset({"hospitalised", "icu", "ventilated"}),
    "hospitalised": frozenset({"quarantined"}),
    "vaccine_doses": frozenset({"vaccine_dose_1", "vaccine_dose_2", "vaccine_booster"}),
}
NEAR, KIND_REACH, PERCENT_NEAR, PERCENT_REACH, OPENING = 7, 60, 7, 14, 1
KEPT = frozenset({"quarantined", "under_observation", "hospitalised"})
QUOTES = "\"«»“”„'"
MET = 3
BITES = frozenset({"animal-bite", "tick-bite"})
SIGN_OF = {"afp": "polio"}
TOGETHER, SEVERAL = frozenset({"infectious-all", "parasitic-all"}), 4
LAST_DEED = 9
GENERIC = frozenset({"food-poisoning", "poisoning", "infectious-all", "parasitic-all"})


class OwnWords:
    """Reads a figure's own cell."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state

    def read(self, figure: Figure) -> None:
        """Fill the fields that the cell's own words give."""
        reading, cell, number = self.reading, figure.cell, figure.cell.number
        spans = cell.spans
        self._own_measure(figure)
        if number.lone and figure.measure != "deaths":
            figure.own.add("vetoed")
        if "disease" not in figure.own:
            diseases = self._diseases(spans)
            causes = [m for m in diseases if m.value not in BITES] if figure.measure == "deaths" else []
            bitten = figure.measure == "deaths" and bool(diseases) and not causes
            if not bitten or self.state.text_disease is None or self.state.text_disease in BITES:
                figure.disease = self._nearest(figure, causes or diseases, "disease")
            else:
                figure.disease = self.state.text_disease
        if figure.disease is None and (same := reading.marks(spans, "same_kind")):
            figure.disease = self._named_before(same[0].first)
        if figure.disease in SIGN_OF and self.reading.marks(spans, "disease"):
            named = {m.value for m in self.reading.marks(spans, "disease")}
            figure.disease = SIGN_OF[figure.disease] if SIGN_OF[figure.disease] in named else figure.disease
        if figure.disease in GENERIC and self.state.text_disease is not None and not self._all_kinds(figure):
            figure.disease = self.state.text_disease
        figure.symptom_status = self._nearest(figure, reading.marks(spans, "symptom"), "symptom_status")
        figure.case_class = self._nearest(figure, reading.marks(spans, "class"), "case_class")
        if figure.case_class is not None and self._of_both_classes(spans):
            figure.case_class = "confirmed_or_probable"
        figure.officiality = self._nearest(
            figure,
            reading.marks([(figure.sentence.first, figure.sentence.last)], "officiality"),
            "officiality",
            use=False,
        )
        self._own_place(figure)
        self._own_when(figure)
        self._own_aggregation(figure)
        vaccine = figure.measure is not None and figure.measure.startswith("vaccine")
        subgroups = [
            m
            for m in reading.marks(spans, "subgroup")
            if self._part_of(m, figure) and not self._of_part(m, figure) and not (vaccine and "vaccinated" in m.value)
        ]
        figure.subgroup = self._nearest(figure, subgroups, "subgroup", use=False) or figure.subgroup
        if figure.subgroup is not None and self._opens_with(figure, "of_whom"):
            figure.own.add("part")
        if figure.subgroup == "contacts" and figure.measure in ("contacts", "quarantined", "under_observation"):
            figure.subgroup = None
        if figure.subgroup is None and (share := self._shared(figure)) is not None:
            figure.subgroup = share.value
            figure.own.add("part")
        qualifier = reading.ending(number.first, "qualifier")
        figure.qualifier = qualifier.value if qualifier else None
        endings = (reading.at(i, "qualifier") for i in range(number.last, number.first, -1))
        after = next((m for m in endings if m is not None and m.last > number.last), None)
        if after is not None and figure.qualifier is None:
            figure.qualifier = after.value
        facility = reading.marks(spans, "facility")
        if facility and figure.counted.by == "person":
            figure.facility = self._named(facility[0])

    def _of_both_classes(self, spans: list[tuple[int, int]]) -> bool:
        """Whether confirmed cases are counted together with others: "suspected and confirmed cases"."""
        pairs = pairwise(self.reading.marks(spans, "class"))
        joined = [{a.value, b.value} for a, b in pairs if (m := self.reading.at(a.last, "and")) and m.last == b.first]
        return any("confirmed" in pair and len(pair) > 1 for pair in joined)

    def _all_kinds(self, figure: Figure) -> bool:
        """Whether infectious diseases are counted together in a text that tells of several of them."""
        named = {m.value for m in self.reading.by_group.get("disease", ())} - GENERIC
        titled = {m.value for m in self.reading.marks([(0, self.reading.title_end)], "disease")} - GENERIC
        return figure.disease in TOGETHER and (len(named) >= SEVERAL or len(titled) > 1)

    def _named_before(self, at: int) -> str | None:
        """The disease named last before "such cases", not far back."""
        marks = self.reading.marks([(max(0, at - KIND_REACH), at)], "disease")
        ill = [m for m in marks if m.value not in BITES or self.state.text_disease in BITES]
        return ill[-1].value if ill else None

    def _diseases(self, spans: list[tuple[int, int]]) -> list[Mark]:
        """The diseases named in some spans, but for one that is told as another's complication."""
        marks, told = self.reading.marks(spans, "disease"), self.reading.marks(spans, "complication")
        beside = (m for m in marks for c in told if 0 <= m.first - c.last <= 2 or 0 <= c.first - m.last <= 1)
        aside = {m.first for m in beside if m.value != self.state.text_disease}
        if len(aside) == len(marks) and not self.reading.language.verb_last:
            aside = set()
        if self.state.text_disease not in BITES:
            bites = (m for m in marks if m.value in BITES)
            aside |= {m.first for m in bites if self.reading.ending(m.first, "through") is not None}
        return [m for m in marks if m.first not in aside]

    def _part_of(self, mark: Mark, figure: Figure) -> bool:
        """Whether a subgroup's word belongs to the number: in the noun phrase behind it, as its label or the sentence's
        subject, or under "of them" with no comma before the number.
        """
        number, tokens = figure.cell.number, self.reading.tokens
        if figure.cell.of_them or figure.cell.bracket:
            return all(tokens[i].text != "," for i in range(mark.last, number.first))
        if mark.last <= number.first:
            opens = figure.cell.left is None and self._opens_with(figure, "of_whom")
            if opens or self.reading.ending(mark.first, "among") is not None:
                return all(tokens[i].kind != "mark" or tokens[i].text in "-/" for i in range(mark.last, number.first))
        speaks = any(tokens[i].text in ",;" or tokens[i].text in QUOTES for i in range(number.last, mark.first))
        return not speaks and distance(number, mark.first, mark.last) <= (5 if mark.first >= number.last else 2.5)

    def _opens_with(self, figure: Figure, group: str) -> bool:
        """Whether a sentence's first words name whom it counts: "Of health workers, 12 were registered"."""
        first = figure.sentence.first
        return any(self.reading.at(i, group) is not None for i in range(first, first + 1 + OPENING))

    def _shared(self, figure: Figure) -> Mark | None:
        """The part of which a percentage right before the number says the same: "children make up 65% of all, or 267
        cases".
        """
        first = figure.cell.number.first
        percents = self.reading.marks([(max(0, first - PERCENT_NEAR), first)], "percent")
        if not percents or figure.cell.bracket:
            return None
        start = max(figure.sentence.first, percents[-1].first - PERCENT_REACH)
        named = self.reading.marks([(start, percents[-1].first)], "subgroup")
        return named[-1] if named else None

    def _of_part(self, subgroup: Mark, figure: Figure) -> bool:
        """Whether a subgroup's word stands behind an "of them" of its own: "three, among them a child"."""
        parts = self.reading.marks([(figure.counted.last, subgroup.first)], "of_them")
        return any(m.first > figure.cell.number.last for m in parts)

    def _named(self, facility: Mark) -> str:
        """A facility with the name in quotes that follows it: market "Green Bazaar"."""
        tokens, last = self.reading.tokens, facility.last
        if last < len(tokens) and tokens[last].text in QUOTES:
            closing = (i for i in range(last + 1, min(last + 8, len(tokens))) if tokens[i].text in QUOTES)
            last = next(closing, last - 1) + 1
        return self.reading.text_of(facility.first, last)

    def _nearest(self, figure: Figure, marks: list[Mark], name: str, use: bool = True) -> str | None:
        if not marks:
            return None
        best = min(marks, key=lambda m: distance(figure.cell.number, m.first, m.last))
        figure.own.add(name)
        if use:
            figure.used.append((best.first, best.last))
        return best.value

    def _own_measure(self, figure: Figure) -> None:
        if figure.zero:
            figure.own.add("measure")
            return
        reading, number = self.reading, figure.cell.number
        marks = reading.marks(figure.cell.spans, "measure")
        if self._vetoed(figure, marks):
            figure.own.add("vetoed")
            return
        marks = [m for m in marks if not (self._denied(figure, m) or self._in_class(figure, m))]
        marks = [m for m in marks if not (self._names_whole(figure, m) or self._is_of_rest(figure, m))]
        marks = [m for m in marks if not self._is_cause(m)] or marks
        marks = [m for m in marks if m.value != "ignored" or not self._is_apart(figure, m)]
        met = [m.last for m in marks if m.value == "contacts"]
        marks = [m for m in marks if m.value != "cases" or not any(0 <= m.first - last <= MET for last in met)]
        if any(m.value in KEPT for m in marks):
            marks = [m for m in marks if m.value != "contacts"]
        if reading.marks(figure.cell.spans, "sought") and not reading.marks(figure.cell.spans, "admitted"):
            marks = [m for m in marks if m.value != "hospitalised"]
        marks = self._without_attributes(figure, marks)
        told = {m.value for m in marks}
        marks = [m for m in marks if not PARTICULAR.get(m.value, NOTHING) & told]
        ahead = reading.marks([(a, min(b, number.first)) for a, b in figure.cell.spans if a < number.first], "case")
        if ahead and figure.counted.by == "person":
            marks = [m for m in marks if m.value != "contacts" or m.first < number.last]
        marks = [m for m in marks if not self._past_comma(number, m)] or marks
        if figure.counted.by == "dose":
            marks = [m for m in marks if m.value.startswith("vaccine")]
        if figure.counted.by in ("person", "measure") or self._classifier(figure.counted.mark):
            marks = [m for m in marks if not self._is_epithet(figure, m, marks)]
        if figure.counted.by == "case":
            marks = [m for m in marks if distance(number, m.first, m.last) <= NEAR]
            if not self._classifier(figure.counted.mark):
                marks = [m for m in marks if m.value != "tests" and not m.value.startswith("vaccine")]
        if marks:
            best = min(marks, key=lambda m: distance(number, m.first, m.last) + WEAKNESS.get(m.value, 0))
            best = self._last_deed(figure, best)
            figure.measure = best.value
            figure.used.append((best.first, best.last))
            figure.own.add("measure")
        elif (
            (figure.counted.by == "case" and not self._classifier(figure.counted.mark))
            or any(not self._classifier(m) for m in reading.marks(figure.cell.spans, "case"))
            or (
                figure.counted.mark is not None
                and figure.counted.mark.group == "disease"
                and figure.counted.by == "label"
            )
            or (figure.counted.by == "person" and (self._ill(figure) or self._registered(figure)))
        ):
            figure.measure = "cases"
            figure.own.add("case")
        if figure.measure == "ignored":
            figure.own.add("vetoed")
        if figure.counted.mark is not None:
            figure.used.append((figure.counted.mark.first, figure.counted.mark.last))

    def _last_deed(self, figure: Figure, mark: Mark) -> Mark:
        """What the last verb of a clause says of people who fell ill before: "three were poisoned by gas and died"."""
        if mark.value != "cases" or figure.counted.by != "person" or mark.first < figure.cell.number.last:
            return mark
        if not self.reading.language.verb_last:
            return mark
        spans = [(mark.last, min(mark.last + LAST_DEED, b)) for a, b in figure.cell.spans if a <= mark.first < b]
        dead = next((m for m in self.reading.marks(spans, "measure") if m.value == "deaths"), None)
        closes = dead is not None and (dead.last >= len(self.reading.tokens) or self._closes_clause(dead.last))
        return dead if dead is not None and closes and not self.reading.marks(spans, "zero") else mark

    def _closes_clause(self, at: int) -> bool:
        token = self.reading.tokens[at]
        return token.kind == "line" or token.text in ".!;,"

    def _denied(self, figure: Figure, mark: Mark) -> bool:
        """Whether a measure belongs to a zero past a comma: "27 cases, no deaths"."""
        number, tokens = figure.cell.number, self.reading.tokens
        first, last = min(mark.first, number.last), max(mark.last, number.first)
        if not any(tokens[i].text in ",;" for i in range(first, last) if i < mark.first or i >= mark.last):
            return False
        near = range(max(0, mark.first - 3), mark.last + 4)
        return any(m.group == "zero" for i in near for m in self.reading.starts.get(i, ()))

    def _in_class(self, figure: Figure, mark: Mark) -> bool:
        """Whether a test is only part of a class's name: "PCR test negative"."""
        named = self.reading.marks(figure.cell.spans, "class") if mark.value == "tests" else []
        return any(m.first <= mark.first and mark.last <= m.last and m.value == "probable" for m in named)

    def _names_whole(self, figure: Figure, mark: Mark) -> bool:
        """Whether a measure only says of whom the number is a part: "of those in hospital, two were confirmed"."""
        whole = self.reading.ending(figure.cell.number.first, "of_them")
        return whole is not None and whole.first <= mark.first < mark.last <= whole.last

    def _is_of_rest(self, figure: Figure, mark: Mark) -> bool:
        """Whether a measure behind a comma only says what became of the others: "12 in Osh, the rest in quarantine"."""
        rest = self.reading.marks([(figure.cell.number.last, mark.first)], "rest")
        return bool(rest) and any(t.text in ",，" for t in self.reading.tokens[figure.cell.number.last : rest[0].first])

    def _past_comma(self, number: Number, mark: Mark) -> bool:
        """Whether a comma parts a word behind the number from it."""
        return any(self.reading.tokens[i].text in ",，" for i in range(number.last, mark.first))

    def _is_apart(self, figure: Figure, mark: Mark) -> bool:
        """Whether a comma parts a word from counted cases, or from a list's number so that it speaks of the list."""
        number, tokens = figure.cell.number, self.reading.tokens
        listed = figure.cell.left is not None or figure.cell.parent is not None or figure.counted.by == "case"
        return listed and any(tokens[i].text == "," for i in range(number.last, mark.first))

    def _without_attributes(self, figure: Figure, marks: list[Mark]) -> list[Mark]:
        """Where verbs close a clause, an illness before the number only says who they are: "12 who fell ill, died"."""
        first, last = figure.cell.number.first, figure.cell.number.last
        closing = any(m.first >= last and m.value not in ("cases", "ignored") for m in marks)
        if not self.reading.language.verb_last or not closing or figure.counted.by != "person":
            return marks
        return [m for m in marks if m.value != "cases" or m.first >= last or m.last < first - 1]

    def _is_cause(self, mark: Mark) -> bool:
        """Whether an illness is only what another event came of: "died of poisoning"."""
        return mark.value == "cases" and self.reading.ending(mark.first, "cause") is not None

    def _is_epithet(self, figure: Figure, mark: Mark, marks: list[Mark]) -> bool:
        """Whether an illness only names the people of whom the clause tells more: "245 infected people are in
        hospital".
        """
        last, tokens = figure.cell.number.last, self.reading.tokens
        if mark.value != "cases" or not 0 <= mark.first - last <= 1:
            return False
        if figure.counted.by == "measure" and self.reading.at(mark.last, "person") is None:
            return False
        more = (m for m in marks if m.value not in ("cases", "tests", "contacts") and m.first >= mark.last)
        return any(all(tokens[i].kind != "mark" for i in range(mark.last, m.first)) for m in more)

    def _classifier(self, mark: Mark | None) -> bool:
        """A case word that only counts (Chinese 例): it leaves the measure to what governs the figure."""
        weak = self.reading.at(mark.first, "classifier") if mark is not None else None
        return weak is not None and mark is not None and weak.last == mark.last

    def _ill(self, figure: Figure) -> bool:
        """People named with a disease, class or symptoms are its cases: "4402 asymptomatic patients"."""
        if self.reading.marks(figure.cell.spans, "vaccine_word"):
            return False
        marks = self.reading.marks(figure.cell.spans, "disease", "symptom", "class")
        return any(distance(figure.cell.number, m.first, m.last) <= 4 for m in marks)

    def _registered(self, figure: Figure) -> bool:
        """Whether a clause says that sick people were found or entered: "33 patients were registered"."""
        mark = figure.counted.mark
        sick = mark is not None and self.reading.at(mark.first, "patient") is not None
        return sick and bool(self.reading.marks(figure.cell.spans, "registered"))

    def _vetoed(self, figure: Figure, measures: list[Mark]) -> bool:
        """A word that makes a number no count stands nearer to it than any measure."""
        number = figure.cell.number
        marks = [m for m in self.reading.marks(figure.cell.spans, "veto") if not self._is_aside(figure, m)]
        vetoes = [distance(number, m.first, m.last) for m in marks]
        if (vetoes and figure.counted.by == "dose") or self._refuted(figure):
            return True
        return bool(vetoes) and min(vetoes) < min((distance(number, m.first, m.last) for m in measures), default=9)

    def _is_aside(self, figure: Figure, veto: Mark) -> bool:
        """Whether a veto speaks past a comma, the number having its place or measure before it."""
        first = figure.cell.number.last
        comma = next((i for i in range(first, veto.first) if self.reading.tokens[i].text == ","), None)
        if comma is None or figure.counted.by == "dose":
            return False
        return bool(self.reading.places_in([(first, comma)]) or self.reading.marks([(first, comma)], "measure"))

    def _refuted(self, figure: Figure) -> bool:
        """Whether the clause's verb denies what is counted: "no virus was found in 3 people"."""
        last = figure.cell.number.last
        for mark in self.reading.marks(figure.cell.spans, "refuted"):
            between = self.reading.tokens[last : mark.first]
            if mark.first >= last and all(t.text not in ",;:()" for t in between):
                return True
        return False

    def _own_place(self, figure: Figure) -> None:
        places = [p for p in self.reading.places_in(figure.cell.spans) if not self._is_description(figure, p)]
        origins = [p for p in places if self.is_origin(p)]
        if origins:
            figure.subgroup = "imported"
            places = [p for p in places if p not in origins]
        places = [p for p in places if p.kind != WORLD] or places
        if not places:
            return
        figure.place = self._around_row(figure, choose_place(places, figure.cell.number), places)
        figure.own.add("place")
        if distance(figure.cell.number, figure.place.first, figure.place.last) < 12:
            figure.used.append((figure.place.first, figure.place.last))

    def _around_row(self, figure: Figure, chosen: Place, places: list[Place]) -> Place:
        """The place; but what several regions in a row have together lies in the country around them: "59 people in the
        Almaty, Qyzylorda and Turkistan regions".
        """
        row = {chosen.code}
        for one, other in pairwise(places):
            between = range(one.last, other.first)
            joined = all(self.reading.tokens[i].text == "," or self.reading.at(i, "and", "skip") for i in between)
            if len(between) <= 3 and joined and chosen.code in (one.code, other.code):
                row |= {one.code, other.code}
        noun = figure.counted.mark
        if figure.zero or (noun is not None and not figure.cell.covers(noun.first)):
            return chosen
        known = {str(code) for code in row if code is not None and "-" in code}
        several = len(known) == len(row) > 1 and len({code.split("-")[0] for code in known}) == 1
        return country_place(min(known).split("-")[0]) if several and chosen.locality is None else chosen

    def is_origin(self, place: Place) -> bool:
        """Whether people came from another country than the text's: "five from Türkiye"."""
        home = self.state.text_focus
        abroad = place.kind == "country" and home is not None and not str(home.code).startswith(str(place.code))
        return abroad and self.reading.ending(place.first, "origin_before") is not None

    def _is_description(self, figure: Figure, place: Place) -> bool:
        """Whether a place only describes who was counted: "one patient died – this is a resident of Osh"."""
        first, last = figure.cell.number.last, place.first
        return bool(self.reading.marks([(first, last)], "aside")) if first < last else False

    def _own_when(self, figure: Figure) -> None:
        spans = figure.cell.spans
        whens = [self._as_counted(figure, w) for w in self.reading.whens_in(spans)]
        whens = [w for w in whens if not w.role.startswith("versus")]
        aside = records(self.reading, figure)
        whens = [w for w in whens if not any(a <= w.first < b for a, b in aside)]
        whens = [w for w in whens if not (self._held_against(figure, w) or is_gone(self.reading, figure, w))]
        if whens and all(w.role == "every" for w in whens):
            figure.own.add("vetoed")
        whens = [w for w in whens if w.role != "every"]
        whens = whens or [w for w in self.reading.whens_in(figure.cell.lead) if w.end is not None and w.role in CLOSED]
        whens = [w for w in whens if not (self._is_of_zero(figure, w) or self._is_past_total(figure, w))]
        if told := self.reading.marks([(figure.sentence.first, figure.sentence.last)], "brackets"):
            whens = [w for w in whens if w.first < told[0].first]
        figure.when = merge_whens(whens, figure.cell.number)
        if figure.when is None and figure.cell.bracket and not figure.cell.number.plus:
            figure.when = self.state.bracket_when
        versus = self.reading.ending(figure.cell.number.first, "versus_before")
        if figure.when is not None and versus is not None and not self._bounds(figure, versus.first):
            figure.own.add("versus")
        if figure.when is None and self.state.current is not None and self.state.current.end is not None:
            compared = [w for w in self.reading.whens_in(figure.cell.spans) if w.role == "versus_period"]
            if compared:
                figure.when = replace(compared[0], role="ytd", start=self.state.current.end.replace(month=1, day=1))
        if figure.when is not None:
            figure.own.add("when")
            if figure.when.end is not None:
                figure.own.add("date")

    def _as_counted(self, figure: Figure, when: When) -> When:
        """A year held against another is that of the figure told with it: "compared to 2022 when 35 were recorded"."""
        left, first = figure.cell.left, figure.cell.number.first
        with_it = left is not None and left.number.last < when.first and first - 3 <= when.last <= first
        full = None not in (when.start, when.end) and str(when.start)[5:] == "01-01" and str(when.end)[5:] == "12-31"
        return replace(when, role="year") if when.role == "versus" and with_it and full else when

    def _is_of_zero(self, figure: Figure, when: When | Mark) -> bool:
        """Whether a time belongs to a zero told past a comma: "27 cases, while none were registered a year earlier"."""
        last, tokens = figure.cell.number.last, self.reading.tokens
        if figure.zero or when.first < last:
            return False
        comma = next((i for i in range(last, when.first) if tokens[i].text == ","), None)
        return comma is not None and bool(self.reading.marks([(comma, figure.sentence.last)], "zero"))

    def _is_past_total(self, figure: Figure, when: When) -> bool:
        """Whether a comma and a word for a total part the number from a day: "nobody died over the past day, the total
        stays 67".
        """
        first, tokens = figure.cell.number.first, self.reading.tokens
        comma = next((i for i in range(when.last, first) if tokens[i].text == ","), None)
        if comma is None or when.role != "day":
            return False
        return any(m.value == "cumulative" for m in self.reading.marks([(comma, first)], "aggregation"))

    def _held_against(self, figure: Figure, when: When) -> bool:
        """Whether an earlier day or week past a comma only serves a comparison: "540 cases, twice the week before"."""
        between = self.reading.tokens[figure.cell.number.last : when.first]
        return when.role == "before" and any(t.text in ",;" for t in between)

    def _is_campaign(self, when: When) -> bool:
        """Whether a time runs from a day to another one months later: what is counted over it is a total."""
        return when.role == "range" and when.aggregation == "cumulative"

    def _is_vaccination_total(self, figure: Figure) -> bool:
        """Doses given "on 17 November" without a word for an increment are a campaign's running total."""
        dosed = figure.measure is not None and figure.measure.startswith("vaccine_dose_")
        dated = figure.when is not None and figure.when.role == "on"
        return dosed and dated and not self.reading.marks(figure.cell.spans, "aggregation")

    def _admitted(self, figure: Figure) -> bool:
        """Whether the words tell of people brought to hospital rather than of those who are in one."""
        admitted = figure.measure == "hospitalised" and bool(self.reading.marks(figure.cell.spans, "admitted"))
        return admitted and not is_present(self.reading, figure)

    def _bounds(self, figure: Figure, at: int) -> bool:
        """Whether a token belongs to words that only bound the number: "more than 29,000"."""
        qualifier = self.reading.ending(figure.cell.number.first, "qualifier")
        return qualifier is not None and qualifier.first <= at

    def _is_addition(self, figure: Figure, mark: Mark) -> bool:
        """Whether "another" only adds one place's count to the one before it."""
        left = figure.cell.left
        if left is None or self.reading.at(mark.first, "additive") is None:
            return False
        beside = {m.value for m in self.reading.marks(left.spans, "measure")}
        other = bool(beside) and figure.measure not in beside | {None, "cases"}
        if (figure.case_class == "suspected" or other) and self._told_total(figure):
            return True
        return "place" in figure.own and bool(self.reading.places_in(left.spans))

    def _is_of_the_day(self, figure: Figure) -> bool:
        """Whether "today 148 in all" follows a larger total of the same count and day: it is what the day added."""
        when = figure.when
        if when is None or when.role not in ("on", "day") or figure.measure is None:
            return False
        totals = (f for f in self.state.told if f.measure == figure.measure and f.aggregation == "cumulative")
        days = (f.when.end for f in totals if f.value > figure.value and f.when is not None)
        return when.end is not None and when.end in days

    def _told_total(self, figure: Figure) -> bool:
        """Whether nothing before a number in its sentence speaks of an increment."""
        spans = [(figure.sentence.first, figure.cell.number.first)]
        marks = (m for m in self.reading.marks(spans, "aggregation") if self.reading.at(m.first, "additive") is None)
        return all(m.value != "new" for m in marks) and not any(
            w.aggregation == "new" for w in self.reading.whens_in(spans)
        )

    def _own_aggregation(self, figure: Figure) -> None:
        """Periods decide before words: a year-to-date of "new cases" is a total, "in all over the past day" an
        increment.
        """
        number, spans = figure.cell.number, figure.cell.spans
        step = figure.counted.mark if figure.counted.mark is not None and figure.counted.mark.group == "step" else None
        if number.plus:
            figure.aggregation = "new"
        elif step is not None:
            figure.aggregation = step.value
        elif figure.when is not None and figure.when.role in PERIOD_ROLES | {"year"}:
            figure.aggregation = "cumulative" if figure.measure not in STOCKS or self._admitted(figure) else "stock"
        elif (
            figure.when is not None
            and figure.when.role in ("day", "week", "range", "month")
            and figure.when.aggregation == "new"
        ):
            rounds = figure.when.role == "range" and str(figure.measure).startswith("vaccine")
            figure.aggregation = "cumulative" if rounds else "new"
        elif (
            figure.when is not None
            and (figure.when.is_year_to_date or self._is_campaign(figure.when))
            and figure.measure not in STOCKS
        ) or self._is_vaccination_total(figure):
            figure.aggregation = "cumulative"
        else:
            marks = [m for m in self.reading.marks(spans, "aggregation") if m.value != "none"]
            aside = records(self.reading, figure)
            marks = [m for m in marks if not any(a <= m.first < b for a, b in aside)]
            unfit = ("cumulative", "new") if figure.measure in STOCKS and not self._admitted(figure) else ("stock",)
            marks = [m for m in marks if m.value not in unfit and not self._is_addition(figure, m)]
            marks = [m for m in marks if not self._bounds(figure, m.first) and not self._is_of_zero(figure, m)]
            marks = [m for m in marks if m.first != number.last or self.reading.at(m.first, "figure") is None]
            marks = [m for m in marks if not (number.risen and self.reading.marks([(m.first, m.last)], "change"))]
            if marks:
                figure.aggregation = min(marks, key=lambda m: distance(number, m.first, m.last)).value
                named = [(m.first, m.last) for m in self.reading.marks(spans, "of_them")]
                if all(any(a <= m.first < b for a, b in named) for m in marks):
                    figure.own.add("whole's aggregation")
                close = min(marks, key=lambda m: distance(number, m.first, m.last))
                if distance(number, close.first, close.last) <= 2:
                    figure.used.append((close.first, close.last))
        if figure.aggregation == "cumulative" and self._is_of_the_day(figure):
            figure.aggregation = "new"
        if number.lone and (figure.when is None or figure.when.aggregation is None):
            figure.aggregation = "new"
        if figure.aggregation is not None:
            figure.own.add("aggregation")


def is_present(reading: Reading, figure: Figure) -> bool:
    """Whether a word for a lasting state, no name of a day, stands with a figure: "are currently hospitalised"."""
    marks = reading.marks(figure.cell.spans, "aggregation")
    days = {i for w in reading.whens_in(figure.cell.spans) for i in range(w.first, w.last)}
    return any(m.value == "stock" and m.first not in days for m in marks)


def is_gone(reading: Reading, figure: Figure, when: When) -> bool:
    """Whether a comma parts an earlier day's event from a state of now: "admitted on 25 May, two are still in intensive
    care".
    """
    first = figure.cell.number.first
    if figure.measure not in STOCKS or when.role != "on" or when.first >= first or not is_present(reading, figure):
        return False
    event = reading.marks([(when.last, first)], "measure", "admitted")
    return bool(event) and any(t.text == "," for t in reading.tokens[when.last : first])


def choose_place(places: list[Place], number: Number) -> Place:
    """The nearest place, or the more particular one where one lies in the other."""
    nearest = min(places, key=lambda p: distance(number, p.first, p.last))
    inside = [p for p in places if p is not nearest and contains(nearest, p)]
    return min(inside, key=lambda p: distance(number, p.first, p.last)) if inside else nearest


def merge_whens(whens: list[When], number: Number) -> When | None:
    """One time from all those in a cell: a period's beginning from one, its last day from another."""
    if not whens:
        return None
    rank = {
        "same_period": 0,
        "since": 0,
        "ytd": 0,
        "season": 0,
        "last_season": 0,
        "range": 0,
        "before": 0,
        "year": 1,
        "pandemic": 2,
        "week": 3,
        "day": 3,
        "month": 3,
        "as_of": 4,
        "until": 4,
        "on": 5,
        "said": 6,
    }
    named = [w for w in whens if w.role == "year" and w.last == number.first]
    main = min(named or whens, key=lambda w: (rank.get(w.role, 6), distance(number, w.first, w.last)))
    month = next((w for w in whens if w.role == "month" and _begins(main, w)), None)
    if month is not None:
        return replace(main, role="since", start=month.start)
    days = [w for w in whens if w is not main and w.end is not None and w.role in ("as_of", "on", "until", "said")]
    if main.end is None and days:
        day = min(days, key=lambda w: distance(number, w.first, w.last))
        if _begins(main, day):
            return replace(main, role="since", start=day.start)
        return replace(main, end=day.end, clock=day.clock)
    return main


def _begins(main: When, named: When) -> bool:
    """Whether a day or month just behind says when an open period began: "since the season began in April"."""
    opens = main.role in ("season", "pandemic", "since") and main.start is None
    return opens and main.end is None and 0 <= named.first - main.last <= 2
