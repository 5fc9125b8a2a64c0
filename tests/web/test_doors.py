"""Who is let in, from where; what every answer carries; no address that only reads changes anything."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from parley.web import create_app
from parley.web.people import People
from tests.record.builders import write
from tests.web.scene import HTMX, Scene
from tests.web.talks import talks_reading

WORDS = {
    "/search.{form}": "/search.csv?q=aid",
    "/networks/tie": "/networks/tie?source={actor}&target={actor}",
    "/networks/discourse/tie": "/networks/discourse/tie?row=Anna Lind&column=Aid",
    "/api/v1/networks/statements": "/api/v1/networks/statements?row=Anna Lind&column=Aid",
    "/api/v1/networks/file": "/api/v1/networks/file?form=gexf",
    "/networks/sides.{form}": "/networks/sides.csv?left=2023&right=2024",
    "/networks/picture.{form}": "/networks/picture.svg",
    "/queue/all": "/queue/all?q=aid",
    "/api/v1/search": "/api/v1/search?query=aid",
    "/feeds/search/{name}.{form}": "/feeds/search/Aid news.rss",
    "/feeds/actor/{key}.{form}": "/feeds/actor/{actor}.json",
    "/actors/{key}.{form}": "/actors/{actor}.csv",
    "/events/{key}": "/events",  # the scene has no event; test_events opens one
    "/relations/{first}/{second}": "/relations/{actor}/{other}",
    "/relations/{first}/{second}.{form}": "/relations/{actor}/{other}.csv",
    "/api/v1/relations": "/api/v1/relations?first={actor}&second={other}",
    "/static": "/static/icon.svg",
}
"""Addresses of routes that need more than a key."""


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every route, those of included routers too."""
    found: list[Any] = list(app.routes)
    for one in found:
        inner = getattr(one, "original_router", None)
        if inner is not None:
            found.extend(inner.routes)
        if isinstance(one, APIRoute):
            yield from ((method, one.path) for method in sorted(one.methods or ()))


def addresses(scene: Scene, wanted: str) -> list[str]:
    """An address for each route with some method."""
    keys = {
        "articles": scene.article(),
        "entries": scene.row("that aid").key,
        "statements": scene.row("that aid").key,
        "events": next((one.key for one in scene.store.view().events()), "none"),
        "actors": scene.actor("Anna Lind"),
        "concepts": scene.concept("Aid"),
        "coding": "1",
        "rounds": "1",
    }
    found = []
    for method, path in routes(scene.app):
        if method != wanted:
            continue
        first = next((one for one in path.split("/") if one in keys), "actors")
        filled = WORDS.get(path, path) if wanted == "GET" else path
        found.append(
            filled.replace("{actor}", keys["actors"])
            .replace("{other}", scene.actor("NATO"))
            .replace("{key}", keys[first])
            .replace("{article}", keys["articles"])
            .replace("{form}", "csv")
            .replace("{kind}", "accept")
        )
    return found


def test_every_route_is_walked(scene: Scene) -> None:
    """Those that are known to be there are found."""
    assert len(addresses(scene, "GET")) > 40
    assert len(addresses(scene, "POST")) > 25


def test_nothing_is_given_without_a_session(scene: Scene) -> None:
    """A page leads to the login, the API says 401, and only the login and what is static answer."""
    client = scene.stranger()
    for address in addresses(scene, "GET"):
        answer = client.get(address)
        if address == "/login":
            assert answer.status_code == 401
        elif address.startswith("/api/"):
            assert answer.status_code == 401, address
            assert answer.json()["error"]["status"] == 401
        else:
            assert answer.status_code == 303, address
            assert answer.headers["location"] == "/login"
    assert client.get("/static/icon.svg").status_code == 200
    for address in addresses(scene, "POST"):
        answer = client.post(address)
        assert answer.status_code in (303, 401), address


def test_scripts_without_a_session_are_led_to_the_login(scene: Scene) -> None:
    """A part of a page is not filled with the login."""
    answer = scene.stranger().get("/entries/x", headers=HTMX)
    assert answer.status_code == 401
    assert "no longer let in" in answer.text  # and what was typed stays where it is


