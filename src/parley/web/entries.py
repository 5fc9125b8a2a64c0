"""An entry: its fields, its evidence, why, its history; and everything that a person can do to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from parley.errors import RecordChangedError, UsageError
from parley.record.event_drafts import EVENT
from parley.record.expecting import Seen
from parley.record.judging import Judge
from parley.terms.events import EventRow
from parley.terms.exchange import StatementType, Value, Variable
from parley.terms.names import fold_name
from parley.terms.statements import Certainty
from parley.terms.statements import Form as StatementForm
from parley.terms.tables import ConceptRow, JudgementRow, Printings, StatementRow, StoredReading
from parley.terms.text import Span
from parley.web.desk import Desk, coder_of, desk_of, wants_part
from parley.web.event_cards import EventCard, edit_event, event_card_of, shown_of_event
from parley.web.moving import inside, named
from parley.web.naming import resolved
from parley.web.queue_asked import asked_in
from parley.web.sent import Sent, texts_of, whole
from parley.web.wording import REASONS, queried

router = APIRouter()

NINE = 9
"""So many concepts have a key of their own."""
NEIGHBOURS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that stands on an entry's card."""

    row: StatementRow
    history: tuple[JudgementRow, ...]
    comments: tuple[Any, ...]
    concepts: tuple[ConceptRow, ...]
    nine: tuple[ConceptRow, ...]
    types: tuple[StatementType, ...]
    actors: tuple[str, ...]
    neighbours: tuple[StatementRow, ...]
    basis: int
    """Number of the last step that concerned it, when the card was made."""
    held: frozenset[str]
    """Names of the concepts with which this person has coded it."""
    stored: StoredReading
    """Of the article that it stands in."""
    printings: Printings
    """Where that article was printed."""


def _statement_card(desk: Desk, key: str, coder: str, row: StatementRow | None) -> Card:
    view = desk.record.view()
    row = row or view.statement(key)
    stored = view.article(row.article_key)
    concepts = view.concepts()
    history = view.judgements("entry", key)
    printings = view.printings(row.article_key)
    copies = {row.article_key, *(one.key for one in printings.others)}
    near: list[StatementRow] = []
    if row.speaker_key:
        others = view.statements(speaker=row.speaker_key, limit=4 * NEIGHBOURS)
        near = [one for one in others if one.article_key not in copies][:NEIGHBOURS]
    return Card(
        row=row,
        history=history,
        comments=view.comments(f"entry {key}"),
        concepts=concepts,
        nine=_nine(concepts, near, row),
        types=view.statement_types(),
        actors=tuple(actor.name for actor in stored.reading.proposals.actors),
        neighbours=tuple(near),
        basis=max((one.step for one in history), default=0),
        held=frozenset(one.concept for one in row.concepts if fold_name(one.coder) == fold_name(coder)),
        stored=stored,
        printings=printings,
    )


def _nine(concepts: tuple[ConceptRow, ...], near: list[StatementRow], row: StatementRow) -> tuple[ConceptRow, ...]:
    """The concepts that are likeliest: those that this speaker took up elsewhere, then those most used.

    The statement's own codings do not count, so that a digit means the same before and after another was pressed.
    """
    own = Counter(name for name, _ in {(one.concept, one.stance) for one in row.concepts})
    of_speaker = Counter(coding.concept for other in near for coding in other.concepts)

    def likelihood(one: ConceptRow) -> tuple[int, int, str]:
        used = one.agree + one.disagree + one.neutral - own[one.name]
        return -of_speaker[one.name], -used, one.name

    return tuple(sorted(concepts, key=likelihood)[:NINE])


@router.get("/entries/{key}")
def entry(request: Request, key: str) -> Response:
    """One entry, on a page of its own or as the panel beside a text."""
    desk = desk_of(request)
    card = card_of(desk, key, coder_of(request))
    template = part_of(card) if wants_part(request) else "entry.html"
    return desk.page(request, template, **shown_on(card, back=f"/entries/{key}"))


