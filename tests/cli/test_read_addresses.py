"""``parley read`` with addresses: fetched from a server on loopback that the settings allow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from parley.pages.fetching import collector
from parley.pages.fetching.politeness import Politeness
from parley.record import open_record
from tests.cli.conftest import Run, json_lines
from tests.pages.fetching.servers import Server, answer

TEXT = b"""<html><head><title>Taxes will rise</title></head><body><article><h1>Taxes will rise</h1>
<p>The finance minister, Ana Petrova, said that taxes would rise next year, and that nobody should be surprised.</p>
<p>The opposition said that the government had lied about the budget for years, and that it would vote against it.</p>
</article></body></html>"""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, quiet_environment: Path) -> Iterator[Server]:  # noqa: ARG001 - sets the scene
    """A site that may be reached, from an environment that names no proxy."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(collector, "Politeness", partial(Politeness, delay=0))
    with Server({"/robots.txt": answer(b"User-agent: *\nDisallow: /no")}) as server:
        monkeypatch.setenv("PARLEY_REACHABLE", server.endpoint)
        yield server


@pytest.mark.usefixtures("weights")
def test_addresses_are_read_like_files(run: Run, site: Server, golden_pages: tuple[Path, ...]) -> None:
    """Files and addresses go into one record; the page's address is kept; what a site refuses is stored as such."""
    site.answers.update({"/a/talks.html": answer(TEXT), "/b/talks.html?x=*": answer(TEXT.replace(b"Petrova", b"Lind"))})
    given = [site.url(path, host="127.0.0.1") for path in ("/a/talks.html", "/b/talks.html?x=*", "/no", "/gone")]
    result = run("read", *given, golden_pages[0], "ftp://news.example/x", "--json")
    assert result.exit_code == 3
    found = json_lines(result)
    assert [one["article"]["url"] for one in found] == [given[0], given[1], None]
    assert all(one["statements"] for one in found)
    with open_record(Path("parley.db")) as store:
        refusals = {row.location: row.what for row in store.view().refusals()}
    assert set(refusals) == {given[2], given[3], "ftp://news.example/x"}
    assert "robots.txt" in refusals[given[2]]
    assert "404" in refusals[given[3]]
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("weights")
def test_a_proxy_that_nobody_decided_on_stops_fetching(
    run: Run, site: Server, golden_pages: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names the variable and the setting; files are read all the same."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    result = run("read", site.url(host="127.0.0.1"), golden_pages[0])
    assert result.exit_code == 3
    assert "HTTPS_PROXY" in result.stderr
    assert "1 read" in result.stderr
    assert site.requests == []


@pytest.mark.usefixtures("weights", "site")
def test_a_wrong_proxy_is_told_before_anything_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used is a fault of the call, not of a page."""
    monkeypatch.setenv("PARLEY_PROXY", "ftp://proxy.example")
    result = run("read", "http://127.0.0.1/")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "proxy" in result.stderr
