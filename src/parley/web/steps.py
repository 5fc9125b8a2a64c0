"""Undo and redo: back to the entry that they were about."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from parley.web.desk import coder_of, desk_of
from parley.web.entries import card_of, entry_of, part_of, shown_on
from parley.web.moving import inside, named, went
from parley.web.queue import queue_of, queue_part
from parley.web.sent import whole
from parley.web.wording import queried

router = APIRouter()


@router.post("/undo")
def undo(request: Request, back: Annotated[str, Form()] = "/", step: Annotated[str, Form()] = "") -> Response:
    """Take back this person's last step, or one by its number."""
    desk = desk_of(request)
    with desk.deciding():
        undone = desk.record.judge(coder_of(request)).undo(whole(step, "step") if step else None)
    return _after(request, inside(back), undone, "undone")


@router.post("/redo")
def redo(request: Request, back: Annotated[str, Form()] = "/") -> Response:
    """Do again what the last undo took back."""
    desk = desk_of(request)
    with desk.deciding():
        redone = desk.record.judge(coder_of(request)).redo()
    return _after(request, inside(back), redone, "done again")


def _after(request: Request, back: str, step: int, said: str) -> Response:
    """Back to where a step was undone or redone: the queue and a card then show the entry that it was about.

    Args:
        request: what asked.
        back: the address that the form was sent from.
        step: what was undone or redone.
        said: what a screen reader is told.
    """
    desk = desk_of(request)
    path, _, query = back.partition("?")
    keys = (entry_of(one) for one in desk.record.view().judgements_of(step))
    key = next((one for one in keys if one), "")
    if path == "/queue":
        given = dict(parse_qsl(query))
        if key in queue_of(desk, coder_of(request), given):
            given |= {"at": key, "on": ""}
        address = queried("/queue", **given)
        return queue_part(request, address) if request.headers.get("hx-request") else went(request, address)
    if not key or not path.startswith("/entries/"):
        return went(request, back)
    if not request.headers.get("hx-request"):
        return went(request, named("entries", key))
    card = card_of(desk, key, coder_of(request))
    shown = shown_on(card, back=named("entries", key), said=said)
    return desk.page(request, part_of(card), **shown, now_waiting=desk.waiting)