def card_of(desk: Desk, key: str, coder: str, *, row: StatementRow | EventRow | None = None) -> Card | EventCard:
    """The card of an entry: a statement or an event.

    Args:
        desk: with the record.
        key: of the entry.
        coder: who looks at it.
        row: of the entry, where it is at hand already.

    Raises:
        RecordError: there is none.
    """
    if isinstance(row, EventRow) or (row is None and desk.record.view().kind_of(key) == EVENT):
        return event_card_of(desk, key, row=row)
    return _statement_card(desk, key, coder, row)


def part_of(card: Card | EventCard) -> str:
    """The template of a card."""
    return "_event.html" if isinstance(card, EventCard) else "_entry.html"


def shown_on(
    card: Card | EventCard, *, back: str, queue: str = "", said: str = "", theirs: tuple[JudgementRow, ...] = ()
) -> dict[str, Any]:
    """What a card's template takes.

    Args:
        card: of the entry.
        back: where to go after a form was sent without script.
        queue: order and query of the queue that it stands in; empty elsewhere.
        said: what a screen reader is told.
        theirs: what others did meanwhile.
    """
    shown = {
        "card": card,
        "part": part_of(card),
        "row": card.row,
        "back": back,
        "queue": queue,
        "said": said,
        "theirs": theirs,
    }
    if isinstance(card, EventCard):
        return shown | shown_of_event()
    return shown | {
        "reasons": REASONS,
        "certainties": get_args(Certainty),
        "forms": get_args(StatementForm),
    }


Act = Callable[[Judge], object]


def done(request: Request, key: str, form: dict[str, str], act: Act, *, goes_on: bool = False) -> Response:
    """Judge, unless somebody else was faster; then the card says what they did, and nothing is overwritten.

    Args:
        request: what asked.
        key: of the entry.
        form: what was sent: basis, back, queue.
        act: what is done.
        goes_on: whether the queue goes on to the next entry.
    """
    desk, coder = desk_of(request), coder_of(request)
    position = _position(form["queue"]) if form.get("queue") else None
    basis = form.get("basis", "")
    expected = Seen(entry=key, step=whole(basis, "basis")) if basis else None
    try:
        with desk.deciding():
            act(desk.record.judge(coder, expected=expected))
    except RecordChangedError:
        return _conflict(request, key, form, _since(desk, key, basis, coder))
    if position is not None:
        return _moved(request, queried("/queue", **position, at=key, on=int(goes_on)))
    if request.headers.get("hx-request"):
        card = card_of(desk, key, coder)
        shown = shown_on(card, back=form.get("back", "/"), said="saved")
        return desk.page(request, part_of(card), **shown, now_waiting=desk.waiting)
    return RedirectResponse(inside(form.get("back", ""), otherwise=named("entries", key)), status_code=303)


def entry_of(judgement: JudgementRow) -> str:
    """Key of the entry that a judgement is about, its codings, tags and comments included; empty for other things."""
    if judgement.subject_kind == "entry":
        return judgement.subject
    state = judgement.after or judgement.before or {}
    if state.get("subject_kind") == "entry":
        return str(state["subject"])
    return str(state.get("entry") or "").removeprefix("entry ")


def _position(queue: str) -> dict[str, str]:
    """What a queue asks for, as its forms carry it."""
    return asked_in(queue).named


def _moved(request: Request, address: str) -> Response:
    """Go on at an address: a script fetches its part, a form is led there."""
    from parley.web.queue import queue_part  # noqa: PLC0415  the queue shows cards, and cards lead to the queue

    if request.headers.get("hx-request"):
        return queue_part(request, address)
    return RedirectResponse(address, status_code=303)


def _since(desk: Desk, key: str, basis: str, coder: str) -> tuple[JudgementRow, ...]:
    """What others did to an entry since the card was made."""
    seen = whole(basis, "basis")
    history = desk.record.view().judgements("entry", key)
    return tuple(one for one in history if one.step > seen and fold_name(one.coder) != fold_name(coder))


