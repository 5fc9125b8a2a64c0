"""Legal erasure: a page, or a person with every page that names them, gone for good.

Law of this module: bytes, texts, versions, evidence, index and judgements go, and so do the free pages
they stood on; what stays is a tombstone and the chain's links, which hold digests alone. An erasure
cannot be undone, and backups made before still hold what was erased: it says which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from parley.errors import RecordBusyError, RecordError
from parley.record import sql
from parley.record.actors import add_name, root_of
from parley.record.audit import DIGESTS, append_link, now
from parley.record.backup import backups_of, holds_any
from parley.record.base import Store
from parley.record.copies import forget_copies
from parley.record.digest import canonical_json
from parley.record.engine import record_errors, writing
from parley.record.feed_items import forget_page
from parley.record.filters import find_article, portions
from parley.record.judging_actors import find_root
from parley.record.search import forget_article
from parley.record.steps import Step, place_coder
from parley.record.texts import addresses_of, settle_addresses
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
        article: key or name; a name stands for every text that was read under it, a key for one text.
        coder: who erases.
        reason: why; kept, so it should not repeat what is erased.
        preview: only say what would go.

    Raises:
        RecordError: there is no such article.
        RecordBusyError: another process holds the record.
    """
    with record_errors(store.name), writing(store.engine).begin() as connection:
        pages = _texts_of(connection, article)
        found = _survey(connection, store, pages)
        if not preview:
            links = _erase_pages(connection, pages, coder)
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
        named = _entities_named(connection, names)
        pages = _pages_of(connection, keys, names, named)
        found = _survey(connection, store, pages, keys)
        if not preview:
            judged = [row.id for row in _judgements_of_actors(connection, keys)]
            links = _erase_pages(connection, pages, coder) | _forget_entities(connection, named)
            links |= _forget_judgements(connection, judged)
            connection.execute(delete(sql.actor_name).where(name.actor.in_(keys)))
            connection.execute(delete(sql.actor).where(sql.actor.c.key.in_(keys)))
            _bury(connection, links, kind="person", subject=root, coder=coder, reason=reason)
    if not preview:
        _scrub(store)
    return found


def _texts_of(connection: Connection, article: str) -> list[str]:
    """Page texts of an article: the one of a key, or all that were read under a name."""
    page_text, _ = find_article(connection, article)
    line = sql.run_reading.c
    named = select(line.page_text).join(sql.fetch, sql.fetch.c.key == line.fetch).where(sql.fetch.c.name == article)
    return sorted({page_text, *connection.execute(named).scalars()})


