"""Judging at the desk, by plain forms and by parts of pages: what is done, where it leads, who was faster."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from parley.web import create_app
from tests.web.scene import HTMX, Scene, basis, shown


def act(client: TestClient, key: str, kind: str, headers: Any = None, **fields: str) -> Any:
    """An action on an entry."""
    return client.post(f"/entries/{key}/{kind}", data=fields, headers=headers or {})


def state(scene: Scene, key: str) -> str:
    """The state of an entry."""
    return scene.store.view().statement(key).state


def test_plain_forms_judge(both: Scene) -> None:
    """Each action of a card does what it says, and leads back to the card."""
    client, row = both.enter(), both.row("that aid")
    for kind, fields, becomes in (
        ("accept", {}, "accepted"),
        ("retract", {}, "retracted"),
        ("accept", {}, "accepted"),
        ("reject", {"reason": "wrong words"}, "rejected"),
        ("accept", {}, "accepted"),
    ):
        answer = act(client, row.key, kind, **fields)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/entries/{row.key}")
        assert state(both, row.key) == becomes
    act(client, row.key, "edit", certainty="possible", polarity="denied", said="2024-01")
    found = both.store.view().statement(row.key)
    assert (found.certainty, found.polarity, found.said, found.state) == ("possible", "denied", "2024-01", "accepted")
    act(client, row.key, "comment", words="Look again")
    act(client, row.key, "tag", name="urgent")
    page = client.get(f"/entries/{row.key}").text
    assert "Look again" in page
    assert "urgent" in page
    assert "wrong words" in page
    steps = both.store.view().history(coder="ana")
    assert {one.coder for one in steps} == {"ana"}


def test_parts_of_pages_judge(scene: Scene) -> None:
    """A script gets the card anew, without a frame."""
    client, row = scene.enter(), scene.row("that aid")
    answer = act(client, row.key, "accept", HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'role="status"' in answer.text
    assert basis(answer.text) != "0"
    assert state(scene, row.key) == "accepted"


def test_codings(both: Scene) -> None:
    """A concept is assigned, toggled off, taken off; a new one is defined by being used."""
    client, row = both.enter(), both.row("that help")

    def codes() -> list[tuple[str, str]]:
        return [(one.concept, one.stance) for one in both.store.view().statement(row.key).concepts]

    act(client, row.key, "code", concept="aid", stance="disagree")
    assert codes() == [("Aid", "disagree")]
    act(client, row.key, "code", concept="Aid", stance="disagree", toggle="1")
    assert codes() == []
    act(client, row.key, "code", concept="Ceasefire", stance="neutral")
    assert codes() == [("Ceasefire", "neutral")]
    act(client, row.key, "uncode", concept="Ceasefire")
    assert codes() == []
    assert act(client, row.key, "code", concept=" ").status_code == 400
    assert act(client, row.key, "code", concept="Aid", stance="maybe").status_code == 400
    assert act(client, row.key, "uncode", concept="Nothing").status_code == 404


def test_splitting_and_merging(scene: Scene) -> None:
    """A statement becomes two; two of one article become one."""
    client, row = scene.enter(), scene.row("that aid")
    text = scene.store.view().article(row.article_key).reading.article.text
    at = text.index("aid must grow")
    assert act(client, row.key, "split", parts=f"{at}-{at + 3};{at + 9}-{at + 13}").status_code == 303
    assert scene.store.view().statement(row.key).content == "aid"
    other = scene.row("grow")
    assert act(client, row.key, "merge", others=other.key).status_code == 303
    assert scene.store.view().statement(other.key).state == "merged"
    assert act(client, row.key, "merge", others=row.key).status_code == 400
    assert act(client, row.key, "merge", others="none").status_code == 409
    far = scene.row("that sanctions")
    assert act(client, row.key, "merge", others=far.key).status_code == 409


@pytest.mark.parametrize(
    ("kind", "fields", "status"),
    [
        ("retract", {}, 409),
        ("edit", {}, 400),
        ("edit", {"certainty": "sure"}, 400),
        ("edit", {"said": "yesterday"}, 400),
        ("edit", {"content_spans": "5-3"}, 400),
        ("edit", {"content_spans": "1-999999999"}, 409),
        ("edit", {"content_spans": "1-" + "9" * 5000}, 400),
        ("edit", {"content_spans": "a-b"}, 400),
        ("edit", {"content_spans": "-4-5"}, 400),
        ("edit", {"content_spans": ","}, 400),
        ("edit", {"speakers": "!!"}, 400),
        ("edit", {"statement_type": "None such"}, 400),
        ("comment", {"words": "  "}, 400),
        ("comment", {"words": "a\x00b"}, 400),
        ("comment", {"words": "x" * 30_000}, 400),
        ("split", {"parts": "1-3"}, 400),
        ("split", {"parts": "1-3;x"}, 400),
        ("tag", {"name": ""}, 400),
        ("tag", {"name": "t" * 5000}, 400),
        ("code", {"concept": "c" * 600}, 400),
        ("accept", {"basis": "x"}, 400),
        ("accept", {"basis": "9" * 6000}, 400),
        ("accept", {"queue": "order=evil"}, 400),
        ("fly", {}, 400),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    both: Scene, kind: str, fields: dict[str, str], status: int
) -> None:
    """Nothing is changed, and the answer says what to do; as a page and as a part of one."""
    client, row = both.enter(), both.row("that aid")
    before = both.steps()
    for headers in ({}, HTMX):
        answer = act(client, row.key, kind, headers, **fields)
        assert answer.status_code == status, answer.text
        assert 'role="alert"' in answer.text
    assert both.steps() == before
    assert act(client, "none", "accept").status_code == 404


def test_values_of_a_type(both: Scene) -> None:
    """Each kind of variable is kept as what it is; wrong values are refused and change nothing."""
    client, row = both.enter(), both.row("that aid")
    given = {
        "value frame": "growth",
        "value why": "It\nmust",
        "value strength": "3",
        "value public": "no",
    }
    assert act(client, row.key, "edit", statement_type="Claim", **given).status_code == 303
    found = both.store.view().statement(row.key)
    assert found.statement_type == "Claim"
    assert dict(found.values) == {"frame": "growth", "why": "It\nmust", "strength": 3, "public": False}
    for name, value in (
        ("strength", "x"),
        ("strength", "--5"),
        ("strength", "9"),
        ("strength", "1" * 5000),
        ("strength", "²"),
        ("public", "perhaps"),
    ):
        wrong = given | {f"value {name}": value}
        assert act(client, row.key, "edit", statement_type="Claim", **wrong).status_code == 400, (name, value)
    assert dict(both.store.view().statement(row.key).values)["strength"] == 3
    act(client, row.key, "edit", statement_type="")
    assert both.store.view().statement(row.key).statement_type is None


def test_an_actor_is_found_by_what_was_typed(scene: Scene) -> None:
    """One of the article by its name or the beginning of a word of it, then the one of the record, then a new one."""
    client, row = scene.enter(), scene.row("that aid")

    def speakers(typed: str) -> tuple[str, ...]:
        act(client, row.key, "edit", speakers=typed)
        return tuple(scene.store.view().statement(row.key).speakers)

    assert speakers("hosseini") == ("Seyed Abbas Hosseini",)
    assert speakers("lind") == ("Anna Lind",)
    assert speakers("Dora Dahl; Anna Lind") == ("Dora Dahl", "Anna Lind")
    assert speakers("or") == ("or",)


def test_two_coders_do_not_overwrite_each_other(both: Scene) -> None:
    """The second is shown what the first did; when they press again, it counts; a third in between is shown too."""
    ana, ben, row = both.enter("ana"), both.enter("ben"), both.row("that aid")
    page = ana.get(f"/entries/{row.key}").text
    act(ben, row.key, "reject", reason="said twice", basis=basis(page))
    for headers, status in (({}, 409), (HTMX, 200)):
        answer = act(ana, row.key, "accept", headers, basis=basis(page))
        assert answer.status_code == status
        assert "Somebody was faster" in answer.text
        assert "ben" in answer.text
        assert "said twice" in answer.text
        assert state(both, row.key) == "rejected"
    act(ben, row.key, "accept")
    again = act(ana, row.key, "reject", basis=basis(answer.text), anyway="1")
    assert again.status_code == 409
    assert state(both, row.key) == "accepted"
    assert act(ana, row.key, "reject", basis=basis(again.text)).status_code == 303
    assert state(both, row.key) == "rejected"
    assert "ana" in ben.get(f"/entries/{row.key}").text


def test_two_desks_over_one_record_do_not_overwrite_each_other(both: Scene) -> None:
    """What was done at another desk since the page was made is shown, and nothing is overwritten."""
    other = Scene(create_app(both.desk.settings, hosts=["testserver"]))
    try:
        ana, ben, row = both.enter("ana"), other.enter("ben"), both.row("that aid")
        seen = basis(ana.get(f"/entries/{row.key}").text)
        assert act(ben, row.key, "reject", basis=seen).status_code == 303
        answer = act(ana, row.key, "accept", basis=seen)
        assert answer.status_code == 409
        assert "Somebody was faster" in answer.text
        assert state(both, row.key) == "rejected"
    finally:
        other.store.close()


def test_ones_own_steps_are_no_conflict(scene: Scene) -> None:
    """A card that was opened twice by one person judges twice."""
    ana, row = scene.enter("ana"), scene.row("that aid")
    seen = basis(ana.get(f"/entries/{row.key}").text)
    act(ana, row.key, "accept", basis=seen)
    assert act(ana, row.key, "edit", certainty="possible", basis=seen).status_code == 303


def test_the_queue_goes_on(both: Scene) -> None:
    """Without script: each judgement leads to the next entry, and the end says so."""
    client = both.enter()
    number = both.store.view().waiting()
    page = client.get("/queue")
    seen = []
    for _ in range(number):
        key = shown(page.text)
        seen.append(key)
        answer = act(client, key, "accept", queue="order=uncertain", basis=basis(page.text))
        assert answer.status_code == 303
        page = client.get(answer.headers["location"])
        assert page.status_code == 200
    assert len(set(seen)) == number
    assert f"That was the last of {number}" in page.text
    assert both.store.view().waiting() == 0
    assert "Nothing waits" in client.get("/queue").text


def test_the_queue_goes_on_in_parts(scene: Scene) -> None:
    """With script: the next card comes in the answer, with its address."""
    client = scene.enter()
    key = shown(client.get("/queue?order=text").text)
    answer = act(client, key, "reject", HTMX, reason="other", queue="order=text")
    assert answer.status_code == 200
    following = shown(answer.text)
    assert following != key
    assert answer.headers["hx-push-url"] == f"/queue?order=text&at={following}"
    assert shown(client.get(answer.headers["hx-push-url"]).text) == following
    coded = act(client, following, "code", HTMX, concept="Aid", queue="order=text")
    assert shown(coded.text) == following


def test_the_order_of_a_queue(scene: Scene) -> None:
    """By the text: as the statements stand; of a filter: only what meets it; an entry that is unknown: the first."""
    client = scene.enter()
    first = shown(client.get("/queue?order=text&q=aid").text)
    assert first in (scene.row("that aid").key, scene.row("that help").key)
    assert shown(client.get("/queue?order=text&q=aid&at=unknown").text) == first
    assert shown(client.get("/queue?order=text&q=aid&at=unknown&on=1").text) == first
    assert "No statement or event meets this filter" in client.get("/queue?q=nowhere").text
    assert client.get("/queue?order=size").status_code == 400
    assert client.get('/queue?q="').status_code == 400


def test_undo_comes_back_to_the_entry(both: Scene) -> None:
    """From the next entry of the queue, and with what was judged waiting again; redo does it again."""
    client = both.enter()
    key = shown(client.get("/queue").text)
    following = act(client, key, "accept", HTMX, queue="order=uncertain")
    back = following.headers["hx-push-url"]
    answer = client.post("/undo", data={"back": back})
    assert shown(client.get(answer.headers["location"]).text) == key
    assert state(both, key) == "proposed"
    assert shown(client.get(client.post("/redo", data={"back": back}).headers["location"]).text) == key
    assert state(both, key) == "accepted"
    assert client.post("/undo", data={"step": "abc"}).status_code == 400
    assert client.post("/undo", data={"step": "99999"}).status_code == 409
    assert client.post("/redo", headers=HTMX).status_code == 409
    assert both.enter("ben").post("/undo").status_code == 409


def test_a_queue_that_was_forgotten_is_made_again(scene: Scene) -> None:
    """Orders are kept for so many filters only; the entry at hand stays, whatever was forgotten."""
    client = scene.enter()
    key = shown(client.get("/queue").text)
    for number in range(100):
        client.get(f"/queue?q=nothing{number}")
    assert len(scene.desk.queues) <= 64
    answer = act(client, key, "accept", HTMX, queue="order=uncertain")
    assert shown(answer.text) != key


def test_the_number_that_waits_is_right_after_a_judgement(scene: Scene) -> None:
    """It may be counted a moment ago, but not from before one's own judgement."""
    client = scene.enter()
    number = scene.store.view().waiting()
    assert f'<span id="waiting">{number}</span>' in client.get("/").text
    act(client, scene.row("that aid").key, "accept")
    assert f'<span id="waiting">{number - 1}</span>' in client.get("/").text


