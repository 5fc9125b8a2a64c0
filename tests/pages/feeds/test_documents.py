"""What documents list: every kind, every encoding, and what hostile ones may not do."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import PageRefused
from parley.pages.feeds.documents import kind_of, list_links
from parley.pages.feeds.listing import MOST_ADDRESSES, MOST_ENTRIES, from_plain, moment, to_plain
from parley.pages.feeds.outlines import read_outline, write_outline
from parley.pages.feeds.places import addresses_at
from parley.pages.sandbox import list_in_box
from tests.pages.feeds.samples import BOMB, SITE, atom, json_feed, rss, sitemap, sitemap_index

URLS = [f"{SITE}/a", f"{SITE}/b?x=1&amp;y=2"]
NEWS = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/a</loc>
<news:news><news:publication><news:name>Harbour</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2023-09-06T10:00:00+02:00</news:publication_date><news:title>Talks</news:title></news:news>
<lastmod>2023-09-09</lastmod></url></urlset>"""


@pytest.mark.parametrize(
    ("content", "kind", "date"),
    [
        (rss(URLS), "rss", "2023-09-06T08:00:00Z"),
        (atom(URLS), "atom", "2023-09-06T08:00:00Z"),
        (json_feed([one.replace("&amp;", "&") for one in URLS]), "json", "2023-09-06T08:00:00Z"),
        (sitemap(URLS), "sitemap", "2023-09-06"),
        (sitemap_index(URLS, date="2023-09-06"), "sitemap index", "2023-09-06"),
    ],
)
def test_every_kind_is_told_and_read(content: bytes, kind: str, date: str) -> None:
    """Addresses and dates come out alike, packed with gzip or not, with comments before the outermost element or not."""
    found = list_links(content)
    assert found.kind == kind
    assert [one.url for one in found.links] == [f"{SITE}/a", f"{SITE}/b?x=1&y=2"]
    assert {one.date for one in found.links} == {date}
    assert list_links(gzip.compress(content)) == found
    assert from_plain(to_plain(found)) == found
    if kind != "json":
        before = b"\n<!-- <html> --><?style x?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>"
        assert kind_of(before + content.removeprefix(b"<?xml version='1.0' encoding='utf-8'?>")) == kind


def test_a_news_sitemap_gives_the_day_of_publication() -> None:
    """Its own date wins over that of the last change."""
    (link,) = list_links(NEWS).links
    assert (link.date, link.title) == ("2023-09-06T08:00:00Z", "Talks")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "latin-1", "koi8-r"])
def test_encodings_are_read_as_declared_or_marked(encoding: str) -> None:
    """Names come out right in every encoding that says what it is."""
    name = "Порт" if encoding == "koi8-r" else "Hafen Köln"
    text = rss([f"{SITE}/a"], title=name).decode().replace("utf-8", encoding.removesuffix("-sig").removesuffix("-le"))
    found = list_links(text.encode(encoding))
    assert found.title == name
    assert [one.url for one in found.links] == [f"{SITE}/a"]


def test_a_wrongly_declared_encoding_loses_no_item() -> None:
    """Bytes that are none of the declared encoding are read all the same."""
    content = rss([f"{SITE}/a", f"{SITE}/b"], title="Köln").decode().encode("latin-1")
    assert [one.url for one in list_links(content).links] == [f"{SITE}/a", f"{SITE}/b"]


def test_a_broken_feed_gives_what_can_be_read() -> None:
    """An unclosed element, a bare ampersand and a missing end are no reason to lose the items."""
    content = rss([f"{SITE}/a", f"{SITE}/b?x&y"]).replace(b"</channel></rss>", b"<item><title>half")
    assert [one.url for one in list_links(content).links][:2] == [f"{SITE}/a", f"{SITE}/b?x&y"]


@pytest.mark.parametrize(
    "content",
    [
        BOMB
        + b"<rss><channel><title>&i;</title><item><title>&i;</title><link>https://news.example/a</link></item></channel></rss>",
        BOMB + b"<urlset><url><loc>https://news.example/a</loc><title>&i;</title></url></urlset>",
        BOMB + b"<opml><body><outline xmlUrl='https://news.example/a' text='&i;'/></body></opml>",
        gzip.compress(b"<urlset>" + b" " * 300_000_000),
        b"<rss>" * 200_000,
        b"[" * 200_000,
        b'{"version": ' + b"[" * 200_000,
        b"<!DOCTYPE " + b"[" * 60_000,
    ],
)
def test_bombs_do_no_harm(content: bytes) -> None:
    """Entities are not multiplied, packed nothings and towers of elements are refused, and the next document is read."""
    with suppress(PageRefused):
        found = list_in_box(content, where="bomb", memory=500 << 20)
        assert all(len(one.title or "") < 400 for one in found.links)
    assert list_in_box(rss(URLS), where="feed", memory=500 << 20).kind == "rss"


