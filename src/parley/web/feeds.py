"""Feeds: anything new that a saved search or an actor has, for a feed reader.

A feed reader has no session: the address carries a token of the API, which can be revoked under Settings.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from parley.errors import MissingError, UsageError
from parley.terms.names import fold_name
from parley.web.actors import actor_row
from parley.web.desk import desk_of
from parley.web.tables import exported

router = APIRouter()

FORMS = {"rss": "rss", "atom": "atom", "json": "jsonfeed"}
NEWEST = 100


@router.get("/feeds/search/{name}.{form}")
def of_search(request: Request, name: str, form: str) -> Response:
    """The newest statements that a saved search finds."""
    view = desk_of(request).record.view()
    found = next((one for one in view.saved_searches() if fold_name(one.name) == fold_name(name)), None)
    if found is None:
        raise MissingError("there is no such saved search", where=name, cure="Take one from the library")
    rows = view.statements(query=found.query, limit=NEWEST)
    return exported(_form(form), rows, title=found.name, address=str(request.url.replace(query="")))


@router.get("/feeds/actor/{key}.{form}")
def of_actor(request: Request, key: str, form: str) -> Response:
    """The newest statements of an actor."""
    view = desk_of(request).record.view()
    row = actor_row(view, key)
    rows = view.statements(speaker=row.key, limit=NEWEST)
    return exported(_form(form), rows, title=f"What {row.name} says", address=str(request.url.replace(query="")))


def _form(form: str) -> str:
    if form not in FORMS:
        raise UsageError(f"there is no feed {form!r}", where="feed", cure=f"Choose one of {', '.join(FORMS)}")
    return FORMS[form]
