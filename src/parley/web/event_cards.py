"""An event's card: who did what to whom, the sentences that prove it, and what a person can do to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from parley.errors import UsageError
from parley.knowledge.ontology import EventType, load_ontology
from parley.record.judging import Judge
from parley.terms.events import EventRow, EventStatus
from parley.terms.tables import JudgementRow, Printings, StatementRow, StoredReading
from parley.web.desk import Desk
from parley.web.event_coding import changes_of
from parley.web.naming import resolved
from parley.web.wording import EVENT_REASONS


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCard:
    """All that stands on an event's card."""

    row: EventRow
    type: EventType | None
    """Of the ontology; None where another one's type was imported."""
    reported_by: StatementRow | None
    """The statement that reports it."""
    history: tuple[JudgementRow, ...]
    comments: tuple[Any, ...]
    actors: tuple[str, ...]
    """Names of the article's actors."""
    basis: int
    """Number of the last step that concerned it, when the card was made."""
    stored: StoredReading
    """Of the article that it stands in."""
    printings: Printings
    """Where that article was printed."""


def event_card_of(desk: Desk, key: str, *, row: EventRow | None = None) -> EventCard:
    """The card of an event.

    Args:
        desk: with the record.
        key: of the entry.
        row: of the event, where it is at hand already.

    Raises:
        RecordError: there is none.
    """
    view = desk.record.view()
    row = row or view.events_of([key])[0]
    stored = view.article(row.article_key)
    history = view.judgements("entry", key)
    return EventCard(
        row=row,
        type=load_ontology().types.get(row.type),
        reported_by=view.statement(row.reported_by) if row.reported_by else None,
        history=history,
        comments=view.comments(f"entry {key}"),
        actors=tuple(actor.name for actor in stored.reading.proposals.actors),
        basis=max((one.step for one in history), default=0),
        stored=stored,
        printings=view.printings(row.article_key),
    )


def shown_of_event() -> dict[str, Any]:
    """What an event's template takes beside the card."""
    types = load_ontology().types
    modes = [(kind.name, mode) for kind in types.values() for mode in kind.modes]
    return {
        "reasons": EVENT_REASONS,
        "types": tuple(types.values()),
        "modes": modes,
        "statuses": get_args(EventStatus),
    }


def edit_event(desk: Desk, key: str, form: dict[str, str]) -> Callable[[Judge], object]:
    """What corrects an event as a form says.

    Raises:
        UsageError: nothing was changed, or a field does not fit.
    """
    row = desk.record.view().events_of([key])[0]

    def named(typed: str, near: Sequence[str]) -> str:
        return resolved(desk, row.article_key, typed, near=near)

    changes = changes_of(row, form, named)
    if not changes:
        raise UsageError("nothing was changed", where="edit", cure="Change a field, or accept the event as it is")

    def edit(judge: Judge) -> None:
        judge.entries.edit(key, reason=form.get("reason", ""), **changes)

    return edit
