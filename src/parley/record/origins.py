"""What people said about an earlier text of an address: the entries that are to be found again in its newest one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select, union

from parley.record import sql
from parley.record.drafts import ACTOR_LINK, Payload
from parley.record.event_pairs import pairs_with
from parley.record.filters import portions
from parley.record.spans import flat
from parley.record.states import MERGED, UNJUDGED
from parley.record.subjects import compound
from parley.terms.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """An entry of an earlier text that people judged, coded, tagged or set beside another event."""

    entry: str
    kind: str
    state: str
    version: str
    payload: Payload
    judged: Payload | None
    """What the machine had proposed when it was judged; None where it had proposed nothing."""
    actor: str | None
    merged_into: str | None
    place: Span
    """From its first to its last word in the earlier text."""

    @property
    def decided(self) -> bool:
        """Whether a person judged it itself."""
        return self.state not in UNJUDGED

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """In which order origins are placed: each after what it may point at."""
        related = any(self.payload.get(role) for role in ("parent", "continues", "same_as"))
        return self.state == MERGED, related, self.place.start, self.entry


def find_origins(connection: Connection, before: str, after: str) -> list[Origin]:
    """The entries of an earlier text that are still to be carried over.

    Those that were carried over before are left out, undone or not; so are those that have a successor in another
    earlier text, which stands for them.

    Args:
        connection: to the record.
        before: digest of the earlier text.
        after: digest of the newest one.
    """
    entry, state, version = sql.entry.c, sql.entry_state.c, sql.version.c
    judged = sql.version.alias("judged_version")
    coded, tag, carried = select(sql.coding.c.entry), sql.tag.c, sql.carried.c
    tagged = select(tag.subject).where(tag.subject_kind == "entry")
    paired = union(select(sql.event_pair.c.first), select(sql.event_pair.c.second))
    earlier = select(sql.earlier_text.c.page_text).where(sql.earlier_text.c.newest == after)
    succeeded = select(carried.origin).where(carried.entry.is_not(None), carried.page_text.in_(earlier))
    query = (
        select(entry.kind, sql.entry_state, version.payload, version.start, version.end)
        .add_columns(judged.c.payload.label("judged_payload"))
        .join(sql.entry_state, state.entry == entry.key)
        .join(sql.version, version.key == state.version)
        .outerjoin(judged, judged.c.key == state.judged)
        .where(entry.page_text == before, entry.key.not_in(succeeded))
        .where(or_(state.state.not_in(UNJUDGED), *(entry.key.in_(said) for said in (coded, tagged, paired))))
        .order_by(entry.key)
    )
    rows = connection.execute(query).all()
    past = _decided_before(connection, [compound(row.entry, after) for row in rows])
    return sorted(
        (_origin(row) for row in rows if compound(row.entry, after) not in past), key=lambda origin: origin.rank
    )


def coder_of(connection: Connection, entry: str) -> str:
    """The name of who last judged, coded or tagged an entry, or set it beside another event."""
    judged, coding, tag = sql.judgement.c, sql.coding.c, sql.tag.c
    codings = connection.execute(select(coding.concept, coding.coder).where(coding.entry == entry)).all()
    tags = connection.execute(select(tag.folded).where(tag.subject_kind == "entry", tag.subject == entry)).scalars()
    subjects = [entry, *(compound(entry, row.concept, row.coder) for row in codings)]
    subjects += [compound("entry", entry, folded) for folded in tags]
    subjects += [compound(pair.first, pair.second) for pair in pairs_with(connection, entry)]
    query = (
        select(sql.coder.c.name)
        .join(sql.step, sql.step.c.coder == sql.coder.c.key)
        .join(sql.judgement, judged.step == sql.step.c.id)
        .where(judged.subject_kind.in_(("entry", "coding", "tag", "event_pair")), judged.subject.in_(subjects))
        .order_by(judged.id.desc())
        .limit(1)
    )
    return str(connection.execute(query).scalar_one())


def _decided_before(connection: Connection, subjects: list[str]) -> set[str]:
    """Which carryings were ever judged: what a person has undone is not done again."""
    judged = sql.judgement.c
    found: set[str] = set()
    for portion in portions(subjects):
        query = select(judged.subject).where(judged.subject_kind == "carried", judged.subject.in_(portion))
        found |= set(connection.execute(query).scalars())
    return found


def _origin(row: Any) -> Origin:
    payload = json.loads(row.payload)
    mentions = [mention["spans"] for mention in payload["mentions"]] if row.kind == ACTOR_LINK else []
    said = flat(mentions) if mentions else (Span(row.start, row.end),)
    return Origin(
        entry=row.entry,
        kind=row.kind,
        state=row.state,
        version=row.version,
        payload=payload,
        judged=None if row.judged_payload is None else json.loads(row.judged_payload),
        actor=row.actor,
        merged_into=row.merged_into,
        place=Span(min(span.start for span in said), max(span.end for span in said)),
    )
