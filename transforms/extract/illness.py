"""The disease and the class of a figure that names none."""

from __future__ import annotations

from transforms.extract.figure import Figure, State
from transforms.extract.joined import are_counted_together
from transforms.extract.reading import Reading
from transforms.reference import countries_counting

REPEATED = 10
BITES = frozenset({"animal-bite", "tick-bite"})
PART_OF = {"influenza": "arvi"}


class Illness:
    """Resolves what the people counted have, and how surely."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state

    def resolve_disease(self, figure: Figure, governor: Figure | None) -> None:
        if figure.disease is not None:
            self._name_cause(figure)
            return
        aside = governor is not None and "part" in governor.own and governor.disease == "pneumonia"
        if governor is not None and governor.disease and not (aside and self.state.text_disease == "covid-19"):
            figure.disease = governor.disease
            return
        marks = self.reading.marks([(figure.sentence.first, figure.cell.number.first)], "disease")
        marks = marks or (
            self.reading.marks([(figure.sentence.first, figure.sentence.last)], "disease")
            if self.state.disease is None
            else []
        )
        told = self._told_disease(figure) or self.state.line_disease
        figure.disease = marks[-1].value if marks else told or self.state.disease
        if figure.anchor is not None and figure.anchor.disease and not marks:
            figure.disease = figure.anchor.disease
        self._name_cause(figure)
        whole = PART_OF.get(figure.disease or "")
        if whole is not None and self._exceeds(figure, whole):
            figure.disease = whole

    def _name_cause(self, figure: Figure) -> None:
        """Nobody dies of a bite, but of the illness told last or the only one that the text names."""
        if figure.measure != "deaths" or figure.disease not in BITES:
            return
        ill = (f.disease for f in reversed(self.state.told) if f.disease not in BITES)
        named = {m.value for m in self.reading.by_group.get("disease", ())} - BITES
        figure.disease = next(ill, next(iter(named)) if len(named) == 1 else figure.disease)

    def _exceeds(self, figure: Figure, whole: str) -> bool:
        """Whether a count that names no disease is far above those of one, the text counting what it is a part of."""
        told = [f for f in self.state.told if f.measure == figure.measure]
        parts = [f.value for f in told if f.disease == figure.disease]
        if figure.measure == "hospitalised":
            ill = [f for f in self.state.told if f.measure == "cases" and "part" not in f.own]
            most = max((f.value for f in ill if f.disease == figure.disease), default=figure.value)
            return most < figure.value < max((f.value for f in ill if f.disease == whole), default=0)
        return bool(parts) and REPEATED * max(parts) < figure.value and any(f.disease == whole for f in told)

    def _told_disease(self, figure: Figure) -> str | None:
        """The disease of the same figure told before: "of the 16 cases …" after "16 cases of polio"."""
        same = (f for f in self.state.told if f.value == figure.value >= REPEATED and f.measure == figure.measure)
        return next((f.disease for f in same), None)

    def resolve_class(self, figure: Figure, parent: Figure | None, left: Figure | None) -> None:
        if figure.case_class is not None:
            return
        grown = figure.cell.bracket and figure.cell.number.plus
        source = parent if parent is not None and (figure.cell.of_them or figure.cell.after_colon or grown) else None
        if source is not None and source.case_class == "suspected" and "measure" in figure.own:
            return
        if source is None and left is not None and "measure" not in figure.own and "case" not in figure.own:
            source = left
        if source is None and figure.item:
            source = figure.anchor or self.state.anchor
        if source is None and self.state.heading is not None:
            source = self.state.heading
        if (
            source is None
            and left is not None
            and left.case_class == "probable"
            and figure.measure in ("deaths", "recovered")
        ):
            source = left
        if figure.item and source is not None and source.case_class == "suspected" and self._is_sorted(figure, source):
            source = None
        if source is not None:
            figure.case_class = source.case_class
            if figure.symptom_status is None and figure.item:
                figure.symptom_status = source.symptom_status

    def _is_sorted(self, figure: Figure, source: Figure) -> bool:
        """Whether the sentence that told of suspected cases also told how many were confirmed: its parts are either."""
        sure = (f for f in self.state.told if f.sentence is source.sentence and f.case_class == "confirmed")
        return any(f.measure == "cases" and f.value >= figure.value for f in sure)

    def pool_pneumonia(self, figure: Figure) -> None:
        """Pneumonia in a report on COVID-19 is its probable form where the country counts that, or is pooled with it
        where the text joins the two.
        """
        spans = [(figure.sentence.first, figure.sentence.last)]
        beside = figure.disease == "pneumonia" and self.state.disease == "covid-19" and self._counts_probable(figure)
        if not beside and (figure.disease, figure.case_class) != ("covid-19", "probable"):
            return
        pooled = any(m.value == "confirmed_or_probable" for m in self.reading.marks(spans, "class"))
        named = self.reading.marks(figure.cell.spans, "disease")
        pooled = pooled or are_counted_together(
            named, self.reading.marks(figure.cell.spans, "and"), "covid-19", "pneumonia"
        )
        figure.disease = "covid-19"
        if "case_class" not in figure.own or figure.case_class != "confirmed":
            figure.case_class = "confirmed_or_probable" if pooled else "probable"

    def _counts_probable(self, figure: Figure) -> bool:
        """Whether the country that a figure is of counts pneumonia without a positive test as COVID-19, as far as both
        are known.
        """
        code = figure.place.code if figure.place is not None else self.reading.source_country
        return code is None or code[:2] in countries_counting("covid-19", "probable")
