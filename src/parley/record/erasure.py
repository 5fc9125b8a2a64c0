"""Legal erasure: a page, or a person with every page that names them, gone for good.

Law of this module: bytes, texts, versions, evidence, index and judgements go, and so do the free pages
they stood on; what stays is a tombstone and the chain's links, which hold digests alone. An erasure
cannot be undone, and backups made before still hold what was erased: it says which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from parley.record import sql
from parley.record.actors import root_of
from parley.record.audit import DIGESTS, append_link, now
from parley.record.backup import backups_of, holds_page
from parley.record.base import Store
from parley.record.digest import canonical_json
from parley.record.engine import record_errors, writing
from parley.record.filters import find_article, portions
from parley.record.judging_actors import find_root
from parley.record.search import forget_article
from parley.record.steps import Step, place_coder
from parley.terms.names import fold_name

_WORD = re.compile(r"[^\W_]+")


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
        article: key or name.
        coder: who erases.
        reason: why; kept, so it should not repeat what is erased.
        preview: only say what would go.

    Raises:
        RecordError: there is no such article.
        RecordBusyError: another process holds the record.
    """
    with record_errors(store.name), writing(store.engine).begin() as connection:
        page_text, _ = find_article(connection, article)
        found = _survey(connection, store, [page_text])
        if not preview:
            links = _erase_pages(connection, found.pages, coder)
            _bury(connection, links, kind="article", subject=page_text, coder=coder, reason=reason)
    if not preview:
        _scrub(store)
    return found


