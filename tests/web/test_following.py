"""Following at the desk, and the bookmark: nothing happens by looking; what is asked for is done once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.record import open_record
from parley.terms.feeds import FeedAnswer, FoundItem
from tests.pages.fetching.servers import Server, answer
from tests.web.scene import Scene, opened
from tests.web.test_bringing import Fake

FEED = "https://news.example/feed"


@pytest.fixture
def site() -> Iterator[Server]:
    """A site with a page."""
    with Server(
        {"/robots.txt": answer(b"", content_type="text/plain"), "/talks": answer(b"<p>Talks begin.</p>")}
    ) as one:
        yield one


@pytest.fixture
def reaching(tmp_path: Path, site: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A desk that may reach the site, with a stand-in for the weights."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr("parley.web.reading.build_reader", lambda _settings: Fake())
    with opened(tmp_path / "record.db", reachable=(site.endpoint,)) as found:
        yield found


def test_feeds_are_followed_and_left_at_the_desk(both: Scene) -> None:
    """The screen shows how each fares; what is typed is kept; the doorkeeper refuses forms from elsewhere."""
    client = both.enter()
    assert "Nothing is followed yet" in client.get("/sources").text
    form = {"url": FEED, "include": "*/politics/* talks", "exclude": "sport"}
    assert client.post("/sources/follow", data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert both.store.feeds().rows() == ()
    assert client.post("/sources/follow", data=form).status_code == 303
    (row,) = both.store.feeds().rows()
    assert (row.given, row.include, row.exclude) == (FEED, ("*/politics/*", "talks"), ("sport",))
    (due,) = both.store.feeds().due("2999-01-01T00:00:00Z")
    listed = FeedAnswer(
        url=FEED, kind="rss", title="<b>Harbour", items=[FoundItem(url="https://news.example/a")], documents=[]
    )
    both.store.feeds().keep_answer(due, listed, at="2026-11-24T10:00:00Z", next_at="2026-11-24T10:00:00Z")
    both.store.feeds().keep_failure(
        due, said="the server answers 410", at="2026-11-24T11:00:00Z", next_at=None, gone=True
    )
    shown = client.get("/sources").text
    for words in (
        "&lt;b&gt;Harbour",
        "2026-11-24 10:00",
        "gone for good",
        "the server answers 410",
        "*/politics/* talks",
    ):
        assert words in shown
    assert client.post("/sources/unfollow", data={"url": FEED}).status_code == 303
    assert both.store.feeds().rows() == ()
    assert client.post("/sources/unfollow", data={"url": FEED}).status_code == 404
    assert client.post("/sources/follow", data={"url": "file:///etc/passwd"}).status_code == 422


def test_the_bookmark_asks_before_anything_is_fetched(reaching: Scene, site: Server) -> None:
    """Looking fetches nothing, from elsewhere neither; the button fetches the page once and reads it."""
    client = reaching.enter()
    address = site.url("/talks", host="127.0.0.1")
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}):
        shown = client.get("/add", params={"url": address}, headers=headers)
        assert shown.status_code == 200
        assert f'value="{address}"' in shown.text
    assert client.post("/add", data={"url": address}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert site.requests == []
    assert reaching.stranger().get("/add", params={"url": address}).status_code == 303
    sent = client.post("/add", data={"url": address})
    assert sent.headers["location"].startswith("/reading?jobs=")
    waited = time.monotonic() + 20
    while reaching.desk.reading.busy and time.monotonic() < waited:
        time.sleep(0.02)
    assert len(site.asked("/talks")) == 1
    (job,) = reaching.desk.reading.jobs()
    assert (job.state, job.name) == ("read", address)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://10.0.0.1/", "not public"),
        ("http://127.0.0.1:1/", "not one of the web"),
        ("http://169.254.169.254/x", "not public"),
    ],
)
def test_private_addresses_are_refused_with_a_reason(reaching: Scene, url: str, said: str) -> None:
    """The desk fetches nothing that only its own computer may see."""
    client = reaching.enter()
    assert client.post("/add", data={"url": url}).status_code == 303
    waited = time.monotonic() + 20
    while reaching.desk.reading.busy and time.monotonic() < waited:
        time.sleep(0.02)
    (job,) = reaching.desk.reading.jobs()
    assert job.state == "refused"
    assert said in job.said


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", 'https://x.example/"><script>', "http://a b/", "http://u:p@x.example/"]
)
def test_what_is_no_address_is_said_and_never_run(reaching: Scene, url: str) -> None:
    """A made-up address is shown as text, without passwords, and is refused when sent."""
    client = reaching.enter()
    shown = client.get("/add", params={"url": url}).text
    assert "<script>" not in shown
    assert "u:p@" not in shown
    assert 'href="javascript' not in shown
    if url.startswith(("java", "http://")):
        assert 'class="fault"' in shown
        assert client.post("/add", data={"url": url}).status_code == 422


def test_the_settings_offer_the_bookmark(scene: Scene) -> None:
    """It leads to this desk, by the name under which it is open."""
    shown = scene.enter().get("/settings").text
    assert "javascript:void(window.open(&#39;http://testserver/add?url=&#39;" in shown


def test_a_record_of_a_team_is_followed_by_all(tmp_path: Path) -> None:
    """What one follows at the desk, the command line sees."""
    with opened(tmp_path / "record.db") as desk:
        desk.enter("ben").post("/sources/follow", data={"url": FEED})
    with open_record(tmp_path / "record.db") as store:
        assert [row.given for row in store.feeds().rows()] == [FEED]
