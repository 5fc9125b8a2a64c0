"""Statement tables for the tests, built from short lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from parley.analysis import StatementTable, boolean_column, integer_column, text_column
from parley.analysis.dates import seconds_of

EXAMPLES = settings(max_examples=50, deadline=None)
"""For property tests: how long an example takes says nothing where several processes share a core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement."""

    who: str
    what: str
    how: int | str | bool | None = None
    date: str = "2020-01-01"
    document: int = 0
    key: str = ""


def table_of(
    lines: Iterable[Line], *, kind: str = "boolean", low: int | None = None, high: int | None = None
) -> StatementTable:
    """A table with the variables person, concept and stance; the qualifier is of the kind named."""
    given = list(lines)
    values = [line.how for line in given]
    if kind == "boolean":
        stance = boolean_column(None if one is None else bool(one) for one in values)
    elif kind == "integer":
        stance = integer_column((None if one is None else int(one) for one in values), low=low, high=high)
    else:
        stance = text_column(None if one is None else str(one) for one in values)
    return StatementTable(
        keys=tuple(line.key or f"s{number:04}" for number, line in enumerate(given)),
        seconds=np.array([seconds_of(line.date) for line in given], dtype=np.int64),
        documents=np.array([line.document for line in given], dtype=np.int64),
        starts=np.zeros(len(given), dtype=np.int64),
        ends=np.zeros(len(given), dtype=np.int64),
        columns={
            "person": text_column(line.who for line in given),
            "concept": text_column(line.what for line in given),
            "stance": stance,
            "source": text_column(f"paper {line.document % 2}" for line in given),
        },
        attributes={"person": {"ann": {"party": "left"}, "bob": {"party": "right"}, "cy": {"party": "left"}}},
    )


LEVELS: dict[str, Sequence[int | str]] = {
    "boolean": (0, 1),
    "integer": (-2, -1, 0, 1),
    "text": ("calm", "angry", "sad"),
}


def lines(kind: str) -> st.SearchStrategy[list[Line]]:
    """Random statements of a few people about a few concepts within four months."""
    one = st.builds(
        Line,
        who=st.sampled_from(["ann", "bob", "cy", "dee"]),
        what=st.sampled_from(["tax", "war", "sea"]),
        how=st.sampled_from(LEVELS[kind]),
        date=st.builds(lambda month, day: f"2020-{month:02}-{day:02}", st.integers(1, 4), st.integers(1, 28)),
        document=st.integers(0, 3),
    )
    return st.lists(one, min_size=1, max_size=18)
