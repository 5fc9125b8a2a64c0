"""How fast the desk answers many people at once over a large record, and how the time grows with it.

    python -m bench.desk [--articles 100000] [--clients 20] [--seconds 10] [--folder FOLDER]

Makes records of a tenth and of the whole number of articles (three statements each), opens the desk on each as
`parley desk` does, in a process of its own, and lets clients ask for its screens without pause: the median and
the 95th percentile of what they waited. Beside it stands the desk's style sheet, a file that the same server
sends from disk: what any page costs at least under that load.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2

from bench.export import fill
from parley.record import open_record

PER_ARTICLE = 3
SCREENS = (
    "/",
    "/?page={page}",
    "/?publication=Bench&since=2023",
    "/articles/{article}",
    "/actors/{actor}",
    "/static/desk.css",
)


@contextmanager
def desk(record: Path) -> Iterator[httpx2.Client]:
    """The desk on a record, in a process of its own, and a client that was let in."""
    command = [sys.executable, "-m", "parley", "desk", "--record", str(record), "--port", "0", "--coder", "bench"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"(http://\S+)/login\?token=(\S+)", server.stdout.readline())
            assert found is not None, "the desk printed no address"
            client = httpx2.Client(
                base_url=found[1], timeout=60, follow_redirects=True, limits=httpx2.Limits(max_connections=200)
            )
            for _ in range(100):
                try:
                    client.get("/login", params={"token": found[2]}).raise_for_status()
                    break
                except httpx2.ConnectError:
                    time.sleep(0.1)
            yield client
            client.close()
        finally:
            server.terminate()


def waited(client: httpx2.Client, addresses: Sequence[str], *, clients: int, seconds: float) -> list[float]:
    """Milliseconds that each request of several clients took."""
    until, found = time.perf_counter() + seconds, list[float]()

    def ask(number: int) -> None:
        generator = random.Random(number)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            client.get(generator.choice(addresses)).raise_for_status()
            found.append((time.perf_counter() - begun) * 1000)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def addresses_of(screen: str, record: Path, articles: int) -> list[str]:
    """Addresses of one screen: some pages, articles or actors, drawn once for all runs."""
    generator = random.Random(7)
    with open_record(record) as store:
        rows = store.view().library(offset=generator.randrange(articles - 50), limit=50)
        actors = [row.key for row in store.view().actors(limit=20)] if "{actor}" in screen else [""]
    return [
        screen.format(
            page=generator.randrange(2, articles // 50),
            article=generator.choice(rows).article.key,
            actor=generator.choice(actors),
        )
        for _ in range(50)
    ]


def report(folder: Path, articles: int, *, clients: int, seconds: float) -> None:
    """Print what the clients waited for each screen."""
    record = folder / f"{articles}.db"
    if not record.exists():
        fill(record, articles * PER_ARTICLE, per_article=PER_ARTICLE)
    with desk(record) as client:
        for screen in SCREENS:
            addresses = addresses_of(screen, record, articles)
            waited(client, addresses, clients=2, seconds=1)
            found = waited(client, addresses, clients=clients, seconds=seconds)
            last = statistics.quantiles(found, n=20)[-1]
            rate = len(found) / seconds
            print(f"{articles:>8} {screen:<34} {statistics.median(found):8.0f} {last:8.0f} {rate:8.0f}", flush=True)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    print(
        f"{given.clients} clients; milliseconds\n{'articles':>8} {'screen':<34} {'median':>8} {'95 %':>8} {'per s':>8}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for articles in (given.articles // 10, given.articles):
            report(given.folder or Path(folder), articles, clients=given.clients, seconds=given.seconds)


if __name__ == "__main__":
    main()
