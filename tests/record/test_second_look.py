"""The second look at sites: what a site prints on several stored pages leaves its articles, in whatever order they came."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from parley.pipeline.build import Reader, build_reader
from parley.pipeline.correcting import read_again
from parley.pipeline.read import read_pages
from parley.pipeline.rereading import Rereading, reread
from parley.record import Store, open_record, verify
from parley.settings import Settings
from parley.terms.review import Refusal, Run
from parley.terms.text import Page
from parley.version import __version__
from tests.record.builders import dump

NOTICE = "Our reporters depend on readers like you, who pay for what they read here, and a gift keeps this paper alive."
SAID = "The mayor, Anna Lind, said that readers of this paper should pay for what they read, because it is worth it."
PLACES = ("Harbour", "Station", "Market", "Theatre")


def story(place: str, *last: str) -> str:
    """A page about one place, with more lines at its end."""
    lines = [
        f"{place} will be rebuilt next year",
        f"The {place} of the town will be rebuilt next year, the council decided after a debate of six hours on Monday.",
        f"Bert Olsen, who runs the {place}, said that the work would take two years and cost more than was planned.",
        f"People who live near the {place} worry about noise, dust and lorries in their narrow and crowded streets.",
        *last,
        f"The {place} has stood since 1902, and was last repaired after the flood, when most of its roof came down.",
    ]
    return "\n\n".join(lines)


def page(text: str, *, address: str, day: int = 1) -> Page:
    """A page fetched from an address on a day."""
    raw = text.encode()
    return Page(
        location=f"{address.rsplit('/', 1)[-1]}-{day}.txt",
        content=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        fetched_at=f"2026-11-{day:02}T10:00:00Z",
        media_type="text/plain",
        url=address,
    )


def stories(*last: str, places: Sequence[str] = PLACES) -> list[Page]:
    """A story about each place, all from one site."""
    return [page(story(one, *last), address=f"https://www.post.example/{one.casefold()}") for one in places]


class OneWorker:
    """Works in this process, as ``Workers`` does with one job."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def each(self, work: Callable[[Any, Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        """What a piece of work makes of each item."""
        return (work(item, self.reader) for item in items)


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader with the shipped weights."""
    return build_reader(Settings())


@pytest.fixture
def in_file(tmp_path: Path) -> Iterator[Store]:
    """A new record in a file, for what does not hang on the database."""
    with open_record(tmp_path / "record.db") as opened:
        yield opened


def read_all(store: Store, reader: Reader, pages: Iterable[Page]) -> None:
    """Read pages into a record."""
    run = Run(code=__version__, weights=reader.weights_digest, started_at="2026-11-24T10:00:00Z")
    with store.writer(run) as writer:
        assert not [one for one in read_pages(pages, reader, writer) if isinstance(one, Refusal)]


def again(store: Store, reader: Reader, *, everything: bool = False, only: int | None = None) -> Rereading:
    """Read again; ``only`` stops after so many pages, as a kill does."""
    workers: Any = OneWorker(reader)
    counts, outcomes = reread(store, workers, everything=everything)
    for number, _ in enumerate(outcomes, 1):
        if number == only:
            break
    return counts


def texts(store: Store) -> dict[str, str]:
    """Text of each article by its name."""
    view = store.view()
    return {row.article: view.article(row.key).reading.article.text for row in view.articles()}


def test_what_a_site_prints_everywhere_leaves_its_articles(store: Store, reader: Reader) -> None:
    """A line in the midst of four stories goes from all of them, and everything else stays."""
    read_all(store, reader, stories(NOTICE))
    before = texts(store)
    assert all(NOTICE in text for text in before.values())
    counts = again(store, reader)
    assert (counts.pages, counts.of_sites, counts.changed, counts.refused) == (4, 4, 4, 0)
    assert texts(store) == {name: text.replace(NOTICE + "\n\n", "") for name, text in before.items()}
    assert verify(store).faults == ()


def test_the_second_time_nothing_is_left_to_do(store: Store, reader: Reader) -> None:
    """No row changes and not even a run is written; reading everything again changes nothing either."""
    read_all(store, reader, stories(NOTICE))
    again(store, reader)
    before, runs = dump(store), store.view().runs()
    assert again(store, reader).pages == 0
    assert store.view().runs() == runs
    counts = again(store, reader, everything=True)
    assert (counts.pages, counts.changed, counts.of_sites) == (4, 0, 0)
    assert dump(store) == before


