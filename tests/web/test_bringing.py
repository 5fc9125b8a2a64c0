"""Pages that are brought to the desk: read one after the other, refused with a reason, never in each other's way."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from parley.errors import RecordBusyError
from parley.pages.decode import decode
from parley.record import Store, open_record
from parley.terms.statements import Proposals
from parley.terms.text import Article, Page, Sentence
from tests.record.builders import article_of
from tests.web.scene import HTMX, Scene, opened

LARGEST = 100_000


class Fake:
    """Reads each page as one paragraph in which nothing is said."""

    weights_digest = "w" * 64

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()

    def read_article(self, page: Page) -> Article:
        """The page as an article."""
        self.go.wait(10)
        words = decode(page.content, where=page.location)
        if "explode" in words:
            raise ZeroDivisionError("inside")
        return article_of([("body", words.strip())], id=page.location, title=page.location)

    def find(self, article: Article) -> Proposals:
        """Its one sentence."""
        return Proposals(sentences=(Sentence(start=0, end=len(article.text), paragraph=0),))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Stands in for the weights."""
    found = Fake()
    monkeypatch.setattr("parley.web.reading.build_reader", lambda _settings: found)
    return found


@pytest.fixture
def small(tmp_path: Path, reader: Fake) -> Iterator[Scene]:  # noqa: ARG001  it is put in place before
    """A desk whose largest page is small."""
    with opened(tmp_path / "record.db", largest_page_bytes=LARGEST) as found:
        yield found


def bring(client: TestClient, *files: tuple[str, bytes], headers: dict[str, str] | None = None, **fields: str) -> Any:
    """Bring files and fields."""
    sent = [("files", (name, content, "text/html")) for name, content in files]
    return client.post("/read", files=sent or None, data=fields, headers=headers or {})


def settled(client: TestClient, address: str) -> str:
    """The page of progress when nothing waits any more."""
    for _ in range(200):
        page = client.get(address).text
        if ": waiting" not in page and ": reading" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def test_a_file_is_read(small: Scene) -> None:
    """The form leads to its progress, and that to the article."""
    client = small.enter()
    answer = bring(client, ("new.txt", b"A page of news about rain."))
    assert answer.status_code == 303
    page = settled(client, answer.headers["location"])
    row = next(one for one in small.store.view().articles() if one.title == "new.txt")
    assert f'<a href="/articles/{row.key}">new.txt</a>' in page
    assert client.get(f"/articles/{row.key}").status_code == 200


def test_a_text_is_pasted(small: Scene) -> None:
    """Under the name that it was given, with or without script."""
    client = small.enter()
    answer = bring(client, headers=HTMX, text="Words\r\nof\r\nnews", name="../../etc/interview")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "interview" in answer.text
    assert "interview" in settled(client, "/reading")
    article = next(one for one in small.store.view().articles() if one.title == "interview")
    assert small.store.view().article(article.key).reading.page.content == b"Words\nof\nnews"
    answer = client.post("/read", data={"text": "A form without files"})
    assert "pasted text" in settled(client, answer.headers["location"])


def test_what_cannot_be_read_is_refused_and_the_others_go_on(small: Scene) -> None:
    """Empty, too large, binary, a picture, a page that breaks the reader: each says why; the last one is read."""
    client = small.enter()
    answer = bring(
        client,
        ("empty.html", b""),
        ("blank.html", b"  \n"),
        ("large.html", b"x" * (LARGEST + 1)),
        ("binary.html", b"a\x00\x01\x02b"),
        ("picture.html", b"\x89PNG\r\n"),
        ("bad.html", b"explode"),
        ("good.html", b"Good news."),
    )
    page = settled(client, answer.headers["location"])
    for name in ("empty", "blank", "large", "binary", "picture", "bad"):
        assert f"<strong>{name}.html</strong> was refused:" in page
    assert f"larger than {LARGEST:,} bytes" in page
    assert "the page is empty" in page
    assert "a PNG image" in page
    assert "ZeroDivisionError" in page
    assert ">good.html</a>" in page
    assert "picture.html" in client.get("/sources").text


