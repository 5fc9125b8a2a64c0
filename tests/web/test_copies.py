"""The desk on copies and changed pages."""

from __future__ import annotations

from tests.record.builders import write
from tests.record.test_carrying import FIRST, LEAD, OTHER, SAID
from tests.record.test_carrying import reading as statements
from tests.record.test_changes import reading
from tests.record.test_copies import printed
from tests.web.scene import Scene


def key_of(scene: Scene, name: str) -> str:
    """Key of the article of a name."""
    return scene.store.view().article_row(name).key


def test_an_article_leads_to_its_other_printings(scene: Scene) -> None:
    """With where, when and why; so does the card of an entry. One that was printed once says nothing."""
    printed(scene.store)
    client = scene.enter()
    page = client.get(f"/articles/{key_of(scene, 'cut')}").text
    assert "Also printed at" in page
    for name in ("whole", "led"):
        assert f'href="/articles/{key_of(scene, name)}"' in page
    assert "stand in the other too" in page
    assert "Also printed at" not in client.get(f"/articles/{key_of(scene, 'other')}").text
    entry = next(row.key for row in scene.store.view().statements(article="cut"))
    assert "Also printed at" in client.get(f"/entries/{entry}").text


def test_networks_count_printings_when_asked(scene: Scene) -> None:
    """The picture's data, its table and the statements behind a tie agree on what is counted."""
    printed(scene.store)
    client = scene.enter()
    target = next(row.speaker_key for row in scene.store.view().statements(article="cut"))

    def gazette(more: str) -> list[int]:
        edges = client.get(f"/networks.json?kind=quotes{more}").json()["edges"]
        return [one["weight"] for one in edges if (one["source"], one["target"]) == ("outlet gazette", target)]

    assert gazette("") == [1]
    assert gazette("&printings=all") == [2]
    address = f"/networks/tie?kind=quotes&source=outlet gazette&target={target}"
    assert client.get(address).text.count('class="line"') == 1
    assert client.get(f"{address}&printings=all").text.count('class="line"') == 2


def test_the_queue_says_that_the_text_changed(scene: Scene) -> None:
    """With the old sentence; a press leaves it with the earlier text. What was carried over stands on the page."""
    write(scene.store, statements(FIRST))
    keys = {row.content: row.key for row in scene.store.view().statements(article="harbour")}
    scene.store.judge("Anna Lind").entries.accept(list(keys.values()))
    write(scene.store, statements((LEAD, OTHER), day=2))
    lost = keys["the harbour stays open"]
    client = scene.enter()
    page = client.get(f"/queue?at={lost}").text
    assert "Text changed" in page
    assert SAID in page
    assert "Leave it with the earlier text" in page
    newest = next(row.key for row in scene.store.view().articles() if row.article == "harbour")
    changed = client.get(f"/articles/{newest}/changes").text
    assert "Carried over" in changed
    assert f"/entries/{lost}" in changed


def test_a_changed_page_shows_what_changed(scene: Scene) -> None:
    """What is gone is struck out, what is new underlined; the first text says that it is the first."""
    write(scene.store, reading("It is <open>.", "It rains."), reading("It is shut.", "It rains."))
    (newest,) = [row.key for row in scene.store.view().articles() if row.article == "bridge"]
    rows = [one.key for one in scene.store.view().texts(newest)]
    client = scene.enter()
    pages = [client.get(f"/articles/{key}/changes").text for key in rows]
    (changed,) = [page for page in pages if "<del>" in page]
    assert "<del>It is &lt;open&gt;.</del>" in changed
    assert "<ins>It is shut.</ins>" in changed
    (first,) = [page for page in pages if "<del>" not in page]
    assert "the first text" in first
    assert f"/articles/{rows[0]}/changes" in client.get(f"/articles/{rows[0]}").text
