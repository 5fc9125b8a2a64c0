"""One query language, one meaning: the reference, SQLite's FTS5 and PostgreSQL find the same texts."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.record.query_parser import DEEPEST, MOST_TERMS, parse_query
from parley.record.query_plan import plan, searchable
from parley.record.query_postgresql import bytes_of, tsquery_expression
from parley.record.query_signs import FARTHEST
from parley.record.query_sqlite import fts5_expression
from parley.record.query_tree import (
    And,
    Field,
    Near,
    Not,
    Or,
    Plan,
    Term,
    TextLeaf,
    Tree,
    highlights,
    matches,
    terms_of,
)
from parley.record.tokens import index_vector, index_words, words_of
from parley.terms.text import Span
from tests.postgresql import new_database

ALPHABET = ("a", "b", "c", "ab", "abc", "é", "ß", "И", "1")
WORDS = tuple(words_of(" ".join(ALPHABET)))
Postgresql = psycopg.Connection[tuple[object, ...]]


def _texts() -> list[str]:
    """Short texts over a small alphabet, so that queries meet many of them in many ways; and some long ones."""
    chance = random.Random(20261201)
    short = [" ".join(chance.choices(ALPHABET, k=chance.randrange(9))) for _ in range(500)]
    few = [" ".join(chance.choices("ab", k=chance.randrange(6))) for _ in range(60)]
    far = [" ".join(["a", *"x" * chance.randrange(60), "b", *"x" * chance.randrange(4), "c"]) for _ in range(60)]
    often = " ".join(["a"] * 300 + ["b"] + ["a"] * 300 + ["c"])
    endless = " ".join([*map(str, range(10_000)), "a", "b", *map(str, range(6_379)), "c", "ab", "c", "é"])
    return [*short, *few, *far, often, endless]


TEXTS = _texts()


@pytest.fixture(scope="module")
def postgresql(server: Path) -> Iterator[Postgresql]:
    """A connection to a database of the tests' own server that holds the texts."""
    with (
        new_database(server) as place,
        psycopg.connect(host=str(server), user="postgres", dbname=place.database, autocommit=True) as connection,
    ):
        connection.execute("CREATE TABLE search (id int PRIMARY KEY, vector tsvector)")
        rows = [(number, index_vector(text)) for number, text in enumerate(TEXTS)]
        connection.cursor().executemany("INSERT INTO search VALUES (%s, %s::text::tsvector)", rows)
        connection.execute("CREATE INDEX ON search USING gin (vector)")
        yield connection


@pytest.fixture(scope="module")
def sqlite() -> Iterator[sqlite3.Connection]:
    """An FTS5 table that holds the texts."""
    database = sqlite3.connect(":memory:")
    database.execute('CREATE VIRTUAL TABLE search USING fts5(words, tokenize = "ascii")')
    rows = [(number, index_words(text)) for number, text in enumerate(TEXTS)]
    database.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", rows)
    yield database
    database.close()


TOKENS = [words_of(text) for text in TEXTS]
EVERYTHING = frozenset(range(len(TEXTS)))
LONG = {number for number, tokens in enumerate(TOKENS) if len(tokens) > 256}
WHOLE = EVERYTHING - LONG


def by_reference(tree: Tree) -> set[int]:
    """Texts that the reference accepts, of those that the indexes hold in full."""
    return {number for number in WHOLE if matches(tree, TOKENS[number])}


def by_sqlite(database: sqlite3.Connection, tree: Tree) -> set[int]:
    """Texts that SQLite finds for a text leaf."""
    query = "SELECT rowid FROM search WHERE search MATCH ?"
    return {row[0] for row in database.execute(query, (fts5_expression(tree),))}


def by_postgresql(connection: Postgresql, trees: Sequence[Tree], *, index: bool = False) -> list[set[int]]:
    """Texts that PostgreSQL finds for each of some text leaves."""
    connection.execute(f"SET enable_seqscan = {'off' if index else 'on'}")
    query = """
        SELECT array(SELECT id FROM search WHERE vector @@ asked.query)
        FROM unnest(%s::text[]::tsquery[]) WITH ORDINALITY AS asked (query, number) ORDER BY asked.number
    """
    rows = connection.execute(query, ([tsquery_expression(tree) for tree in trees],)).fetchall()
    return [set(row[0]) for row in rows if isinstance(row[0], list)]


def leaf_of(node: Plan) -> tuple[bool, Tree]:
    """Whether the plan of a tree of words is a Not, and its one full-text expression."""
    inner = node.part if isinstance(node, Not) else node
    assert isinstance(inner, TextLeaf)
    return isinstance(node, Not), inner.tree


