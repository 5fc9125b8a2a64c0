"""Blind coding at the desk: what a blind coder is shown, coding by forms alone, agreement, and what is decided."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from parley.record import verify
from parley.record.round_sheets import Said
from parley.record.rounds import Draw
from parley.web.blindfold import may_see
from tests.web.scene import HTMX, Scene
from tests.web.test_doors import routes

SECRET = "Xerxes"


def begun(scene: Scene, **draw: Any) -> tuple[str, list[str]]:
    """A round of ana and ben over the article with two statements; its key and its units."""
    article = next(one.key for one in scene.store.view().articles() if one.title == "Aid")
    scene.store.rounds().assign(["ana", "ben"], [article], by="carl", draw=Draw(**draw))
    scene.desk.forget()
    return article, [one.unit for one in scene.store.rounds().sheets.units("1", "ana", article)[1]]


def opened(scene: Scene) -> tuple[str, list[str]]:
    """A round in which ben gives the second statement to another speaker; open."""
    article, units = begun(scene)
    sheets = scene.store.rounds().sheets
    for coder in ("ana", "ben"):
        for unit in units:
            odd = coder == "ben" and unit == units[1]
            sheets.say("1", coder, article, unit, Said(speaker=SECRET if odd else "Anna Lind", note=f"note of {coder}"))
        sheets.finish("1", coder, article)
        scene.store.rounds().hand_in("1", coder)
    scene.desk.forget()
    return article, units


def looked_at(scene: Scene) -> list[str]:
    """The address of every screen and of every answer of the API."""
    return [re.sub(r"\{\w+\}", "1", path) for method, path in routes(scene.app) if method == "GET"]


def test_to_a_blind_coder_every_other_screen_is_closed(both: Scene) -> None:
    """Every route that there is, the API and feeds too; a page leads to the sheet, all else is told why."""
    token = both.enter("ana").post("/settings/tokens", data={"name": "mine"})
    secret = re.search(r"<code[^>]*>([\w-]{20,})</code>", token.text)
    article, units = begun(both)
    both.store.rounds().sheets.say("1", "ben", article, units[0], Said(speaker=SECRET, note=SECRET))
    ana = both.enter("ana")
    looked = looked_at(both)
    assert {"/search", "/api/v1/statements", "/networks", "/agreement"} <= set(looked)
    for path in looked:
        answer = ana.get(path)
        assert SECRET not in answer.text, path
        if not may_see(path):
            assert answer.status_code == (403 if path.startswith("/api/") else 303), path
            assert path.startswith("/api/") or answer.headers["location"] == "/coding"
    assert ana.get("/search", headers=HTMX).status_code == 403
    assert ana.post("/undo").status_code == 403
    assert secret is not None
    program = both.stranger()
    program.headers["Authorization"] = f"Bearer {secret[1]}"
    assert program.get("/api/v1/statements").status_code == 403
    assert both.enter("carl").get("/search").status_code == 200


def test_a_blind_coder_is_told_nothing_about_the_other(scene: Scene) -> None:
    """Neither how far they are, nor what they said, nor what others do meanwhile; other rounds are closed as well."""
    opened(scene)
    article = next(one.key for one in scene.store.view().articles() if one.title == "Aid")
    scene.store.rounds().assign(["ana", "ben"], [article], by="carl", draw=Draw(name="Second"))
    scene.store.judge("ben").articles.comment(article, SECRET)
    scene.desk.forget()
    ana = scene.enter("ana")
    for path in ("/coding", "/coding/2", f"/coding/2/sheet/{article}", "/status"):
        page = ana.get(path)
        assert page.status_code == 200
        assert "ben" not in page.text, path
        assert SECRET not in page.text
        assert "waiting</a>" not in page.text
    for path in ("/coding/1", "/coding/1/agreement", "/coding/1/cases", "/coding/1/cases.csv", "/coding/2/cases"):
        answer = ana.get(path)
        assert answer.status_code == 409, path
        assert SECRET not in answer.text
    assert ana.post("/coding/2/close").status_code == 409
    assert ana.post("/coding", data={"coders": "ana; carl", "sample": "1"}).status_code == 409
    assert not scene.store.rounds().one("2").opened


def code_all(client: TestClient, article: str, units: list[str], kinds: list[str]) -> None:
    """Judge each unit of an article, finish it and hand in, by forms."""
    for unit, kind in zip(units, kinds, strict=True):
        assert client.post(f"/coding/1/sheet/{article}/{unit}/{kind}", data={}).status_code == 303
    assert client.post(f"/coding/1/sheet/{article}/finish").headers["location"] == "/coding/1"
    assert client.post("/coding/1/hand-in").status_code == 303


def test_two_coders_code_by_forms_and_a_third_decides(both: Scene) -> None:
    """From the assignment to the judgement without script; undo takes the decision back."""
    carl, ana, ben = both.enter("carl"), both.enter("ana"), both.enter("ben")
    form = {"coders": "ana; ben", "sample": "1", "q": 'publication:"Gazette"', "name": "Pilot"}
    assert carl.post("/coding", data=form).headers["location"] == "/coding/1"
    article = both.store.rounds().sheets.articles("1", "ana")[0].key
    page = ana.get(f"/coding/1/sheet/{article}").text
    assert '<mark class="content sp1">that aid must grow</mark>' in page
    units = re.findall(rf"/coding/1/sheet/{article}\?unit=(\w+)\"(?: aria-current=\"true\")?>", page)
    units = list(dict.fromkeys(units))
    assert len(units) == 2
    code = ana.post(f"/coding/1/sheet/{article}/{units[0]}/code", data={"concept": "aid", "stance": "disagree"})
    assert code.status_code == 303
    ana.post(f"/coding/1/sheet/{article}/{units[0]}/edit", data={"speaker": "Anna Lind", "certainty": "probable"})
    assert "probable" in ana.get(f"/coding/1/sheet/{article}?unit={units[0]}").text
    added = ana.post(f"/coding/1/sheet/{article}/add", data={"words": "Anna Lind said"})
    own = added.headers["location"].split("unit=")[1]
    ana.post("/coding/1/undo")
    assert own not in ana.get(f"/coding/1/sheet/{article}").text
    code_all(ana, article, units, ["accept", "accept"])
    assert ana.get("/search").status_code == 200
    assert carl.get("/coding/1/cases").status_code == 409
    code_all(ben, article, units, ["accept", "reject"])
    cases = carl.get("/coding/1/cases?variable=statement").text
    assert "⊘ no" in cases
    assert carl.get("/coding/1/cases?variable=speaker").text.count("The coders do not differ") == 1
    before = both.store.view().statement(units[1])
    settled = carl.post("/coding/1/settle", data={"unit": units[1], "choice": "ben"})
    assert settled.headers["location"] == "/coding/1/cases"
    assert both.store.view().statement(units[1]).state == "rejected"
    assert carl.post("/undo", data={"back": "/coding/1/cases"}).headers["location"] == "/coding/1/cases"
    assert both.store.view().statement(units[1]) == before
    assert verify(both.store).faults == ()


def test_another_coding_can_hold(scene: Scene) -> None:
    """One of the adjudicator's own, with its speaker and its concepts."""
    _, units = opened(scene)
    carl = scene.enter("carl")
    form = {"unit": units[1], "choice": "another", "speaker": "Bo Ek", f"stance {scene.concept('Help')}": "disagree"}
    assert carl.post("/coding/1/settle", data=form).status_code == 303
    row = scene.store.view().statement(units[1])
    assert (row.speaker, [(one.concept, one.stance, one.coder) for one in row.concepts]) == (
        "Bo Ek",
        [("Help", "disagree", "carl")],
    )
    assert "Decided by carl: another" in carl.get(f"/coding/1/cases?unit={units[1]}").text
    for wrong in ({"unit": "nothing"}, {"unit": units[1], "choice": "dora"}, {"unit": units[1], "choice": ""}):
        assert carl.post("/coding/1/settle", data=wrong).status_code in (400, 404)


