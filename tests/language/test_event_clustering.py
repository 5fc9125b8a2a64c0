"""One event over several articles: what joins, what contradicts, what people hold."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.language.event_clustering import cluster_events
from parley.terms.event_clusters import EventPair
from parley.terms.events import EventRow

from .tellings import side, telling

SHELLED = "Norvian guns shelled the harbour of Liska on Monday and wounded three sailors."
AGAIN = "Three sailors were wounded when Norvia shelled the harbour of Liska."


def keys(rows: Sequence[EventRow], pairs: Sequence[EventPair] = ()) -> set[frozenset[str]]:
    """The clusters as sets of keys."""
    return {frozenset(row.key for row in cluster.tellings) for cluster in cluster_events(rows, pairs)}


ONE = {frozenset({"a", "b"})}
TWO = {frozenset({"a"}), frozenset({"b"})}


def test_two_tellings_are_one_event_with_a_score_and_a_reason() -> None:
    """The cluster is named after the earliest telling and says why it was joined."""
    rows = [telling("b", AGAIN, article_date="2024-03-06"), telling("a", SHELLED)]
    (cluster,) = cluster_events(rows)
    assert cluster.key == "a"
    assert [row.key for row in cluster.tellings] == ["a", "b"]
    (join,) = cluster.joins
    assert 0.5 <= join.score < 1
    assert cluster.score == join.score
    assert "same day" in join.reason
    assert "liska" in join.reason


@pytest.mark.parametrize(
    "other",
    [
        {"date": "2024-04-08", "article_date": "2024-04-09"},
        {"actor": (side("ALB"),)},
        {"recipient": (side("ALB"),)},
        {"status": "negated"},
        {"status": "hypothetical"},
        {"type": "AID", "quad": 2},
        {"place": "Port Vale", "place_country": "ALB"},
        {"actor": (side("Ada Norr", "NOR"),)},
    ],
    ids=["month later", "another actor", "another recipient", "negated", "hypothetical", "aid", "place", "person"],
)
def test_what_contradicts_keeps_them_apart_however_alike_the_words(other: dict[str, Any]) -> None:
    """A second attack a month later, another victim, another place: never the same event."""
    first: dict[str, Any] = {"place": "Liska", "place_country": "EST"} if "place" in other else {}
    if "Ada Norr" in str(other):
        first = {"actor": (side("Bo Viker", "NOR"),)}
    assert keys([telling("a", SHELLED, **first), telling("b", SHELLED, **other)]) == TWO


def test_another_town_on_the_same_day_is_another_event() -> None:
    """Two attacks of the same states on one day, in two towns."""
    other = "Norvia shelled a market in Kelm on Monday and killed a woman."
    assert keys([telling("a", SHELLED), telling("b", other)]) == TWO


def test_a_spelling_of_a_name_is_no_other_person() -> None:
    """Transliterations sound alike; so they do not contradict."""
    first = telling("a", SHELLED, actor=(side("Bismillah Qanooni", "AFG"),))
    assert keys([first, telling("b", AGAIN, actor=(side("Basmullah Qanuni", "AFG"),))]) == ONE


def test_who_meets_whom_may_change_places() -> None:
    """A host receives, a guest visits."""
    meeting = {"type": "CONSULT", "quad": 1, "mode": "visit"}
    first = telling("a", "Norvia's president visited Liska for talks on gas.", **meeting)
    turned = telling("b", "Estrada received Norvia's president for talks on gas.", **meeting)
    assert (
        keys([first, telling("b", turned.evidence[0].exact, actor=(side("EST"),), recipient=(side("NOR"),), **meeting)])
        == ONE
    )


def test_what_was_announced_for_a_day_and_then_told_of_is_one() -> None:
    """Only where both name the day."""
    assert keys([telling("a", SHELLED, status="future"), telling("b", AGAIN)]) == ONE
    assert keys([telling("a", SHELLED, status="future", date=None), telling("b", AGAIN)]) == TWO


def test_an_undated_telling_of_the_days_after_belongs_to_it() -> None:
    """What an article tells without a date was so shortly before; months later it is not joined."""
    assert keys([telling("a", SHELLED), telling("b", AGAIN, date=None, article_date="2024-03-08")]) == ONE
    assert keys([telling("a", SHELLED), telling("b", AGAIN, date=None, article_date="2024-09-08")]) == TWO


def test_without_any_date_nothing_is_joined_but_copies() -> None:
    """Undated pages say nothing of when; the same sentence in two copies of an article is one event all the same."""
    undated: dict[str, Any] = {"date": None, "article_date": None}
    assert keys([telling("a", SHELLED, **undated), telling("b", SHELLED, **undated)]) == TWO
    assert keys([telling("a", SHELLED, printing="7", **undated), telling("b", SHELLED, printing="7", **undated)]) == ONE


def test_copies_of_an_article_never_make_a_second_event() -> None:
    """Even where a reprint was dated a month later."""
    later = telling("b", SHELLED, printing="7", date="2024-04-08", article_date="2024-04-09")
    assert keys([telling("a", SHELLED, printing="7"), later]) == ONE


def test_within_one_article_nothing_is_joined() -> None:
    """That was done when it was read, by one who saw more."""
    assert keys([telling("a", SHELLED, article_key="x"), telling("b", SHELLED, article_key="x")]) == TWO


def test_what_people_hold_wins() -> None:
    """Joined though nothing is alike, apart though all is; and what is apart keeps a third from bridging the two."""
    rows = [telling("a", SHELLED), telling("b", AGAIN)]
    apart = EventPair(first="a", second="b", verdict="apart")
    assert keys(rows, [apart]) == TWO
    third = telling("c", SHELLED)
    found = keys([*rows, third], [apart])
    assert not any({"a", "b"} <= cluster for cluster in found)
    far = telling("b", "Aid came.", type="AID", quad=2, date="2020", actor=(side("ALB"),))
    same = EventPair(first="a", second="b", verdict="same")
    (cluster,) = cluster_events([rows[0], far], [same])
    assert cluster.joins[0].score == 1.0
    assert cluster.joins[0].reason == "A person said so."


def test_a_verdict_on_what_is_gone_changes_nothing() -> None:
    """One of the two was rejected meanwhile."""
    assert keys([telling("a", SHELLED)], [EventPair(first="a", second="z", verdict="same")]) == {frozenset({"a"})}


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_rows_makes_no_difference(seed: int) -> None:
    """The same tellings make the same clusters with the same reasons, and every row is in exactly one."""
    rng = random.Random(seed)
    states = ["NOR", "EST", "ALB"]
    words = "guns harbour sailors market bridge school fire night dawn ship".split()
    rows = [
        telling(
            f"e{number:02}",
            " ".join(rng.choices(words, k=6)),
            actor=(side(rng.choice(states)),),
            recipient=(side(rng.choice(states)),),
            date=rng.choice(["2024-03-04", "2024-03-05", "2024-03", None]),
        )
        for number in range(40)
    ]
    found = {cluster.key: cluster for cluster in cluster_events(rows)}
    assert sorted(row.key for cluster in found.values() for row in cluster.tellings) == [row.key for row in rows]
    rng.shuffle(rows)
    assert {cluster.key: cluster for cluster in cluster_events(rows)} == found


def test_a_crowd_of_events_of_two_states_is_told_apart_by_its_words() -> None:
    """Where many share sides and days, those are compared that share rare words."""
    towns = [
        f"{first}{last}" for first in ("Al", "Be", "Co", "Du", "El", "Fo") for last in ("burg", "mere", "nik", "tova")
    ]
    rows = []
    for number, town in enumerate(towns):
        text = f"Norvia shelled the mill of {town} on Monday."
        rows += [telling(f"{number:02}a", text), telling(f"{number:02}b", f"Guns of Norvia hit a mill in {town}.")]
    found = keys(rows)
    assert sum(frozenset({f"{number:02}a", f"{number:02}b"}) in found for number in range(len(towns))) >= 22