def test_all_that_meet_a_filter(both: Scene) -> None:
    """They are shown, then judged in one step; where they became more or fewer meanwhile, nothing is done."""
    client, ben = both.enter(), both.enter("ben")
    preview = client.get("/queue/all?q=lind&kind=accept")
    assert "3" in preview.text
    before = both.steps()
    act(ben, both.row("that sanctions").key, "reject", reason="other")
    form = {"kind": "accept", "queue": "q=lind", "expected": "3"}
    answer = client.post("/queue/all", data=form)
    assert answer.status_code == 409
    assert both.steps() == before + 1
    assert client.post("/queue/all", data=form | {"expected": "2", "reason": "All"}).status_code == 303
    assert state(both, both.row("that aid").key) == "accepted"
    assert state(both, both.row("that help").key) == "accepted"
    client.post("/undo")
    assert state(both, both.row("that help").key) == "proposed"
    assert client.post("/queue/all", data=form | {"kind": "burn"}).status_code == 400
    assert client.post("/queue/all", data=form | {"expected": "x"}).status_code == 422
    assert client.get("/queue/all?q=lind) OR (nato").status_code == 400


def test_a_statement_is_added_from_words(both: Scene) -> None:
    """The words that were selected become a statement with its speaker; what names no words is refused."""
    client, article = both.enter(), both.article()
    text = both.store.view().article(article).reading.article.text
    at = text.index("This path goes on")
    form = {"content": f"{at}-{at + 17}", "speaker": "hosseini"}
    answer = client.post(f"/articles/{article}/statements", data=form)
    assert answer.status_code == 303
    row = both.row("This path goes on")
    assert answer.headers["location"] == f"/articles/{article}#e-{row.key}"
    assert row.speakers == ("Seyed Abbas Hosseini",)
    assert row.state == "accepted"
    for wrong, status in (("", 400), ("9-4", 400), ("x", 400), ("0-99999", 409), ("5", 400), ("1-2-3", 400)):
        form = {"content": wrong}
        assert client.post(f"/articles/{article}/statements", data=form).status_code in (status, 422), wrong
    assert client.post("/articles/none/statements", data={"content": "1-5"}).status_code == 404


