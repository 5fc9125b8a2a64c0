"""What a person does with the events of several articles: hold two to be one, or one to be another than the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from itertools import combinations

from sqlalchemy import select

from parley.errors import RecordError, UsageError
from parley.record import sql
from parley.record.event_drafts import EVENT
from parley.record.judging_entries import state_of
from parley.record.selection import several
from parley.record.steps import Step
from parley.record.subjects import compound
from parley.terms.event_clusters import PairVerdict

Steps = Callable[..., AbstractContextManager[Step]]


class EventJudge:
    """Judgements of which events are one.

    Args:
        steps: opens a step.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def join(self, events: Collection[str], *, reason: str = "") -> None:
        """Hold several events to be one; whatever was held of any two of them before is replaced.

        Args:
            events: keys of their entries, two at least.
            reason: why.

        Raises:
            RecordError: an entry is no event, or there is none.
            UsageError: fewer than two are named.
        """
        with self._steps("merge", reason) as step:
            keys = _events(step, events)
            if len(keys) < 2:
                raise UsageError("one event is one already", where="events", cure="Name two events at least")
            for first, second in combinations(keys, 2):
                _hold(step, first, second, "same")

    def take_out(self, event: str, others: Collection[str], *, reason: str = "") -> None:
        """Hold that an event is none of some others.

        Args:
            event: key of its entry.
            others: those it was held to be one with.
            reason: why.

        Raises:
            RecordError: an entry is no event, or there is none.
            UsageError: it is among the others itself.
        """
        with self._steps("split", reason) as step:
            keys = _events(step, others)
            (key,) = _events(step, [event])
            if key in keys:
                raise UsageError("an event cannot be another one than itself", where=event, cure="Name other events")
            for other in keys:
                _hold(step, key, other, "apart")


def _events(step: Step, events: Collection[str]) -> list[str]:
    """Keys of events, each once, in order.

    Raises:
        RecordError: an entry is none.
    """
    keys = sorted(set(several(events, "event")))
    for key in keys:
        state_of(step, key)
        kind = step.connection.execute(select(sql.entry.c.kind).where(sql.entry.c.key == key)).scalar()
        if kind != EVENT:
            raise RecordError("it is no event", where=f"entry {key}", cure="`parley events --json` has their keys")
    return keys


def _hold(step: Step, one: str, other: str, verdict: PairVerdict) -> None:
    first, second = sorted((one, other))
    row = {"first": first, "second": second, "verdict": verdict}
    step.change("event_pair", compound(first, second), row)