def test_with_a_session_each_screen_answers_and_changes_nothing(both: Scene) -> None:
    """Every address that reads answers with 200, as a page and as a part; the record is as it was."""
    both.store.judge("carl").codebook.code([both.row("that sanctions").key], "Aid", "disagree")
    rounds = both.store.rounds()
    rounds.close(rounds.assign(["ana", "carl"], [both.article()], by="carl").key)
    write(both.store, talks_reading())
    client = both.enter()
    before = both.chain(), both.steps()
    told = [f"/entries/{row.key}" for row in both.store.view().events()]
    told += ["/queue?only=event", "/queue?event=AID&status=future", "/queue/all?only=event"]
    for address in [*addresses(both, "GET"), *told]:
        for headers in ({}, HTMX):
            answer = client.get(address, headers=headers)
            assert answer.status_code == (401 if address == "/login" else 200), (address, answer.text[:300])
    assert (both.chain(), both.steps()) == before
    assert client.get("/openapi.json").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "https://testserver"},
    ],
)
def test_nothing_is_changed_from_elsewhere(scene: Scene, headers: dict[str, str]) -> None:
    """Every address that changes something refuses requests of other sites."""
    client = scene.enter()
    before = scene.chain()
    for address in addresses(scene, "POST"):
        answer = client.post(address, headers=headers, data={"name": "x", "step": "1"})
        assert answer.status_code == 403, address
        if address.startswith("/api/"):
            assert answer.json()["error"]["status"] == 403
    assert scene.chain() == before


def test_without_a_word_of_where_from_a_cookie_does_not_do(scene: Scene) -> None:
    """A browser too old for Sec-Fetch-Site sends an Origin; one that sends neither is not believed."""
    client = scene.enter()
    del client.headers["Sec-Fetch-Site"]
    assert client.post("/searches", data={"name": "x", "query": "aid"}).status_code == 403
    own = {"Origin": "http://testserver"}
    assert client.post("/searches", data={"name": "x", "query": "aid"}, headers=own).status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:81", "", "TESTSERVER@evil"])
def test_foreign_hosts_are_refused(scene: Scene, host: str) -> None:
    """A name that was rebound to this machine gets nothing."""
    client = scene.enter()
    for address in ("/", "/static/icon.svg", "/login", "/api/v1/articles"):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 421
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_host_is_known_in_any_case(scene: Scene) -> None:
    """Names of hosts know no case."""
    assert scene.enter().get("/", headers={"Host": "TestServer"}).status_code == 200


def test_an_invitation_works_once(scene: Scene) -> None:
    """The second who comes with it is not let in, nor is one with none."""
    token = scene.desk.people.invite("ana")
    first, second = scene.stranger(), scene.stranger()
    answer = first.get("/login", params={"token": token})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie or "samesite=strict" in cookie
    assert "path=/" in cookie
    assert token not in answer.headers["location"]
    assert second.get("/login", params={"token": token}).status_code == 403
    assert second.get("/login", params={"token": "x" * 5000}).status_code == 403
    assert second.get("/login", params={"token": "\ud800".encode("utf-8", "surrogatepass")}).status_code == 403
    assert second.get("/").status_code == 303
    assert first.get("/").status_code == 200


def test_head_uses_no_invitation(scene: Scene) -> None:
    """A program that looks where an address leads does not use it up."""
    token = scene.desk.people.invite("ana")
    assert scene.stranger().head("/login", params={"token": token}).status_code == 405
    assert scene.stranger().get("/login", params={"token": token}).status_code == 303


def test_a_session_ends(scene: Scene) -> None:
    """Who left is out, and the secret of the session is worth nothing."""
    client = scene.enter()
    kept = dict(client.cookies)
    assert client.post("/leave").status_code == 303
    assert client.get("/").status_code == 303
    other = scene.stranger()
    other.cookies.update(kept)
    assert other.get("/").status_code == 303


