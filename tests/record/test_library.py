"""Articles and the library: corrections, work, tags, collections, outlets and saved searches."""

from __future__ import annotations

from typing import Any

import pytest

from parley.errors import RecordError, UsageError
from parley.record import Store, verify

from .builders import dump, simple_reading, write

OUTLETS = {"one": "The Post", "two": "The Herald", "three": "The Post", "four": None}
DATES = {"one": "2024-01-02", "two": "2024-02", "three": "2023", "four": None}


def reading(name: str, words: str = "it rains", **fields: Any) -> Any:
    """A page of one statement, with its outlet and date."""
    made = {"publication": OUTLETS[name], "date": DATES[name]} | fields
    return simple_reading(name, f"In {name} he said {words}.", ("he", "said", words), **made)


@pytest.fixture
def filled(store: Store) -> Store:
    """Four articles of two outlets and none."""
    write(store, *map(reading, OUTLETS))
    return store


def names(store: Store, query: str) -> list[str]:
    """Names of the articles that meet a query, in three ways that must agree."""
    view = store.view()
    listed = sorted(row.article for row in view.articles(query=query))
    assert listed == sorted(row.article for row in view.statements(query=query))
    assert listed == sorted({hit.article for hit in view.find(query, limit=None)})
    return listed


def test_a_corrected_date_holds_everywhere_and_for_good(filled: Store) -> None:
    """Lists, filters, searches, months and the next reading have it; undo takes it back everywhere."""
    judge, view = filled.judge("Anna Lind"), filled.view()
    before = [row.article for row in view.articles()]
    judge.articles.correct("one", "date", "2025-05-06")
    for again in (False, True):
        if again:
            write(filled, reading("one", date="2024-01-03", title="Another"))
        assert next(row.date for row in view.articles()) == "2025-05-06"
        assert [row.article for row in view.articles(since="2025")] == ["one"]
        assert [row.article for row in view.statements(until="2024-12")] == ["two", "three"]
        assert names(filled, "date:2025-05") == ["one"]
        assert view.find("rains", order="date")[0].date == "2025-05-06"
        assert {one.value: one.number for one in view.tallies("rains", "month")} == {
            "2025-05": 1, "2024-02": 1, "2023": 1, None: 1,
        }  # fmt: skip
        assert view.article("one").reading.article.date == "2025-05-06"
        assert verify(filled).faults == ()
    judge.undo()
    assert view.article("one").reading.article.date == "2024-01-03"
    assert names(filled, "date:2025-05") == []
    assert [row.article for row in view.articles()] == before
    judge.articles.correct("one", "date", None)
    assert view.articles()[-1].article == "one" or view.articles()[-2].article == "one"
    assert verify(filled).faults == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "2023-02-30"), ("date", "2023-13"), ("date", "23"), ("date", 2023), ("date", "2023-8"),
        ("genre", "poem"), ("language", None), ("language", ""), ("title", 3), ("colour", "red"),
        ("byline", [["A. Writer"]]), ("byline", [("A. Writer", 3)]), ("byline", [("a", "b", "c")]), ("byline", [" "]),
    ],
)  # fmt: skip
def test_a_wrong_correction_is_refused(filled: Store, field: str, value: Any) -> None:
    """A value that does not fit its field is never kept, so that no list breaks over it."""
    before = dump(filled, run_log=True)
    with pytest.raises(UsageError):
        filled.judge("Anna Lind").articles.correct("one", field, value)
    assert dump(filled, run_log=True) == before


@pytest.mark.parametrize(
    "value", ["A. Writer", ["A. Writer"], [("A. Writer", None)], [["A. Writer", "editor"]], None]
)  # fmt: skip
def test_a_byline_is_names_or_pairs(filled: Store, value: Any) -> None:
    """However it is given, every list of articles and statements shows it."""
    filled.judge("Anna Lind").articles.correct("one", "byline", value)
    shown = () if value is None else ("A. Writer",)
    assert next(row.byline for row in filled.view().articles() if row.article == "one") == shown
    assert filled.view().statements(article="one")[0].byline == shown
    assert tuple(one.name for one in filled.view().article("one").reading.article.byline) == shown


def test_work_on_an_article(filled: Store) -> None:
    """Irrelevance has a reason; two people read it through, each undoes only their own; queries find both."""
    anna, ben = filled.judge("Anna Lind"), filled.judge("Ben Roe")
    with pytest.raises(UsageError, match="needs a reason"):
        anna.articles.work("one", "irrelevant", reason="  ")
    with pytest.raises(UsageError, match="no state of work"):
        anna.articles.work("one", "finished")
    anna.articles.work("one", "irrelevant", reason="sports")
    assert names(filled, "work:irrelevant") == ["one"]
    anna.articles.read_through("two")
    ben.articles.read_through("two")
    steps = len(filled.view().history())
    ben.articles.read_through("two")
    assert len(filled.view().history()) == steps
    (last,) = filled.view().judgements("article", filled.view().page_text_of("two"))[-1:]
    assert len((last.after or {})["read_by"]) == 2
    with pytest.raises(RecordError, match="step 3 has changed the same article"):
        anna.undo(2)
    ben.undo()
    assert anna.undo() == 2
    assert names(filled, "work:read") == []
    assert verify(filled).faults == ()