def test_nothing_is_brought(small: Scene) -> None:
    """Without a file and without words the form is refused."""
    client = small.enter()
    assert bring(client, text="  ").status_code == 400
    assert bring(client, ("", b"x")).status_code in (400, 422)
    assert client.post("/read").status_code == 400
    assert client.post("/read", data={"files": "words"}).status_code == 400


def test_too_much_at_once(small: Scene) -> None:
    """Whether it is declared or not; a pasted text that is larger than a page is refused too."""
    client = small.enter()
    assert bring(client, ("a.html", b"x" * (11 * LARGEST))).status_code == 413

    def parts() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        for _ in range(20):
            yield b"x" * LARGEST

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post("/read", content=parts(), headers=kind)
    assert answer.status_code == 413
    assert "too much" in answer.text
    assert bring(client, ("a.html", b"x"), text="y" * (2 * LARGEST)).status_code == 400
    many = [(f"{number}.html", b"x") for number in range(1001)]
    assert bring(client, *many).status_code == 400
    assert not small.desk.reading.jobs()


def test_names_of_files_do_no_harm(small: Scene) -> None:
    """Folders, markup, signs that turn the direction, length: a name is a name."""
    client = small.enter()
    names = ("<img src=x onerror=alert(1)>.html", "../../x", "\u202egnp.exe", "n" * 3000, "a\\b\\c.html", "..", "\x7f")
    assert bring(client, ("n" * 5000, b"x")).status_code == 400
    answer = bring(client, *((name, f"Words of page {number}.".encode()) for number, name in enumerate(names)))
    page = settled(client, answer.headers["location"])
    assert "&lt;img src=x onerror=alert(1)&gt;.html" in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "../" not in page.split("<main", 1)[1]
    assert "n" * 201 not in page
    assert ">c.html</a>" in page
    for row in small.store.view().articles():
        assert client.get(f"/articles/{row.key}").status_code == 200
        assert client.get(f"/articles/{row.key}/bytes").status_code == 200


