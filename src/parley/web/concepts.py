"""Concepts: the codebook, and who stands where on each."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from parley.errors import MissingError, UsageError
from parley.record import View
from parley.terms.exchange import StatementType, Variable
from parley.terms.names import fold_name
from parley.terms.tables import ConceptRow
from parley.web.desk import coder_of, desk_of
from parley.web.moving import named, went
from parley.web.sent import PageNumber, whole
from parley.web.tables import plain_table
from parley.web.turns import turns_about_concept

router = APIRouter()

SHOWN = 50
WEIGHED = 5_000


@router.get("/concepts")
def concepts(request: Request) -> Response:
    """The codebook."""
    desk = desk_of(request)
    view = desk.record.view()
    return desk.page(request, "concepts.html", rows=view.concepts(), types=view.statement_types())


@router.get("/concepts.{form}")
def concepts_table(request: Request, form: str) -> Response:
    """The same as a table."""
    if form not in ("csv", "json"):
        raise UsageError(f"there is no {form} here", where="table", cure="Ask for .csv or .json")
    header = ("key", "name", "definition", "above", "agree", "disagree", "neutral")
    rows = desk_of(request).record.view().concepts()
    cells = ((one.key, one.name, one.definition, one.parent, one.agree, one.disagree, one.neutral) for one in rows)
    return plain_table("concepts", form, header, cells)


@router.get("/concepts/{key}")
def concept(request: Request, key: str, page: PageNumber = 1) -> Response:
    """One concept: its definition, who agrees and disagrees, over time, with the sentences."""
    desk = desk_of(request)
    view = desk.record.view()
    row = concept_row(view, key)
    rows = list(view.statements(query=f'concept:"{row.key}"', limit=WEIGHED))
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    years: dict[str, Counter[str]] = defaultdict(Counter)
    for one in rows:
        for stance in {coding.stance for coding in one.concepts if coding.concept == row.name}:
            sides[stance][one.speaker or "open"] += 1
            years[(one.date or "no date")[:4]][stance] += 1
    first = (page - 1) * SHOWN
    return desk.page(
        request,
        "concept.html",
        row=row,
        others=[one for one in view.concepts() if one.key != row.key],
        sides={stance: sides[stance].most_common(20) for stance in ("agree", "disagree", "neutral")},
        years=sorted(years.items()),
        turns=turns_about_concept(desk, row.key, row.name),
        rows=rows[first : first + SHOWN],
        number=len(rows),
        page=page,
        pages=-(-len(rows) // SHOWN),
    )


@router.post("/concepts")
def define(
    request: Request,
    name: Annotated[str, Form()],
    definition: Annotated[str, Form()] = "",
    parent: Annotated[str, Form()] = "",
) -> Response:
    """Define a concept, or define it anew."""
    judge = desk_of(request).record.judge(coder_of(request)).codebook
    key = judge.define(name, definition=definition, parent=parent or None)
    return went(request, named("concepts", key))


@router.post("/concepts/types")
def define_type(request: Request, name: Annotated[str, Form()], variables: Annotated[str, Form()] = "") -> Response:
    """Define a type of statements; a line for each variable: name, kind, and for integers the scale."""
    found = StatementType(name=name.strip(), variables=tuple(map(_variable, filter(str.strip, variables.splitlines()))))
    desk_of(request).record.judge(coder_of(request)).codebook.define_type(found)
    return went(request, "/concepts")


def _variable(line: str) -> Variable:
    name, _, rest = line.partition(":")
    kind, _, scale = rest.strip().partition(" ") if rest.strip().startswith("integer") else (rest.strip(), "", "")
    if kind not in ("short text", "long text", "integer", "boolean"):
        cure = "Write a line such as: strength: integer 1..5"
        raise UsageError(f"{kind!r} is no kind of variable", where=name.strip() or "variable", cure=cure)
    low, dots, high = scale.strip().partition("..")
    bounds = (whole(low, name), whole(high, name)) if dots or low else (None, None)
    return Variable(name=name.strip(), kind=kind, low=bounds[0], high=bounds[1])  # type: ignore[arg-type]


@router.post("/concepts/{key}/rename")
def rename(request: Request, key: str, name: Annotated[str, Form()]) -> Response:
    """Give a concept another name."""
    desk_of(request).record.judge(coder_of(request)).codebook.rename(key, name)
    return went(request, named("concepts", key))


@router.post("/concepts/{key}/merge")
def merge(request: Request, key: str, other: Annotated[str, Form()], sure: Annotated[str, Form()] = "") -> Response:
    """Hold another concept to be this one; shown before it is done."""
    desk = desk_of(request)
    judge = desk.record.judge(coder_of(request))
    view = desk.record.view()
    row, gone = concept_row(view, key), concept_row(view, other)
    if not sure:
        changes = judge.preview(lambda one: one.codebook.merge(row.key, [gone.key]))
        return desk.page(request, "merge_concepts.html", row=row, gone=gone, changes=changes)
    judge.codebook.merge(row.key, [gone.key])
    return went(request, named("concepts", row.key))


def concept_row(view: View, key: str) -> ConceptRow:
    """The concept of a key or name.

    Raises:
        RecordError: there is none.
    """
    folded = fold_name(key)
    found = next((one for one in view.concepts() if one.key == key or fold_name(one.name) == folded), None)
    if found is None:
        raise MissingError("there is no such concept", where=key, cure="Take one from the codebook")
    return found
