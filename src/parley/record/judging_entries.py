"""What a person does with entries: accept, reject, retract, edit, add, merge, split.

Law of this module: what a person says is a version like any other, with evidence checked against the
page text; what the machine proposed stays beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import select

from parley.errors import MissingError, RecordError, UsageError
from parley.record import sql
from parley.record.event_drafts import EVENT
from parley.record.filters import find_article
from parley.record.lost import settle_lost
from parley.record.people import Desk, PersonVersion
from parley.record.people_events import EventDesk
from parley.record.selection import Selection, keys_of, several
from parley.record.states import ACCEPTED, MERGED, PROPOSED, REJECTED, RETRACTED, UNJUDGED, WITHDRAWN
from parley.record.steps import Step
from parley.record.subjects import State
from parley.terms.text import Span

Steps = Callable[..., AbstractContextManager[Step]]
"""Opens a step: kind, reason."""

EDITABLE = frozenset(
    {
        "source",
        "cue",
        "content",
        "form",
        "polarity",
        "certainty",
        "speakers",
        "about",
        "mention",
        "asserted",
        "said",
        "statement_type",
        "values",
    }
)
"""What of a statement a person may change; spans are offsets in the article's text, actors are names or keys.

Of an event it is what ``people_events.EDITABLE`` names.
"""

_FROM = {
    ACCEPTED: (PROPOSED, WITHDRAWN, REJECTED, RETRACTED),
    REJECTED: (PROPOSED, WITHDRAWN, ACCEPTED),
    RETRACTED: (ACCEPTED,),
}
"""From which states a person may lead an entry to another one."""


class EntryJudge:
    """Judgements of entries.

    Args:
        steps: opens a step.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def accept(self, which: Collection[str] | Selection, *, reason: str = "") -> int:
        """Hold entries true as they stand.

        Args:
            which: keys of entries, or a selection of all that meet a filter.
            reason: why.

        Returns:
            How many changed; those that are so already do not count, unless a newer run reads them differently:
            they are then held so all the same, and leave the list of those that differ.

        Raises:
            RecordError: there is no such entry, or it is merged into another one.
        """
        return self._lead("accept", ACCEPTED, which, reason)

    def reject(self, which: Collection[str] | Selection, *, reason: str = "") -> int:
        """Hold proposals wrong; arguments and answer are those of ``accept``."""
        return self._lead("reject", REJECTED, which, reason)

    def retract(self, which: Collection[str] | Selection, *, reason: str = "") -> int:
        """Take back what was accepted or added; arguments and answer are those of ``accept``."""
        return self._lead("retract", RETRACTED, which, reason)

    def _lead(self, kind: str, state: str, which: Collection[str] | Selection, reason: str) -> int:
        with self._steps(kind, reason) as step:
            return sum(lead_entry(step, key, state) for key in keys_of(step.connection, which))

    def edit(self, entry: str, *, reason: str = "", **changes: Any) -> None:
        """Change what a statement or event says, and hold it true so.

        Args:
            entry: its key.
            reason: why.
            changes: new values of fields named in ``EDITABLE``; of an event, in ``people_events.EDITABLE``.

        Raises:
            RecordError: there is no such statement or event.
            EvidenceError: a span holds no words of the article.
            UsageError: a field cannot be changed, or a value does not fit it.
        """
        with self._steps("edit", reason) as step:
            if _is_event(step, entry):
                version = EventDesk.of_entry(step, entry).event_version_of(entry, changes)
            else:
                _check_fields(changes)
                version = Desk.of_entry(step, entry).version_of(entry, changes)
            keep_said(step, entry, version)

    def add(self, article: str, *, reason: str = "", **fields: Any) -> str:
        """Add a statement that the machine did not propose.

        Args:
            article: key or name of the article.
            reason: why.
            fields: those named in ``EDITABLE``; at least a source, a cue or a content.

        Returns:
            Key of the new entry; of the one that says the same already, where there is one.

        Raises:
            RecordError: there is no such article.
            EvidenceError: no words are named, or a span holds none.
            UsageError: a field is unknown, or a value does not fit it.
        """
        _check_fields(fields)
        with self._steps("add", reason) as step:
            desk = Desk(step, *find_article(step.connection, article))
            version = desk.new_version(fields)
            keep_said(step, version.entry, version)
            return version.entry

    def merge(self, into: str, others: Collection[str], *, reason: str = "") -> None:
        """Hold several entries of one article to be one; the words of all become its content.

        Args:
            into: key of the entry that stays.
            others: keys of those that go into it.
            reason: why.

        Raises:
            RecordError: they are of different articles, or there is no such entry.
        """
        others = several(others, "entry")
        if into in others:
            raise UsageError("an entry cannot be merged into itself", where=f"entry {into}", cure="Name two entries")
        with self._steps("merge", reason) as step:
            desk = Desk.of_entry(step, into)
            content = desk.joined_content([into, *others])
            keep_said(step, into, desk.version_of(into, {"content": content}))
            for other in others:
                state = state_of(step, other)
                step.change("entry", other, state | {"state": MERGED, "merged_into": into})

    def split(self, entry: str, parts: Sequence[Sequence[Span]], *, reason: str = "") -> list[str]:
        """Hold one statement to be several.

        Args:
            entry: its key.
            parts: the content of each, as spans of the article's text; the first stays with the entry.
            reason: why.

        Returns:
            Keys of the entries, in the order of the parts.
        """
        if len(parts) < 2:
            raise UsageError("a split needs two parts or more", where=f"entry {entry}", cure="Name the content of each")
        with self._steps("split", reason) as step:
            desk = Desk.of_entry(step, entry)
            fields = desk.fields_of(entry)
            first = desk.version_of(entry, {"content": parts[0]})
            rest = [desk.new_version(fields | {"content": part}) for part in parts[1:]]
            for version in (first, *rest):
                keep_said(step, version.entry, version)
            return [entry, *(version.entry for version in rest)]

    def comment(self, entry: str, words: str) -> None:
        """Leave a remark on an entry."""
        with self._steps("comment") as step:
            state_of(step, entry)
            step.remark(f"entry {entry}", words)


