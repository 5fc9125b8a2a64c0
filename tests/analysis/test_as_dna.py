"""DNA's numbers once more: every choice of statements, aggregation, normalization and window, slowly, from its rules.

The rules are those of design/networks.md sections 2.1 to 2.6, written here on plain lists, with nothing of the fast code but
the order of dates. They are compared over statements drawn by lot: of one second or of several years, with gaps, of yes
and no, of numbers and of words.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.analysis import Network, NetworkRequest, Networks, draw_network
from parley.analysis.request import Duplicates
from parley.errors import UsageError
from tests.analysis.tables import EXAMPLES, Line, table_of

Cells = dict[tuple[str, str], float]
LEVELS: dict[str, Sequence[int | str]] = {"boolean": (0, 1), "integer": (-3, -1, 0, 2), "text": ("", "calm", "angry")}
ONE_MODE = tuple(
    itertools.product(
        ("ignore", "congruence", "conflict", "subtract"), ("none", "average", "jaccard", "cosine"), get_args(Duplicates)
    )
)
"""The 96 networks of one mode that DNA can be asked for."""
TWO_MODE = (
    *itertools.product(("ignore", "subtract"), ("none", "activity", "prominence"), get_args(Duplicates)),
    *itertools.product(("combine",), ("none",), get_args(Duplicates)),
)


def statements(kind: str) -> st.SearchStrategy[list[Line]]:
    """Statements of a few people, some of whom are not named, on a few days of three years."""
    one = st.builds(
        Line,
        who=st.sampled_from(["", "ann", "bob", "cy"]),
        what=st.sampled_from(["", "tax", "war"]),
        how=st.sampled_from(LEVELS[kind]),
        date=st.sampled_from(
            [
                "2019-12-30",
                "2019-12-31T10:00:00Z",
                "2019-12-31T10:00:00Z",
                "2020-01-05",
                "2020-01-06",
                "2020-02-29",
                "2021-01-04",
            ]
        ),
        document=st.integers(0, 2),
    )
    return st.lists(one, min_size=2, max_size=14)


cases = st.sampled_from(tuple(LEVELS)).flatmap(lambda kind: st.tuples(st.just(kind), statements(kind)))


def moment(line: Line) -> datetime:
    """When a statement's document came out."""
    return datetime.fromisoformat(line.date.replace("Z", "")).replace(tzinfo=UTC)


def in_order(lines: list[Line]) -> list[Line]:
    """By date, document and place in the file."""
    return [line for _, line in sorted(enumerate(lines), key=lambda pair: (moment(pair[1]), pair[1].document, pair[0]))]


def week_of(line: Line, weeks: str) -> int:
    """The number of the week: by ISO 8601, or in the United States, where the week of January 1 is the first."""
    day = moment(line).date()
    if weeks == "monday":
        return day.isocalendar()[1]
    saturday = day + timedelta(days=(5 - day.weekday()) % 7)
    return (saturday.timetuple().tm_yday - 1) // 7 + 1


def kept(lines: list[Line], kind: str, aggregation: str, duplicates: str, weeks: str) -> list[Line]:
    """The statements that DNA counts: none with gaps, of equal ones the first."""
    seen: set[Hashable] = set()
    found = []
    for line in in_order(lines):
        if not line.who or not line.what or (kind == "text" and not line.how):
            continue
        within: Hashable = {
            "include": object(),
            "document": line.document,
            "week": week_of(line, weeks),
            "month": moment(line).month,
            "year": moment(line).year,
            "range": None,
        }[duplicates]
        key = (line.who, line.what, None if aggregation == "ignore" else line.how, within)
        if key not in seen:
            found.append(line)
        seen.add(key)
    return found


