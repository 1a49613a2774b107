"""What a crawl may and may not do to a site, in the settings that it really runs with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from scrapers.catalogue import SOURCES, load_source
from scrapers.crawl import read_settings
from scrapers.politeness import OtherSiteError, PatientRetryMiddleware, SameSiteMiddleware, retry_after

ARCHIVE = {"SALAMAT_ARCHIVE": "/archive"}
SAMPLE_WEB = {**ARCHIVE, "SALAMAT_SAMPLE_WEB": "http://127.0.0.1:8123"}


def settings(environment: dict[str, str]) -> Settings:
    return read_settings(load_source(SOURCES, "kz_kazinform"), None, environment)


def test_a_live_crawl_is_polite() -> None:
    live = settings(ARCHIVE)
    assert live.getbool("ROBOTSTXT_OBEY")
    assert live.getfloat("DOWNLOAD_DELAY") >= 1 and live.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert live.getbool("AUTOTHROTTLE_ENABLED") and live.getfloat("AUTOTHROTTLE_START_DELAY") >= 1
    assert live.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert live.getfloat("RETRY_BACKOFF") >= 1
    assert live["USER_AGENT"].startswith("Salamat/")
    assert not live.getbool("COOKIES_ENABLED")


@pytest.mark.parametrize("environment", [ARCHIVE, SAMPLE_WEB])
def test_every_crawl_is_bounded_and_closed_to_the_outside(environment: dict[str, str]) -> None:
    made = settings(environment)
    assert not made.getbool("REMOTE_CONTROL_ENABLED", True)
    assert not made.getbool("TELNETCONSOLE_ENABLED", True)
    assert not made.getbool("METAREFRESH_ENABLED", True)
    assert 0 < made.getint("DOWNLOAD_TIMEOUT") <= 60
    assert 0 < made.getint("DOWNLOAD_MAXSIZE") <= 32 << 20  # 0 would be no bound
    assert 0 < made.getint("REDIRECT_MAX_TIMES") <= 10
    assert 0 < made.getint("CLOSESPIDER_TIMEOUT") <= 3600
    assert {429, 500, 503} <= {int(code) for code in made.getlist("RETRY_HTTP_CODES")}
    assert made.getbool("ROBOTSTXT_OBEY")
    assert [scheme for scheme, handler in made.getwithbase("DOWNLOAD_HANDLERS").items() if handler] == ["http", "https"]


def test_the_sample_web_has_the_only_way_out_and_no_waiting() -> None:
    made = settings(SAMPLE_WEB)
    assert set(made.getwithbase("DOWNLOAD_HANDLERS").values()) == {None, "scrapers.sample_web.SampleWebHandler"}
    assert not made.getbool("HTTPPROXY_ENABLED")
    assert made.getfloat("DOWNLOAD_DELAY") == made.getfloat("RETRY_BACKOFF") == 0


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://www.inform.kz/a", True),
        ("http://inform.kz/a", True),
        ("https://kaz.inform.kz./a", True),
        ("https://notinform.kz/a", False),
        ("https://inform.kz.example/a", False),
        ("https://inform.kz@127.0.0.1/a", False),
        ("http://169.254.169.254/", False),
    ],
)
def test_requests_stay_on_the_site(url: str, allowed: bool) -> None:
    guard = SameSiteMiddleware({"inform.kz"})
    if allowed:
        guard.process_request(Request(url))
    else:
        with pytest.raises(OtherSiteError):
            guard.process_request(Request(url))


@pytest.mark.parametrize(("tries", "asked", "pause"), [(1, 0, 5), (2, 0, 10), (3, 0, 20), (1, 30, 30), (9, 0, 60)])
def test_retries_wait_longer_each_time_or_as_long_as_asked(tries: int, asked: float, pause: float) -> None:
    retry = PatientRetryMiddleware(settings(ARCHIVE))
    assert retry.pause(tries, asked) == pause


def test_retry_after_is_read_in_both_its_forms() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    answers = [Response("https://a.kz/", headers={"Retry-After": value}) for value in ("17", later, "soon")]
    seconds = [retry_after(each) for each in (*answers, Response("https://a.kz/"))]
    assert seconds[0] == 17 and 80 < seconds[1] <= 90 and seconds[2:] == [0, 0]
