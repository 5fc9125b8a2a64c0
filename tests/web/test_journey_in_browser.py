"""A day's work at the desk in a browser, from a page that is dropped to an export; and every screen under the rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.record.builders import page_of, simple_reading, write
from tests.web.browser import Served, Watched, let_in, watch

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = "() => axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
SERIOUS += ".map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | ')))"
HOSTILE = "<img src=x onerror=alert(1)> <script>document.title='owned'</script> \"'><b>bold"


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where screenshots go: the folder named by ``--pictures``, or one that is thrown away."""
    folder = Path(request.config.getoption("--pictures") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def no_script(chromium: Browser, served: Served) -> Iterator[Page]:
    """A page on the desk in a browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    try:
        yield let_in(context, served, "Ana")
    finally:
        context.close()


def screens(served: Served) -> list[str]:
    """Addresses of every screen, on the record of these tests."""
    view = served.view
    article, (actor, other) = served.article("Harbour"), (row.key for row in view.actors(limit=2))
    concept, entry = view.concepts()[0].key, next(iter(view.statements())).key
    return [
        "/", "/?q=bridge", "/?q=nothingatall", f"/articles/{article}", "/queue", "/queue?q=status%3Arejected",
        "/queue/all?kind=accept", f"/entries/{entry}", "/actors", f"/actors/{actor}", f"/actors/merge?key={actor}",
        f"/relations/{actor}/{other}", f"/actors/{actor}/timeline", "/concepts", f"/concepts/{concept}", "/networks", "/networks?kind=concepts",
        "/networks/discourse", "/networks/sides", "/coding", "/agreement",
        "/timeline", "/search", "/search?q=bridge", "/sources", "/runs", "/settings", "/reading", "/api/v1/docs",
        "/nothing-here",
    ]  # fmt: skip


@pytest.mark.slow
def test_from_a_dropped_page_to_an_export(
    page: Page, served: Served, golden_pages: tuple[Path, ...], weights: Path, pictures: Path
) -> None:
    """Drop a page, read it, judge ten statements by keyboard, undo, merge actors, see a tie, search, export."""
    assert weights
    wire = next(path for path in golden_pages if path.stem == "interview-black-sea-insurance")
    page.set_input_files("input[name=files]", wire)
    page.get_by_role("button", name="Read", exact=True).click()
    read = page.locator("#jobs a", has_text=wire.name)
    expect(read).to_be_visible(timeout=90_000)
    read.click()
    expect(page.locator("article.reading .para")).not_to_have_count(0)
    assert page.locator("a.sign[id]").count() == page.locator("li.note").count() > 5
    page.screenshot(path=pictures / "article.png")

    page.goto(f"{served.address}/queue")
    page.screenshot(path=pictures / "queue.png")
    before = served.view.waiting()
    for _ in range(10):
        at = page.locator("#queue [data-card]").get_attribute("data-card")
        page.keyboard.press("a")
        expect(page.locator("#queue [data-card]")).not_to_have_attribute("data-card", str(at))
    assert served.view.waiting() == before - 10
    page.keyboard.press("u")
    expect(page.locator("#queue [data-card]")).to_have_attribute("data-card", str(at))
    assert served.view.waiting() == before - 9

    first, second = (row.key for row in served.view.actors(limit=2))
    page.goto(f"{served.address}/actors")
    for key in (first, second):
        page.locator(f"input[value='{key}']").check()
    page.get_by_role("button", name="Merge those chosen").click()
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    page.get_by_role("button", name="Merge", exact=True).click()
    page.wait_for_url("**/actors/*")
    assert {row.key for row in served.view.actors()} & {first, second} == {first}
    page.screenshot(path=pictures / "actor.png")

    page.goto(f"{served.address}/networks")
    network = page.locator(".network")
    expect(network).to_have_attribute("data-state", "settled", timeout=60_000)
    page.screenshot(path=pictures / "network.png")
    network.evaluate("(one) => one.parleyNetwork.choose('0')")
    expect(page.locator("#chosen .line")).not_to_have_count(0)

    page.keyboard.press("/")
    page.keyboard.type("insurance OR bridge")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    expect(page.locator(".line mark")).not_to_have_count(0)
    with page.expect_download() as begun:
        page.get_by_role("link", name="CSV", exact=True).click()
    rows = list(csv.DictReader(io.StringIO(Path(begun.value.path()).read_text("utf-8-sig"))))
    assert rows
    assert all("bridge" in row["text"].lower() or "insur" in row["text"].lower() for row in rows)


def test_every_screen_is_sound_in_light_and_dark(chromium: Browser, served: Served) -> None:
    """No screen has a serious finding of axe, leaves this machine, breaks the policy, or is wider than a phone."""
    found: dict[str, object] = {}
    for scheme, width in (("light", 1280), ("dark", 390)):
        size = {"width": width, "height": 800}
        context = chromium.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
        seen = watch(context)
        page = let_in(context, served, "Ana")
        for address in screens(served):
            page.goto(served.address + address)
            page.evaluate(AXE.read_text("utf-8"))
            if faults := page.evaluate(SERIOUS):
                found[f"{address} {scheme}"] = faults
            wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found[f"{address} {width}px"] = f"{wide} pixels too wide"
        context.close()
        assert seen == Watched()
    assert found == {}


def test_reading_needs_no_script(no_script: Page, served: Served) -> None:
    """Without script every screen is there; the queue works by plain forms, pages by links."""
    for address in screens(served):
        no_script.goto(served.address + address)
        expect(no_script.locator("main h1, main .card").first).to_be_visible()
    no_script.goto(f"{served.address}/queue?order=text")
    at = no_script.locator("[data-card]").get_attribute("data-card")
    no_script.get_by_role("button", name="Accept", exact=True).click()
    assert no_script.locator("[data-card]").get_attribute("data-card") != at
    assert served.view.statement(str(at)).state == "accepted"
    no_script.goto(f"{served.address}/networks")
    expect(no_script.locator("table.ties tbody tr, .empty").first).to_be_visible()


def test_a_hostile_page_stays_words(page: Page, served: Served) -> None:
    """A page full of markup, with a hostile name, is shown as text on every screen, and nothing of it runs."""
    words = f"Mr Smith said {HOSTILE} is fine."
    reading = simple_reading("hostile", words, ("Mr Smith", "said", f"{HOSTILE} is fine"), title=HOSTILE)
    html = f"<!doctype html><title>{HOSTILE}</title><p>{words}<svg onload=alert(1)><iframe src=/leave></iframe>"
    fetched = page_of(html, location=f"pages/{HOSTILE}.html")
    record = served.app.state.desk.record
    write(record, replace(reading, page=replace(fetched, media_type="text/html")))
    key = next(row.article.key for row in served.view.library() if row.article.title == HOSTILE)
    entry = next(iter(served.view.statements(article=key))).key
    dialogs: list[str] = []

    def close(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)
    for address in (
        "/",
        f"/articles/{key}",
        f"/articles/{key}/fetched",
        f"/entries/{entry}",
        "/search?q=Smith",
        "/queue",
    ):
        page.goto(served.address + address)
        assert page.title() != "owned"
        assert page.locator("img[src=x], main script, main iframe[src='/leave'], svg[onload]").count() == 0
    assert dialogs == []


def test_two_coders_see_each_other(chromium: Browser, served: Served) -> None:
    """What one has judged the other is shown, and is asked before it is overwritten."""
    contexts = [chromium.new_context() for _ in range(2)]
    ana, ben = (let_in(context, served, name) for context, name in zip(contexts, ("Ana", "Ben"), strict=True))
    try:
        for one in (ana, ben):
            one.goto(f"{served.address}/queue?order=text")
        key = str(ana.locator("[data-card]").get_attribute("data-card"))
        ana.keyboard.press("a")
        expect(ana.locator("#queue [data-card]")).not_to_have_attribute("data-card", key)
        ben.keyboard.press("r")
        ben.keyboard.press("2")
        expect(ben.get_by_role("alert").first).to_contain_text("Ana")
        assert served.view.statement(key).state == "accepted"
        ben.goto(f"{served.address}/entries/{key}")
        expect(ben.locator(".facts")).to_contain_text("accepted by Ana")
    finally:
        for context in contexts:
            context.close()
