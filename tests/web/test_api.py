"""The API: what programs get, page by page or as lines; who they are; what they are told when it fails."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from parley.terms.actors import Actor
from tests.record.builders import simple_reading, write
from tests.web.scene import Scene

LISTS = (
    "/api/v1/articles",
    "/api/v1/statements",
    "/api/v1/actors",
    "/api/v1/concepts",
    "/api/v1/judgements",
    "/api/v1/search?query=aid OR moscow OR sanctions&order=date",
)


def program(scene: Scene, coder: str = "ana") -> TestClient:
    """A program with a token, and without a session."""
    client = scene.stranger()
    client.headers["Authorization"] = f"Bearer {scene.desk.preferences.make_token(coder, 'program')}"
    return client


def joined(address: str, more: str) -> str:
    """An address with more in its query."""
    return f"{address}{'&' if '?' in address else '?'}{more}"


def walk(client: TestClient, address: str, limit: int = 1) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    for _ in range(1000):
        answer = client.get(joined(address, f"limit={limit}&cursor={cursor}"))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = page["next"]
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("address", LISTS)
def test_pages_and_lines_hold_the_same(both: Scene, address: str) -> None:
    """A list is walked in pages of any size, once; as lines it is whole."""
    client = program(both)
    whole = client.get(joined(address, "limit=500")).json()
    assert whole["next"] is None
    assert len(whole["items"]) > 1
    for limit in (1, 2, 3):
        assert walk(client, address, limit) == whole["items"]
    lines = client.get(address, headers={"Accept": "application/x-ndjson"})
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    found = [json.loads(line) for line in lines.text.splitlines()]
    assert len(found) == len(whole["items"])
    assert all(set(one) <= set(item) for one, item in zip(found, whole["items"], strict=True))


def news(scene: Scene, number: int, date: str) -> None:
    """An article that comes in."""
    speaker = Actor(id="a1", name=f"Person {number}", kind="person")
    words = f"Person {number} said that aid number {number} came."
    said = (f"Person {number}", "said", f"that aid number {number} came")
    write(scene.store, simple_reading(f"n{number}", words, said, speaker=speaker, date=date))


@pytest.mark.parametrize("address", ["/api/v1/articles", "/api/v1/statements"])
def test_rows_that_come_meanwhile_push_none_out(scene: Scene, address: str) -> None:
    """Each row that was there when the walk began is given once, whatever comes before or after it."""
    client = program(scene)
    for number in range(5):
        news(scene, number, f"2025-01-0{number + 1}")
    expected = [one["key"] for one in client.get(address).json()["items"]]
    found, cursor = [], ""
    for number in range(100, 120):
        page = client.get(joined(address, f"limit=2&cursor={cursor}")).json()
        found += [one["key"] for one in page["items"]]
        news(scene, number, "2026-05-05" if number % 2 else "2020-01-01")
        cursor = page["next"]
        if cursor is None:
            break
    assert [one for one in found if one in expected] == expected
    assert len(found) == len(set(found))


def test_a_row_that_goes_meanwhile_takes_no_other_along(scene: Scene) -> None:
    """The row after which a cursor goes on is rejected: the next page begins with the one after it all the same."""
    client = program(scene)
    rows = [one["key"] for one in client.get("/api/v1/statements").json()["items"]]
    page = client.get("/api/v1/statements?limit=2").json()
    scene.store.judge("ben").entries.reject([rows[1]])
    following = client.get(f"/api/v1/statements?limit=2&cursor={page['next']}").json()
    assert [one["key"] for one in following["items"]] == rows[2:4]


def test_single_things(both: Scene) -> None:
    """An article in the shape that `parley read` prints, a statement with its history, an actor with its articles."""
    client = program(both)
    article = client.get(f"/api/v1/articles/{both.article()}").json()
    assert article["key"] == both.article()
    statement = client.get(f"/api/v1/statements/{both.row('that aid').key}").json()
    assert statement["history"] == []
    assert statement["concepts"][0]["concept"] == "Aid"
    actor = client.get(f"/api/v1/actors/{both.actor('Anna Lind')}").json()
    assert len(actor["acts_in"]) == 2
    assert client.get(f"/api/v1/concepts/{both.concept('Aid')}").json()["definition"] == "More of it"


def test_judgements_are_in_the_name_of_the_tokens_owner(both: Scene) -> None:
    """All actions; what is wrong changes nothing."""
    client, key = program(both, "ben"), both.row("that help").key

    def judge(**given: Any) -> Any:
        return client.post("/api/v1/judgements", json={"entries": [key]} | given)

    for given in (
        {"action": "accept"},
        {"action": "reject", "reason": "other"},
        {"action": "accept"},
        {"action": "retract", "reason": "hasty"},
        {"action": "accept"},
        {"action": "code", "concept": "Help", "stance": "disagree"},
        {"action": "uncode", "concept": "Help"},
        {"action": "comment", "comment": "Seen by a program"},
    ):
        answer = judge(**given)
        assert (answer.status_code, answer.json()) == (201, {"changed": 1}), given
    assert {one.coder for one in both.store.view().judgements("entry", key)} == {"ben"}
    assert client.post("/api/v1/undo").status_code == 200
    before = both.steps()
    wrong: dict[str, Any]
    for wrong, status in (
        ({"action": "burn"}, 422),
        ({"action": "code"}, 400),
        ({"action": "code", "concept": "None such"}, 404),
        ({"action": "code", "concept": "Help", "stance": "maybe"}, 422),
        ({"action": "comment", "comment": " "}, 400),
        ({"action": "accept", "entries": []}, 422),
        ({"action": "accept", "entries": ["none"]}, 404),
        ({"action": "accept", "entries": [key, "none"]}, 404),
        ({"action": "comment", "comment": "x", "entries": [key, "none"]}, 404),
        ({"action": "accept", "entries": ["x"] * 1001}, 422),
        ({"action": "accept", "reason": "r" * 30_000}, 422),
        ({}, 422),
    ):
        answer = judge(**wrong)
        assert answer.status_code == status, (wrong, answer.text)
        error = answer.json()["error"]
        assert set(error) == {"status", "what", "where", "cure"}
        assert error["status"] == status
        assert error["what"]
    assert both.steps() == before


def test_tokens(both: Scene) -> None:
    """Made on the settings page, shown once, kept as a digest; revoked, it holds no longer; it opens no page."""
    client = both.enter()
    page = client.post("/settings/tokens", data={"name": "<b>feed</b>"}).text
    secret = page[page.index("parley_") :].split("<")[0]
    assert secret not in client.get("/settings").text
    assert secret not in str(both.store.desk_settings())
    other = both.stranger()
    bearer = {"Authorization": f"Bearer {secret}"}
    assert other.get("/api/v1/articles", headers=bearer).status_code == 200
    assert other.get("/api/v1/articles", headers={"Authorization": f"bearer  {secret} "}).status_code == 200
    for address in ("/", "/settings", "/queue", "/library.csv"):
        assert other.get(address, headers=bearer).status_code == 303
    assert other.get(f"/api/v1/articles?token={secret}").status_code == 401
    for wrong in ("", "Bearer", "Bearer ", "Basic x", f"Bearer {secret}x", "Bearer \xff"):
        answer = other.get("/api/v1/articles", headers={b"Authorization": wrong.encode("latin-1")})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    feed = f"/feeds/search/Aid news.atom?token={secret}"
    found = other.get(feed)
    assert found.status_code == 200
    assert "that aid must grow" in found.text
    assert secret not in found.text
    assert other.get("/feeds/search/Aid news.atom").status_code == 303
    token = both.desk.preferences.tokens()[0].digest
    assert client.post("/settings/tokens/revoke", data={"token": token}).status_code == 303
    assert other.get("/api/v1/articles", headers=bearer).status_code == 401
    assert other.get(feed).status_code == 303


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_feeds(scene: Scene, form: str) -> None:
    """Each form of feed, of a saved search and of an actor."""
    client = scene.enter()
    for address in ("/feeds/search/aid NEWS", f"/feeds/actor/{scene.actor('Anna Lind')}"):
        answer = client.get(f"{address}.{form}")
        assert answer.status_code == 200
        assert "that aid must grow" in answer.text


def test_errors_have_one_shape(scene: Scene) -> None:
    """Whatever is wrong, a program finds the same four fields, and the status that the answer has."""
    client = program(scene)
    for address, status in (
        ("/api/v1/nothing", 404),
        ("/api/v1/statements/none", 404),
        ("/api/v1/articles/none", 404),
        ("/api/v1/actors/none", 404),
        ("/api/v1/concepts/none", 404),
        ("/api/v1/statements?article=none", 404),
        ("/api/v1/search", 422),
        ("/api/v1/search?query=", 422),
        ("/api/v1/search?query=a&order=size", 422),
        ("/api/v1/articles?since=soon", 400),
        ("/api/v1/articles?limit=501", 422),
        ("/api/v1/statements?cursor=%F0%9F", 400),
        ("/api/v1/statements?cursor=djE6LTE", 400),
    ):
        answer = client.get(address)
        assert answer.status_code == status, (address, answer.text)
        assert answer.json()["error"]["status"] == status
        assert answer.headers["content-type"] == "application/json"
    broken = client.post("/api/v1/judgements", content=b"{", headers={"Content-Type": "application/json"})
    assert broken.status_code == 422
    assert client.post("/api/v1/judgements", content=b"[" * 100_000).status_code == 422


def test_the_document(scene: Scene) -> None:
    """It names every address with its errors, and how a program says who it is; its references lead somewhere."""
    document = program(scene).get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    for path, methods in document["paths"].items():
        assert path.startswith("/api/v1/")
        for about in methods.values():
            assert about["security"] == [{"HTTPBearer": []}]
            assert about["description"]
            for status in ("400", "401", "404", "409", "422", "429", "500"):
                shape = about["responses"][status]["content"]["application/json"]["schema"]["$ref"]
                assert shape == "#/components/schemas/ErrorAnswer"

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [one for name, held in value.items() for one in ([held] if name == "$ref" else references(held))]
        return [one for held in value for one in references(held)] if isinstance(value, list) else []

    for reference in references(document):
        held = document
        for part in reference.removeprefix("#/").split("/"):
            held = held[part]
    assert "/api/v1/judgements" in scene.enter().get("/api/v1/docs").text
