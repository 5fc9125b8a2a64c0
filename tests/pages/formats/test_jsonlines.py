"""JSON Lines of other crawlers: the names that are known, what overrules what, bad lines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from parley.errors import PageRefused
from parley.pages.files import read_pages_at
from parley.terms.text import Article, Page
from tests.pages.formats.makers import LOREM, html
from tests.pages.formats.test_exports import article_of

TEXT = "\n\n".join(word.strip() for word in LOREM)


def read(path: Path, *lines: Any) -> list[Page | PageRefused]:
    """The pages of a file of such lines."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return list(read_pages_at((str(path),)))


def article(path: Path, **line: Any) -> Article:
    """The article of one line."""
    (page,) = read(path, line)
    return article_of(page)


@pytest.mark.parametrize("name", ["crawl.jsonl", "crawl.jsonl.gz", "crawl.dat"])
def test_lines_are_pages(tmp_path: Path, name: str) -> None:
    """Also packed, and under any name; a line without a page is refused with its number and the others go on."""
    good = {"url": "https://harbour.example/1", "text": TEXT, "title": "Lights", "date": "2024-05-02T10:00:00Z"}
    found = read(
        tmp_path / name,
        good,
        "",
        "{broken",
        [1],
        {"url": "https://harbour.example/2"},
        good | {"source": "The Harbour Times", "authors": ["Ines Marchetti", {"name": "Samuel Okafor"}]},
    )
    first, broken, listed, empty, last = found
    assert [one.where.rpartition("#")[2] for one in (broken, listed, empty) if isinstance(one, PageRefused)] == [
        "3",
        "4",
        "5",
    ]
    assert "line 3" in broken.what  # type: ignore[union-attr]
    assert isinstance(first, Page)
    assert (first.url, json.loads(first.content)) == ("https://harbour.example/1", good)
    read_last = article_of(last)
    assert (read_last.title, read_last.date, read_last.publication) == ("Lights", "2024-05-02", "The Harbour Times")
    assert [one.name for one in read_last.byline] == ["Ines Marchetti", "Samuel Okafor"]
    assert (read_last.text, read_last.rendition) == (TEXT, "json-1")


def test_html_is_read_as_a_page(tmp_path: Path) -> None:
    """What the crawler says beats the page's own markup; what it does not say is taken from there."""
    page = html("Lights of the harbour", *(word * 2 for word in LOREM)).decode()
    found = article(tmp_path / "x.jsonl", html=page, url="https://harbour.example/1", date="2024-05-02")
    assert (found.title, found.date, found.rendition) == ("Lights of the harbour", "2024-05-02", "json-html-1")
    assert LOREM[0].strip() in found.text
    assert article(tmp_path / "x.jsonl", content=page).rendition == "json-html-1"


def test_names_of_other_crawlers(tmp_path: Path) -> None:
    """``source`` may be an address or a paper; the time of fetching is kept."""
    line = {
        "source": "https://harbour.example/1",
        "source-hostname": "Harbour Times",
        "raw_text": TEXT,
        "date_download": "2024-05-02 12:00:00+02:00",
    }
    (page,) = read(tmp_path / "x.jsonl", line)
    assert isinstance(page, Page)
    assert (page.url, page.fetched_at) == ("https://harbour.example/1", "2024-05-02T10:00:00Z")
    assert article_of(page).publication == "Harbour Times"


def test_a_line_too_long_is_refused_alone(tmp_path: Path) -> None:
    """It is never held whole."""
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"text": "x" * 500_000}) + "\n" + json.dumps({"text": TEXT}) + "\n")
    first, second = read_pages_at((str(path),), largest=10_000)
    assert isinstance(first, PageRefused)
    assert isinstance(second, Page)


def test_hostile_lines_are_refused(tmp_path: Path) -> None:
    """Nesting without end, half signs, and noughts break nothing."""
    nested = '{"text": ' + "[" * 200_000 + "}"
    odd = '{"text": "' + "a" * 200 + '\\ud800\\u0000", "title": 7, "date": [], "authors": {"x": 1}}'
    first, second = read(tmp_path / "x.jsonl", nested, odd)
    assert isinstance(first, PageRefused)
    text = article_of(second).page_text
    text.encode()
    assert "\x00" not in text