def test_how_far_an_article_is(both: Scene) -> None:
    """Read through, or irrelevant with a reason; unknown states are refused."""
    client, article = both.enter(), both.article()
    client.post(f"/articles/{article}/work", data={"state": "read"})
    assert both.store.view().article_row(article).work == "read"
    client.post(f"/articles/{article}/work", data={"state": "irrelevant", "reason": "sport"})
    assert both.store.view().article_row(article).work == "irrelevant"
    assert "sport" in client.get("/runs").text
    assert client.post(f"/articles/{article}/work", data={"state": "burnt"}).status_code == 400
    assert client.post("/articles/none/work", data={"state": "read"}).status_code == 404


def test_corrections_are_made_whole_or_not_at_all(both: Scene) -> None:
    """What is changed is corrected; one wrong value, and nothing is."""
    client, article = both.enter(), both.article()
    form = {"title": "A visit", "date": "2023-09", "byline": "C. Third; D. Fourth", "genre": "interview"}
    assert client.post(f"/articles/{article}/correct", data=form).status_code == 303
    now = both.store.view().article(article).reading.article
    assert (now.title, now.date, [one.name for one in now.byline]) == ("A visit", "2023-09", ["C. Third", "D. Fourth"])
    before = both.steps()
    assert client.post(f"/articles/{article}/correct", data=form).status_code == 303
    assert both.steps() == before
    for wrong in ({"title": "Other", "date": "tomorrow"}, {"title": "Other", "genre": "poem"}, {"title": "x" * 30_000}):
        assert client.post(f"/articles/{article}/correct", data=form | wrong).status_code == 400
    assert both.steps() == before
    client.post(f"/articles/{article}/note", data={"words": "Check"})
    client.post(f"/articles/{article}/tag", data={"name": "later"})
    assert "Check" in client.get(f"/articles/{article}").text


