"""The fields that a figure's own cell gives it: the nearest words of each kind."""

from __future__ import annotations

from itertools import pairwise

from transforms.extract.figure import Figure, State, distance
from transforms.extract.lexicon import Mark
from transforms.extract.own_measure import OwnMeasure
from transforms.extract.own_place import OwnPlace
from transforms.extract.own_time import OwnTime
from transforms.extract.reading import Reading

KIND_REACH, PERCENT_NEAR, PERCENT_REACH, OPENING = 60, 7, 14, 2
CHRONIC = frozenset({"cancer", "diabetes"})
TREATED = frozenset({"hospitalised", "recovered", "active_cases", "severe", "critical", "icu", "ventilated", "deaths"})
QUOTES = "\"«»“”„'"
BITES = frozenset({"animal-bite", "tick-bite"})
SIGN_OF = {"afp": "polio"}
TOGETHER, SEVERAL = frozenset({"infectious-all", "parasitic-all"}), 4
GENERIC = frozenset({"food-poisoning", "poisoning", "infectious-all", "parasitic-all"})


class OwnWords:
    """Reads a figure's own cell."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state
        self.measure, self.place = OwnMeasure(reading, state), OwnPlace(reading, state)
        self.time = OwnTime(reading, state)

    def read(self, figure: Figure) -> None:
        """Fill the fields that the cell's own words give."""
        reading, cell, number = self.reading, figure.cell, figure.cell.number
        spans = cell.spans
        self.measure.read(figure)
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
        if figure.disease in CHRONIC and figure.own >= {"case"} and self._stays_registered(figure):
            figure.measure = "active_cases"
            figure.own.add("measure")
        figure.symptom_status = self._nearest(figure, reading.marks(spans, "symptom"), "symptom_status")
        figure.case_class = self._nearest(figure, self._classes(figure), "case_class")
        if figure.case_class is not None and self._of_both_classes(spans):
            figure.case_class = "confirmed_or_probable"
        figure.officiality = self._nearest(
            figure,
            reading.marks([(figure.sentence.first, figure.sentence.last)], "officiality"),
            "officiality",
            use=False,
        )
        self.place.read(figure)
        self.time.read_when(figure)
        self.time.read_aggregation(figure)
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
        if facility and figure.counted.by == "person" and figure.measure not in TREATED:
            figure.facility = self._named(facility[0])

    def _stays_registered(self, figure: Figure) -> bool:
        """Whether people who live with a lasting disease are on record, not newly entered: "223,000 people with cancer
        are registered".
        """
        spans = figure.cell.spans
        new = any(m.value == "new" for m in self.reading.marks(spans, "aggregation"))
        dated = all(w.role in ("as_of", "said", "on") for w in self.reading.whens_in(spans))
        return figure.counted.by == "person" and dated and not new and bool(self.reading.marks(spans, "registered"))

    def _classes(self, figure: Figure) -> list[Mark]:
        """The classes named in a figure's cell, but for that of a zero behind a comma."""
        marks, last = self.reading.marks(figure.cell.spans, "class"), figure.cell.number.last
        if figure.zero or not marks:
            return marks
        zeros = [m for m in self.reading.marks(figure.cell.spans, "zero") if m.first > last]
        comma = (
            next((i for i in range(last, zeros[0].first) if self.reading.tokens[i].text == ","), None)
            if zeros
            else None
        )
        return marks if comma is None else [m for m in marks if m.first < comma]

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
            if figure.counted.by == "case" and self.reading.at(mark.last, "registered") is not None:
                return False
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
