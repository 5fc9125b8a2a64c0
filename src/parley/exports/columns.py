"""The columns of every table that goes out: one literal table for each kind of row.

CSV, XLSX, Parquet, Arrow, pandas and Polars have these columns, in this order; JSON Lines has fields
of the same names. In flat formats a list is one cell: its items joined by "; ". A semicolon or a
backslash within an item has a backslash before it, so that ``split_list`` gives the same items back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, get_args

from parley.terms.statements import Certainty, Form, Polarity
from parley.terms.tables import ArticleRow, StatementRow
from parley.terms.text import Genre

ColumnType = Literal["text", "integer", "number", "boolean", "list", "json"]
Cell = str | int | float | bool | tuple[str, ...] | None
"""What stands in a column of one row; JSON is text."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    description: str
    type: ColumnType = "text"
    nullable: bool = False
    choices: tuple[str, ...] = ()
    """The only values there are, where the list is closed."""
    get: Callable[[Any], Cell] | None = None
    """How to get it from a row; None: it is the row's field of the same name."""

    @property
    def getter(self) -> Callable[[Any], Cell]:
        """How to get it from a row."""
        return self.get or attrgetter(self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of row, and its columns."""

    name: str
    row: type[Any]
    columns: tuple[Column, ...]


def _text_of(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


STATEMENTS = Table(
    "statements",
    StatementRow,
    (
        Column("key", "Permanent key of the entry"),
        Column("article", "Name of the page; good to read and usually, not always, unique"),
        Column("article_key", "Permanent key of the article"),
        Column("title", "Title of the article", nullable=True),
        Column("date", "Date of the article: an ISO prefix whose length is its precision", nullable=True),
        Column("publication", "Outlet", nullable=True),
        Column("url", "Address of the page", nullable=True),
        Column("genre", "Genre of the article", nullable=True, choices=get_args(Genre)),
        Column("byline", "Authors of the article", "list"),
        Column("state", "State of the entry: proposed by the machine, judged by a person, withdrawn, ..."),
        Column("judged_by", "Coder who last judged it; empty: the machine's proposal, not reviewed", nullable=True),
        Column("text_changed", "That its page has a newer text which does not surely have its words", nullable=True),
        Column("speaker", "Name of the first speaker; empty where it stays open", nullable=True),
        Column("speaker_key", "Permanent key of the first speaker", nullable=True),
        Column("speaker_role", "What the article says the first speaker is", nullable=True),
        Column("speakers", "Names of all speakers", "list"),
        Column("about", "Actors that the statement is about", "list"),
        Column("source", "Who speaks, as written"),
        Column("cue", "Words that attribute it: said, according to, ..."),
        Column("content", "What is said; an ellipsis stands where words were left out"),
        Column("sentence", "The sentence that proves it"),
        Column("start", "Where it begins in the page text: code points from 0", "integer"),
        Column("end", "Where it ends in the page text, exclusive", "integer"),
        Column("form", "Quoted, partly quoted, or paraphrased", choices=get_args(Form)),
        Column("polarity", "denied: the source puts the content forward as false", choices=get_args(Polarity)),
        Column("certainty", "How certain the source is", choices=get_args(Certainty)),
        Column("mention", "Whether the cue only points at something (referred to, ...)", "boolean"),
        Column("asserted", 'false for "X did not say P"', "boolean"),
        Column("said", "When it was said, where the text tells: an ISO prefix", nullable=True),
        Column("parent", "Key of the statement inside which this one stands", nullable=True),
        Column("continues", "Key of the statement that this one runs on from", nullable=True),
        Column("same_as", "Key of the statement that this one repeats", nullable=True),
        Column("confidence", "The machine's confidence, 0 to 1", "number", nullable=True),
        Column("speaker_confidence", "The machine's confidence in the speaker, 0 to 1", "number", nullable=True),
        Column("speaker_reason", "Why this speaker, or why none", nullable=True),
        Column(
            "concepts",
            "Concepts of the codebook that it takes up, each with its stance: agree, disagree or neutral",
            "list",
            get=lambda row: tuple(f"{coding.concept}: {coding.stance}" for coding in row.concepts),
        ),
        Column(
            "concept_coders",
            "Who coded each of the concepts, in the same order",
            "list",
            get=lambda row: tuple(coding.coder for coding in row.concepts),
        ),
        Column("statement_type", "Its type in the codebook, where a person gave it one", nullable=True),
        Column(
            "values",
            "Coded variables of that type and their values, as JSON",
            "json",
            get=lambda row: _text_of(row.values),
        ),
        Column("tags", "Tags", "list"),
    ),
)

ARTICLES = Table(
    "articles",
    ArticleRow,
    (
        Column("key", "Permanent key of the article"),
        Column("article", "Name of the page; good to read and usually, not always, unique"),
        Column("title", "Title", nullable=True),
        Column("date", "Date: an ISO prefix whose length is its precision", nullable=True),
        Column("publication", "Outlet", nullable=True),
        Column("genre", "Genre", nullable=True, choices=get_args(Genre)),
        Column("language", "Language of the text: an ISO 639 code"),
        Column("url", "Address of the page", nullable=True),
        Column("location", "File or address the page was read from"),
        Column("fetched_at", "When the page was fetched, in UTC"),
        Column("statements", "How many statements were found in it", "integer"),
        Column("events", "How many events were found in it", "integer"),
        Column("byline", "Authors", "list"),
        Column("work", "How far people are with it: unread, in work, read, irrelevant"),
    ),
)

TABLES: Mapping[str, Table] = {"statements": STATEMENTS, "articles": ARTICLES}

_TOKEN = re.compile(r"; |\\.|[^\\;]+|.", re.DOTALL)


def join_list(items: Iterable[str]) -> str:
    """Items as one cell of a flat table; a lone empty item is lost."""
    return "; ".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def split_list(cell: str) -> tuple[str, ...]:
    """The items of such a cell; an empty cell has none."""
    if not cell:
        return ()
    items = [""]
    for token in _TOKEN.findall(cell):
        if token == "; ":
            items.append("")
        else:
            items[-1] += token[1:] if len(token) > 1 and token[0] == "\\" else token
    return tuple(items)
