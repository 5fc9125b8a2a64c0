"""Legal erasure: a page, or a person with every page that names them, gone for good.

Law of this module: bytes, texts, versions, evidence, index and judgements go, and so do the free pages
they stood on; what stays is a tombstone and the chain's links, which hold digests alone. An erasure
cannot be undone, and backups made before still hold what was erased: it says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, text

from parley.errors import RecordBusyError, RecordError
from parley.record import sql
from parley.record.actors import root_of
from parley.record.audit import DIGESTS, append_link, now
from parley.record.backup import backups_of, holds_any
from parley.record.base import Store
from parley.record.digest import canonical_json
from parley.record.engine import record_errors, writing
from parley.record.erasure_reach import (
    entities_named,
    entries_of,
    judgements_of,
    judgements_of_actors,
    pages_of,
    texts_of,
)
from parley.record.forgetting import erase_pages, forget_entities, forget_judgements
from parley.record.judging_actors import find_root
from parley.record.steps import place_coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What an erasure takes away, or has taken away."""

    pages: tuple[str, ...]
    """Digests of the page texts."""
    articles: tuple[str, ...]
    """Their permanent keys."""
    entries: int
    judgements: int
    backups: tuple[Path, ...]
    """Backups beside the record that still hold some of it."""


def erase_article(store: Store, article: str, *, coder: str, reason: str, preview: bool = False) -> Erasure:
    """Erase a page with all that was read and judged of it.

    Args:
        store: the open record.
        article: key or name; a name stands for every text that was read under it, a key for one text.
        coder: who erases.
        reason: why; kept, so it should not repeat what is erased.
        preview: only say what would go.

    Raises:
        RecordError: there is no such article.
        RecordBusyError: another process holds the record.
    """
    with record_errors(store.name), writing(store.engine).begin() as connection:
        pages = texts_of(connection, article)
        found = _survey(connection, store, pages)
        if not preview:
            links = erase_pages(connection, pages, coder)
            _bury(connection, links, kind="article", subject=" ".join(pages), coder=coder, reason=reason)
    if not preview:
        _scrub(store)
    return found


def erase_person(store: Store, actor: str, *, coder: str, reason: str, preview: bool = False) -> Erasure:
    """Erase an actor and every page that has one of their full names; the other arguments are those of a page's.

    Args:
        store: the open record.
        actor: key or name.
        coder: who erases.
        reason: why.
        preview: only say what would go.
    """
    with record_errors(store.name), writing(store.engine).begin() as connection:
        root = find_root(connection, actor)
        keys = connection.execute(select(sql.actor.c.key).where(root_of() == root)).scalars().all()
        name = sql.actor_name.c
        names = connection.execute(select(name.name).where(name.actor.in_(keys))).scalars().all()
        named = entities_named(connection, names)
        pages = pages_of(connection, keys, names, named)
        found = _survey(connection, store, pages, keys)
        if not preview:
            judged = [row.id for row in judgements_of_actors(connection, keys)]
            links = erase_pages(connection, pages, coder) | forget_entities(connection, named)
            links |= forget_judgements(connection, judged)
            connection.execute(delete(sql.actor_name).where(name.actor.in_(keys)))
            connection.execute(delete(sql.actor).where(sql.actor.c.key.in_(keys)))
            _bury(connection, links, kind="person", subject=root, coder=coder, reason=reason)
    if not preview:
        _scrub(store)
    return found


def _survey(connection: Connection, store: Store, pages: Sequence[str], actors: Sequence[str] = ()) -> Erasure:
    judged = {row.id for row in judgements_of(connection, pages)}
    judged |= {row.id for row in judgements_of_actors(connection, actors)}
    key = sql.page_text.c
    keys = [connection.execute(select(key.key).where(key.sha256 == page)).scalar_one() for page in pages]
    held = [one.path for one in backups_of(store.place) if holds_any(one.path, pages=pages, actors=actors)]
    return Erasure(
        pages=tuple(pages),
        articles=tuple(keys),
        entries=sum(len(entries_of(connection, page)) for page in pages),
        judgements=len(judged),
        backups=tuple(held),
    )


def _bury(connection: Connection, links: set[int], *, kind: str, subject: str, coder: str, reason: str) -> None:
    """Leave the tombstone, which names the links that can no longer be re-checked."""
    row = {
        "kind": kind,
        "subject": subject,
        "coder": place_coder(connection, coder),
        "reason": reason,
        "recorded_at": now(),
        "links": canonical_json(sorted(links)),
    }
    number = connection.execute(insert(sql.erasure).returning(sql.erasure.c.id), row).scalar_one()
    append_link(connection, kind="erasure", subject=str(number), digest=DIGESTS["erasure"](connection, number))


def _scrub(store: Store) -> None:
    """Free the pages of the database that the erased rows stood on.

    Raises:
        RecordError: they cannot be freed yet; the rows are gone all the same.
    """
    try:
        with (
            record_errors(store.name),
            store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(text("VACUUM FULL"))
                return
            connection.execute(text("VACUUM"))
            (busy, *_) = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
            if busy:
                raise RecordBusyError("another process is reading this record", where=store.name)
    except RecordError as error:
        what = f"it is erased, but its bytes are not freed yet: {error.what}"
        cure = "Stop all other programs that use the record; a server's database then needs VACUUM FULL"
        raise type(error)(what, where=store.name, cure=cure) from error
