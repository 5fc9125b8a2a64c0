"""A record as of a moment shows what it showed then, whatever was read and judged since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import ParleyError, UsageError
from parley.record import Store, audit, entries, steps, verify, versions, writer
from parley.record.as_of import last_moment
from parley.terms.actors import Actor, Mention
from parley.terms.exchange import StatementType, Variable

from .builders import example_reading, simple_reading, with_statements, write
from .test_entries import READING, fresh_store, statements

WORDS = "Nina Novak said it rains."
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """A clock by which no two things happen at once; half an hour passes each time it is read."""
    monkeypatch.undo()
    at = [START]

    def now() -> str:
        at[0] += timedelta(minutes=30)
        return at[0].isoformat(timespec="milliseconds").replace("+00:00", "Z")

    for module in (audit, steps, versions, writer, entries):
        if hasattr(module, "now"):
            monkeypatch.setattr(module, "now", now)
    return now


def novak(name: str = "Nina Novak", **fields: Any) -> Any:
    """A reading of one statement by one speaker."""
    kind: Any = fields.pop("kind", "person")
    speaker = Actor(id="a1", name=name, kind=kind, known_as=fields.pop("known_as", None))
    return simple_reading("one", WORDS, ("Nina Novak", "said", "it rains"), speaker=speaker, **fields)


def rows(store: Store, as_of: str | None = None) -> dict[str, Any]:
    """Everything that a view shows, but for what the run log alone tells."""
    view = store.view(as_of=as_of)
    articles = view.articles()
    return {
        "statements": list(view.statements(withdrawn=True)),
        "differing": [row.key for row in view.statements(differing=True)],
        "articles": articles,
        "readings": [view.article(row.key) for row in articles],
        "actors": view.actors(),
        "found": view.find_actor("Nina Novak"),
        "concepts": view.concepts(),
        "types": view.statement_types(),
        "entities": view.entities(),
        "collections": view.collections(),
        "searches": view.saved_searches(),
        "outlets": view.outlets(),
        "counts": view.counts(),
        "history": [replace(step, stands=True) for step in view.history()],
    }


def doings(store: Store) -> Iterator[Callable[[], object]]:
    """A working life: readings and judgements of every kind, undone and redone."""
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")

    def key(article: str = "one") -> str:
        return store.view().statements(article=article, withdrawn=True)[0].key

    yield lambda: write(store, example_reading())
    yield lambda: write(store, novak(date="2024-01"))
    yield lambda: anna.entries.accept([key()], reason="so it is")
    yield lambda: write(store, novak("Nina Nowak", date="2024-02", known_as="NOW"))
    yield lambda: ben.actors.rename(store.view().article("one").entries["a1"] and "Nina Nowak", "N. Nowak")
    yield lambda: anna.actors.split([store.view().article("one").entries["a1"]], "Nina the Younger")
    yield lambda: anna.actors.merge("Moscow", ["NATO"])
    yield lambda: anna.entries.edit(key("visit"), speakers=["Olga Orlova"], polarity="denied")
    yield ben.undo
    yield lambda: anna.undo(4)
    yield lambda: write(store, novak("Nina Nowak", kind="other", date="2024-03"))
    yield lambda: ben.entries.reject([key()])
    yield lambda: anna.codebook.define("Rain", definition="wet")
    yield lambda: anna.codebook.code([key("visit")], "Rain", "agree")
    yield lambda: ben.articles.correct("one", "date", "2023-12-31")
    yield lambda: ben.articles.read_through("visit")
    yield lambda: write(store, simple_reading("one", WORDS))
    yield lambda: write(store, simple_reading("one", WORDS + " Or not.", ("Nina Novak", "said", "it rains")))
    yield ben.undo
    yield lambda: anna.library.collect("Wet", query="rains")
    yield lambda: anna.codebook.define_type(
        StatementType(name="Claim", variables=(Variable(name="who", kind="short text"),))
    )
    yield lambda: anna.entries.edit(key("visit"), statement_type="Claim", values={"who": "Moscow"})
    yield anna.undo
    yield anna.redo
    yield lambda: ben.articles.tag(["visit"], "wet", entries=[key("visit")])
    yield lambda: anna.codebook.rename("Rain", "Snow")
    yield lambda: ben.entries.merge(key("visit"), [store.view().statements(article="visit")[1].key])


def test_each_moment_shows_what_was_shown_then(store: Store, ticking: Callable[[], str]) -> None:
    """Between any two readings or judgements the whole view is as it was, row for row."""
    shown = []
    for doing in doings(store):
        doing()
        shown.append((ticking(), rows(store)))
    assert verify(store).faults == ()
    every = 1 if store.engine.dialect.name == "sqlite" else 5  # a view of the past is made anew for each question
    for number, (moment, then) in list(enumerate(shown))[::every]:
        now = rows(store, moment)
        for name, value in then.items():
            assert now[name] == value, f"{name} after doing {number}"
    assert rows(store, "2026") == shown[-1][1]
    assert rows(store, "2026-11") == shown[-1][1]
    assert list(store.view(as_of="2025").statements()) == []


def test_a_day_takes_in_all_that_happened_on_it(store: Store, ticking: Callable[[], str]) -> None:
    """To the last millisecond, and nothing of the next day; a minute and a second likewise."""
    write(store, novak())
    judge = store.judge("Anna Lind")
    key = store.view().statements()[0].key
    while (moment := ticking()) < "2026-11-20T23":
        pass
    judge.entries.accept([key])
    (step,) = store.view().history()
    assert moment < step.recorded_at < "2026-11-21T00:00"
    while ticking() < "2026-11-21T05":
        pass
    judge.entries.reject([key])

    def state(as_of: str) -> list[str]:
        return [row.state for row in store.view(as_of=as_of).statements(withdrawn=True)]

    at = step.recorded_at
    assert state("2026-11-20") == state(at) == state(at[:16] + "Z") == state(at[:19] + "Z") == ["accepted"]
    assert state("2026-11-21") == ["rejected"]
    assert state(moment) == ["proposed"]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023", "2023-12-31T23:59:59.999Z"),
        ("2023-08", "2023-08-31T23:59:59.999Z"),
        ("2023-08-09", "2023-08-09T23:59:59.999Z"),
        ("2023-08-09T12:00Z", "2023-08-09T12:00:59.999Z"),
        ("2023-08-09T12:00:01Z", "2023-08-09T12:00:01.999Z"),
        ("2023-08-09T12:00:01.5Z", "2023-08-09T12:00:01.500Z"),
        ("2023-08-09T12:00:01.123456Z", "2023-08-09T12:00:01.123Z"),
    ],
)
def test_a_date_is_filled_up_to_its_last_moment(written: str, moment: str) -> None:
    """In the form that every time of the record has, so that no collation of a server compares them otherwise."""
    assert last_moment(written) == moment


def test_a_wrong_date_is_refused(store: Store) -> None:
    """When the view is asked for, not later; and so is a search in the past."""
    for wrong in ("yesterday", "2023-8", "2023-08-09 12:00", "2023-08-09T12:00:00+01:00", "'; DROP TABLE step"):
        with pytest.raises(UsageError, match="not a date"):
            store.view(as_of=wrong)
    view = store.view(as_of="2026")
    for search in (
        lambda: view.find("rain"),
        lambda: view.tallies("rain"),
        lambda: view.articles(query="rain"),
        lambda: view.statements(query="rain"),
        lambda: view.counts_by_state("rain"),
    ):
        with pytest.raises(UsageError, match="only the present"):
            search()


def test_links_that_a_later_reading_moved_lead_where_they_led(store: Store, ticking: Callable[[], str]) -> None:
    """A statement whose speaker became another entry later is said by the one who said it then."""
    write(store, novak())
    moment, then = ticking(), rows(store)
    reading = novak(kind="other")
    moved = Mention(id="m1", start=16, end=18, kind="person", form="name", actor="a1")
    write(store, replace(reading, proposals=replace(reading.proposals, mentions=(moved,))))
    assert rows(store) != then
    assert rows(store, moment) == then


ACTS = st.lists(
    st.one_of(
        statements(),
        st.tuples(st.sampled_from(["accept", "reject", "edit", "undo", "redo", "tag"]), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(ACTS)
def test_any_past_is_shown_as_it_was(ticking: Callable[[], str], acts: list[Any]) -> None:
    """Random readings and judgements: after each of them, the record as of any moment before is what was shown."""
    with fresh_store() as store:
        write(store, READING)
        shown = [(ticking(), rows(store))]
        for act in acts:
            if act and isinstance(act[0], str):
                keys = sorted(row.key for row in store.view().statements(withdrawn=True))
                judge = store.judge("Anna Lind")
                key = keys[act[1] % len(keys)]
                try:
                    if act[0] in ("undo", "redo"):
                        getattr(judge, act[0])()
                    elif act[0] == "edit":
                        judge.entries.edit(key, polarity="denied")
                    elif act[0] == "tag":
                        judge.articles.tag([], "wet", entries=[key])
                    else:
                        getattr(judge.entries, act[0])([key])
                except ParleyError:
                    pass
            else:
                write(store, with_statements(READING, *act))
            shown.append((ticking(), rows(store)))
        for moment, then in shown:
            assert rows(store, moment) == then
