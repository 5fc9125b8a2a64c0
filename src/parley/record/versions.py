"""Entries, the versions of what they say, and what these point at: rows that a run and a person write alike.

Law of this module: evidence is checked against the page text when it is written, whoever writes it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from parley.record import sql
from parley.record.audit import now
from parley.record.digest import canonical_json, short_key
from parley.record.drafts import Draft
from parley.record.evidence import check_evidence, quote

Links = set[tuple[str, int, str]]
"""Role, position and key of each entry that a version points at."""


def mint_entry(connection: Connection, draft: Draft, *, page_text: str) -> str:
    """A new entry; its key is made from the page text and what is first said in it."""
    copies = 0
    # An entry first proposed in these words may have moved on to others; then this is a second one. One that a
    # person added and took back is nobody's: it is this one.
    while _exists(connection, key := short_key("entry", page_text, draft.digest, copies)):
        if connection.execute(select(sql.entry_state.c.entry).where(sql.entry_state.c.entry == key)).first() is None:
            return key
        copies += 1
    row = {"key": key, "kind": draft.kind, "page_text": page_text, "recorded_at": now()}
    connection.execute(insert(sql.entry), row)
    return key


def keep_version(connection: Connection, entry: str, draft: Draft, *, text: str) -> str:
    """The version of an entry that says what a draft says, with its evidence; made where it is new.

    Args:
        connection: with the transaction open.
        entry: its key.
        draft: what is said.
        text: the page text.

    Raises:
        EvidenceError: a quotation does not stand where the draft says.
    """
    key = short_key("proposal", entry, draft.digest)
    if connection.execute(select(sql.version.c.key).where(sql.version.c.key == key)).first():
        return key
    row = {
        "key": key,
        "entry": entry,
        "content_hash": draft.digest,
        "payload": canonical_json(draft.payload),
        "start": draft.hull.start,
        "end": draft.hull.end,
        "recorded_at": now(),
    }
    connection.execute(insert(sql.version), row)
    quotes = []
    for place, (role, span) in enumerate(draft.quoted):
        found = quote(text, span)
        check_evidence(text, found)
        quotes.append(
            {
                "version": key,
                "position": place,
                "role": role,
                "start": found.start,
                "end": found.end,
                "exact": found.exact,
                "prefix": found.prefix,
                "suffix": found.suffix,
                "sha256": found.sha256,
            }
        )
    connection.execute(insert(sql.evidence), quotes)
    return key


def placed(links: Iterable[tuple[str, str]]) -> Links:
    """Roles and entries in order, with the position each has in its role."""
    places: dict[str, int] = {}
    found = set()
    for role, entry in links:
        place = places[role] = places.get(role, -1) + 1
        found.add((role, place, entry))
    return found


def link_version(connection: Connection, version: str, links: Links) -> bool:
    """Point a version at the entries of its actors and statements; whether that changed anything.

    What a payload says in names and places is resolved here, so a link may move without the version
    saying anything new.
    """
    table = sql.version_link
    query = select(table.c.role, table.c.position, table.c.entry).where(table.c.version == version)
    if links == {tuple(row) for row in connection.execute(query)}:
        return False
    connection.execute(delete(table).where(table.c.version == version))
    rows = [
        {"version": version, "role": role, "position": place, "entry": entry} for role, place, entry in sorted(links)
    ]
    if rows:
        connection.execute(insert(table), rows)
    return True


def _exists(connection: Connection, entry: str) -> bool:
    return connection.execute(select(sql.entry.c.key).where(sql.entry.c.key == entry)).first() is not None
