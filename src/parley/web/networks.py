"""Networks: who stands with whom, who quotes whom? The picture, its controls in words, its table twin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from parley.errors import UsageError
from parley.record import View
from parley.record.ties import TieKind
from parley.terms.names import fold_name
from parley.terms.tables import StatementRow, Tie, TieEnd
from parley.web.desk import desk_of
from parley.web.network_words import MODES
from parley.web.tables import plain_table
from parley.web.wording import all_of, queried

router = APIRouter()

KINDS = {"quotes": "Who quotes whom", "concepts": "Speakers by concept"}
BACKBONE = 300
"""So many nodes, those of the heaviest ties, are drawn unless all are asked for."""
MOST_NODES, MOST_EDGES = 5_000, 20_000
SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which network is asked for, as it stands in the address."""

    kind: str = "quotes"
    q: str = ""
    everything: bool = False
    all_printings: bool = False

    def address(self, path: str, **more: Any) -> str:
        """An address that asks for the same."""
        asked = {
            "kind": self.kind,
            "q": self.q,
            "all": "1" if self.everything else "",
            "printings": "all" if self.all_printings else "",
        }
        return queried(path, **(asked | more))


def _wanted(request: Request, kind: str = "quotes", q: str = "") -> Wanted:
    if kind not in KINDS:
        raise UsageError(f"there is no network {kind!r}", where="networks", cure=f"Choose one of {', '.join(KINDS)}")
    asked = request.query_params
    return Wanted(kind=kind, q=q, everything=asked.get("all") == "1", all_printings=asked.get("printings") == "all")


Asked = Annotated[Wanted, Depends(_wanted)]


@router.get("/networks")
def networks(request: Request, wanted: Asked, view: str = "") -> Response:
    """The picture and its table."""
    desk = desk_of(request)
    ties = _ties(desk.record.view(), wanted)
    shown = backbone(ties, everything=wanted.everything)
    return desk.page(
        request,
        "networks.html",
        wanted=wanted,
        kinds=KINDS,
        modes=MODES,
        ties=shown[:1000],
        nodes=len(_nodes(shown)),
        number=len(shown),
        total=len(_nodes(ties)),
        table_only=view == "table" or "network.js" not in desk.assets,
    )


@router.get("/networks.{form}")
def networks_table(request: Request, wanted: Asked, form: str) -> Response:
    """The same network as a table, or as nodes and edges for the picture."""
    ties = _ties(desk_of(request).record.view(), wanted)
    if form == "json":
        return JSONResponse(picture(ties, wanted))
    if form != "csv":
        raise UsageError(f"there is no {form} here", where="networks", cure="Ask for .csv or .json")
    header = ("source", "source kind", "target", "target kind", "stance", "weight", "source key", "target key")
    rows = (
        (t.source.name, t.source.kind, t.target.name, t.target.kind, t.stance, t.weight, t.source.key, t.target.key)
        for t in ties
    )
    return plain_table("network", form, header, rows)


@router.get("/networks/tie")
def tie(request: Request, wanted: Asked, source: str, target: str, stance: str = "") -> Response:
    """The statements that a tie counts."""
    desk = desk_of(request)
    rows = statements_of(desk.record.view(), wanted, source, target, stance)
    template = "_tie.html" if request.headers.get("hx-request") else "tie.html"
    return desk.page(request, template, rows=rows[:SHOWN], number=len(rows), wanted=wanted)


def statements_of(view: View, wanted: Wanted, source: str, target: str, stance: str = "") -> list[StatementRow]:
    """The statements that a tie counts.

    Args:
        view: of the record.
        wanted: the network.
        source: key of the one end, as the tie has it.
        target: key of the other end.
        stance: of the codings; all if empty.
    """
    once = None if wanted.all_printings else wanted.q
    if wanted.kind == "concepts":
        query = all_of(f'{_spoken(source)} concept:"{_unquoted(target)}"', wanted.q)
        rows = view.statements(query=query, once=once, limit=1000)
        names = {row.name for row in view.concepts() if row.key == target}
        return [
            row
            for row in rows
            if any(one.concept in names and (not stance or one.stance == stance) for one in row.concepts)
        ]
    rows = view.statements(query=all_of(_spoken(target), wanted.q), once=once, limit=5000)
    if source.startswith("outlet "):
        outlet = source.removeprefix("outlet ")
        return [row for row in rows if not row.parent and row.publication and fold_name(row.publication) == outlet]
    outer = {row.key for row in view.statements(speaker=source, limit=20_000)}
    return [row for row in rows if row.parent in outer]


def _spoken(key: str) -> str:
    return f'speaker:"{_unquoted(key)}"'


def _unquoted(key: str) -> str:
    return key.replace('"', " ")


def backbone(ties: Sequence[Tie], *, everything: bool) -> list[Tie]:
    """The ties to draw: the heaviest, until they reach so many nodes that a picture can still be read.

    Args:
        ties: the heaviest first.
        everything: whether all are asked for, as far as a browser can draw them.
    """
    nodes, most = set[str](), MOST_NODES if everything else BACKBONE
    found: list[Tie] = []
    for one in ties:
        ends = {one.source.key, one.target.key}
        if len(nodes | ends) <= most:
            nodes |= ends
            found.append(one)
        if len(found) == MOST_EDGES:
            break
    return found


def picture(ties: Sequence[Tie], wanted: Wanted) -> dict[str, Any]:
    """Nodes and edges as the island draws them.

    Args:
        ties: of the network, the heaviest first.
        wanted: which network it is.
    """
    shown = backbone(ties, everything=wanted.everything)
    weights: Counter[str] = Counter()
    for one in shown:
        weights[one.source.key] += one.weight
        weights[one.target.key] += one.weight
    nodes = [
        {"id": key, "label": end.name, "kind": end.kind, "weight": weights[key], "href": _address(end)}
        for key, end in _nodes(shown).items()
    ]
    edges = [
        {
            "source": one.source.key,
            "target": one.target.key,
            "weight": one.weight,
            "stance": one.stance,
            "href": wanted.address(
                "/networks/tie", source=one.source.key, target=one.target.key, stance=one.stance or ""
            ),
        }
        for one in shown
    ]
    directed = wanted.kind == "quotes"
    return {"nodes": nodes, "edges": edges, "directed": directed, "shown": len(nodes), "total": len(_nodes(ties))}


def _ties(view: View, wanted: Wanted) -> list[Tie]:
    kind: TieKind = "concepts" if wanted.kind == "concepts" else "quotes"
    found = view.ties(kind, wanted.q or None, all_printings=wanted.all_printings)
    return [_keyed(one) for one in found]


def _keyed(one: Tie) -> Tie:
    """A tie whose outlet, which has no key in the record, cannot be taken for an actor."""
    if one.source.kind != "outlet":
        return one
    end = TieEnd(key=f"outlet {one.source.key}", name=one.source.name, kind="outlet")
    return Tie(source=end, target=one.target, weight=one.weight, stance=one.stance)


def _nodes(ties: Iterable[Tie]) -> dict[str, TieEnd]:
    return {end.key: end for one in ties for end in (one.source, one.target)}


def _address(end: TieEnd) -> str:
    if end.kind == "outlet":
        return queried("/", publication=end.name)
    return f"/concepts/{quote(end.key)}" if end.kind == "concept" else f"/actors/{quote(end.key)}"
