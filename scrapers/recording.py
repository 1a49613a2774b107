"""What the source files say, as rows of the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scrapers.catalogue import SOURCES, Source, load_source
from sql.db import Connection, load, query

SOURCE = ("source_id", "name", "url", "country", "kind", "rank", "time_zone", "languages", "config")


class UnknownSourceError(ValueError):
    """A source was named that was never collected; the text lists those that were."""


def record_source(connection: Connection, source: Source) -> None:
    """Bring the source's row up to date with its file; nothing is written where it is."""
    config = source.model_dump(mode="json", exclude={"source_id"})
    with connection:
        load(connection, "source", SOURCE, [[config if name == "config" else getattr(source, name) for name in SOURCE]])


def refresh_sources(connection: Connection, ids: Sequence[str] = (), folder: Path = SOURCES) -> dict[str, int]:
    """Bring the rows of these sources (none: of all that were collected) up to date with their files.

    Returns how many files were read. A collected source whose file is gone keeps its row. Raises UnknownSourceError
    for one that was never collected, CatalogueError for a file with an error; nothing is written then.
    """
    with connection:
        collected = [row["source_id"] for row in query(connection, "select_collected_source")]
    if unknown := sorted(set(ids) - set(collected)):
        raise UnknownSourceError(f"no such source: {', '.join(unknown)}; collected so far: {', '.join(collected)}")
    wanted = [each for each in ids or collected if (folder / f"{each}.yml").exists()]
    sources = [load_source(folder, each) for each in wanted]
    for source in sources:
        record_source(connection, source)
    return {"source files": len(sources)}