def _conflict(request: Request, key: str, form: dict[str, str], theirs: tuple[JudgementRow, ...]) -> Response:
    desk = desk_of(request)
    if form.get("queue") and request.headers.get("hx-request"):
        from parley.web.queue import queue_part  # noqa: PLC0415  as above

        return queue_part(request, queried("/queue", **_position(form["queue"]), at=key), theirs=theirs)
    card = card_of(desk, key, coder_of(request))
    shown = shown_on(card, back=form.get("back", "/"), queue=form.get("queue", ""), theirs=theirs)
    template = part_of(card) if request.headers.get("hx-request") else "entry.html"
    return desk.page(request, template, status=200 if request.headers.get("hx-request") else 409, **shown)


@router.post("/entries/{key}/{kind}")
def judge(request: Request, key: str, kind: str, form: Sent) -> Response:
    """One action on an entry."""
    given = texts_of(form) | {"coder": coder_of(request)}
    if kind not in ACTIONS:
        raise UsageError(f"nothing is called {kind!r}", where="entry", cure="Use the buttons of the card")
    make, goes_on = ACTIONS[kind]
    act = make(desk_of(request), key, given)
    return done(request, key, given, act, goes_on=goes_on)


def _accept(_desk: Desk, key: str, form: dict[str, str]) -> Act:
    return lambda judge: judge.entries.accept([key], reason=form.get("reason", ""))


def _reject(_desk: Desk, key: str, form: dict[str, str]) -> Act:
    return lambda judge: judge.entries.reject([key], reason=form.get("reason", ""))


def _retract(_desk: Desk, key: str, form: dict[str, str]) -> Act:
    return lambda judge: judge.entries.retract([key], reason=form.get("reason", ""))


def _comment(_desk: Desk, key: str, form: dict[str, str]) -> Act:
    words = form.get("words", "").strip()
    if not words:
        raise UsageError("the note is empty", where="note", cure="Write something")
    return lambda judge: judge.entries.comment(key, words)


def _edit(desk: Desk, key: str, form: dict[str, str]) -> Act:
    if desk.record.view().kind_of(key) == EVENT:
        return edit_event(desk, key, form)
    row = desk.record.view().statement(key)
    if "statement_form" in form:  # a field called "form" would hide the form from the script that sends it
        form |= {"form": form["statement_form"]}
    changes = _plain_changes(row, form) | _actor_changes(desk, row, form)
    for name in ("source", "cue", "content"):
        if form.get(f"{name}_spans"):
            changes[name] = spans_of(form[f"{name}_spans"])
    if form.get("statement_type") is not None:
        changes |= _typed(desk, row, form)
    if not changes:
        raise UsageError("nothing was changed", where="edit", cure="Change a field, or accept the entry as it is")

    def edit(judge: Judge) -> None:
        judge.entries.edit(key, reason=form.get("reason", ""), **changes)

    return edit


def _plain_changes(row: StatementRow, form: dict[str, str]) -> dict[str, Any]:
    """Fields with few values, and the date of saying."""
    changes: dict[str, Any] = {
        name: form[name]
        for name in ("polarity", "certainty", "form")
        if form.get(name) and form[name] != getattr(row, name)
    }
    if "said" in form and (form["said"] or None) != row.said:
        changes["said"] = form["said"] or None
    for name in ("mention", "asserted"):
        if name in form and (form[name] == "yes") != getattr(row, name):
            changes[name] = form[name] == "yes"
    return changes


