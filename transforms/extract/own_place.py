"""Where a figure was counted by the words of its own cell."""

from __future__ import annotations

from itertools import pairwise

from transforms.extract.figure import Figure, State, distance
from transforms.extract.numbers import Number
from transforms.extract.places import WORLD, Place, contains, country_place
from transforms.extract.reading import Reading


class OwnPlace:
    """Reads the place in a figure's own cell."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state

    def read(self, figure: Figure) -> None:
        places = [p for p in self.reading.places_in(figure.cell.spans) if not self._is_description(figure, p)]
        places = places or self.reading.places_in(figure.cell.lead)
        origins = [p for p in places if self.is_origin(p)]
        if origins:
            figure.subgroup = "imported"
            places = [p for p in places if p not in origins]
        places = [p for p in places if p.kind != WORLD] or places
        places = [p for p in places if not self._is_of_zero(figure, p, places)]
        if not places:
            return
        figure.place = self._around_row(figure, choose_place(self._told(figure, places), figure.cell.number), places)
        figure.own.add("place")
        if distance(figure.cell.number, figure.place.first, figure.place.last) < 12:
            figure.used.append((figure.place.first, figure.place.last))

    def _told(self, figure: Figure, places: list[Place]) -> list[Place]:
        """The places behind a colon where several stand before the number: what stands before it says who tells."""
        first, tokens = figure.cell.number.first, self.reading.tokens
        colon = next((i for i in range(first - 1, places[0].first, -1) if tokens[i].text == ":"), None)
        behind = [p for p in places if colon is not None and p.first > colon]
        return behind if any(p.last <= first for p in behind) else places

    def _is_of_zero(self, figure: Figure, place: Place, places: list[Place]) -> bool:
        """Whether a place belongs to a zero before a comma, the number having its own: "no cases here, 22 in Osh"."""
        first = figure.cell.number.first
        if figure.zero or place.last > first or all(p.first < first for p in places):
            return False
        comma = any(t.text in ",;" for t in self.reading.tokens[place.last : first])
        return comma and bool(self.reading.marks([(figure.sentence.first, place.first)], "zero"))

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
        from_there = self.reading.ending(place.first, "origin_before") is not None
        return (abroad and from_there) or came_from(self.reading, place)

    def _is_description(self, figure: Figure, place: Place) -> bool:
        """Whether a place only describes who was counted: "one patient died – this is a resident of Osh"."""
        first, last = figure.cell.number.last, place.first
        return bool(self.reading.marks([(first, last)], "aside")) if first < last else False


def came_from(reading: Reading, place: Place) -> bool:
    """Whether people came from this country, abroad: "прибывших из Индии", "Үндістаннан келген"."""
    if place.kind != "country" or place.code == reading.source_country:
        return False
    return reading.at(place.last, "came") is not None or reading.ending(place.first, "came") is not None


def choose_place(places: list[Place], number: Number) -> Place:
    """The nearest place, or the more particular one where one lies in the other."""
    nearest = min(places, key=lambda p: distance(number, p.first, p.last))
    inside = [p for p in places if p is not nearest and contains(nearest, p)]
    return min(inside, key=lambda p: distance(number, p.first, p.last)) if inside else nearest
