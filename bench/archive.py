"""Reads a web archive twice into a record: how long that takes, and whether the second time changes anything.

    python -m bench.archive [--pages 10000] [--folder FOLDER]

The pages are made: HTML with furniture, a byline, a date, and about 110 words of which two sentences are somebody's
speech and one tells of an event; no two are alike. Both readings are `parley read` in processes of their own. Then
every table is compared, but for the run log, which tells of both runs.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from parley.exports.warc import write_warc
from parley.terms.text import Page

RUN_LOG = ("run", "audit", "search", "sqlite_")
"""Beginnings of the names of tables that tell of runs, and of the search index's own."""
_FIRST = "Ada Boris Carla Dmitri Elena Farid Greta Hassan Irina Jonas Katya Luis Mira Nadia Omar Petra".split()
_LAST = "Lindqvist Moreno Osei Petrov Quist Rahimi Sandoval Tanaka Ulrich Vasquez Weber Yilmaz Zhang Okafor".split()
_STATES = "Norway Chile Kenya Latvia Georgia Vietnam Peru Ghana Jordan Finland Uruguay Nepal".split()
_POSTS = ("Foreign Minister", "Defence Minister", "Prime Minister", "Trade Minister", "spokesman", "analyst")
_MATTERS = "harbour railway pipeline ceasefire tariff border treaty budget election embassy reservoir quota".split()
_DEEDS = ("criticized", "praised", "met the president of", "imposed sanctions on", "signed an agreement with")


def made_pages(count: int) -> Iterator[Page]:
    """Made pages of one site, one after the other."""
    for number in range(count):
        text = _page(number, random.Random(number))
        content = text.encode()
        place = f"https://example.org/{number}"
        yield Page(
            location=place,
            url=place,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            fetched_at="2026-11-01T08:00:00Z",
            media_type="text/html",
        )


def _page(number: int, chance: random.Random) -> str:
    one, other = chance.sample(_STATES, 2)
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    post, matter = chance.choice(_POSTS), chance.choice(_MATTERS)
    rest = " ".join(
        f"The {chance.choice(_MATTERS)} of {chance.choice(_STATES)} took {chance.randint(2, 90)} months of work "
        f"and {chance.randint(100, 9000)} people in the {chance.choice(_MATTERS)} district."
        for _ in range(3)
    )
    paragraphs = (
        f"{one} {chance.choice(_DEEDS)} {other} on Monday over the {matter}, case {number}.",
        f"{post} {name} said the {matter} would take {chance.randint(2, 40)} weeks. "
        f"“We have waited {chance.randint(2, 30)} years for this {matter},” {name.split()[1]} told reporters.",
        rest,
    )
    menu = "".join(f"<li><a href='/{word}'>{word.title()}</a></li>" for word in _MATTERS)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    day = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return (
        f"<html lang='en'><head><title>The {matter} of {one}, {number}</title>"
        f"<meta property='article:published_time' content='{day}'></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>The {matter} of {one}, {number}</h1><p class='byline'>By {chance.choice(_FIRST)} Writer</p>"
        f"{body}</article><footer>All rights reserved.</footer></body></html>"
    )


def read_into(archive: Path, record: Path) -> float:
    """Seconds that `parley read` takes."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "parley", "read", str(archive), "--record", str(record)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def contents(record: Path) -> dict[str, tuple[int, str]]:
    """Rows of each table, and a digest of them."""
    found = {}
    with closing(sqlite3.connect(record)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in sorted(names):
            if not name.startswith(RUN_LOG):
                rows = sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
                found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def main() -> None:
    """Make the archive, read it twice, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        archive, record = Path(folder) / "pages.warc.gz", Path(folder) / "record.db"
        write_warc(made_pages(options.pages), archive)
        first = read_into(archive, record)
        before = contents(record)
        second = read_into(archive, record)
        after = contents(record)
    print("| pages | first reading, s | second, s | articles | entries | tables changed |")
    print("|---|---|---|---|---|---|")
    changed = [name for name in before if before[name] != after[name]]
    articles, entries = before["article_state"][0], before["entry"][0]
    row = (f"{options.pages:,}", f"{first:.0f}", f"{second:.0f}", f"{articles:,}", f"{entries:,}")
    print(f"| {' | '.join(row)} | {', '.join(changed) or 'none'} |")


if __name__ == "__main__":
    main()
