"""The statements behind a tie: those, and only those, that add to its weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parley.analysis.columns import Places
from parley.analysis.counts import measure_scale
from parley.analysis.statement_set import StatementSet


def behind_cell(chosen: StatementSet, places: Places, row: int, column: int) -> Places:
    """The statements of a row about a column.

    Args:
        chosen: the statements of the network.
        places: those that were counted.
        row: level of the rows' variable.
        column: level of the columns' variable.
    """
    there: NDArray[np.bool_] = (chosen.rows.codes[places] == row) & (chosen.columns.codes[places] == column)
    return places[there]


def behind_tie(chosen: StatementSet, places: Places, row: int, other: int) -> Places:
    """The statements of two rows that make the tie between them.

    Args:
        chosen: the statements of the network.
        places: those that were counted.
        row: level of the rows' variable.
        other: another one.
    """
    mine, theirs = (places[chosen.rows.codes[places] == one] for one in (row, other))
    found = np.concatenate([_answered(chosen, mine, theirs), _answered(chosen, theirs, mine)])
    return places[np.isin(places, found)]


def _answered(chosen: StatementSet, mine: Places, theirs: Places) -> Places:
    """Those statements of one row to which one of another row makes a tie."""
    column, qualifier, aggregation = chosen.columns.codes, chosen.qualifier, chosen.request.aggregation
    if qualifier is None or aggregation == "ignore":
        return mine[np.isin(column[mine], column[theirs])]
    same = _in_common(column, qualifier.codes, mine, theirs)
    scale = measure_scale(chosen)
    similarity = scale.similarity(aggregation)
    if similarity is None:
        return {"congruence": mine[same], "conflict": mine[~same]}.get(aggregation, mine)
    levels = {int(level): place for place, level in enumerate(scale.levels)}
    adds = similarity != 0
    kept = np.zeros(len(mine), dtype=np.bool_)
    for level in np.unique(qualifier.codes[theirs]):
        partners = theirs[qualifier.codes[theirs] == level]
        fits = np.array([adds[levels[int(one)], levels[int(level)]] for one in qualifier.codes[mine]], dtype=np.bool_)
        kept |= fits & np.isin(column[mine], column[partners])
    return mine[kept]


def _in_common(column: Places, level: Places, mine: Places, theirs: Places) -> NDArray[np.bool_]:
    """Whether the other row has a statement of the same column and level."""
    width = int(level.max(initial=0)) + 1
    found: NDArray[np.bool_] = np.isin(column[mine] * width + level[mine], column[theirs] * width + level[theirs])
    return found
