"""Which articles and statements a question is about: by name or key, date, publication, speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select

from parley.errors import MissingError, RecordError, UsageError
from parley.record import sql
from parley.record.actors import named_like, one_with, root_of
from parley.terms.names import fold_name

_ISO_PREFIX = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
AT_ONCE = 400
"""Values in one IN list; far below the fewest that any SQLite allows (999)."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the rows asked for have in common; None asks for nothing."""

    since: str | None = None
    """ISO prefix; articles of that period or later."""
    until: str | None = None
    """ISO prefix; articles of that period or earlier."""
    publication: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Conditions on ``article_state``.

        Dates are compared over the precision both have, so an article dated "2023" is found
        with ``since="2023-08"``: it may well be of August. One without a date is not.

        Raises:
            UsageError: a date is not an ISO prefix.
        """
        found: list[ColumnElement[bool]] = []
        for name, day in (("since", self.since), ("until", self.until)):
            if day is not None:
                if not _ISO_PREFIX.fullmatch(day):
                    cure = "Write 2023, 2023-08 or 2023-08-09"
                    raise UsageError(f"{day!r} is not a date", where=name, cure=cure)
                found.append(day_compared(">=" if name == "since" else "<=", day))
        if self.publication is not None:
            found.append(sql.article_state.c.publication_folded == fold_name(self.publication))
        return found


def day_compared(operator: str, day: str) -> ColumnElement[bool]:
    """A condition on ``article_state``: that the article's date stands so to another one.

    Args:
        operator: =, >=, <=, > or <.
        day: ISO prefix; dates are compared over the precision that both have.
    """
    date = sql.article_state.c.date
    theirs, ours = func.substr(date, 1, len(day)), func.substr(literal(day), 1, func.length(date))
    return {
        "=": theirs == ours,
        ">=": theirs >= ours,
        "<=": theirs <= ours,
        ">": theirs > ours,
        "<": theirs < ours,
    }[operator]


def current_articles(*columns: Any) -> Select[Any]:
    """A select over each article with its current reading, fetch and page text."""
    return (
        select(*columns)
        .select_from(sql.article_state)
        .join(sql.reading, sql.reading.c.key == sql.article_state.c.reading)
        .join(sql.fetch, sql.fetch.c.key == sql.article_state.c.fetch)
        .join(sql.page_text, sql.page_text.c.sha256 == sql.article_state.c.page_text)
    )


def spoken_by(proposal: ColumnElement[str], speaker: str) -> ColumnElement[bool]:
    """A condition on proposals: that an actor of this key or name is among their speakers."""
    roots = select(root_of()).where(named_like(speaker))
    actors = select(sql.actor.c.key).where(one_with(roots))
    links = select(sql.entry_state.c.entry).where(sql.entry_state.c.actor.in_(actors))
    spoken = select(sql.version_link.c.version).where(
        sql.version_link.c.role == "speaker", sql.version_link.c.entry.in_(links)
    )
    return proposal.in_(spoken)


def find_article(connection: Connection, article: str) -> tuple[str, str]:
    """The article of a permanent key, or of the name of its page.

    Where a page of this name was fetched from the same place several times, the newest counts.

    Args:
        connection: to the record.
        article: key or name.

    Returns:
        Digest of its page text, and key of the fetch.

    Raises:
        RecordError: there is none, or pages of this name come from several places.
    """
    state = sql.article_state.c
    by_key = connection.execute(
        current_articles(state.page_text, state.fetch).where(sql.page_text.c.key == article)
    ).first()
    if by_key is not None:
        return str(by_key.page_text), str(by_key.fetch)
    return _named(connection, article)


def _named(connection: Connection, name: str) -> tuple[str, str]:
    newest = (
        select(func.max(sql.run_reading.c.id))
        .join(sql.fetch, sql.fetch.c.key == sql.run_reading.c.fetch)
        .where(sql.fetch.c.name == name)
        .group_by(sql.fetch.c.location)
    )
    rows = connection.execute(
        select(sql.run_reading.c.page_text, sql.run_reading.c.fetch, sql.page_text.c.key)
        .join(sql.page_text, sql.page_text.c.sha256 == sql.run_reading.c.page_text)
        .where(sql.run_reading.c.id.in_(newest))
        .order_by(sql.run_reading.c.id.desc())
    ).all()
    if not rows:
        raise MissingError("the record has no such article", where=name, cure="Give a page's name or an article's key")
    keys = sorted({row.key for row in rows})
    if len(keys) > 1:
        cure = f"Give one of the keys {', '.join(keys)}"
        raise RecordError("pages of this name come from several places", where=name, cure=cure)
    return str(rows[0].page_text), str(rows[0].fetch)


def portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """A sequence in portions that fit into one IN list."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
