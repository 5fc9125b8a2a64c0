"""Actors: who is this, what do they say, how has it moved? Merge and split, with a preview of what changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from parley.errors import MissingError, UsageError
from parley.record import View
from parley.terms.tables import ActorRow, StanceTally
from parley.web.desk import Desk, coder_of, desk_of
from parley.web.dossier import find_acts
from parley.web.moving import named, went
from parley.web.sent import PageNumber
from parley.web.tables import exported, plain_table
from parley.web.turns import turns_of_actor

router = APIRouter()

LISTED = 200
SHOWN = 50
"""So many statements stand on a dossier; a search has the rest."""
LINKED = 500
"""In so many articles, the newest, it can be told apart into another actor on its dossier."""


@router.get("/actors")
def actors(request: Request, name: str = "", page: PageNumber = 1) -> Response:
    """Those who speak, those with most statements first."""
    desk = desk_of(request)
    first = (page - 1) * LISTED
    found = desk.record.view().actors(name=name or None, limit=first + LISTED + 1)[first:]
    return desk.page(request, "actors.html", rows=found[:LISTED], more=len(found) > LISTED, page=page, name=name)


@router.get("/actors.{form}")
def actors_table(request: Request, form: str, name: str = "") -> Response:
    """The same as a table."""
    found = desk_of(request).record.view().actors(name=name or None)
    header = ("key", "name", "kind", "names", "articles", "statements")
    rows = ((one.key, one.name, one.kind, one.names, one.articles, one.statements) for one in found)
    return plain_table("actors", _form(form), header, rows)


@router.get("/actors/merge")
def preview_merge(request: Request) -> Response:
    """What a merge would change."""
    desk = desk_of(request)
    view = desk.record.view()
    keys = list(dict.fromkeys(one for one in request.query_params.getlist("key") if one))
    rows = [actor_row(view, key) for key in keys]
    into = request.query_params.get("into") or (rows[0].key if rows else "")
    candidates: tuple[ActorRow, ...] = ()
    if request.query_params.get("name"):
        candidates = view.actors(name=request.query_params["name"], limit=20)
    links = {row.key: view.actor_links(row.key) for row in rows}
    return desk.page(request, "merge.html", rows=rows, into=into, links=links, candidates=candidates, keys=keys)


@router.post("/actors/merge")
def merge(
    request: Request,
    into: Annotated[str, Form()],
    key: Annotated[list[str], Form()],
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Hold several actors to be one."""
    desk = desk_of(request)
    others = [one for one in key if one != into]
    if not others:
        raise UsageError("a merge needs two actors", where="merge", cure="Choose another one too")
    with desk.deciding():
        desk.record.judge(coder_of(request)).actors.merge(into, others, reason=reason)
    return went(request, named("actors", into))


@router.get("/actors/{key}.{form}")
def statements_of(request: Request, key: str, form: str) -> Response:
    """Everything an actor says, in any format of the exports: the citable brief among them."""
    view = desk_of(request).record.view()
    row = actor_row(view, key)
    rows = view.statements(speaker=row.key)
    return exported("jsonl" if form == "json" else form, rows, title=f"What {row.name} says")


@router.get("/actors/{key}")
def dossier(request: Request, key: str, page: PageNumber = 1) -> Response:
    """Everything the record has about one actor."""
    desk = desk_of(request)
    row = desk.remembered.get(("actor", key), lambda: actor_row(desk.record.view(), key))
    screen = desk.part("_actor.html", lambda: _screen(desk, row, page), row.key, page)
    return desk.page(request, "actor.html", name=row.name, screen=screen)


