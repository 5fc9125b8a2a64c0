"""Checking whether everything in a record is as it was written.

What is stored in two forms is compared: bytes with their digest, quotations with the page text,
blocks and pieces with both texts, readings, versions and run log with the digests they had when
written, current states with the run log and the judgements they follow from, the search index with
the texts, fingerprints and groups of copies with the texts, and the chain of digests with itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import zstandard
from sqlalchemy import Connection, exists, func, literal, select
from sqlalchemy.exc import NoResultFound

from parley.record import sql
from parley.record.audit import DIGESTS, FIRST
from parley.record.base import Store
from parley.record.columns import metadata
from parley.record.digest import digest_bytes, digest_of, digest_text, short_key
from parley.record.engine import record_errors
from parley.record.evidence import article_faults, evidence_fault
from parley.record.readings import page_text_key, reading_key, reading_rows
from parley.record.rebuild import evidence_of, rebuild_article, unpack
from parley.record.verify_actors import check_actors
from parley.record.verify_copies import check_copies, check_texts
from parley.record.verify_people import check_coders, check_states, check_subjects
from parley.record.verify_search import check_index
from parley.terms.tables import Fault, Verification
from parley.terms.text import Sentence

Faults = Iterator[tuple[str, str]]
"""Where, and what."""


def verify(store: Store) -> Verification:
    """Check a record from end to end.

    Args:
        store: the open record; it may be in use, the check sees one state of it.

    Returns:
        How much was checked, and every fault that was found.

    Raises:
        RecordError: the file itself can no longer be read.
    """
    counted: dict[str, int] = {}
    faults: list[Fault] = []
    with record_errors(store.name), store.engine.connect() as connection:
        for kind, (table, check) in _CHECKS.items():
            number = select(func.count()).select_from(table)
            counted[kind] = int(connection.execute(number).scalar_one())
            faults += _faults(connection, kind, check)
        faults += _faults(connection, "reference", _check_references)
    return Verification(checked=counted, faults=tuple(faults))


def _faults(connection: Connection, kind: str, check: Callable[[Connection], Faults]) -> list[Fault]:
    """What a check finds; one that breaks off over damage that another check names is itself a fault."""
    found: list[Fault] = []
    try:
        for where, what in check(connection):
            found.append(Fault(kind=kind, where=where, what=what))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, NoResultFound) as error:
        what = f"the check broke off over something damaged ({type(error).__name__}: {error})"
        found.append(Fault(kind=kind, where=f"every {kind}", what=what))
    return found


def _check_references(connection: Connection) -> Faults:
    """Every row that another one points at is there."""
    for table in metadata.sorted_tables:
        for constraint in table.foreign_keys:
            child, parent = constraint.parent, constraint.column
            there = parent.table.alias("there")
            missing = select(child).where(
                child.is_not(None), ~exists(select(literal(1)).where(there.c[parent.name] == child))
            )
            for value in connection.execute(missing.distinct()).scalars():
                yield f"{table.name} {child.name} {value}", f"its {parent.table.name} is gone"


def _check_blobs(connection: Connection) -> Faults:
    for row in connection.execute(select(sql.blob), execution_options={"yield_per": 20}):
        try:
            content = unpack(row.content, row.size)
        except zstandard.ZstdError:
            yield row.sha256, "its bytes cannot be unpacked"
            continue
        if digest_bytes(content) != row.sha256:
            yield row.sha256, "its bytes have another digest"


def _check_fetches(connection: Connection) -> Faults:
    for row in connection.execute(select(sql.fetch)):
        if row.key != short_key("fetch", row.name, row.location, row.url, row.media_type, row.blob):
            yield row.key, "it says something else than when it was written"
    line = sql.run_reading.c
    first = select(func.min(line.id)).group_by(line.fetch)
    times = {
        row.fetch: row.fetched_at
        for row in connection.execute(select(line.fetch, line.fetched_at).where(line.id.in_(first)))
    }
    for row in connection.execute(select(sql.fetch.c.key, sql.fetch.c.fetched_at)):
        if times.get(row.key, row.fetched_at) != row.fetched_at:
            yield row.key, "it was fetched at another time than its first reading says"
    for row in connection.execute(select(sql.rendition)):
        if row.key != short_key("rendition", row.blob, row.extractor, row.page_text):
            yield row.key, "its rendition says something else than when it was written"


def _check_page_texts(connection: Connection) -> Faults:
    for row in connection.execute(select(sql.page_text), execution_options={"yield_per": 100}):
        if digest_text(row.text) != row.sha256 or len(row.text) != row.characters:
            yield row.sha256, "its text has another digest or length"
        if page_text_key(row.sha256) != row.key:
            yield row.sha256, "its key is not the one made from its digest"


def _check_readings(connection: Connection) -> Faults:
    table = sql.reading.c
    sentence = sql.sentence.c
    for row in connection.execute(select(table.key, table.page_text)).all():
        article = rebuild_article(connection, row.key, name="")
        for fault in article_faults(article):
            yield row.key, fault
        found = connection.execute(
            select(sentence.start, sentence.end, sentence.paragraph)
            .where(sentence.reading == row.key)
            .order_by(sentence.position)
        )
        sentences = tuple(Sentence(**one._asdict()) for one in found)
        if reading_key(reading_rows(article, sentences, row.page_text)) != row.key:
            yield row.key, "it says something else than when it was written"


def _check_versions(connection: Connection) -> Faults:
    table = sql.version.c
    quoted = set(connection.execute(select(sql.evidence.c.version).distinct()).scalars())
    for row in connection.execute(select(table.key, table.entry, table.content_hash, table.payload)):
        try:
            digest = digest_of(json.loads(row.payload))
        except ValueError:
            digest = ""
        if digest != row.content_hash or row.key != short_key("proposal", row.entry, row.content_hash):
            yield row.key, "it says something else than when it was written"
        if row.key not in quoted:
            yield row.key, "no evidence proves it"


def _check_evidence(connection: Connection) -> Faults:
    table = sql.evidence.c
    query = (
        select(sql.evidence, sql.entry.c.page_text)
        .join(sql.version, sql.version.c.key == table.version)
        .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
        .order_by(sql.entry.c.page_text, table.version, table.position)
    )
    at, page_text = "", ""
    for row in connection.execute(query):
        if row.page_text != at:
            at = row.page_text
            page_text = connection.execute(
                select(sql.page_text.c.text).where(sql.page_text.c.sha256 == at)
            ).scalar_one()
        fault = evidence_fault(page_text, evidence_of(row))
        if fault is not None:
            yield f"{row.version} {row.position}", fault


def _check_audit(connection: Connection) -> Faults:
    previous, expected = FIRST, 1
    linked: dict[str, set[str]] = {kind: set() for kind in DIGESTS}
    buried = {
        position
        for links in connection.execute(select(sql.erasure.c.links)).scalars()
        for position in json.loads(links)
    }
    for row in connection.execute(select(sql.audit).order_by(sql.audit.c.position)):
        where = f"link {row.position}"
        fields: dict[str, Any] = row._asdict()
        if fields.pop("link") != digest_of(fields) or row.previous != previous or row.position != expected:
            yield where, "the chain is broken here"
        previous, expected = row.link, row.position + 1
        if row.position in buried:
            linked[row.kind].add(row.subject)
        elif row.kind not in DIGESTS or not _follows(connection, row.kind, row.subject, row.digest):
            yield where, f"what it covers ({row.kind} {row.subject}) is not as it was written"
        else:
            linked[row.kind].add(row.subject)
    logs = {
        "run": select(sql.run.c.id),
        "reading": select(sql.run_reading.c.id),
        "refusal": select(sql.run_refusal.c.id),
        "finish": select(sql.run.c.id).where(sql.run.c.finished_at.is_not(None)),
        "step": select(sql.step.c.id),
        "erasure": select(sql.erasure.c.id),
    }
    linked["reading"] |= linked["article"]
    for kind, query in logs.items():
        for number in connection.execute(query).scalars():
            if str(number) not in linked[kind]:
                yield f"{kind} {number}", "no link of the chain covers it"


def _follows(connection: Connection, kind: str, subject: str, digest: str) -> bool:
    """Whether what a link covers still has its digest; False also where it is gone."""
    table = {
        "run": sql.run,
        "finish": sql.run,
        "article": sql.run_reading,
        "reading": sql.run_reading,
        "refusal": sql.run_refusal,
        "step": sql.step,
        "erasure": sql.erasure,
    }[kind]
    there = connection.execute(select(table.c.id).where(table.c.id == int(subject))).first()
    return there is not None and DIGESTS[kind](connection, int(subject)) == digest


_CHECKS: dict[str, tuple[Any, Callable[[Connection], Faults]]] = {
    "blob": (sql.blob, _check_blobs),
    "fetch": (sql.fetch, _check_fetches),
    "page text": (sql.page_text, _check_page_texts),
    "reading": (sql.reading, _check_readings),
    "version": (sql.version, _check_versions),
    "evidence": (sql.evidence, _check_evidence),
    "entry": (sql.entry, check_states),
    "actor": (sql.actor, check_actors),
    "coder": (sql.coder, check_coders),
    "judgement": (sql.judgement, check_subjects),
    "index": (sql.search_row, check_index),
    "copy": (sql.copy_print, check_copies),
    "earlier text": (sql.earlier_text, check_texts),
    "audit": (sql.audit, _check_audit),
}
"""What is checked, with the table that says how many there are."""
