"""robots.txt: what sites let programs read, asked once a day."""

from __future__ import annotations

import time

import pytest

from parley.errors import PageRefused
from parley.pages.fetching.addresses import parse_address
from parley.pages.fetching.outcome import Fetched, Limits
from parley.pages.fetching.robots import Robots, parse_robots

PRIVATE = parse_address("https://news.example/private/a?b=c")
OPEN = parse_address("https://news.example/open")


class Site:
    """Answers for robots.txt, counted."""

    def __init__(self, body: str = "", status: int = 200) -> None:
        self.body, self.status, self.asked = body.encode(), status, 0
        self.now = 0.0
        self.robots = Robots(self._fetch, clock=lambda: self.now)

    def _fetch(self, url: str, limits: Limits) -> Fetched:
        assert url == "https://news.example/robots.txt"
        assert limits.content_bytes >= 500 * 1024
        self.asked += 1
        if not self.status:
            raise PageRefused("no connection", where=url, cure="Try again later")
        return Fetched(url=url, status=self.status, content=self.body, fetched_at="2026-11-25T08:00:00Z")


@pytest.mark.parametrize(
    "body",
    [
        "User-agent: *\nDisallow: /private",
        "User-agent: parley\nDisallow: /private",
        "User-Agent: PARLEY/1.0 # us\nDisallow: /private/*?b=",
        "user-agent: other\nuser-agent: Parley\nallow: /\ndisallow: /private",
        "User-agent: *\nAllow: /\n\nUser-agent: parley\nDisallow: /private\nAllow: /open",
        "\ufeffUser-agent: *\nDisallow: /private",
        "User-agent: parley\nCrawl-delay: 1\nUser-agent: a\nDisallow: /\n\nUser-agent: parley\nDisallow: /private",
    ],
)
def test_what_is_disallowed_is_not_read(body: str) -> None:
    """Groups for Parley win over those for all; the rest of the site stays open."""
    site = Site(body)
    with pytest.raises(PageRefused, match=r"robots\.txt asks programs not to read this"):
        site.robots.check(PRIVATE)
    assert site.robots.check(OPEN).allows(OPEN.url)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>not robots</html>",
        "\x00\xff",
        "User-agent: other\nDisallow: /",
        "User-agent: par\nDisallow: /",
        "User-agent: parleybot\nDisallow: /",
        "User-agent: *\nDisallow: /\nUser-agent: parley\nDisallow:",
        "Disallow: /",
    ],
)
def test_what_concerns_others_is_open(body: str) -> None:
    """Rules for other programs, empty rules and nonsense close nothing."""
    assert Site(body).robots.check(PRIVATE)


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (503, False), (429, False), (0, False)]
)
def test_a_file_that_cannot_be_had(status: int, *, allowed: bool) -> None:
    """A missing file opens the site; a failing server, a request to wait, or no connection closes it for now."""
    site = Site(status=status)
    assert site.robots.rules(OPEN).allows(OPEN.url) is allowed
    if not allowed:
        with pytest.raises(PageRefused, match="cannot be had") as refused:
            site.robots.check(OPEN)
        assert refused.value.cure


@pytest.mark.parametrize(("status", "seconds"), [(200, 86_400), (404, 86_400), (503, 600), (0, 600)])
def test_a_site_is_asked_once_a_day(status: int, seconds: float) -> None:
    """What was said holds for a day, a failure for ten minutes; then the site is asked again."""
    site = Site(status=status)
    for _ in range(3):
        site.robots.rules(OPEN)
    site.now = seconds - 1
    site.robots.rules(PRIVATE)
    assert site.asked == 1
    site.now = seconds
    site.robots.rules(OPEN)
    assert site.asked == 2


@pytest.mark.parametrize(
    ("value", "wanted"), [("5", 5), ("0.5", 0.5), ("100000", 60), ("nan", None), ("-3", None), ("soon", None)]
)
def test_a_site_may_slow_us_down(value: str, wanted: float | None) -> None:
    """The delay that a site asks for is read, up to a minute; nonsense is none."""
    delay = Site(f"User-agent: *\nCrawl-delay: {value}").robots.rules(OPEN).delay
    assert delay == wanted or (wanted is None and not delay)


def test_a_hostile_file_costs_little() -> None:
    """Thousands of names with thousands of rules, and patterns full of wildcards, are read and matched in bounded time."""
    begun = time.monotonic()
    names = "".join(f"User-agent: a{number}\n" for number in range(20_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(20_000))
    for text in (
        names + rules,
        "User-agent: *\nDisallow: /" + "*a" * 200_000 + "b\n",
        " " * 500_000,
        "user-agent" + " " * 500_000,
    ):
        parse_robots(text.encode()).can_fetch("https://news.example/" + "a" * 8_000, "parley")
    assert time.monotonic() - begun < 60