def _pages_of(
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


def _entities_named(connection: Connection, names: Sequence[str]) -> set[str]:
    """Entities of the codebook whose value is one of the names."""
    folded = {_words_of(name) for name in names}
    rows = connection.execute(select(sql.entity.c.key, sql.entity.c.value))
    return {row.key for row in rows if _words_of(row.value) in folded}


def _survey(connection: Connection, store: Store, pages: Sequence[str], actors: Sequence[str] = ()) -> Erasure:
    judged = {row.id for row in _judgements(connection, pages)}
    judged |= {row.id for row in _judgements_of_actors(connection, actors)}
    key = sql.page_text.c
    keys = [connection.execute(select(key.key).where(key.sha256 == page)).scalar_one() for page in pages]
    held = [one.path for one in backups_of(store.place) if holds_any(one.path, pages=pages, actors=actors)]
    return Erasure(
        pages=tuple(pages),
        articles=tuple(keys),
        entries=sum(len(_entries(connection, page)) for page in pages),
        judgements=len(judged),
        backups=tuple(held),
    )


def _entries(connection: Connection, page: str) -> list[str]:
    return list(connection.execute(select(sql.entry.c.key).where(sql.entry.c.page_text == page)).scalars())


def _judgements(connection: Connection, pages: Iterable[str]) -> list[Any]:
    """Judgements of pages and of their entries, and comments on them."""
    table = sql.judgement.c
    columns = (table.id, table.subject_kind, table.subject, table.before, table.after)
    subjects = {subject for page in pages for subject in (page, *_entries(connection, page))}
    remarks = [f"{kind} {subject}" for subject in subjects for kind in ("article", "entry")]
    found: list[Any] = []
    for portion in portions([*sorted(subjects), *remarks]):
        found += connection.execute(select(*columns).where(table.subject.in_(portion))).all()
    listed = select(*columns).where(table.subject_kind.in_(("coding", "tag", "carried")))  # their subjects are lists
    found += [row for row in connection.execute(listed) if subjects & set(json.loads(row.subject))]
    return found


def _judgements_of_actors(connection: Connection, actors: Sequence[str]) -> list[Any]:
    table = sql.judgement.c
    named = [*actors, *(f"actor {actor}" for actor in actors)]
    found: list[Any] = []
    for portion in portions(named):
        found += connection.execute(select(table.id).where(table.subject.in_(portion))).all()
    return found


def _erase_pages(connection: Connection, pages: Sequence[str], coder: str) -> set[int]:
    """Take everything of some pages away; positions of the chain's links that can no longer be re-checked."""
    actors, entities = _linked_actors(connection, pages), _used_entities(connection, pages)
    addresses = addresses_of(connection, pages)
    links = _forget_imports(connection, set(pages), coder)
    links |= _forget_judgements(connection, [row.id for row in _judgements(connection, pages)])
    links |= {link for page in pages for link in _erase_page(connection, page)}
    settle_addresses(connection, addresses)
    links |= _forget_entities(connection, entities)
    links |= _forget_unlinked(connection, actors)
    _settle_names(connection, actors)
    if connection.dialect.name == "sqlite":  # its full-text index keeps the words of what was deleted until then
        connection.execute(text("INSERT INTO search (search) VALUES ('optimize')"))
    return links


def _linked_actors(connection: Connection, pages: Sequence[str]) -> set[str]:
    """Actors that entries of some pages are or were linked to."""
    state = sql.entry_state.c
    links = select(state.actor).join(sql.entry, sql.entry.c.key == state.entry)
    found = {
        actor
        for page in pages
        for actor in connection.execute(links.where(sql.entry.c.page_text == page, state.actor.is_not(None))).scalars()
    }
    judged = [row for row in _judgements(connection, pages) if row.subject_kind == "entry"]
    states = [json.loads(held) for row in judged for held in (row.before, row.after) if held is not None]
    return found | {held["actor"] for held in states if held["actor"] is not None}


def _used_entities(connection: Connection, pages: Sequence[str]) -> set[str]:
    """Entities of the codebook that statements of some pages have as values."""
    found: set[str] = set()
    for page in pages:
        said = select(sql.version.c.payload).join(sql.entry, sql.entry.c.key == sql.version.c.entry)
        for payload in connection.execute(said.where(sql.entry.c.page_text == page)).scalars():
            found |= {value for value in json.loads(payload).get("values", {}).values() if isinstance(value, str)}
    return set(connection.execute(select(sql.entity.c.key)).scalars()) & found if found else found


def _forget_judgements(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Take judgements away, with the reasons of their steps, and steps of which nothing is left.

    A step is never changed: what is left of one is written anew, under its number and without its reason.
    """
    table = sql.judgement
    steps: set[int] = set()
    for portion in portions(numbers):
        steps |= set(connection.execute(select(table.c.step).where(table.c.id.in_(portion))).scalars())
        connection.execute(delete(table).where(table.c.id.in_(portion)))
    for number in sorted(steps):
        about = connection.execute(select(sql.step).where(sql.step.c.id == number)).mappings().one()
        left = connection.execute(select(table).where(table.c.step == number).order_by(table.c.id)).mappings().all()
        if left and not about["reason"]:
            continue
        connection.execute(delete(table).where(table.c.step == number))
        connection.execute(delete(sql.step).where(sql.step.c.id == number))
        if left:
            connection.execute(insert(sql.step), dict(about) | {"reason": ""})
            connection.execute(insert(table), [dict(row) for row in left])
    return _links(connection, "step", sorted(steps))


def _forget_entities(connection: Connection, entities: Collection[str]) -> set[int]:
    """Take entities away that no statement has as a value any more, with what was judged of them."""
    entity, judged = sql.entity.c, sql.judgement.c
    gone = [
        key
        for key in sorted(entities)
        if connection.execute(select(sql.version.c.key).where(sql.version.c.payload.like(f'%"{key}"%'))).first() is None
        and connection.execute(select(entity.key).where((entity.parent == key) | (entity.merged_into == key))).first()
        is None
    ]
    numbers: list[int] = []
    for portion in portions(gone):
        numbers += connection.execute(
            select(judged.id).where(judged.subject_kind == "entity", judged.subject.in_(portion))
        ).scalars()
        connection.execute(delete(sql.entity).where(entity.key.in_(portion)))
    return _forget_judgements(connection, numbers)


def _forget_imports(connection: Connection, pages: set[str], coder: str) -> set[int]:
    """Take pages out of what imports kept of their files; positions of the links that can no longer be re-checked."""
    links: set[int] = set()
    entries = {entry for page in pages for entry in _entries(connection, page)}
    table = sql.judgement.c
    rows = select(table.id, table.subject, table.before, table.after).where(table.subject_kind == "imported")
    judged = connection.execute(rows.order_by(table.id)).all()
    held = {row.key: row for row in connection.execute(select(sql.imported))}
    for key in dict.fromkeys(row.subject for row in judged):
        ours = [row for row in judged if row.subject == key]
        said = " ".join(state for row in ours for state in (row.before, row.after) if state is not None)
        if not any(page in said for page in pages):
            continue
        links |= _forget_judgements(connection, [row.id for row in ours])
        if key in held:  # else it was undone
            extras = json.loads(held[key].extras)
            extras["documents"] = [one for one in extras["documents"] if one["page_text"] not in pages]
            extras["statements"] = [one for one in extras["statements"] if one[0] not in entries]
            connection.execute(delete(sql.imported).where(sql.imported.c.key == key))
            # Written anew as a step of its own: a judgement with what was before would keep what is erased.
            step = Step(connection, kind="erase", coder=coder)
            step.change("imported", key, held[key]._asdict() | {"extras": canonical_json(extras), "report": "{}"})
            step.finish()
    return links


def _forget_unlinked(connection: Connection, actors: Collection[str]) -> set[int]:
    """Take actors away that nothing links to any more, neither an entry nor an actor merged into them.

    Args:
        connection: with the writing transaction open.
        actors: those that what is erased was linked to; others stay where a person judged them.
    """
    other = sql.actor.alias("other")
    linked = select(sql.entry_state.c.actor).where(sql.entry_state.c.actor.is_not(None))
    roots = select(other.c.merged_into).where(other.c.merged_into.is_not(None))
    judged = set(
        connection.execute(select(sql.judgement.c.subject).where(sql.judgement.c.subject_kind == "actor")).scalars()
    )
    loose = select(sql.actor.c.key).where(sql.actor.c.key.not_in(linked), sql.actor.c.key.not_in(roots))
    numbers: list[int] = []
    while keys := [key for key in connection.execute(loose).scalars() if key in actors or key not in judged]:
        for portion in portions(keys):
            numbers += [row.id for row in _judgements_of_actors(connection, portion)]
            connection.execute(delete(sql.actor_name).where(sql.actor_name.c.actor.in_(portion)))
            connection.execute(delete(sql.actor).where(sql.actor.c.key.in_(portion)))
    return _forget_judgements(connection, numbers)


def _settle_names(connection: Connection, actors: Collection[str]) -> None:
    """Let actors that stay have the names that what is left calls them by, and no others."""
    name, actor, judged = sql.actor_name.c, sql.actor.c, sql.judgement.c
    for row in connection.execute(select(sql.actor).where(actor.key.in_(sorted(actors)))).all():
        states = connection.execute(
            select(judged.before, judged.after).where(judged.subject_kind == "actor", judged.subject == row.key)
        ).all()
        known = {json.loads(held)["name"] for both in states for held in both if held is not None}
        known |= _called(connection, select(actor.key).where(actor.key == row.key))
        known = known or _called(connection, select(actor.key).where(root_of() == row.key))
        held = set(connection.execute(select(name.name).where(name.actor == row.key)).scalars())
        for gone in held - known:
            connection.execute(delete(sql.actor_name).where(name.actor == row.key, name.name == gone))
        if row.name not in known and known:
            fullest = min(known, key=lambda one: (-len(one), one))
            connection.execute(update(sql.actor).where(actor.key == row.key).values(name=fullest))
            add_name(connection, row.key, fullest)


def _called(connection: Connection, actors: Any) -> set[str]:
    """Names by which entries that are linked to some actors call them, in any version."""
    said = (
        select(sql.version.c.payload)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.version.c.entry)
        .where(sql.entry_state.c.actor.in_(actors))
    )
    payloads = connection.execute(said).scalars()
    return {acting["name"] for payload in payloads if (acting := json.loads(payload)["actor"])}


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
    """Take a page with its entries away; positions of the chain's links that can no longer be re-checked."""
    entries = _entries(connection, page)
    lines = connection.execute(select(sql.run_reading.c.id).where(sql.run_reading.c.page_text == page)).scalars().all()
    links = _links(connection, "reading", lines) | _links(connection, "article", lines)
    article = connection.execute(
        select(sql.article_state.c.id).where(sql.article_state.c.page_text == page)
    ).scalar_one()
    forget_article(connection, article)
    forget_copies(connection, article)
    _forget_texts(connection, page)
    for portion in portions(entries):
        _erase_states(connection, portion)
    for portion in portions(entries):  # only now: entries of one portion point at those of another
        _erase_versions(connection, portion)
    for portion in portions(lines):
        connection.execute(delete(sql.run_proposal).where(sql.run_proposal.c.run_reading.in_(portion)))
    connection.execute(delete(sql.tag).where(sql.tag.c.subject_kind == "article", sql.tag.c.subject == page))
    for table in (sql.article_reader, sql.article_state, sql.run_reading):
        connection.execute(delete(table).where(table.c.page_text == page))
    connection.execute(delete(sql.entry).where(sql.entry.c.page_text == page))
    _erase_texts(connection, page)
    return links


def _forget_texts(connection: Connection, page: str) -> None:
    """Take away which text a page replaced or was replaced by, and what was carried over from it and to it."""
    earlier, carried = sql.earlier_text.c, sql.carried.c
    ours = select(sql.entry.c.key).where(sql.entry.c.page_text == page)
    connection.execute(delete(sql.earlier_text).where((earlier.page_text == page) | (earlier.newest == page)))
    gone = (carried.page_text == page) | carried.origin.in_(ours) | carried.entry.in_(ours)
    connection.execute(delete(sql.carried).where(gone))


def _erase_states(connection: Connection, entries: Sequence[str]) -> None:
    connection.execute(delete(sql.coding).where(sql.coding.c.entry.in_(entries)))
    connection.execute(delete(sql.tag).where(sql.tag.c.subject_kind == "entry", sql.tag.c.subject.in_(entries)))
    connection.execute(delete(sql.entry_state).where(sql.entry_state.c.entry.in_(entries)))
    connection.execute(delete(sql.version_link).where(sql.version_link.c.entry.in_(entries)))


def _erase_versions(connection: Connection, entries: Sequence[str]) -> None:
    versions = select(sql.version.c.key).where(sql.version.c.entry.in_(entries))
    connection.execute(delete(sql.run_proposal).where(sql.run_proposal.c.version.in_(versions)))
    connection.execute(delete(sql.evidence).where(sql.evidence.c.version.in_(versions)))
    connection.execute(delete(sql.version).where(sql.version.c.entry.in_(entries)))


def _erase_texts(connection: Connection, page: str) -> None:
    readings = select(sql.reading.c.key).where(sql.reading.c.page_text == page)
    for table in (sql.block, sql.piece, sql.sentence, sql.teaser):
        connection.execute(delete(table).where(table.c.reading.in_(readings)))
    connection.execute(delete(sql.reading).where(sql.reading.c.page_text == page))
    forget_page(connection, page)
    blobs = set(connection.execute(select(sql.rendition.c.blob).where(sql.rendition.c.page_text == page)).scalars())
    connection.execute(delete(sql.rendition).where(sql.rendition.c.page_text == page))
    for blob in blobs:
        others = connection.execute(select(sql.rendition.c.key).where(sql.rendition.c.blob == blob)).first()
        if others is None:
            connection.execute(delete(sql.fetch).where(sql.fetch.c.blob == blob))
            connection.execute(delete(sql.blob).where(sql.blob.c.sha256 == blob))
    connection.execute(delete(sql.page_text).where(sql.page_text.c.sha256 == page))


def _links(connection: Connection, kind: str, numbers: Sequence[int]) -> set[int]:
    audit = sql.audit.c
    found: set[int] = set()
    for portion in portions([str(number) for number in numbers]):
        query = select(audit.position).where(audit.kind == kind, audit.subject.in_(portion))
        found |= set(connection.execute(query).scalars())
    return found


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
