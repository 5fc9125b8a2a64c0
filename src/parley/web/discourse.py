"""Discourse networks: who stands with whom, against whom? The picture, its controls as a sentence, its tables.

The options are those of ``record.network``, by the same names. What draws is loaded when a network is asked for:
without the extra ``networks`` the screen says how to install it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from parley.errors import UsageError
from parley.record.network_rows import OWN
from parley.terms.exchange import StatementType
from parley.web import network_words as words
from parley.web.desk import Desk, desk_of
from parley.web.network_drawn import INSTALL, draw, missing_package, types_of
from parley.web.network_query import NetworkQuery

router = APIRouter()

SHOWN = 50
"""So many statements stand behind a tie on a page."""


def _asked(request: Request) -> NetworkQuery:
    return NetworkQuery.read(request.query_params)


Asked = Annotated[NetworkQuery, Depends(_asked)]


@router.get("/networks/discourse")
def discourse(request: Request, view: str = "") -> Response:
    """The picture, its sentence and its tables; what does not go together is said above the sentence."""
    desk = desk_of(request)
    missing = missing_package()
    if missing is not None:
        return desk.page(request, "discourse_missing.html", missing=missing, install=INSTALL)
    from parley.web.network_screen import screen_of  # noqa: PLC0415 - scipy takes long to load

    asked, status, fault = NetworkQuery(), 200, None
    values: Mapping[str, Any] = {}
    try:
        asked = NetworkQuery.read(request.query_params)
        values = screen_of(desk, asked)
    except UsageError as error:
        fault, status = error, 400
    asked = values.get("asked") or _openly(asked, types_of(desk))
    table_only = view == "table" or "network.js" not in desk.assets
    form = _form(desk, asked)
    return desk.page(
        request,
        "discourse.html",
        status=status,
        fault=fault,
        table_only=table_only,
        **{**form, **values, "asked": asked},
    )


@router.get("/networks/discourse.{form}")
def discourse_file(request: Request, asked: Asked, form: str) -> Response:
    """The same network as a file; of windows the one at ``place``, or all where none is named."""
    desk = desk_of(request)
    drawn = draw(desk, asked)
    if form == "json":
        from parley.web.network_screen import picture_of  # noqa: PLC0415 - scipy takes long to load

        return JSONResponse(picture_of(desk, drawn))
    from parley.web.network_files import network_file  # noqa: PLC0415 - scipy takes long to load

    one = drawn.shown if "place" in request.query_params else drawn.whole
    return network_file(drawn.whole if one is None else one, form)


@router.get("/networks/discourse/tie")
def discourse_tie(request: Request, asked: Asked, row: str, column: str) -> Response:
    """The statements that a tie is made of."""
    desk = desk_of(request)
    from parley.web.network_screen import behind  # noqa: PLC0415 - scipy takes long to load

    rows = behind(draw(desk, asked), row, column)
    template = "_tie.html" if request.headers.get("hx-request") else "discourse_tie.html"
    return desk.page(
        request,
        template,
        rows=rows[:SHOWN],
        number=len(rows),
        row=row,
        column=column,
        back=asked.address("/networks/discourse"),
    )


def _openly(asked: NetworkQuery, types: Sequence[StatementType]) -> NetworkQuery:
    """What is asked for with its open variables settled, as far as they can be where it was refused."""
    try:
        return asked.settled(types)
    except UsageError:
        return asked.model_copy(update={"statement_type": None}).settled(types)


def _form(desk: Desk, asked: NetworkQuery) -> dict[str, Any]:
    """What the sentence offers."""
    types = types_of(desk)
    kind = next(one for one in types if one.name == asked.statement_type)
    mode = asked.mode if asked.mode in words.MODES else "two"
    more = [*_attributes(desk, kind), *filter(None, (asked.rows, asked.columns))]
    tied = mode if mode in words.AGGREGATIONS else "two"
    return {
        "types": [one.name for one in types],
        "modes": words.MODES,
        "mode": mode,
        "row_choices": words.variables(kind, "columns", more),
        "column_choices": words.variables(kind, "rows", more),
        "qualifier_choices": words.qualifiers(kind, [one for one in (asked.qualifier,) if one]),
        "aggregation_choices": words.aggregations(tied),
        "normalization_choices": words.normalizations(tied),
        "duplicate_choices": words.choices_of(words.DUPLICATES),
        "kernel_choices": words.choices_of(words.KERNELS),
    }


def _attributes(desk: Desk, kind: StatementType) -> list[str]:
    """The attributes of values, which can be rows and columns too."""
    if kind is OWN:
        return ["person.kind", "organization.kind"]
    entities = desk.remembered.get("entities", lambda: desk.record.view().entities())
    found = (
        f"{one.variable}.{name}" for one in entities if one.statement_type == kind.name for name in one.attributes or ()
    )
    return list(dict.fromkeys(found))
