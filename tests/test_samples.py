"""The sample web answers as its sites would, its sources find exactly its articles, and its truth adds up."""

from __future__ import annotations

import csv
import http.client
import re
import threading
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from parsel import Selector

from samples.serve import WEB, SampleServer
from samples.site import Site, load_behaviour, text_on
from scrapers.catalogue import Source, load_catalogue
from scrapers.discovery import Entry, read_feed, read_list, read_sitemap
from scrapers.sample_web import SampleWebError, sampled_hosts

ROOT = Path(__file__).parent.parent
DAYS = [date(2020, 6, 12) + timedelta(days=n) for n in range(6)]
CORRECTED = "/ru/skolko-pacientov-vyzdoroveli-ot-koronavirusa-na-utro-14-iyunya-3f9a2c/"
HEALING = "/casia/kazakhstan/3254801.html"
FORBIDDEN = {"/ru/promo/kak-podgotovit-rebenka-k-shkole-77aa01/", "/press_release/kak-vyibrat-konditsioner-405472/",
             "/ru/2020/06/16/print/"}  # fmt: skip
SOURCES = load_catalogue()
SAMPLED = {name: source for name, source in SOURCES.items() if (WEB / str(urlsplit(source.url).hostname)).is_dir()}


class Web:
    """A client of the running sample server that says which site it means."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(
        self, url: str, day: date | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        parts = urlsplit(url)
        sent = {"Host": parts.netloc, **({"Sample-Day": day.isoformat()} if day else {}), **(headers or {})}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=sent)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode()


@pytest.fixture
def web() -> Iterator[Web]:
    with SampleServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Web(server.server_port)
        server.shutdown()
        thread.join()


def articles(web: Web, source: Source, day: date | None = None) -> set[str]:
    """The articles that the source's feeds, sitemaps, lists and (with a day) dated lists lead to."""
    entries: list[Entry] = []
    for url in source.feeds:
        entries += read_feed(web.get(url, day)[2].encode(), url, source)
    for url in source.sitemaps:
        entries += read_sitemap(web.get(url, day)[2].encode(), url, source).entries
    for each in source.lists + (source.days if day else []):
        for page in (1, 2) if "page" in each.fields else (1,):
            url = each.address(page, day)
            entries += read_list(web.get(url, day)[2], url, each, source).entries
    return {entry.url for entry in entries}


def test_every_host_is_a_source_and_every_source_has_a_list() -> None:
    hosts = {folder.name for folder in WEB.iterdir()}
    assert hosts == {urlsplit(source.url).hostname for source in SAMPLED.values()}
    assert len(SAMPLED) >= 7
    assert all(source.feeds or source.lists for source in SAMPLED.values())


@pytest.mark.parametrize("name", sorted(SAMPLED))
def test_every_listed_article_is_there_or_declared_to_fail(web: Web, name: str) -> None:
    found = articles(web, SAMPLED[name])
    assert len(found) >= 2
    for url in found:
        rules = load_behaviour(WEB / urlsplit(url).netloc).get(urlsplit(url).path, {})
        tries = rules.get("fails", {}).get("tries", 0)
        statuses = [web.get(url)[0] for _ in range(tries + 1)]
        assert statuses[-1] == rules.get("status", 200), url
        assert statuses[:-1] == [rules["fails"]["status"]] * tries if tries else True


@pytest.mark.parametrize("name", sorted(SAMPLED))
def test_every_article_file_is_listed(web: Web, name: str) -> None:
    host = str(urlsplit(SAMPLED[name].url).hostname)
    canonical = {
        match[1]
        for file in (WEB / host).rglob("*.html")
        if (match := re.search(r'<link rel="canonical" href="([^"]+)"', file.read_text("utf-8")))
    }
    listed = articles(web, SAMPLED[name])
    assert canonical <= listed
    assert {urlsplit(url).path for url in listed - canonical} <= {
        "/ru/kak-izmenitsya-rabota-poliklinik-5d0be1/",
        "/kazakhstan_news/novyiy-grafik-poezdov-405460/",
    }


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_list_shows_an_article_before_it_is_there(web: Web, day: date) -> None:
    for source in SAMPLED.values():
        for url in articles(web, source, day):
            if urlsplit(url).path not in (HEALING, "/kazakhstan_news/novyiy-grafik-poezdov-405460/"):
                assert web.get(url, day)[0] == 200, url