def _actor_changes(desk: Desk, row: StatementRow, form: dict[str, str]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, now in (("speakers", row.speakers), ("about", row.about)):
        if name in form:
            near = (*row.speakers, *row.about)
            wanted = [resolved(desk, row.article_key, one, near=near) for one in _listed(form[name])]
            if tuple(wanted) != now:
                changes[name] = wanted
    return changes


def _typed(desk: Desk, row: StatementRow, form: dict[str, str]) -> dict[str, Any]:
    """The type and the values of its variables, as the form has them."""
    name = form["statement_type"]
    found = next((one for one in desk.record.view().statement_types() if one.name == name), None)
    if not name:
        return {"statement_type": None, "values": {}} if row.statement_type else {}
    if found is None:
        raise UsageError(f"there is no type {name[:40]!r}", where="type", cure="Define it under Concepts")
    values = {
        variable.name: _value(variable, given)
        for variable in found.variables
        if (given := form.get(f"value {variable.name}", "").strip())
    }
    same = name == row.statement_type and values == dict(row.values)
    return {} if same else {"statement_type": name, "values": values}


def _value(variable: Variable, given: str) -> Value:
    """A value of a variable, as it was typed."""
    if variable.kind == "integer":
        return whole(given, variable.name)
    if variable.kind == "boolean":
        if given not in ("yes", "no"):
            raise UsageError(f"{given[:40]!r} is neither yes nor no", where=variable.name, cure="Choose one of both")
        return given == "yes"
    return given


def _code(desk: Desk, key: str, form: dict[str, str]) -> Act:
    concept = _concept(desk, form.get("concept", ""))
    stance = form.get("stance") or "agree"
    row = desk.record.view().statement(key)
    toggled = form.get("toggle") and any(
        one.concept == concept and one.stance == stance and fold_name(one.coder) == fold_name(form["coder"])
        for one in row.concepts
    )
    if toggled:
        return lambda judge: judge.codebook.uncode([key], concept)

    def coding(judge: Judge) -> object:
        judge.codebook.find_or_define(concept)
        return judge.codebook.code([key], concept, stance)

    return coding


def _uncode(_desk: Desk, key: str, form: dict[str, str]) -> Act:
    return lambda judge: judge.codebook.uncode([key], form.get("concept", ""))


def _split(_desk: Desk, key: str, form: dict[str, str]) -> Act:
    parts = [spans_of(part) for part in form.get("parts", "").split(";") if part.strip()]
    return lambda judge: judge.entries.split(key, parts, reason=form.get("reason", ""))


def _merge(_desk: Desk, key: str, form: dict[str, str]) -> Act:
    return lambda judge: judge.entries.merge(key, _listed(form.get("others", "")), reason=form.get("reason", ""))


def _tag(_desk: Desk, key: str, form: dict[str, str]) -> Act:
    return lambda judge: judge.articles.tag([], form.get("name", ""), entries=[key])


ACTIONS: dict[str, tuple[Callable[[Desk, str, dict[str, str]], Act], bool]] = {
    "accept": (_accept, True),
    "reject": (_reject, True),
    "retract": (_retract, False),
    "comment": (_comment, False),
    "edit": (_edit, False),
    "code": (_code, False),
    "uncode": (_uncode, False),
    "split": (_split, False),
    "merge": (_merge, False),
    "tag": (_tag, False),
}
"""What can be done to an entry, and whether the queue then goes on to the next one."""


_SPAN = re.compile(r"([0-9]{1,9})\s*-\s*([0-9]{1,9})")


def spans_of(given: str) -> list[Span]:
    """Spans of an article's text as forms carry them: "12-40,55-60".

    Raises:
        UsageError: they are none.
    """
    found = [_SPAN.fullmatch(part.strip()) for part in given.split(",") if part.strip()]
    spans = [Span(int(one[1]), int(one[2])) for one in found if one]
    if not spans or len(spans) < len(found) or any(not 0 <= one.start < one.end for one in spans):
        raise UsageError(f"{given[:40]!r} names no words", where="selection", cure="Select the words in the text")
    return spans


def _listed(given: str) -> list[str]:
    return [one.strip() for one in given.split(";") if one.strip()]


def _concept(desk: Desk, typed: str) -> str:
    """The concept that a person means: that of this name, else the first that begins or goes on so; else a new one."""
    folded = fold_name(typed)
    if not folded:
        raise UsageError("no concept is named", where="code", cure="Type its name, or press its number")
    names = [one.name for one in desk.record.view().concepts()]
    near = [(fold_name(name).find(folded), fold_name(name) != folded, name) for name in names]
    found = sorted((other, place, name) for place, other, name in near if place >= 0)
    return found[0][2] if found else typed.strip()
