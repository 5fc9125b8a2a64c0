"""Rounds of blind coding once they are open: what the coders say matched, measured, and settled.

codings -> coded_round -> agreement            cases_of -> a queue of disagreements -> settle
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from parley.analysis.coders import group_spans
from parley.errors import MissingError, UsageError
from parley.record import Store
from parley.record.coder_rows import STANCES
from parley.record.judging_rounds import Decision
from parley.terms.agreement import MACHINE, CodedRecord, CodedSpan
from parley.terms.exchange import Value
from parley.terms.names import fold_name
from parley.terms.rounds import BlindCoding, Case

NO_CONCEPT = "none"
"""What a person says of a statement that they code with no concept, in a round in which people code with concepts."""
ALL, ANOTHER, NONE = "all", "another", "none"
"""What may be chosen besides the name of a coder."""


def coded_round(store: Store, key: str) -> CodedRecord:
    """What every coder of an opened round says, as agreement is measured on it.

    Args:
        store: the open record.
        key: of the round.

    Raises:
        RecordError: there is no such round, or it is not open yet.
    """
    codings = store.rounds().codings(key)
    with_concepts = any(one.codes for one in codings)
    names: dict[str, str] = {}
    for one in codings:
        names.setdefault(fold_name(one.speaker), one.speaker)
    spans = tuple(_span(one, names, with_concepts=with_concepts) for one in codings)
    return CodedRecord(spans=spans, lengths=store.rounds().lengths(key))


def _span(coding: BlindCoding, names: Mapping[str, str], *, with_concepts: bool) -> CodedSpan:
    values: dict[tuple[str, str], Value] = {("statement", ""): "held" if coding.held else "rejected"}
    if coding.held:
        values |= {("polarity", ""): coding.polarity, ("certainty", ""): coding.certainty}
        values["speaker", ""] = names[fold_name(coding.speaker)] or "open"
        if with_concepts and coding.coder != MACHINE:
            values["concept", ""] = "; ".join(sorted(one.name for one in coding.codes)) or NO_CONCEPT
        values |= {("stance", one.name): STANCES[one.stance] for one in coding.codes}
    return CodedSpan(
        document=coding.page_text,
        key=coding.unit,
        coder=coding.coder,
        start=coding.start,
        end=coding.end,
        values=values,
        marked=coding.held,
    )


def cases_of(store: Store, key: str) -> tuple[Case, ...]:
    """Every unit that a person of an opened round said something of, by article and place, with what was decided.

    Args:
        store: the open record.
        key: of the round.

    Raises:
        RecordError: there is no such round, or it is not open yet.
    """
    return decided(store, key, matched(store, key))


def decided(store: Store, key: str, cases: Iterable[Case]) -> tuple[Case, ...]:
    """Cases with what was decided about each up to now.

    Args:
        store: the open record.
        key: of the round.
        cases: of that round.
    """
    verdicts = {(one.page_text, one.unit): one for one in store.rounds().verdicts(key)}
    return tuple(
        replace(case, verdict=verdict, entry=case.entry or (verdict.entry if verdict else None))
        for case in cases
        for verdict in (verdicts.get((case.page_text, case.unit)),)
    )


def matched(store: Store, key: str) -> tuple[Case, ...]:
    """Every unit that a person of an opened round said something of, without what was decided; it changes no more.

    Args:
        store: the open record.
        key: of the round.

    Raises:
        RecordError: there is no such round, or it is not open yet.
    """
    rounds = store.rounds()
    people = [one.name for one in rounds.one(key).coders]
    codings, articles = rounds.codings(key), rounds.articles(key)
    by_unit = {(one.coder, one.page_text, one.unit): one for one in codings}
    spans = [_span(one, {fold_name(one.speaker): one.speaker}, with_concepts=True) for one in codings]
    groups = group_spans(spans, [*people, MACHINE])
    order = {page_text: place for place, page_text in enumerate(articles)}
    found = []
    for group in groups:
        said = [by_unit[coder, span.document, span.key] for coder, span in group.items()]
        if any(one.coder != MACHINE for one in said):
            found.append(_case(said, people, articles[said[0].page_text]))
    return tuple(sorted(found, key=lambda case: (order[case.page_text], case.codings[0].start, case.unit)))


def _case(said: Sequence[BlindCoding], people: Sequence[str], about: tuple[str, str, str]) -> Case:
    head = said[0]
    article, title, text = about
    spans = head.content or head.cue or head.source
    silent = tuple(name for name in people if all(one.coder != name for one in said))
    return Case(
        unit=head.unit,
        page_text=head.page_text,
        article=article,
        title=title,
        words=" … ".join(text[span.start : span.end] for span in spans),
        entry=next((one.entry for one in said if one.entry is not None), None),
        codings=tuple(said),
        silent=silent,
        differs=differences([one for one in said if one.coder != MACHINE], silent=bool(silent)),
        verdict=None,
    )


def differences(said: Sequence[BlindCoding], *, silent: bool) -> tuple[str, ...]:
    """In what people differ about one unit.

    Args:
        said: what each says.
        silent: whether somebody marked nothing there.
    """
    held = [one for one in said if one.held]
    if not held:
        return ()
    looked: dict[str, Iterable[Any]] = {
        "statement": [*(one.held for one in said), *([False] if silent else [])],
        "speaker": [fold_name(one.speaker) for one in held],
        "polarity": [one.polarity for one in held],
        "certainty": [one.certainty for one in held],
        "concept": [frozenset(code.concept for code in one.codes) for one in held],
        "stance": _stances(held),
    }
    return tuple(name for name, values in looked.items() if len(set(values)) > 1)


def _stances(held: Sequence[BlindCoding]) -> list[str]:
    """Two values where some concept is given two stances, one otherwise."""
    found: dict[str, set[str]] = {}
    for one in held:
        for code in one.codes:
            found.setdefault(code.concept, set()).add(code.stance)
    return max(([*stances] for stances in found.values()), key=len, default=[])


def case_of(cases: Iterable[Case], unit: str, *, where: str) -> Case:
    """The case of a unit.

    Raises:
        MissingError: there is none.
    """
    for case in cases:
        if case.unit == unit:
            return case
    raise MissingError("there is no such unit", where=where, cure="Take one of the list of disagreements")


def decide(case: Case, choice: str, *, another: BlindCoding | None = None) -> Decision:
    """What is to hold of a unit, by whose coding is chosen.

    Args:
        case: of the unit.
        choice: name of a coder, "another" or "none".
        another: what is to hold where it is nobody's coding.

    Raises:
        UsageError: no such coding is there.
    """
    coding = another if choice == ANOTHER else case.of(choice)
    silent = choice == NONE or choice in case.silent
    if coding is None and not silent:
        named = [one.coder for one in case.codings]
        cure = f"Choose one of {', '.join([*named, *case.silent, NONE])}"
        raise UsageError(f"nobody called {choice!r} has coded this", where=f"unit {case.unit}", cure=cure)
    held = None if coding is None or not coding.held else coding
    return Decision(unit=case.unit, page_text=case.page_text, entry=case.entry, choice=choice, coding=held)


def agreed(cases: Iterable[Case]) -> list[Decision]:
    """What all people of a round say alike, and nobody has decided yet."""
    return [
        replace(decide(case, case.codings[0].coder), choice=ALL)
        for case in cases
        if not case.differs and case.verdict is None
    ]