def _screen(desk: Desk, row: ActorRow, page: int) -> Mapping[str, Any]:
    """What stands on a dossier, the same for everybody; of what the actor says a page."""
    lists = desk.record.view().lists
    said = desk.orders.get(("said by", row.key), lambda: lists.said_by(row.key))
    first = (page - 1) * SHOWN
    return {
        **desk.remembered.get(("dossier", row.key), lambda: _about(desk, row)),
        "said": lists.statements(said[first : first + SHOWN]),
        "number": len(said),
        "page": page,
        "pages": -(-len(said) // SHOWN),
    }


def _about(desk: Desk, row: ActorRow) -> Mapping[str, Any]:
    """What stands on every page of a dossier."""
    view = desk.record.view()
    links = view.actor_links(row.key)
    ties = view.ties("quotes", f'actor:"{row.key}"')
    return {
        "row": row,
        "about": list(view.statements(query=f'about:"{row.key}"', limit=SHOWN)),
        "links": links[:LINKED],
        "linked": len(links),
        "roles": Counter(one.role for one in links if one.role).most_common(12),
        "positions": positions(view.lists.positions_of(row.key)),
        "turns": turns_of_actor(desk, row.key, row.name),
        "quoted_by": [tie for tie in ties if tie.target.key == row.key][:20],
        "quotes": [tie for tie in ties if tie.source.key == row.key][:20],
        "outlets": view.lists.outlets_of(row.key)[:12],
        "acts": find_acts(desk, row),
        "query": f'speaker:"{row.key}"',
        "exports": ("csv", "xlsx", "jsonl", "markdown", "docx", "bibtex"),
        "comments": view.comments(f"actor {row.key}"),
    }


@router.post("/actors/{key}/rename")
def rename(request: Request, key: str, name: Annotated[str, Form()]) -> Response:
    """Give an actor another name."""
    desk_of(request).record.judge(coder_of(request)).actors.rename(key, name)
    return went(request, named("actors", key))


@router.post("/actors/{key}/note")
def note(request: Request, key: str, words: Annotated[str, Form()]) -> Response:
    """Leave a remark on an actor."""
    desk_of(request).record.judge(coder_of(request)).actors.comment(key, words)
    return went(request, named("actors", key))


@router.post("/actors/{key}/split")
def split(
    request: Request,
    key: str,
    name: Annotated[str, Form()],
    entry: Annotated[list[str] | None, Form()] = None,
    sure: Annotated[str, Form()] = "",
) -> Response:
    """Tell an actor apart into two: the one of some articles gets a name of its own. Shown before it is done."""
    desk = desk_of(request)
    if not entry:
        raise UsageError("no article is chosen", where="split", cure="Choose those in which it is somebody else")
    judge = desk.record.judge(coder_of(request))
    if not sure:
        changes = judge.preview(lambda one: one.actors.split(entry, name))
        links = [one for one in desk.record.view().actor_links(key) if one.entry in entry]
        row = actor_row(desk.record.view(), key)
        return desk.page(request, "split.html", row=row, name=name, links=links, changes=changes)
    with desk.deciding():
        new = judge.actors.split(entry, name)
    return went(request, named("actors", new))


def actor_row(view: View, key: str) -> ActorRow:
    """The actor of a key, or of the actor it is merged into.

    Raises:
        RecordError: there is none.
    """
    found = view.actors(name=key, limit=2)
    if len(found) != 1:
        raise MissingError("there is no such actor", where=f"actor {key}", cure="Take one from the list of actors")
    return found[0]


def positions(tallies: Iterable[StanceTally]) -> list[dict[str, Any]]:
    """How somebody stands to each concept, by year, those concepts first that they take up most.

    Args:
        tallies: how often they agree, disagree, stay neutral.
    """
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    number: Counter[str] = Counter()
    for one in tallies:
        found[one.concept][one.year or "no date"][one.stance] += one.number
        number[one.concept] += one.number
    return [
        {"concept": name, "years": sorted(found[name].items()), "number": number[name]}
        for name in sorted(found, key=lambda name: (-number[name], name))
    ]


def _form(form: str) -> str:
    if form not in ("csv", "json"):
        raise UsageError(f"there is no {form} here", where="table", cure="Ask for .csv or .json")
    return form
