"""How long discourse networks take: a million statements, 5,000 actors, 500 concepts.

    python -m bench.networks [--statements 1000000] [--backbone 100] [--read 100000]

Statements are drawn by lot with a long tail of actors and concepts, over ten years. Printed are seconds and the most
memory of the process; then the same for a thousand statements up to the number asked for. Last come networks of
records of a thousand coded statements up to a number, by seconds of processor time: each is read from its file.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
from sqlalchemy import insert, select

from bench.export import fill
from parley.analysis import Column, Network, NetworkRequest, StatementTable, boolean_column, draw_network, text_column
from parley.pipeline.records import open_record
from parley.record import sql

BEGIN, TEN_YEARS = 1_262_304_000, 3652 * 86_400
"""2010-01-01 in seconds since 1970, and how many there are until 2019-12-31."""


def make_table(statements: int, *, actors: int = 5_000, concepts: int = 500, seed: int = 1) -> StatementTable:
    """Statements drawn by lot.

    Args:
        statements: how many.
        actors: how many names.
        concepts: how many concepts.
        seed: of the lots.
    """
    lots = np.random.default_rng(seed)
    return StatementTable(
        keys=tuple(f"{number:09}" for number in range(statements)),
        seconds=BEGIN + lots.integers(0, TEN_YEARS, statements) // 86_400 * 86_400,
        documents=lots.integers(0, max(1, statements // 10), statements),
        starts=lots.integers(0, 10_000, statements),
        ends=lots.integers(10_000, 20_000, statements),
        columns={
            "person": _names("actor", _long_tail(lots, actors, statements)),
            "concept": _names("concept", _long_tail(lots, concepts, statements)),
            "stance": boolean_column(lots.random(statements) < 0.6),
        },
    )


def _long_tail(lots: np.random.Generator, number: int, size: int) -> Any:
    """Numbers of which the first are drawn far more often, as speakers and topics are."""
    return (number * lots.random(size) ** 1.5).astype(np.int64)


def _names(word: str, numbers: Any) -> Column:
    return text_column(f"{word} {number:05}" for number in numbers.tolist())


def timed(what: str, act: Callable[[], Any]) -> None:
    """Print how long something takes, and the most memory of the process so far."""
    begun = time.perf_counter()
    found = act()
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {what} | {seconds:.2f} | {memory:.0f} | {found} |", flush=True)


def draw(table: StatementTable, **options: Any) -> int:
    """Cells of a network, or of all networks of a sequence."""
    found: Any = draw_network(table, NetworkRequest(**{"rows": "person", **options}))
    return sum(one.matrix.nnz for one in ([found] if isinstance(found, Network) else found))


def make_record(place: Path, statements: int, *, concepts: int = 50) -> None:
    """A record of statements, ten an article, each coded with a concept.

    Args:
        place: of its file.
        statements: how many.
        concepts: how many names.
    """
    fill(place, statements, per_article=10)
    with open_record(place) as record:
        codebook = record.judge("bench").codebook
        for number in range(concepts):
            codebook.define(f"concept {number:03}")
        with record.engine.begin() as connection:
            coder = connection.execute(select(sql.coder.c.key)).scalar_one()
            keys = connection.execute(select(sql.concept.c.key)).scalars().all()
            entries = connection.execute(select(sql.entry.c.key).where(sql.entry.c.kind == "statement")).scalars()
            stances = ("agree", "disagree", "neutral")
            connection.execute(
                insert(sql.coding),
                [
                    {
                        "entry": entry,
                        "coder": coder,
                        "concept": keys[number * number % concepts],
                        "stance": stances[number % 3],
                    }
                    for number, entry in enumerate(entries.all())
                ],
            )


def measure_reading(most: int) -> None:
    """Draw networks of records of a thousand statements up to a number, the second time that each is read."""
    print("\n| network of a record, statements | s of processor time | s for 100,000 |\n|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        size = 1_000
        while size <= most:
            place = Path(folder) / f"{size}.db"
            make_record(place, size)
            with open_record(place) as record:
                record.network(rows="person", aggregation="subtract")
                begun = time.process_time()
                record.network(rows="person", aggregation="subtract")
                seconds = time.process_time() - begun
            print(f"| {size:,} | {seconds:.2f} | {seconds * 100_000 / size:.2f} |", flush=True)
            place.unlink()
            size *= 10


def main() -> None:
    """Measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--backbone", type=int, default=100, help="concepts of the nested backbone; 0 for none")
    parser.add_argument("--read", type=int, default=100_000, help="statements of the largest record; 0 for none")
    options = parser.parse_args()
    print("| what | s | peak memory, MB | cells |\n|---|---|---|---|", flush=True)
    table = make_table(options.statements)
    one: dict[str, Any] = {"mode": "one", "aggregation": "congruence"}
    timed("two-mode, subtract", lambda: draw(table, mode="two", aggregation="subtract"))
    timed("two-mode, duplicates by document", lambda: draw(table, mode="two", duplicates="document"))
    timed("one-mode, congruence", lambda: draw(table, **one))
    timed("one-mode, congruence, average", lambda: draw(table, **one, normalization="average"))
    timed("120 monthly windows, one-mode, congruence", lambda: draw(table, **one, window="1 month"))
    size = 1_000
    while size < options.statements:
        smaller = make_table(size)
        timed(f"one-mode, congruence, {size:,} statements", partial(draw, smaller, **one))
        size *= 10
    if options.backbone:
        from parley.analysis.backbone import find_nested_backbone  # noqa: PLC0415 - only where it is asked for

        few = make_table(20_000, actors=200, concepts=options.backbone)
        request = NetworkRequest(mode="one", rows="person", aggregation="subtract", normalization="average")
        timed(
            f"nested backbone, {options.backbone} concepts, 200 actors",
            lambda: len(find_nested_backbone(cast("Network", draw_network(few, request))).rows),
        )
    measure_reading(options.read)


if __name__ == "__main__":
    main()
