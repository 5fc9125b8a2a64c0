"""Pages, names and files made to do harm: on every screen they are words, and nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from parley.record.round_sheets import Said
from parley.record.rounds import Draw
from parley.terms.actors import Actor
from parley.terms.events import Event, EventMention, EventPlace
from parley.terms.text import Article, Byline, MediaType, Span, Teaser
from parley.web.user_settings import BOOKMARK
from tests.record.builders import article_of, page_of, simple_reading, statement_of, with_statements, write
from tests.web.scene import HTMX, Scene
from tests.web.test_doors import addresses

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
"""Leaves an attribute, an element and a string, and runs."""
HOSTILE_TAGS = {"script", "iframe", "object", "embed", "base", "meta", "svg", "math", "link", "style", "form", "input"}


class Elements(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep one."""
        self.found.append((tag, dict(attrs)))


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a page with their attributes."""
    parser = Elements()
    parser.feed(page)
    return parser.found


def check(page: str, where: str) -> None:
    """Refuse a page in which something hostile became an element, an attribute or an address that runs."""
    for tag, attributes in elements(page):
        for name, value in attributes.items():
            assert not name.startswith("on"), (where, tag, name)
            assert name != "style", where
            if where == "/settings" and value == BOOKMARK % "http://testserver/add?url=":
                continue  # for other sites; the desk's own policy keeps it from running here
            if name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
                assert re.match(r"(/(?![/\\])|#|\?|https?://)", value or "/"), (where, name, value)
        if tag == "script":
            assert (attributes["src"] or "").startswith("/static/dist/"), where
        assert not (tag == "img" and attributes.get("src") == "x"), where
    assert "<script>alert" not in page, where


def hostile_event(article: Article) -> Event:
    """Eve rules, in a mode, a context and a place that are harm."""
    sentence = Span(0, len(article.text))
    trigger = Span(article.text.index(" rules") + 1, article.text.index(" rules") + 6)
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    return Event(
        id="e1",
        type=f"COERCE {EVIL}",
        quad=4,
        score=-7.0,
        mode=EVIL,
        contexts=(EVIL,),
        actor=("a1",),
        recipient=("a1",),
        place=EventPlace(start=trigger.start, end=trigger.end, country=EVIL, reason=EVIL),
        status="actual",
        confidence=0.5,
        reason=EVIL,
        mentions=(EventMention(trigger=trigger, sentence=sentence, sha256=digest, reported_by="s1"),),
    )


def hostile(scene: Scene) -> dict[str, str]:
    """A record full of harm: an article, an actor, an event, a concept, a coder, a search, a collection, an outlet."""
    actor = Actor(id="a1", name=f"Eve {EVIL}", kind="person", role=EVIL, reason=EVIL)
    words = f"Eve said that {EVIL} rules."
    article = article_of(
        [("title", EVIL), ("body", words), ("furniture", EVIL), ("teaser", EVIL)],
        id=EVIL,
        title=EVIL,
        publication=EVIL,
        byline=(Byline(name=EVIL, role=EVIL),),
        sections=(EVIL,),
        date="2025-05-05",
        url="javascript:alert(1)",
        teasers=(Teaser(title=EVIL, lead=EVIL),),
    )
    reading = simple_reading("x", words, ("Eve", "said", f"that {EVIL} rules"), speaker=actor)
    said = statement_of(article, "s1", "Eve", "said", f"that {EVIL} rules", speakers=("a1",), speaker_reason=EVIL)
    page = page_of(article.page_text, location=f"pages/{EVIL}\u202etxt.exe")
    harmful = with_statements(replace(reading, article=article, page=page), said)
    proposals = replace(harmful.proposals, events=(hostile_event(article),))
    write(scene.store, replace(harmful, proposals=proposals))
    judge = scene.store.judge(f"mallory {EVIL}")
    judge.codebook.define(f"Evil {EVIL}", definition=EVIL)
    row = scene.row(f"that {EVIL}")
    judge.codebook.code([row.key], f"Evil {EVIL}", "agree")
    judge.entries.comment(row.key, EVIL)
    judge.entries.reject([row.key], reason=EVIL)
    judge.entries.accept([row.key], reason=EVIL)
    judge.articles.tag([row.article_key], EVIL, entries=[row.key])
    judge.articles.comment(row.article_key, EVIL)
    judge.articles.work(row.article_key, "irrelevant", reason=EVIL)
    judge.library.save_search(f"Search {EVIL}", "rules")
    judge.library.collect(f"Collection {EVIL}", query="rules")
    judge.library.describe_outlet(EVIL, country=EVIL, owner=EVIL)
    actor_key = row.speaker_key
    judge.actors.comment(actor_key, EVIL)
    (event,) = scene.store.view().events()
    judge.entries.reject([event.key], reason=EVIL)
    judge.entries.accept([event.key], reason=EVIL)
    keys = {"entry": row.key, "event": event.key, "article": row.article_key, "actor": actor_key}
    return keys | {"concept": scene.concept(f"Evil {EVIL}")}


def hostile_round(scene: Scene, article: str, concept: str) -> None:
    """An opened round of blind coding whose name, coders, speakers and notes are harm; and another coded statement."""
    rounds, coders = scene.store.rounds(), [f"mallory {EVIL}", "ana"]
    rounds.assign(coders, [article, scene.article()], by=EVIL, draw=Draw(name=EVIL))
    for coder in coders:
        for one in rounds.sheets.articles("1", coder):
            for unit in rounds.sheets.units("1", coder, one.key)[1]:
                said = Said(speaker=f"{EVIL} {coder}", codes=[(concept, "agree")], note=EVIL)
                rounds.sheets.say("1", coder, one.key, unit.unit, said)
            rounds.sheets.finish("1", coder, one.key)
        rounds.hand_in("1", coder)
    scene.store.judge("ana").codebook.code([scene.row("that sanctions").key], "Aid", "disagree")


def test_nothing_on_any_screen_runs(scene: Scene) -> None:
    """Every screen, over a record that is full of harm, by a coder whose name is harm too."""
    keys = hostile(scene)
    hostile_round(scene, keys["article"], keys["concept"])
    client = scene.enter(f"mallory {EVIL}")
    client.post("/settings/tokens", data={"name": EVIL})
    paths = [one for one in addresses(scene, "GET") if one not in ("/login", "/static/icon.svg")]
    paths += [f"/articles/{keys['article']}", f"/entries/{keys['entry']}", f"/actors/{keys['actor']}"]
    paths += [f"/concepts/{keys['concept']}", f"/actors/merge?key={keys['actor']}&key={scene.actor('Anna Lind')}"]
    paths += [f"/coding/1/sheet/{keys['article']}", "/networks/sides?left=2023&right=2024"]
    paths += [f"/entries/{keys['event']}", "/queue?only=event&q=rules", "/queue/all?only=event&q=rules"]
    paths += ["/search?q=rules", "/queue?q=rules", "/queue/all?q=rules", "/networks?kind=concepts&view=table"]
    paths += [f"/networks/tie?kind=concepts&source={keys['actor']}&target={keys['concept']}", "/runs", "/sources"]
    paths += [
        f"/relations/{keys['actor']}/{scene.actor('NATO')}",
        f"/actors/{keys['actor']}/timeline",
        "/networks/discourse?mode=one&clusters=yes&backbone=yes",
    ]
    for path in paths:
        for headers in ({}, HTMX):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 200, (path, answer.text[:200])
            if answer.headers["content-type"].startswith("text/html"):
                check(answer.text, path)
    shown = client.get(f"/articles/{keys['article']}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "javascript:" not in shown


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/queue",
        "/queue/all",
        "/search",
        "/timeline",
        "/networks",
        "/networks/discourse",
        "/actors",
        "/articles/x",
        "/entries/x",
        "/none",
    ],
)
def test_what_was_asked_is_said_back_as_words(scene: Scene, path: str) -> None:
    """Queries, names, keys and filters that are repeated on a page."""
    client = scene.enter()
    for name in (
        "q",
        "name",
        "publication",
        "collection",
        "since",
        "kind",
        "order",
        "by",
        "at",
        "genre",
        "page",
        "only",
        "event",
        "status",
    ):
        for value in (EVIL, f'"{EVIL}', f"javascript:{EVIL}"):
            check(client.get(path, params={name: value}).text, f"{path} {name}")
    check(client.get(f"{path}/{EVIL}").text, path)


def test_errors_say_back_words(scene: Scene) -> None:
    """What was sent and refused stands in the sentence as words."""
    client, key = scene.enter(), scene.row("that aid").key
    for address, form in (
        (f"/entries/{key}/edit", {"certainty": EVIL}),
        (f"/entries/{key}/edit", {"content_spans": EVIL}),
        (f"/entries/{key}/{EVIL.replace('/', '')}", {}),
        ("/concepts/types", {"name": EVIL, "variables": f"{EVIL}: {EVIL}"}),
        ("/settings/keys", {"accept": EVIL}),
        ("/concepts/none/rename", {"name": EVIL}),
        ("/undo", {"step": EVIL, "back": EVIL}),
    ):
        for headers in ({}, HTMX):
            answer = client.post(address, data=form, headers=headers)
            assert answer.status_code in (400, 404), address
            check(answer.text, address)


def test_tables_compute_nothing(scene: Scene) -> None:
    """What a spreadsheet would compute begins with an apostrophe, in every table."""
    formula = '=HYPERLINK("http://evil.example","x")'
    speaker = Actor(id="a1", name="@SUM(1)", kind="person")
    words = "=cmd said that +1 is -2."
    reading = simple_reading(
        "f", words, ("=cmd", "said", "+1 is -2"), speaker=speaker, title=formula, publication="-1+1"
    )
    write(scene.store, reading)
    scene.store.judge("ana").codebook.define("=1+1 concept", definition="\t=2")
    client = scene.enter()
    actor = scene.actor("@SUM(1)")
    client.post(f"/entries/{scene.row('+1 is').key}/code", data={"concept": "=1+1 concept"})
    paths = (
        "/library.csv",
        "/actors.csv",
        "/concepts.csv",
        "/search.csv?q=cmd",
        f"/actors/{actor}.csv",
        "/timeline.csv",
    )
    for path in (*paths, "/networks.csv?kind=concepts", "/networks/discourse.csv", "/search.tsv?q=cmd"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        rows = list(csv.reader(io.StringIO(answer.text), delimiter="\t" if ".tsv" in path else ","))
        cells = [cell for row in rows[1:] for cell in row]
        assert not [one for one in cells if one[:1] in "=+@\t\r" and one[:1]], path
        assert not [one for one in cells if one.startswith("-") and not re.fullmatch(r"-?[\d.]+", one)], path
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', answer.headers["content-disposition"]), path


PAGE = b"""<!doctype html><html><head><meta charset="%s"><meta http-equiv="refresh" content="0;url=//evil.example">
<base href="//evil.example"><link rel="stylesheet" href="//evil.example/a.css"><style>*{background:url(//evil.example)}
</style><script>alert(1)</script><title>T</title></head><body onload="alert(1)" background="//evil.example/b.png">
<h1 style="position:fixed" class="x" id="y" onclick="alert(1)">%s</h1><img src="//evil.example/c.png" srcset="//evil.example/d.png">
<svg><script>alert(1)</script><animate onbegin="alert(1)"/></svg><math><mtext></mtext></math>
<iframe src="//evil.example"></iframe><object data="//evil.example"></object><embed src="//evil.example">
<form action="//evil.example"><input name="p"><button formaction="javascript:alert(1)">b</button></form>
<a href="javascript:alert(1)" ping="//evil.example">link</a><video src="//evil.example"></video><audio src="//evil.example"></audio>
<p dir="rtl" lang="fa">text</p><noscript><img src=x onerror=alert(1)></noscript><template><script>alert(1)</script></template>
<table background="//evil.example"><tr><td>cell</td></tr></table><!-- <script> --><xmp><script>alert(1)</script></xmp>
</body></html>"""


def fetched(scene: Scene, content: bytes, media_type: MediaType = "text/html") -> Any:
    """What the frame shows for a page of such bytes."""
    words = "Anna Lind said that it snows in June."
    speaker = Actor(id="a1", name="Anna Lind", kind="person")
    reading = simple_reading("snow", words, ("Anna Lind", "said", "that it snows in June"), speaker=speaker)
    digest = hashlib.sha256(content).hexdigest()
    page: Any = replace(reading.page, content=content, sha256=digest, media_type=media_type, location="pages/snow.html")
    write(scene.store, replace(reading, page=page))
    key = scene.row("that it snows").article_key
    return scene.enter().get(f"/articles/{key}/fetched")


def test_the_page_as_fetched_does_nothing(scene: Scene) -> None:
    """No script, style, form, frame, picture, link, handler or refresh of the page is left, and none would work."""
    answer = fetched(scene, PAGE % (b"utf-8", b"Heading"))
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "allow" not in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "evil" not in answer.text
    assert "alert" not in answer.text
    body = answer.text.split("</style>", 1)[1]
    found = elements(body)
    assert not {tag for tag, _ in found} & (HOSTILE_TAGS | {"img", "video", "audio", "button", "template", "noscript"})
    assert {name for _, attributes in found for name in attributes} <= {"dir", "lang", "rel"}
    for words in ("Heading", "link", "text", "cell"):
        assert words in body


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("windows-1251", "Москва сказала нет"),
        ("windows-1256", "قالت موسكو لا"),
        ("utf-8", "Москва — сказала"),
        ("iso-8859-1", "Société générale"),
        ("shift_jis", "モスクワは言った"),
    ],
)
def test_the_page_as_fetched_is_read_in_its_encoding(scene: Scene, encoding: str, words: str) -> None:
    """As the record reads it: the declared encoding counts."""
    content = PAGE.replace(b"%s", encoding.encode(), 1).replace(b"%s", words.encode(encoding))
    assert words in fetched(scene, content).text


def test_the_page_as_fetched_in_utf_16(scene: Scene) -> None:
    """A byte order mark counts before everything else."""
    assert "Москва" in fetched(scene, "<html><p>Москва</p></html>".encode("utf-16")).text


def test_a_text_as_fetched_stays_a_text(scene: Scene) -> None:
    """Of a page of plain text every sign is shown."""
    answer = fetched(scene, f"a < b & {EVIL}\n\nc".encode(), "text/plain")
    body = answer.text.split("</style>", 1)[1]
    assert {tag for tag, _ in elements(body)} == {"pre"}
    assert "a &lt; b &amp;" in body
    check(body, "fetched")


def test_bytes_are_only_handed_out(scene: Scene) -> None:
    """Under the article's key, whatever the page is called; a browser shows nothing of it."""
    keys = hostile(scene)
    client = scene.enter()
    for name in (keys["article"], EVIL.replace("/", "%2F")):
        answer = client.get(f"/articles/{name}/bytes")
        if answer.status_code == 200:
            assert answer.headers["content-disposition"] == f'attachment; filename="{keys["article"]}.txt"'
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert (
        client.get("/articles/visit/bytes")
        .headers["content-disposition"]
        .startswith(f'attachment; filename="{scene.article()}')
    )
