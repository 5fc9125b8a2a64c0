"""What people change, each kind with two functions: read its state, write its state.

Law of this module: a state is all that a judgement may change about a subject, as plain JSON values;
None says that there is no such thing. Undo, redo, ``verify`` and "as of" know nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update

from parley.record import sql
from parley.record.actors import keep_names, place_actor
from parley.record.article_states import correct_article
from parley.record.digest import canonical_json
from parley.record.drafts import ACTOR_LINK
from parley.record.states import PROPOSED, UNJUDGED, WITHDRAWN

State = dict[str, Any]


class Subject(Protocol):
    """A kind of thing that people change."""

    def read(self, connection: Connection, subject: str) -> State | None:
        """The state a thing is in; None where there is no such thing."""

    def write(self, connection: Connection, subject: str, state: State | None) -> None:
        """Put a thing into a state."""

    def pages(self, connection: Connection, subject: str) -> set[str]:
        """Digests of the page texts whose search index its state shows in."""


@dataclass(frozen=True)
class Rows:
    """Things that are one row of a table each; of a key of several columns the subject is a JSON list."""

    table: Table

    def read(self, connection: Connection, subject: str) -> State | None:
        """The row."""
        row = connection.execute(select(self.table).where(self._is(subject))).first()
        return None if row is None else dict(row._asdict())

    def write(self, connection: Connection, subject: str, state: State | None) -> None:
        """Insert, update or delete the row."""
        if state is None:
            connection.execute(delete(self.table).where(self._is(subject)))
        elif self.read(connection, subject) is None:
            connection.execute(insert(self.table), state)
        else:
            connection.execute(update(self.table).where(self._is(subject)).values(state))

    def pages(self, connection: Connection, subject: str) -> set[str]:  # noqa: ARG002 - the protocol's
        """None: rows of the codebook and the library are not indexed."""
        return set()

    def _is(self, subject: str) -> Any:
        columns = list(self.table.primary_key.columns)
        values = json.loads(subject) if len(columns) > 1 else [subject]
        return and_(*(column == value for column, value in zip(columns, values, strict=True)))


def compound(*values: str) -> str:
    """The subject of a row whose key has several columns."""
    return canonical_json(list(values))


class Entries:
    """Entries: which version of them holds, and why. ``seen`` is the machine's and no part of the state."""

    names = ("state", "version", "actor", "merged_into", "judged")

    def read(self, connection: Connection, subject: str) -> State | None:
        """State, version, actor, what it is merged into, and the machine's version it was judged on."""
        table = sql.entry_state.c
        columns = [table[name] for name in self.names]
        row = connection.execute(select(*columns).where(table.entry == subject)).first()
        return None if row is None else dict(row._asdict())

    def write(self, connection: Connection, subject: str, state: State | None) -> None:
        """Put an entry into a state; an unjudged one takes what the run log says by now, one that no run knows goes."""
        table = sql.entry_state
        if state is None or state["state"] in UNJUDGED:
            machine = machine_state(connection, subject)
            if state is None and "version" not in machine:
                connection.execute(delete(table).where(table.c.entry == subject))
                return
            if state is None or state["version"] != machine.get("version", state["version"]):
                machine["actor"] = _acting(connection, machine["version"])
            state = (state or {}) | machine | {"judged": None, "merged_into": None}
        if self.read(connection, subject) is None:
            connection.execute(insert(table), state | {"entry": subject})
        else:
            connection.execute(update(table).where(table.c.entry == subject).values(state))

    def pages(self, connection: Connection, subject: str) -> set[str]:
        """The page text it belongs to."""
        return set(connection.execute(select(sql.entry.c.page_text).where(sql.entry.c.key == subject)).scalars())


def machine_state(connection: Connection, entry: str) -> State:
    """State and version of an entry as the run log alone gives them."""
    page_text = select(sql.entry.c.page_text).where(sql.entry.c.key == entry).scalar_subquery()
    newest = select(func.max(sql.run_reading.c.id)).where(sql.run_reading.c.page_text == page_text).scalar_subquery()
    proposed = connection.execute(
        select(sql.version.c.key)
        .join(sql.run_proposal, sql.run_proposal.c.version == sql.version.c.key)
        .where(sql.version.c.entry == entry, sql.run_proposal.c.run_reading == newest)
    ).scalar()
    if proposed is not None:
        return {"state": PROPOSED, "version": proposed}
    last = connection.execute(
        select(sql.version.c.key)
        .join(sql.run_proposal, sql.run_proposal.c.version == sql.version.c.key)
        .where(sql.version.c.entry == entry)
        .order_by(sql.run_proposal.c.run_reading.desc())
        .limit(1)
    ).scalar()
    return {"state": WITHDRAWN} | ({} if last is None else {"version": last})


