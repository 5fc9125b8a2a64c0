"""The page of two actors, an actor in order of time, what a dossier says of both, and the API."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from parley.pipeline import pair_reading
from parley.pipeline.records import open_record
from parley.terms.actors import Actor
from parley.terms.events import Quad
from parley.terms.relations import RelationPoint
from parley.web.relation_picture import HEIGHT, WIDTH, draw_bars
from tests.record.builders import simple_reading, write
from tests.record.relation_pages import fill
from tests.web.browser import Watched, let_in, serving, watch
from tests.web.scene import Scene
from tests.web.test_journey_in_browser import AXE, SERIOUS


@pytest.fixture
def client(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Somebody at a desk whose record has two states that deal with each other; no weights are loaded."""
    pair_reading._found.cache_clear()
    monkeypatch.setattr(pair_reading, "_reader", lambda _: None)
    fill(scene.store)
    return scene.enter()


def address_of(scene: Scene) -> str:
    """Of the page of the two."""
    return f"/relations/{scene.actor('Norvia')}/{scene.actor('Estrada')}"


def test_the_page_of_two_actors(scene: Scene, client: TestClient) -> None:
    """What it is in a sentence, a picture and its table, events and statements with their sentences."""
    page = client.get(address_of(scene)).text
    assert "2 events of cooperation (sum 12.5) and 2 of conflict (sum -12)" in page
    assert "Estrada 1 about Norvia, 1 as false" in page
    for sentence in ("Norvia shelled a border post of Estrada on Monday.", "Estrada sent grain to Norvia."):
        assert sentence in page
    assert "Estrada may attack Norvia." not in page[: page.index("<summary>Sentences that name both: 8")]
    assert page.count('class="bar ') == page.count("<title>2024-")
    assert "<caption>Either direction, by month</caption>" in page
    assert "Estrada may attack Norvia." in client.get(address_of(scene), params={"status": "any"}).text


def test_each_point_opens_its_entries(scene: Scene, client: TestClient) -> None:
    """Every bar and every line of the table leads to the events it counts, and to no others."""
    page = client.get(address_of(scene)).text
    listed = client.get(f"{address_of(scene)}.json").json()
    links = re.findall(r'href="([^"]*)#events">([^<]*)</a></td><td>([^<]*)</td><td class="n">(\d+)', page)
    points = [point for point in listed["points"] if point["direction"] == "either"]
    assert [int(number) for *_, number in links] == [point["number"] for point in points]
    for (link, *_), point in zip(links, points, strict=True):
        opened = client.get(link.replace("&amp;", "&")).text
        events = opened[opened.index('id="events"') : opened.index("On one side")]
        assert set(re.findall(r'data-entry="(\w+)"', events)) == set(point["events"])
    bars = re.findall(r'<a href="([^"]*)#events" tabindex', page)
    assert bars
    assert all(client.get(bar.replace("&amp;", "&")).status_code == 200 for bar in bars)


def test_directions_and_tables(scene: Scene, client: TestClient) -> None:
    """One direction alone; CSV with the keys of the entries; what cannot be asked."""
    forth = client.get(address_of(scene), params={"direction": "forth"}).text
    assert "<caption>Norvia to Estrada, by month</caption>" in forth
    assert "Estrada sent grain to Norvia." not in forth[: forth.index("<summary>Sentences")]
    rows = client.get(f"{address_of(scene)}.csv", params={"by": "quarter"}).text
    assert "2024-Q1,forth,4,material conflict,1,-9" in rows
    for query in ("by=decade", "status=sure", "direction=up", "since=soon"):
        assert client.get(f"{address_of(scene)}?{query}").status_code == 400, query
    assert client.get(f"{address_of(scene)}.exe").status_code == 400
    same = address_of(scene).rpartition("/")[0] + "/" + scene.actor("Norvia")
    assert client.get(same).status_code == 400


def test_an_actor_in_order_of_time(scene: Scene, client: TestClient) -> None:
    """The oldest first, events and statements; with another actor, by name, between the two; as JSON and CSV."""
    address = f"/actors/{scene.actor('Norvia')}/timeline"
    page = client.get(address).text
    assert page.index("shelled a border post") < page.index("sent grain") < page.index("keeps its word")
    both = client.get(address, params={"other": "estrada", "only": "events"}).text
    assert "keeps its word" not in both
    assert "sent grain" in both
    rows = client.get(f"{address}.json", params={"only": "statements"}).json()
    assert {row["kind"] for row in rows} == {"statement"}
    assert client.get(f"{address}.csv").text.startswith("date,dated by,kind")
    assert "Nothing meets" in client.get(address, params={"since": "2030"}).text
    assert client.get(address, params={"other": "Nobody"}).status_code == 404
    assert client.get(address, params={"only": "wars"}).status_code == 400


