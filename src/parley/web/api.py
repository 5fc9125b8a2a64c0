"""The API, version 1: articles, statements, actors, concepts, judgements, search; events and networks beside it.

Lists come in pages: ``{"items": [...], "next": CURSOR or null}``; ask for the next page with ``?cursor=CURSOR``.
With ``Accept: application/x-ndjson`` a list streams whole, an object a line. Errors have one shape:
``{"error": {"status", "what", "where", "cure"}}``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Security
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field, StringConstraints

from parley.errors import UsageError
from parley.pipeline.contract import reading_object
from parley.record import View
from parley.record.digest import short_key
from parley.record.judging import Judge
from parley.terms.tables import Hit, LibraryRow, StepRow
from parley.web.actors import actor_row
from parley.web.concepts import concept_row
from parley.web.desk import coder_of, desk_of
from parley.web.sent import LONGEST_FIELD, LONGEST_NAME, whole

TOKEN = HTTPBearer(auto_error=False, description="A token, made under Settings.")
"""How a program says who it is; the doorkeeper has looked at it before, so here it only stands in the document."""

router = APIRouter(prefix="/api/v1", tags=["v1"], dependencies=[Security(TOKEN)])

LINES = "application/x-ndjson"
MOST = 500
SHIFTED = 1000
"""So many rows may have come or gone before a cursor's place; the row after which it goes on is still found."""

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most on a page.")]
Cursor = Annotated[str | None, Query(description="Where to go on: `next` of the page before.")]
Words = Annotated[str | None, Query(description="A query in Parley's search language.")]


Text = Annotated[str, StringConstraints(max_length=LONGEST_FIELD, pattern=r"^[^\x00]*$")]
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME, pattern=r"^[^\x00]*$")]


class ErrorBody(BaseModel):
    """What happened, where, and what to do."""

    status: int
    what: str
    where: str
    cure: str


class ErrorAnswer(BaseModel):
    """The one shape of every error."""

    error: ErrorBody


class Page(BaseModel):
    """A page of a list."""

    items: list[dict[str, Any]]
    next: str | None = Field(description="Cursor of the next page; null on the last one.")


class Judgement(BaseModel):
    """What is decided about statements and events; concepts are for statements."""

    action: Literal["accept", "reject", "retract", "code", "uncode", "comment"]
    entries: list[Name] = Field(min_length=1, max_length=1000)
    reason: Text = ""
    concept: Name | None = None
    stance: Literal["agree", "disagree", "neutral"] | None = None
    comment: Text | None = None


class Changed(BaseModel):
    """How many things changed."""

    changed: int


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorAnswer} for status in (400, 401, 403, 404, 409, 413, 422, 429, 500, 503)
}


def error_answer(status: int, *, what: str, where: str, cure: str) -> Response:
    """An error in the one shape of errors."""
    return JSONResponse({"error": {"status": status, "what": what, "where": where, "cure": cure}}, status_code=status)


def _view(request: Request) -> View:
    return desk_of(request).record.view()


Rows = Callable[[int, int], Sequence[Any]]
"""Gives the rows of a list from a place on, so many at most."""


def page_of(request: Request, rows: Callable[[int | None], Iterable[Any]], cursor: str | None, limit: int) -> Response:
    """A page of rows, or all of them as lines.

    Args:
        request: what asked; its Accept header says which.
        rows: gives rows, so many at most.
        cursor: of the page.
        limit: rows on a page.
    """
    if LINES in request.headers.get("accept", ""):
        return StreamingResponse(_lines(rows(None)), media_type=LINES)
    found, following = portion(lambda first, most: list(islice(rows(first + most), first, None)), cursor, limit)
    return JSONResponse({"items": [asdict(row) for row in found], "next": following})


def portion(rows: Rows, cursor: str | None, limit: int) -> tuple[Sequence[Any], str | None]:
    """A page of rows and the cursor of the next one; rows that came meanwhile push none out and repeat none.

    Args:
        rows: of the list.
        cursor: of the page.
        limit: rows on a page.

    Raises:
        UsageError: the cursor is none.
    """
    place, seen = _place(cursor)
    first = max(0, place - 1)
    found = rows(first, limit + 2)
    at = place - first
    if place and not (found and _mark(found[0]) == seen):
        first = max(0, place - SHIFTED)
        found = rows(first, 2 * SHIFTED + limit + 1)
        at = next((number for number, row in enumerate(found, 1) if _mark(row) == seen), place - first - 1)
    page = found[at : at + limit]
    more = len(found) > at + limit
    return page, _cursor(first + at + limit, _mark(page[-1])) if more else None


def _mark(row: Any) -> str:
    """What tells a row from the others of its list."""
    if isinstance(row, Hit):
        return short_key(row.article_key, row.statement, row.start)
    if isinstance(row, StepRow):
        return short_key(row.id)
    return short_key(row.article.key if isinstance(row, LibraryRow) else row.key)


