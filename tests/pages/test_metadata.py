"""Fields of articles: annotated pages, and where each field was found."""

from collections import Counter

import numpy as np
import pytest

from bench.annotated import read_annotated, right_fields
from parley.pages.article import read_article
from parley.pages.bylines import find_bare_byline, find_biography, find_byline
from parley.pages.files import make_page
from parley.pages.sandbox import close_boxes
from parley.terms.text import Article, Byline
from parley.training.blocks import mean_scores, shingle_scores


class LongLines:
    """Takes every long line for the article's: no weights needed."""

    cut = 0.5

    def score(self, lines: list[str]) -> np.ndarray:
        """1 for lines of more than 60 characters."""
        return np.array([float(len(line) > 60) for line in lines])


def read(content: bytes, *, url: str | None = None, name: str = "page.html") -> Article:
    """The article of a page."""
    return read_article(make_page(content, location=name, url=url), classifier=LongLines())  # type: ignore[arg-type]


def test_fields_and_text_of_the_annotated_pages() -> None:
    """The pages that rules were mended on stay right; the kept ones are scored by hand, and rarely."""
    right: Counter[tuple[str, bool]] = Counter()
    rows = []
    for page in read_annotated("dev"):
        article = read(page.content, url=page.fields["url"])
        right += right_fields(article, page.fields)
        rows.append(shingle_scores(page.text, article.text))
    close_boxes()
    assert not [row for row in right if not row[1]]
    assert mean_scores(rows)[0] >= 0.98


def test_each_field_says_where_it_was_found() -> None:
    """Data before visible lines; what nothing states has no place."""
    content = b"""<html><head><title>Talks go on | The Post</title><meta property="article:published_time" content="2024-03-01T10:00Z">
    </head><body><h1>Talks go on</h1><p>By Anna Lind, Political editor</p><p>Yesterday</p>""" + (
        b"<p>The two sides met again in the capital on Monday and agreed to go on with their talks in the spring.</p>"
        * 4
    )
    found = {one.field: (one.value, one.where) for one in read(content).found}
    assert found == {
        "title": ("Talks go on", "heading h1"),
        "date": ("2024-03-01", "meta article:published_time"),
        "publication": ("The Post", "title element"),
        "byline": ("Anna Lind", "line 2"),
    }


def test_broken_data_are_no_fields() -> None:
    """JSON-LD of the wrong shape, or none at all, is passed over."""
    for data in (
        '{"@type":"NewsArticle","headline":{"a":[1]},"author":[3,null,{"name":[]}],"datePublished":7}',
        "{",
        "[" * 5000,
        "null",
    ):
        page = f'<html><script type="application/ld+json">{data}</script><h1>Talks go on</h1><p>{"They met again. " * 20}</p></html>'
        article = read(page.encode())
        assert (article.title, article.date, article.byline) == ("Talks go on", None, ())


@pytest.mark.parametrize(
    ("line", "names", "role"),
    [
        (
            "By Samira Oduya and Piet van der Molen, water reporters",
            ["Samira Oduya", "Piet van der Molen"],
            "water reporters",
        ),
        ("Interview by: Farid Tousi, correspondent", ["Farid Tousi"], "correspondent"),
        ("Interview by Clara Vessey", ["Clara Vessey"], "interviewer"),
        ("BY KALANI PRESCOTT", ["Kalani Prescott"], None),
        ("Posted on May 30, 2017 by Wendell Osei", ["Wendell Osei"], None),
        ("Von Sabine Hofer und Karl Unterweger", ["Sabine Hofer", "Karl Unterweger"], None),
        ("By Reuters", ["Reuters"], None),
        ("By the time he came, all was lost.", [], None),
        ("From Moscow With Love", [], None),
    ],
)
def test_bylines(line: str, names: list[str], role: str | None) -> None:
    """Names in order, each with the role that stands behind them."""
    assert find_byline(line) == tuple(Byline(name=name, role=role) for name in names)


def test_bare_names_count_beneath_a_title_only() -> None:
    """A line of names and dates; sections, menus and slogans are none."""
    assert find_bare_byline("Nawal Aziz | June 14, 2022") == (Byline(name="Nawal Aziz"),)
    assert find_byline("Nawal Aziz | June 14, 2022") == ()
    for line in ("Foreign Affairs", "Home | Sports", "Share on social media", "Public Health", "3 min read"):
        assert find_bare_byline(line) == ()


def test_a_biography_names_the_author() -> None:
    """Name and role, without what follows."""
    found = find_biography("Farida Nasser is a research fellow at the Delta Policy Lab, where she writes on water.")
    assert found == (Byline(name="Farida Nasser", role="research fellow at the Delta Policy Lab"),)


BODY = (
    "The two sides met again in the capital on Monday and agreed to go on with their talks in the spring of next year."
)


def test_a_line_of_fields_may_begin_with_the_genre() -> None:
    """ "Opinion | name | day" beneath the title."""
    text = f"Fewer admirals\n\nOpinion | Johanna Lindqvist | 12 January 2026\n\n{BODY}\n\n{BODY}\n\n{BODY}\n"
    article = read(text.encode(), name="page.txt")
    assert (article.genre, article.sections, article.date) == ("opinion", ("Opinion",), "2026-01-12")


def test_a_line_of_the_menu_is_no_outlet() -> None:
    """The dateline names the outlet; "About us" above the title does not."""
    text = f"Home\nAbout us\n\nWhy ferries are late\n\nMeridian Studies Group Online - {BODY}\n\n{BODY}\n\n{BODY}\n"
    assert read(text.encode(), name="page.txt").publication == "Meridian Studies Group Online"
