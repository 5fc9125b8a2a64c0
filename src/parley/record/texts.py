"""Texts of one address: which of them is the newest, and so the article, and which are earlier ones.

An article counts once, however often its page was changed: lists, searches, networks and counts take the newest text
of an address, and an earlier one is reached by its key. A page that was read from a file, or from standard input, has
no address; documents that came in by an import stay as they were coded.

Law of this module: what is kept here follows from the run log alone; it can be thrown away and made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, insert, select

from parley.record import sql
from parley.record.fetched import IMPORTED
from parley.record.filters import portions

Address = tuple[str, str]
"""Name of the page and where it was read from; the name has an index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """That a text was read from a place, once or more often."""

    page_text: str
    address: Address | None
    """None where the place is none on the web, or people brought the text in."""
    fetched_at: str
    """When it was last fetched there (ISO, UTC)."""
    article: int
    """Number of the text's article: what came into the record later has a higher one."""


def is_newest() -> ColumnElement[bool]:
    """A condition on ``article_state``: that an article's text is the newest of its address."""
    return sql.article_state.c.id.not_in(select(sql.earlier_text.c.article))


def of_newest() -> ColumnElement[bool]:
    """A condition on ``entry``: that it is of a text that is the newest of its address."""
    return sql.entry.c.page_text.not_in(select(sql.earlier_text.c.page_text))


def find_earlier(sightings: Iterable[Sighting]) -> dict[str, str]:
    """Earlier texts among all that were read from some addresses.

    A text is an earlier one where every place it was read from is an address that gave another text since.

    Args:
        sightings: every one of those addresses, and every place of the texts in question.

    Returns:
        Digest of each earlier text to that of the newest one, of the address where it was last seen.
    """
    newest: dict[Address, Sighting] = {}
    places: dict[str, list[Sighting]] = {}
    for one in sightings:
        places.setdefault(one.page_text, []).append(one)
        if one.address is not None:
            held = newest.setdefault(one.address, one)
            newest[one.address] = max(held, one, key=lambda seen: (seen.fetched_at, seen.article))
    found = {}
    for text, seen in places.items():
        now = [None if one.address is None else newest[one.address].page_text for one in seen]
        if None not in now and text not in now:
            last = max(range(len(seen)), key=lambda place: (seen[place].fetched_at, seen[place].address))
            found[text] = str(now[last])
    return found


def settle_texts(connection: Connection, page_text: str) -> None:
    """Find out, after a text was read, which texts of its addresses are earlier ones.

    Args:
        connection: with the writing transaction open; the reading stands in the run log already.
        page_text: digest of the text.
    """
    settle_addresses(connection, addresses_of(connection, [page_text]))


def settle_addresses(connection: Connection, addresses: Collection[Address]) -> None:
    """Find out which texts of some addresses are earlier ones.

    Args:
        connection: with the writing transaction open.
        addresses: which.
    """
    texts = {one.page_text for one in _seen_at(connection, addresses)}
    if len(texts) < 2 and not _held(connection, texts):
        return
    around = addresses_of(connection, texts)
    elsewhere = sightings(connection, sql.run_reading.c.page_text.in_(sorted(texts)))
    earlier = find_earlier(dict.fromkeys([*_seen_at(connection, around), *elsewhere]))
    _keep(connection, texts, {text: newest for text, newest in earlier.items() if text in texts})


def settle_all_texts(connection: Connection) -> None:
    """Find out about every text of a record, in place of what was found before."""
    seen = sightings(connection)
    _keep(connection, {one.page_text for one in seen}, find_earlier(seen))


def addresses_of(connection: Connection, texts: Collection[str]) -> set[Address]:
    """The addresses that some texts were read from."""
    found: set[Address] = set()
    for portion in portions(sorted(texts)):
        seen = sightings(connection, sql.run_reading.c.page_text.in_(portion))
        found |= {one.address for one in seen if one.address is not None}
    return found


def earlier_texts(connection: Connection, page_text: str) -> list[tuple[str, str]]:
    """Digest and key of each earlier text that a text has replaced, the last one first."""
    earlier = sql.earlier_text.c
    query = (
        select(earlier.page_text, sql.page_text.c.key)
        .join(sql.page_text, sql.page_text.c.sha256 == earlier.page_text)
        .where(earlier.newest == page_text)
        .order_by(earlier.article.desc())
    )
    return [(row.page_text, row.key) for row in connection.execute(query)]


def sightings(connection: Connection, *conditions: Any) -> list[Sighting]:
    """Where texts were read from, by the run log.

    Args:
        connection: to the record.
        conditions: on ``run_reading`` and ``fetch``.
    """
    line, fetch = sql.run_reading.c, sql.fetch.c
    place = func.coalesce(fetch.url, fetch.location)
    brought = func.max(case((sql.run.c.weights.in_(IMPORTED), 1), else_=0)).label("brought")
    columns = (line.page_text, fetch.name, place.label("place"), sql.article_state.c.id)
    query: Select[Any] = (
        select(*columns, func.max(line.fetched_at).label("fetched_at"), brought)
        .select_from(sql.run_reading)
        .join(sql.fetch, fetch.key == line.fetch)
        .join(sql.run, sql.run.c.id == line.run)
        .join(sql.article_state, sql.article_state.c.page_text == line.page_text)
        .where(*conditions)
        .group_by(line.page_text, fetch.name, place, sql.article_state.c.id)
        .order_by(sql.article_state.c.id, fetch.name, place)
    )
    return [
        Sighting(
            page_text=row.page_text,
            address=(row.name, row.place) if "://" in row.place and not row.brought else None,
            fetched_at=row.fetched_at,
            article=row.id,
        )
        for row in connection.execute(query)
    ]


def _seen_at(connection: Connection, addresses: Collection[Address]) -> list[Sighting]:
    """What was read from some addresses, and from others of the same names."""
    found: list[Sighting] = []
    for portion in portions(sorted({name for name, _ in addresses})):
        found += sightings(connection, sql.fetch.c.name.in_(portion))
    return [one for one in found if one.address in addresses]


def _held(connection: Connection, texts: Collection[str]) -> bool:
    earlier = sql.earlier_text.c
    return connection.execute(select(earlier.article).where(earlier.page_text.in_(texts)).limit(1)).first() is not None


def _keep(connection: Connection, texts: Collection[str], earlier: dict[str, str]) -> None:
    """Keep which of some texts are earlier ones, where that is not what is kept."""
    for portion in portions(sorted(texts)):
        wanted = {text: earlier[text] for text in portion if text in earlier}
        table = sql.earlier_text
        query = select(table.c.page_text, table.c.newest).where(table.c.page_text.in_(portion))
        held = {row.page_text: row.newest for row in connection.execute(query)}
        if held == wanted:
            continue
        connection.execute(delete(table).where(table.c.page_text.in_(portion)))
        rows = earlier_rows(connection, wanted)
        if rows:
            connection.execute(insert(table), rows)


def earlier_rows(connection: Connection, earlier: dict[str, str]) -> Sequence[dict[str, Any]]:
    """Rows of ``earlier_text``, from the digest of each earlier text to that of the newest one."""
    state = sql.article_state.c
    rows: list[dict[str, Any]] = []
    for portion in portions(sorted(earlier)):
        query = select(state.id, state.page_text).where(state.page_text.in_(portion)).order_by(state.id)
        rows += [
            {"article": row.id, "page_text": row.page_text, "newest": earlier[row.page_text]}
            for row in connection.execute(query)
        ]
    return rows