def test_a_record_that_is_busy(small: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that meets it is refused with the reason; the one after it is read."""
    client, writer, times = small.enter(), Store.writer, iter(range(9))

    def busy(self: Store, run: Any) -> Any:
        if next(times) == 0:
            raise RecordBusyError("another process is writing to this record", where="r", cure="Wait")
        return writer(self, run)

    monkeypatch.setattr(Store, "writer", busy)
    answer = bring(client, ("first.html", b"First."), ("second.html", b"Second."))
    page = settled(client, answer.headers["location"])
    assert "<strong>first.html</strong> was refused: r: another process" in page
    assert ">second.html</a>" in page
    assert small.desk.reading.busy == 0


def test_a_busy_record_is_said_on_pages(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading or judging: 503 with a sentence, in a whole page, even where its frame cannot count what waits."""

    def busy(*_: Any, **__: Any) -> Any:
        raise RecordBusyError("another process is writing to this record", where="r", cure="Wait")

    client, key = scene.enter(), scene.row("that aid").key
    monkeypatch.setattr("parley.record.view.View._connection", busy)
    monkeypatch.setattr("parley.record.judging.Judge.step", busy)
    for answer in (client.get("/"), client.get("/sources"), client.post("/concepts", data={"name": "x"})):
        assert answer.status_code == 503
        assert "another process is writing" in answer.text
        assert "</html>" in answer.text
    assert client.post(f"/entries/{key}/accept", headers=HTMX).status_code == 503
    assert client.get("/api/v1/articles").json()["error"]["status"] == 503


def test_more_than_can_wait_is_refused(small: Scene, reader: Fake) -> None:
    """What waits is bounded, whoever brings it; pages go on being shown while one is read."""
    client = small.enter()
    reader.go.clear()
    for number in range(4):
        bring(client, *((f"{number}-{one}.html", b"x" * (LARGEST - 1) + bytes([65 + one])) for one in range(8)))
    page = client.get("/reading").text
    assert "Too much waits to be read already" in page
    assert client.get("/").status_code == 200
    assert small.desk.reading.busy <= 22
    reader.go.set()
    settled(client, "/reading")


def test_loading_the_weights_stops_nobody(small: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """While they are loaded, pages can be brought and seen."""
    go = threading.Event()

    def slow(_settings: Any) -> Fake:
        go.wait(10)
        return Fake()

    monkeypatch.setattr("parley.web.reading.build_reader", slow)
    client = small.enter()
    first = bring(client, ("one.html", b"One."))
    begun = time.monotonic()
    bring(client, ("two.html", b"Two."))
    assert client.get("/").status_code == 200
    assert time.monotonic() - begun < 5
    go.set()
    settled(client, first.headers["location"])


def test_closing_while_pages_wait(tmp_path: Path, reader: Fake) -> None:
    """What waits is left, the page at hand is finished, and the record is whole and open to others."""
    with opened(tmp_path / "record.db") as scene:
        with TestClient(scene.app, raise_server_exceptions=False, follow_redirects=False) as client:
            client.get("/login", params={"token": scene.desk.people.invite("ana")})
            client.headers["Sec-Fetch-Site"] = "same-origin"
            reader.go.clear()
            bring(client, ("one.html", b"One page."), ("two.html", b"Two pages."))
            for _ in range(100):
                if any(job.state == "reading" for job in scene.desk.reading.jobs()):
                    break
                time.sleep(0.02)
            threading.Timer(0.3, reader.go.set).start()
        states = sorted(job.state for job in scene.desk.reading.jobs())
        assert states == ["read", "waiting"]
    with open_record(tmp_path / "record.db") as record:
        titles = {one.title for one in record.view().articles()}
    assert "one.html" in titles
    assert "two.html" not in titles


def test_what_was_done_long_ago_is_forgotten(small: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many jobs are remembered."""
    monkeypatch.setattr("parley.web.reading.KEPT", 10)
    for number in range(50):
        small.desk.reading.bring(f"{number}", b"")
    assert len(small.desk.reading.jobs()) <= 11


@pytest.mark.slow
def test_a_block_that_is_corrected_is_read_again(tmp_path: Path) -> None:
    """With the weights that ship: a paragraph that is furniture no longer belongs to the text, nor its statements."""
    with opened(tmp_path / "record.db") as scene:
        client = scene.enter()
        page = (
            "<html><head><title>Talks</title></head><body><article><h1>Talks begin in Doha</h1>"
            "<p>Foreign Minister Anna Lind said on Monday that the talks in Doha would go on for a week.</p>"
            "<p>Subscribe, said the editor, that you may read more of this newspaper every day.</p>"
            "</article></body></html>"
        )
        answer = bring(client, ("talks.html", page.encode()))
        for _ in range(600):
            if scene.desk.reading.busy == 0:
                break
            time.sleep(0.1)
        job = scene.desk.reading.jobs()[0]
        assert job.state == "read", (job.said, answer.text)
        stored = scene.store.view().article(str(job.article)).reading.article
        block = next(one for one in stored.blocks if "Monday" in stored.page_text[one.start : one.end])
        form = {"start": str(block.start), "role": "furniture"}
        answer = client.post(f"/articles/{job.article}/blocks", data=form)
        assert answer.headers["location"] == f"/articles/{job.article}#rest"
        again = scene.store.view().article(str(job.article)).reading.article
        assert "Monday" not in again.text
        assert "Monday" in again.page_text


def test_a_file_with_many_pages(small: Scene) -> None:
    """Each page of a file of other crawlers is read by itself; a bad line is refused with its number."""
    client = small.enter()
    answer = bring(client, ("crawl.jsonl", b'{"text": "Rain."}\n{broken\n{"text": "Sun."}\n'))
    page = settled(client, answer.headers["location"])
    assert "<strong>crawl.jsonl#2</strong> was refused:" in page
    assert "line 2 is no JSON" in page
    assert ">crawl.jsonl#1</a>" in page
    assert ">crawl.jsonl#3</a>" in page
    row = next(one for one in small.store.view().articles() if one.title == "crawl.jsonl#3")
    shown = client.get(f"/articles/{row.key}/fetched").text
    assert "Sun." in shown
    named = client.get(f"/articles/{row.key}/bytes").headers["content-disposition"]
    assert named.endswith('.json"')