def erase_person(store: Store, actor: str, *, coder: str, reason: str, preview: bool = False) -> Erasure:
    """Erase an actor and every page whose text has one of their names; the other arguments are those of a page's.

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
        names = (
            connection.execute(select(sql.actor_name.c.name).where(sql.actor_name.c.actor.in_(keys))).scalars().all()
        )
        found = _survey(connection, store, _pages_of(connection, keys, names))
        if not preview:
            links = _erase_pages(connection, found.pages, coder) | _forget_actors(connection, keys)
            _bury(connection, links, kind="person", subject=root, coder=coder, reason=reason)
    if not preview:
        _scrub(store)
    return found


def _pages_of(connection: Connection, actors: Sequence[str], names: Sequence[str]) -> list[str]:
    """Page texts that link one of the actors or have one of the names in them."""
    linked = set(
        connection.execute(
            select(sql.entry.c.page_text)
            .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
            .where(sql.entry_state.c.actor.in_(actors))
        ).scalars()
    )
    folded = [f" {fold_name(name)} " for name in names if len(fold_name(name).split()) > 1]
    for row in connection.execute(
        select(sql.page_text.c.sha256, sql.page_text.c.text), execution_options={"yield_per": 50}
    ):
        if row.sha256 not in linked:
            words = f" {' '.join(_WORD.findall(fold_name(row.text)))} "
            if any(name in words for name in folded):
                linked.add(row.sha256)
    return sorted(linked)


def _survey(connection: Connection, store: Store, pages: Sequence[str]) -> Erasure:
    entries, judged, keys = 0, 0, []
    for page in pages:
        found = _entries(connection, page)
        entries += len(found)
        judged += len(_judgements(connection, page, found))
        keys.append(connection.execute(select(sql.page_text.c.key).where(sql.page_text.c.sha256 == page)).scalar_one())
    held = [one.path for one in backups_of(store.place) if any(holds_page(one.path, page) for page in pages)]
    return Erasure(pages=tuple(pages), articles=tuple(keys), entries=entries, judgements=judged, backups=tuple(held))


def _entries(connection: Connection, page: str) -> list[str]:
    return list(connection.execute(select(sql.entry.c.key).where(sql.entry.c.page_text == page)).scalars())


def _judgements(connection: Connection, page: str, entries: Sequence[str]) -> list[Any]:
    """Judgements of a page, of its entries, and comments on them."""
    table = sql.judgement.c
    subjects = [page, *entries, f"article {page}", *(f"entry {entry}" for entry in entries)]
    found: list[Any] = []
    for portion in portions(subjects):
        found += connection.execute(select(table.id, table.step).where(table.subject.in_(portion))).all()
    for subject in (page, *entries):  # codings and tags have a list as their subject
        like = f'%"{subject}"%'
        found += connection.execute(
            select(table.id, table.step).where(table.subject_kind.in_(("coding", "tag")), table.subject.like(like))
        ).all()
    return found


def _erase_pages(connection: Connection, pages: Sequence[str], coder: str) -> set[int]:
    links = _forget_imports(connection, set(pages), coder)
    links |= {link for page in pages for link in _erase_page(connection, page)}
    _forget_unlinked(connection)
    return links


def _forget_imports(connection: Connection, pages: set[str], coder: str) -> set[int]:
    """Take pages out of what imports kept of their files; positions of the links that can no longer be re-checked."""
    links: set[int] = set()
    entries = {entry for page in pages for entry in _entries(connection, page)}
    for row in connection.execute(select(sql.imported)).all():
        extras = json.loads(row.extras)
        kept = [one for one in extras["documents"] if one["page_text"] not in pages]
        if len(kept) == len(extras["documents"]):
            continue
        extras["documents"] = kept
        extras["statements"] = [one for one in extras["statements"] if one[0] not in entries]
        table = sql.judgement.c
        of_import = (table.subject_kind == "imported") & (table.subject == row.key)
        steps = connection.execute(select(table.step).where(of_import)).scalars().all()
        links |= _links(connection, "step", sorted(set(steps)))
        connection.execute(delete(sql.judgement).where(of_import))
        connection.execute(delete(sql.imported).where(sql.imported.c.key == row.key))
        # Written anew as a step of its own: a judgement with what was before would keep what is erased.
        step = Step(connection, kind="erase", coder=coder)
        step.change("imported", row.key, row._asdict() | {"extras": canonical_json(extras), "report": "{}"})
        step.finish()
    return links


def _forget_unlinked(connection: Connection) -> None:
    """Actors that no entry is linked to any more, that nobody judged, and that no other one is merged into."""
    other = sql.actor.alias("other")
    linked = select(sql.entry_state.c.actor).where(sql.entry_state.c.actor.is_not(None))
    judged = select(sql.judgement.c.subject).where(sql.judgement.c.subject_kind == "actor")
    roots = select(other.c.merged_into).where(other.c.merged_into.is_not(None))
    loose = select(sql.actor.c.key).where(
        sql.actor.c.key.not_in(linked), sql.actor.c.key.not_in(judged), sql.actor.c.key.not_in(roots)
    )
    keys = connection.execute(loose).scalars().all()
    for portion in portions(keys):
        connection.execute(delete(sql.actor_name).where(sql.actor_name.c.actor.in_(portion)))
        connection.execute(delete(sql.actor).where(sql.actor.c.key.in_(portion)))


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


def _erase_page(connection: Connection, page: str) -> set[int]:
    """Take everything of a page away; positions of the chain's links that can no longer be re-checked."""
    entries = _entries(connection, page)
    judged = _judgements(connection, page, entries)
    lines = connection.execute(select(sql.run_reading.c.id).where(sql.run_reading.c.page_text == page)).scalars().all()
    links = (
        _links(connection, "reading", lines)
        | _links(connection, "article", lines)
        | _links(connection, "step", sorted({row.step for row in judged}))
    )
    article = connection.execute(
        select(sql.article_state.c.id).where(sql.article_state.c.page_text == page)
    ).scalar_one()
    forget_article(connection, article)
    for portion in portions([row.id for row in judged]):
        connection.execute(delete(sql.judgement).where(sql.judgement.c.id.in_(portion)))
    for portion in portions(sorted({row.step for row in judged})):  # a step of nothing else goes, with its reason
        others = select(sql.judgement.c.step).where(sql.judgement.c.step.in_(portion))
        connection.execute(delete(sql.step).where(sql.step.c.id.in_(portion), sql.step.c.id.not_in(others)))
    for portion in portions(entries):
        _erase_entries(connection, portion)
    for portion in portions(lines):
        connection.execute(delete(sql.run_proposal).where(sql.run_proposal.c.run_reading.in_(portion)))
    connection.execute(delete(sql.tag).where(sql.tag.c.subject_kind == "article", sql.tag.c.subject == page))
    for table in (sql.article_reader, sql.article_state, sql.run_reading):
        connection.execute(delete(table).where(table.c.page_text == page))
    connection.execute(delete(sql.entry).where(sql.entry.c.page_text == page))
    _erase_texts(connection, page)
    return links


