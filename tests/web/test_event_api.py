"""Events in the API: the same as at the desk, in the style of statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.record.builders import write
from tests.web.scene import Scene, opened
from tests.web.talks import LEAD, talks_reading
from tests.web.test_api import program, walk

EVENTS = "/api/v1/events"


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[Scene]:
    """A record with an article of three events, and others."""
    with opened(tmp_path / "record.db") as scene:
        write(scene.store, talks_reading())
        yield scene


@pytest.fixture
def client(talks: Scene) -> TestClient:
    """A program with a token."""
    return program(talks)


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ("", ["SANCTION", "AID", "COERCE"]),
        ("type=aid&type=COERCE", ["AID", "COERCE"]),
        ("status=future&status=actual", ["SANCTION", "AID"]),
        ("state=accepted", []),
        ("actor=NOR", ["SANCTION", "AID"]),
        ("query=event:COERCE OR grain", ["AID", "COERCE"]),
        ("since=2024-06", ["AID"]),
        ("until=2024-05-04", ["SANCTION"]),
        ("confidence=0.6", ["SANCTION", "AID"]),
        ("article=talks", ["SANCTION", "AID", "COERCE"]),
        ("article=north", []),
    ],
)
def test_lists_are_filtered_and_walked(client: TestClient, asked: str, types: list[str]) -> None:
    """Page by page as in one; as lines too; each event with its sentences."""
    found = walk(client, f"{EVENTS}?{asked}" if asked else EVENTS)
    assert [one["type"] for one in found] == types
    lines = client.get(f"{EVENTS}?{asked}", headers={"Accept": "application/x-ndjson"}).text.splitlines()
    assert [json.loads(line) for line in lines] == found
    assert all(one["evidence"][0]["exact"] for one in found)


def test_one_event_with_its_history(client: TestClient) -> None:
    """What it says, what proves it, and what was decided."""
    (found,) = client.get(f"{EVENTS}?type=SANCTION").json()["items"]
    assert client.get(f"{EVENTS}/{found['key']}").json() == found | {"history": []}
    assert found["evidence"][0]["exact"] == LEAD
    judged = {"action": "reject", "entries": [found["key"]], "reason": "wrong type"}
    assert client.post("/api/v1/judgements", json=judged).json() == {"changed": 1}
    one = client.get(f"{EVENTS}/{found['key']}").json()
    assert (one["state"], one["judged_by"], one["history"][0]["reason"]) == ("rejected", "ana", "wrong type")
    assert client.post("/api/v1/undo").status_code == 200
    assert client.get(f"{EVENTS}/{found['key']}").json()["state"] == "proposed"


def test_an_event_is_corrected(client: TestClient) -> None:
    """Fields that are not given stay; the score follows the type; a name may be a key."""
    (found,) = client.get(f"{EVENTS}?type=COERCE").json()["items"]
    norvia = client.get("/api/v1/actors?name=Norvia").json()["items"][0]["key"]
    change = {"type": "threaten", "actors": ["Estrada"], "recipients": [norvia], "date": "2024-05", "reason": "no act"}
    answer = client.post(f"{EVENTS}/{found['key']}", json=change)
    assert answer.status_code == 200, answer.text
    one = answer.json()
    assert (one["type"], one["quad"], one["mode"], one["status"]) == ("THREATEN", 3, "restrict", "hypothetical")
    assert ([side["name"] for side in one["recipient"]], one["date"], one["state"]) == (
        ["Norvia"],
        "2024-05",
        "accepted",
    )
    assert client.post(f"{EVENTS}/{found['key']}", json={"mode": "", "date": ""}).json()["date"] is None


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        (f"{EVENTS}?type=FIGHT", None, 400),
        (f"{EVENTS}?status=perhaps", None, 422),
        (f"{EVENTS}?since=soon", None, 422),
        (f"{EVENTS}?query=event:", None, 400),
        (f"{EVENTS}?article=nowhere", None, 404),
        (f"{EVENTS}?cursor=x", None, 400),
        (f"{EVENTS}/none", None, 404),
        (f"{EVENTS}/none", {"status": "actual"}, 404),
        (f"{EVENTS}/KEY", {}, 400),
        (f"{EVENTS}/KEY", {"type": "FIGHT"}, 400),
        (f"{EVENTS}/KEY", {"date": "soon"}, 400),
        (f"{EVENTS}/KEY", {"status": "perhaps"}, 422),
        (f"{EVENTS}/KEY", {"actors": ["?"]}, 400),
    ],
)
def test_faults_have_the_one_shape(
    talks: Scene, client: TestClient, address: str, body: dict[str, object] | None, status: int
) -> None:
    """And nothing is changed; a program without a token learns nothing."""
    address = address.replace("KEY", talks.store.view().events()[0].key)
    steps = talks.steps()
    answer = client.get(address) if body is None else client.post(address, json=body)
    assert (answer.status_code, answer.json()["error"]["status"]) == (status, status)
    assert talks.steps() == steps
    assert talks.stranger().get(address).status_code == 401


def test_a_concept_is_not_for_an_event(talks: Scene, client: TestClient) -> None:
    """Coding an event is refused."""
    coding = {"action": "code", "entries": [talks.store.view().events()[0].key], "concept": "Aid"}
    answer = client.post("/api/v1/judgements", json=coding)
    assert (answer.status_code, answer.json()["error"]["what"]) == (409, "it is not a statement")
