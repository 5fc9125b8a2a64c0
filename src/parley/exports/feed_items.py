"""What a feed says of each statement or passage, the same in every format of feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from parley.exports.about import About, read_moment
from parley.exports.addresses import entry_urn, urn, web_address
from parley.exports.characters import legal, one_line
from parley.exports.cite import cite, long_date, spoken
from parley.exports.works import date_parts
from parley.terms.tables import Hit, StatementRow

TITLE = 140
"""Characters of a title; a longer one ends in an ellipsis, and the text has it whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item of a feed; every text can stand in XML."""

    id: str
    """The same for ever: ``urn:parley:...``."""
    title: str
    text: str
    updated: datetime
    url: str | None
    tags: tuple[str, ...]


def feed_items(rows: Iterable[StatementRow | Hit], about: About) -> Iterator[FeedItem]:
    """The items of a feed, one at a time.

    When an item last changed is told by ``about.times``; for one it does not name, it is the day of
    its article, at midnight, where that is known to the day, else the time of the export.

    Args:
        rows: statements or passages.
        about: times of the entries, and of the export.

    Raises:
        UsageError: a time in ``about`` is none.
    """
    for row in rows:
        name = entry_urn(row)
        updated = _updated(row, about, name)
        if isinstance(row, StatementRow):
            title, url = _short(spoken(row)), web_address(row.url)
            yield FeedItem(id=name, title=title, text=cite(row), updated=updated, url=url, tags=_tags(row))
        else:
            # the words of a page, which no one but the page says: no marks of our own around them
            words = one_line(row.text)
            text = f"{words} - {_place(row)}"
            yield FeedItem(id=name, title=_short(words), text=text, updated=updated, url=web_address(row.url), tags=())


def feed_name(about: About) -> str:
    """The permanent name of a feed: its address, else made of the search's name or the title."""
    return web_address(about.address) or urn("feed", about.search or about.title)


def _place(hit: Hit) -> str:
    facts = [one_line(hit.title or ""), one_line(hit.publication or ""), long_date(hit.date) or "undated"]
    return ", ".join(filter(None, [*facts, f"article {one_line(hit.article)}"]))


def _tags(row: StatementRow) -> tuple[str, ...]:
    return tuple(legal(tag) for tag in (*dict.fromkeys(coding.concept for coding in row.concepts), *row.tags))


def _short(words: str) -> str:
    if len(words) <= TITLE:
        return words
    cut = words[:TITLE]
    return (cut[: cut.rfind(" ")] if " " in cut else cut) + " …"


def _updated(row: StatementRow | Hit, about: About, name: str) -> datetime:
    told = about.times.get(name)
    if told is not None:
        return read_moment(told)
    parts = date_parts(row.date)
    if len(parts) == 3:
        with suppress(ValueError):  # 30 February
            return datetime(*parts, tzinfo=UTC)
    return about.made
