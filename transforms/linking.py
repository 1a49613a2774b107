"""Links what tells the same and keeps the stories true to the links: the batches of two stages in `stages.py`.

Texts are compared as soon as they are parsed, figures once they are read. Either way the stories around the documents
concerned are put together anew from all their links, so that any order of arrival ends in the same stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sql.db import Connection, execute, load, query
from transforms import dedupe
from transforms.statements import STATEMENT_METHOD, Figure, Figures, agreement
from transforms.stories import Facts, Pair, group_stories, keep_names

Row = dict[str, Any]
LINK_BATCH, JOIN_BATCH = 1000, 200


def method() -> str:
    """The version of all that links: a change has everything linked anew."""
    return f"{dedupe.METHOD}-{STATEMENT_METHOD}"


def link_batch(connection: Connection) -> dict[str, int]:
    """Compare the texts of documents that nobody compared with those of all others."""
    execute(connection, "use_indexes")
    rows = query(connection, "select_unlinked_document", limit=LINK_BATCH)
    ids = [row["document_id"] for row in rows]
    freed = [row["document_id"] for row in query(connection, "forget_reprint", document_ids=ids)]
    prints = {row["document_id"]: dedupe.fingerprint(row["text"]) for row in rows if row["text"]}
    _store_bands(connection, ids, prints)
    found = query(connection, "select_reprint_candidate", document_ids=list(prints))
    others = {row[name] for row in found for name in ("one_id", "other_id")} - prints.keys()
    texts = query(connection, "select_text", document_ids=sorted(others))
    prints |= {row["document_id"]: dedupe.fingerprint(row["text"]) for row in texts}
    pairs = [pair for pair in (_prove_pair(row, prints) for row in found) if pair]
    _store_pairs(connection, pairs)
    execute(connection, "mark_reprint", document_ids=[*ids, *freed, *(pair.later for pair in pairs)])
    execute(connection, "mark_linked", document_ids=ids, method=method())
    begun = regroup(connection, [*ids, *freed])
    return {"documents": len(rows), "reprints": len(pairs), "stories": begun}


def join_batch(connection: Connection) -> dict[str, int]:
    """Compare the figures of documents that were read with those of all others."""
    execute(connection, "use_indexes")
    ids = [row["document_id"] for row in query(connection, "select_unjoined_document", limit=JOIN_BATCH)]
    execute(connection, "forget_statement", document_ids=ids)
    found = query(connection, "select_statement_candidate", document_ids=ids)
    figures = _figures(connection, {row[name] for row in found for name in ("one_id", "other_id")})
    shares = ((row, agreement(figures[row["one_id"]], figures[row["other_id"]])) for row in found)
    pairs = [_pair(row, share, "statement") for row, share in shares if share]
    _store_pairs(connection, pairs)
    execute(connection, "mark_reprint", document_ids=ids)
    regroup(connection, ids)
    execute(connection, "mark_joined", document_ids=ids)
    return {"documents": len(ids), "statements": len(pairs)}


def regroup(connection: Connection, ids: Sequence[int]) -> int:
    """Put the stories around these documents together anew from their links; returns how many were begun."""
    rows = query(connection, "select_hanging_document", document_ids=list(ids))
    documents = [row["document_id"] for row in rows]
    links = query(connection, "select_reprint", document_ids=documents)
    pairs = [Pair(row["document_id"], row["original_id"], row["score"], row["kind"]) for row in links]
    stories = group_stories(documents, pairs, _facts(connection, rows))
    known = {row["document_id"]: row["story_id"] for row in rows if row["story_id"]}
    names = keep_names(stories, known)
    founders = [members[0] for members, name in zip(stories, names, strict=True) if name is None]
    inserted = query(connection, "insert_story", document_ids=founders)
    begun = {row["first_document_id"]: row["story_id"] for row in inserted}
    placed = [(name or begun[members[0]], members) for members, name in zip(stories, names, strict=True)]
    homes = {document: story for story, group in placed for document in group}
    execute(connection, "mark_story", document_ids=list(homes), story_ids=list(homes.values()))
    firsts = {story: group[0] for story, group in placed}
    execute(connection, "update_story", story_ids=list(firsts), document_ids=list(firsts.values()))
    execute(connection, "delete_story", story_ids=list({*known.values()} - firsts.keys()))
    return len(begun)


def _prove_pair(row: Row, prints: Mapping[int, dedupe.Fingerprint]) -> Pair | None:
    """Two versions of one address may differ in numbers, a reprint may not."""
    if row["same_text"]:
        return _pair(row, 1.0, "version" if row["versions"] else "same_text")
    one, other = prints[row["one_id"]], prints[row["other_id"]]
    score = dedupe.similarity(one, other)
    if score < dedupe.LEAST_SIMILARITY:
        return None
    if row["versions"]:
        return _pair(row, score, "version")
    same = dedupe.tells_same_numbers(one, other, same_day=row["same_day"])
    return _pair(row, score, "reprint") if same else None


def _pair(row: Row, score: float, kind: str) -> Pair:
    later, earlier = row["other_id"], row["one_id"]
    return Pair(later, earlier, score, kind) if row["one_is_first"] else Pair(earlier, later, score, kind)


def _store_bands(connection: Connection, ids: Sequence[int], prints: Mapping[int, dedupe.Fingerprint]) -> None:
    """All bands of a document go as one literal: adapted one by one they would cost as much as to find them."""
    execute(connection, "forget_bands", document_ids=list(ids))
    numbers = [dedupe.number_bits(each) for each in prints.values()]
    hashes = [f"{{{','.join(map(str, each))}}}" for each in dedupe.band_hashes([*prints.values()])]
    execute(connection, "insert_document_band", document_ids=list(prints), numbers=numbers, hashes=hashes)


def _store_pairs(connection: Connection, pairs: Iterable[Pair]) -> None:
    rows = ((pair.later, pair.earlier, pair.score, pair.kind) for pair in pairs)
    load(connection, "reprint", ("document_id", "original_id", "score", "kind"), rows)


def _figures(connection: Connection, documents: Iterable[int]) -> dict[int, Figures]:
    found: dict[int, set[Figure]] = {}
    for row in query(connection, "select_figure", document_ids=sorted(documents)):
        found.setdefault(row.pop("document_id"), set()).add(Figure(**row))
    return {document: frozenset(figures) for document, figures in found.items()}


def _facts(connection: Connection, rows: Sequence[Row]) -> Facts:
    urls = {row["document_id"]: row["canonical_url"] for row in rows}
    apart = query(connection, "select_story_exception", urls=sorted(set(urls.values())))
    return Facts(_figures(connection, urls), urls, frozenset(frozenset((r["url"], r["other_url"])) for r in apart))