TERMS = st.builds(
    lambda tokens, prefix: Term(tuple(tokens), prefix=prefix),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.booleans(),
)
DISTANCES = st.sampled_from([0, 1, 2, 3, 9])
LEAVES = TERMS | st.builds(
    lambda left, right, distance: Near(left=left, right=right, distance=distance), TERMS, TERMS, DISTANCES
)
TREES: st.SearchStrategy[Tree] = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(lambda parts: And(tuple(parts)), st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: Or(tuple(parts)), st.lists(inner, min_size=1, max_size=3))
    ),
    max_leaves=8,
)
QUIET = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@QUIET
@given(st.lists(TREES, min_size=20, max_size=40), st.booleans())
def test_all_three_find_the_same(
    sqlite: sqlite3.Connection, postgresql: Postgresql, trees: list[Tree], index: bool
) -> None:
    """Any boolean tree of words, phrases, prefixes and NEAR means one set of texts, whoever is asked."""
    planned = [leaf_of(plan(tree)) for tree in trees]
    found = by_postgresql(postgresql, [leaf for _, leaf in planned], index=index)
    for tree, (excludes, leaf), there in zip(trees, planned, found, strict=True):
        here = by_sqlite(sqlite, leaf)
        assert here == there
        assert (EVERYTHING - here if excludes else here) - LONG == by_reference(tree)
        assert searchable(leaf) == leaf


NEARS = [
    Near(left=Term(left), right=Term(right, prefix=prefix), distance=distance)
    for left in [("a",), ("a", "b"), ("b", "a", "b")]
    for right in [("a",), ("b",), ("b", "a"), ("a", "b"), ("b", "b")]
    for prefix in (False, True)
    for distance in (0, 1, 2, FARTHEST)
]


def test_near_means_the_same_where_the_terms_overlap(sqlite: sqlite3.Connection, postgresql: Postgresql) -> None:
    """Phrases of the same words lie over each other in every way they can, on both databases."""
    for near, there in zip(NEARS, by_postgresql(postgresql, NEARS), strict=True):
        assert by_sqlite(sqlite, near) == there
        assert there - LONG == by_reference(near)


@pytest.mark.parametrize(
    ("query", "text", "met"),
    [
        ("a NEAR/1 b", "a x b", True),
        ("a NEAR/1 b", "b x a", True),
        ("a NEAR/1 b", "a x y b", False),
        ("a NEAR/0 b", "b a", True),
        ('"a b" NEAR/1 c', "a b x c", True),
        ('"a b" NEAR/1 c', "c x a b", True),
        ('"a b" NEAR/1 c', "c x y a b", False),
        ('"a b" NEAR/0 "b c"', "a b c", True),
        ("a NEAR a", "a", True),
        ("ab* NEAR/0 c", "abc c", True),
        ("a NOT b", "a c", True),
        ("a NOT b", "a b", False),
        ("a (NOT b OR c)", "a", True),
        ("a (NOT b OR c)", "a b", False),
        ("COVID-19", "Covid 19", True),
        ("COVID-19", "covid in 2019", False),
        ("al-Qaida", "Al Qaida’s", True),
        ("straß*", "Strassenbau", True),
    ],
)
def test_what_a_query_means(query: str, text: str, met: bool) -> None:
    """The reference: distance counts the words between, in either order; overlaps are near."""
    assert matches(parse_query(query), words_of(text)) is met


