"""Word documents: text, tables, headers, metadata, and what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from docx import Document

from parley.errors import PageRefused
from parley.pages.formats.word import mark_up
from tests.pages.formats.makers import LOREM
from tests.pages.test_article import read


def document() -> bytes:
    """A document with a title, a header, paragraphs, a table and properties."""
    made = Document()
    made.core_properties.author = "Samuel Okafor; admin"
    made.core_properties.created = datetime(2024, 5, 2, 9, 0)
    made.sections[0].header.paragraphs[0].text = "Harbour Review"
    made.add_heading("Harbour council lets contracts end", level=0)
    for words in LOREM:
        made.add_paragraph(words * 2)
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ferries", "12"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_document_is_read() -> None:
    """Title by its style, paragraphs in order, the table's row as a line, the header as furniture."""
    article = read(document(), "review.docx")
    assert article.rendition == "docx-1"
    assert article.title == "Harbour council lets contracts end"
    assert article.text.startswith((LOREM[0] * 2).strip())
    assert "Ferries | 12" in article.page_text
    assert "Harbour Review" in article.page_text
    assert "Harbour Review" not in article.text
    assert (article.date, [one.name for one in article.byline]) == ("2024-05-02", ["Samuel Okafor"])


def bomb(size: int) -> bytes:
    """An archive whose part unpacks to far more than it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * size)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (document()[:900], "damaged"),
        (bomb(5 << 20), "bomb"),
        (bomb(10), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "password"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, said: str) -> None:
    """Cut off, bombs, archives without text, and locked or old files, each with a sentence."""
    with pytest.raises(PageRefused, match=said) as refused:
        read(content, "x.docx")
    assert refused.value.cure


def test_a_document_without_text_is_refused() -> None:
    """A document of pictures alone says that it shows no text."""
    file = io.BytesIO()
    Document().save(file)
    with pytest.raises(PageRefused, match="no text"):
        mark_up(file.getvalue())
