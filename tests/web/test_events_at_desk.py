"""Events at the desk, without a browser: marks, cards, judging, the queue's filters, the library, by forms alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from parley.record.queue import JUDGED
from parley.record.states import STATES
from parley.record.verify import verify
from parley.terms.events import EventFilter, EventRow
from tests.record.builders import write
from tests.web.scene import HTMX, Scene, basis, opened, shown
from tests.web.talks import LEAD, talks_reading


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[Scene]:
    """The record of the other tests, and an article with events."""
    with opened(tmp_path / "record.db") as scene:
        write(scene.store, talks_reading())
        yield scene


@pytest.fixture
def client(talks: Scene) -> TestClient:
    """Somebody who was let in."""
    return talks.enter()


def event(scene: Scene, kind: str) -> EventRow:
    """The event of a type."""
    return next(row for row in scene.store.view().events(EventFilter(states=STATES)) if row.type == kind)


def article(scene: Scene) -> str:
    """The key of the article."""
    return next(row.key for row in scene.store.view().articles() if row.article == "talks")


def words_of(html: str) -> str:
    """What of a paragraph is read, without its marks."""
    return re.sub(r"<[^>]+>", "", html)


def test_an_article_marks_events_their_sides_times_and_quantities(talks: Scene, client: TestClient) -> None:
    """Each as an element over the words, which stay as they are; the legend names every layer."""
    page = client.get(f"/articles/{article(talks)}").text
    paragraphs = re.findall(r'<p data-start="\d+" id="p\d+">(.*?)</p>', page)
    assert words_of(paragraphs[0]) == LEAD
    expel = event(talks, "SANCTION").key
    assert re.search(rf'<span class="trigger" data-entries="{expel}">expelled two diplomats</span>', page)
    assert re.search(rf'class="[^"]*side-actor [^"]*side-actor-ends[^"]*" data-entries="{expel}">Norvia<', page)
    assert re.search(
        rf'class="[^"]*side-recipient [^"]*side-recipient-begins[^"]*" data-entries="{expel}">Estrada<', page
    )
    assert 'data-means="2024-05-04"' in page
    assert 'data-means="3,000 tonne"' in page
    assert page.count(f'data-open="{expel}"') == 2  # it is told twice
    assert page.count(f'id="e-{expel}"') == page.count(f'id="m-{expel}"') == 1
    assert 'aria-label="event SANCTION expel: Norvia → Estrada, proposed, 0.80"' in page
    assert 'aria-label="told again: event SANCTION expel: Norvia → Estrada, proposed, 0.80"' in page
    assert set(re.findall(r'data-layer="([a-z]+)"', page)) == {
        "content", "cue", "event", "side", "mention", "time", "quantity",
    }  # fmt: skip
    for row in re.findall(r'aria-describedby="(v\d+)"', page):
        assert page.count(f'id="{row}"') == 1


def test_notes_stand_in_the_order_of_the_text(talks: Scene, client: TestClient) -> None:
    """Statements and events between each other, each beside the paragraph in which it begins."""
    page = client.get(f"/articles/{article(talks)}").text
    said = next(one.key for one in talks.rows() if one.article == "talks")
    noted = re.findall(r'<li class="note[^"]*" data-entry="(\w+)"', page)
    assert noted == [event(talks, "SANCTION").key, said, event(talks, "AID").key, event(talks, "COERCE").key]


def test_a_card_says_all_that_is_known_of_an_event(talks: Scene, client: TestClient) -> None:
    """Type with its definition, sides, status, who reports it, date, evidence, confidence, why."""
    aid, said = event(talks, "AID"), next(one for one in talks.rows() if one.article == "talks")
    page = client.get(f"/entries/{aid.key}").text
    for words in (
        "Gives", "<dd>future</dd>", f'href="/entries/{said.key}"', "<dd>2024-06</dd>", aid.evidence[0].exact,
        "confidence 0.80", "names it", "Nobody has judged it yet", f'href="/actors/{aid.actor[0].actor}"',
        "wrong actors",
    ):  # fmt: skip
        assert words in page, words
    assert shown(client.get(f"/entries/{aid.key}", headers=HTMX).text) == aid.key
    assert "the article itself" in client.get(f"/entries/{event(talks, 'SANCTION').key}").text


def test_an_event_is_corrected_by_its_form_and_undone(talks: Scene, client: TestClient) -> None:
    """A new type takes its score from the ontology and drops a mode that it does not have."""
    key = event(talks, "SANCTION").key
    page = client.get(f"/entries/{key}").text
    form = {
        "basis": basis(page), "type": "ASSAULT", "mode": "expel", "actors": "Norvia; The Guards", "recipients": "",
        "status": "negated", "date": "2024-05", "reason": "read twice",
    }  # fmt: skip
    assert client.post(f"/entries/{key}/edit", data=form).status_code == 303
    (row,) = talks.store.view().events_of([key])
    assert (row.type, row.mode, row.quad, row.score, row.status, row.date) == (
        "ASSAULT", None, 4, -9.0, "negated", "2024-05",
    )  # fmt: skip
    assert [side.name for side in row.actor] == ["Norvia", "The Guards"]
    assert (row.recipient, row.state, row.judged_by) == ((), "accepted", "ana")
    assert "read twice" in client.get(f"/entries/{key}").text
    client.post("/undo", data={"back": f"/entries/{key}"})
    assert talks.store.view().events_of([key])[0].type == "SANCTION"
    assert not list(verify(talks.store).faults)


@pytest.mark.parametrize(
    ("kind", "form", "status"),
    [
        ("edit", {}, 400),
        ("edit", {"type": "FIGHT"}, 400),
        ("edit", {"mode": "visit"}, 400),
        ("edit", {"status": "perhaps"}, 400),
        ("edit", {"date": "soon"}, 400),
        ("edit", {"actors": "!!"}, 400),
        ("code", {"concept": "Aid"}, 404),
        ("split", {"parts": "1-3;4-6"}, 409),
        ("comment", {"words": ""}, 400),
    ],
)
def test_what_does_not_fit_an_event_is_refused(
    talks: Scene, client: TestClient, kind: str, form: dict[str, str], status: int
) -> None:
    """With a sentence; nothing changes."""
    row, steps = event(talks, "SANCTION"), talks.steps()
    assert client.post(f"/entries/{row.key}/{kind}", data=form).status_code == status
    assert (event(talks, "SANCTION"), talks.steps()) == (row, steps)


def test_two_people_do_not_overwrite_each_other(talks: Scene, client: TestClient) -> None:
    """Whoever comes second sees what the first did."""
    key = event(talks, "AID").key
    page = client.get(f"/entries/{key}").text
    talks.store.judge("ben").entries.reject([key], reason="told twice")
    answer = client.post(f"/entries/{key}/accept", data={"basis": basis(page)})
    assert answer.status_code == 409
    assert "told twice" in answer.text
    assert talks.store.view().events_of([key])[0].state == "rejected"


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("only=event", {"SANCTION", "AID", "COERCE"}),
        ("event=AID", {"AID"}),
        ("status=hypothetical", {"COERCE"}),
        ("only=event&q=Estrada+NOT+border", {"SANCTION", "AID"}),
        ("only=event&q=event:SANCTION+OR+event:AID&status=actual", {"SANCTION"}),
        ("event=AID&status=actual", set()),
    ],
)
def test_the_queue_is_filtered_by_kind_type_and_status(
    talks: Scene, client: TestClient, asked: str, kinds: set[str]
) -> None:
    """Accepting all that comes goes through just those, in the same filter."""
    judged = set()
    address = f"/queue?{asked}"
    while "data-card" in (page := client.get(address).text):
        row = talks.store.view().events_of([shown(page)])[0]
        assert row.type not in judged
        judged.add(row.type)
        carried = re.search(r'name="queue" value="([^"]+)"', page)
        assert carried is not None
        form = {"basis": basis(page), "queue": carried[1].replace("&amp;", "&")}
        address = client.post(f"/entries/{row.key}/accept", data=form).headers["location"]
    assert judged == kinds
    assert client.get("/queue?only=actor").status_code == client.get("/queue?event=FIGHT").status_code == 400


def test_events_and_statements_wait_together(talks: Scene, client: TestClient) -> None:
    """The number that waits counts both; after the last one the queue says so."""
    view = talks.store.view()
    assert view.waiting() == len(view.queue(kinds=JUDGED))
    assert len(view.queue(kinds=("event",))) == 3
    assert "3 events" in client.get("/").text
    assert re.search(r'"events": ?3', client.get("/library.json").text)
    for row in view.events():
        talks.store.judge("ana").entries.accept([row.key])
    assert "No event meets this filter" in client.get("/queue?only=event").text


def test_all_that_meet_a_filter_are_accepted_after_a_preview(talks: Scene, client: TestClient) -> None:
    """Events alone where the filter says so; statements stay as they are; one undo takes it back."""
    preview = client.get("/queue/all?only=event&kind=accept").text
    assert "Accept 3 events?" in preview
    form = {"queue": "only=event", "kind": "accept", "expected": "2"}
    assert client.post("/queue/all", data=form).status_code == 409
    answer = client.post("/queue/all", data=form | {"expected": "3"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?order=uncertain&only=event")
    assert {row.state for row in talks.store.view().events()} == {"accepted"}
    assert {row.state for row in talks.rows()} == {"proposed"}
    client.post("/undo")
    assert {row.state for row in talks.store.view().events()} == {"proposed"}


def test_the_filter_of_the_library_says_what_is_set(client: TestClient) -> None:
    """In a line that stands where it is folded."""
    assert "<summary>Filter: all articles</summary>" in client.get("/").text
    page = client.get("/?publication=Gazette&since=2024&q=event:AID").text
    assert "<summary>Filter: event:AID, Gazette, from 2024</summary>" in page
    assert 'class="title"' in page
    assert 'class="title"' not in client.get("/?q=event:AID+status:actual").text
