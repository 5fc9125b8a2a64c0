"""Agreement at the desk: how far coders agree, where they differ, and what is decided there.

Of the whole record, or of one round of blind coding once it is open. Tables answer as CSV and JSON too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any, get_args

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import Response

from parley.errors import MissingError, UsageError
from parley.terms.rounds import BlindCoding, Case, Code, Round
from parley.terms.statements import Certainty
from parley.web.api import RESPONSES, TOKEN
from parley.web.coding import Mine
from parley.web.desk import Desk, coder_of, desk_of
from parley.web.moving import went
from parley.web.network_drawn import INSTALL, missing_package
from parley.web.sent import Sent, texts_of
from parley.web.tables import plain_table
from parley.web.wording import queried

if TYPE_CHECKING:
    from parley.analysis.coders import Agreement, CoderReport

router = APIRouter()
api = APIRouter(prefix="/api/v1", tags=["v1"], dependencies=[Security(TOKEN)])

VARIABLES = ("statement", "speaker", "polarity", "certainty", "concept", "stance")
COLUMNS = ("variable", "coders", "units", "agree", "alpha", "low", "high", "kappa", "gwet")
SPANS = ("coders", "articles", "first", "second", "matched", "f1", "alpha")
CASES = ("unit", "article", "title", "words", "differs", "codings", "decided", "by")


def in_words(alpha: float) -> str:
    """What an alpha allows, by Krippendorff's own bounds (Content Analysis, 2019, chapter 12).

    Args:
        alpha: the coefficient; not a number where it cannot be had.
    """
    if math.isnan(alpha):
        return "cannot be had: no variation"
    if alpha >= 0.8:
        return "reliable"
    return "tentative conclusions only" if alpha >= 0.667 else "not reliable"


def report_of(desk: Desk, key: str | None) -> CoderReport | None:
    """How far coders agree; None where what measures it is not installed.

    Args:
        desk: whose record.
        key: of an opened round; None for the whole record.
    """
    if missing_package() is not None:
        return None
    kept = desk.orders if key is None else desk.rounds
    return kept.get(("agreement", key), lambda: desk.record.agreement(round=key))


@router.get("/agreement")
def agreement(request: Request) -> Response:
    """How far the coders of the whole record agree."""
    desk = desk_of(request)
    return _page(desk, request, report_of(desk, None), None, ())


@router.get("/agreement.{form}")
def agreement_file(request: Request, form: str) -> Response:
    """The same as a table."""
    return _file(desk_of(request), None, form)


@router.get("/coding/{key}/agreement")
def of_round(request: Request, found: Mine) -> Response:
    """How far the coders of a round agree."""
    desk = desk_of(request)
    cases = _cases(desk, found.key)
    return _page(desk, request, report_of(desk, found.key), found, cases)


@router.get("/coding/{key}/agreement.{form}")
def of_round_file(request: Request, found: Mine, form: str) -> Response:
    """The same as a table."""
    return _file(desk_of(request), found.key, form)


def _page(
    desk: Desk, request: Request, report: CoderReport | None, found: Round | None, cases: tuple[Case, ...]
) -> Response:
    return desk.page(
        request,
        "agreement.html",
        report=report,
        measured=_in_order(report) if report is not None else (),
        round=found,
        in_words=in_words,
        nan=math.isnan,
        install=INSTALL,
        differing=[(name, sum(name in one.differs for one in cases)) for name in VARIABLES],
        number=len(cases),
        alike=sum(not one.differs for one in cases),
        left=sum(bool(one.differs) and one.verdict is None for one in cases),
        untaken=sum(not one.differs and one.verdict is None for one in cases),
    )


def _in_order(report: CoderReport) -> list[Agreement]:
    """The coefficients, those of what is asked first about a statement first."""
    places = {name: place for place, name in enumerate(VARIABLES)}
    return sorted(report.variables, key=lambda one: places.get(one.variable, len(places)))


def _file(desk: Desk, key: str | None, form: str) -> Response:
    if form not in ("csv", "json"):
        raise MissingError("there is no such file", where=form, cure="Take agreement.csv or agreement.json")
    report = report_of(desk, key)
    if report is None:
        raise UsageError("what measures agreement is not installed", where="agreement", cure=INSTALL)
    return plain_table("agreement", form, COLUMNS, ([row[name] for name in COLUMNS] for row in rows_of(report)))


def rows_of(report: CoderReport) -> Iterator[dict[str, Any]]:
    """A report as rows; what is not a number is None."""
    for one in report.variables:
        yield {
            "variable": one.variable,
            "coders": " and ".join(one.coders),
            "units": one.units,
            "agree": _known(one.observed),
            "alpha": _known(one.alpha),
            "low": _known(one.low),
            "high": _known(one.high),
            "kappa": None if one.kappa is None else _known(one.kappa),
            "gwet": _known(one.gwet),
        }


def _known(number: float) -> float | None:
    return None if math.isnan(number) else round(number, 6)


def _cases(desk: Desk, key: str) -> tuple[Case, ...]:
    from parley.pipeline.rounds import decided, matched  # noqa: PLC0415 - numpy takes long to load

    return decided(desk.record, key, desk.rounds.get(("cases", key), lambda: matched(desk.record, key)))


@router.get("/coding/{key}/cases")
def cases(request: Request, found: Mine, variable: str = "", unit: str = "", state: str = "") -> Response:
    """Where coders differ: one case at a time, both codings side by side, and the list."""
    desk = desk_of(request)
    listed = [one for one in _cases(desk, found.key) if _listed(one, variable)]
    waiting = [one for one in listed if one.verdict is None]
    at_hand = next((one for one in listed if one.unit == unit), next(iter(waiting or listed), None))
    place = listed.index(at_hand) if at_hand is not None else 0
    about = {"variable": variable} if variable else {}
    here = queried(f"/coding/{found.key}/cases", **about)

    def leads(step: int) -> str | None:
        there = place + step
        if not 0 <= there < len(listed):
            return None
        return queried(f"/coding/{found.key}/cases", **about, unit=listed[there].unit)

    return desk.page(
        request,
        "cases.html",
        round=found,
        cases=listed,
        case=at_hand,
        left=len(waiting),
        variable=variable,
        variables=VARIABLES,
        here=here,
        back=queried(f"/coding/{found.key}/cases", **about, unit=at_hand.unit) if at_hand else here,
        previous=leads(-1),
        next=leads(1),
        certainties=get_args(Certainty),
        concepts=desk.record.view().concepts(),
        said=state,
    )


def _listed(case: Case, variable: str) -> bool:
    return bool(case.differs) and (not variable or variable in case.differs)


@router.get("/coding/{key}/cases.{form}")
def cases_file(request: Request, found: Mine, form: str) -> Response:
    """The same as a table, with what all said alike among it."""
    if form not in ("csv", "json"):
        raise MissingError("there is no such file", where=form, cure="Take cases.csv or cases.json")
    rows = (
        (
            one.unit,
            one.article,
            one.title,
            one.words,
            one.differs,
            [_told(coding) for coding in one.codings],
            one.verdict.choice if one.verdict else "",
            one.verdict.coder if one.verdict else "",
        )
        for one in _cases(desk_of(request), found.key)
    )
    return plain_table("disagreements", form, CASES, rows)


def _told(coding: BlindCoding) -> str:
    """What a coder says, in a cell of a table."""
    if not coding.held:
        return f"{coding.coder}: no statement"
    codes = [f"{one.name} {one.stance}" for one in coding.codes]
    return f"{coding.coder}: " + "; ".join([coding.speaker or "open", coding.polarity, coding.certainty, *codes])


@router.post("/coding/{key}/settle")
def settle(request: Request, found: Mine, form: Sent) -> Response:
    """Decide one case, or let hold all that the coders say alike."""
    from parley.pipeline.rounds import ANOTHER, agreed, case_of, decide  # noqa: PLC0415 - numpy takes long to load

    desk, given = desk_of(request), texts_of(form)
    cases = _cases(desk, found.key)
    if given.get("agreed"):
        decisions, back = agreed(cases), f"/coding/{found.key}/agreement"
    else:
        case = case_of(cases, given.get("unit", ""), where=f"round {found.key}")
        choice = given.get("choice", "")
        another = _another(desk, case, given) if choice == ANOTHER else None
        decisions = [decide(case, choice, another=another)]
        about = {"variable": given["variable"]} if given.get("variable") else {}
        back = queried(f"/coding/{found.key}/cases", **about)
    with desk.deciding():
        desk.record.judge(coder_of(request)).rounds.settle(found.key, decisions, reason=given.get("reason", ""))
    return went(request, back)


def _another(desk: Desk, case: Case, form: dict[str, str]) -> BlindCoding:
    """A coding of the adjudicator's own, over the words that the first coder who holds it marked."""
    base = next((one for one in case.codings if one.held), case.codings[0])
    codes = []
    for one in desk.record.view().concepts():
        stance = form.get(f"stance {one.key}", "")
        if stance in ("agree", "disagree", "neutral"):
            codes.append(Code(concept=one.key, name=one.name, stance=stance))  # type: ignore[arg-type]
    polarity, certainty = form.get("polarity", base.polarity), form.get("certainty", base.certainty)
    if polarity not in ("affirmed", "denied") or certainty not in get_args(Certainty):
        raise UsageError("there is no such polarity or certainty", where="statement", cure="Choose one of the list")
    fields: dict[str, Any] = {"polarity": polarity, "certainty": certainty, "codes": tuple(codes), "held": True}
    return replace(base, speaker=form.get("speaker", base.speaker).strip(), **fields)


@api.get("/rounds", responses=RESPONSES)
def api_rounds(request: Request) -> list[dict[str, Any]]:
    """The rounds of blind coding, and how far their coders are."""
    return [asdict(one) | {"open": one.opened} for one in desk_of(request).record.rounds().all()]


@api.get("/agreement", responses=RESPONSES)
def api_agreement(request: Request, key: Annotated[str | None, Query(alias="round")] = None) -> dict[str, Any]:
    """How far coders agree, of the whole record or of an opened round: coefficients, and spans."""
    report = report_of(desk_of(request), key)
    if report is None:
        raise UsageError("what measures agreement is not installed", where="agreement", cure=INSTALL)
    spans = [{"coders": list(pair)} | _numbers(asdict(one)) for pair, one in report.spans.items()]
    return {"variables": list(rows_of(report)), "spans": spans}


def _numbers(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _known(value) if isinstance(value, float) else value for name, value in row.items()}


@api.get("/rounds/{key}/disagreements", responses=RESPONSES)
def api_disagreements(request: Request, key: str) -> list[dict[str, Any]]:
    """Where the coders of an opened round differ, with what each says and what was decided."""
    return [asdict(one) for one in _cases(desk_of(request), key) if one.differs]
