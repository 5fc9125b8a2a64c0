"""What a person decides where coders of a round disagree: each decision a judgement like any other.

Law of this module: a decision changes the statement and says so in the same step, so that one undo takes back both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from parley.errors import RecordError, UsageError
from parley.record import sql
from parley.record.filters import current_articles
from parley.record.judging_entries import Steps, keep_said, lead_entry, state_of
from parley.record.people import Desk
from parley.record.round_rows import round_of
from parley.record.states import ACCEPTED, GONE, REJECTED, RETRACTED
from parley.record.steps import Step
from parley.record.subjects import compound
from parley.terms.names import fold_name
from parley.terms.rounds import BlindCoding

SETTLE = "adjudicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to hold of a unit of an opened round."""

    unit: str
    """Key of the unit, as the list of disagreements has it."""
    page_text: str
    entry: str | None
    """Of the record, where the machine proposed it or an earlier decision made it."""
    choice: str
    """Whose coding it is: a coder's name, "all" where they agree, "another" or "none"."""
    coding: BlindCoding | None
    """What is to hold; None where it is no statement."""


class RoundJudge:
    """Decisions about rounds of blind coding.

    Args:
        steps: opens a step.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def settle(self, key: str, decisions: Sequence[Decision], *, reason: str = "") -> int:
        """Let decisions hold, all in one step.

        Args:
            key: of the round.
            decisions: one for each unit.
            reason: why.

        Returns:
            How many units were decided.

        Raises:
            RecordError: the round is not open yet, or a statement is merged into another one.
            UsageError: nothing is decided.
        """
        if not decisions:
            raise UsageError("nothing is decided", where=f"round {key}", cure="Choose a coding")
        with self._steps(SETTLE, reason) as step:
            if not round_of(step.connection, key).opened:
                raise RecordError("it is blind still", where=f"round {key}", cure="Wait until everybody has handed in")
            for one in decisions:
                entry = _settled(step, one)
                row: dict[str, Any] = {"round": key, "page_text": one.page_text, "unit": one.unit, "choice": one.choice}
                row |= {"entry": entry, "coder": step.coder}
                step.change("verdict", compound(key, one.page_text, one.unit), row)
            return len(decisions)


def _settled(step: Step, decision: Decision) -> str | None:
    """Bring the record to what a decision says; key of the statement, None where there is none."""
    coding = decision.coding
    if coding is None:
        if decision.entry is not None:
            _reject(step, decision.entry)
        return decision.entry
    entry = _new(step, coding) if decision.entry is None else _changed(step, decision.entry, coding)
    _code(step, entry, coding)
    return entry


def _reject(step: Step, entry: str) -> None:
    """Hold an entry to be no statement: a proposal is rejected, what only people said is taken back."""
    if state_of(step, entry)["state"] in (REJECTED, RETRACTED):
        return
    seen = sql.entry_state.c
    proposed = step.connection.execute(select(seen.seen).where(seen.entry == entry)).scalar() is not None
    lead_entry(step, entry, REJECTED if proposed else RETRACTED)


def _new(step: Step, coding: BlindCoding) -> str:
    state = sql.article_state.c
    fetch = step.connection.execute(
        current_articles(state.fetch).where(state.page_text == coding.page_text)
    ).scalar_one()
    desk = Desk(step, coding.page_text, fetch)
    fields: dict[str, Any] = {name: getattr(coding, name) for name in ("source", "cue", "content")}
    fields |= {"polarity": coding.polarity, "certainty": coding.certainty}
    if coding.speaker:
        fields["speakers"] = [coding.speaker]
    version = desk.new_version(fields)
    keep_said(step, version.entry, version)
    return version.entry


def _changed(step: Step, entry: str, coding: BlindCoding) -> str:
    if state_of(step, entry)["state"] in GONE:
        lead_entry(step, entry, ACCEPTED)
    version = sql.version.c
    held = step.connection.execute(
        select(version.payload)
        .join(sql.entry_state, sql.entry_state.c.version == version.key)
        .where(sql.entry_state.c.entry == entry)
    ).scalar_one()
    said = json.loads(held)
    changes: dict[str, Any] = {
        name: getattr(coding, name) for name in ("polarity", "certainty") if getattr(coding, name) != said[name]
    }
    if fold_name(coding.speaker) != fold_name(next(iter(said["speakers"]), "")):
        changes["speakers"] = [coding.speaker] if coding.speaker else []
    if changes:
        keep_said(step, entry, Desk.of_entry(step, entry).version_of(entry, changes))
    else:
        lead_entry(step, entry, ACCEPTED)
    return entry


def _code(step: Step, entry: str, coding: BlindCoding) -> None:
    """Let the adjudicator's codings of a statement be those of the coding that holds, and no others."""
    wanted = {one.concept: one.stance for one in coding.codes}
    table = sql.coding.c
    mine = select(table.concept).where(table.entry == entry, table.coder == step.coder)
    for concept in step.connection.execute(mine).scalars().all():
        if concept not in wanted:
            step.change("coding", compound(entry, concept, step.coder), None)
    for concept, stance in wanted.items():
        row = {"entry": entry, "concept": concept, "coder": step.coder, "stance": stance}
        step.change("coding", compound(entry, concept, step.coder), row)
