"""Mends the archive after crawls that died, whatever became of their sources: a crawl mends only its own source's."""

from __future__ import annotations

import logging
from pathlib import Path

from scrapers.archive import OPEN, find_left_open
from scrapers.catalogue import load_catalogue
from scrapers.crawl import first_taken, index_left_open
from scrapers.recording import record_source
from sql.db import Connection, execute

log = logging.getLogger(__name__)


def mend_archive(connection: Connection, archive: Path) -> dict[str, int]:
    """Close and index every file that a dead crawl left open.

    Returns how many files were closed, how many articles came of them, and how many were left alone: those of a source
    without a file, and of one that is being crawled, which mends them itself. Raises ArchiveError, CatalogueError.
    """
    done = {"closed": 0, "articles": 0, "left": 0}
    sources = load_catalogue()
    for source_id in sorted({file.parent.parent.name for file in archive.glob(f"*/*/*.warc.gz{OPEN}")}):
        files = find_left_open(archive, source_id)
        if source_id not in sources:
            log.warning("%s: %d files stay open: it has no file in scrapers/sources", source_id, len(files))
            done["left"] += len(files)
        elif files and (host := first_taken(connection, sources[source_id].hosts)):
            log.info("%s: left to the crawl of %s that is running", source_id, host)
            done["left"] += len(files)
        elif files:
            record_source(connection, sources[source_id])
            done["articles"] += index_left_open(connection, archive, source_id)
            done["closed"] += len(files)
            with connection:
                execute(connection, "unlock_hosts")
    return done
