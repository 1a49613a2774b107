"""`python -m bench.dedupe [--documents N]`: what deduping finds and costs, on a generated corpus whose truth is known.

Daily bulletins: texts of `tests/cases/reports` in all languages, their numbers drawn anew for each day, so that two
days differ by numbers only. Copies: 30 kinds of edit of a day's bulletin. Both go through the stage that links
reprints, in an embedded PostgreSQL; exact hashing and, where it can be imported, datasketch see the same texts.
Translations are made of the annotated reports: see `bench/translations.py`.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import tempfile
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import psutil

from bench import translations
from sql.db import Connection, connect, load
from sql.migrate import migrate
from sql.server import Server
from transforms import dedupe, stages
from transforms.extract.accuracy import records

CASES = Path(__file__).parent.parent / "tests" / "cases" / "reports"
FIRST = datetime(2020, 1, 1, 6, tzinfo=UTC)
COPIES, CHUNK, CONTRAST, EVERY, LEAST_NUMBERS = 2, 2_000, 2_000, 5, 3
_NUMBER = re.compile(r"\d+")
Edit = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Made:
    """One document: `bulletin` is the day's bulletin that it tells, `edit` how it was changed."""

    bulletin: int
    edit: str
    text: str
    published_at: datetime


class Record:
    """What was made, nine bytes a document, so that the table's memory is the stage's."""

    def __init__(self) -> None:
        self.bulletins, self.edits = array("L"), bytearray()

    def keep(self, made: Sequence[Made]) -> None:
        names = list(EDITS)
        self.bulletins.extend(each.bulletin for each in made)
        self.edits.extend(names.index(each.edit) for each in made)

    def __iter__(self) -> Iterator[Made]:
        names = list(EDITS)
        kept = zip(self.bulletins, self.edits, strict=True)
        return (Made(bulletin, names[edit], "", FIRST) for bulletin, edit in kept)


def lines(text: str, change: Callable[[list[str]], list[str]]) -> str:
    return "\n".join(change(text.split("\n")))


def words(text: str, change: Callable[[list[str]], list[str]]) -> str:
    return lines(text, lambda rows: [" ".join(change(row.split(" "))) for row in rows])


def reword(text: str, chance: random.Random, share: float, change: Callable[[str], str]) -> str:
    """Change a share of the words that hold no digit."""
    return words(text, lambda row: [w if chance.random() > share or _NUMBER.search(w) else change(w) for w in row])


def cut(share: float) -> Edit:
    return lambda text, _: text[: int(len(text) * share)].rstrip("0123456789., ")


def group(separator: str) -> Edit:
    return lambda text, _: re.sub(r"(?<![\d.,])(\d{1,3})(\d{3})(?![\d.,])", rf"\1{separator}\2", text)


EDITS: dict[str, Edit] = {
    "same": lambda t, c: t,
    "capitals": lambda t, c: t.upper(),
    "small letters": lambda t, c: t.lower(),
    "spaces": lambda t, c: t.replace(" ", "  "),
    "one line": lambda t, c: t.replace("\n", " "),
    "hard lines": lambda t, c: re.sub(r"(.{60}\S*) ", r"\1\n", t),
    "empty lines": lambda t, c: t.replace("\n", "\n\n"),
    "no-break spaces": lambda t, c: t.replace(" ", "\u00a0"),
    "quotes": lambda t, c: t.replace('"', "«"),
    "dashes": lambda t, c: t.replace("–", "-").replace("—", "-"),
    "no commas": lambda t, c: t.replace(", ", " "),
    "thousands with a space": group(" "),
    "thousands with a comma": group(","),
    "thousands with a point": group("."),
    "agency in front": lambda t, c: "NUR-SULTAN. KAZINFORM - " + t,
    "source at the end": lambda t, c: t + "\nИсточник: пресс-служба министерства.",
    "photo line": lambda t, c: t + "\nPhoto: press service of the ministry",
    "read also": lambda t, c: t + "\nRead also: the park will be opened by summer",
    "lead in front": lambda t, c: "The ministry published its figures, our correspondent reports.\n" + t,
    "framed": lambda t, c: "Breaking news of the hour.\n" + t + "\nSubscribe to our channel for more news.",
    "cut to nine tenths": cut(0.9),
    "cut to eight tenths": cut(0.8),
    "cut to seven tenths": cut(0.7),
    "without its first words": lambda t, c: t[20:],
    "two words in a hundred": lambda t, c: reword(t, c, 0.02, lambda word: word[::-1]),
    "four words in a hundred": lambda t, c: reword(t, c, 0.04, lambda word: word[::-1]),
    "words left out": lambda t, c: reword(t, c, 0.02, lambda _: ""),
    "words doubled": lambda t, c: reword(t, c, 0.02, lambda word: f"{word} {word}"),
    "last line first": lambda t, c: lines(t, lambda rows: rows[-1:] + rows[:-1]),
    "misspelt": lambda t, c: reword(t, c, 0.03, lambda word: word[:-1] + "x"),
}  # fmt: skip