class Rules:
    """Counts x[i, j, k], and what DNA makes of them.

    Args:
        lines: those that count.
        everything: those that were loaded; the levels of the qualifier are theirs.
        kind: of the qualifier.
        isolates: whether names are those of all that were loaded.
    """

    def __init__(self, lines: list[Line], everything: list[Line], kind: str, *, isolates: bool = False) -> None:
        named = everything if isolates else lines
        self.kind = kind
        self.rows = sorted({line.who for line in named} - {""})
        self.columns = sorted({line.what for line in named} - {""})
        levels = {line.how for line in everything} - {""}
        self.levels: list[Any] = [0, 1] if kind == "boolean" else sorted(levels)
        self.x = Counter((line.who, line.what, line.how) for line in lines)

    def cells(self) -> list[tuple[str, Any]]:
        """Every column and level."""
        return list(itertools.product(self.columns, self.levels))

    def pair(self, one: str, other: str, aggregation: str) -> float:
        """A tie before normalization."""
        x, ordered = self.x, self.kind != "text"
        if aggregation == "subtract":
            return self.pair(one, other, "congruence") - self.pair(one, other, "conflict")
        total = 0.0
        for j in self.columns:
            if aggregation == "ignore":
                total += sum(x[one, j, k] for k in self.levels) * sum(x[other, j, k] for k in self.levels)
            elif ordered:
                span = max(self.levels) - min(self.levels)
                for k, m in itertools.product(self.levels, self.levels):
                    apart = abs(k - m) / span
                    total += x[one, j, k] * x[other, j, m] * (apart if aggregation == "conflict" else 1 - apart)
            elif aggregation == "congruence":
                total += sum(x[one, j, k] * x[other, j, k] for k in self.levels)
            else:
                for k in self.levels:
                    total += x[one, j, k] if not x[other, j, k] else 0
                    total += x[other, j, k] if not x[one, j, k] else 0
        return total

    def one_mode(self, aggregation: str, normalization: str) -> Cells:
        """All ties of rows; a row to itself has none."""
        x, found = self.x, {}
        said = {row: sum(x[row, j, k] for j, k in self.cells()) for row in self.rows}
        for one, other in itertools.product(self.rows, self.rows):
            by = 1.0
            if normalization == "average":
                by = (said[one] + said[other]) / 2
            elif normalization == "cosine":
                by = said[one] * said[other]
            elif normalization == "jaccard":
                mine = sum(x[one, j, k] for j, k in self.cells() if not x[other, j, k])
                theirs = sum(x[other, j, k] for j, k in self.cells() if not x[one, j, k])
                by = mine + theirs + sum(x[one, j, k] * x[other, j, k] for j, k in self.cells())
            found[one, other] = self.pair(one, other, aggregation) / by if one != other and by else 0.0
        return found

    def two_mode(self, aggregation: str, normalization: str) -> Cells:
        """All ties of rows to columns."""
        x, found = self.x, {}
        for i, j in itertools.product(self.rows, self.columns):
            counts = [x[i, j, k] for k in self.levels]
            value = float(sum(counts))
            if aggregation == "combine":
                value = float(int("0" + "".join("1" if number else "0" for number in counts), 2))
            elif aggregation == "subtract" and self.kind == "boolean":
                value = float(counts[1] - counts[0])
            elif aggregation == "subtract" and self.kind == "integer":
                value = float(sum(k * number for k, number in zip(self.levels, counts, strict=True)))
            by = {
                "none": 1,
                "activity": sum(x[i, other, k] for other, k in self.cells()),
                "prominence": sum(x[other, j, k] for other in self.rows for k in self.levels),
            }[normalization]
            found[i, j] = value / by if by else 0.0
        return found


def drawn(lines: list[Line], kind: str, **options: Any) -> Any:
    """What DNA's rules are compared with."""
    return draw_network(table_of(lines, kind=kind), NetworkRequest(**{"rows": "person", "compat": "dna3"} | options))


def cells_of(network: Network) -> Cells:
    """Every cell of a network by its labels."""
    full = network.matrix.toarray()
    names = itertools.product(enumerate(network.row_labels), enumerate(network.column_labels))
    return {(row, column): float(full[i, j]) for (i, row), (j, column) in names}


def one_level(lines: list[Line], kind: str) -> bool:
    """Whether DNA would divide nought by nought."""
    return kind == "integer" and len({line.how for line in lines}) == 1


@EXAMPLES
@given(
    cases,
    st.lists(st.sampled_from(ONE_MODE), min_size=4, max_size=4),
    st.booleans(),
    st.sampled_from(["monday", "sunday"]),
)
def test_one_mode(case: tuple[str, list[Line]], asked: list[tuple[str, str, str]], isolates: bool, weeks: str) -> None:
    """Each of the 96 networks of one mode is that of the rules, whatever the qualifier; DNA's 0/0 is refused."""
    kind, lines = case
    for aggregation, normalization, duplicates in asked:
        options = {"aggregation": aggregation, "normalization": normalization, "duplicates": duplicates, "weeks": weeks}
        if one_level(lines, kind) and aggregation != "ignore":
            with pytest.raises(UsageError, match="range of 0"):
                drawn(lines, kind, mode="one", **options)
            continue
        rules = Rules(kept(lines, kind, aggregation, duplicates, weeks), lines, kind, isolates=isolates)
        found = cells_of(drawn(lines, kind, mode="one", isolates=isolates, **options))
        assert found == pytest.approx(rules.one_mode(aggregation, normalization), abs=1e-9), options


