"""Requests that nobody's browser would send: a sentence with the right status each time, and never a failure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.scene import HTMX, Scene

ODD_QUERIES = (
    '"',
    "(",
    "a) OR (b",
    "NOT a",
    "speaker:",
    "nothing:there",
    "a NEAR/99999999999999999999 b",
    "date:yesterday",
    "date:9999999999..",
    "*",
    "a*" * 3000,
    "(" * 2000 + "a" + ")" * 2000,
    "x" * 50_000,
    " OR ".join(f"w{number}" for number in range(3000)),
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "' OR 1=1 --",
    "%\\_",
    "key:''",
    "collection:none",
)
READERS = (
    "/",
    "/queue",
    "/queue/all",
    "/networks",
    "/timeline",
    "/search",
    "/library.csv",
    "/networks.json",
    "/search.json",
)


@pytest.mark.parametrize("address", READERS)
def test_queries_that_cannot_be_read(scene: Scene, address: str) -> None:
    """Each is answered, or refused with a sentence."""
    client = scene.enter()
    for query in ODD_QUERIES:
        answer = client.get(address, params={"q": query})
        assert answer.status_code in (200, 400, 404), (address, query[:50], answer.status_code, answer.text[-500:])
        if answer.status_code != 200:
            assert 'role="alert"' in answer.text
    for query in ('"', "(", "a) OR (b"):
        assert client.get(address, params={"q": query}).status_code == 400, query


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_queries_to_the_api_that_cannot_be_read(scene: Scene, query: str) -> None:
    """The same in the shape of the API's errors."""
    client = scene.enter()
    for address in ("/api/v1/search", "/api/v1/articles", "/api/v1/statements"):
        answer = client.get(address, params={"query": query})
        assert answer.status_code in (200, 400, 404), answer.text
        if answer.status_code != 200:
            assert set(answer.json()["error"]) == {"status", "what", "where", "cure"}


NUMBERS = ("abc", "-1", "0", "1e3", "99999999999", "9" * 5000, "", "1.5", "\u0663", " 1")


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_that_are_none(scene: Scene, number: str) -> None:
    """Pages that are no number are refused; what lies beyond the last one is empty."""
    client = scene.enter()
    lists = [
        "/",
        "/actors",
        "/search?q=aid",
        f"/actors/{scene.actor('Anna Lind')}",
        f"/concepts/{scene.concept('Aid')}",
    ]
    for address in lists:
        answer = client.get(address, params={"page": number, **({"q": "aid"} if "search" in address else {})})
        assert answer.status_code in (200, 422), (address, number, answer.text)
    for address in ("/api/v1/statements", "/api/v1/actors"):
        answer = client.get(address, params={"limit": number})
        assert answer.status_code in (200, 422)
        answer = client.get(address, params={"cursor": number})
        assert answer.status_code in (200, 400)
    assert client.get("/reading", params={"jobs": number}).status_code in (200, 400)


