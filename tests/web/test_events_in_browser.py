"""Events in a browser: marks and their layers, judging by keys alone, without script, on a phone, under axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.record.states import STATES
from parley.terms.events import EventFilter, EventRow
from tests.record.builders import write
from tests.web.browser import Served, Watched, let_in, watch
from tests.web.talks import LEAD, talks_reading
from tests.web.test_keys_in_browser import AXE, CARD, card, press, seriously_wrong

BUDGET = 150_000
"""Bytes that the first screen may take: its page, style and script, as the desk sends them, uncompressed."""
LAYERS = ("content", "cue", "event", "side", "mention", "time", "quantity")


@pytest.fixture
def talks(served: Served) -> str:
    """Address of an article with events, in the record of the desk."""
    write(served.app.state.desk.record, talks_reading())
    return f"{served.address}/articles/{served.article('Talks')}"


def event(served: Served, kind: str) -> EventRow:
    """The event of a type, in whatever state it is."""
    return next(row for row in served.view.events(EventFilter(states=STATES)) if row.type == kind)


def test_layers_are_turned_on_and_off_by_keys_and_kept(page: Page, talks: str) -> None:
    """Each shows its own form; the words stay the same; the next look finds them as they were left."""
    page.goto(talks)
    trigger, name = page.locator("p .trigger").first, page.locator("p .side-actor").first
    expect(trigger).to_have_css("text-decoration-style", "double")
    expect(name).to_have_css("border-top-width", "0px")
    press(page, "l", "Tab", "Tab", "Space", "Tab", "Space", "Escape")  # from statements to events and who acts
    expect(trigger).to_have_css("text-decoration-line", "none")
    expect(page.locator(".note.event").first).to_be_hidden()
    expect(name).to_have_css("border-top-style", "solid")
    assert page.locator("#p0").evaluate("one => one.textContent") == LEAD
    page.reload()
    expect(page.locator('[data-layer="event"]')).not_to_be_checked()
    expect(page.locator('[data-layer="side"]')).to_be_checked()
    expect(name).to_have_css("border-top-style", "solid")
    press(page, "j")
    expect(page.locator(".note:has(a[aria-current])")).to_contain_text("Ida Berg")  # hidden notes are passed over


def test_a_value_is_reached_without_a_mouse(page: Page, talks: str) -> None:
    """Where the layer of times is on, Tab comes to a time, and its value stands beside it; a table has them all."""
    page.goto(talks)
    time = page.locator("p .time[data-means]").first
    expect(time).not_to_have_attribute("tabindex", "0")
    press(page, "l")
    page.locator('[data-layer="time"]').press("Space")
    press(page, "Escape")
    time.focus()
    assert page.evaluate("getComputedStyle(document.activeElement, '::before').content").startswith('"2024-05-04"')
    page.locator("#values summary").press("Enter")
    expect(page.locator("#values td").nth(1)).to_have_text("2024-05-04")


def test_events_are_judged_by_keys_alone(page: Page, served: Served, talks: str) -> None:
    """Accept, reject with a reason, undo: each goes on to the next; concepts' keys do nothing to an event."""
    assert talks
    page.goto(f"{served.address}/queue?only=event&order=text")
    first = card(page)
    assert first == event(served, "SANCTION").key
    press(page, "c", "1", "+", "d", "f")
    press(page, "a")
    page.wait_for_function(f"old => {CARD} !== old", arg=first)
    second = card(page)
    press(page, "r", "2")
    page.wait_for_function(f"old => {CARD} !== old", arg=second)
    rows = served.view.events_of([first, second])
    assert [(row.state, row.judged_by) for row in rows] == [("accepted", "Ana"), ("rejected", "Ana")]
    assert served.view.judgements("entry", second)[-1].reason == "wrong type"
    press(page, "u")
    page.wait_for_function(f"wanted => {CARD} === wanted", arg=second)
    assert served.view.events_of([second])[0].state == "proposed"


