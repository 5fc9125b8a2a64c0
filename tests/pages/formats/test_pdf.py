"""PDF files: reading order, furniture, parted words, pages of the evidence, metadata, and what is refused."""

from __future__ import annotations

import pytest

from parley.errors import PageRefused
from parley.pages.files import make_page
from parley.pages.formats.pdf import mark_up
from parley.terms.text import find_sheet
from tests.pages.formats.makers import LOREM, column, pdf
from tests.pages.test_article import read

TITLE = "Harbour council lets old contracts end"


def test_columns_are_read_one_after_the_other() -> None:
    """A heading over both columns comes first, then the left column, then the right, each as whole paragraphs."""
    left, right = " ".join(LOREM[:2] * 2), " ".join(LOREM[2:] * 2)
    marked = mark_up(
        pdf([[*column(right, 310, 700, width=48), (50, 760, 22, TITLE), *column(left, 50, 700, width=48)]])
    )
    title, first, second = marked.page_text.split("\n\n")
    assert (title, marked.title) == (TITLE, TITLE)
    assert first == " ".join(left.split())
    assert second == " ".join(right.split())


def test_a_band_across_the_columns_parts_them() -> None:
    """A heading in the midst over all columns ends the columns above it."""
    lines = [
        *column(LOREM[0] * 2, 50, 700, width=45),
        *column(LOREM[1] * 2, 310, 700, width=45),
        (50, 560, 18, "What the pilots say about the lights of the harbour"),
        *column(LOREM[2] * 2, 50, 520, width=45),
        *column(LOREM[3] * 2, 310, 520, width=45),
    ]
    text = mark_up(pdf([lines])).page_text
    order = [
        text.index(part)
        for part in ("harbour council met", "Nobody had", "What the pilots say", "Ines Marchetti", "The ferries")
    ]
    assert order == sorted(order)


def sheets(number: int) -> bytes:
    """Pages with running heads and numbers, and one text that goes on from page to page."""
    words = " ".join(LOREM * 3 * number)
    lines = column(words, 60, 0, width=85)
    each = len(lines) // number + 1
    found = []
    for index in range(number):
        own = [(60.0, 740 - at * 13, 10.0, line[3]) for at, line in enumerate(lines[index * each : (index + 1) * each])]
        found.append([(60, 810, 8, "Harbour Review, spring issue"), *own, (290, 30, 8, f"- {index + 1} -")])
    return pdf(found)


def test_running_heads_and_page_numbers_are_furniture() -> None:
    """What stands on each page at its edge is none of the article's, and cuts no paragraph in two."""
    article = read(sheets(4), "review.pdf")
    roles = {article.page_text[one.start : one.end].strip(): one.role for one in article.blocks}
    assert roles["Harbour Review, spring issue"] == "furniture"
    assert [roles[f"- {number} -"] for number in (1, 2, 3, 4)] == ["furniture"] * 4
    assert "Harbour Review" not in article.text
    assert " ".join(article.text.split()) == " ".join("".join(LOREM * 12).split())


def test_each_place_knows_its_page_of_the_pdf() -> None:
    """The page on which a word stands can be told from the page text alone."""
    page = [*column(LOREM[0], 60, 700, width=80), (60, 600, 10, "A marker of page one, quite alone here.")]
    other = [*column(LOREM[1], 60, 700, width=80), (60, 600, 10, "A marker of page two, quite alone here.")]
    article = read(pdf([page, [], other, page]), "x.pdf")
    assert article.rendition == "pdf-1"
    assert article.sheet_of(article.page_text.index("page one")) == 1
    assert article.sheet_of(article.page_text.index("page two")) == 3
    assert article.sheet_of(article.page_text.rindex("page one")) == 4
    assert read("A plain page.").sheet_of(0) is None


