"""How fast a record of many sentences is searched, and how the time grows with their number.

    python -m bench.search [--sentences 1000000] [--record FOLDER]

Makes records of a tenth and of the whole number of sentences (25 words each, drawn by Zipf's law from
50,000 words, 20 sentences an article, 40 months), then asks each through the view, as a user would:
the median of eleven runs after one that warms up. Beside it, on the same record, what a plain scan of
the texts takes (``LIKE``), which is what a table of texts without an index could do.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text

from parley.record import Store, open_record, sql
from parley.record.digest import digest_text, short_key
from parley.record.search import TOKENS

WORDS, PER_ARTICLE, PER_SENTENCE, MONTHS = 50_000, 20, 25, 40
PORTION = 500
QUERIES = {
    "phrase": '"w40 w41"',
    "AND of two middling words, ranked": "w900 w1100",
    "AND of the two commonest words, ranked": "w0 w1",
    "NEAR": "w200 NEAR/5 w300",
    "prefix AND NOT": "w123* NOT w1",
    "word and fields": "w900 date:2021 publication:outlet-3",
}


def articles(sentences: int, generator: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Date and sentences of each article."""
    words = [f"w{number}" for number in range(WORDS)]
    weights = list(accumulate(1 / (number + 10) for number in range(WORDS)))
    for number in range(sentences // PER_ARTICLE):
        month = number % MONTHS
        date = f"{2020 + month // 12}-{month % 12 + 1:02}-{number % 28 + 1:02}"
        drawn = generator.choices(words, cum_weights=weights, k=PER_ARTICLE * PER_SENTENCE)
        yield date, [" ".join(drawn[at : at + PER_SENTENCE]) for at in range(0, len(drawn), PER_SENTENCE)]


def fill(store: Store, sentences: int) -> None:
    """Fill a record with articles, row by row as the writer would, without proposals."""
    generator = random.Random(1)
    numbered = 0
    batch: list[tuple[str, list[str]]] = []
    with store.engine.begin() as connection:
        connection.execute(insert(sql.blob), {"sha256": "0" * 64, "size": 0, "content": b""})
        for one in articles(sentences, generator):
            batch.append(one)
            if len(batch) == PORTION:
                numbered = _keep(connection, batch, numbered)
                batch = []
        _keep(connection, batch, numbered)


def _keep(connection: Connection, batch: list[tuple[str, list[str]]], numbered: int) -> int:
    rows: dict[Any, list[dict[str, Any]]] = {}

    def add(table: Any, **row: Any) -> None:
        rows.setdefault(table, []).append(row)

    words: list[dict[str, Any]] = []
    for date, sentences in batch:
        numbered += 1
        whole = ". ".join(sentences)
        digest = digest_text(f"{numbered} {whole}")
        outlet = f"outlet-{numbered % 20}"
        fields: dict[str, Any] = {"title": f"Article {numbered}", "date": date, "genre": "wire", "publication": outlet}
        fields |= {"publication_folded": outlet, "byline": "[]", "language": "en", "url": None}
        key = short_key("bench", numbered)
        add(sql.fetch, key=key, name=str(numbered), location=str(numbered), url=None, media_type="text/plain",
            fetched_at=date, blob="0" * 64)  # fmt: skip
        add(sql.page_text, sha256=digest, key=key, characters=len(whole), text=whole)
        add(
            sql.reading,
            key=key,
            page_text=digest,
            extractor="bench",
            sections="[]",
            comments=None,
            text=whole,
            **fields,
        )
        add(sql.article_state, id=numbered, page_text=digest, reading=key, fetch=key, corrections="{}", work="unread",
            work_reason="", **fields)  # fmt: skip
        start = 0
        for place, sentence in enumerate(sentences):
            number = (numbered - 1) * PER_ARTICLE + place + 1
            add(
                sql.search_row,
                id=number,
                article=numbered,
                entry=None,
                start=start,
                end=start + len(sentence),
                date=date,
            )
            words.append({"id": number, "words": TOKENS["sqlite"](sentence)})
            start += len(sentence) + 2
    for table, found in rows.items():
        connection.execute(insert(table), found)
    if words:
        connection.execute(text("INSERT INTO search (rowid, words) VALUES (:id, :words)"), words)
    return numbered


def median(act: Callable[[], Any], runs: int = 11) -> float:
    """Median milliseconds of some runs after one that warms up."""
    act()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def scan(store: Store, word: str) -> int:
    """How many passages a plain scan finds."""
    with store.engine.connect() as connection:
        query = text("SELECT count(*) FROM search_content WHERE ' ' || c0 || ' ' LIKE :word")
        return int(connection.execute(query, {"word": f"% {word} %"}).scalar_one())


def measure(store: Store) -> dict[str, float]:
    """Milliseconds of each question."""
    view = store.view()
    found = {name: median(lambda query=query: view.find(query)) for name, query in QUERIES.items()}  # type: ignore[misc]
    found["monthly timeline of a common word"] = median(lambda: view.tallies("w5", "month"))
    found["monthly timeline of the commonest word"] = median(lambda: view.tallies("w0", "month"))
    found["(plain scan for one word: LIKE)"] = median(lambda: scan(store, "w900"), runs=3)
    return found


def main() -> None:
    """Make the records, ask them, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        columns: dict[int, dict[str, float]] = {}
        for sentences in (options.sentences // 10, options.sentences):
            with open_record(Path(folder) / f"{sentences}.db") as store:
                begun = time.perf_counter()
                fill(store, sentences)
                with store.engine.connect() as connection:
                    held = len(connection.execute(select(sql.article_state.c.id)).all())
                print(
                    f"{sentences:,} sentences in {held:,} articles, made in {time.perf_counter() - begun:.0f} s",
                    flush=True,
                )
                columns[sentences] = measure(store)
        sizes = list(columns)
        print("| question, ms | " + " | ".join(f"{size:,}" for size in sizes) + " |")
        print("|---|" + "---|" * len(sizes))
        for name in columns[sizes[0]]:
            print(f"| {name} | " + " | ".join(f"{columns[size][name]:.1f}" for size in sizes) + " |")


if __name__ == "__main__":
    main()