def templates() -> list[str]:
    """Texts of reports with five numbers or more, in all languages: few, so that each has a bulletin a day for long."""
    texts = [f"{r['title']}\n{r['text']}" for file in sorted(CASES.glob("*.jsonl")) for r in records([file])]
    return [text for text in texts if len(text) >= 300 and len(_NUMBER.findall(text)) >= 5][::EVERY]


def corpus(documents: int) -> Iterator[Made]:
    """Day by day each template's bulletin and its copies, in the order of their publication.

    A copy keeps three numbers: cut to less, two days' bulletins can be one and the same text.
    """
    bases, edits = templates(), list(EDITS)
    bulletin = 0
    while True:
        for base in bases:
            chance = random.Random(bulletin)
            text = _NUMBER.sub(lambda match, c=chance: renumber(match[0], c), base)  # type: ignore[misc]
            at = FIRST + timedelta(days=bulletin // len(bases))
            for copy in range(COPIES + 1):
                edit = "same" if copy == 0 else edits[(bulletin * COPIES + copy) % len(edits)]
                edited = EDITS[edit](text, chance)
                if len(_NUMBER.findall(edited)) < LEAST_NUMBERS:
                    edit, edited = "same", text
                yield Made(bulletin, edit, edited, at + timedelta(hours=copy))
                documents -= 1
                if not documents:
                    return
            bulletin += 1


def renumber(number: str, chance: random.Random) -> str:
    """Another number of as many digits."""
    low = 10 ** (len(number) - 1)
    return str(chance.randrange(low, 10 * low))


def fill(connection: Connection, made: Sequence[Made], first: int) -> None:
    """Write pages and documents as the parser leaves them; the n-th has the address `https://x/n`."""
    pages, documents = [], []
    for number, each in enumerate(made, first):
        at, url = each.published_at, f"https://x/{number}"
        page = {
            "source_id": "x", "url": url, "canonical_url": url, "kind": "article", "status": 200, "content_type": None,
            "digest": number, "listed_at": None, "listed_title": None, "fetched_at": at, "warc_file": "f",
            "warc_offset": 0, "warc_length": 0, "web_archive": None,
        }  # fmt: skip
        document = dict.fromkeys(stages.DOCUMENT) | {
            "page_id": number, "source_id": "x", "canonical_url": url, "title": "t", "text": each.text,
            "published_at": at, "versioned_at": at, "parsed_by": "p", "parsed_with": "p", "heads": "{}",
            "authors": "{}", "text_digest": dedupe.digest_text(each.text),
        }  # fmt: skip
        pages.append(page)
        documents.append(document)
    with connection:
        load(connection, "page", list(pages[0]), [list(page.values()) for page in pages])
        load(connection, "document", list(stages.DOCUMENT), [list(document.values()) for document in documents])


def link(connection: Connection, documents: int) -> Iterator[tuple[int, float, float, list[Made]]]:
    """Fill and link portion by portion: documents present, seconds of our CPU and of the server's, the portion."""
    source = ("source_id", "name", "url", "country", "kind", "rank", "time_zone", "languages", "config")
    load(connection, "source", source, [("x", "x", "https://x/", None, "media", 40, "UTC", ["ru"], {})])
    stream, present = corpus(documents), 0
    while portion := list(islice(stream, CHUNK)):
        fill(connection, portion, present + 1)
        cpu, server = time.process_time(), server_time(connection)
        stages.link_reprints(connection)
        cpu, server = time.process_time() - cpu, server_time(connection) - server
        present += len(portion)
        yield present, cpu, server, portion


def server_time(connection: Connection) -> float:
    """Seconds of processor that the server has spent on this connection and on reading for it, whatever else runs."""
    backend = psutil.Process(connection.get_backend_pid())
    readers = [each for each in backend.parent().children() if "io worker" in " ".join(each.cmdline())]
    return sum(sum(each.cpu_times()[:2]) for each in (backend, *readers))


def judge(told: Iterable[tuple[Made, int]]) -> tuple[float, int, dict[str, list[bool]]]:
    """Share of copies that are of their original's story, stories of two days, and by edit what was found."""
    home: dict[int, int] = {}
    days, found = defaultdict(set), defaultdict(list)
    for made, story in told:
        days[story].add(made.bulletin)
        if made.bulletin in home:
            found[made.edit].append(story == home[made.bulletin])
        else:
            home[made.bulletin] = story
    hits = [hit for each in found.values() for hit in each]
    return sum(hits) / len(hits), sum(len(each) > 1 for each in days.values()), dict(found)


def exactly(made: Sequence[Made]) -> list[int]:
    return [hash(dedupe.digest_text(each.text)) for each in made]


def by_datasketch(made: Sequence[Made]) -> list[int]:
    """The same runs of words, permutations and threshold; each document joins the first that answers."""
    from datasketch import MinHash, MinHashLSH

    index, story = MinHashLSH(threshold=dedupe.LEAST_SIMILARITY, num_perm=dedupe.PERMUTATIONS), list[int]()
    for number, each in enumerate(made):
        sketch = MinHash(num_perm=dedupe.PERMUTATIONS)
        sketch.update_batch([str(run).encode() for run in dedupe.fingerprint(each.text).runs])
        near = index.query(sketch)
        story.append(story[min(near)] if near else number)
        index.insert(number, sketch)
    return story


def by_us(made: Sequence[Made]) -> list[int]:
    """Bands without a database or a proof: what is to be held against datasketch's time."""
    first: dict[tuple[int, int], int] = {}
    story = []
    for number, each in enumerate(made):
        bands = list(enumerate(dedupe.band_hashes([dedupe.fingerprint(each.text)])[0]))
        story.append(min((first[band] for band in bands if band in first), default=number))
        for band in bands:
            first.setdefault(band, story[-1])
    return story


def contrast(documents: int) -> None:
    """Print what exact hashing, our bands and datasketch find in one corpus, and their time a document."""
    made = list(corpus(documents))
    ways: dict[str, Callable[[Sequence[Made]], list[int]]] = {"exact hashing": exactly, "our bands": by_us}
    try:
        import datasketch  # noqa: F401
    except ImportError:
        print("datasketch is not installed here: pip install --target DIR datasketch, then PYTHONPATH=DIR\n")
    else:
        ways["datasketch"] = by_datasketch
    print(f"{documents:,} documents in memory{'':<2}{'found':>8}{'two days in one':>18}{'µs CPU each':>14}")
    for name, way in ways.items():
        start = time.process_time()
        told = way(made)
        spent = time.process_time() - start
        share, mixed, _ = judge(zip(made, told, strict=True))
        print(f"{name:<29}{share:>8.4f}{mixed:>18,}{spent / documents * 1e6:>14.0f}")


def stories_of(connection: Connection) -> list[int]:
    """The story of each document, in their order."""
    with connection.cursor() as cursor:
        cursor.execute("select story_id from document order by document_id")
        return [story for (story,) in cursor.fetchall()]


def measure(documents: int) -> None:
    """Print what the stage finds, and what a document costs on average since the row before, as documents gather."""
    with tempfile.TemporaryDirectory(prefix="salamat-bench-") as folder:
        server = Server(Path(folder) / "postgres", durable=False)
        server.start()
        try:
            server.create_database("bench")
            connection = connect(server.url("bench"))
            migrate(connection)
            record = Record()
            print(f"\n{'present':>10}{'µs CPU each':>14}{'ms database each':>18}{'MB of memory':>14}")
            marks = {10_000, *range(documents // 10, documents + 1, max(documents // 10, 1))}
            spent = Counter[str]()
            for present, cpu, database, portion in link(connection, documents):
                record.keep(portion)
                spent.update({"documents": len(portion), "cpu": cpu, "database": database})
                if any(present - len(portion) < mark <= present for mark in marks):
                    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                    each = [spent[kind] / spent["documents"] for kind in ("cpu", "database")]
                    print(f"{present:>10,}{each[0] * 1e6:>14.0f}{each[1] * 1e3:>18.2f}{memory:>14.0f}", flush=True)
                    spent.clear()
            share, mixed, edits = judge(zip(record, stories_of(connection), strict=True))
            print(f"\nreprints found {share:.4f}, stories of two days {mixed}")
            for edit, hits in sorted(edits.items(), key=lambda each: sum(each[1]) / len(each[1]))[:8]:
                print(f"  {edit:<26}{sum(hits) / len(hits):.4f}")
            connection.close()
        finally:
            server.stop()


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="how many documents the warehouse comes to hold")
    documents = parser.parse_args().documents
    contrast(CONTRAST)
    measure(documents)
    translations.report()


if __name__ == "__main__":
    main()
