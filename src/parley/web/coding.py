"""Blind coding at the desk: rounds, one coder's sheet, one unit at a time, and handing in.

Law of this module: a coder who codes blind is answered from their own sheets alone, in rounds they have a part in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from parley.errors import MissingError, RecordError, UsageError
from parley.record.round_sheets import Said
from parley.record.rounds import SAMPLE, Draw
from parley.terms.names import fold_name
from parley.terms.rounds import BlindCoding, Round, RoundCoder, SheetUnit
from parley.terms.statements import Certainty
from parley.terms.text import Span
from parley.web.desk import Desk, coder_of, desk_of
from parley.web.entries import NINE, spans_of
from parley.web.moving import went
from parley.web.sent import Sent, texts_of, whole
from parley.web.sheet_marks import paragraphs_with
from parley.web.wording import REASONS

router = APIRouter()

SAID = {"accept", "reject", "edit", "code", "withdraw"}


def _mine(request: Request, key: str) -> Round:
    """A round that who asks may look at.

    Raises:
        RecordError: they code blind, and not in this one.
    """
    desk = desk_of(request)
    found = desk.record.rounds().one(key)
    if desk.blindfold.covered(coder_of(request)) and (found.opened or not has_part(found, coder_of(request))):
        cure = "Hand in what you are coding first: /coding"
        raise RecordError("you are coding blind in another round", where=f"round {key}", cure=cure)
    return found


Mine = Annotated[Round, Depends(_mine)]


def has_part(found: Round, coder: str) -> bool:
    """Whether a coder was assigned to a round."""
    return any(fold_name(one.name) == fold_name(coder) for one in found.coders)


def _mine_of(found: Round, coder: str) -> RoundCoder:
    """How far a coder who has a part in a round is with it."""
    return next(one for one in found.coders if fold_name(one.name) == fold_name(coder))


@router.get("/coding")
def rounds(request: Request) -> Response:
    """The rounds: to who codes blind their own alone."""
    desk, coder = desk_of(request), coder_of(request)
    found = desk.record.rounds().all()
    blind = desk.blindfold.covered(coder)
    if blind:
        found = tuple(_without_others(one, coder) for one in found if has_part(one, coder) and not one.opened)
    return desk.page(request, "coding.html", rounds=found, sample=SAMPLE)


def _without_others(found: Round, coder: str) -> Round:
    """A round that says nothing of how far the others are."""
    return replace(found, coders=tuple(one for one in found.coders if fold_name(one.name) == fold_name(coder)))


@router.post("/coding")
def assign(request: Request, form: Sent) -> Response:
    """Make a round."""
    desk, given = desk_of(request), texts_of(form)
    _refuse_blind(desk, coder_of(request))
    coders = [one.strip() for one in given.get("coders", "").split(";") if one.strip()]
    articles = [one.key for one in desk.record.view().articles(query=given.get("q") or None)]
    draw = Draw(
        name=given.get("name", ""),
        sample=whole(given.get("sample", ""), "sample"),
        seed=whole(given.get("seed") or "1", "seed"),
        hide_machine=given.get("hide") == "yes",
    )
    made = desk.record.rounds().assign(coders, articles, by=coder_of(request), draw=draw)
    return went(request, f"/coding/{made.key}")


def _refuse_blind(desk: Desk, coder: str) -> None:
    if desk.blindfold.covered(coder):
        raise RecordError("you are coding blind", where="round", cure="Hand in your coding first")


@router.post("/coding/{key}/close")
def close(request: Request, found: Mine) -> Response:
    """Open a round early."""
    desk = desk_of(request)
    _refuse_blind(desk, coder_of(request))
    desk.record.rounds().close(found.key)
    return went(request, f"/coding/{found.key}/agreement")


@router.get("/coding/{key}")
def sheet(request: Request, found: Mine) -> Response:
    """How far a round is; to its coders, their articles."""
    desk, coder = desk_of(request), coder_of(request)
    if not has_part(found, coder):
        return desk.page(request, "round.html", round=found, articles=(), mine=None)
    mine = _mine_of(found, coder)
    shown = _without_others(found, coder) if desk.blindfold.covered(coder) else found
    articles = desk.record.rounds().sheets.articles(found.key, coder)
    return desk.page(request, "round.html", round=shown, articles=articles, mine=mine)


@router.get("/coding/{key}/sheet/{article}")
def article(request: Request, found: Mine, article: str, unit: str = "") -> Response:
    """An article of the sheet, with one unit at hand."""
    desk, coder = desk_of(request), coder_of(request)
    sheets = desk.record.rounds().sheets
    text, units = sheets.units(found.key, coder, article)
    listed = sheets.articles(found.key, coder)
    about = next(one for one in listed if one.key == article)
    place = next((number for number, one in enumerate(units) if one.unit == unit), _waiting(units))
    at_hand = units[place] if place is not None else None
    here = f"/coding/{found.key}/sheet/{article}"
    concepts = desk.record.view().concepts()
    return desk.page(
        request,
        "sheet.html",
        round=found,
        about=about,
        shut=found.opened or _mine_of(found, coder).done_at is not None,
        units=units,
        unit=at_hand,
        shown=shown_of(at_hand) if at_hand else None,
        paragraphs=paragraphs_with(text, units, at_hand),
        here=here,
        previous=units[place - 1].unit if place else None,
        next=units[place + 1].unit if place is not None and place + 1 < len(units) else None,
        concepts=concepts,
        nine=sorted(concepts, key=lambda one: fold_name(one.name))[:NINE],
        certainties=get_args(Certainty),
        reasons=REASONS,
        neighbours=_beside([one.key for one in listed], article),
    )


def _waiting(units: tuple[SheetUnit, ...]) -> int | None:
    """Place of the first unit that waits for a word, else of the first one."""
    return next((number for number, one in enumerate(units) if one.mine is None), 0 if units else None)


def _beside(keys: list[str], key: str) -> tuple[str | None, str | None]:
    place = keys.index(key)
    return (keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None)


def shown_of(unit: SheetUnit) -> BlindCoding:
    """What stands on a unit's card: the coder's own word, else the machine's proposal."""
    shown = unit.mine or unit.proposal
    if shown is None:
        raise MissingError(
            "nobody has said anything of it", where=f"unit {unit.unit}", cure="Take one of the article's"
        )
    return shown