def _lines(rows: Iterable[Any]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(asdict(row), ensure_ascii=False).encode() + b"\n"


def _cursor(place: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{place}:{mark}".encode()).decode().rstrip("=")


def _place(cursor: str | None) -> tuple[int, str]:
    """How many rows came before a page, and what marks the last of them."""
    if not cursor:
        return 0, ""
    try:
        place, _, mark = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(":")
        if mark and (found := whole(place, "cursor")) > 0:
            return found, mark
    except (ValueError, UsageError):
        pass
    raise UsageError("this is no cursor", where="cursor", cure="Take `next` of the page before")


@router.get("/articles", response_model=Page, responses=RESPONSES)
def articles(  # noqa: PLR0913, PLR0917  each filter is a parameter
    request: Request,
    query: Words = None,
    publication: str | None = None,
    since: str | None = None,
    until: str | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """Articles, the newest first."""
    view = _view(request)
    filters: dict[str, Any] = {"query": query, "publication": publication, "since": since, "until": until}
    if LINES in request.headers.get("accept", ""):
        return StreamingResponse(_lines(view.articles(**filters)), media_type=LINES)
    found, following = portion(lambda first, most: view.library(**filters, offset=first, limit=most), cursor, limit)
    items = [asdict(row.article) | {"speakers": row.speakers, "waiting": row.waiting} for row in found]
    return JSONResponse({"items": items, "next": following})


@router.get("/articles/{key}", responses=RESPONSES)
def article(request: Request, key: str) -> dict[str, Any]:
    """One article with its text and everything said in it, in the shape that `parley read --json` prints."""
    stored = _view(request).article(key)
    return {"key": stored.article_key} | reading_object(stored.reading, stored.entries)


@router.get("/statements", response_model=Page, responses=RESPONSES)
def statements(  # noqa: PLR0913, PLR0917  each filter is a parameter
    request: Request,
    query: Words = None,
    speaker: str | None = None,
    article: str | None = None,
    publication: str | None = None,
    since: str | None = None,
    until: str | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """Statements, by article (the newest first) and place in the text."""
    filters: dict[str, Any] = {
        "query": query,
        "speaker": speaker,
        "article": article,
        "publication": publication,
        "since": since,
        "until": until,
    }
    view = _view(request)
    return page_of(request, lambda most: view.statements(**filters, limit=most), cursor, limit)


@router.get("/statements/{key}", responses=RESPONSES)
def statement(request: Request, key: str) -> dict[str, Any]:
    """One statement, in whatever state it is, with its history."""
    view = _view(request)
    return asdict(view.statement(key)) | {"history": [asdict(one) for one in view.judgements("entry", key)]}


@router.get("/actors", response_model=Page, responses=RESPONSES)
def actors(request: Request, name: str | None = None, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """Actors across articles, those with most statements first."""
    view = _view(request)
    return page_of(request, lambda most: view.actors(name=name, limit=most), cursor, limit)


@router.get("/actors/{key}", responses=RESPONSES)
def actor(request: Request, key: str) -> dict[str, Any]:
    """One actor, with the articles it acts in."""
    view = _view(request)
    row = actor_row(view, key)
    return asdict(row) | {"acts_in": [asdict(one) for one in view.actor_links(row.key)]}


@router.get("/concepts", response_model=Page, responses=RESPONSES)
def concepts(request: Request, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """The concepts of the codebook."""
    rows = _view(request).concepts()
    return page_of(request, lambda most: rows[:most], cursor, limit)


@router.get("/concepts/{key}", responses=RESPONSES)
def concept(request: Request, key: str) -> dict[str, Any]:
    """One concept."""
    return asdict(concept_row(_view(request), key))


@router.get("/search", response_model=Page, responses=RESPONSES)
def search(
    request: Request,
    query: Annotated[str, Query(min_length=1, description="A query in Parley's search language.")],
    order: Literal["rank", "date"] = "rank",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """Sentences and statements that meet a query, the best or the newest first."""
    view = _view(request)
    return page_of(request, lambda most: view.find(query, order=order, limit=most), cursor, limit)


@router.get("/judgements", response_model=Page, responses=RESPONSES)
def judgements(request: Request, coder: str | None = None, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """What people did, the newest step first."""
    view = _view(request)
    return page_of(request, lambda most: view.history(coder=coder, limit=most), cursor, limit)


@router.post("/judgements", response_model=Changed, responses=RESPONSES, status_code=201)
def judge(request: Request, given: Annotated[Judgement, Body()]) -> Changed:
    """Judge statements or events in one step, in the name of the token's owner."""
    desk = desk_of(request)
    with desk.deciding():
        return Changed(changed=_judge(desk.record.judge(coder_of(request)), given))


def _comment(judge: Judge, given: Judgement) -> int:
    for entry in given.entries:
        judge.entries.comment(entry, given.comment or "")
    return len(given.entries)


def _judge(judge: Judge, given: Judgement) -> int:
    if given.action in ("code", "uncode"):
        if not given.concept:
            raise UsageError("no concept is named", where="concept", cure="Name one of the codebook")
        if given.action == "uncode":
            return int(judge.codebook.uncode(given.entries, given.concept, reason=given.reason))
        stance = given.stance or "neutral"
        return int(judge.codebook.code(given.entries, given.concept, stance, reason=given.reason))
    if given.action == "comment":
        if not (given.comment or "").strip():
            raise UsageError("the comment is empty", where="comment", cure="Write something")
        judge.preview(lambda one: _comment(one, given))  # all of them can be remarked on, or none is
        return _comment(judge, given)
    return int(getattr(judge.entries, given.action)(given.entries, reason=given.reason))


@router.post("/undo", responses=RESPONSES)
def undo(request: Request) -> dict[str, int]:
    """Take back the last step of the token's owner; its number."""
    desk = desk_of(request)
    with desk.deciding():
        return {"undone": desk.record.judge(coder_of(request)).undo()}


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """The documentation of this API, to read and to try."""
    desk = desk_of(request)
    routes = [
        {"path": path, "method": method.upper(), "about": about}
        for path, methods in request.app.openapi()["paths"].items()
        for method, about in methods.items()
    ]
    return desk.page(request, "api_docs.html", routes=routes)
