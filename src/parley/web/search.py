"""Search: where was that? And counts over time of what a filter finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from markupsafe import Markup

from parley.errors import UsageError
from parley.record.finding import Order
from parley.terms.tables import Hit
from parley.web.desk import Desk, desk_of
from parley.web.sent import PageNumber
from parley.web.tables import exported, plain_table
from parley.web.wording import queried

router = APIRouter()

PAGE = 50
MOST = 1_000
FACETS = ("speaker", "publication", "genre", "year", "language")
LISTED = 12
LONGEST_SPAN = 600
"""So many periods, fifty years of months, are drawn without gaps; a wrong date far away must not flatten the rest."""


@router.get("/search")
def search(request: Request, q: str = "", order: str = "rank", page: PageNumber = 1) -> Response:
    """Sentences that meet a query, with facets and months."""
    desk = desk_of(request)
    page = min(page, MOST // PAGE)
    found: tuple[Hit, ...] = ()
    facets: dict[str, Any] = {}
    number = 0
    by: Order = "date" if order == "date" else "rank"
    if q.strip():
        view = desk.record.view()
        found = view.find(q, order=by, limit=page * PAGE + 1)[(page - 1) * PAGE :]
        tallies = {name: view.tallies(q, name) for name in FACETS}
        number = sum(one.number for one in tallies["language"])  # of which each passage has one
        facets = {name: found_of[:LISTED] for name, found_of in tallies.items()}
    return desk.page(
        request,
        "search.html",
        q=q,
        order=by,
        hits=[(hit, highlighted(hit)) for hit in found[:PAGE]],
        number=number,
        more=len(found) > PAGE,
        page=page,
        in_list=queried("", list=queried("/search", q=q, order=by)),
        facets=facets,
        fields={
            "speaker": "speaker",
            "publication": "publication",
            "genre": "genre",
            "year": "date",
            "language": "lang",
        },
    )


def hits_of(desk: Desk, query: str, order: str) -> tuple[Hit, ...]:
    """What a search finds, as far as its pages go."""
    by: Order = "date" if order == "date" else "rank"
    return desk.orders.get(("found", query, by), lambda: desk.record.view().find(query, order=by, limit=MOST))


@router.get("/search.{form}")
def search_table(request: Request, form: str, q: str) -> Response:
    """What a query finds: sentences as .csv or .json; statements in every other format of the exports."""
    view = desk_of(request).record.view()
    if form in ("csv", "json"):
        header = ("text", "speaker", "date", "publication", "title", "article", "statement", "url")
        hits = view.find(q, order="date", limit=MOST)
        rows = ((h.text, h.speaker, h.date, h.publication, h.title, h.article_key, h.statement, h.url) for h in hits)
        return plain_table("sentences", form, header, rows)
    return exported(form, view.statements(query=q), title=f"Search: {q}")


@router.get("/timeline")
def timeline(request: Request, q: str = "", by: str = "month") -> Response:
    """How many passages meet a filter, month by month or year by year."""
    desk = desk_of(request)
    tallies = _tallies(request, q, by)
    return desk.page(
        request, "timeline.html", q=q, by=by, rows=tallies, drawn="series.js" in desk.assets, table_only=_table(request)
    )


@router.get("/timeline.{form}")
def timeline_table(request: Request, form: str, q: str = "", by: str = "month") -> Response:
    """The same as numbers; .json is what the picture is drawn from."""
    tallies = _tallies(request, q, by)
    if form == "json":
        width = 7 if by == "month" else 4  # of what is dated by its year alone no month is known
        dated = {one.value: one.number for one in tallies if one.value and len(one.value) == width}
        labels = unbroken(list(dated))
        series = [{"name": q or "all", "values": [dated.get(one, 0) for one in labels], "stance": None}]
        return JSONResponse({"labels": labels, "series": series})
    if form != "csv":
        raise UsageError(f"there is no {form} here", where="timeline", cure="Ask for .csv or .json")
    return plain_table("timeline", form, (by, "passages"), ((one.value, one.number) for one in tallies))


def _tallies(request: Request, q: str, by: str) -> Any:
    if by not in ("month", "year"):
        raise UsageError(f"there is no count by {by!r}", where="timeline", cure="Choose month or year")
    found = desk_of(request).record.view().tallies(q or "kind:sentence", by)
    return sorted(found, key=lambda one: one.value or "")


def unbroken(periods: Sequence[str]) -> list[str]:
    """Periods with those between them in which nothing was found, so that a picture keeps the measure of time.

    Args:
        periods: years or months, ISO, in order. Where they span more than `LONGEST_SPAN` they are left as they are.
    """
    if not periods:
        return []
    by_month = len(periods[0]) == 7
    first, last = (int(one[:4]) * 12 + int(one[5:] or 1) - 1 for one in (periods[0], periods[-1]))
    steps = range(first, last + 1, 1 if by_month else 12)
    if len(steps) > LONGEST_SPAN:
        return list(periods)
    return [f"{at // 12:04}-{at % 12 + 1:02}" if by_month else f"{at // 12:04}" for at in steps]


def _table(request: Request) -> bool:
    return request.query_params.get("view") == "table"


def highlighted(hit: Hit) -> Markup:
    """A passage with what the query met marked."""
    parts, at = [], 0
    for span in hit.highlights:
        parts += [Markup.escape(hit.text[at : span.start]), Markup("<mark>{}</mark>").format(span.of(hit.text))]
        at = span.end
    parts.append(Markup.escape(hit.text[at:]))
    return Markup("").join(parts)
