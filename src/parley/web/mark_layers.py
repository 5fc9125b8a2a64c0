"""The layers of marks: statements, events with who acts on whom, mentions, times and quantities.

Law of this module: each layer has a form of its own, and colour only beside it: a tint, a weight, a line below,
a double line, a line above, brackets. So any of them may lie over any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from parley.terms.events import Event, EventRow
from parley.terms.statements import Proposals, Statement
from parley.terms.tables import StatementRow
from parley.terms.text import Span
from parley.terms.times import Quantity, Time
from parley.web.wording import amount_of, event_words, share, state_of, time_words

TINTS = 8
"""So many speakers of an article have a colour of their own (Okabe and Ito's palette)."""
EDGED = frozenset(("side-actor", "side-recipient", "time", "quantity"))
"""Layers that are drawn where a mark begins and ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text that plays a part in an entry, or names a time or a quantity."""

    span: Span
    layer: str
    """content, cue, source, trigger, side-actor, side-recipient, mention, time, quantity."""
    entry: str = ""
    classes: str = ""
    means: str = ""
    """The value that words stand for."""
    row: str = ""
    """Id of the row of the table of values that says more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What stands before the words of an entry and leads to it."""

    at: int
    key: str
    html: Markup
    first: bool = True
    """Whether the entry's note stands here; an event that is told again has it where it is told first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A time or a quantity, as the table of values lists it."""

    row: str
    layer: str
    words: str
    span: Span
    means: str
    reason: str


def statement_marks(
    proposals: Proposals, entries: Mapping[str, str], rows: Mapping[str, StatementRow]
) -> Iterator[Mark]:
    """Contents, cues and sources of the statements that are rows."""
    tints = tints_of(rows.values())
    for statement in proposals.statements:
        row = rows.get(entries.get(statement.id, ""))
        if row is not None:
            yield from _of_statement(statement, row, tints)


def _of_statement(statement: Statement, row: StatementRow, tints: Mapping[str | None, int]) -> Iterator[Mark]:
    tint = f"sp{tints.get(row.speaker, 0)}"
    inferred = " extended" if statement.extended else ""
    nested = " nested" if statement.nested else ""
    for layer, spans in (("content", statement.content), ("cue", statement.cue), ("source", statement.source)):
        for span in spans:
            yield Mark(span=span, layer=layer, entry=row.key, classes=f"{layer} {tint}{inferred}{nested}")


def event_marks(proposals: Proposals, entries: Mapping[str, str], rows: Mapping[str, EventRow]) -> Iterator[Mark]:
    """The words that name each act, and those of its sentences that name who acts and on whom."""
    for event, row in _told(proposals, entries, rows):
        for mention in event.mentions:
            yield Mark(span=mention.trigger, layer="trigger", entry=row.key, classes="trigger")
            sides = (
                ("side-actor", mention.actor_words, event.actor),
                ("side-recipient", mention.recipient_words, event.recipient),
            )
            for layer, words, actors in sides:
                for span in words or _named(proposals, actors, mention.sentence):
                    yield Mark(span=span, layer=layer, entry=row.key, classes=layer)


def _named(proposals: Proposals, actors: Collection[str], sentence: Span) -> list[Span]:
    """Where a sentence names some actors: for sides that a person gave, and records from before phrases were kept."""
    return [one.span for one in proposals.mentions if one.actor in actors and sentence.contains(one.span)]


def mention_marks(proposals: Proposals) -> Iterator[Mark]:
    """Names, descriptions and pronouns of actors."""
    return (Mark(span=one.span, layer="mention", classes="mention") for one in proposals.mentions)


def value_marks(proposals: Proposals) -> Iterator[Mark]:
    """Times and quantities with their values."""
    for value in values_of(proposals, ""):
        yield Mark(span=value.span, layer=value.layer, classes=value.layer, means=value.means, row=value.row)


def values_of(proposals: Proposals, text: str) -> list[Value]:
    """The times and quantities of an article, in the order of the text.

    Args:
        proposals: with its times and quantities.
        text: of the article.
    """
    found: list[Time | Quantity] = sorted([*proposals.times, *proposals.quantities], key=lambda one: one.span)
    return [
        Value(
            row=f"v{number}",
            layer="time" if isinstance(one, Time) else "quantity",
            words=one.span.of(text),
            span=one.span,
            means=time_words(one) if isinstance(one, Time) else amount_of(one),
            reason=one.reason if isinstance(one, Time) else "",
        )
        for number, one in enumerate(found)
    ]


def statement_signs(
    proposals: Proposals, entries: Mapping[str, str], rows: Mapping[str, StatementRow]
) -> Iterator[Sign]:
    """A sign where each statement begins."""
    for statement in proposals.statements:
        row = rows.get(entries.get(statement.id, ""))
        if row is not None:
            label = _labelled(f"statement by {row.speaker or 'an open speaker'}", row)
            yield Sign(at=_begin(statement), key=row.key, html=_sign(row, label, ""))


def event_signs(proposals: Proposals, entries: Mapping[str, str], rows: Mapping[str, EventRow]) -> Iterator[Sign]:
    """A sign before the words of each act; where it is told again, one more."""
    for event, row in _told(proposals, entries, rows):
        for number, mention in enumerate(event.mentions):
            label = _labelled(f"{'told again: ' if number else ''}event {event_words(row)}", row)
            html = _sign(row, label, " event", again=number > 0)
            yield Sign(at=mention.trigger.start, key=row.key, html=html, first=not number)


def tints_of(rows: Iterable[StatementRow]) -> dict[str | None, int]:
    """The number of each speaker's tint, in order of appearance; those beyond the eighth share none (0)."""
    found: dict[str | None, int] = {}
    for row in rows:
        if row.speaker and row.speaker not in found:
            found[row.speaker] = len(found) + 1 if len(found) < TINTS else 0
    return found


def _told(
    proposals: Proposals, entries: Mapping[str, str], rows: Mapping[str, EventRow]
) -> Iterator[tuple[Event, EventRow]]:
    for event in proposals.events:
        row = rows.get(entries.get(event.id, ""))
        if row is not None:
            yield event, row


def _begin(statement: Statement) -> int:
    """Where a statement begins; at the start of the text where the text, read anew, lacks all its words."""
    return min((span.start for span in (*statement.source, *statement.cue, *statement.content)), default=0)


def _labelled(what: str, row: StatementRow | EventRow) -> str:
    name = f"{what}, {row.state}"
    return f"{name}, {share(row.confidence)}" if row.confidence is not None else name


def _sign(row: StatementRow | EventRow, label: str, kind: str, *, again: bool = False) -> Markup:
    place = Markup("") if again else Markup(' id="e-{}"').format(row.key)
    return Markup('<a class="sign {}{}"{} href="/entries/{}" data-open="{}" aria-label="{}"></a>').format(
        state_of(row), kind, place, row.key, row.key, label
    )