def test_tags_on_articles_and_entries(filled: Store) -> None:
    """A tag finds its articles and its entries, under any spelling, until it is taken off."""
    judge = filled.judge("Anna Lind").articles
    key = filled.view().statements(article="three")[0].key
    judge.tag(["one"], "Front Page", entries=[key])
    assert names(filled, 'tag:"front  PAGE"') == ["one", "three"]
    assert filled.view().statements(article="three")[0].tags == ("Front Page",)
    judge.untag(["one"], "front page")
    assert names(filled, 'tag:"front page"') == ["three"]
    judge.untag([], "FRONT PAGE", entries=[key])
    assert names(filled, 'tag:"front page"') == []
    filled.judge("Anna Lind").undo()
    assert names(filled, 'tag:"front page"') == ["three"]
    assert verify(filled).faults == ()
    with pytest.raises(UsageError):
        judge.tag(["one"], " ")
    with pytest.raises(RecordError):
        judge.tag(["nowhere"], "x")


@pytest.mark.parametrize(
    ("rule", "members"),
    [
        ({"outlets": ["the  POST"]}, ["one", "three"]),
        ({"since": "2024"}, ["one", "two"]),
        ({"until": "2023"}, ["three"]),
        ({"outlets": ["The Post"], "since": "2024"}, ["one"]),
        ({"query": "snows OR rains", "without": ["two"]}, ["four", "one", "three"]),
        ({"query": "snows"}, []),
        ({"query": "snows", "articles": ["four"]}, ["four"]),
        ({"articles": ["one", "four"], "without": ["one"]}, ["four"]),
        ({"without": ["one"]}, ["four", "three", "two"]),
        ({}, ["four", "one", "three", "two"]),
        ({"query": "collection:Inner NOT date:2023"}, ["one"]),
    ],
)
def test_a_collection_is_what_its_rule_says(filled: Store, rule: dict[str, Any], members: list[str]) -> None:
    """By outlets, period, query, articles with and without, and other collections."""
    judge = filled.judge("Anna Lind")
    judge.library.collect("Inner", outlets=["The Post"])
    judge.library.collect("Mine", **rule)
    assert names(filled, "collection:mine") == members
    assert names(filled, "NOT collection:Mine") == sorted(set(OUTLETS) - set(members))
    assert verify(filled).faults == ()
    judge.undo()
    with pytest.raises(RecordError, match="no such collection"):
        filled.view().find("collection:mine")


def test_a_collection_never_refers_to_itself(filled: Store) -> None:
    """Neither directly nor by way of others, by name or by key: such a rule would have no end."""
    judge = filled.judge("Anna Lind").library
    judge.collect("Inner", outlets=["The Post"])
    judge.collect("Outer", query="collection:inner OR snows")
    key = next(row[0] for row in dump(filled)["collection"] if row[1] == "Outer")
    before = dump(filled, run_log=True)
    for query in ("collection:INNER", "NOT collection:outer", f"rains collection:{key}"):
        with pytest.raises(UsageError, match="refers to the collection itself"):
            judge.collect("Inner", query=query)
        assert dump(filled, run_log=True) == before
    for wrong in ({"since": "soon"}, {"query": "rains AND"}, {"until": "2023-1"}):
        with pytest.raises(UsageError):
            judge.collect("Other", **wrong)
    with pytest.raises(RecordError):
        judge.collect("Other", articles=["nowhere"])
    judge.drop_collection("Outer")
    assert [row.name for row in filled.view().collections()] == ["Inner"]


def test_what_is_known_of_outlets(filled: Store) -> None:
    """Attributes are queries; those not named stay; wrong ones are refused."""
    judge = filled.judge("Anna Lind").library
    judge.describe_outlet("the post", country="NOR", owner="A. Owner", reliability="B")
    judge.describe_outlet("The Post", state_run=True, reach="local")
    post = next(row for row in filled.view().outlets() if row.name == "The Post")
    assert (post.country, post.owner, post.reach, post.reliability, post.state_run, post.articles) == (
        "NOR", "A. Owner", "local", "B", True, 2,
    )  # fmt: skip
    for query in ("country:nor", 'owner:"a. owner"', "reach:local", "reliability:b", "staterun:yes"):
        assert names(filled, query) == ["one", "three"]
    assert names(filled, "staterun:no") == []
    for wrong in ({"colour": "red"}, {"reach": "far"}, {"reliability": "G"}, {"state_run": "yes"}, {"country": 3}):
        with pytest.raises(UsageError):
            judge.describe_outlet("The Post", **wrong)
    assert verify(filled).faults == ()


def test_saved_searches(filled: Store) -> None:
    """Kept under a folded name, replaced, dropped; one that cannot be read is not kept."""
    judge = filled.judge("Anna Lind")
    judge.library.save_search("Rain", "rains")
    judge.library.save_search("rain", "rain*")
    assert [(row.name, row.query) for row in filled.view().saved_searches()] == [("rain", "rain*")]
    with pytest.raises(UsageError):
        judge.library.save_search("Bad", '"')
    judge.library.drop_search("RAIN")
    assert filled.view().saved_searches() == ()
    judge.undo()
    judge.undo()
    assert [(row.name, row.query) for row in filled.view().saved_searches()] == [("Rain", "rains")]
    assert verify(filled).faults == ()
