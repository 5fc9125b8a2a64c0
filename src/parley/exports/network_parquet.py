"""Ties as Parquet: a row for each, with its window. Needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parley.analysis import Network
from parley.exports.columns import Column, Table
from parley.exports.files import Target
from parley.exports.parquet import write_parquet


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tie:
    source: str
    target: str
    weight: float
    start: str | None
    stop: str | None


TIES = Table(
    "ties",
    _Tie,
    (
        Column("source", "Name of the row"),
        Column("target", "Name of the column; of one mode, of the other row"),
        Column("weight", "Weight of the tie", type="number"),
        Column("start", "ISO date of the first statement that may count", nullable=True),
        Column("stop", "ISO date of the last one", nullable=True),
    ),
)


def write_ties(networks: Sequence[Network], target: Target) -> int:
    """Write the ties of networks as Parquet.

    Args:
        networks: one, or those of windows.
        target: a path, or a file open for bytes.

    Returns:
        How many ties were written.

    Raises:
        UsageError: pyarrow is not installed.
    """
    return write_parquet(_ties(networks), target, table=TIES)


def _ties(networks: Sequence[Network]) -> Iterator[_Tie]:
    for network in networks:
        for source, column, weight in network.ties():
            yield _Tie(source=source, target=column, weight=float(weight), start=network.start, stop=network.stop)
