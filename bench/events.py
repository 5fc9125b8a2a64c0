"""Whether tellings of one event in several articles are put together: articles of the project's own; and how fast.

python -m bench.events [--show] [--folds] [--rows 100000]

Beside them the sentences of both directions, and with --folds the model of pairs (needs PARLEY_CORPORA).
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bench import event_relations
from parley.language.event_clustering import cluster_events
from parley.pipeline.build import Reader, build_reader
from parley.settings import Settings
from parley.terms.actors import Actor
from parley.terms.events import Event, EventEvidence, EventRow, EventSide, Quad

TELLINGS = Path(__file__).parent.parent / "tests" / "golden" / "tellings"
HALVES = ("tuning", "aside", "later")
Grouping = Callable[[Sequence[EventRow]], Sequence[Sequence[str]]]
"""Rows to groups of keys."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article that tells of an event."""

    event: str
    date: str
    text: str
    act: tuple[int, int]
    """Where the words stand that name the act."""


def told(half: str) -> Iterator[Told]:
    """The articles of one half, in order."""
    for line in (TELLINGS / f"{half}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            event, date, marked = line.split("\t")
            begin, end = marked.index("["), marked.index("]") - 1
            yield Told(event, date, marked.replace("[", "").replace("]", ""), (begin, end))


def read(articles: Sequence[Told], reader: Reader) -> tuple[list[EventRow], dict[str, str]]:
    """The marked events as the machine finds them, and the event that each telling is of."""
    rows: list[EventRow] = []
    gold: dict[str, str] = {}
    for number, one in enumerate(articles):
        found = reader.annotate(one.text, date=one.date, language="en")
        actors = {actor.id: actor for actor in found.actors}
        for event in found.events:
            if any(m.trigger.start < one.act[1] and one.act[0] < m.trigger.end for m in event.mentions):
                key = f"{number:03}"
                gold[key] = one.event
                rows.append(_row(key, one, event, actors))
                break
    return rows, gold


def _row(key: str, one: Told, event: Event, actors: dict[str, Actor]) -> EventRow:
    evidence = tuple(
        EventEvidence(
            start=m.sentence.start,
            end=m.sentence.end,
            exact=m.sentence.of(one.text),
            sha256=m.sha256,
            trigger=m.trigger.of(one.text),
        )
        for m in event.mentions
    )
    return EventRow(
        key=key,
        article=f"article-{key}",
        article_key=f"article-{key}",
        title=None,
        article_date=one.date,
        publication=None,
        url=None,
        language="en",
        state="proposed",
        type=event.type,
        quad=event.quad,
        score=event.score,
        mode=event.mode,
        contexts=event.contexts,
        status=event.status,
        date=event.date,
        actor=tuple(_side(key, actors[side]) for side in event.actor),
        recipient=tuple(_side(key, actors[side]) for side in event.recipient),
        place=one.text[event.place.start : event.place.end] if event.place else None,
        place_country=event.place.country if event.place else None,
        reported_by=None,
        confidence=event.confidence,
        reason=event.reason,
        evidence=evidence,
    )


def _side(key: str, actor: Actor) -> EventSide:
    return EventSide(
        key=f"{key}.{actor.id}",
        name=actor.name,
        kind=actor.kind,
        country=actor.country,
        sector=actor.sector,
        known_as=actor.known_as,
    )


def clustered(rows: Sequence[EventRow]) -> list[list[str]]:
    """What Parley puts together."""
    return [[row.key for row in cluster.tellings] for cluster in cluster_events(rows)]


def one_a_day(rows: Sequence[EventRow], *, recipients: bool) -> list[list[str]]:
    """The filter that event data are cleaned with: same type, countries and day are one."""
    groups: dict[object, list[str]] = {}
    for row in rows:
        sides = [frozenset(side.country for side in row.actor)]
        sides += [frozenset(side.country for side in row.recipient)] if recipients else []
        groups.setdefault((row.type, *sides, row.date or row.article_date), []).append(row.key)
    return list(groups.values())


def b_cubed(groups: Sequence[Sequence[str]], gold: dict[str, str]) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998)."""
    mine = {key: set(group) for group in groups for key in group}
    theirs = {key: {other for other in gold if gold[other] == gold[key]} for key in gold}
    precision = sum(len(mine[key] & theirs[key]) / len(mine[key]) for key in gold) / len(gold)
    recall = sum(len(mine[key] & theirs[key]) / len(theirs[key]) for key in gold) / len(gold)
    return 2 * precision * recall / (precision + recall)


def pair_scores(groups: Sequence[Sequence[str]], gold: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs."""
    mine = {frozenset((a, b)) for group in groups for a in group for b in group if a < b}
    theirs = {frozenset((a, b)) for a in gold for b in gold if a < b and gold[a] == gold[b]}
    right = len(mine & theirs)
    precision, recall = right / (len(mine) or 1), right / (len(theirs) or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def made_rows(number: int, *, seed: int = 1) -> list[EventRow]:
    """Events like those of a year of news: a few states act often, each event is told once to five times."""
    rng = random.Random(seed)
    states = [f"{a}{b}X" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJKLMNO"]
    weights = [1 / (place + 1) for place in range(len(states))]
    kinds: list[tuple[str, Quad]] = [
        ("ASSAULT", 4),
        ("COERCE", 4),
        ("CONSULT", 1),
        ("ACCUSE", 3),
        ("AID", 2),
        ("SANCTION", 4),
    ]
    words = [f"{a}{b}{c}e" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdfgklmnprstvz"]
    rows: list[EventRow] = []
    while len(rows) < number:
        actor, recipient = rng.choices(states, weights, k=2)
        kind = rng.choice(kinds)
        day = rng.randrange(365)
        said = [rng.choice(words) for _ in range(8)]
        for _ in range(min(number - len(rows), rng.choice((1, 1, 1, 2, 3, 5)))):
            text = " ".join(word for word in said if rng.random() < 0.8)
            rows.append(_made(len(rows), (actor, recipient), kind, day, text, dated=rng.random() < 0.7))
    return rows


def _made(number: int, sides: tuple[str, str], kind: tuple[str, Quad], day: int, text: str, *, dated: bool) -> EventRow:
    on = (date(2024, 1, 1) + timedelta(days=day)).isoformat()
    made = [EventSide(key=f"{number}.{name}", name=name, kind="state", country=name) for name in sides]
    evidence = EventEvidence(start=0, end=len(text), exact=text, sha256=str(number), trigger=text[:4])
    return EventRow(
        key=f"e{number:07}",
        article=f"a{number}",
        article_key=f"a{number}",
        title=None,
        article_date=on,
        publication=None,
        url=None,
        language="en",
        state="proposed",
        type=kind[0],
        quad=kind[1],
        score=0.0,
        mode=None,
        contexts=(),
        status="actual",
        date=on if dated else None,
        actor=(made[0],),
        recipient=(made[1],),
        place=None,
        place_country=None,
        reported_by=None,
        confidence=0.8,
        reason=None,
        evidence=(evidence,),
    )


def _print_scores(half: str, reader: Reader, *, show: bool) -> None:
    articles = list(told(half))
    rows, gold = read(articles, reader)
    events = len(set(gold.values()))
    print(f"{half}: {len(rows)} of {len(articles)} tellings found, of {events} events")
    groupings: dict[str, Grouping] = {
        "one a day, actors and recipients": partial(one_a_day, recipients=True),
        "one a day, actors": partial(one_a_day, recipients=False),
        "Parley": clustered,
    }
    for name, grouping in groupings.items():
        groups = grouping(rows)
        precision, recall, f1 = pair_scores(groups, gold)
        score = b_cubed(groups, gold)
        print(f"  {name:34} B3 F1 {score:.3f}  pairs P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    if show:
        for group in clustered(rows):
            print("   ", *(gold[key] + ":" + key for key in group))


def main() -> None:
    """Print the scores, and the seconds that many events take."""
    parser = argparse.ArgumentParser(description="Score which tellings are one event")
    parser.add_argument("--show", action="store_true", help="print the groups of the half for tuning")
    parser.add_argument("--folds", action="store_true", help="also the model of pairs, over five folds")
    parser.add_argument("--rows", type=int, default=100_000, help="events to put together for the time")
    arguments = parser.parse_args()
    reader = build_reader(Settings())
    for half in HALVES:
        _print_scores(half, reader, show=arguments.show and half == "tuning")
    for half in event_relations.HALVES:
        number, right, turned = event_relations.directions(half, reader)
        print(f"directions, {half}: {right} of {number} read rightly, {turned} turned round")
    if arguments.folds:
        for name, score in event_relations.folds(Path(os.environ["PARLEY_CORPORA"])).items():
            print(f"pairs, {name}: {score}")
    for number in (arguments.rows // 4, arguments.rows // 2, arguments.rows):
        rows = made_rows(number)
        start = time.process_time()
        found = cluster_events(rows)
        print(f"{number:,} tellings into {len(found):,} events: {time.process_time() - start:.1f} s of one core")


if __name__ == "__main__":
    main()
