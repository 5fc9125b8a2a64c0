"""Whether the country of an actor is told, given its span: sentences of the project's own.

python -m bench.actors [--show]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parley.knowledge.actors import load_actor_store
from parley.knowledge.places import load_places, load_sectors
from parley.language.standing import Coder, Standing

SPANS = Path(__file__).parent.parent / "tests" / "language" / "actor_spans.tsv"
DATE = "2023-09-09"


@dataclass(frozen=True, slots=True)
class Marked:
    """An actor in a sentence, and its country."""

    sentence: str
    words: str
    country: str | None
    aside: bool
    """Whether it was kept aside before anything was tuned."""


def marked() -> Iterator[Marked]:
    """The sentences, in order."""
    rows = [line for line in SPANS.read_text("utf-8").splitlines() if not line.startswith("#")]
    for number, row in enumerate(rows, start=1):
        text, country = row.split("\t")
        before, rest = text.split("[")
        words, after = rest.split("]")
        yield Marked(before + words + after, words, None if country == "-" else country, number % 2 == 0)


def answer(one: Marked, coder: Coder) -> Standing:
    """What is told of an actor."""
    return coder.standing(one.words, date=DATE, sentence=one.sentence)


def build_coder() -> Coder:
    """The coder of this installation."""
    return Coder(load_actor_store(), load_places(), load_sectors())


def main() -> None:
    """Print the shares of right countries."""
    parser = argparse.ArgumentParser(description="Score the countries of actors")
    parser.add_argument("--show", action="store_true", help="print what is wrong in the half for tuning")
    arguments = parser.parse_args()
    coder = build_coder()
    for aside in (False, True):
        rows = [one for one in marked() if one.aside == aside]
        wrong = [one for one in rows if answer(one, coder).country != one.country]
        name = "kept aside" if aside else "for tuning"
        print(f"{name}: {len(rows) - len(wrong)} of {len(rows)} countries right ({1 - len(wrong) / len(rows):.1%})")
        if arguments.show and not aside:
            for one in wrong:
                found = answer(one, coder)
                print("  ", one.words, "|", one.country, "|", found.country, "|", found.reason)


if __name__ == "__main__":
    main()
