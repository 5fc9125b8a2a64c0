"""BibTeX and CSL-JSON."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.exports.bibtex import bibtex_text, write_bibtex
from parley.exports.csl import write_csl
from parley.exports.works import citation_key, date_parts, works_of
from parley.terms.tables import ArticleRow, StatementRow
from tests.exports.builders import ARTICLE, PLAIN, statement, statements, words


def bibtex(*rows: StatementRow | ArticleRow) -> str:
    """The bibliography of some rows."""
    file = io.BytesIO()
    write_bibtex(rows, file)
    return file.getvalue().decode()


def csl(*rows: StatementRow | ArticleRow) -> list[dict[str, Any]]:
    """The same as CSL."""
    file = io.BytesIO()
    write_csl(rows, file)
    found: list[dict[str, Any]] = json.loads(file.getvalue())
    return found


def test_an_article_as_bibtex() -> None:
    """The fields that bibliographies print, with a date no more precise than it is known."""
    assert bibtex(ARTICLE) == (
        "@article{harbourpost2023-7bf5d0ec5bb2,\n".replace("7bf5d0ec5bb2", citation_key(None, (), "0123abcd")[-12:])
        + "  title = {{Talks fail}},\n"
        "  journal = {The Harbour Post},\n"
        "  year = {2023},\n"
        "  month = aug,\n"
        "  url = {https://example.org/talks},\n"
        "  urldate = {2024-04-30},\n"
        "  language = {en},\n"
        "  keywords = {wire},\n"
        "  note = {Parley article 0123abcd},\n"
        "}\n\n"
    )


def test_statements_bring_their_articles_once() -> None:
    """The bibliography of a selection names each article once, with its authors."""
    found = bibtex(PLAIN, statement(key="e2"), statement(article_key="other", byline=("Reuters and AFP", "Jo March")))
    assert found.count("@article") == 2
    assert "author = {Jo March}" in found
    assert "author = {{Reuters and AFP} and Jo March}" in found


def test_what_tex_acts_on_is_escaped() -> None:
    """A title cannot break the file: braces are balanced, signs are commands, other letters stay."""
    text = bibtex_text(r"{50% & #1 $x_y ~^\ “Nähe” 協定")
    assert text == (
        r"\textbraceleft{}50\% \& \#1 \$x\_y \textasciitilde{}\textasciicircum{}\textbackslash{} “Nähe” 協定"
    )


@settings(max_examples=60)
@given(st.lists(statements, max_size=3))
def test_any_page_gives_a_whole_bibliography(rows: list[StatementRow]) -> None:
    """Whatever pages say, braces are balanced, an entry is a block of lines, and keys are unique."""
    text = bibtex(*rows)
    assert text.count("{") == text.count("}")
    keys = re.findall(r"^@[a-z]+\{([a-z0-9-]+),$", text, re.MULTILINE)
    assert len(set(keys)) == len(keys) == len({row.article_key for row in rows})
    assert len(csl(*rows)) == len(keys)


@given(words)
def test_no_brace_of_a_text_is_left_open(text: str) -> None:
    """BibTeX counts braces even after a backslash; ours are always in pairs."""
    depth = 0
    for sign in bibtex_text(text):
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0


def test_an_article_as_csl() -> None:
    """A citation processor gets the same; what is not known is not there."""
    assert csl(ARTICLE) == [
        {
            "id": next(works_of([ARTICLE])).name,
            "type": "article-newspaper",
            "title": "Talks fail",
            "container-title": "The Harbour Post",
            "issued": {"date-parts": [[2023, 8]]},
            "accessed": {"date-parts": [[2024, 4, 30]]},
            "URL": "https://example.org/talks",
            "language": "en",
            "genre": "wire",
            "note": "Parley article 0123abcd",
        }
    ]
    bare = replace(ARTICLE, publication=None, date=None, genre="speech", url="javascript:alert(1)", title=None)
    assert set(csl(bare)[0]) == {"id", "type", "accessed", "language", "genre", "note"}
    assert csl(PLAIN)[0]["author"] == [{"literal": "Jo March"}]


def test_a_date_is_never_made_up() -> None:
    """A date says as much as was known and nothing where it is none."""
    assert date_parts("2023") == (2023,)
    assert date_parts("2023-08-09T10:00:00Z") == (2023, 8, 9)
    assert date_parts("2023-13") == date_parts("long ago") == date_parts(None) == ()


def test_citation_keys_are_stable() -> None:
    """The key of an article is the same in every export, in plain letters, whatever the outlet is called."""
    assert citation_key("The Härbour-Post", (2023, 8), "k") == citation_key("Harbour Post", (2023,), "k")
    assert re.fullmatch(r"article-[0-9a-f]{12}", citation_key("協定", (), "k"))
