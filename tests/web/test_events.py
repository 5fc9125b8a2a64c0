"""The desk's events: each once, where else it is told, and what people change about that."""

from __future__ import annotations

from tests.record.builders import write
from tests.record.event_pages import AGAIN, MARKET, SHELLED, told_in
from tests.web.scene import Scene


def keys(scene: Scene) -> dict[str, str]:
    """Three pages with an event each; article to the key of its event."""
    write(scene.store, told_in("one", SHELLED), told_in("two", AGAIN), told_in("three", MARKET))
    return {row.article: row.key for row in scene.store.view().events()}


def test_events_are_listed_once_and_restricted(both: Scene) -> None:
    """Two of three tellings are one event."""
    keys(both)
    client = both.enter()
    page = client.get("/events").text
    assert "2 events" in page
    assert "told in 2 articles" in page
    assert "No events" in client.get("/events", params={"actor": "Atlantis"}).text
    assert len(client.get("/events.json", params={"actor": "NOR", "since": "2024", "until": "2024"}).json()) == 2


def test_the_card_says_where_else_it_is_told_and_people_decide(scene: Scene) -> None:
    """Taken out, joined again by the address of the other's card; each is one step that can be undone."""
    known = keys(scene)
    client, before = scene.enter(), scene.steps()
    card = f"/events/{known['two']}"
    assert known["one"] in client.get(card).text
    answer = client.post(f"{card}/split", data={"reason": "another harbour"})
    assert answer.headers["location"] == card
    assert "No other article" in client.get(card).text
    address = f"http://testserver/events/{known['three']}"
    assert client.post(f"{card}/join", data={"other": address}).status_code == 303
    page = client.get(card).text
    assert known["three"] in page
    assert "A person said so." in page
    assert scene.steps() == before + 2


def test_what_makes_no_sense_is_refused(scene: Scene) -> None:
    """An event that nobody else tells of, no other event, one that is not there."""
    known = keys(scene)
    client, before = scene.enter(), scene.steps()
    card = f"/events/{known['three']}"
    assert client.post(f"{card}/split").status_code == 400
    assert client.post(f"{card}/join", data={"other": " "}).status_code == 400
    assert client.get("/events/nothing").status_code == 404
    assert scene.steps() == before
