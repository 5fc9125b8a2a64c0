"""Two people code blind in two browsers, by keys; then one decides between the two codings, by keys as well."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from parley.record.rounds import Draw
from tests.web.browser import Served, Watched, let_in, watch
from tests.web.test_journey_in_browser import AXE, SERIOUS


def press(page: Page, *keys: str) -> None:
    """Press keys once the page that is there hears them."""
    page.wait_for_load_state("load")
    for key in keys:
        page.keyboard.press(key)


def check(page: Page) -> None:
    """No serious finding of axe on the page at hand, and nothing wider than the window."""
    page.evaluate(Path(AXE).read_text("utf-8"))
    assert page.evaluate(SERIOUS) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_two_coders_blind_to_each_other(chromium: Browser, served: Served) -> None:
    """Keys accept, reject and undo; the other sees none of it; the round opens; a digit decides, u takes it back."""
    contexts = [chromium.new_context(reduced_motion="reduce") for _ in range(2)]
    seen = [watch(context) for context in contexts]
    ana, ben = (let_in(context, served, name) for context, name in zip(contexts, ("Ana", "Ben"), strict=True))
    article = served.article("Harbour")
    store = served.app.state.desk.record
    store.rounds().assign(["Ana", "Ben"], [article], by="Carl", draw=Draw(sample=1))
    served.app.state.desk.forget()
    number = len(store.rounds().sheets.units("1", "Ana", article)[1])
    for page in (ana, ben):
        page.goto(f"{served.address}/search?q=bridge")
        assert page.url == f"{served.address}/coding"
        check(page)
        page.goto(f"{served.address}/coding/1")
        check(page)
        page.goto(f"{served.address}/coding/1/sheet/{article}")
    check(ana)
    said = ana.locator("ol li .meta")
    press(ana, "a")
    expect(said.get_by_text("●")).to_have_count(1)
    press(ana, "r", "1")
    expect(said.get_by_text("⊘")).to_have_count(1)
    press(ana, "u")
    expect(said.get_by_text("⊘")).to_have_count(0)
    ben.reload()
    expect(ben.locator("ol li .meta").get_by_text("nothing said")).to_have_count(number)
    for left in range(number - 1, 0, -1):
        press(ana, "a")
        expect(said.get_by_text("nothing said")).to_have_count(left - 1)
    for left in range(number, 1, -1):
        press(ben, "a")
        expect(ben.locator("ol li .meta").get_by_text("nothing said")).to_have_count(left - 1)
    press(ben, "r", "1")
    for page in (ana, ben):
        page.get_by_role("button", name="Article is coded").click()
        page.get_by_role("button", name="Hand in").click()
    assert ben.url.endswith("/coding/1/agreement")
    check(ben)
    ben.get_by_role("link", name="1 disagreements wait for a decision").click()
    check(ben)
    key = str(ben.locator("[data-card]").get_attribute("data-card"))
    press(ben, "2")
    expect(ben.get_by_text("Decided by Ben: Ben")).to_be_visible()
    assert served.view.statement(key).state == "rejected"
    press(ben, "u")
    expect(ben.get_by_text("Whose coding holds?")).to_be_visible()
    assert served.view.statement(key).state == "proposed"
    for context in contexts:
        context.close()
    assert seen == [Watched(), Watched()]
