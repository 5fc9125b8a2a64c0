"""Rows for the tests of the exports, made by hand and by hypothesis."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from hypothesis import strategies as st

from parley.exports.about import About
from parley.exports.columns import Cell, Table
from parley.terms.review import Evidence
from parley.terms.statements import Certainty, Form, Polarity
from parley.terms.tables import ArticleRow, Coding, Hit, StatementRow
from parley.terms.text import Genre

ABOUT = About(title="The harbour talks", made_at="2024-05-01T12:00:00Z", search="harbour & talks")

NASTY = (
    "=1+1",
    "  =cmd|' /C calc'!A0",
    "\t@SUM(A1)",
    "'=1+1",
    "''=x",
    "＝1",
    "-5",
    "+5",
    'say "so", he said\r\nand\nmore\r',
    "a; b\\; c\\",
    "NUL \x00 bell \x07 escape \x1b␛␀␦",
    "_x0041_ _x000D_",
    "#N/A",
    "</w:t><b>&amp;",
    "]]>",
    "{unbalanced} 50% & #1 $x_y ~ ^ \\",
    "نجرگه \u202e 協定 🕊️",
    "\ufeff=1",
    " leading and trailing ",
    "'",
)

words = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=30), st.text(alphabet="'=+-@\t\r\n ;\\\"␀␦\x00a", max_size=8)
)
some_words = words.filter(bool)
maybe = st.none() | some_words
lists = st.lists(some_words, max_size=3).map(tuple)
confidences = st.none() | st.floats(0, 1)
stances: Any = st.sampled_from(["agree", "disagree", "neutral"])
offsets = st.integers(0, 2**40)

evidences = st.builds(
    Evidence, start=offsets, end=offsets, exact=words, prefix=words, suffix=words, sha256=st.just("0" * 64)
)

statements = st.builds(
    StatementRow,
    key=some_words,
    article=words,
    article_key=some_words,
    title=maybe,
    date=st.none() | st.sampled_from(["2023", "2023-08", "2023-08-09", "long ago"]),
    publication=maybe,
    state=st.sampled_from(["proposed", "accepted", "withdrawn"]),
    speaker=maybe,
    speaker_key=maybe,
    speakers=lists,
    about=lists,
    source=words,
    cue=words,
    content=words,
    sentence=words,
    start=offsets,
    end=offsets,
    form=st.sampled_from(get_args(Form)),
    polarity=st.sampled_from(get_args(Polarity)),
    certainty=st.sampled_from(get_args(Certainty)),
    mention=st.booleans(),
    asserted=st.booleans(),
    said=st.none() | st.just("2023-08"),
    parent=maybe,
    continues=maybe,
    same_as=maybe,
    confidence=confidences,
    speaker_confidence=confidences,
    speaker_reason=maybe,
    evidence=st.lists(evidences, max_size=3).map(tuple),
    url=st.none() | st.sampled_from(["https://example.org/a?b=c&d=<e>", "javascript:alert(1)"]) | some_words,
    genre=st.none() | st.sampled_from(get_args(Genre)),
    byline=lists,
    speaker_role=maybe,
    judged_by=maybe,
    concepts=st.lists(st.builds(Coding, concept=some_words, stance=stances, coder=some_words), max_size=2).map(tuple),
    statement_type=maybe,
    values=st.dictionaries(words, words | st.integers() | st.booleans(), max_size=3),
    tags=lists,
)

PLAIN = StatementRow(
    key="e1",
    article="harbour-post",
    article_key="0123abcd",
    title="Talks fail",
    date="2023-08-09",
    publication="The Harbour Post",
    state="proposed",
    speaker="Ahmad Massoud",
    speaker_key="actor-1",
    speakers=("Ahmad Massoud",),
    about=(),
    source="Massoud",
    cue="said",
    content="“We will not sign.”",
    sentence="“We will not sign.” said Massoud.",
    start=10,
    end=44,
    form="direct",
    polarity="affirmed",
    certainty="certain",
    mention=False,
    asserted=True,
    said=None,
    parent=None,
    continues=None,
    same_as=None,
    confidence=0.9,
    speaker_confidence=0.8,
    speaker_reason="named",
    evidence=(
        Evidence(start=35, end=42, exact="Massoud", prefix="said ", suffix=".", sha256="1"),
        Evidence(start=30, end=34, exact="said", prefix="sign.” ", suffix=" Massoud", sha256="2"),
        Evidence(start=10, end=29, exact="“We will not sign.”", prefix="", suffix=" said", sha256="3"),
        Evidence(start=10, end=43, exact="“We will not sign.” said Massoud.", prefix="", suffix="", sha256="4"),
    ),
    url="https://example.org/talks",
    speaker_role="leader of the National Resistance Front",
    byline=("Jo March",),
    judged_by="ruth",
)

ARTICLE = ArticleRow(
    key="0123abcd",
    article="harbour-post",
    title="Talks fail",
    date="2023-08",
    publication="The Harbour Post",
    genre="wire",
    language="en",
    url="https://example.org/talks",
    location="talks.html",
    fetched_at="2024-04-30T08:00:00Z",
    statements=3,
)

HIT = Hit(
    kind="sentence",
    article="harbour-post",
    article_key="0123abcd",
    title="Talks fail",
    date="2023-08-09",
    publication="The Harbour Post",
    speaker=None,
    statement="e1",
    text="The <talks> failed.",
    highlights=(),
    start=3,
    end=22,
)


def statement(**changes: Any) -> StatementRow:
    """The plain statement with some fields changed."""
    return replace(PLAIN, **changes)


def cells(row: Any, table: Table) -> dict[str, Cell]:
    """What each column of a table says of a row."""
    return {column.name: column.getter(row) for column in table.columns}