def test_a_file_outside_is_never_read(tmp_path: Path) -> None:
    """An entity that names a file of this computer brings nothing of it."""
    secret = tmp_path / "secret.txt"
    secret.write_text("https://secret.example/")
    doctype = f"<!DOCTYPE x [<!ENTITY a SYSTEM '{secret.as_uri()}'>]>".encode()
    for content in (
        doctype + b"<urlset><url><loc>&a;</loc></url><url><loc>https://news.example/a</loc></url></urlset>",
        doctype + b"<opml><body><outline xmlUrl='https://news.example/a' text='x'>&a;</outline></body></opml>",
        doctype + rss([f"{SITE}/a"], title="&a;").partition(b"?>")[2],
    ):
        found = list_links(content)
        assert "secret" not in repr(found)
        assert [one.url for one in found.links] == [f"{SITE}/a"]


def test_a_feed_of_a_hundred_thousand_entries_is_cut() -> None:
    """So many are read as is said, the first ones; it is said that there are more."""
    found = list_in_box(rss([f"{SITE}/{number}" for number in range(100_000)]), where="feed")
    assert found.cut
    assert len(found.links) == MOST_ENTRIES
    assert found.links[0].url == f"{SITE}/0"
    found = list_in_box(sitemap([f"{SITE}/{number}" for number in range(100_000)]), where="sitemap")
    assert (found.cut, len(found.links)) == (True, MOST_ADDRESSES)


def test_a_page_names_its_feeds_those_of_comments_last() -> None:
    """Feeds are told by relation and type; a page without any is refused with what to do."""
    page = b"""<html><head><title>Harbour</title><link rel="stylesheet" href="/a.css">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <link rel="alternate" hreflang="de" href="/de"><link rel="ALTERNATE" type="application/atom+xml" href="/feed"></head></html>"""
    assert [one.url for one in list_links(page).links] == ["/feed", "/comments/feed"]
    with pytest.raises(PageRefused, match="names no feed"):
        list_links(b"<html><body>Hello</body></html>")


def test_json_that_is_no_feed_is_refused() -> None:
    """With a sentence that says so."""
    for content, said in ((b"{}", "no JSON Feed"), (b"{", "is none"), (b'{"version": 3}', "no JSON Feed")):
        with pytest.raises(PageRefused, match=said):
            list_links(content)
    odd = b'{"version": "https://jsonfeed.org/version/1", "items": [1, {"url": 2}, {"url": "https://news.example/a"}]}'
    assert [one.url for one in list_links(odd).links] == [f"{SITE}/a"]


@given(st.lists(st.tuples(st.text(min_size=1), st.integers(0, 99)), max_size=5))
@settings(max_examples=50)
def test_lists_of_feeds_come_back(rows: list[tuple[str, int]]) -> None:
    """What is written as OPML is read again, whatever the names hold that XML can."""
    names = [
        "".join(sign for sign in name if sign.isprintable() and not "\ud800" <= sign <= "\udfff") for name, _ in rows
    ]
    feeds = {f"{SITE}/{number}?a=1&b='\"<": name for (_, number), name in zip(rows, names, strict=True)}
    found = read_outline(write_outline([(name, url, "rss") for url, name in feeds.items()], title="A & B").encode())
    assert [one.url for one in found.links] == list(feeds)
    assert found.title == "A & B"


@given(st.text(max_size=40) | st.datetimes().map(str) | st.just("9999-12-31T23:59:59-23:00"))
def test_a_moment_is_iso_or_nothing(text: str) -> None:
    """Whatever stands there, what comes out sorts as text."""
    found = moment(text)
    assert found is None or found[:4].isdigit()


def test_places_are_addresses_opml_or_lines(tmp_path: Path) -> None:
    """Folders in OPML are looked into; lines that are comments are left out; what cannot be followed is refused."""
    opml, lines, empty = tmp_path / "a.opml", tmp_path / "a.txt", tmp_path / "b.txt"
    opml.write_text(
        "<opml version='2.0'><head/><body><outline text='Folder'><outline type='rss' xmlUrl='https://news.example/a'/>"
        "<outline xmlUrl='https://news.example/a'/></outline><outline xmlUrl='file:///etc/passwd'/></body></opml>"
    )
    lines.write_text("# mine\nhttps://news.example/b\n\nhttps://NEWS.example/b\nnonsense\n")
    empty.write_text("hello")
    assert list(addresses_at("https://NEWS.example/c#x")) == [f"{SITE}/c"]
    for place, addresses, refused in ((opml, [f"{SITE}/a"], 1), (lines, [f"{SITE}/b"], 1), (empty, [], 1)):
        found = list(addresses_at(str(place)))
        assert [one for one in found if isinstance(one, str)] == addresses
        assert sum(isinstance(one, PageRefused) for one in found) == refused