def test_sessions_end_by_themselves(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so long without a request, and after so long in any case; those that ended are not kept."""
    idle = scene.enter()
    now = [time.time()]
    monkeypatch.setattr("parley.web.people.time.time", lambda: now[0])
    long = scene.enter("ben")
    for _ in range(14):
        now[0] += 11 * 3600
        assert long.get("/settings").status_code == 200
    now[0] += 11 * 3600 + 1
    now[0] += 4 * 3600
    assert long.get("/settings").status_code == 303
    now[0] += 10**7
    assert idle.get("/").status_code == 303
    scene.enter("carl")
    assert len(sessions_of(scene)) == 1


def test_sessions_outlive_the_desk_and_login_addresses_do_not(both: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk opened anew knows who was let in; only digests are kept, and leaving holds for all desks."""
    token = both.desk.people.invite("ana")
    client, unused = both.enter("ben"), both.desk.people.invite("carl")
    assert both.stranger().get("/login", params={"token": token}).status_code == 303
    assert both.stranger().get("/login", params={"token": token}).status_code == 403
    secret = client.cookies["parley"]
    assert secret not in str(both.store.desk_settings())
    anew = Scene(create_app(both.desk.settings, hosts=["testserver"]))
    try:
        again = anew.stranger()
        assert again.get("/login", params={"token": unused}).status_code == 403
        again.cookies.set("parley", secret)
        again.headers["Sec-Fetch-Site"] = "same-origin"
        assert again.get("/settings").status_code == 200
        assert again.post("/leave").status_code == 303
        assert len(sessions_of(both)) == 1
        monkeypatch.setattr("parley.web.people.TRUSTED_SECONDS", 0.0)
        assert client.get("/settings").status_code == 303
    finally:
        anew.store.close()


def test_a_session_that_is_used_goes_on_across_restarts(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it was used is noted in the record, so that a desk opened anew does not take it for idle."""
    now = [time.time()]
    monkeypatch.setattr("parley.web.people.time.time", lambda: now[0])
    client = scene.enter()
    now[0] += 11 * 3600
    assert client.get("/settings").status_code == 200
    now[0] += 11 * 3600
    people = People(scene.store)
    assert people.coder_of(client.cookies["parley"]) == "ana"
    now[0] += 13 * 3600
    assert people.coder_of(client.cookies["parley"]) is None
    assert sessions_of(scene) == []


def sessions_of(scene: Scene) -> list[str]:
    """Names under which the record keeps sessions."""
    return [name for name in scene.store.desk_settings() if name.startswith("desk session ")]


def test_headers_stand_on_every_answer(scene: Scene) -> None:
    """On pages, errors, redirects, refusals, files and what is static."""
    client, key = scene.enter(), scene.article()
    answers = [
        client.get(one) for one in ("/", "/none", "/static/icon.svg", "/static/none", "/login", "/networks?kind=x")
    ]
    answers += [client.get(one) for one in (f"/articles/{key}/bytes", "/library.csv", "/api/v1/actors", "/api/v1/none")]
    answers += [client.post("/read"), client.post("/none"), client.put("/"), scene.stranger().get("/")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "server" not in answer.headers


def test_a_failure_carries_them_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw is a page with a sentence, with every header, and nothing of the inside."""

    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a secret")

    client = scene.enter()
    monkeypatch.setattr("parley.record.view.View.outlets", fail)
    answer = client.get("/sources")
    assert answer.status_code == 500
    assert "Parley itself failed here" in answer.text
    assert "a secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    monkeypatch.setattr("parley.record.view.View.concepts", fail)
    answer = client.get("/api/v1/concepts")
    assert answer.status_code == 500
    assert answer.json()["error"]["status"] == 500
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_may_be_kept(scene: Scene) -> None:
    """Pages are not kept; built assets, whose names say what they hold, for ever; the rest is asked for again."""
    client = scene.enter()
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.get("/library.csv").headers["cache-control"] == "no-store"
    assert client.get("/static/icon.svg").headers["cache-control"] == "no-cache"
    assert client.get("/static/dist/none-12345678.js").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "/\\evil.example",
        "http://evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\r\nSet-Cookie: a=b",
        "/\n/evil.example",
        " //evil.example",
        "",
        "evil",
        "@evil.example",
        "/queue\x85",
    ],
)
def test_forms_lead_back_into_the_desk_only(scene: Scene, back: str) -> None:
    """Wherever `back` points to, a form never leads out of the desk, and puts no header into the answer."""
    client = scene.enter()
    key = scene.row("that aid").key
    answers = [client.post(f"/entries/{key}/accept", data={"back": back}), client.post("/undo", data={"back": back})]
    answers += [client.post("/redo", data={"back": back})]
    for answer in answers:
        assert answer.status_code == 303
        assert answer.headers["location"] in ("/", f"/entries/{key}")
        assert "set-cookie" not in answer.headers
    answer = client.post("/undo", data={"back": back}, headers=HTMX)
    assert answer.headers["hx-redirect"] == "/"


@pytest.mark.parametrize("back", ["/queue?q=aid&order=text&at=x", "/articles/k#e-1", "/?page=2"])
def test_forms_lead_back_to_where_they_stood(scene: Scene, back: str) -> None:
    """An address of the desk is kept whole."""
    answer = scene.enter().post(f"/entries/{scene.row('that aid').key}/accept", data={"back": back})
    assert answer.headers["location"] == back


def test_static_files_lead_nowhere_else(scene: Scene) -> None:
    """No path leads out of their folder."""
    client = scene.stranger()
    for path in ("/static/../desk.py", "/static/..%2fdesk.py", "/static/%2e%2e/desk.py", "/static//etc/passwd"):
        assert client.get(path).status_code in (303, 404), path
    assert client.get("/static").status_code in (303, 307, 404)
    assert client.get("/static/").status_code == 404


def test_each_person_has_a_budget(scene: Scene) -> None:
    """Who asks for too much costly work is told to wait; others are not."""
    ana, ben = scene.enter("ana"), scene.enter("ben")
    while scene.desk.budget.spend("ana"):
        pass
    answer = ana.get("/search?q=aid")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert ana.get("/api/v1/articles").json()["error"]["status"] == 429
    assert ana.get("/").status_code == 200
    assert ben.get("/search?q=aid").status_code == 200
