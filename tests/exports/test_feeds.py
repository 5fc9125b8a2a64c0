"""RSS, Atom and JSON Feed."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from parley.errors import UsageError
from parley.exports.feeds import ATOM, write_atom, write_json_feed, write_rss
from parley.terms.tables import Coding, StatementRow
from tests.exports.builders import ABOUT, HIT, NASTY, PLAIN, statement, statements

ADDRESSED = replace(ABOUT, address="https://desk.example.org/feed?key=1&x=<2>")


def tree(write: Any, rows: list[Any], about: Any = ADDRESSED) -> Any:
    """The feed as a tree."""
    file = io.BytesIO()
    assert write(rows, file, about=about) == len(rows)
    return etree.fromstring(file.getvalue())


@settings(max_examples=60)
@given(st.lists(statements, max_size=3), st.sampled_from(NASTY))
def test_whatever_a_page_says_the_feeds_are_well_formed(rows: list[StatementRow], title: str) -> None:
    """No page can break a feed, and all three say the same of it."""
    about = replace(ADDRESSED, title=title)
    rss, atom = tree(write_rss, rows, about), tree(write_atom, rows, about)
    file = io.BytesIO()
    write_json_feed(rows, file, about=about)
    items = json.loads(file.getvalue())["items"]
    assert [item.findtext("guid") for item in rss.iter("item")] == [item["id"] for item in items]
    assert [entry.findtext(f"{{{ATOM}}}id") for entry in atom.iter(f"{{{ATOM}}}entry")] == [one["id"] for one in items]
    assert [item.findtext("description") for item in rss.iter("item")] == [item["content_text"] for item in items]


def test_rss_has_what_its_specification_demands() -> None:
    """Title, link and description of the channel, its own address, ids that are no links, dates of RFC 822."""
    row = statement(concepts=(Coding(concept="peace", stance="agree", coder="ruth"),), tags=("x",))
    rss = tree(write_rss, [row])
    channel = rss.find("channel")
    assert channel.findtext("title") == "The harbour talks"
    assert channel.findtext("link") == "https://desk.example.org/feed?key=1&x=%3C2%3E"
    assert channel.find(f"{{{ATOM}}}link").get("rel") == "self"
    item = channel.find("item")
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("pubDate") == "Wed, 09 Aug 2023 00:00:00 GMT"
    assert [one.text for one in item.findall("category")] == ["peace", "x"]


def test_atom_has_what_its_specification_demands() -> None:
    """Id, title, time and author of the feed; id, title and time of each entry."""
    about = replace(ADDRESSED, times={"urn:parley:entry:e1": "2024-04-01T00:00:00Z"})
    atom = tree(write_atom, [PLAIN], about)
    assert atom.findtext(f"{{{ATOM}}}updated") == "2024-05-01T12:00:00Z"
    assert atom.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name") == "Parley"
    entry = atom.find(f"{{{ATOM}}}entry")
    assert entry.findtext(f"{{{ATOM}}}id") == "urn:parley:entry:e1"
    assert entry.findtext(f"{{{ATOM}}}updated") == "2024-04-01T00:00:00Z"
    assert entry.find(f"{{{ATOM}}}link").get("href") == "https://example.org/talks"


def test_a_feed_without_an_address_has_a_name() -> None:
    """A feed that lies in a file still has a permanent id and does not say where it is."""
    atom = tree(write_atom, [], ABOUT)
    assert atom.findtext(f"{{{ATOM}}}id") == "urn:parley:feed:harbour%20%26%20talks"
    assert atom.find(f"{{{ATOM}}}link") is None
    assert tree(write_rss, [], replace(ABOUT, search=None)).findtext("channel/link").startswith("urn:parley:feed:")


def test_passages_have_ids_of_their_own() -> None:
    """Two sentences of one statement are two items; a statement found as a whole has its own id."""
    hits = [HIT, replace(HIT, start=30, end=40), replace(HIT, kind="statement")]
    rss = tree(write_rss, hits)
    assert [item.findtext("guid") for item in rss.iter("item")] == [
        "urn:parley:passage:0123abcd:3-22",
        "urn:parley:passage:0123abcd:30-40",
        "urn:parley:entry:e1",
    ]
    assert next(rss.iter("item")).findtext("title") == "The <talks> failed."


def test_control_characters_are_seen() -> None:
    """What XML forbids does not vanish."""
    assert "a\ufffdb" in tree(write_rss, [statement(content="“a\x00b”")]).findtext("channel/item/title")


def test_long_titles_are_cut_in_sight() -> None:
    """A title that is too long ends in an ellipsis at a word's end; the text is whole."""
    rss = tree(write_rss, [statement(content="word " * 100), statement(content="x" * 500)])
    titles = [item.findtext("title") for item in rss.iter("item")]
    assert all(title.endswith(" …") and len(title) <= 142 for title in titles)
    assert rss.findtext("channel/item/description").count("word") == 100


@pytest.mark.parametrize(
    ("date", "told"), [("2023-02-30", "2024-05-01"), ("2023-02", "2024-05-01"), (None, "2024-05-01")]
)
def test_an_unknown_day_is_not_made_up(date: str | None, told: str) -> None:
    """An item whose article has no known day has the time of the export."""
    file = io.BytesIO()
    write_json_feed([statement(date=date)], file, about=ABOUT)
    assert json.loads(file.getvalue())["items"][0]["date_modified"] == f"{told}T12:00:00Z"


def test_a_time_that_is_none_is_told() -> None:
    """A wrong time of an entry is an error of the caller."""
    with pytest.raises(UsageError):
        write_rss([PLAIN], io.BytesIO(), about=replace(ABOUT, times={"urn:parley:entry:e1": "soon"}))
