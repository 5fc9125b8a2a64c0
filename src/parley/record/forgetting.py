"""Taking pages, judgements and names away for good, within an erasure; what the chain can then no longer re-check."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from parley.record import sql
from parley.record.actors import add_name, root_of
from parley.record.copies import forget_copies
from parley.record.digest import canonical_json
from parley.record.erasure_reach import entries_of, judgements_of, judgements_of_actors
from parley.record.feed_items import forget_page
from parley.record.filters import portions
from parley.record.search import forget_article
from parley.record.steps import Step
from parley.record.texts import addresses_of, settle_addresses


def erase_pages(connection: Connection, pages: Sequence[str], coder: str) -> set[int]:
    """Take everything of some pages away; positions of the chain's links that can no longer be re-checked."""
    actors, entities = _linked_actors(connection, pages), _used_entities(connection, pages)
    addresses = addresses_of(connection, pages)
    links = _forget_imports(connection, set(pages), coder)
    links |= forget_judgements(connection, [row.id for row in judgements_of(connection, pages)])
    links |= {link for page in pages for link in _erase_page(connection, page)}
    settle_addresses(connection, addresses)
    links |= forget_entities(connection, entities)
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
    judged = [row for row in judgements_of(connection, pages) if row.subject_kind == "entry"]
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


def forget_judgements(connection: Connection, numbers: Sequence[int]) -> set[int]:
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


def forget_entities(connection: Connection, entities: Collection[str]) -> set[int]:
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
    return forget_judgements(connection, numbers)


def _forget_imports(connection: Connection, pages: set[str], coder: str) -> set[int]:
    """Take pages out of what imports kept of their files; positions of the links that can no longer be re-checked."""
    links: set[int] = set()
    entries = {entry for page in pages for entry in entries_of(connection, page)}
    table = sql.judgement.c
    rows = select(table.id, table.subject, table.before, table.after).where(table.subject_kind == "imported")
    judged = connection.execute(rows.order_by(table.id)).all()
    held = {row.key: row for row in connection.execute(select(sql.imported))}
    for key in dict.fromkeys(row.subject for row in judged):
        ours = [row for row in judged if row.subject == key]
        said = " ".join(state for row in ours for state in (row.before, row.after) if state is not None)
        if not any(page in said for page in pages):
            continue
        links |= forget_judgements(connection, [row.id for row in ours])
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
            numbers += [row.id for row in judgements_of_actors(connection, portion)]
            connection.execute(delete(sql.actor_name).where(sql.actor_name.c.actor.in_(portion)))
            connection.execute(delete(sql.actor).where(sql.actor.c.key.in_(portion)))
    return forget_judgements(connection, numbers)


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


def _erase_page(connection: Connection, page: str) -> set[int]:
    """Take a page with its entries away; positions of the chain's links that can no longer be re-checked."""
    entries = entries_of(connection, page)
    lines = connection.execute(select(sql.run_reading.c.id).where(sql.run_reading.c.page_text == page)).scalars().all()
    links = _links(connection, "reading", lines) | _links(connection, "article", lines)
    article = connection.execute(
        select(sql.article_state.c.id).where(sql.article_state.c.page_text == page)
    ).scalar_one()
    forget_article(connection, article)
    forget_copies(connection, article)
    _forget_texts(connection, page)
    for table in (sql.round_verdict, sql.round_mark, sql.round_article):
        connection.execute(delete(table).where(table.c.page_text == page))
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
    pair = sql.event_pair.c
    connection.execute(delete(sql.event_pair).where(pair.first.in_(ours) | pair.second.in_(ours)))


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
