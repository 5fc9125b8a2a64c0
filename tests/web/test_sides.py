"""Two periods or sources side by side: the figures of ``parley compare``, their pictures, tables and note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.web.debate import fill_debate
from tests.web.scene import opened


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Somebody at a desk over a debate that no test changes."""
    with opened(tmp_path_factory.mktemp("sides") / "record.db") as scene:
        fill_debate(scene.store)
        yield scene.enter()


PERIODS = "left=2023&right=2024"


def test_two_periods_with_their_pictures_and_their_table(client: TestClient) -> None:
    """Shares and means of each name on both sides; each picture that the page shows is there; the note names both."""
    answer = client.get(f"/networks/sides?{PERIODS}")
    assert answer.status_code == 200
    rows = {one["name"]: one for one in client.get(f"/networks/sides.json?{PERIODS}").json()}
    assert (rows["Keep the ferry"]["left"], rows["Keep the ferry"]["right"]) == (4, 1)
    assert (rows["Keep the ferry"]["left mean"], rows["Keep the ferry"]["right mean"]) == (0.5, -1.0)
    assert rows["Raise tolls"]["right"] == 0
    for name in rows:
        assert name in answer.text
    pictures = [unescape(one) for one in re.findall(r'<img src="([^"]+)"', answer.text)]
    assert len(pictures) == 6
    for address in pictures:
        drawn = client.get(address)
        assert drawn.status_code == 200, drawn.text
        assert drawn.content.startswith(b"\x89PNG")
    assert answer.text.count("Discourse network (two-mode") == 2
    assert "Phipson" in answer.text


@pytest.mark.parametrize(("of", "name"), [("rows", "Mara Voss"), ("pairs", "Mara Voss"), ("columns", "Build a bridge")])
def test_actors_pairs_and_concepts_are_counted(client: TestClient, of: str, name: str) -> None:
    """Whatever is counted, the numbers of a side add up to its statements."""
    rows = client.get(f"/networks/sides.json?{PERIODS}&of={of}").json()
    assert any(name in one["name"] for one in rows)
    assert (sum(one["left"] for one in rows), sum(one["right"] for one in rows)) == (10, 3)


def test_two_sources(client: TestClient) -> None:
    """Sides told apart by a variable; the addresses of their networks say so."""
    page = client.get("/networks/sides?left=Harbour+Post&right=Gazette&by=source").text
    assert "include=source%3DGazette" in page


def test_a_timeline_as_a_table(client: TestClient) -> None:
    """The twin of the picture: one row for each name and month."""
    rows = client.get("/networks/timeline.json?name=Keep+the+ferry&unit=year").json()
    assert [(one["year"], one["statements"]) for one in rows] == [("2023", 4), ("2024", 1)]
    assert client.get("/networks/timeline.csv?name=Keep+the+ferry").text.startswith("name,month,")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/networks/sides", 200),
        ("/networks/sides?left=2023&right=2023", 400),
        ("/networks/sides?left=1999&right=2023", 400),
        (f"/networks/sides?{PERIODS}&of=nothing", 400),
        (f"/networks/sides.xml?{PERIODS}", 404),
        ("/networks/picture.svg?kind=heatmap", 200),
        ("/networks/picture.svg?kind=pie", 400),
        ("/networks/picture.exe", 404),
        ("/networks/picture.svg?mode=events", 400),
    ],
)
def test_what_cannot_be_shown_is_said(client: TestClient, address: str, status: int) -> None:
    """With a status that says so, and no failure of Parley's own."""
    assert client.get(address).status_code == status


def test_the_form_keeps_what_was_asked_for(client: TestClient) -> None:
    """So that one thing can be changed and the rest stays."""
    page = client.get(f"/networks/sides?{PERIODS}&of=rows&unit=year").text
    assert 'value="2023"' in page
    assert '<option value="rows" selected>' in page
