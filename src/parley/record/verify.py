"""Checking whether everything in a record is as it was written.

What is stored in two forms is compared: bytes with their digest, quotations with the page text,
blocks and pieces with both texts, readings, payloads and run log with the digests they had when
written, current states with the run log they follow from, and the chain of digests with itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import zstandard
from sqlalchemy import Connection, func, select, text

from parley.record import sql
from parley.record.audit import DIGESTS, FIRST
from parley.record.base import Store
from parley.record.digest import digest_bytes, digest_of, digest_text
from parley.record.engine import record_errors
from parley.record.entries import PROPOSED, UNJUDGED, WITHDRAWN
from parley.record.evidence import article_faults, evidence_fault
from parley.record.readings import page_text_key, reading_key, reading_rows
from parley.record.rebuild import evidence_of, rebuild_article, unpack
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
    with record_errors(str(store.path)), store.engine.connect() as connection:
        for kind, (table, check) in _CHECKS.items():
            number = select(func.count()).select_from(table)
            counted[kind] = int(connection.execute(number).scalar_one())
            faults += [Fault(kind=kind, where=where, what=what) for where, what in check(connection)]
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            faults.append(Fault(kind="reference", where=f"{row[0]} {row[1]}", what=f"its {row[2]} is gone"))
    return Verification(checked=counted, faults=tuple(faults))


def _check_blobs(connection: Connection) -> Faults:
    for row in connection.execute(select(sql.blob)):
        try:
            content = unpack(row.content, row.size)
        except zstandard.ZstdError:
            yield row.sha256, "its bytes cannot be unpacked"
            continue
        if digest_bytes(content) != row.sha256:
            yield row.sha256, "its bytes have another digest"


def _check_page_texts(connection: Connection) -> Faults:
    for row in connection.execute(select(sql.page_text)):
        if digest_text(row.text) != row.sha256 or len(row.text) != row.characters:
            yield row.sha256, "its text has another digest or length"
        if page_text_key(row.sha256) != row.key:
            yield row.sha256, "its key is not the one made from its digest"


def _check_readings(connection: Connection) -> Faults:
    table = sql.reading.c
    sentence = sql.sentence.c
    for row in connection.execute(select(table.key, table.page_text)):
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


def _check_proposals(connection: Connection) -> Faults:
    table = sql.proposal.c
    quoted = set(connection.execute(select(sql.evidence.c.proposal).distinct()).scalars())
    for row in connection.execute(select(table.key, table.content_hash, table.payload)):
        try:
            digest = digest_of(json.loads(row.payload))
        except ValueError:
            digest = ""
        if digest != row.content_hash:
            yield row.key, "it says something else than when it was written"
        if row.key not in quoted:
            yield row.key, "no evidence proves it"


def _check_evidence(connection: Connection) -> Faults:
    table = sql.evidence.c
    query = (
        select(sql.evidence, sql.entry.c.page_text)
        .join(sql.proposal, sql.proposal.c.key == table.proposal)
        .join(sql.entry, sql.entry.c.key == sql.proposal.c.entry)
        .order_by(sql.entry.c.page_text, table.proposal, table.position)
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
            yield f"{row.proposal} {row.position}", fault


def _check_entries(connection: Connection) -> Faults:
    """Each entry has a version of its own, and the state that follows from the newest run over its page."""
    newest = select(func.max(sql.run_reading.c.id)).group_by(sql.run_reading.c.page_text)
    seen = (
        select(sql.run_proposal.c.proposal, sql.proposal.c.entry)
        .join(sql.proposal, sql.proposal.c.key == sql.run_proposal.c.proposal)
        .where(sql.run_proposal.c.run_reading.in_(newest))
    )
    proposed = {row.entry: row.proposal for row in connection.execute(seen)}
    query = (
        select(sql.entry.c.key, sql.entry_state.c.state, sql.entry_state.c.proposal, sql.proposal.c.entry)
        .outerjoin(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .outerjoin(sql.proposal, sql.proposal.c.key == sql.entry_state.c.proposal)
        .order_by(sql.entry.c.key)
    )
    for row in connection.execute(query):
        if row.entry != row.key:
            yield row.key, "it has no proposal that holds"
        elif row.state in UNJUDGED:
            expected = (PROPOSED, proposed[row.key]) if row.key in proposed else (WITHDRAWN, row.proposal)
            if (row.state, row.proposal) != expected:
                yield row.key, "its state is not the one that the run log leads to"


def _check_audit(connection: Connection) -> Faults:
    previous, expected = FIRST, 1
    linked: dict[str, set[str]] = {kind: set() for kind in DIGESTS}
    for row in connection.execute(select(sql.audit).order_by(sql.audit.c.position)):
        where = f"link {row.position}"
        fields: dict[str, Any] = row._asdict()
        if fields.pop("link") != digest_of(fields) or row.previous != previous or row.position != expected:
            yield where, "the chain is broken here"
        previous, expected = row.link, row.position + 1
        if row.kind not in DIGESTS or not _follows(connection, row.kind, row.subject, row.digest):
            yield where, f"what it covers ({row.kind} {row.subject}) is not as it was written"
        else:
            linked[row.kind].add(row.subject)
    logs = {
        "run": select(sql.run.c.id),
        "article": select(sql.run_reading.c.id),
        "refusal": select(sql.run_refusal.c.id),
        "finish": select(sql.run.c.id).where(sql.run.c.finished_at.is_not(None)),
    }
    for kind, query in logs.items():
        for number in connection.execute(query).scalars():
            if str(number) not in linked[kind]:
                yield f"{kind} {number}", "no link of the chain covers it"


def _follows(connection: Connection, kind: str, subject: str, digest: str) -> bool:
    """Whether what a link covers still has its digest; False also where it is gone."""
    table = {"run": sql.run, "finish": sql.run, "article": sql.run_reading, "refusal": sql.run_refusal}[kind]
    there = connection.execute(select(table.c.id).where(table.c.id == int(subject))).first()
    return there is not None and DIGESTS[kind](connection, int(subject)) == digest


_CHECKS: dict[str, tuple[Any, Callable[[Connection], Faults]]] = {
    "blob": (sql.blob, _check_blobs),
    "page text": (sql.page_text, _check_page_texts),
    "reading": (sql.reading, _check_readings),
    "proposal": (sql.proposal, _check_proposals),
    "evidence": (sql.evidence, _check_evidence),
    "entry": (sql.entry, _check_entries),
    "audit": (sql.audit, _check_audit),
}
