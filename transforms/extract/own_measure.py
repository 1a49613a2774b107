"""What a figure measures by the words of its own cell."""

from __future__ import annotations

from transforms.extract.figure import Figure, State, distance
from transforms.extract.lexicon import Mark
from transforms.extract.numbers import Number
from transforms.extract.reading import Reading

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
NOTHING: frozenset[str] = frozenset()
PARTICULAR = {
    "active_cases": frozenset({"hospitalised", "icu", "ventilated"}),
    "hospitalised": frozenset({"quarantined"}),
    "vaccine_doses": frozenset({"vaccine_dose_1", "vaccine_dose_2", "vaccine_booster"}),
}
NEAR, MET, LAST_DEED = 7, 3, 9
KEPT = frozenset({"quarantined", "under_observation", "hospitalised"})


class OwnMeasure:
    """Reads the measure in a figure's own cell."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state

    def read(self, figure: Figure) -> None:
        """Fill the measure, or say why the number counts none."""
        if figure.zero:
            figure.own.add("measure")
            return
        reading, number = self.reading, figure.cell.number
        marks = reading.marks(figure.cell.spans, "measure")
        if self._vetoed(figure, marks) or self._is_elsewhere(figure):
            figure.own.add("vetoed")
            return
        marks = [m for m in marks if not (self._denied(figure, m) or self._in_class(figure, m))]
        marks = [m for m in marks if not (self._names_whole(figure, m) or self._is_of_rest(figure, m))]
        marks = [m for m in marks if not self._is_cause(m)] or marks
        marks = [m for m in marks if m.value != "ignored" or not self._is_apart(figure, m)]
        found = [(m.first, m.last) for m in marks if m.value == "cases"]
        marks = [m for m in marks if m.value != "contacts" or not any(a <= m.first < m.last < b for a, b in found)]
        met = [m.last for m in marks if m.value == "contacts"]
        marks = [m for m in marks if m.value != "cases" or not any(0 <= m.first - last <= MET for last in met)]
        marks = [m for m in marks if m.value != "contacts" or not self._is_source(figure, m)]
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
        near = [m for m in marks if not self._past_comma(number, m)]
        marks = near if near or (figure.counted.by == "person" and self._newly(figure)) else marks
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
            figure.measure = "cases" if self._is_entered(figure, best) else best.value
            figure.used.append((best.first, best.last))
            figure.own.add("measure")
        elif (
            (figure.counted.by == "case" and not self._classifier(figure.counted.mark))
            or any(not self._classifier(m) for m in reading.marks(figure.cell.spans, "case"))
            or self._counts_carriers(figure)
            or (
                figure.counted.mark is not None
                and figure.counted.mark.group == "disease"
                and figure.counted.by == "label"
            )
            or (
                figure.counted.by == "person" and (self._ill(figure) or self._registered(figure) or self._newly(figure))
            )
        ):
            figure.measure = "cases"
            figure.own.add("measure" if self._newly(figure) else "case")
        if figure.measure == "ignored":
            figure.own.add("vetoed")
        if figure.counted.mark is not None:
            figure.used.append((figure.counted.mark.first, figure.counted.mark.last))

    def _last_deed(self, figure: Figure, mark: Mark) -> Mark:
        """What the last verb of a clause says of people who fell ill before: "three were poisoned by gas and died"."""
        if mark.value == "recovered" and (home := self._sent_home(figure, mark)) is not None:
            return home
        if mark.value != "cases" or figure.counted.by != "person" or mark.first < figure.cell.number.last:
            return mark
        if not self.reading.language.verb_last:
            return mark
        spans = [(mark.last, min(mark.last + LAST_DEED, b)) for a, b in figure.cell.spans if a <= mark.first < b]
        dead = next((m for m in self.reading.marks(spans, "measure") if m.value == "deaths"), None)
        closes = dead is not None and (dead.last >= len(self.reading.tokens) or self._closes_clause(dead.last))
        return dead if dead is not None and closes and not self.reading.marks(spans, "zero") else mark

    def _sent_home(self, figure: Figure, mark: Mark) -> Mark | None:
        """What says that people who left the hospital go on being treated: "sent home, where they are treated"."""
        spans = [(mark.last, min(mark.last + LAST_DEED, b)) for a, b in figure.cell.spans if a <= mark.first < b]
        outside = any(m.value == "outpatient" for m in self.reading.marks(spans, "subgroup"))
        if not outside or self.reading.marks(spans, "rest"):
            return None
        return next((m for m in self.reading.marks(spans, "measure") if m.value == "active_cases"), None)

    def _closes_clause(self, at: int) -> bool:
        token = self.reading.tokens[at]
        return token.kind == "line" or token.text in ".!;,"

    def _denied(self, figure: Figure, mark: Mark) -> bool:
        """Whether a measure belongs to a zero past a comma: "27 cases, no deaths"."""
        number, tokens = figure.cell.number, self.reading.tokens
        first, last = min(mark.first, number.last), max(mark.last, number.first)
        apart = (i for i in range(first, last) if i < mark.first or i >= mark.last)
        if not any(tokens[i].text in ",;" or self._joins_zero(i) for i in apart):
            return False
        near = range(max(0, mark.first - 3), mark.last + 4)
        return any(m.group == "zero" for i in near for m in self.reading.starts.get(i, ()))

    def _joins_zero(self, at: int) -> bool:
        """Whether a zero is joined to the number before it: "576 cases and no deaths"."""
        join = self.reading.at(at, "and")
        return join is not None and self.reading.at(join.last, "zero") is not None

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

    def _is_entered(self, figure: Figure, mark: Mark) -> bool:
        """Whether those who live with a disease are entered as new ones: "160 HIV-positive people were registered"."""
        named = figure.counted.mark is not None and figure.counted.mark.first == mark.first
        dated = any(w.role == "as_of" for w in self.reading.whens_in(figure.cell.spans))
        entered = bool(self.reading.marks(figure.cell.spans, "registered")) and not dated
        return mark.value == "active_cases" and named and entered

    def _registered(self, figure: Figure) -> bool:
        """Whether a clause says that sick people were found or entered: "33 patients were registered"."""
        mark = figure.counted.mark
        sick = mark is not None and self.reading.at(mark.first, "patient") is not None
        return sick and bool(self.reading.marks(figure.cell.spans, "registered"))

    def _newly(self, figure: Figure) -> bool:
        """Whether new patients are counted, whatever is told behind them: "8,914 new patients, 298 died"."""
        noun, number = figure.counted.mark, figure.cell.number
        if noun is None or self.reading.at(noun.first, "patient") is None:
            return False
        beside = self.reading.marks(
            [(max(number.first - 2, 0), number.first), (number.last, noun.first)], "aggregation"
        )
        return any(m.value == "new" for m in beside)

    def _vetoed(self, figure: Figure, measures: list[Mark]) -> bool:
        """A word that makes a number no count stands nearer to it than any measure."""
        number = figure.cell.number
        marks = [m for m in self.reading.marks(figure.cell.spans, "veto") if not self._is_aside(figure, m)]
        vetoes = [distance(number, m.first, m.last) for m in marks]
        if (vetoes and figure.counted.by == "dose") or self._refuted(figure):
            return True
        return bool(vetoes) and min(vetoes) < min((distance(number, m.first, m.last) for m in measures), default=9)

    def _is_aside(self, figure: Figure, veto: Mark) -> bool:
        """Whether a veto speaks past a comma, the number having its place or measure before it, or only says where
        some of the cases live.
        """
        first = figure.cell.number.last
        if figure.cell.of_them and self.reading.at(veto.first, "dwell") is not None:
            return bool(self.reading.places_in([(first, veto.first)]))
        comma = next((i for i in range(first, veto.first) if self.reading.tokens[i].text == ","), None)
        if comma is None or figure.counted.by == "dose":
            return False
        return bool(self.reading.places_in([(first, comma)]) or self.reading.marks([(first, comma)], "measure"))

    def _is_source(self, figure: Figure, mark: Mark) -> bool:
        """Whether contacts are only those among whom cases were found: "cases were found in contacts: 13 in Osh"."""
        before = [(a, min(b, mark.first)) for a, b in figure.cell.spans if a < mark.first < figure.cell.number.first]
        nouns = [m for m in self.reading.marks(before, "case") if m.first < mark.first]
        return bool(nouns) and bool(self.reading.marks([(nouns[-1].last, mark.first)], "registered"))

    def _counts_carriers(self, figure: Figure) -> bool:
        """Whether a number opens its sentence with nothing but symptoms for its label: "asymptomatic: 17,705"."""
        cell, mark = figure.cell, figure.counted.mark
        alone = cell.left is None and cell.parent is None and figure.counted.by == "label"
        return alone and mark is not None and mark.group == "symptom"

    def _is_elsewhere(self, figure: Figure) -> bool:
        """Whether a number is only what the places that the text does not name have together: "931 in the others"."""
        spans, number = figure.cell.spans, figure.cell.number
        near = any(not self._past_comma(number, m) for m in self.reading.marks(spans, "elsewhere"))
        named = (p for p in self.reading.places_in(spans) if p.kind != "country" and p.first >= number.last)
        return near and not any(named)

    def _refuted(self, figure: Figure) -> bool:
        """Whether the clause's verb denies what is counted: "no virus was found in 3 people"."""
        last = figure.cell.number.last
        for mark in self.reading.marks(figure.cell.spans, "refuted"):
            between = self.reading.tokens[last : mark.first]
            if mark.first >= last and all(t.text not in ",;:()" for t in between):
                return True
        return False