def _acting(connection: Connection, version: str) -> str | None:
    """The actor that a version of an entry is about; None where it is about none."""
    row = connection.execute(
        select(sql.version.c.payload, sql.entry.c.page_text)
        .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
        .where(sql.version.c.key == version)
    ).one()
    payload = json.loads(row.payload)
    acting = payload["actor"] if payload["kind"] == ACTOR_LINK else None
    return place_actor(connection, acting, page_text=row.page_text) if acting else None


class Articles:
    """Articles: corrections of their fields, how far people are with them, who has read them through."""

    def read(self, connection: Connection, subject: str) -> State | None:
        """Corrections, work state with its reason, and the keys of those who read it through."""
        table, reader = sql.article_state.c, sql.article_reader.c
        row = connection.execute(
            select(table.corrections, table.work, table.work_reason).where(table.page_text == subject)
        ).first()
        if row is None:
            return None
        readers = connection.execute(select(reader.coder).where(reader.page_text == subject).order_by(reader.coder))
        return {
            "corrections": json.loads(row.corrections),
            "work": row.work,
            "work_reason": row.work_reason,
            "read_by": list(readers.scalars()),
        }

    def write(self, connection: Connection, subject: str, state: State | None) -> None:
        """Lay corrections over the article and set how far people are with it."""
        if state is None:  # pragma: no cover - articles come by runs alone
            raise ValueError("an article cannot be judged away")
        table, reader = sql.article_state, sql.article_reader
        correct_article(connection, subject, state["corrections"])
        work = {"work": state["work"], "work_reason": state["work_reason"]}
        connection.execute(update(table).where(table.c.page_text == subject).values(work))
        connection.execute(delete(reader).where(reader.c.page_text == subject))
        if state["read_by"]:
            connection.execute(insert(reader), [{"page_text": subject, "coder": coder} for coder in state["read_by"]])

    def pages(self, connection: Connection, subject: str) -> set[str]:  # noqa: ARG002 - the protocol's
        """Its own page text: passages carry the article's date."""
        return {subject}


class Actors:
    """Actors: name, kind, and the actor they are one with."""

    names = ("name", "kind", "merged_into")

    def read(self, connection: Connection, subject: str) -> State | None:
        """Name, kind, and the key of the actor it is merged into."""
        table = sql.actor.c
        row = connection.execute(select(*(table[name] for name in self.names)).where(table.key == subject)).first()
        return None if row is None else dict(row._asdict())

    def write(self, connection: Connection, subject: str, state: State | None) -> None:
        """Put an actor into a state; a new one gets its name on the list of names."""
        table, names = sql.actor, sql.actor_name
        if state is None:
            connection.execute(delete(names).where(names.c.actor == subject))
            connection.execute(delete(table).where(table.c.key == subject))
            return
        if self.read(connection, subject) is None:
            connection.execute(insert(table), state | {"key": subject})
        else:
            connection.execute(update(table).where(table.c.key == subject).values(state))
        keep_names(connection, subject, state["name"])

    def pages(self, connection: Connection, subject: str) -> set[str]:  # noqa: ARG002 - the protocol's
        """None: who speaks is looked up, not indexed."""
        return set()


class Remarks:
    """What a comment is about: nothing changes but the history."""

    def read(self, connection: Connection, subject: str) -> State | None:  # noqa: ARG002 - the protocol's
        """Nothing: comments live in the history."""
        return None

    def write(self, connection: Connection, subject: str, state: State | None) -> None:
        """Nothing to write."""

    def pages(self, connection: Connection, subject: str) -> set[str]:  # noqa: ARG002 - the protocol's
        """None."""
        return set()


SUBJECTS: dict[str, Subject] = {
    "entry": Entries(),
    "article": Articles(),
    "actor": Actors(),
    "concept": Rows(sql.concept),
    "coding": Rows(sql.coding),
    "statement_type": Rows(sql.statement_type),
    "variable": Rows(sql.variable),
    "entity": Rows(sql.entity),
    "pattern": Rows(sql.pattern),
    "collection": Rows(sql.collection),
    "outlet": Rows(sql.outlet),
    "tag": Rows(sql.tag),
    "saved_search": Rows(sql.saved_search),
    "imported": Rows(sql.imported),
    "carried": Rows(sql.carried),
    "verdict": Rows(sql.round_verdict),
    "event_pair": Rows(sql.event_pair),
    "comment": Remarks(),
}
"""Every kind of thing that people change."""
