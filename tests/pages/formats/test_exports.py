"""LexisNexis and Factiva text exports: one file, many pages, each with its fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.errors import PageRefused
from parley.pages.article import read_article
from parley.pages.files import read_pages_at
from parley.terms.text import Article, Page
from tests.pages.formats.makers import LOREM
from tests.pages.test_article import LongLines

CLASSIC = """                     Print Request: All Documents

                               {number} of 2 DOCUMENTS

                              The Harbour Times

                         May {number}, 2024 Thursday
                              London Edition

Council lets
contracts end, part {number}

BYLINE: Ines Marchetti and Samuel Okafor

SECTION: NEWS; Pg. 4

LENGTH: 812 words

DATELINE: PORT CITY

{body}

LOAD-DATE: May 3, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                    Copyright 2024 Harbour Media
                         All Rights Reserved

"""
NEWER = """Council lets contracts end, part {number}

The Harbour Times

May {number}, 2024 Thursday

Copyright 2024 Harbour Media All Rights Reserved

Section: NEWS; Pg. 4

Length: 812 words

Byline: INES MARCHETTI

Body


{body}

Load-Date: May 3, 2024


End of Document

"""
TAGGED = """HD
Council lets contracts end, part {number}
BY
By Ines Marchetti
WC
812 words
PD
{number} May 2024
SN
The Harbour Times
SC
HART
LA
English
CY
Copyright 2024 Harbour Media

LP

{lead}

TD

{body}

NS
gpol : Politics
AN
Document HART00002024050{number}ek5200001

"""
UNTAGGED = """
Council lets contracts end, part {number}
By Ines Marchetti
812 words
{number} May 2024
09:15 GMT
The Harbour Times
HART
English
(c) 2024 Harbour Media

{body}

Document HART00002024050{number}ek5200001

"""
BODY = "\n\n".join(word.strip().replace(" the ", "\nthe ", 1) for word in LOREM)


def pages_of(path: Path, text: str, *, encoding: str = "utf-8") -> list[Page | PageRefused]:
    """The pages of an export."""
    path.write_bytes(text.encode(encoding))
    return list(read_pages_at((str(path),)))


def article_of(page: Page | PageRefused) -> Article:
    """The article of a page that was read."""
    assert isinstance(page, Page), page
    return read_article(page, classifier=LongLines())  # type: ignore[arg-type]


@pytest.mark.parametrize("layout", [CLASSIC, NEWER, TAGGED, UNTAGGED])
def test_an_export_is_many_pages(tmp_path: Path, layout: str) -> None:
    """Each document has its own name, title, paper, day and author, and its text alone."""
    text = "".join(layout.format(number=number, body=BODY, lead=LOREM[3].strip()) for number in (1, 2))
    pages = pages_of(tmp_path / "export.txt", text)
    assert [page.location.rpartition("/")[2] for page in pages if isinstance(page, Page)] == [
        "export.txt#1",
        "export.txt#2",
    ]
    for number, article in enumerate(map(article_of, pages), 1):
        assert article.id == f"export#{number}"
        assert article.title == f"Council lets contracts end, part {number}"
        assert article.date == f"2024-05-0{number}"
        assert article.publication == "The Harbour Times"
        assert article.byline[0].name == "Ines Marchetti"
        body = "\n\n".join(word.strip() for word in LOREM)
        assert article.text == (f"{LOREM[3].strip()}\n\n{body}" if layout is TAGGED else body)


def test_windows_and_wide_encodings(tmp_path: Path) -> None:
    """Exports come in Windows-1252 and in UTF-16, too."""
    text = CLASSIC.format(
        number=1,
        body="“Nobody pays,” said the café's owner, and many of those who stood there agreed with her at once.",
    )
    for encoding in ("cp1252", "utf-16"):
        (page,) = pages_of(tmp_path / f"{encoding}.txt", text, encoding=encoding)
        assert "“Nobody pays,” said the café's owner" in article_of(page).text


def test_a_document_without_text_is_refused_alone(tmp_path: Path) -> None:
    """The others go on."""
    text = UNTAGGED.format(number=1, body="") + UNTAGGED.format(number=2, body=BODY)
    first, second = pages_of(tmp_path / "x.txt", text)
    with pytest.raises(PageRefused, match="no text"):
        article_of(first)
    assert article_of(second).title


def test_a_document_too_large_is_refused_alone(tmp_path: Path) -> None:
    """Not even all of it is held."""
    path = tmp_path / "x.txt"
    path.write_text(CLASSIC.format(number=1, body=BODY * 40) + CLASSIC.format(number=2, body=BODY))
    first, second = read_pages_at((str(path),), largest=5000)
    assert isinstance(first, PageRefused)
    assert "5,000" in first.what
    assert isinstance(second, Page)


def test_a_plain_page_is_no_export(tmp_path: Path) -> None:
    """A text that only speaks of documents is one page."""
    (page,) = pages_of(
        tmp_path / "x.txt", "He held up document 1 of 50.\n\nLENGTH: unknown, he said.\n\nEnd of the story."
    )
    assert isinstance(page, Page)
    assert page.media_type == "text/plain"
