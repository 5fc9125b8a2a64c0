"""``parley follow``, ``update``, ``sources``, ``unfollow``, against a site on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from parley.pages.fetching import collector
from parley.pages.fetching.politeness import Politeness
from tests.cli.conftest import Run, json_lines
from tests.pages.feeds.samples import rss
from tests.pages.fetching.servers import Server, answer

TEXT = b"""<html><head><title>Taxes will rise</title></head><body><article><h1>Taxes will rise</h1>
<p>The finance minister, Ana Petrova, said that taxes would rise next year, and that nobody should be surprised.</p>
<p>The opposition said that the government had lied about the budget for years, and that it would vote against it.</p>
</article></body></html>"""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, quiet_environment: Path) -> Iterator[Server]:  # noqa: ARG001 - sets the scene
    """A site with a feed, from an environment that names no proxy."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(collector, "Politeness", partial(Politeness, delay=0))
    with Server({"/robots.txt": answer(b"", content_type="text/plain")}) as server:
        monkeypatch.setenv("PARLEY_REACHABLE", server.endpoint)
        server.answers |= {
            "/feed": answer(rss(["/talks", "/sport/1", "/lost"])),
            "/talks": answer(TEXT),
            "/": answer(b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'),
            "/none": answer(b"<html><p>Hello</p></html>"),
        }
        yield server


@pytest.mark.usefixtures("weights")
def test_a_site_is_followed_updated_listed_and_left(run: Run, site: Server) -> None:
    """A page leads to its feed, items are chosen by patterns and read once, the list tells how it fares."""
    home = site.url("/", host="127.0.0.1")
    result = run("follow", home, "--exclude", "sport")
    assert result.exit_code == 0, result.output
    assert f"{home} ({site.url('/feed', host='127.0.0.1')}): 2 new" in result.stdout
    result = run("update")
    assert result.exit_code == 3
    assert "Taxes will rise" in result.stdout
    assert "404" in result.stderr
    assert "1 read, 1 refused, 0 wait" in result.stderr
    assert len(site.asked("/talks")) == 1
    assert site.asked("/sport/1") == []
    (row,) = json_lines(run("sources", "--json"))
    assert (row["title"], row["kind"], row["read"], row["refused"], row["exclude"]) == (
        "Harbour News",
        "rss",
        1,
        1,
        ["sport"],
    )
    assert "Harbour News" in run("sources").stdout
    assert "surprised" in run("find", "feed:127.0.0.1 taxes").stdout
    assert run("unfollow", home).exit_code == 0
    assert json_lines(run("sources", "--json")) == []
    result = run("unfollow", home)
    assert (result.exit_code, "not followed" in result.stderr) == (1, True)


@pytest.mark.usefixtures("weights")
def test_an_update_in_json_is_one_object_a_line(run: Run, site: Server) -> None:
    """Feeds first, then items, each with what became of it; a second update has nothing to do."""
    run("follow", site.url("/feed", host="127.0.0.1"), "--later")
    rows = json_lines(run("update", "--json"))
    assert [row["kind"] for row in rows] == ["feed", "item", "item", "item"]
    assert {row["state"] for row in rows[1:]} == {"read", "refused"}
    result = run("update", "--json")
    assert (result.exit_code, result.stdout) == (0, "")


def test_lists_of_feeds_go_in_and_out(run: Run, site: Server, tmp_path: Path) -> None:
    """What one record writes as OPML another follows; nothing is fetched for it."""
    addresses = [site.url(path, host="127.0.0.1") for path in ("/feed", "/b?x=1&y=2")]
    (tmp_path / "mine.txt").write_text("\n".join(addresses))
    assert run("follow", tmp_path / "mine.txt").exit_code == 0
    assert run("sources", "--to", tmp_path / "out.opml").exit_code == 0
    assert run("follow", tmp_path / "out.opml", "--record", "other.db").exit_code == 0
    assert [row["given"] for row in json_lines(run("sources", "--json", "--record", "other.db"))] == sorted(addresses)
    assert site.requests == []


def test_what_has_no_feed_is_not_followed(run: Run, site: Server, tmp_path: Path) -> None:
    """A page without a feed is refused with what to do; a site that cannot be had now stays followed; so do no files."""
    site.answers["/down"] = answer(b"", status="503 Busy")
    (tmp_path / "empty.txt").write_text("nothing")
    for place, said in (
        (site.url("/none", host="127.0.0.1"), "names no feed"),
        (site.url("/down", host="127.0.0.1"), "503"),
        (tmp_path / "empty.txt", "no address"),
        (tmp_path / "missing", "no such file"),
        ("ftp://news.example/feed", "only http"),
        ("http://10.0.0.1/feed", "not public"),
    ):
        result = run("follow", place)
        assert result.exit_code == 3, result.output
        assert said in result.stderr
        assert "Traceback" not in result.output
    listed = {row["given"] for row in json_lines(run("sources", "--json"))}
    assert listed == {site.url("/down", host="127.0.0.1")}