def test_the_order_of_reading_does_not_matter(tmp_path: Path, reader: Reader) -> None:
    """The same pages in any order, read at once or with looks at the site between them, give the same articles."""
    pages = stories(NOTICE, places=PLACES[:3])
    found = []
    for number, order in enumerate(list(permutations(pages))[::2]):
        with open_record(tmp_path / f"{number}.db") as store:
            for one in order:
                read_all(store, reader, [one])
                if number % 2:
                    again(store, reader)
            again(store, reader)
            found.append(texts(store))
    assert all(NOTICE not in text for text in found[0].values())
    assert all(one == found[0] for one in found)


def test_a_page_read_later_is_looked_at_with_the_others(in_file: Store, reader: Reader) -> None:
    """One more story of a site that was looked at: only it is read again."""
    read_all(in_file, reader, stories(NOTICE, places=PLACES[:3]))
    again(in_file, reader)
    read_all(in_file, reader, stories(NOTICE, places=PLACES[3:]))
    assert again(in_file, reader).changes == ["theatre-1"]
    assert not any(NOTICE in text for text in texts(in_file).values())


def test_a_line_that_is_the_sites_no_longer_comes_back(in_file: Store, reader: Reader) -> None:
    """Where newer texts of the addresses go without it, the older texts have it again."""
    read_all(in_file, reader, stories(NOTICE, places=PLACES[:3]))
    again(in_file, reader)
    addresses = [one.url or "" for one in stories(places=PLACES[:3])]
    newer = [page(story(place), address=url, day=2) for place, url in zip(PLACES, addresses, strict=False)]
    read_all(in_file, reader, newer)
    assert sorted(again(in_file, reader).changes) == ["harbour-1", "market-1", "station-1"]
    assert sum(NOTICE in text for text in texts(in_file).values()) == 3


def test_texts_of_one_address_count_once(in_file: Store, reader: Reader) -> None:
    """Five versions of one article are no site."""
    for day in range(1, 6):
        one = page(
            story(PLACES[0], NOTICE, f"Version {'abcde'[day - 1] * 3} of this."),
            address="https://post.example/a",
            day=day,
        )
        read_all(in_file, reader, [one])
    assert again(in_file, reader).pages == 0
    assert all(NOTICE in text for text in texts(in_file).values())


def test_a_stopped_look_is_gone_on_with(in_file: Store, reader: Reader) -> None:
    """What was written before the stop is not written again, and the rest is."""
    read_all(in_file, reader, stories(NOTICE))
    assert again(in_file, reader, only=1).pages == 1
    assert again(in_file, reader).pages == 3
    assert not any(NOTICE in text for text in texts(in_file).values())
    assert verify(in_file).faults == ()


def test_a_judged_statement_keeps_its_state(store: Store, reader: Reader) -> None:
    """One that stood in the site's line stays accepted; one that nobody judged is withdrawn."""
    read_all(store, reader, stories(SAID))
    mayor = [row for row in store.view().statements() if row.speaker == "Anna Lind"]
    assert len(mayor) == 4
    store.judge("Eva Holm").entries.accept([mayor[0].key])
    again(store, reader)
    states = {row.key: row.state for row in store.view().statements()}
    assert states[mayor[0].key] == "accepted"
    assert not any(row.key in states and states[row.key] == "proposed" for row in mayor[1:])
    assert verify(store).faults == ()


def test_what_people_said_about_a_block_holds(in_file: Store, reader: Reader) -> None:
    """A line that a person put back into the body stays there, and the page is not read again and again."""
    read_all(in_file, reader, stories(NOTICE))
    again(in_file, reader)
    row = next(iter(in_file.view().articles()))
    article = in_file.view().article(row.key).reading.article
    start = next(one.start for one in article.blocks if NOTICE in article.page_text[one.start : one.end])
    in_file.judge("Eva Holm").articles.correct_block(row.key, start, "body")
    read_again(in_file, reader, row.key)
    assert again(in_file, reader).pages == 0
    assert again(in_file, reader, everything=True).changed == 0
    assert NOTICE in in_file.view().article(row.key).reading.article.text