def _erase_entries(connection: Connection, entries: Sequence[str]) -> None:
    versions = select(sql.version.c.key).where(sql.version.c.entry.in_(entries))
    connection.execute(delete(sql.coding).where(sql.coding.c.entry.in_(entries)))
    connection.execute(delete(sql.tag).where(sql.tag.c.subject_kind == "entry", sql.tag.c.subject.in_(entries)))
    connection.execute(delete(sql.entry_state).where(sql.entry_state.c.entry.in_(entries)))
    connection.execute(delete(sql.version_link).where(sql.version_link.c.entry.in_(entries)))
    connection.execute(delete(sql.run_proposal).where(sql.run_proposal.c.version.in_(versions)))
    connection.execute(delete(sql.evidence).where(sql.evidence.c.version.in_(versions)))
    connection.execute(delete(sql.version).where(sql.version.c.entry.in_(entries)))


def _erase_texts(connection: Connection, page: str) -> None:
    readings = select(sql.reading.c.key).where(sql.reading.c.page_text == page)
    for table in (sql.block, sql.piece, sql.sentence, sql.teaser):
        connection.execute(delete(table).where(table.c.reading.in_(readings)))
    connection.execute(delete(sql.reading).where(sql.reading.c.page_text == page))
    blobs = set(connection.execute(select(sql.rendition.c.blob).where(sql.rendition.c.page_text == page)).scalars())
    connection.execute(delete(sql.rendition).where(sql.rendition.c.page_text == page))
    for blob in blobs:
        others = connection.execute(select(sql.rendition.c.key).where(sql.rendition.c.blob == blob)).first()
        if others is None:
            connection.execute(delete(sql.fetch).where(sql.fetch.c.blob == blob))
            connection.execute(delete(sql.blob).where(sql.blob.c.sha256 == blob))
    connection.execute(delete(sql.page_text).where(sql.page_text.c.sha256 == page))


def _forget_actors(connection: Connection, keys: Sequence[str]) -> set[int]:
    """Take actors away, with what was judged of them; positions of the links that can no longer be re-checked."""
    judged = sql.judgement.c
    named = [*keys, *(f"actor {key}" for key in keys)]
    steps = connection.execute(select(judged.step).where(judged.subject.in_(named))).scalars().all()
    links = _links(connection, "step", sorted(set(steps)))
    connection.execute(delete(sql.judgement).where(judged.subject.in_(named)))
    connection.execute(delete(sql.actor_name).where(sql.actor_name.c.actor.in_(keys)))
    connection.execute(delete(sql.actor).where(sql.actor.c.key.in_(keys)))
    return links


def _links(connection: Connection, kind: str, numbers: Sequence[int]) -> set[int]:
    audit = sql.audit.c
    found: set[int] = set()
    for portion in portions([str(number) for number in numbers]):
        query = select(audit.position).where(audit.kind == kind, audit.subject.in_(portion))
        found |= set(connection.execute(query).scalars())
    return found


def _scrub(store: Store) -> None:
    """Free the pages of the database that the erased rows stood on."""
    with (
        record_errors(store.name),
        store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        if connection.dialect.name == "sqlite":
            connection.execute(text("INSERT INTO search (search) VALUES ('optimize')"))
            connection.execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            connection.execute(text("VACUUM FULL"))
