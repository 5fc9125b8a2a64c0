"""What users type, made safe for the search index."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.record.query import MOST_TERMS, parse_query


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("Massoud", '(("Massoud"))'),
        ("Moscow Taliban", '(("Moscow" AND "Taliban"))'),
        ("Moscow AND Taliban", '(("Moscow" AND "Taliban"))'),
        ('"armed resistance" insurg*', '(("armed resistance" AND "insurg" *))'),
        ('"armed resist"*', '(("armed resist" *))'),
        ("“armed resistance”", '(("armed resistance"))'),
        ("a OR b NOT c", '(("a")) OR (("b") NOT "c")'),
        ("NOT c a NOT d", '(("a") NOT "c" NOT "d")'),
        ("and or not near", '(("and" AND "or" AND "not" AND "near"))'),
        ("OR a OR", '(("a"))'),
        ("a NOT OR b", '(("a")) OR (("b"))'),
        ("NEAR(a b, 2)", '(("NEAR" AND "a" AND "b," AND "2"))'),
        ("text:secret", '(("text:secret"))'),
        ("{text} : x", '(("{text}" AND "x"))'),
        ("^a +b -c", '(("^a" AND "+b" AND "-c"))'),
        ('a "unclosed phrase', '(("a" AND "unclosed phrase"))'),
        ('x"y"z', '(("x" AND "y" AND "z"))'),
        ("a\x00b", '(("a" AND "b"))'),
        ("O'Brien; DROP TABLE entry --", """(("O'Brien;" AND "DROP" AND "TABLE" AND "entry"))"""),
    ],
)
def test_words_are_quoted_and_only_a_few_signs_mean_something(query: str, match: str) -> None:
    """Words, phrases, a star at the end, AND, OR, NOT; all else is quoted or falls away."""
    assert parse_query(query) == match


@pytest.mark.parametrize("query", ["", "  ", "*", '""', "()", "AND", "NOT x", "OR NOT x", "—", '"*"'])
def test_a_query_without_a_word_is_refused_with_a_cure(query: str) -> None:
    """There must be something to look for; what must not occur is not enough."""
    with pytest.raises(UsageError, match=r"no word to look for.*Give a word"):
        parse_query(query)


def test_too_many_words_are_refused() -> None:
    """The index's own limit is never met."""
    parse_query("a " * MOST_TERMS)
    with pytest.raises(UsageError, match=f"at most {MOST_TERMS}"):
        parse_query("a NOT " * (MOST_TERMS + 1))


HOSTILE = st.lists(
    st.sampled_from(
        ['"', "*", "(", ")", "NEAR", "NEAR/2", "AND", "OR", "NOT", ":", "text:", "{", "}", "^", "+", "-", "'"]
    )
    | st.text(max_size=4),
    max_size=12,
)


@given(HOSTILE, st.sampled_from(["", " "]))
def test_no_input_ever_reaches_the_index_as_syntax(parts: list[str], between: str) -> None:
    """Whatever is typed is answered or refused as without words; the index never complains."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE search USING fts5(text)")
    database.execute("INSERT INTO search VALUES ('he said it')")
    try:
        match = parse_query(between.join(parts).encode(errors="replace").decode())
    except UsageError:
        return
    database.execute("SELECT * FROM search WHERE search MATCH ?", (match,)).fetchall()
    database.close()
