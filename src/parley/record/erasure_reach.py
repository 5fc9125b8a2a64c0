"""What an erasure reaches: the texts of an article, the pages that name a person, what was judged of them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from parley.record import sql
from parley.record.filters import find_article, portions
from parley.terms.names import fold_name

_WORD = re.compile(r"[^\W_]+")


def texts_of(connection: Connection, article: str) -> list[str]:
    """Page texts of an article: the one of a key, or all that were read under a name."""
    page_text, _ = find_article(connection, article)
    line = sql.run_reading.c
    named = select(line.page_text).join(sql.fetch, sql.fetch.c.key == line.fetch).where(sql.fetch.c.name == article)
    return sorted({page_text, *connection.execute(named).scalars()})


def pages_of(
    connection: Connection, actors: Sequence[str], names: Sequence[str], entities: Collection[str]
) -> list[str]:
    """Page texts that link one of the actors, have one of the full names in them, or are coded with an entity."""
    state = sql.entry_state.c
    links = select(sql.entry.c.page_text).join(sql.entry_state, state.entry == sql.entry.c.key)
    found = set(connection.execute(links.where(state.actor.in_(actors))).scalars())
    folded = [f" {words} " for words in map(_words_of, names) if " " in words]
    for page_text, said in _said(connection):
        if page_text not in found and any(name in f" {_words_of(said)} " for name in folded):
            found.add(page_text)
    for entity in entities:
        coded = select(sql.entry.c.page_text).join(sql.version, sql.version.c.entry == sql.entry.c.key)
        found |= set(connection.execute(coded.where(sql.version.c.payload.like(f'%"{entity}"%'))).scalars())
    return sorted(found)


def _words_of(said: str) -> str:
    """Folded words with a blank between them: how hyphens, full stops and line ends are written is no difference."""
    return " ".join(_WORD.findall(fold_name(said)))


def _said(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every text that belongs to a page, with the digest of the page: its own, its fields, its addresses."""
    page, reading, state, line = sql.page_text.c, sql.reading.c, sql.article_state.c, sql.run_reading.c
    teaser, fetch = sql.teaser.c, sql.fetch.c
    queries = (
        select(page.sha256, page.text),
        select(reading.page_text, reading.title, reading.byline, reading.publication, reading.url),
        select(state.page_text, state.title, state.byline, state.corrections),
        select(reading.page_text, teaser.title, teaser.lead, teaser.byline).join(
            sql.reading, reading.key == teaser.reading
        ),
        select(line.page_text, fetch.name, fetch.location, fetch.url).join(sql.fetch, fetch.key == line.fetch),
    )
    for query in queries:
        for row in connection.execute(query, execution_options={"yield_per": 50}):
            yield row[0], "\n".join(str(value) for value in row[1:] if value is not None)


def entities_named(connection: Connection, names: Sequence[str]) -> set[str]:
    """Entities of the codebook whose value is one of the names."""
    folded = {_words_of(name) for name in names}
    rows = connection.execute(select(sql.entity.c.key, sql.entity.c.value))
    return {row.key for row in rows if _words_of(row.value) in folded}


def entries_of(connection: Connection, page: str) -> list[str]:
    """Keys of the entries of a page."""
    return list(connection.execute(select(sql.entry.c.key).where(sql.entry.c.page_text == page)).scalars())


def judgements_of(connection: Connection, pages: Iterable[str]) -> list[Any]:
    """Judgements of pages and of their entries, and comments on them."""
    table = sql.judgement.c
    columns = (table.id, table.subject_kind, table.subject, table.before, table.after)
    subjects = {subject for page in pages for subject in (page, *entries_of(connection, page))}
    remarks = [f"{kind} {subject}" for subject in subjects for kind in ("article", "entry")]
    found: list[Any] = []
    for portion in portions([*sorted(subjects), *remarks]):
        found += connection.execute(select(*columns).where(table.subject.in_(portion))).all()
    listed = select(*columns).where(
        table.subject_kind.in_(("coding", "tag", "carried", "event_pair", "verdict"))
    )  # their subjects are lists
    found += [row for row in connection.execute(listed) if subjects & set(json.loads(row.subject))]
    return found


def judgements_of_actors(connection: Connection, actors: Sequence[str]) -> list[Any]:
    """Judgements of actors, and comments on them."""
    table = sql.judgement.c
    named = [*actors, *(f"actor {actor}" for actor in actors)]
    found: list[Any] = []
    for portion in portions(named):
        found += connection.execute(select(table.id).where(table.subject.in_(portion))).all()
    return found