def published(web: Web, source: Source, day: date) -> set[str]:
    """The articles that the source's archive by date shows for that day, or else its feeds and lists with that date."""
    if source.days:
        pages = [page.address(number, day) for page in source.days for number in (1, 2)]
        shown = [read_list(web.get(url, day)[2], url, source.days[0], source).entries for url in pages]
        return {entry.canonical_url for entries in shown for entry in entries}
    entries = [entry for url in source.feeds for entry in read_feed(web.get(url, day)[2].encode(), url, source)]
    entries += [
        entry for url in source.sitemaps for entry in read_sitemap(web.get(url, day)[2].encode(), url, source).entries
    ]
    for page in source.lists:
        url = page.address(1, day)
        entries += read_list(web.get(url, day)[2], url, page, source).entries
    dated = [entry for entry in entries if entry.listed_at and entry.listed_at.astimezone(source.zone).date() == day]
    return {entry.canonical_url for entry in dated}


def test_what_each_day_published_is_written_down(web: Web) -> None:
    with (ROOT / "samples/published.csv").open(encoding="utf-8", newline="") as file:
        written = {(row["day"], row["url"]) for row in csv.DictReader(file)}
    shown = {(str(day), url) for source in SAMPLED.values() for day in DAYS for url in published(web, source, day)}
    assert written == {(day, url) for day, url in shown if urlsplit(url).path not in FORBIDDEN}
    assert len(written) == 34


def test_the_dated_list_of_a_day_has_that_day_only(web: Web) -> None:
    url = "https://www.inform.kz/lenta/?page=1&start_date=14.06.2020&end_date=14.06.2020"
    text = web.get(url, date(2020, 6, 14))[2]
    assert Selector(text).css("a.news-card time::attr(datetime)").getall() == [
        "2020-06-14T09:48:00+06:00",
        "2020-06-14T09:05:00+06:00",
    ]


def test_an_article_changes_on_the_day_of_its_correction(web: Web) -> None:
    url = "https://www.inform.kz" + CORRECTED
    assert web.get(url, date(2020, 6, 13))[0] == 404
    assert "8 345" in web.get(url, date(2020, 6, 15))[2]
    for day in (date(2020, 6, 16), None):
        text = web.get(url, day)[2]
        assert "9 056" in text
        assert "8 345" not in text
        assert 'article:modified_time" content="2020-06-16' in text


def test_a_failing_page_heals_after_its_tries(web: Web) -> None:
    assert [web.get("https://en.trend.az" + HEALING)[0] for _ in range(4)] == [500, 500, 200, 200]


def test_unknown_hosts_paths_and_files_of_our_own_are_not_found(web: Web) -> None:
    for url in (
        "https://example.org/",
        "https://24.kg/nowhere/",
        "https://24.kg/../www.inform.kz/robots.txt",
        "https://www.inform.kz/behaviour.yml",
        "https://24.kg/obschestvo/page_3/",
    ):
        assert web.get(url)[0] == 404, url


def test_a_list_page_beyond_the_last_is_empty(web: Web) -> None:
    status, _, text = web.get("https://www.inform.kz/lenta/?page=3")
    assert status == 200
    assert not Selector(text).css("a.news-card")


@pytest.mark.parametrize("url", ["https://24.kg/rss/", "https://www.inform.kz/lenta/?page=1"])
def test_an_unchanged_list_is_answered_with_304(web: Web, url: str) -> None:
    tag = web.get(url)[1]["ETag"]
    status, _, body = web.get(url, headers={"If-None-Match": tag})
    assert (status, body) == (304, "")
    assert web.get(url, date(2020, 6, 13), headers={"If-None-Match": tag})[0] == 200


