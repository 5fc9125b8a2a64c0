"""What a person does with actors: hold two to be one, tell one apart into two, rename."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager

from sqlalchemy import Connection, select

from parley.errors import MissingError, RecordError, UsageError
from parley.record import sql
from parley.record.actors import named_like, root_of
from parley.record.digest import short_key
from parley.record.judging_entries import seen_of, state_of
from parley.record.selection import several
from parley.record.states import ACCEPTED, PROPOSED
from parley.record.steps import Step
from parley.record.subjects import State
from parley.terms.names import fold_name

Steps = Callable[..., AbstractContextManager[Step]]


class ActorJudge:
    """Judgements of actors.

    Args:
        steps: opens a step.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def merge(self, into: str, others: Collection[str], *, reason: str = "") -> None:
        """Hold several actors to be one.

        Args:
            into: key or name of the actor that stays.
            others: those that go into it, with all that went into them before.
            reason: why.

        Raises:
            RecordError: there is no such actor, or a name stands for several.
            UsageError: an actor is named twice.
        """
        with self._steps("merge", reason) as step:
            root = find_root(step.connection, into)
            for other in several(others, "actor"):
                gone = find_root(step.connection, other)
                if gone == root:
                    raise UsageError("it is the same actor already", where=other, cure="Name two different actors")
                _merge_into(step, root, gone)

    def know(self, actor: str, known_as: str, *, name: str, kind: str, reason: str = "") -> str:
        """Hold an actor to be one of the actor store.

        Args:
            actor: key or name of the record's actor.
            known_as: key of the actor store.
            name: that it has there.
            kind: person, organization, ...
            reason: why.

        Returns:
            Key of the record's actor that it is merged into: the one that the store's actor is or will be.

        Raises:
            RecordError: there is no such actor, or a name stands for several.
            UsageError: it is the same actor already.
        """
        with self._steps("merge", reason) as step:
            gone = find_root(step.connection, actor)
            held = select(root_of()).where(sql.actor.c.known_as == known_as)
            root = step.connection.execute(held).scalar() or short_key("actor", "store", known_as)
            if gone == root:
                raise UsageError("it is the same actor already", where=actor, cure="Nothing need be done")
            if step.read("actor", root) is None:
                step.change("actor", root, {"name": name, "kind": kind, "merged_into": None}, kind="add")
            _merge_into(step, root, gone)
            return str(root)

    def confirm(self, actor: str, *, name: str | None = None, reason: str = "") -> None:
        """Hold an actor to be one of its own: no other of the record, and nobody the store knows.

        Args:
            actor: its key or name.
            name: a fuller one that it is to have; the one it has if None.
            reason: why.

        Raises:
            RecordError: there is no such actor, or a name stands for several.
            UsageError: the name has no letter.
        """
        if name is not None and not fold_name(name):
            raise UsageError("an actor needs a name", where=f"actor {actor}", cure="Name it")
        with self._steps("accept", reason) as step:
            key = find_root(step.connection, actor)
            linked = select(sql.entry_state.c.entry).join(sql.actor, sql.actor.c.key == sql.entry_state.c.actor)
            for entry in step.connection.execute(linked.where(root_of() == key)).scalars().all():
                state = state_of(step, entry)
                if state["state"] == PROPOSED:
                    step.change("entry", entry, state | {"state": ACCEPTED, "judged": seen_of(step, entry)})
            state = _actor(step, key)
            step.change("actor", key, state | {"name": name.strip() if name else state["name"]})

    def split(self, entries: Collection[str], name: str, *, reason: str = "") -> str:
        """Hold that the actor of some articles is another one than it was linked to.

        Args:
            entries: keys of the entries that link an actor to an article.
            name: of the new actor.
            reason: why.

        Returns:
            Key of the new actor.

        Raises:
            RecordError: an entry links no actor.
        """
        if not fold_name(name):
            raise UsageError("an actor needs a name", where="split", cure="Name it")
        with self._steps("split", reason) as step:
            links = {entry: _link(step, entry) for entry in several(entries, "entry")}
            was = step.read("actor", str(next(iter(links.values()))["actor"]))
            assert was is not None
            key = short_key("actor", "split", name, *sorted(links))
            step.change("actor", key, {"name": name.strip(), "kind": was["kind"], "merged_into": None}, kind="add")
            for entry, state in links.items():
                step.change("entry", entry, state | {"state": ACCEPTED, "actor": key, "judged": seen_of(step, entry)})
            return key

    def rename(self, actor: str, name: str, *, reason: str = "") -> None:
        """Give an actor another name; the names that articles call it by stay on its list."""
        if not fold_name(name):
            raise UsageError("an actor needs a name", where=f"actor {actor}", cure="Name it")
        with self._steps("rename", reason) as step:
            key = find_root(step.connection, actor)
            state = step.read("actor", key)
            assert state is not None
            step.change("actor", key, state | {"name": name.strip()})

    def comment(self, actor: str, words: str) -> None:
        """Leave a remark on an actor."""
        with self._steps("comment") as step:
            step.remark(f"actor {find_root(step.connection, actor)}", words)


def _merge_into(step: Step, root: str, gone: str) -> None:
    """Merge an actor, and all that went into it before, into another one."""
    for key in step.connection.execute(select(sql.actor.c.key).where(root_of() == gone)).scalars().all():
        step.change("actor", key, _actor(step, key) | {"merged_into": root})


def _actor(step: Step, key: str) -> State:
    """The state of an actor that is there."""
    state = step.read("actor", key)
    assert state is not None
    return state


def _link(step: Step, entry: str) -> State:
    """The state of an entry that links an actor with an article.

    Raises:
        RecordError: there is no such entry, or it links no actor.
    """
    state = state_of(step, entry)
    if state["actor"] is None:
        raise RecordError("it links no actor", where=f"entry {entry}", cure="Name actor links")
    return state


def find_root(connection: Connection, actor: str) -> str:
    """The key of the one actor of a key or name, or of the one it is merged into.

    Raises:
        RecordError: there is none, or the name stands for several.
    """
    key = connection.execute(select(root_of()).where(sql.actor.c.key == actor)).scalar()
    named = select(root_of()).where(named_like(actor)).distinct()
    roots = [key] if key else connection.execute(named).scalars().all()
    if len(roots) != 1:
        if not roots:
            raise MissingError("there is no such actor", where=actor, cure="`parley actors` lists them")
        cure = f"Give one of the keys {', '.join(sorted(map(str, roots)))}"
        raise RecordError("the name stands for several actors", where=actor, cure=cure)
    return str(roots[0])
