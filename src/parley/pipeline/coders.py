"""Coders of a record beside each other: what they say, matched and measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parley.analysis.agreement import Measure
from parley.analysis.coders import CoderReport, compare_coders
from parley.errors import UsageError
from parley.pipeline.rounds import coded_round
from parley.record import Store
from parley.record.coder_rows import coded_record
from parley.terms.agreement import CodedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRequest:
    """Which agreement is asked for."""

    coders: Sequence[str] = ()
    """Names of those to compare, the machine as "the machine"; all if empty."""
    variables: Sequence[str] = ()
    """Names of those to compare; all if empty."""
    query: str | None = None
    """In the language of the search; which statements."""
    round: str | None = None
    """Key of a round of blind coding that is open; None for what the record itself holds."""
    measure: Measure | None = None
    """How far apart two values are; None takes ordinal for whole numbers and nominal for the rest."""
    resamples: int = 1000
    """How often units are drawn anew for the interval of alpha; 0 for none."""
    seed: int = 1
    """Of those lots."""


def ask_agreement(store: Store, request: AgreementRequest) -> CoderReport:
    """Measure how far the coders of a record agree.

    Args:
        store: the open record.
        request: of whom, about what.

    Raises:
        UsageError: there is no such coder or variable, the query cannot be read, or the measure does not fit.
        RecordError: there is no such round, or it is not open yet.
    """
    coded = _coded(store, request)
    _check(request.coders, {span.coder for span in coded.spans}, "coder")
    _check(request.variables, {name for span in coded.spans for name, _ in span.values}, "variable")
    narrowed = _narrowed(coded, request.coders, request.variables)
    return compare_coders(narrowed, measure=request.measure, resamples=request.resamples, seed=request.seed)


def _coded(store: Store, request: AgreementRequest) -> CodedRecord:
    if request.round is None:
        return coded_record(store, query=request.query)
    if request.query is not None:
        cure = "Leave the query out, or the round"
        raise UsageError("a round is measured as a whole", where="agreement", cure=cure)
    return coded_round(store, request.round)


def _check(named: Sequence[str], known: set[str], what: str) -> None:
    for one in named:
        if one not in known:
            cure = f"There are {', '.join(sorted(known)) or 'none'}"
            raise UsageError(f"no {what} {one!r} has coded anything here", where="agreement", cure=cure)


def _narrowed(coded: CodedRecord, coders: Sequence[str], variables: Sequence[str]) -> CodedRecord:
    spans = [span for span in coded.spans if not coders or span.coder in coders]
    if variables:
        spans = [
            replace(span, values={which: value for which, value in span.values.items() if which[0] in variables})
            for span in spans
        ]
    return replace(coded, spans=tuple(spans))
