"""How surely copies are found, and what it costs to find them among a million articles.

    python -m bench.copies [--articles 1000000] [--folder FOLDER] [--only found|cost]

First, how surely: texts (PolNeAR's training texts where PARLEY_CORPORA names the corpora, made ones elsewhere) are cut
by 10, 30 and 50 % and given a lead of another text, in three ways: sentences drawn out at random, paragraphs drawn
out, the end cut off. Originals and copies go into one record; a pair of articles in one group counts as found.

Then, at what cost: articles of 300 words, drawn by Zipf's law from 50,000, of which every fifth is a copy cut by half
of one before, go into records of a hundredth, a tenth and the whole number. One process makes texts and fingerprints,
this one places them, by the code that the record itself uses. Beside it, at the smallest size, datasketch with the
same bands over the same runs of words.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from sqlalchemy import Connection, select

from parley.record import open_record, sql
from parley.record.copies import AT_ONCE, place_prints
from parley.record.engine import make_migration_engine
from parley.record.fingerprints import (
    BANDS,
    ROWS,
    SHARED_AT_LEAST,
    Fingerprint,
    fingerprint,
    runs_of,
    share_of,
    unpack_buckets,
)

WORDS, LONG, COPY_EVERY = 50_000, 300, 5
SHARES = (0.1, 0.3, 0.5)
ALIKE = 0.5
"""Originals that share so much are copies of each other already, and are left out."""
ADDED, TOGETHER = 200, 20
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def cut(text: str, share: float, way: str, chance: random.Random) -> str:
    """A text without some of it.

    Args:
        text: with a line for each paragraph.
        share: what is taken out.
        way: sentences, paragraphs or end.
        chance: draws what goes.
    """
    parts = [one for one in (text.splitlines() if way == "paragraphs" else _SENTENCE.split(text)) if one.strip()]
    keep = max(1, round(len(parts) * (1 - share)))
    places = range(keep) if way == "end" else sorted(chance.sample(range(len(parts)), keep))
    return "\n".join(parts[place] for place in places)


def originals() -> tuple[str, list[str]]:
    """What the texts are, and the texts: no two of them copies of each other."""
    corpora = os.environ.get("PARLEY_CORPORA")
    if corpora is None:
        return "made texts", [made_sentences(number) for number in range(800)]
    with (Path(corpora) / "polnear" / "train.jsonl").open(encoding="utf-8") as lines:
        texts = [text for line in lines if len((text := json.loads(line)["text"]).split()) >= 100]
    runs = [runs_of(text) for text in texts]
    held: dict[int, list[int]] = {}
    kept = []
    for number, one in enumerate(runs):
        others = {other for run in one.tolist() for other in held.get(run, ())}
        if all(share_of(one, runs[other]) < ALIKE for other in others):
            kept.append(texts[number])
            for run in one.tolist():
                held.setdefault(run, []).append(number)
    return "PolNeAR, train", kept


def made_sentences(number: int) -> str:
    """A made text of 500 words in sentences of 20 and paragraphs of 40."""
    words = random.Random(number).choices(_vocabulary(), cum_weights=_weights(), k=500)
    sentences = [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, 500, 20)]
    return "\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))


def measure_found(folder: Path) -> None:
    """Print recall and precision for each way and share, beside datasketch's."""
    name, texts = originals()
    print(f"{len(texts)} texts ({name}), median {statistics.median(len(one.split()) for one in texts):.0f} words")
    print("| cut | way | recall | precision | datasketch, threshold 0.8: recall | precision |")
    print("|---|---|---|---|---|---|")
    chance = random.Random(1)
    for share in SHARES:
        for way in ("sentences", "paragraphs", "end"):
            copies = [f"{_SENTENCE.split(chance.choice(texts))[0]}\n{cut(one, share, way, chance)}" for one in texts]
            whole = dict(enumerate([*texts, *copies], 1))
            true = {(number, number + len(texts)) for number in range(1, len(texts) + 1)}
            figures = []
            for pairs in (pairs_here(whole, folder / f"{share}-{way}.db"), pairs_of_datasketch(whole)):
                figures += [f"{len(pairs & true) / len(true):.3f}", f"{len(pairs & true) / max(1, len(pairs)):.3f}"]
            print(f"| {share:.0%} | {way} | {' | '.join(figures)} |", flush=True)


def pairs_here(texts: Mapping[int, str], record: Path) -> set[tuple[int, int]]:
    """Pairs of articles that come into one group."""
    prints = {number: found for number, text in texts.items() if (found := fingerprint(text)) is not None}
    with open_record(record), make_migration_engine(record).begin() as connection:
        place_prints(connection, prints, texts.__getitem__)
        copy = sql.article_copy.c
        groups: dict[int, list[int]] = {}
        for row in connection.execute(select(copy.article, copy.leader).order_by(copy.article)):
            groups.setdefault(row.leader, []).append(row.article)
    return {(one, other) for group in groups.values() for one in group for other in group if one < other}


def pairs_of_datasketch(texts: Mapping[int, str]) -> set[tuple[int, int]]:
    """Pairs that datasketch's index gives out at the threshold that is customary for copies."""
    index, found = MinHashLSH(threshold=SHARED_AT_LEAST, num_perm=128), set[tuple[int, int]]()
    for number, text in texts.items():
        sketch = _sketch(text, 128)
        found |= {(other, number) for other in index.query(sketch)}
        index.insert(number, sketch)
    return found