def test_an_event_is_corrected_by_keys_alone(page: Page, served: Served, talks: str) -> None:
    """Actors by typing, the rest in the form; the card shows what is so now."""
    assert talks
    page.goto(f"{served.address}/queue?event=COERCE")
    key = card(page)
    press(page, "s")
    page.keyboard.type("Norvia; Estrada")
    press(page, "Enter")
    assert [side.name for side in served.view.events_of([key])[0].actor] == ["Norvia", "Estrada"]
    press(page, "e")
    page.locator('.card select[name="type"]').select_option("THREATEN")
    page.locator('.card select[name="status"]').press("f")
    page.locator('.card input[name="date"]').fill("2024-06")
    press(page, "Enter")
    expect(page.locator(".facts")).to_contain_text("accepted by Ana")
    (row,) = served.view.events_of([key])
    assert (row.type, row.status, row.date, row.quad) == ("THREATEN", "future", "2024-06", 3)


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where the screenshot goes: the folder named by ``--pictures``, or one that is thrown away."""
    return Path(request.config.getoption("--pictures") or tmp_path)


def test_an_event_opens_from_its_mark_and_from_its_note(page: Page, served: Served, talks: str, pictures: Path) -> None:
    """Its card stands beside the text; accepting it there marks it, and the next that waits opens."""
    page.goto(talks)
    key, following = event(served, "SANCTION").key, next(row.key for row in served.view.statements(article="talks"))
    page.locator(f"a.sign.event[id='e-{key}']").press("Enter")
    expect(page.locator(f'#panel [data-card="{key}"]')).to_contain_text("SANCTION")
    assert page.locator(f'.lit[data-entries~="{key}"]').count() > 2
    press(page, "a")
    expect(page.locator(f'#panel [data-card="{following}"]')).to_have_count(1)
    expect(page.locator(f"#s-{key} .glyph")).to_have_attribute("title", "accepted")
    expect(page.locator(f"a.sign.event[id='e-{key}']")).to_have_class("sign accepted event")
    page.locator(f"#m-{event(served, 'AID').key}").click()
    expect(page.locator("#panel .facts")).to_contain_text("Ida Berg")
    press(page, "l")
    for layer in LAYERS:
        page.locator(f'[data-layer="{layer}"]').check()
    press(page, "Escape")
    page.screenshot(path=pictures / "events.png")


@pytest.fixture
def no_script(chromium: Browser, served: Served) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    try:
        yield let_in(context, served, "Ana")
    finally:
        context.close()


def test_marks_and_layers_need_no_script(no_script: Page, served: Served, talks: str) -> None:
    """The boxes work by the style sheet alone; an event is judged by plain forms."""
    no_script.goto(talks)
    no_script.locator("#layers summary").click()
    no_script.locator('[data-layer="mention"]').check()
    expect(no_script.locator("p .mention").first).to_have_css("border-bottom-style", "dotted")
    no_script.locator("#layers summary").click()
    no_script.locator(f"#m-{event(served, 'AID').key}").click()
    no_script.get_by_role("button", name="Accept", exact=True).click()
    assert event(served, "AID").state == "accepted"
    no_script.goto(f"{served.address}/queue")
    no_script.locator('select[name="only"]').select_option("event")
    no_script.get_by_role("button", name="Show").click()
    expect(no_script.locator(".card")).to_have_attribute("aria-label", "Event")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run `npm ci` in frontend")
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nobody_is_shut_out(chromium: Browser, served: Served, talks: str, scheme: str, width: int) -> None:
    """With every layer on and an event open, axe finds nothing serious, and nothing is wider than the screen."""
    context = chromium.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    seen = watch(context)
    page = let_in(context, served, "Ana")
    key = event(served, "AID").key
    for address in (talks, f"{served.address}/queue?event=AID", f"{served.address}/entries/{key}"):
        page.goto(address)
        if address == talks:
            press(page, "l")
            for layer in LAYERS:
                page.locator(f'[data-layer="{layer}"]').check()
            page.locator("#values").evaluate("one => { one.open = true }")
            assert seriously_wrong(page) == []
            press(page, "Escape", "j", "Enter")
            expect(page.locator("#panel .card")).to_have_count(1)
        press(page, "e", "r")
        assert seriously_wrong(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    context.close()
    assert seen == Watched()


def test_the_librarys_filter_leaves_the_first_screen_of_a_phone_to_articles(
    chromium: Browser, served: Served, talks: str
) -> None:
    """It is folded, says what is set, and unfolds; on a wide screen it stands there."""
    assert talks
    context = chromium.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    page = let_in(context, served, "Ana")
    page.goto(f"{served.address}/?publication=Gazette")
    expect(page.locator(".filter summary")).to_have_text("Filter: Gazette")
    expect(page.locator('.filter input[name="q"]')).to_be_hidden()
    box = page.locator(".articles .title").first.bounding_box()
    assert box is not None
    assert box["y"] < 800
    page.locator(".filter summary").press("Enter")
    expect(page.locator('.filter input[name="q"]')).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    expect(page.locator(".filter summary")).to_be_hidden()
    page.locator('.filter input[name="q"]').fill("event:AID")
    page.locator('.filter input[name="q"]').press("Enter")
    expect(page.locator(".articles .title")).to_have_text(["Talks"])
    context.close()


def test_the_first_screen_is_small(chromium: Browser, served: Served, talks: str) -> None:
    """The library, and an article of some paragraphs, each with its style and script."""
    context = chromium.new_context()
    page = let_in(context, served, "Ana")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    taken: list[float] = []
    session.on("Network.loadingFinished", lambda one: taken.append(one["encodedDataLength"]))
    for address in (f"{served.address}/", talks):
        taken.clear()
        page.goto(address, wait_until="networkidle")
        assert 0 < sum(taken) <= BUDGET, address
    context.close()
