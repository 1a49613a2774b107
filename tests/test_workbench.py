"""`make source`, `make case`, `make check-sources` and `make catalogue`, against small webs on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samples.serve import WEB, SampleServer
from scrapers.catalogue import SOURCES, CatalogueError, load_catalogue, load_source, read_source
from scrapers.discovery import DiscoveryError
from tests.stand_in import HOST, Answer, StandIn, serving
from transforms.models import Document
from workbench import check, skeleton, table
from workbench.case import CaseError, expectation, make_case
from workbench.fetch import Answer as Fetched
from workbench.fetch import Fetcher, FetchError
from workbench.reading import read_article
from workbench.skeleton import address_shape, make_source

SITE = f"https://{HOST}"
HEAD = """<title>Корь в области – Новости</title><meta property="og:site_name" content="Новости области">
<link rel="alternate" type="application/rss+xml" href="/rss/">
<link rel="alternate" type="application/rss+xml" href="/no/">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Корь в области",
"datePublished": "2025-03-04T10:00:00+05:00"}</script>"""
TEXT = "".join(f"<p>В районе {n} за сутки зарегистрирован 31 случай кори, сообщили врачи.</p>" for n in range(6))
PAGE = f"""<html lang="ru-KZ"><head>{HEAD}<script>track()</script><style>p {{}}</style></head><body>
<nav><a href="/health/">Здоровье</a>
</nav><article><h1>Корь в области</h1><div itemprop="articleBody">{TEXT}</div></article><script src="/x.js"></script>
<a href="/health/1201-kor-v-oblasti/">Корь</a><a href="/health/1202-park-otkryt/">Парк</a></body></html>"""
FEED = """<rss><channel><item><title>Корь в области</title><link>https://news.example.kz/health/1201-kor-v-oblasti/</link>
<pubDate>Tue, 04 Mar 2025 10:00:00 +0500</pubDate></item></channel></rss>"""
ARTICLE = f"{SITE}/health/1201-kor-v-oblasti/"


@pytest.fixture
def site() -> Iterator[StandIn]:
    """A site with a feed that answers, one that does not, a sitemap and a forbidden page."""
    with serving() as web:
        rules = f"User-agent: *\nDisallow: /secret/\nSitemap: {SITE}/sitemap.xml\n"
        web.put("/robots.txt", Answer(rules.encode(), content_type="text/plain"))
        web.put("/", Answer(PAGE.encode()))
        web.put("/health/1201-kor-v-oblasti/", Answer(PAGE.encode()))
        web.put("/rss/", Answer(FEED.encode(), content_type="application/rss+xml"))
        web.put("/no/", Answer(b"<html>Blocked</html>"))
        yield web


@pytest.fixture
def fetcher(site: StandIn) -> Fetcher:
    return Fetcher.from_environment({"SALAMAT_SAMPLE_WEB": site.url})


def test_a_skeleton_says_what_the_page_offers(fetcher: Fetcher, tmp_path: Path) -> None:
    source = read_source(make_source("kz_oblast", f"{SITE}/", fetcher, tmp_path))
    assert (source.name, source.url, source.country) == ("Новости области", f"{SITE}/", "KZ")
    assert (source.languages, source.time_zone) == (["ru"], "Asia/Almaty")
    assert source.feeds == [f"{SITE}/rss/"]
    assert source.sitemaps == [f"{SITE}/sitemap.xml"]
    assert source.lists == []
    assert source.article == r"^https://news\.example\.kz/[^/?]+/\d+-[^/?]+/$"
    assert [layout.body for layout in source.layouts] == ['[itemprop="articleBody"]']
    today = datetime.now(UTC).date().isoformat()
    assert all(mark.startswith(f"T {today}") for mark in source.marks.values())
    assert set(source.marks) == {"feeds", "sitemaps", "article", "layouts"}


def test_without_a_feed_the_page_is_the_list(site: StandIn, fetcher: Fetcher, tmp_path: Path) -> None:
    site.put("/", Answer(PAGE.replace("application/rss+xml", "text/html").encode()))
    source = read_source(make_source("kz_oblast", f"{SITE}/", fetcher, tmp_path))
    assert source.feeds == []
    assert [(page.url, page.entry) for page in source.lists] == [(f"{SITE}/", "a")]
    assert source.marks["lists"].startswith("U ")
    assert source.article == r"^https://news\.example\.kz/[^/?]+/\d+-[^/?]+/$"


def test_a_skeleton_replaces_no_file_and_needs_a_good_name(fetcher: Fetcher, tmp_path: Path) -> None:
    make_source("kz_oblast", f"{SITE}/", fetcher, tmp_path)
    with pytest.raises(CatalogueError, match="is there already"):
        make_source("kz_oblast", f"{SITE}/", fetcher, tmp_path)
    with pytest.raises(CatalogueError, match="two-letter country"):
        make_source("oblast", f"{SITE}/", fetcher, tmp_path)


def test_what_cannot_be_had_is_one_line_and_no_file(
    site: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SALAMAT_SAMPLE_WEB", site.url)
    assert skeleton.main(["kz_nowhere_at_all", f"{SITE}/gone"]) == 1
    assert capsys.readouterr().err == f"{SITE}/gone: answered 404\n"
    assert not (SOURCES / "kz_nowhere_at_all.yml").exists()


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://x.kz/2025/03/04/kor-v-oblasti/", r"^https://x\.kz/\d{4}/\d{2}/\d{2}/[^/?]+/$"),
        ("https://x.kz/news/kor-v-oblasti-12.html", r"^https://x\.kz/[^/?]+/[^/?]+-\d+\.html$"),
        ("https://x.kz/a/33050101.html", r"^https://x\.kz/[^/?]+/\d+\.html$"),
        ("https://x.kz/20250304/kor-1.html", r"^https://x\.kz/\d{8}/[^/?]+-\d+\.html$"),
        ("https://x.kz/news/", None),
        ("https://x.kz/", None),
    ],
)
def test_addresses_show_their_form(url: str, shape: str | None) -> None:
    assert address_shape(url) == shape


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"", 302, headers={"Location": "https://elsewhere.example/"}), "leads to another site"),
        (Answer(b"", 302, headers={"Location": "/moved"}), "answered 302"),
        (Answer(b"", 503), "answered 503"),
    ],
)
def test_a_fetch_stays_on_its_site(site: StandIn, fetcher: Fetcher, answer: Answer, said: str) -> None:
    site.put("/moved", answer)
    with pytest.raises(FetchError, match=said):
        fetcher.get(f"{SITE}/moved")


def test_a_fetch_follows_a_redirect_and_obeys_robots(site: StandIn, fetcher: Fetcher) -> None:
    site.put("/old", Answer(b"", 301, headers={"Location": "/rss/"}))
    assert fetcher.get(f"{SITE}/old").url == f"{SITE}/rss/"
    with pytest.raises(FetchError, match=r"robots\.txt forbids it"):
        fetcher.get(f"{SITE}/secret/1")
    assert "/secret/1" not in [target for _, target in site.asked]


def test_between_two_requests_to_a_live_host_there_is_a_pause(site: StandIn) -> None:
    fetcher = Fetcher(sample_web=site.url.removeprefix("http://"), delay=0.3)
    fetcher.get(f"{SITE}/rss/")
    assert site.asked_at[1] - site.asked_at[0] >= 0.29
    assert Fetcher.from_environment({}).delay >= 1.0


def test_a_case_is_the_page_without_scripts_and_what_is_read_from_it(fetcher: Fetcher, tmp_path: Path) -> None:
    source = read_source(make_source("kz_oblast", f"{SITE}/", fetcher, tmp_path))
    html, file = make_case(source, ARTICLE, fetcher, tmp_path)
    saved, case = html.read_text("utf-8"), json.loads(file.read_text("utf-8"))
    assert "track()" not in saved and "x.js" not in saved and "<style" not in saved
    assert "ld+json" in saved
    assert html.parent.name == "kz_oblast" and html.name.startswith("2025-03-04-")
    assert case["expect"]["title"] == "Корь в области"
    assert case["expect"]["begins"].startswith("В районе 0 за сутки")
    assert case["expect"]["published_at"] == "2025-03-04T10:00:00+05:00"
    assert (case["expect"]["parsed_by"], case["expect"]["language"]) == ("layout:1", "ru")
    found = read_article(source, Fetched(ARTICLE, "text/html; charset=utf-8", html.read_bytes()), datetime.now(UTC))
    assert isinstance(found, Document)
    assert {"canonical_url": ARTICLE, **expectation(found)} == case["expect"]
    with pytest.raises(CaseError, match="is there already"):
        make_case(source, ARTICLE, fetcher, tmp_path)


def test_a_case_of_a_feed_names_its_articles(site: StandIn, fetcher: Fetcher, tmp_path: Path) -> None:
    source = read_source(make_source("kz_oblast", f"{SITE}/", fetcher, tmp_path))
    file = make_case(source, f"{SITE}/rss/", fetcher, tmp_path)[1]
    assert json.loads(file.read_text("utf-8")) == {
        "reads": "feeds.0",
        "url": f"{SITE}/rss/",
        "entries": [{"url": ARTICLE, "listed_at": "2025-03-04T10:00:00+05:00", "title": "Корь в области"}],
    }
    site.put("/rss/", Answer(b"<html>Blocked</html>"))
    with pytest.raises(DiscoveryError, match="not a feed"):
        make_case(source, f"{SITE}/rss/", fetcher, tmp_path)


def test_a_page_without_text_becomes_a_case_that_says_so(site: StandIn, fetcher: Fetcher, tmp_path: Path) -> None:
    source = read_source(make_source("kz_oblast", f"{SITE}/", fetcher, tmp_path))
    site.put("/spa", Answer(b"<html><body><div id=root></div></body></html>"))
    file = make_case(source, f"{SITE}/spa", fetcher, tmp_path)[1]
    assert json.loads(file.read_text("utf-8"))["expect"] == {"canonical_url": f"{SITE}/spa", "unreadable": "no_text"}


@contextmanager
def sample_web() -> Iterator[str]:
    with SampleServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.url
        server.shutdown()


def test_check_sources_finds_the_sample_web_as_its_files_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with sample_web() as url:
        monkeypatch.setenv("SALAMAT_SAMPLE_WEB", url)
        assert check.main(["--day=2020-06-14"]) == 0
        lines = capsys.readouterr().out.splitlines()
        sites = len(list(WEB.iterdir()))
        assert lines[-1] == f"{sites} of {sites} sources are as their files say."
        said = [line for line in lines if line.startswith("ok   kz_kazinform ")]
        assert [line.split()[2] for line in said] == ["lists.0", "days.0", "article"]
        assert "431 characters by layout:1; 2020-06-17 09:15 (meta); ru: https://www.inform.kz/ru/za-16" in said[2]
        assert check.main(["kz_nowhere"]) == 2


def test_check_sources_says_what_is_wrong(site: StandIn, fetcher: Fetcher, tmp_path: Path) -> None:
    source = read_source(make_source("kz_oblast", f"{SITE}/", fetcher, tmp_path))
    today = datetime.now(UTC).date()
    site.put("/sitemap.xml", Answer(b"<html>Blocked</html>"))
    found = list(check.check_source(source, today, fetcher))
    assert [good for good, _ in found] == [True, False, True]
    assert "not a sitemap but <html>" in found[1][1]
    site.put("/health/1201-kor-v-oblasti/", Answer(PAGE.replace("articleBody", "text").encode()))
    good, line = list(check.check_source(source, today, fetcher))[-1]
    assert not good
    assert "NO LAYOUT MATCHED" in line
    site.put("/rss/", Answer(b"<rss><channel></channel></rss>"))
    assert [good for good, _ in check.check_source(source, today, fetcher)] == [False, False]


def test_the_table_of_sources_is_current() -> None:
    assert table.README.read_text("utf-8") == table.render(load_catalogue()), "run: make catalogue"


def test_the_table_says_how_and_what_is_a_guess() -> None:
    row = table.render_row(load_source(SOURCES, "kz_kazinform_kk"))
    assert "| KZ | kk | state agency | paged list, archive by date | 2 layouts |" in row
    assert row.endswith("| `lists`, `days`, `time.meta-date[datetime]` |")
    assert "- `kz_dsm`: Pages hold no text without script" in table.render(load_catalogue())