def test_what_is_alike_is_taken_over_at_once(scene: Scene) -> None:
    """By one button, one step; the button then is gone."""
    _, units = opened(scene)
    carl = scene.enter("carl")
    assert "Let hold the 1 that are coded alike" in carl.get("/coding/1/agreement").text
    steps = scene.steps()
    carl.post("/coding/1/settle", data={"agreed": "yes"})
    assert scene.steps() == steps + 1
    assert scene.store.view().statement(units[0]).state == "accepted"
    assert "Let hold" not in carl.get("/coding/1/agreement").text


def test_the_page_of_agreement_has_its_table_twin(scene: Scene) -> None:
    """The same figures as page, CSV, JSON and in the API; each variable leads to its disagreements."""
    opened(scene)
    carl = scene.enter("carl")
    page = carl.get("/coding/1/agreement").text
    assert 'href="/coding/1/cases?variable=speaker"' in page
    assert "Krippendorff" in page
    assert "not reliable" in page
    assert "Of 2 units 1 are coded alike" in page
    rows = carl.get("/coding/1/agreement.json").json()
    pair = next(one for one in rows if one["variable"] == "speaker" and one["coders"] == "ana and ben")
    assert (pair["units"], pair["agree"]) == (2, 0.5)
    assert carl.get("/coding/1/agreement.csv").text.splitlines()[0].startswith("variable,coders,units")
    token = re.search(r"<code[^>]*>([\w-]{20,})</code>", carl.post("/settings/tokens", data={"name": "x"}).text)
    assert token is not None
    program = scene.stranger()
    program.headers["Authorization"] = f"Bearer {token[1]}"
    assert program.get("/api/v1/agreement?round=1").json()["variables"] == rows
    (case,) = program.get("/api/v1/rounds/1/disagreements").json()
    assert case["differs"] == ["speaker"]
    assert SECRET in json.dumps(case)
    assert program.get("/api/v1/rounds").json()[0]["open"] is True
    assert carl.get("/agreement").status_code == 200


@pytest.mark.parametrize("form", ["agreement.xml", "cases.xml"])
def test_there_are_no_other_files(scene: Scene, form: str) -> None:
    """An ending that nobody knows is told so."""
    opened(scene)
    assert scene.enter("carl").get(f"/coding/1/{form}").status_code == 404