def test_a_block_that_cannot_be_corrected(scene: Scene) -> None:
    """Its role or place is wrong: refused before anything is read."""
    client, article = scene.enter(), scene.article()
    for start, role, status in (
        ("0", "poem", 400),
        ("x", "body", 422),
        ("9" * 30, "body", 400),
        ("-1", "body", 400),
        ("1", "body", 400),
    ):
        form = {"start": start, "role": role}
        answer = client.post(f"/articles/{article}/blocks", data=form)
        assert answer.status_code in (status, 422), answer.text


def test_actors_are_merged_and_split(both: Scene) -> None:
    """Both are shown before they are done, and change nothing while they are only shown."""
    client = both.enter()
    lind, moscow = both.actor("Anna Lind"), both.actor("Moscow")
    before = both.chain()
    preview = client.get(f"/actors/merge?key={lind}&key={moscow}")
    assert "Moscow" in preview.text
    assert both.chain() == before
    answer = client.post("/actors/merge", data={"into": lind, "key": [lind, moscow], "reason": "same"})
    assert answer.headers["location"] == f"/actors/{lind}"
    assert len([one for one in both.store.view().actors() if one.name == "Moscow"]) == 0
    client.post("/undo")
    assert both.actor("Moscow")
    assert client.post("/actors/merge", data={"into": lind, "key": lind}).status_code == 400
    assert client.post("/actors/merge", data={"into": lind, "key": "none"}).status_code == 404
    links = both.store.view().actor_links(lind)
    form = {"name": "Anna Lind the younger", "entry": links[0].entry}
    before = both.chain()
    preview = client.post(f"/actors/{lind}/split", data=form)
    assert preview.status_code == 200
    assert both.chain() == before
    answer = client.post(f"/actors/{lind}/split", data=form | {"sure": "1"})
    assert "Anna Lind the younger" in client.get(answer.headers["location"]).text
    assert client.post(f"/actors/{lind}/split", data={"name": "x"}).status_code == 400
    assert client.post(f"/actors/{lind}/rename", data={"name": "Anna Maria Lind"}).status_code == 303
    assert client.post(f"/actors/{lind}/note", data={"words": "Minister"}).status_code == 303
    assert "Minister" in client.get(f"/actors/{lind}").text
    assert client.post(f"/actors/{lind}/rename", data={"name": " "}).status_code == 400
    assert client.post("/actors/none/rename", data={"name": "x"}).status_code == 404