@EXAMPLES
@given(
    cases,
    st.lists(st.sampled_from(TWO_MODE), min_size=4, max_size=4),
    st.booleans(),
    st.sampled_from(["monday", "sunday"]),
)
def test_two_mode(case: tuple[str, list[Line]], asked: list[tuple[str, str, str]], isolates: bool, weeks: str) -> None:
    """Each network of two modes is that of the rules."""
    kind, lines = case
    for aggregation, normalization, duplicates in asked:
        options = {"aggregation": aggregation, "normalization": normalization, "duplicates": duplicates, "weeks": weeks}
        rules = Rules(kept(lines, kind, aggregation, duplicates, weeks), lines, kind, isolates=isolates)
        found = cells_of(drawn(lines, kind, isolates=isolates, **options))
        assert found == pytest.approx(rules.two_mode(aggregation, normalization), abs=1e-9), options


UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
}


@EXAMPLES
@given(cases, st.integers(1, 6), st.sampled_from(["days", "weeks"]), st.booleans())
def test_windows_of_time(case: tuple[str, list[Line]], size: int, unit: str, isolates: bool) -> None:
    """Windows reach as far before their middle as after it, both ends included, and lie inside the range as a whole."""
    kind, lines = case
    counted = kept(lines, kind, "subtract", "document", "monday")
    found = cast(
        "Networks",
        drawn(lines, kind, aggregation="subtract", duplicates="document", window=f"{size} {unit}", isolates=isolates),
    )
    if not counted:
        assert len(found) == 0
        return
    first, last = min(map(moment, lines)), max(map(moment, lines))
    half, expected, middle = (size // 2) * UNITS[unit], [], first
    while middle <= last:
        if middle - half >= first and middle + half <= last:
            inside = [line for line in counted if middle - half <= moment(line) <= middle + half]
            expected.append(Rules(inside, lines, kind, isolates=isolates).two_mode("subtract", "none"))
        middle += UNITS[unit]
    assert len(found) == len(expected)
    for network, cells in list(zip(found, expected, strict=True))[:40]:
        assert cells_of(network) == pytest.approx(cells, abs=1e-9)


@EXAMPLES
@given(cases, st.integers(1, 7))
def test_windows_of_events(case: tuple[str, list[Line]], size: int) -> None:
    """So many statements before one, and after it: which of those of one second at a border is left to the lot."""
    kind, lines = case
    counted = kept(lines, kind, "ignore", "include", "monday")
    found = cast("Networks", drawn(lines, kind, window=f"{size} events"))
    half = size // 2
    middles = range(half, len(counted) - half)
    assert len(found) == len(middles)
    for place, network in zip(middles, found, strict=True):
        wanted = [moment(line) for line in counted[place - half : place + half + 1]]
        assert network.number == 2 * half + 1
        seconds = network.chosen.table.seconds[network.places]
        assert sorted(seconds.tolist()) == sorted(int(one.timestamp()) for one in wanted)


@EXAMPLES
@given(cases)
def test_values_left_out_with_apostrophes(case: tuple[str, list[Line]]) -> None:
    """Any text can be a value to leave out or to keep, quotation marks and all: nothing is pasted into a query."""
    kind, lines = case
    odd = [Line(who="d'Arc; DROP TABLE", what="tax", how=line.how, date=line.date) for line in lines[:1]]
    network = drawn([*lines, *odd], kind, exclude={"person": ["d'Arc; DROP TABLE"]})
    rules = Rules(kept(lines, kind, "ignore", "include", "monday"), lines, kind)
    assert cells_of(network) == pytest.approx(rules.two_mode("ignore", "none"))
    only = drawn([*lines, *odd], kind, include={"person": ["d'Arc; DROP TABLE"]})
    assert set(only.row_labels) <= {"d'Arc; DROP TABLE"}