def test_a_dossier_has_events_and_relations(scene: Scene, client: TestClient) -> None:
    """With whom, how often, when last; each leads to the page of the two."""
    page = client.get(f"/actors/{scene.actor('Norvia')}").text
    assert address_of(scene) in page
    assert "hypothetical" in page
    assert "Estrada may attack Norvia." in page
    row = page[page.index(address_of(scene)) :]
    assert re.findall(r'class="n">(-?[\d.]+)<', row)[:3] == ["2", "2", "0.5"]


def test_roles_and_memberships_come_from_the_store(scene: Scene) -> None:
    """An actor that the store knows has its ties with their dates."""
    assert "part of" in (page := scene.enter().get(f"/actors/{known(scene)}").text)
    assert "since 2021-08-15" in page


def known(scene: Scene) -> str:
    """The key of an actor that the store knows, made for this test."""
    network = Actor(id="a1", name="Haqqani network", kind="group", known_as="org:haqqani-network")
    said = ("The Haqqani network", "said", "roads are open")
    write(scene.store, simple_reading("roads", "The Haqqani network said roads are open.", said, speaker=network))
    return scene.actor("Haqqani network")


def test_the_api_answers_the_same(scene: Scene, client: TestClient) -> None:
    """By names too; a timeline comes in pages."""
    found = client.get("/api/v1/relations", params={"first": "Norvia", "second": "Estrada", "by": "year"}).json()
    assert found == client.get(f"{address_of(scene)}.json", params={"by": "year"}).json()
    missing = client.get("/api/v1/relations", params={"first": "Norvia", "second": "Nobody"})
    assert (missing.status_code, set(missing.json()["error"])) == (404, {"status", "what", "where", "cure"})
    address = f"/api/v1/actors/{scene.actor('Norvia')}/timeline"
    whole = client.get(address, params={"status": "any"}).json()["items"]
    parts, cursor = [], ""
    while True:
        page = client.get(address, params={"status": "any", "limit": 3, "cursor": cursor}).json()
        parts += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert json.dumps(parts) == json.dumps(whole)
    assert len(whole) == 7


def point(period: str, quad: Quad, total: float) -> RelationPoint:
    """A point of one event that is not looked at."""
    return RelationPoint(
        period=period,
        direction="either",
        quad=quad,
        number=1,
        sum=total,
        mean=total,
        reported=0,
        events=(),
    )


def test_bars_stand_on_their_side_of_the_line_and_within_the_picture() -> None:
    """Cooperation above, conflict below, as high as its sum; periods in between keep their room."""
    picture = draw_bars([point("2023-11", 1, 5.0), point("2024-02", 4, -10.0)], "month", str)
    assert picture is not None
    up, down = picture.bars
    assert up.y + up.height == pytest.approx(picture.line, abs=0.2)
    assert down.y == pytest.approx(picture.line, abs=0.2)
    assert down.height == pytest.approx(2 * up.height, abs=0.2)
    assert all(0 <= bar.x <= WIDTH - bar.width and bar.y + bar.height <= HEIGHT + 0.2 for bar in picture.bars)
    apart = draw_bars([point("2023-11", 1, 5.0), point("2023-12", 4, -10.0)], "month", str)
    assert apart is not None
    assert (down.x - up.x) / WIDTH > 0.6
    assert draw_bars([], "month", str) is None


def test_both_pages_are_sound_in_a_browser(chromium: Browser, tmp_path: Path) -> None:
    """No serious finding of axe, nothing that leaves this machine or breaks the policy, and no wider than a phone."""
    place = tmp_path / "record.db"
    with open_record(place) as store:
        fill(store)
        first, second = (store.view().relations.actor(name).key for name in ("Norvia", "Estrada"))
    with serving(place) as desk:
        for scheme, width in (("light", 1280), ("dark", 390)):
            context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
            seen = watch(context)
            page = let_in(context, desk, "Ana")
            for address in (f"/relations/{first}/{second}", f"/actors/{first}/timeline", f"/actors/{first}"):
                page.goto(desk.address + address)
                page.evaluate(AXE.read_text("utf-8"))
                assert page.evaluate(SERIOUS) == [], address
                wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert page.evaluate(wide) <= 0, address
            page.goto(f"{desk.address}/relations/{first}/{second}")
            page.locator("svg rect.disagree").first.click()
            expect(page.locator("#events")).to_contain_text("2024-03")
            context.close()
            assert seen == Watched()