def test_the_codebook(both: Scene) -> None:
    """Concepts are defined, renamed and merged after they were shown; types of statements are written as lines."""
    client = both.enter()
    answer = client.post("/concepts", data={"name": "War", "definition": "Not peace", "parent": ""})
    war = both.concept("War")
    assert answer.headers["location"] == f"/concepts/{war}"
    client.post(f"/concepts/{war}/rename", data={"name": "Armed conflict"})
    assert both.concept("Armed conflict") == war
    before = both.chain()
    preview = client.post(f"/concepts/{war}/merge", data={"other": "Aid"})
    assert "Aid" in preview.text
    assert both.chain() == before
    client.post(f"/concepts/{war}/merge", data={"other": "Aid", "sure": "1"})
    assert "Aid" not in [one.name for one in both.store.view().concepts()]
    lines = "frame: short text\nstrength: integer 1..5\npublic: boolean\nrank: integer"
    assert client.post("/concepts/types", data={"name": "Event", "variables": lines}).status_code == 303
    kinds = next(one for one in both.store.view().statement_types() if one.name == "Event").variables
    assert [(one.name, one.kind, one.low, one.high) for one in kinds] == [
        ("frame", "short text", None, None),
        ("strength", "integer", 1, 5),
        ("public", "boolean", None, None),
        ("rank", "integer", None, None),
    ]
    for wrong in ("x: poem", "x: integer a..b", "x: integer 1..", "x: integer --1..3", "x", "x: integer 5..1"):
        assert client.post("/concepts/types", data={"name": "Bad", "variables": wrong}).status_code == 400, wrong
    assert client.post("/concepts", data={"name": " "}).status_code == 400
    assert client.post("/concepts", data={"name": "Odd", "parent": "Nowhere"}).status_code == 404
    assert client.post(f"/concepts/{war}/merge", data={"other": "none"}).status_code == 404
    assert client.post(f"/concepts/{war}/merge", data={"other": war, "sure": "1"}).status_code == 400


