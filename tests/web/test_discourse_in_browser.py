"""Discourse networks in a browser: the picture, what the sentence stops offering, the slider, light, dark, a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.pipeline.records import open_record
from tests.web.browser import Served, Watched, let_in, serving, watch
from tests.web.debate import fill_debate
from tests.web.test_journey_in_browser import AXE, SERIOUS

D = "/networks/discourse"


@pytest.fixture(scope="module")
def debating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over a debate that no test changes."""
    place = tmp_path_factory.mktemp("debating") / "record.db"
    with open_record(place) as store:
        fill_debate(store)
    with serving(place) as served:
        yield served


@pytest.fixture
def reader(chromium: Browser, debating: Served) -> Iterator[Page]:
    """A page on the desk, watched until its test is over."""
    context = chromium.new_context(reduced_motion="reduce")
    seen = watch(context)
    try:
        yield let_in(context, debating, "Ana")
    finally:
        context.close()
    assert seen == Watched()


def test_the_picture_opens_statements(reader: Page, debating: Served, request: pytest.FixtureRequest) -> None:
    """The picture settles; a click on an edge shows the sentences behind it; a node leads to its page."""
    reader.goto(f"{debating.address}{D}?mode=one&aggregation=subtract&normalization=average&clusters=yes")
    network = reader.locator(".network")
    expect(network).to_have_attribute("data-state", "settled", timeout=60_000)
    if folder := request.config.getoption("--pictures"):
        reader.screenshot(path=Path(folder, "discourse.png"))
    network.evaluate("(one) => one.parleyNetwork.choose('0')")
    expect(reader.locator("#chosen .line")).not_to_have_count(0)
    network.evaluate("(one) => one.parleyNetwork.choose('r Mara Voss')")
    reader.wait_for_url("**/actors?name=Mara+Voss")


def test_the_sentence_stops_offering_what_is_impossible(reader: Page, debating: Served) -> None:
    """Combined sides cannot be normalized: the choice goes back, and comes again when nothing is combined."""
    reader.goto(f"{debating.address}{D}?aggregation=subtract&normalization=activity")
    aggregation, normalization = reader.locator("[name=aggregation]"), reader.locator("[name=normalization]")
    expect(normalization).to_have_value("activity")
    expect(reader.locator("[name=columns] option[value=person]")).to_be_disabled()
    aggregation.select_option("combine")
    expect(normalization).to_have_value("none")
    expect(normalization.locator("option[value=activity]")).to_be_disabled()
    aggregation.select_option("ignore")
    expect(normalization.locator("option[value=activity]")).to_be_enabled()
    reader.get_by_text("Over time").click()
    expect(reader.locator("[name=kernel]")).to_be_disabled()
    reader.locator("[name=window]").fill("3 months")
    expect(reader.locator("[name=kernel]")).to_be_enabled()


def test_the_slider_goes_through_the_windows(reader: Page, debating: Served) -> None:
    """A step on the slider draws the next window and keeps what was asked for."""
    reader.goto(f"{debating.address}{D}?mode=one&window=6+months")
    slider = reader.locator(".slider input[type=range]")
    expect(slider).to_have_value("1")
    slider.press("ArrowRight")
    reader.wait_for_url("**place=2*")
    expect(reader.locator(".slider strong")).to_have_text("2023-02-01 to 2023-07-31")
    expect(reader.locator("[name=mode]").first).to_have_value("one")


def test_without_script_everything_is_a_form(chromium: Browser, debating: Served) -> None:
    """Without script the sentence draws, an impossible one is refused in words, a cell leads to its statements."""
    context = chromium.new_context(java_script_enabled=False)
    page = let_in(context, debating, "Ana")
    page.goto(f"{debating.address}{D}")
    page.locator("[name=aggregation]").select_option("combine")
    page.locator("[name=normalization]").select_option("activity")
    page.get_by_role("button", name="Draw").click()
    expect(page.get_by_role("alert")).to_contain_text("normalization cannot be 'activity'")
    page.locator("[name=normalization]").select_option("none")
    page.get_by_role("button", name="Draw").click()
    page.locator(".heat td.mixed a").first.click()
    expect(page.locator(".line")).to_have_count(2)
    page.goto(f"{debating.address}{D}?window=6+months")
    page.get_by_role("link", name="later").click()
    expect(page.locator(".slider strong")).to_have_text("2023-02-01 to 2023-07-31")
    context.close()


def test_sound_in_light_and_dark_and_on_a_phone(chromium: Browser, debating: Served) -> None:
    """No serious finding of axe, nothing wider than the screen: in each mode, refused, on dossier and concept."""
    view = debating.view
    actor = next(one.key for one in view.actors() if one.name == "Mara Voss")
    concept = next(one.key for one in view.concepts() if one.name == "Keep the ferry")
    addresses = [
        f"{D}?aggregation=combine&backbone=yes",
        f"{D}?mode=one&aggregation=subtract&normalization=average&clusters=yes&window=6+months&minimum=1",
        f"{D}?mode=events&states=proposed",
        f"{D}?mode=one&normalization=activity&kernel=uniform",
        f"/actors/{actor}",
        f"/concepts/{concept}",
    ]
    found: dict[str, object] = {}
    for scheme, width in (("light", 1280), ("dark", 390)):
        size = {"width": width, "height": 800}
        context = chromium.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
        seen = watch(context)
        page = let_in(context, debating, "Ana")
        for address in addresses:
            page.goto(debating.address + address)
            page.evaluate(AXE.read_text("utf-8"))
            if faults := page.evaluate(SERIOUS):
                found[f"{address} {scheme}"] = faults
            wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found[f"{address} {width}px"] = f"{wide} pixels too wide"
        context.close()
        assert seen == Watched()
    assert found == {}
