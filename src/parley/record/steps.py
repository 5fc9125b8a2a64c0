"""Steps: what one person does at once, with the judgements it consists of; undo and redo are steps too.

Law of this module (law 3): a judgement is never overwritten. Undo is another step, whose judgements
write back what was before; it refuses where something later stands on the same things.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from parley.errors import RecordError
from parley.record import sql
from parley.record.audit import DIGESTS, append_link, now
from parley.record.digest import canonical_json, short_key
from parley.record.search import index_article
from parley.record.standing import Footing, check_chain, check_whole
from parley.record.states import UNJUDGED
from parley.record.subjects import SUBJECTS, State
from parley.terms.names import fold_name

UNDO, REDO = "undo", "redo"
CARRY = "carry"
"""What a person judged on an earlier text of an address is carried over to its newest one; no doing of their own."""


class Step:
    """A step that is being taken, inside its transaction; ``finish`` seals it.

    Args:
        connection: with the writing transaction open.
        kind: what is done: accept, edit, merge, ...
        coder: name of who does it.
        reason: why, in their words; may be empty.
        undoes: number of the step that this one undoes.
    """

    def __init__(
        self, connection: Connection, *, kind: str, coder: str, reason: str = "", undoes: int | None = None
    ) -> None:
        self.connection = connection
        self.coder = place_coder(connection, coder)
        self._about = {"kind": kind, "coder": self.coder, "reason": reason, "undoes": undoes}
        self._kind = kind
        self.number: int | None = None
        """Number of the step, once it is finished; None where nothing changed."""
        self._rows: list[dict[str, Any]] = []
        self._stale: set[str] = set()

    def read(self, subject_kind: str, subject: str) -> State | None:
        """The state a thing is in at this point of the step."""
        return SUBJECTS[subject_kind].read(self.connection, subject)

    def change(self, subject_kind: str, subject: str, after: State | None, *, kind: str | None = None) -> bool:
        """Put a thing into a state, and keep the judgement; nothing where it is in that state already.

        Args:
            subject_kind: kind of thing.
            subject: its key.
            after: the state it is to have; None to do away with it.
            kind: what is done to it, where that is not what the whole step does.

        Returns:
            Whether anything changed.
        """
        handler = SUBJECTS[subject_kind]
        before = handler.read(self.connection, subject)
        if before == after:
            return False
        handler.write(self.connection, subject, after)
        self._stale |= handler.pages(self.connection, subject)
        self._keep(kind or self._kind, subject_kind, subject, before, handler.read(self.connection, subject))
        return True

    def remark(self, subject: str, words: str) -> None:
        """Keep a comment on something."""
        self._keep(self._kind, "comment", subject, None, {"comment": words})

    def finish(self) -> int | None:
        """Write the step down, bring the search index along and add the link of the chain.

        Returns:
            Its number; None where nothing changed, so that nothing is written.
        """
        if not self._rows:
            return None
        row = self._about | {"recorded_at": now()}
        number = int(self.connection.execute(insert(sql.step).returning(sql.step.c.id), row).scalar_one())
        self.connection.execute(insert(sql.judgement), [row | {"step": number} for row in self._rows])
        for page_text in sorted(self._stale):
            index_article(self.connection, page_text)
        append_link(self.connection, kind="step", subject=str(number), digest=DIGESTS["step"](self.connection, number))
        self.number = number
        return number

    def _keep(self, kind: str, subject_kind: str, subject: str, before: State | None, after: State | None) -> None:
        self._rows.append(
            {
                "kind": kind,
                "subject_kind": subject_kind,
                "subject": subject,
                "before": None if before is None else canonical_json(before),
                "after": None if after is None else canonical_json(after),
            }
        )


def place_coder(connection: Connection, name: str, *, colour: str | None = None) -> str:
    """The key of a coder; made where there is none of this name yet.

    Raises:
        RecordError: the name has no letter.
    """
    folded = fold_name(name)
    if not folded:
        raise RecordError("a judgement needs the name of who judges", where="coder", cure="Name yourself: --coder NAME")
    key = short_key("coder", folded)
    if connection.execute(select(sql.coder.c.key).where(sql.coder.c.key == key)).first() is None:
        connection.execute(insert(sql.coder), {"key": key, "name": name.strip(), "folded": folded, "colour": colour})
    return key


def undo_step(connection: Connection, *, coder: str, number: int | None = None) -> int:
    """Undo a step.

    Args:
        connection: with the writing transaction open.
        coder: name of who undoes.
        number: of the step; None for the coder's own last one.

    Returns:
        Number of the step that was undone.

    Raises:
        RecordError: there is none, it is undone already, or something later stands on it.
    """
    standing = standing_steps(connection)
    if number is None:
        own = place_coder(connection, coder)
        mine = (one for one in standing.values() if one.coder == own and one.kind not in (UNDO, CARRY))
        number = max((one.id for one in mine), default=None)
        if number is None:
            raise RecordError("there is no step of yours to undo", where="undo", cure="`parley history` lists them")
    if number not in standing:
        cure = "`parley history` lists the steps and which of them stand"
        raise RecordError("it is undone already, or there is no such step", where=f"step {number}", cure=cure)
    _reverse(connection, number, coder=coder, kind=UNDO)
    return int(number)


def redo_step(connection: Connection, *, coder: str) -> int:
    """Do again what the coder's last undo took back.

    Returns:
        Number of the step that undid it.

    Raises:
        RecordError: there is nothing to redo, or something later stands on it.
    """
    own = place_coder(connection, coder)
    mine = [one for one in standing_steps(connection).values() if one.coder == own]
    last = max((one.id for one in mine if one.kind not in (UNDO, REDO, CARRY)), default=0)
    number = max((one.id for one in mine if one.kind == UNDO and one.id > last), default=None)
    if number is None:
        raise RecordError("there is nothing to redo", where="redo", cure="Redo comes right after an undo of yours")
    _reverse(connection, number, coder=coder, kind=REDO)
    return int(number)


def standing_steps(connection: Connection) -> dict[int, Row[Any]]:
    """The steps that hold: those that no step which itself holds undoes."""
    rows = connection.execute(select(sql.step).order_by(sql.step.c.id.desc())).all()
    undone: set[int] = set()
    for row in rows:  # the newest first: whether a step holds is known before the one it undoes is reached
        if row.id not in undone and row.undoes is not None:
            undone.add(row.undoes)
    return {row.id: row for row in rows if row.id not in undone}


def _reverse(connection: Connection, number: int, *, coder: str, kind: str) -> None:
    step = Step(connection, kind=kind, coder=coder, undoes=number)
    rows = list(judgements_of(connection, number))
    last = {(row.subject_kind, row.subject): row for row in rows}
    for row in last.values():
        _check_untouched(step, row)
    footing = Footing(connection, {(row.subject_kind, row.subject) for row in rows if row.before is None})
    for row in reversed(rows):
        _put_back(step, row, footing)
    for row in rows:
        if row.before is not None:
            check_chain(connection, row.subject_kind, row.subject, json.loads(row.before))
    if step.finish() is None:
        raise RecordError("everything is already as it was before", where=f"step {number}", cure="Nothing need be done")


def _put_back(step: Step, row: Row[Any], footing: Footing) -> None:
    """Put a thing back into the state it had before a judgement."""
    if row.subject_kind == "comment":
        step.remark(row.subject, "")
        return
    before = None if row.before is None else json.loads(row.before)
    if before is None and not footing.may_go(row.subject_kind, row.subject):
        return
    if before is not None:
        check_whole(step.connection, row.subject_kind, row.subject, before)
    step.change(row.subject_kind, row.subject, before)


def _check_untouched(step: Step, row: Row[Any]) -> None:
    """Refuse to reverse a judgement where the thing has changed since by another hand."""
    if row.subject_kind == "comment":
        return
    now_is = step.read(row.subject_kind, row.subject)
    after = None if row.after is None else json.loads(row.after)
    if now_is == after or (row.subject_kind == "entry" and _is_machines(after) and _is_machines(now_is)):
        return
    table = sql.judgement.c
    later = step.connection.execute(
        select(table.step)
        .where(table.subject_kind == row.subject_kind, table.subject == row.subject, table.id > row.id)
        .order_by(table.id.desc())
    ).scalars()
    last = next(iter(later), None)
    cure = "Undo that one first" if last else "Run `parley verify`"
    what = f"step {last} has changed the same {row.subject_kind} since" if last else "it is not as it was left"
    raise RecordError(what, where=f"{row.subject_kind} {row.subject}", cure=cure)


def _is_machines(state: State | None) -> bool:
    """Whether an entry's state is no person's: then a run may have changed it meanwhile."""
    return state is None or state["state"] in UNJUDGED


def newest_step(connection: Connection) -> int | None:
    """Number of the last step of the record."""
    return connection.execute(select(func.max(sql.step.c.id))).scalar()


def judgements_of(connection: Connection, number: int) -> Iterator[Row[Any]]:
    """The judgements of a step, in the order they were made."""
    table = sql.judgement
    return iter(connection.execute(select(table).where(table.c.step == number).order_by(table.c.id)).all())