def test_a_paragraph_over_two_pages_stays_one() -> None:
    """The page changes inside the paragraph, at a single line break."""
    article = read(sheets(2), "review.pdf")
    assert [article.sheet_of(article.page_text.index(f"- {number} -")) for number in (1, 2)] == [1, 2]
    assert article.page_text.replace("\n\n", "").count("\n") == 1


def test_a_text_with_an_empty_page_in_its_midst() -> None:
    """A page without text parts paragraphs, and the pages behind it keep their numbers; a sign alone breaks nothing."""
    first = [*column(LOREM[0], 60, 700, width=80), (60, 600, 10, "This goes on and on and")]
    article = read(pdf([first, [], [(60, 760, 10, "on over the page."), (60, 500, 10, "\xad")]]), "x.pdf")
    assert article.sheet_of(article.page_text.index("on over the page")) == 3
    assert article.sheet_of(article.page_text.index("on and on and")) == 1


def test_words_parted_at_a_line_end_are_joined() -> None:
    """The hyphen goes, unless the file writes the word with one elsewhere."""
    lines = [
        (60, 700, 10, "The long-term view of the coun-"),
        (60, 687, 10, "cil is that a long-"),
        (60, 674, 10, "term plan for all the harbours would pay, say the experts of it."),
    ]
    assert "The long-term view of the council is that a long-term plan" in mark_up(pdf([lines])).page_text


def test_metadata_is_used_where_the_text_is_silent() -> None:
    """Author and day of the file's making are hints; a template's title is none."""
    info = "/Title (Microsoft Word - draft.docx) /Author (Samuel Okafor; admin) /CreationDate (D:20240502101500Z)"
    article = read(pdf([column(" ".join(LOREM), 60, 700, width=80)], info=info), "x.pdf")
    assert (article.title, article.date, [one.name for one in article.byline]) == (
        None,
        "2024-05-02",
        ["Samuel Okafor"],
    )


def test_a_date_in_the_text_beats_the_metadata() -> None:
    """What the page shows counts before what the file's maker wrote."""
    lines = [(60, 780, 20, TITLE), (60, 750, 10, "2 May 2023"), *column(" ".join(LOREM * 2), 60, 700, width=80)]
    article = read(pdf([lines], info="/CreationDate (D:20240502)"), "x.pdf")
    assert (article.title, article.date) == (TITLE, "2023-05-02")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.4\nnothing of the kind", "damaged"),
        (sheets(2)[:700], "damaged"),
        (pdf([[], []]), "no text"),
        (pdf([[(60, 700, 10, "7")], []]), "no text"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, said: str) -> None:
    """Each with its own sentence and a cure."""
    with pytest.raises(PageRefused, match=said) as refused:
        read(content, "x.pdf")
    assert refused.value.where == "x.pdf"
    assert refused.value.cure


def test_a_locked_pdf_is_refused() -> None:
    """A file that asks for a password says so."""
    lock = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(0123456789abcdef) (0123456789abcdef)]"
    )
    with pytest.raises(PageRefused, match="password"):
        mark_up(pdf([[(60, 700, 10, LOREM[0])]], trailer=lock % ("x" * 32, "y" * 32)))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book is none of the news."""
    monkeypatch.setattr("parley.pages.formats.pdf.MOST_SHEETS", 3)
    with pytest.raises(PageRefused, match="4 pages"):
        mark_up(sheets(4))


def test_the_same_bytes_give_the_same_text() -> None:
    """Reading again changes nothing."""
    page = make_page(sheets(3), location="x.pdf")
    assert page.media_type == "application/pdf"
    assert read(page.content, "x.pdf") == read(page.content, "x.pdf")


def test_line_breaks_count_pages() -> None:
    """Two part paragraphs; each further one ends a page, and so does one alone."""
    text = "one\n\ntwo goes\non\n\n\n\nthree"
    assert [find_sheet(text, text.index(word)) for word in ("one", "two", "on\n\n\n", "three")] == [1, 1, 2, 4]