def lead_entry(step: Step, entry: str, state: str) -> bool:
    """Bring an entry into a state of a person's; whether that changed anything.

    Raises:
        RecordError: there is no such entry, or its state does not lead there.
    """
    held = state_of(step, entry)
    if held["state"] not in (state, *_FROM[state]):
        cure = "Reject it instead" if held["state"] in UNJUDGED else "Undo that step first"
        raise RecordError(f"it is {held['state']} and cannot become {state}", where=f"entry {entry}", cure=cure)
    # Judged again, it is judged in the light of what the newest run proposes: it no longer differs.
    seen_to = settle_lost(step, entry)
    return step.change("entry", entry, held | {"state": state, "judged": seen_of(step, entry)}) or seen_to


def seen_of(step: Step, entry: str) -> str | None:
    """The version of an entry that a run proposed last; None where none ever did."""
    return step.connection.execute(select(sql.entry_state.c.seen).where(sql.entry_state.c.entry == entry)).scalar()


def state_of(step: Step, entry: str) -> State:
    """The state of an entry.

    Raises:
        RecordError: there is no such entry.
    """
    held = step.read("entry", entry)
    if held is None:
        raise MissingError(
            "there is no such entry", where=f"entry {entry}", cure="Take its key from a list of the record"
        )
    return held


def _is_event(step: Step, entry: str) -> bool:
    return step.connection.execute(select(sql.entry.c.kind).where(sql.entry.c.key == entry)).scalar() == EVENT


def keep_said(step: Step, entry: str, version: PersonVersion) -> None:
    """Let a version of a person's hold."""
    held = step.read("entry", entry) or {"actor": None, "merged_into": None}
    state = {"state": ACCEPTED, "version": version.key, "judged": seen_of(step, entry), "merged_into": None}
    step.change("entry", entry, held | state)


def _check_fields(fields: Iterable[str]) -> None:
    for name in fields:
        if name not in EDITABLE:
            cure = f"These can be changed: {', '.join(sorted(EDITABLE))}"
            raise UsageError(f"a statement has no field {name!r} that a person sets", where="statement", cure=cure)
