"""HTML that was made to break its reader: it is read or refused with a reason, and the next page is read."""

from collections.abc import Iterator

import pytest

from parley.errors import PageRefused
from parley.pages import sandbox
from parley.pages.extract import extract
from parley.pages.files import make_page
from parley.pages.marked import Marked
from parley.pages.sandbox import Task, close_boxes, take_apart

GOOD = (
    f"<html><body><h1>Talks go on</h1><p>{'The two sides met again in the capital on Monday. ' * 8}</p></body></html>"
)
PAGES = {
    "deep blocks": "<html><body>" + "<div>" * 100_000 + "some words here",
    "deep inline": "<html><body>" + "<b>" * 100_000 + "some words here",
    "deep tables": "<html><body>" + "<table><tr><td>" * 30_000 + "some words here",
    "deep lists": "<html><body>" + "<ul><li>" * 50_000 + "some words here",
    "entities": "<html><body><p>" + "&amp;&nbsp;&#x41;&bogus;" * 100_000,
    "entities of entities": (
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><html><body><p>' + "&c;" * 20_000
    ),
    "a huge attribute": f'<html><body><p title="{"x" * 11_000_000}">some words here</p>',
    "a huge text": "<html><body><p>" + "word " * 2_500_000,
    "comments": "<html><body>" + "<!--" * 100_000 + "<p>some words here",
    "marks": "<html><body>" + "<" * 500_000,
    "nested JSON-LD": f'<html><script type="application/ld+json">{"[" * 100_000}</script><body><p>some words here',
    "controls": "<html><body><p>" + "".join(map(chr, range(1, 32))) * 1000 + "some words here",
}


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """No process outlives the tests."""
    yield
    close_boxes()


def read(content: str) -> Marked:
    """What the page's markup says."""
    return extract(make_page(content.encode(), location="page.html"))


@pytest.mark.parametrize("kind", PAGES)
def test_hostile_pages_are_read_or_refused(kind: str) -> None:
    """Each has an answer that names the page, and a good page is read after it."""
    found: Marked | PageRefused
    try:
        found = read(PAGES[kind])
    except PageRefused as refused:
        found = refused
    if isinstance(found, PageRefused):
        assert (found.where, bool(found.what), bool(found.cure)) == ("page.html", True, True)
    else:
        assert found.page_text
    assert "two sides" in read(GOOD).page_text


def test_a_page_that_takes_too_long_is_refused() -> None:
    """A hundred thousand attributes are compared with each other: the process is ended, and another started."""
    slow = "<html><body><p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">some words here"
    with pytest.raises(PageRefused, match=r"more than 2 seconds"):
        take_apart("html", slow.encode(), where="slow.html", seconds=2)
    assert sandbox._BOXES[2, sandbox.MEMORY].process.poll() is not None
    assert take_apart("html", GOOD.encode(), where="good.html", seconds=30).page_text


def test_a_page_that_takes_too_much_memory_is_refused() -> None:
    """The process has a bound; beyond it the page is refused and the next is read by a new process."""
    large = "<html><body>" + "<p>a<p>b" * 1_500_000
    with pytest.raises(PageRefused, match="MB"):
        take_apart("html", large.encode(), where="large.html", memory=400 << 20)
    assert take_apart("html", GOOD.encode(), where="good.html", memory=400 << 20).page_text


def test_the_extractor_is_told_the_encoding_and_the_address() -> None:
    """What is known beside the bytes arrives in the other process."""
    words = "Переговоры о границе продолжатся осенью, сообщил министр иностранных дел."
    content = f"<html><body><p>{words}</p></body></html>".encode("cp1251")
    known = {"charset": "windows-1251", "url": "https://example.org/a"}
    marked = take_apart(Task(extractor="html", known=known), content, where="x")
    assert words in marked.page_text
    assert marked.url == "https://example.org/a"
