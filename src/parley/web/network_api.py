"""Discourse networks in the API, by the same names as ``record.network``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import Response
from pydantic import BaseModel, Field

from parley.errors import UsageError
from parley.web.api import RESPONSES, TOKEN, Name
from parley.web.desk import desk_of
from parley.web.network_drawn import draw
from parley.web.network_query import NetworkQuery

router = APIRouter(prefix="/api/v1/networks", tags=["v1"], dependencies=[Security(TOKEN)])


class TieQuery(NetworkQuery):
    """Which tie of which network."""

    row: Name = Field(description="Name of a row.")
    column: Name = Field(description="Name of a column; of one mode, of another row.")


class FileQuery(NetworkQuery):
    """Which network in which format."""

    form: Name = Field(description="csv, edges, graphml, visone, gexf, pajek or dl.")


class NetworkTie(BaseModel):
    """A tie of a network."""

    row: str
    column: str
    weight: float


class NetworkAnswer(BaseModel):
    """A network, or that of one of its windows."""

    rows: list[str]
    columns: list[str] = Field(description="Empty in a one-mode network.")
    ties: list[NetworkTie]
    statements: int = Field(description="How many were counted.")
    dropped: dict[str, int] = Field(description="Why statements do not count, and how many.")
    start: str | None
    stop: str | None
    windows: int = Field(description="How many there are; 0 where none were asked for. `place` says which this is.")
    clusters: list[list[str]] = Field(description="Groups of rows, where they were asked for.")
    backbone: list[str] = Field(description="The columns that make the structure, where they were asked for.")
    note: str = Field(description="How it was made, to cite.")


@router.get("", responses=RESPONSES)
def network(request: Request, query: Annotated[NetworkQuery, Query()]) -> NetworkAnswer:
    """A discourse network of one or two modes. Lists of statements are at ``/file`` as CSV."""
    desk = desk_of(request)
    drawn = draw(desk, query)
    from parley.analysis import Network  # noqa: PLC0415 - scipy takes long to load
    from parley.web.network_screen import finds, note_of  # noqa: PLC0415 - the same

    shown = drawn.shown
    if drawn.query.mode == "events":
        raise UsageError("a list of statements has no ties", where="mode", cure="Ask /file for csv, or take mode one")
    empty: dict[str, Any] = {"rows": [], "columns": [], "ties": [], "statements": 0, "start": None, "stop": None}
    if not isinstance(shown, Network):
        dropped = dict(drawn.whole.chosen.dropped)
        return NetworkAnswer(**empty, dropped=dropped, windows=drawn.windows, clusters=[], backbone=[], note="")
    found = finds(desk, drawn, shown)
    return NetworkAnswer(
        rows=list(shown.row_labels),
        columns=list(shown.column_labels) if drawn.query.mode == "two" else [],
        ties=[NetworkTie(row=row, column=column, weight=weight) for row, column, weight in shown.ties()],
        statements=shown.number,
        dropped=dict(shown.dropped),
        start=shown.start,
        stop=shown.stop,
        windows=drawn.windows,
        clusters=[list(one.members) for one in found.groups],
        backbone=list(found.core),
        note=note_of(desk, drawn),
    )


@router.get("/statements", responses=RESPONSES)
def tie_statements(request: Request, query: Annotated[TieQuery, Query()]) -> dict[str, list[dict[str, Any]]]:
    """The statements that a tie is made of, in order of time."""
    drawn = draw(desk_of(request), query)
    from parley.web.network_screen import behind  # noqa: PLC0415 - scipy takes long to load

    return {"items": [asdict(row) for row in behind(drawn, query.row, query.column)]}


@router.get("/file", responses=RESPONSES)
def file(request: Request, query: Annotated[FileQuery, Query()]) -> Response:
    """The network, or the list of statements, in a format of the exports; with a window all of them."""
    drawn = draw(desk_of(request), query)
    from parley.web.network_files import network_file  # noqa: PLC0415 - scipy takes long to load

    one = drawn.shown if "place" in query.model_fields_set and drawn.shown is not None else drawn.whole
    return network_file(one, query.form)
