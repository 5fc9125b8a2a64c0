"""Coders beside each other: what each says about the same unit, and how far they agree about it.

Coded spans -> units that two coders share -> ratings by variable -> coefficients for each pair, and for all

Law of this module: what coders say is compared on units that both coded; what only one of them coded is
a matter of span agreement.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from parley.analysis.agreement import Measure, Ratings, alpha, gwet, kappa, observed_agreement, resampled
from parley.analysis.unitizing import SpanAgreement, match_spans, measure_spans
from parley.terms.agreement import CodedRecord, CodedSpan
from parley.terms.exchange import Value

Unit = tuple[int, str]
"""Number of a group of spans that are one, and what of it is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far some coders agree about a variable; a coefficient is not a number where it cannot be had."""

    variable: str
    coders: tuple[str, ...]
    measure: Measure
    units: int
    """That two or more of these coders coded."""
    observed: float
    """Mean share of pairs of coders that say the same."""
    alpha: float
    """Krippendorff's."""
    low: float
    """The middle 95 % of alpha over units drawn anew."""
    high: float
    kappa: float | None
    """Cohen's, of two coders; None for more."""
    gwet: float
    """AC1; AC2 where the measure is not nominal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderReport:
    """Agreement of the coders of a record."""

    variables: tuple[Agreement, ...]
    """For each variable all coders together, where there are three or more, and each pair."""
    spans: Mapping[tuple[str, str], SpanAgreement]
    """Pair of coders to how far they mark the same stretches."""


def compare_coders(
    coded: CodedRecord, *, measure: Measure | None = None, resamples: int = 1000, seed: int = 1
) -> CoderReport:
    """Set coders beside each other.

    Args:
        coded: what they say.
        measure: how far apart two values are; None takes ordinal for whole numbers and nominal for the rest.
        resamples: how often units are drawn anew for the interval; 0 for none.
        seed: of those lots.
    """
    coders = sorted({span.coder for span in coded.spans})
    rated = _rate(group_spans(coded.spans, coders), coders)
    found = []
    for variable, (ratings, numbers) in sorted(rated.items()):
        which = measure or ("ordinal" if numbers else "nominal")
        parts = [ratings] if len(coders) > 2 else []
        parts += [ratings.pair(one, other) for one, other in combinations(range(len(coders)), 2)]
        measured = (_agreement(variable, part, which, resamples, seed) for part in parts)
        found += [one for one in measured if one.units]
    marked = [span for span in coded.spans if span.marked]
    by_coder = {coder: [span for span in marked if span.coder == coder] for coder in coders}
    pairs = {
        pair: measure_spans(by_coder[pair[0]], by_coder[pair[1]], coded.lengths) for pair in combinations(coders, 2)
    }
    return CoderReport(variables=tuple(found), spans={pair: one for pair, one in pairs.items() if one is not None})


def _agreement(variable: str, ratings: Ratings, measure: Measure, resamples: int, seed: int) -> Agreement:
    table, levels = ratings.table, ratings.levels
    of_table = partial(alpha, levels=levels, measure=measure)
    units = int((table.sum(axis=1) >= 2).sum())
    low, high = resampled(table, of_table, number=resamples, seed=seed) if resamples and units else (math.nan, math.nan)
    return Agreement(
        variable=variable,
        coders=ratings.coders,
        measure=measure,
        units=units,
        observed=observed_agreement(table),
        alpha=of_table(table),
        low=low,
        high=high,
        kappa=kappa(ratings, measure) if len(ratings.coders) == 2 else None,
        gwet=gwet(table, levels, measure),
    )


def group_spans(spans: Iterable[CodedSpan], coders: Sequence[str]) -> list[dict[str, CodedSpan]]:
    """Spans that are one unit, by coder: coder after coder is matched to the groups that there are by then.

    Args:
        spans: of all coders.
        coders: their names, in the order in which they are matched.
    """
    by_coder: dict[str, list[CodedSpan]] = {coder: [] for coder in coders}
    for span in spans:
        by_coder[span.coder].append(span)
    groups: list[dict[str, CodedSpan]] = []
    for coder in coders:
        heads = {id(head): group for group in groups for head in (next(iter(group.values())),)}
        matched = match_spans([next(iter(group.values())) for group in groups], by_coder[coder])
        for head, span in matched:
            heads[id(head)][coder] = span
        placed = {id(span) for _, span in matched}
        groups += [{coder: span} for span in by_coder[coder] if id(span) not in placed]
    return groups


def _rate(groups: Sequence[Mapping[str, CodedSpan]], coders: Sequence[str]) -> dict[str, tuple[Ratings, bool]]:
    """Variable to what each coder chose for each unit, and whether the values are whole numbers."""
    values: dict[str, dict[Unit, dict[str, Value]]] = {}
    for number, group in enumerate(groups):
        for coder, span in group.items():
            for (variable, about), value in span.values.items():
                values.setdefault(variable, {}).setdefault((number, about), {})[coder] = value
    return {variable: _ratings(units, coders) for variable, units in values.items()}


def _ratings(units: Mapping[Unit, Mapping[str, Value]], coders: Sequence[str]) -> tuple[Ratings, bool]:
    distinct = {value for said in units.values() for value in said.values()}
    numbers = all(isinstance(value, int) and not isinstance(value, bool) for value in distinct)
    levels = sorted(distinct, key=int) if numbers else sorted(distinct, key=str)
    places = {value: place for place, value in enumerate(levels)}
    codes = np.full((len(units), len(coders)), -1, dtype=np.int64)
    for row, said in enumerate(units.values()):
        for column, coder in enumerate(coders):
            if coder in said:
                codes[row, column] = places[said[coder]]
    return Ratings(codes=codes, levels=tuple(map(str, levels)), coders=tuple(coders)), numbers
