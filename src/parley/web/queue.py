"""The queue: what should I judge next? One entry at a time in its paragraph, the keys under it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, get_args
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from parley.errors import RecordChangedError, UsageError
from parley.knowledge.ontology import load_ontology
from parley.record.drafts import STATEMENT
from parley.record.event_drafts import EVENT
from parley.record.expecting import Counted
from parley.record.queue import LONGEST
from parley.record.selection import Selection
from parley.terms.events import EventRow, EventStatus
from parley.terms.tables import JudgementRow, StatementRow
from parley.web.desk import Desk, coder_of, desk_of, wants_part
from parley.web.entries import Card, card_of, shown_on
from parley.web.event_cards import EventCard
from parley.web.marks import Paragraph, paragraphs_of
from parley.web.queue_asked import Asked, asked_in, asked_of
from parley.web.wording import all_of, queried

router = APIRouter()

BULK = ("accept", "reject")
OPEN = "proposed"
PREVIEWED = 20
"""So many statements, and so many events, are shown before all that meet a filter are judged."""


@router.get("/queue")
def queue(request: Request) -> Response:
    """The entry that is at hand; the first that waits where none is named."""
    if wants_part(request):
        return queue_part(request, f"/queue?{request.url.query}")
    given = dict(request.query_params)
    desk = desk_of(request)
    return desk.page(request, "queue.html", **_at_hand(desk, coder_of(request), given))


def queue_part(request: Request, address: str, *, theirs: tuple[JudgementRow, ...] = ()) -> Response:
    """The part of the queue that a script shows after a judgement; it carries its own address.

    Args:
        request: what asked.
        address: of the queue, with the entry.
        theirs: what others did to the entry meanwhile.
    """
    desk = desk_of(request)
    given = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
    found = _at_hand(desk, coder_of(request), given) | {"now_waiting": desk.waiting}
    if theirs:
        found |= {"theirs": theirs}
    answer = desk.page(request, "_queue.html", **found)
    answer.headers["HX-Push-Url"] = found["here"]
    return answer


def queue_of(desk: Desk, coder: str, given: Mapping[str, Any]) -> list[str]:
    """Keys of the entries of a queue, in the order in which it was made.

    Raises:
        UsageError: there is no such order.
    """
    asked = asked_of(given)
    return desk.queues.of(coder, asked.query, asked.order, asked.kinds, anew=not given.get("at"))


def _at_hand(desk: Desk, coder: str, given: dict[str, Any]) -> dict[str, Any]:
    """What stands on the queue's screen.

    Args:
        desk: with the record.
        coder: who judges.
        given: what is asked for, at (the entry), on (1: go on from it).
    """
    asked, at = asked_of(given), given.get("at", "")
    keys = queue_of(desk, coder, given)
    on = given.get("on") == "1" and at in keys
    place = keys.index(at) if at in keys else 0
    found = _next_open(desk, keys, place, on=on, only_open=not asked.q)
    last = at if on else ""
    base = asked.named
    shown = {"asked": asked, "all_types": tuple(load_ontology().types), "all_statuses": get_args(EventStatus)}
    if found is None:
        here = queried("/queue", **base, at=keys[-1] if keys else "")
        return shown | {"card": None, "number": len(keys), "here": here, "last": last, "place": len(keys)}
    row, place = found
    key = row.key
    card = card_of(desk, key, coder, row=row)
    here = queried("/queue", **base, at=key)
    return (
        shown
        | shown_on(card, back=here, queue=asked.carried)
        | {
            "in_list": queried("", list=queried("/queue", **base)),
            "number": len(keys),
            "longest": LONGEST,
            "place": place + 1,
            "here": here,
            "last": last,
            "previous": queried("/queue", **base, at=keys[place - 1]) if place else "",
            "next": queried("/queue", **base, at=keys[place + 1]) if place + 1 < len(keys) else "",
            "next_waiting": queried("/queue", **base, at=key, on=1),
            "paragraph": _paragraph(card),
        }
    )


def _next_open(
    desk: Desk, keys: list[str], place: int, *, on: bool, only_open: bool
) -> tuple[StatementRow | EventRow, int] | None:
    """The entry to show and its place: this one, or the next that still waits."""
    view = desk.record.view()
    for at in range(place + int(on), len(keys)):
        told = view.kind_of(keys[at]) == EVENT
        row = view.events_of([keys[at]])[0] if told else view.statement(keys[at])
        if not on or not only_open or row.state == OPEN or row.text_changed:
            return row, at
    return None


def _paragraph(card: Card | EventCard) -> Paragraph | None:
    """The paragraph in which the entry begins, with this entry's marks alone."""
    row, stored = card.row, card.stored
    proposals, text = stored.reading.proposals, stored.reading.article.text
    if isinstance(row, EventRow):
        told = (one for one in proposals.events if stored.entries.get(one.id) == row.key)
        place = next((one.trigger.start for one in told), -1)
        return next(iter(paragraphs_of(text, proposals, stored.entries, [], [row], at=place)), None)
    own = (one for one in proposals.statements if stored.entries.get(one.id) == row.key)
    starts = [span.start for one in own for span in (*one.source, *one.cue, *one.content)]
    place = min(starts, default=text.find(row.sentence) if row.sentence else -1)
    if place < 0:
        return None
    return next(iter(paragraphs_of(text, proposals, stored.entries, [row], at=place)), None)


@router.get("/queue/all")
def preview_all(request: Request, kind: str = "accept") -> Response:
    """What a bulk judgement would be about, before it is made."""
    desk = desk_of(request)
    return desk.page(request, "bulk.html", **_bulk(desk, asked_of(request.query_params), kind))


@router.post("/queue/all")
def judge_all(
    request: Request,
    kind: Annotated[str, Form()],
    expected: Annotated[int, Form()],
    queue: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Judge all that meet a filter in one step, where they are still as many as were shown."""
    desk = desk_of(request)
    asked = asked_in(queue)
    which = Selection(query=_open(asked, kind), kinds=asked.kinds)
    counted = Counted(query=which.query, number=expected, kinds=which.kinds)
    judge = desk.record.judge(coder_of(request), expected=counted).entries
    act = judge.accept if kind == "accept" else judge.reject
    try:
        with desk.deciding():
            act(which, reason=reason)
    except RecordChangedError:
        return desk.page(request, "bulk.html", status=409, **_bulk(desk, asked, kind) | {"changed": True})
    return RedirectResponse(queried("/queue", **asked.named), status_code=303)


def _open(asked: Asked, kind: str) -> str:
    """The query of what a bulk judgement is about: what meets a filter and waits."""
    if kind not in BULK:
        raise UsageError(f"nothing is called {kind!r}", where="bulk", cure=f"Choose one of {', '.join(BULK)}")
    return all_of(asked.query, "review:open")


def _bulk(desk: Desk, asked: Asked, kind: str) -> dict[str, Any]:
    query = _open(asked, kind)
    view = desk.record.view()
    counts = view.counts_by_state(query, kinds=asked.kinds)
    told = EVENT in asked.kinds
    return {
        "asked": asked,
        "kind": kind,
        "what": " and ".join(f"{one}s" for one in asked.kinds),
        "query": query,
        "number": sum(counts.values()),
        "rows": list(view.statements(query=query, limit=PREVIEWED)) if STATEMENT in asked.kinds else [],
        "events": view.events(query=query, limit=PREVIEWED) if told else (),
        "changed": False,
    }