def test_the_limits_of_the_language_are_within_those_of_both_databases(
    sqlite: sqlite3.Connection, postgresql: Postgresql
) -> None:
    """The deepest, longest and farthest queries that can be typed are answered by both."""
    steps = ["a (", "a OR (", "a NOT (", "a OR b NOT (c OR ", "a b OR c OR d (", "a NEAR/2 b OR c NOT ("]
    chance = random.Random(1)
    queries = [step * DEEPEST + "b" + ")" * DEEPEST for step in steps]
    queries += ["".join(chance.choices(steps, k=DEEPEST)) + "b" + ")" * DEEPEST for _ in range(150)]
    queries += [" ".join(["x1 NEAR/50 y1*"] * (MOST_TERMS // 2)), " OR ".join(["a"] * MOST_TERMS)]
    queries += ['"' + " x1" * 32 + '" NEAR/50 "' + " y1" * 32 + '"', "a NOT " + " NOT ".join("b" * 63)]
    queries += ["a" * 300 + "*", "é" * 300 + " NOT " + "ﷺ" * 255, "(a OR NOT b) (a OR NOT c) " * 10 + "a"]
    trees = [leaf_of(plan(tree))[1] for query in queries if (tree := _parsed(query)) is not None]
    assert len(trees) > 60
    for tree, there in zip(trees, by_postgresql(postgresql, trees, index=True), strict=True):
        assert by_sqlite(sqlite, tree) == there


def _parsed(query: str) -> Tree | None:
    try:
        return parse_query(query)
    except UsageError:
        return None


def test_the_most_nearness_that_can_be_asked_for_fits_into_a_tsquery(postgresql: Postgresql) -> None:
    """What is let through by its reckoned size is taken by PostgreSQL."""
    long = " ".join(["x" * 255] * 6)
    near = parse_query(f'"{long}" NEAR/50 "{long.replace("x", "y")}"')
    assert isinstance(near, Near)
    assert 300_000 < bytes_of(near) < 1_000_000
    assert by_postgresql(postgresql, [near], index=True) == [set()]


def test_both_indexes_leave_out_the_same_of_long_texts(sqlite: sqlite3.Connection, postgresql: Postgresql) -> None:
    """Beyond what a tsvector holds SQLite finds no more than PostgreSQL does."""
    long_ones = ['"a b"', '"b a"', '"a c"', '"a a"', "c", "a b c", '"c ab"', "ab", "é", '"9999 a b"']
    trees = [parse_query(query) for query in long_ones]
    found = by_postgresql(postgresql, trees)
    assert [by_sqlite(sqlite, tree) for tree in trees] == found
    often, endless = sorted(LONG)
    assert [query for query, hits in zip(long_ones, found, strict=True) if often in hits] == ['"a a"', "c", "a b c"]
    assert [query for query, hits in zip(long_ones, found, strict=True) if endless in hits] == [
        '"a b"',
        "c",
        "a b c",
        '"c ab"',
        "ab",
        '"9999 a b"',
    ]


def test_no_word_reaches_a_database_as_syntax() -> None:
    """Even of a term that the parser would never make, quotes and backslashes are quoted."""
    term = Term(('a"b', "c'd\\"))
    assert fts5_expression(term) == '"a""b c\'d\\"'
    assert tsquery_expression(term) == "('a\"b' <1> 'c''d\\\\')"


def test_what_only_excludes_cannot_be_looked_up() -> None:
    """An index is never asked for all that does not have a word, nor for a field."""
    only: Tree = Or((Term(("a",)), Not(Term(("b",)))))
    field = Field(name="form", operator="=", value="direct")
    for write in (fts5_expression, tsquery_expression):
        with pytest.raises(ValueError, match="only says what must not occur"):
            write(only)
        with pytest.raises(ValueError, match="no words to look for"):
            write(field)
    with pytest.raises(ValueError, match="no question about words"):
        matches(And((Term(("a",)), field)), ["a"])


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("armed", "Armed men, unarmed men, armed", ["Armed", "armed"]),
        ('"armed resistance"', "The armed — resistance; armed", ["armed — resistance"]),
        ("insurg*", "Insurgents and insurgency", ["Insurgents", "insurgency"]),
        ('"armed resistance" resistance', "armed resistance, resistance", ["armed resistance", "resistance"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
        ('"a b c" b c', "x a b c", ["a b c"]),
        ("a b", "a b", ["a", "b"]),
        ("a NOT b", "a b", ["a"]),
        ("a NOT (b NOT c)", "a b c", ["a", "c"]),
        ("speaker:X a", "X a", ["a"]),
        ("NOT form:direct", "form direct", []),
        ("a NEAR/1 b", "a x b y z a x x b", ["a", "b"]),
        ("a OR b", "b", ["b"]),
        ("strasse ete", "Straße: É\u0301te\u0301", ["Straße", "É\u0301te\u0301"]),
    ],
)
def test_highlights_are_the_words_that_were_asked_for(query: str, text: str, marked: list[str]) -> None:
    """Phrases as a whole, words by their beginning, only what is near; never what must not occur."""
    assert [span.of(text) for span in highlights(parse_query(query), text)] == marked


@given(TREES, st.lists(st.sampled_from((*ALPHABET, "—", "x")), max_size=12).map(" ".join))
def test_highlights_are_apart_and_in_order(tree: Tree, text: str) -> None:
    """A reader's eye and a program can follow them from left to right; each begins and ends at a word."""
    spans = highlights(tree, text)
    assert all(before.end < after.start for before, after in pairwise(spans))
    assert all(words_of(span.of(text)) and span.of(text).strip() == span.of(text) for span in spans)
    wanted = terms_of(tree)
    assert not spans or wanted
    if isinstance(tree, Term):
        assert wanted == (tree,)
        assert bool(spans) == matches(tree, words_of(text))


def test_terms_are_told_once_and_in_order() -> None:
    """What a passage is found by: terms under no NOT, also those of NEAR."""
    tree = parse_query("b a NEAR/2 b NOT c speaker:d")
    assert terms_of(tree) == (Term(("b",)), Term(("a",)))
    assert highlights(tree, "b, b") == (Span(0, 1), Span(3, 4))
    assert highlights(parse_query("a NEAR/2 b"), "b, b") == ()