def test_zero_characters(scene: Scene) -> None:
    """In an address or in a form: refused, whatever the record is kept in."""
    client = scene.enter()
    key = scene.row("that aid").key
    for address in ("/?q=a%00b", "/actors?name=%00", "/entries/a%00b", "/articles/%00", "/api/v1/search?query=%00"):
        assert client.get(address).status_code == 400, address
    forms = {
        "/concepts": {"name": "a\x00b"},
        "/searches": {"name": "a", "query": "b\x00"},
        "/collections": {"name": "\x00"},
        "/sources": {"name": "Post", "owner": "\x00"},
        f"/entries/{key}/edit": {"speakers": "a\x00"},
        f"/entries/{key}/accept": {"reason": "a\x00"},
        "/settings/tokens": {"name": "a\x00"},
        "/settings/keys": {"accept": "\x00"},
        f"/articles/{scene.article()}/correct": {"title": "a\x00"},
    }
    before = scene.steps()
    for address, form in forms.items():
        answer = client.post(address, data=form)
        assert answer.status_code == 400, address
        assert "a character that no text has" in answer.text
    answer = client.post("/api/v1/judgements", json={"action": "accept", "entries": [key], "reason": "\x00"})
    assert answer.status_code == 422
    body = f'{{"action": "accept", "entries": ["{key}"], "reason": "\\ud800"}}'
    answer = client.post("/api/v1/judgements", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert scene.steps() == before


@pytest.mark.parametrize(
    "charset", ["punycode", "undefined", "idna", "rot13", "utf-7", "unicode_escape", "base64", "none"]
)
def test_forms_in_strange_encodings(scene: Scene, charset: str) -> None:
    """A form names the encoding of its fields; none of them breaks anything."""
    client = scene.enter()
    body = (
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\xff\r\n'
        b'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\naid\r\n--x--\r\n'
    )
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    answer = client.post("/searches", content=body, headers=kind)
    assert answer.status_code in (303, 400, 422), answer.text
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", ""),
        (b"{}", "application/json"),
        (b"not a form", "text/plain"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--y--", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"\xff\xfe%%%", "application/x-www-form-urlencoded"),
        (b"name", "application/x-www-form-urlencoded"),
        (b"&&==&%ED%A0%80=1", "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_bodies_that_are_no_forms(scene: Scene, body: bytes, kind: str) -> None:
    """Every address that changes something answers them with a sentence."""
    from tests.web.test_doors import addresses  # noqa: PLC0415  the list of all addresses

    client = scene.enter()
    for address in addresses(scene, "POST"):
        if address in ("/leave", "/undo", "/redo", "/settings/backup", "/api/v1/undo"):
            continue
        answer = client.post(address, content=body, headers={"Content-Type": kind})
        assert answer.status_code in (303, 400, 404, 409, 422), (address, answer.status_code, answer.text)


def test_bodies_that_are_too_large(scene: Scene) -> None:
    """Whether their length is declared or not."""
    client = scene.enter()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    def parts() -> Iterator[bytes]:
        yield b"name="
        for _ in range(50):
            yield b"x" * 50_000

    for address in ("/concepts", f"/entries/{scene.row('that aid').key}/comment"):
        answer = client.post(address, content=b"name=" + b"x" * 5_000_000, headers=kind)
        assert answer.status_code == 413
        answer = client.post(address, content=parts(), headers=kind)
        assert answer.status_code == 413, answer.text
        assert "too much" in answer.text
    answer = client.post("/api/v1/judgements", content=parts(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["error"]["status"] == 413
    for length in ("-5", "x", "9" * 40):
        answer = client.post("/concepts", content=b"name=x", headers=kind | {"Content-Length": length})
        assert answer.status_code in (400, 413)


def test_very_many_fields(scene: Scene) -> None:
    """More fields than any form has are refused."""
    client = scene.enter()
    body = "&".join(f"f{number}=1" for number in range(5000))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/concepts", content=body, headers=kind).status_code == 400
    lind = scene.actor("Anna Lind")
    assert client.get(f"/actors/merge?{'&'.join(f'key={lind}' for _ in range(500))}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/entries/none",
        "/articles/none",
        "/articles/none/fetched",
        "/articles/none/bytes",
        "/actors/none",
        "/actors/none.csv",
        "/actors/merge?key=none",
        "/concepts/none",
        "/relations/none/none",
        "/actors/none/timeline",
        "/feeds/search/none.rss",
        "/feeds/actor/none.rss",
        "/nothing",
        "/entries/" + "x" * 5000,
        "/articles/" + "y" * 5000,
        "/actors/%ED%A0%80",
        "/concepts/%FF",
    ],
)
def test_what_is_not_there(scene: Scene, address: str) -> None:
    """404 with a sentence, as a page and as a part."""
    client = scene.enter()
    for headers in ({}, HTMX):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 404, answer.text
        assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/library.exe", 400),
        ("/actors.exe", 400),
        ("/concepts.exe", 400),
        ("/networks.exe", 400),
        ("/timeline.exe", 400),
        ("/search.exe?q=aid", 400),
        ("/search.csv", 422),
        ("/networks?kind=friends", 400),
        ("/networks/tie", 422),
        ('/networks/tie?source="&target=") OR (a', 200),
        ("/networks/discourse.exe", 400),
        ("/networks/discourse.json?mode=events", 400),
        ("/networks/discourse/tie", 422),
        ("/networks/discourse/tie?row=nobody&column=nothing", 400),
        ("/networks/discourse/tie?mode=events&row=a&column=b", 400),
        ('/networks/tie?kind=concepts&source=a"b&target=c', 200),
        ("/timeline?by=second", 400),
        ("/relations/a/b?by=decade", 400),
        ("/relations/a/b?confidence=9", 422),
        ("/relations/a/b.exe", 404),
        ("/queue/all?kind=burn", 400),
        ("/?since=soon", 400),
        ("/?genre=poem", 400),
        ("/?work=burnt", 400),
        ("/?review=%22", 200),
        ("/?collection=none", 404),
        ("/feeds/search/Aid news.exe", 400),
    ],
)
def test_what_cannot_be_asked(scene: Scene, address: str, status: int) -> None:
    """Forms and filters that are none are told apart from what is not there."""
    answer = scene.enter().get(address)
    assert answer.status_code == status, answer.text
    if status != 200:
        assert 'role="alert"' in answer.text


def test_methods_that_are_none(scene: Scene) -> None:
    """405 says so, on pages and in the API."""
    client = scene.enter()
    assert client.put("/").status_code == 405
    assert client.get("/undo").status_code == 405
    assert client.delete("/api/v1/judgements").json()["error"]["status"] == 405