def _sketch(text: str, size: int) -> MinHash:
    words = re.findall(r"\w+", text.casefold())
    sketch = MinHash(num_perm=size)
    sketch.update_batch([" ".join(words[at : at + 5]).encode() for at in range(len(words) - 4)])
    return sketch


@lru_cache(maxsize=1)
def _vocabulary() -> list[str]:
    return [f"w{number}" for number in range(WORDS)]


@lru_cache(maxsize=1)
def _weights() -> list[float]:
    return list(accumulate(1 / (number + 10) for number in range(WORDS)))


def article(number: int) -> str:
    """The text of a number: always the same, so that it need not be kept."""
    chance = random.Random(number)
    if number % COPY_EVERY or number < 2 * COPY_EVERY:
        return " ".join(chance.choices(_vocabulary(), cum_weights=_weights(), k=LONG))
    before = chance.randrange(number // COPY_EVERY) * COPY_EVERY + 1  # one that is no copy itself
    lead = chance.choices(_vocabulary(), cum_weights=_weights(), k=15)
    return " ".join([*lead, *article(before).split()[: LONG // 2]])


def prints_of(numbers: range) -> tuple[list[tuple[int, int, bytes]], float]:
    """Number, words and packed buckets of some articles; and seconds that making their texts took."""
    begun = time.process_time()
    texts = [article(number) for number in numbers]
    made = time.process_time() - begun
    found = [(number, fingerprint(text)) for number, text in zip(numbers, texts, strict=True)]
    return [(number, one.words, one.packed()) for number, one in found if one is not None], made


def portions(size: int, first: int = 1) -> Iterator[range]:
    """The numbers of the articles, by portions."""
    return (range(at, min(at + AT_ONCE, first + size)) for at in range(first, first + size, AT_ONCE))


def measure_cost(articles: int, folder: Path) -> None:
    """Print time and memory for records of a hundredth, a tenth and the whole number of articles."""
    print(
        "| articles | s | s of both cores | of these making texts | copies joined | one more, ms | record, MB "
        "| peak memory, MB |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for size in (articles // 100, articles // 10, articles):
        record = folder / f"{size}.db"
        open_record(record).close()
        engine = make_migration_engine(record)
        begun, made, busy = time.perf_counter(), 0.0, _busy()
        with get_context("spawn").Pool(1) as pool, engine.connect() as connection:
            for number, (found, took) in enumerate(pool.imap(prints_of, portions(size)), 1):
                made += took
                place_prints(connection, _fingerprints(found), article)
                if number % TOGETHER == 0:
                    connection.commit()
            connection.commit()
            taken = time.perf_counter() - begun
            pool.close()
            pool.join()
        busy = _busy() - busy
        with engine.connect() as connection:
            joined = len(connection.execute(select(sql.article_copy.c.article)).all())
            connection.rollback()
            one_more = statistics.median(_one_more(connection, size + 1 + number) for number in range(ADDED))
        engine.dispose()
        here, there = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        figures = (f"{size:,}", f"{taken:.0f}", f"{busy:.0f}", f"{made:.0f}", f"{joined:,}", f"{one_more:.1f}",
                   f"{record.stat().st_size / 1e6:,.0f}", f"{(here + there) / 1024:,.0f}")  # fmt: skip
        print(f"| {' | '.join(figures)} |", flush=True)
    measure_datasketch(articles // 100)


def _busy() -> float:
    """Seconds that this process and those that it waited for have computed."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _fingerprints(found: Sequence[tuple[int, int, bytes]]) -> dict[int, Fingerprint]:
    return {number: Fingerprint(words=words, buckets=unpack_buckets(packed)) for number, words, packed in found}


def _one_more(connection: Connection, number: int) -> float:
    """Milliseconds to print and place one more article, in a transaction of its own."""
    text = article(number)
    begun = time.perf_counter()
    found = fingerprint(text)
    with connection.begin():
        place_prints(connection, {number: found} if found else {}, lambda one: text if one == number else article(one))
    return (time.perf_counter() - begun) * 1000


def measure_datasketch(size: int) -> None:
    """Print what datasketch takes for the same in memory, with the same bands."""
    index = MinHashLSH(params=(BANDS, ROWS), num_perm=BANDS * ROWS)
    texts = [article(number) for number in range(1, size + 1)]
    begun, joined, busy = time.perf_counter(), 0, _busy()
    for number, text in enumerate(texts, 1):
        sketch = _sketch(text, BANDS * ROWS)
        runs = runs_of(text)
        joined += any(share_of(runs, runs_of(texts[other - 1])) >= SHARED_AT_LEAST for other in index.query(sketch))
        index.insert(number, sketch)
    taken, busy = time.perf_counter() - begun, _busy() - busy
    print(f"| {size:,}, datasketch in memory | {taken:.0f} | {busy:.0f} | - | {joined:,} | - | - | - |")


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--only", choices=["found", "cost"], default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        parts: dict[str, Callable[[], None]] = {
            "found": lambda: measure_found(Path(folder)),
            "cost": lambda: measure_cost(options.articles, Path(folder)),
        }
        for name, part in parts.items():
            if options.only in (None, name):
                part()


if __name__ == "__main__":
    main()
