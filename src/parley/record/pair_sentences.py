"""The sentences of a record that name two actors: what states and sentiments are read from."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from parley.record import sql
from parley.record.actors import one_with
from parley.record.drafts import ACTOR_LINK
from parley.record.filters import current_articles, portions
from parley.record.search import pieces_of
from parley.record.spans import from_group
from parley.record.states import GONE
from parley.record.texts import is_newest
from parley.terms.relations import PairSentence
from parley.terms.text import Span


@dataclass(slots=True)
class _Named:
    """Where an article names two actors: page spans of their names, as payloads have them."""

    first: list[list[list[int]]] = field(default_factory=list)
    second: list[list[list[int]]] = field(default_factory=list)


def find_pair_sentences(
    connection: Connection,
    first: str,
    second: str,
    *,
    once: Callable[[Select[Any]], list[ColumnElement[bool]]],
    limit: int,
) -> tuple[tuple[PairSentence, ...], int]:
    """The sentences that name both actors by name, those of the newest articles first.

    Args:
        connection: to the record.
        first: key of an actor.
        second: key of another one.
        once: conditions under which copies count once, given the numbers of the articles that are asked about.
        limit: how many sentences at most.

    Returns:
        The sentences, and how many there are in all.
    """
    state = sql.article_state.c
    both = [is_newest(), *(state.page_text.in_(_pages_of(key)) for key in (first, second))]
    met = select(state.id).where(*both).correlate(None)
    articles = connection.execute(
        current_articles(
            state.page_text,
            state.reading,
            state.title,
            state.date,
            state.publication,
            sql.page_text.c.key.label("article_key"),
            sql.fetch.c.name.label("article"),
            sql.reading.c.text,
        )
        .where(*both, *once(met))
        .order_by(state.date.is_(None), state.date.desc(), sql.page_text.c.key)
    ).all()
    named = _names(connection, [row.page_text for row in articles], first, second)
    kept: list[PairSentence] = []
    number = 0
    for row in articles:
        for sentence in _of_article(connection, row, named.get(row.page_text, _Named())):
            number += 1
            if len(kept) < limit:
                kept.append(sentence)
    return tuple(kept), number


def _members(key: str) -> Select[Any]:
    return select(sql.actor.c.key).where(one_with([key]))


def _pages_of(key: str) -> Select[Any]:
    """Page texts that an actor acts in."""
    state = sql.entry_state.alias("acting_state")
    acting = select(sql.entry.c.page_text).join(state, state.c.entry == sql.entry.c.key)
    return acting.where(state.c.actor.in_(_members(key)), state.c.state.not_in(GONE))


def _names(connection: Connection, pages: list[str], first: str, second: str) -> dict[str, _Named]:
    """Page text to where it names the two."""
    state = sql.entry_state.c
    firsts = set(connection.execute(_members(first)).scalars())
    found: dict[str, _Named] = {}
    for portion in portions(pages):
        query = (
            select(sql.entry.c.page_text, state.actor, sql.version.c.payload)
            .join(sql.entry_state, state.entry == sql.entry.c.key)
            .join(sql.version, sql.version.c.key == state.version)
            .where(sql.entry.c.kind == ACTOR_LINK, sql.entry.c.page_text.in_(portion), state.state.not_in(GONE))
            .where(state.actor.in_(_members(first)) | state.actor.in_(_members(second)))
            .order_by(sql.version.c.start, sql.entry.c.key)
        )
        for row in connection.execute(query):
            named = found.setdefault(row.page_text, _Named())
            side = named.first if row.actor in firsts else named.second
            side += [one["spans"] for one in json.loads(row.payload)["mentions"] if one["form"] == "name"]
    return found


def _of_article(connection: Connection, article: Row[Any], named: _Named) -> Iterator[PairSentence]:
    """The sentences of an article that name both, the first name of each."""
    if not named.first or not named.second:
        return
    pieces = pieces_of(connection, article.reading)
    table = sql.sentence.c
    rows = connection.execute(
        select(table.start, table.end).where(table.reading == article.reading).order_by(table.start)
    ).all()
    sentences = [Span(row.start, row.end) for row in rows]
    places = [
        _by_sentence(sentences, (from_group(pieces, one) for one in side)) for side in (named.first, named.second)
    ]
    for at in sorted(places[0].keys() & places[1].keys()):
        sentence = sentences[at]
        one, other = (Span(p[at].start - sentence.start, p[at].end - sentence.start) for p in places)
        if not one.overlaps(other):
            yield PairSentence(
                article_key=article.article_key,
                article=article.article,
                title=article.title,
                date=article.date,
                publication=article.publication,
                start=sentence.start,
                text=sentence.of(article.text),
                first=one,
                second=other,
            )


def _by_sentence(sentences: list[Span], names: Iterable[Span | None]) -> dict[int, Span]:
    """Place of each sentence that has a name to the first of its names."""
    starts = [sentence.start for sentence in sentences]
    found: dict[int, Span] = {}
    for name in sorted(span for span in names if span is not None):
        at = bisect_right(starts, name.start) - 1
        if at >= 0 and name.end <= sentences[at].end:
            found.setdefault(at, name)
    return found
