"""Going on from an article: along the list that one came from, with the way back; filters by section and feed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from tests.record.builders import simple_reading, write
from tests.web.scene import Scene


def link(page: str, rel: str) -> str:
    """The address of the first link of this kind; empty where there is none."""
    found = re.search(rf'<a rel="{rel}" href="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def key_of(scene: Scene, title: str) -> str:
    """Key of the article of a title."""
    return next(one.key for one in scene.store.view().articles() if one.title == title)


def add(scene: Scene, name: str, **fields: Any) -> None:
    """One more article in which Anna Lind says something."""
    said = ("Anna Lind", "said", f"that {name} is near")
    write(scene.store, simple_reading(name, f"Anna Lind said that {name} is near.", said, title=name, **fields))


def test_the_articles_of_a_filter_follow_each_other(both: Scene) -> None:
    """Out of the library's order; each link carries the list on, and the way back stands between them."""
    for number in range(3):
        add(both, f"press {number}", publication="Press", date=f"2024-0{number + 1}-15")
    client, listed = both.enter(), "/?publication=Press"
    titles = re.findall(r'class="title" href="([^"]*)"', client.get(listed).text)
    assert len(titles) == 3
    middle = client.get(unescape(titles[1])).text
    assert "2 of 3, library: Press" in middle
    assert f'href="{listed}"' in middle
    assert link(middle, "prev") == unescape(titles[0])
    last = client.get(link(middle, "next")).text
    assert key_of(both, "press 0") in last
    assert link(last, "next") == ""


@pytest.mark.parametrize("listed", ["/search?q=near", "/queue?q=near&order=text"])
def test_so_do_those_of_a_search_and_of_a_queue(scene: Scene, listed: str) -> None:
    """Each once, however many of its passages were found; the rest of the record is not among them."""
    for number in range(3):
        add(scene, f"harbour {number}", date=f"2024-0{number + 1}-15")
    client, met = scene.enter(), set()
    address = f"/articles/{key_of(scene, 'harbour 1')}?list={quote(listed, safe='')}"
    while link(client.get(address).text, "prev"):
        address = link(client.get(address).text, "prev")
    while address:
        page = client.get(address).text
        met.add(re.search(r'data-article="(\w+)"', page)[1])  # type: ignore[index]
        address = link(page, "next")
    assert met == {key_of(scene, f"harbour {number}") for number in range(3)}


@pytest.mark.parametrize(
    "listed",
    ["/search?q=((", "//evil.example/?q=x", "/settings?q=x", "/?since=x", "/queue?order=x", "/search?q=nowhere"],
)
def test_a_list_that_leads_nowhere_is_the_library(scene: Scene, listed: str) -> None:
    """The article is shown all the same, with what stands beside it in the library."""
    client, key = scene.enter(), key_of(scene, "Aid")
    answer = client.get(f"/articles/{key}", params={"list": listed})
    assert answer.status_code == 200
    assert link(answer.text, "next") == link(client.get(f"/articles/{key}").text, "next") != ""
    assert "evil" not in answer.text


def test_the_library_is_filtered_by_section_and_feed(both: Scene) -> None:
    """Sections are compared without case and accents, and whole; a feed is part of where a page came from."""
    add(both, "one", sections=("Économie", "Top"))
    add(both, "two", sections=("Économie du sport",))
    client = both.enter()
    page = client.get("/", params={"section": "economie"}).text
    assert re.findall(r'class="title"[^>]*>(\w+)<', page) == ["one"]
    assert "<option>Économie</option>" in page
    assert len(both.store.view().articles(query='section:"économie du sport"')) == 1
    where = both.store.view().article_row(key_of(both, "two")).location
    found = client.get("/", params={"feed": where}).text
    assert re.findall(r'class="title"[^>]*>(\w+)<', found) == ["two"]
    assert "No article meets this filter" in client.get("/", params={"feed": "elsewhere.example"}).text


def test_a_filtered_library_is_paged(scene: Scene) -> None:
    """The second page goes on where the first one ends, as plain links and as the part that a script fetches."""
    for number in range(60):
        add(scene, f"page{number}", publication="Press")
    client = scene.enter()
    pages = [client.get("/", params={"publication": "Press", "page": number}) for number in (1, 2)]
    part = client.get("/", params={"publication": "Press", "page": 2}, headers={"HX-Request": "true"})
    found = [re.findall(r'class="title"[^>]*>(\w+)<', one.text) for one in (*pages, part)]
    assert [len(one) for one in found] == [50, 10, 10]
    assert len({*found[0], *found[1]}) == 60
    assert found[1] == found[2]
    assert "page 2 of 2" in pages[1].text
