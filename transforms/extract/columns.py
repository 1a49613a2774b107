"""The figures of a table's rows, each read as its column's heading says."""

from __future__ import annotations

from transforms.extract.figure import STOCKS, Figure, State
from transforms.extract.following import Counted
from transforms.extract.govern import Government
from transforms.extract.own import OwnWords
from transforms.extract.places import Place
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell, Sentence
from transforms.extract.tables import Span, find_head, row_columns
from transforms.extract.when import When

FILLED = ("measure", "disease", "aggregation", "case_class")


class Columns:
    """Reads tables that survived as lines."""

    def __init__(self, reading: Reading, state: State, own: OwnWords, government: Government) -> None:
        self.reading, self.state, self.own, self.government = reading, state, own, government
        self.period: When | None = None

    def opens(self, sentence: Sentence, spoken: When | None) -> bool:
        """Whether a sentence without figures is a table's head; `spoken` is the period of what is told below it."""
        head = find_head(self.reading, sentence)
        self.state.head = head or (self.state.head if not sentence.colon else None)
        self.period = spoken if head is not None else self.period
        return head is not None

    def read(self, sentence: Sentence, cells: list[Cell]) -> list[Figure] | None:
        """The figures of a table's row; None where the line is none."""
        head = self.state.head
        pairs = row_columns(self.reading, head, sentence, cells) if head is not None and cells else []
        if head is None or not pairs:
            return None
        places = self.reading.places_in(pairs[0][0].spans[:1])
        if not places and not self.reading.marks(pairs[0][0].spans[:1], "total_row", "aggregation"):
            return []
        place = places[0] if places else self.state.text_focus
        figures: list[Figure] = []
        for cell, heading in pairs:
            if not self._is_no_count(heading):
                column = self._column(sentence, cell, heading, place)
                if head.sign == "/" and self.reading.marks([heading], "total_row"):
                    column.aggregation = None
                self._fill(column, heading, figures)
                figures.append(column)
        return figures

    def _column(self, sentence: Sentence, cell: Cell, heading: Span, place: Place | None) -> Figure:
        """A cell's number with what its column's heading says."""
        number = cell.number
        column = Figure(Cell(number, [heading]), Counted("label", None, number.last), sentence, number.value)
        self.own.read(column)
        column.cell, column.used, column.item = cell, [(number.first, number.last), cell.spans[0]], True
        column.place = place
        column.own |= {"place", "column"}
        if column.measure is None and (order := self.reading.marks([heading], "dose_order")):
            column.measure = order[0].value
        if column.measure is None and self.reading.marks([heading], "heading"):
            column.measure = "cases"
        return column

    def _fill(self, column: Figure, heading: Span, figures: list[Figure]) -> None:
        """What the heading leaves open comes from the text around the table."""
        if column.measure is not None:
            whole = self.government.whole(column, self.state.anchor)
            self.government.fill(column, whole, FILLED[1:])
        elif figures and figures[0].measure:
            self.government.fill(column, figures[0], FILLED)
        else:
            self.government.fill(column, self.government.broken_down(column), FILLED)
        column.measure = column.measure or "cases"
        period = self.period if not self.state.told and (column.aggregation is None or figures) else None
        column.when = self.government.times.completed(column.when) or period or self.state.when
        column.disease = column.disease or self.state.disease
        told = column.when is not None and (column.when is period or column.when.role in ("year", "range"))
        if told and column.when is not None and column.measure not in STOCKS:
            column.aggregation = column.when.aggregation or column.aggregation

    def _is_no_count(self, heading: Span) -> bool:
        """Whether a column holds percentages, rates or the like."""
        times = {i for w in self.reading.whens_in([heading]) for i in range(w.first, w.last)}
        return any(m.first not in times for m in self.reading.marks([heading], "unit", "veto"))