@router.post("/coding/{key}/sheet/{article}/add")
def add(request: Request, found: Mine, article: str, form: Sent) -> Response:
    """Add a statement, from the words that were selected or typed."""
    desk, coder, given = desk_of(request), coder_of(request), texts_of(form)
    sheets = desk.record.rounds().sheets
    spans = {name: spans_of(given[name]) for name in ("content", "cue", "source") if given.get(name, "").strip()}
    if "content" not in spans:
        spans["content"] = [_found(sheets.units(found.key, coder, article)[0], given.get("words", ""))]
    said = Said(speaker=given.get("speaker", ""), polarity=given.get("polarity") or "affirmed")
    unit = sheets.add(found.key, coder, article, said, **spans)
    return went(request, f"/coding/{found.key}/sheet/{article}?unit={unit}")


def _found(text: str, words: str) -> Span:
    """Where typed words stand in a text."""
    start = text.find(words.strip()) if words.strip() else -1
    if start < 0:
        cure = "Select the words in the text, or copy them from it"
        raise UsageError("these words are not in the article", where="content", cure=cure)
    return Span(start, start + len(words.strip()))


@router.post("/coding/{key}/sheet/{article}/finish")
def finish(request: Request, found: Mine, article: str) -> Response:
    """Say that an article is coded, and go on to the next."""
    desk, coder = desk_of(request), coder_of(request)
    sheets = desk.record.rounds().sheets
    sheets.finish(found.key, coder, article)
    left = next((one.key for one in sheets.articles(found.key, coder) if not one.done), None)
    return went(request, f"/coding/{found.key}/sheet/{left}" if left else f"/coding/{found.key}")


@router.post("/coding/{key}/undo")
def undo(request: Request, found: Mine) -> Response:
    """Take back the coder's last mark."""
    article = desk_of(request).record.rounds().sheets.undo(found.key, coder_of(request))
    return went(request, f"/coding/{found.key}/sheet/{article}")


@router.post("/coding/{key}/hand-in")
def hand_in(request: Request, found: Mine) -> Response:
    """Hand in; if everybody has, the round is open."""
    after = desk_of(request).record.rounds().hand_in(found.key, coder_of(request))
    return went(request, f"/coding/{found.key}/agreement" if after.opened else f"/coding/{found.key}")


@router.post("/coding/{key}/sheet/{article}/{unit}/{kind}")
def say(  # noqa: PLR0917  each part of the address says what is meant
    request: Request, found: Mine, article: str, unit: str, kind: str, form: Sent
) -> Response:
    """Say something about a unit: accept, reject, edit, code, or withdraw what was said."""
    if kind not in SAID:
        raise MissingError("there is nothing at this address", where=kind, cure="Go back to the sheet")
    desk, coder = desk_of(request), coder_of(request)
    sheets, here = desk.record.rounds().sheets, f"/coding/{found.key}/sheet/{article}"
    if kind == "withdraw":
        sheets.withdraw(found.key, coder, article, unit)
        return went(request, here)
    _, units = sheets.units(found.key, coder, article)
    known = next((one for one in units if one.unit == unit), None)
    if known is None:
        raise MissingError("it is not on your sheet", where=f"unit {unit}", cure="Take one of the article's")
    said = _said(desk, shown_of(known), kind, texts_of(form))
    sheets.say(found.key, coder, article, unit, said)
    goes_on = kind in ("accept", "reject")
    return went(request, here if goes_on else f"{here}?unit={unit}")


def _said(desk: Desk, shown: BlindCoding, kind: str, form: dict[str, str]) -> Said:
    """What a form makes of what stood on the card."""
    said = Said(
        held=kind != "reject",
        speaker=shown.speaker,
        polarity=shown.polarity,
        certainty=shown.certainty,
        codes=tuple((one.concept, one.stance) for one in shown.codes) if shown.held else (),
        note=form.get("reason", "") if kind == "reject" else form.get("note", shown.note),
    )
    if kind == "edit":
        fields: dict[str, Any] = {name: form[name] for name in ("speaker", "polarity", "certainty") if name in form}
        return replace(said, **fields)
    if kind == "code":
        return replace(said, codes=_codes(desk, said, form))
    return said


def _codes(desk: Desk, said: Said, form: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The codes with one more: a concept that is pressed again with the same stance is taken off."""
    typed = fold_name(form.get("concept", ""))
    named: list[Any] = [one for one in desk.record.view().concepts() if fold_name(one.name).startswith(typed)]
    if not typed or not named:
        cure = "Type the name of one of the codebook"
        raise UsageError("there is no such concept", where="concept", cure=cure)
    concept = min(named, key=lambda one: (fold_name(one.name) != typed, one.name)).key
    code = (concept, form.get("stance") or "agree")
    others = tuple(one for one in said.codes if one[0] != concept)
    return others if code in said.codes else (*others, code)