def test_searches_collections_and_outlets(both: Scene) -> None:
    """What is kept under a name is there, and what cannot be kept is refused."""
    client = both.enter()
    assert client.post("/searches", data={"name": "Grain", "query": "grain NEAR/8 deal"}).status_code == 303
    assert "Grain" in client.get("/").text
    assert client.post("/searches", data={"name": "Bad", "query": '"'}).status_code == 400
    client.post("/searches/drop", data={"name": "Grain"})
    assert "Grain" not in client.get("/").text
    answer = client.post("/collections", data={"name": "Ümlaut & co", "publication": "Post", "since": "2023"})
    assert "Sanctions" in client.get(answer.headers["location"]).text
    assert client.post("/collections", data={"name": "Bad", "since": "soon"}).status_code == 400
    form = {"name": "Post", "country": "SE", "owner": "Dagens", "state_run": "no"}
    assert client.post("/sources", data=form).status_code == 303
    assert client.post("/sources", data=form | {"reach": "everywhere"}).status_code == 400
    assert "Dagens" in client.get("/sources").text


def test_where_fields_were_found(scene: Scene) -> None:
    """A screen of its own, and a part of the article's; a field that nothing on the page says is not there."""
    client, article = scene.enter(), scene.article()
    assert f'href="/articles/{article}/found"' in client.get(f"/articles/{article}").text
    whole = client.get(f"/articles/{article}/found")
    part = client.get(f"/articles/{article}/found", headers=HTMX)
    assert (whole.status_code, part.status_code) == (200, 200)
    assert "<h1" in whole.text
    assert "<h1" not in part.text
    assert part.text.strip() in whole.text
    assert client.get("/articles/none/found").status_code == 404
