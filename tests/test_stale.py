"""What a change makes stale is read again from the archive, and nothing else is; what is not stale is not written."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from tests.test_stages import Archive, archive, bulletin  # noqa: F401 - the fixture
from transforms import stages
from transforms.extract import version
from transforms.extract.version import digest_engine, digest_languages, version_of, versions_in_force
from transforms.models import Report

TRANSFORMS = Path(stages.__file__).parent
KAZAKH = (
    "Денсаулық сақтау министрлігі коронавирус инфекциясы туралы мәлімет берді.\n"
    "13 маусымда елімізде 878 жаңа жағдай тіркелді, науқастар ауруханада ем қабылдап жатыр."
)
DOCUMENTS = "select canonical_url, xmin::text, extracted_with, parsed_with from document order by 1"


@pytest.fixture
def read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:  # noqa: F811
    """An archive of a Russian, a Kazakh and a foreign page that was read; from here on no address can be reached."""
    archive.add("https://x/ru", bulletin(13))
    archive.add("https://x/kk", KAZAKH)
    archive.add("https://y/ru", bulletin(14), "2020-06-15T09:00", source="xx_y")
    archive.run()
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("reprocessing asked the web"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("reprocessing asked the web"))
    return archive


def changed(read: Archive) -> set[str]:
    """The documents that a run writes anew, by their last two letters."""
    before = read.rows(DOCUMENTS)
    read.run()
    after = read.rows(DOCUMENTS)
    quiet = read.rows(DOCUMENTS) if read.run() else []
    assert quiet == after, "a run with nothing stale wrote"
    return {new[0].removeprefix("https://") for old, new in zip(before, after, strict=True) if old != new}


def test_nothing_stale_writes_nothing(read: Archive) -> None:
    assert changed(read) == set()


def test_a_language_file_makes_the_documents_of_its_language_stale(
    read: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(version.LANGUAGES, "kk", "edited")
    assert changed(read) == {"x/kk"}
    monkeypatch.setitem(version.LANGUAGES, "ru", "edited")
    assert changed(read) == {"x/ru", "y/ru"}
    monkeypatch.setitem(version.LANGUAGES, "tk", "edited")
    assert changed(read) == set()


def test_the_engine_makes_all_stale(read: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "ENGINE", "edited")
    assert changed(read) == {"x/kk", "x/ru", "y/ru"}


def test_a_layout_makes_the_documents_of_its_source_stale(read: Archive) -> None:
    more = '{"layouts": [{"title": "h1", "body": "div.body", "date": "time"}, {"body": "p"}]}'
    read.change(f"update source set config = '{more}' where source_id = 'xx_y'")
    assert changed(read) == {"y/ru"}


def test_the_parser_makes_all_stale(read: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "PARSER_VERSION", "edited")
    assert changed(read) == {"x/kk", "x/ru", "y/ru"}


def test_the_same_reading_by_a_newer_language_file_keeps_the_counts(
    read: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = "select place, measure, aggregation, day, value from daily_count order by 1, 2, 3, 4"
    before = read.rows(counts)
    assert before
    monkeypatch.setitem(version.LANGUAGES, "ru", "edited")
    read.run()
    assert read.rows(counts) == before


def test_the_digests_tell_a_language_from_the_engine(tmp_path: Path) -> None:
    for name in ("extract", "languages", "reference"):
        shutil.copytree(TRANSFORMS / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TRANSFORMS / "models.py", tmp_path)
    engine, languages = digest_engine(tmp_path), digest_languages(tmp_path)
    assert (engine, languages) == (version.ENGINE, version.LANGUAGES)
    with (tmp_path / "languages" / "kk.yml").open("a") as file:
        file.write("\n# a word more\n")
    assert digest_engine(tmp_path) == engine
    assert {name for name, digest in digest_languages(tmp_path).items() if digest != languages[name]} == {"kk"}
    for name in ("extract/scope.py", "reference/diseases.yml"):
        before = digest_engine(tmp_path)
        with (tmp_path / name).open("a") as file:
            file.write("\n# more\n")
        assert digest_engine(tmp_path) != before


def test_every_version_that_a_report_can_get_is_in_force() -> None:
    for text, language, script in (
        (bulletin(13), "ru", "Cyrl"), (KAZAKH, "kk", "Cyrl"), (KAZAKH, "ru", "Cyrl"), ("258 / 620", None, None),
        ("", None, None), ("Зарегистрировано", None, "Cyrl"), (KAZAKH, "uz", "Latn"), (KAZAKH, "uz", "Cyrl"),
    ):  # fmt: skip
        assert version_of(Report("1", "", text), language, script) in versions_in_force()
