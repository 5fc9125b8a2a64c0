"""The desk's queue of unknown actors, and the same in the API."""

from __future__ import annotations

from parley.terms.actors import Actor
from tests.record.builders import simple_reading, write
from tests.web.scene import Scene


def hamedani(scene: Scene) -> str:
    """An article in which only a surname speaks, and one with the full name; key of the former."""
    for name, who in (("full", "Reza Hamedani"), ("short", "Hamedani")):
        speaker = Actor(id="a1", name=who, kind="person", role="analyst")
        write(scene.store, simple_reading(name, f"{who} said no.", (who, "said", "no"), speaker=speaker))
    return scene.actor("Hamedani")


def test_a_candidate_is_accepted_at_the_desk(both: Scene) -> None:
    """The queue shows it with its reason; after that it is gone, and one undo brings it back."""
    key = hamedani(both)
    client, before = both.enter(), both.steps()
    page = client.get("/actors/unknown").text
    assert "same last name" in page
    answer = client.post(f"/actors/{key}/link", data={"candidate": both.actor("Reza Hamedani"), "name": "Hamedani"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/actors/unknown")
    assert "same last name" not in client.get("/actors/unknown").text
    assert both.steps() == before + 1


def test_a_new_actor_is_one_of_its_own(scene: Scene) -> None:
    """Under the name that was typed."""
    key = hamedani(scene)
    client = scene.enter()
    assert client.post(f"/actors/{key}/link", data={"name": "Omid Hamedani"}).status_code == 303
    assert scene.actor("Omid Hamedani") == key


def test_the_api_lists_and_places(scene: Scene) -> None:
    """Candidates with scores; a wrong one is refused, and a name that is too long."""
    key = hamedani(scene)
    client = scene.enter()
    items = client.get("/api/v1/actors/unknown", params={"limit": 500}).json()["items"]
    (mine,) = [one for one in items if one["key"] == key]
    (best, *_) = mine["candidates"]
    assert 0.5 <= best["score"] < 1
    path = f"/api/v1/actors/{key}/link"
    assert client.post(path, json={"candidate": "nobody"}).status_code == 400
    assert client.post(path, json={}).status_code == 400
    assert client.post(path, json={"name": "x" * 5000}).status_code == 400
    assert client.post(path, json={"candidate": best["key"], "reason": "read"}).json() == {"actor": best["key"]}
