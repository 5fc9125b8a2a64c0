"""Two periods or two sources side by side: counts, stance, timelines, heat maps and dendrograms; and pictures as files.

The figures are those of ``parley compare`` and ``parley trends``, the pictures those of ``parley network --picture``.
What draws is loaded when it is asked for: without the extra ``networks`` the screen says how to install it.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from fastapi import APIRouter, Request
from fastapi.responses import Response

from parley.errors import MissingError, UsageError
from parley.web.desk import Desk, desk_of
from parley.web.network_drawn import INSTALL, draw, missing_package, types_of
from parley.web.network_query import NetworkQuery
from parley.web.network_words import MODES, NO_QUALIFIER
from parley.web.tables import plain_table
from parley.web.wording import queried

if TYPE_CHECKING:
    from parley.analysis import Network
    from parley.analysis.comparison import Difference
    from parley.analysis.timeline import Timeline

router = APIRouter()

OF = ("columns", "rows", "pairs")
UNITS = ("month", "year", "week")
SHOWN = 8
"""So many names have a line in a timeline, and so many markers tell them apart."""
BLANK = dict.fromkeys(
    ("left", "right", "query", "rows", "columns", "qualifier", "statement_type", "duplicates"), ""
) | {
    "by": "date",
    "of": "columns",
    "unit": "month",
}
"""The form before anything is asked for."""
DIFFERENCES = 50
"""So many differences stand on the page, the largest; the file has all."""
PICTURES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
COLUMNS = ("name", "left", "left share", "right", "right share", "p", "left mean", "right mean", "p of means")


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSides:
    """What is set beside what."""

    asked: NetworkQuery
    """Which statements count, with its variables settled."""
    left: str
    right: str
    by: str
    """date, or the variable whose values tell the sides apart."""
    of: str
    """columns, rows or pairs: what is counted."""
    unit: str

    def side(self, value: str) -> NetworkQuery:
        """The network of one side."""
        if self.by != "date":
            return self.asked.model_copy(update={"include": [*self.asked.include, f"{self.by}={value}"]})
        first, _, last = value.partition("..")
        return self.asked.model_copy(update={"since": first, "until": last or first})

    def address(self, path: str) -> str:
        """An address that asks for the same."""
        about = {"left": self.left, "right": self.right, "by": self.by, "of": self.of, "unit": self.unit}
        return self.asked.address(path, **about)


def _read(request: Request) -> TwoSides:
    given = request.query_params
    asked = NetworkQuery.read(given).settled(types_of(desk_of(request)))
    if asked.mode != "two" or asked.window is not None:
        raise UsageError(
            "two sides are two networks of two modes, without windows", where="sides", cure="Leave them out"
        )
    of, unit = given.get("of") or "columns", given.get("unit") or "month"
    if of not in OF or unit not in UNITS:
        raise UsageError("there is nothing such to count", where="sides", cure=f"Take {', '.join((*OF, *UNITS))}")
    return TwoSides(
        asked=asked,
        left=given.get("left", "").strip(),
        right=given.get("right", "").strip(),
        by=(given.get("by") or "date").strip(),
        of=of,
        unit=unit,
    )


@router.get("/networks/sides")
def two_sides(request: Request) -> Response:
    """The two sides; the form alone where none are named."""
    desk = desk_of(request)
    missing = missing_package()
    if missing is not None:
        return desk.page(request, "discourse_missing.html", missing=missing, install=INSTALL)
    fault, status, values = None, 200, dict[str, Any]()
    given = BLANK | dict(request.query_params)
    try:
        sides = _read(request)
        given |= {"by": sides.by, "of": sides.of, "unit": sides.unit}
        if sides.left and sides.right:
            values = _compared(desk, sides)
    except UsageError as error:
        fault, status = error, 400
    return desk.page(
        request,
        "sides.html",
        status=status,
        fault=fault,
        given=given,
        modes=MODES,
        asked=None,
        of_choices=OF,
        unit_choices=UNITS,
        nan=math.isnan,
        **({"found": (), "number": 0, "sides": None} | values),
    )


def _compared(desk: Desk, sides: TwoSides) -> dict[str, Any]:
    """All that stands on the screen."""
    found = _differences(desk, sides)
    names = [one.name for one in found[:SHOWN]]
    from parley.web.network_screen import note_of  # noqa: PLC0415 - scipy takes long to load

    shown = []
    for value in (sides.left, sides.right):
        query = sides.side(value)
        drawn = draw(desk, query)
        timeline = _timeline(cast("Network", drawn.whole), sides, names)
        about = {"of": sides.of, "unit": sides.unit, "name": names}
        shown.append(
            {
                "value": value,
                "timeline": timeline,
                "rows": cast("Network", drawn.whole).row_labels,
                "network": query.address("/networks/discourse"),
                "picture": query.address,
                "line": queried("/networks/timeline.png", **query.given(), **about),
                "note": note_of(desk, drawn),
            }
        )
    # A heat map of counts alone would hide on which side the statements are.
    stances = None if sides.asked.qualifier == NO_QUALIFIER else "subtract"
    return {"found": found[:DIFFERENCES], "number": len(found), "sides": shown, "here": sides, "stances": stances}


def _differences(desk: Desk, sides: TwoSides) -> tuple[Difference, ...]:
    from parley.analysis.comparison import (  # noqa: PLC0415 - scipy takes long to load
        compare_sides,
        sides_by_date,
        sides_by_value,
    )
    from parley.analysis.timeline import name_column  # noqa: PLC0415 - the same

    def look() -> tuple[Difference, ...]:
        chosen = cast("Network", draw(desk, sides.asked).whole).chosen
        told = (
            sides_by_date(chosen, sides.left, sides.right)
            if sides.by == "date"
            else sides_by_value(chosen, sides.by, sides.left, sides.right)
        )
        return compare_sides(chosen, name_column(chosen, cast("Any", sides.of)), told)

    return desk.orders.get(("sides", sides.address("")), look)


def _timeline(network: Network, sides: TwoSides, names: list[str]) -> Timeline:
    from parley.analysis.timeline import TimelineRequest, measure_timeline  # noqa: PLC0415 - scipy takes long to load

    request = TimelineRequest(of=cast("Any", sides.of), unit=cast("Any", sides.unit), names=tuple(names))
    return measure_timeline(network.chosen, request)


@router.get("/networks/sides.{form}")
def sides_file(request: Request, form: str) -> Response:
    """Every difference as a table."""
    if form not in ("csv", "json"):
        raise MissingError("there is no such file", where=form, cure="Take sides.csv or sides.json")
    found = _differences(desk_of(request), _read(request))
    rows = (
        (
            one.name,
            one.left.statements,
            _known(one.left.share),
            one.right.statements,
            _known(one.right.share),
            _known(one.share_p),
            _known(one.left.mean),
            _known(one.right.mean),
            _known(one.mean_p),
        )
        for one in found
    )
    return plain_table("sides", form, COLUMNS, rows)


def _known(number: float) -> float | None:
    return None if math.isnan(number) else round(number, 6)


@router.get("/networks/picture.{form}")
def network_picture(request: Request, form: str, kind: str = "graph") -> Response:
    """A discourse network as a picture: a graph, a heat map, or a dendrogram of its rows."""
    drawn = draw(desk_of(request), NetworkQuery.read(request.query_params))
    from parley.analysis import Network  # noqa: PLC0415 - scipy takes long to load
    from parley.exports.pictures import draw_picture  # noqa: PLC0415 - numpy takes long to load

    network = drawn.shown
    if not isinstance(network, Network):
        raise UsageError("a list of statements is no picture", where="picture", cure="Ask for one mode or two")
    return _pictured(form, lambda path: draw_picture(network, path, kind=kind))


@router.get("/networks/timeline.{form}")
def timeline_picture(request: Request, form: str) -> Response:
    """Counts over time of the names that are asked for, as a picture, CSV or JSON."""
    sides = _read(request)
    network = cast("Network", draw(desk_of(request), sides.asked).whole)
    timeline = _timeline(network, sides, request.query_params.getlist("name")[:SHOWN])
    from parley.analysis.timeline import as_rows  # noqa: PLC0415 - scipy takes long to load
    from parley.exports.pictures import draw_timeline  # noqa: PLC0415 - numpy takes long to load

    if form in ("csv", "json"):
        header = ("name", timeline.unit, "statements", "of", "mean", "burst")
        rows = ([row[name] for name in header] for row in as_rows(timeline))
        return plain_table("timeline", form, header, rows)
    return _pictured(form, lambda path: draw_timeline(timeline, path))


def _pictured(form: str, drawing: Callable[[Path], int]) -> Response:
    if form not in PICTURES:
        raise MissingError("there is no such picture", where=form, cure=f"Take {', '.join(PICTURES)}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"picture.{form}")
        drawing(path)
        content = path.read_bytes()
    return Response(content, media_type=PICTURES[form])