def test_a_day_that_is_no_date_is_refused(web: Web) -> None:
    assert web.get("https://24.kg/rss/", headers={"Sample-Day": "yesterday"})[0] == 400


def test_each_site_has_robots_and_some_list_forbidden_pages(web: Web) -> None:
    for source in SAMPLED.values():
        status, headers, text = web.get(urljoin(source.url, "/robots.txt"))
        assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
        assert "Disallow: /" in text
    listed = {urlsplit(url).path for source in SAMPLED.values() for url in articles(web, source)}
    assert listed >= FORBIDDEN


def test_the_web_says_which_sites_it_has(web: Web) -> None:
    environment = {"SALAMAT_SAMPLE_WEB": f"http://127.0.0.1:{web.port}"}
    assert sampled_hosts(environment) == {folder.name for folder in WEB.iterdir()}
    assert sampled_hosts({}) is None
    with pytest.raises(SampleWebError, match="give it as http"):
        sampled_hosts({"SALAMAT_SAMPLE_WEB": "127.0.0.1:80"})


def test_the_server_listens_on_this_machine_only() -> None:
    with SampleServer() as server:
        assert server.server_address[0] == "127.0.0.1"


def test_passages_stand_for_their_days() -> None:
    text = "a<!-- from 2020-06-14 until 2020-06-16 -->b<!-- end -->c<!-- from 2020-06-16 -->d<!-- end -->"
    assert [text_on(date(2020, 6, day), text) for day in (13, 14, 15, 16)] == ["ac", "abc", "abc", "acd"]


def test_an_unknown_behaviour_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "behaviour.yml").write_text("/news/: {sleeps: 3}\n")
    with pytest.raises(ValueError, match="unknown behaviour sleeps"):
        Site.load(tmp_path)


@pytest.fixture(scope="module")
def truth() -> dict[tuple[str, str, str, str, str], int]:
    """place, measure, aggregation, symptom status, day → value."""
    with (ROOT / "samples/truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["disease"], row["case_class"]) for row in rows} == {("covid-19", "")}
    keys = [(row["place"], row["measure"], row["aggregation"], row["symptom_status"], row["day"]) for row in rows]
    assert len(keys) == len(set(keys))
    return {key: int(row["value"]) for key, row in zip(keys, rows, strict=True)}


def test_the_regions_of_13_june_add_up(truth: dict[tuple[str, str, str, str, str], int]) -> None:
    regions = {key: value for key, value in truth.items() if key[0] != "KZ"}
    assert {key[1:] for key in regions} == {("cases", "new", "symptomatic", "2020-06-13")}
    assert len(regions) == 17
    assert sum(regions.values()) == truth["KZ", "cases", "new", "symptomatic", "2020-06-13"] == 258


def test_symptomatic_and_asymptomatic_make_all(truth: dict[tuple[str, str, str, str, str], int]) -> None:
    wholes = [key for key in truth if key[:2] == ("KZ", "cases") and not key[3]]
    assert len(wholes) == 9
    for place, measure, aggregation, _, day in wholes:
        parts = [truth[place, measure, aggregation, status, day] for status in ("symptomatic", "asymptomatic")]
        assert truth[place, measure, aggregation, "", day] == sum(parts)


def test_previous_total_and_new_make_total(truth: dict[tuple[str, str, str, str, str], int]) -> None:
    checked = 0
    for (place, measure, aggregation, status, day), value in truth.items():
        before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        total = truth.get((place, measure, "cumulative", status, day))
        previous = truth.get((place, measure, "cumulative", status, before))
        if aggregation == "new" and total is not None and previous is not None:
            assert previous + value == total, (place, measure, status, day)
            checked += 1
    assert checked == 16


def test_totals_never_fall(truth: dict[tuple[str, str, str, str, str], int]) -> None:
    for measure in ("recovered", "deaths"):
        series = [truth["KZ", measure, "cumulative", "", f"2020-06-{day}"] for day in range(12, 17)]
        assert series == sorted(series)
