"""The desk's keys, pressed in a browser: each does what the legend says, fast, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.browser import Served, let_in, watch
from tests.web.builders import ARABIC, CONCEPTS, GREETING

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CARD = "(document.querySelector('#queue [data-card]')?.dataset.card ?? '')"
SAVED = "!document.documentElement.hasAttribute('data-saving')"


def queue(page: Page, served: Served, query: str = "order=text") -> str:
    """Go to the queue; the key of the entry that stands there."""
    page.goto(f"{served.address}/queue?{query}")
    return card(page)


def card(page: Page) -> str:
    """Key of the entry at hand."""
    return str(page.evaluate(CARD))


def press(page: Page, *keys: str) -> None:
    """Press keys, each after what the one before did is saved."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_function(f"() => {SAVED}")


def read(page: Page, served: Served, title: str) -> None:
    """Go to an article."""
    page.goto(f"{served.address}/articles/{served.article(title)}")


def shown(page: Page, key: str) -> None:
    """Wait until the panel shows an entry."""
    expect(page.locator(f'#panel [data-card="{key}"]')).to_have_count(1)
    page.wait_for_function(f"() => {SAVED}")


def codings(served: Served, key: str) -> list[tuple[str, str]]:
    """Concepts and stances of an entry."""
    return [(one.concept, one.stance) for one in served.view.statement(key).concepts]


def test_fifty_statements_take_fifty_keys(page: Page, served: Served) -> None:
    """Each press accepts one, and the next one is there."""
    queue(page, served)
    before = served.view.waiting()
    for _ in range(50):
        old = card(page)
        page.keyboard.press("a")
        page.wait_for_function(f"old => {CARD} !== old && {SAVED}", arg=old)
    assert before - served.view.waiting() == 50


def test_coding_takes_three_keys_each(page: Page, served: Served) -> None:
    """Stance, concept, accept: typed without waiting, none is lost and none goes to another statement."""
    keys = [queue(page, served)]
    for _ in range(3):
        page.keyboard.press("j")
        page.wait_for_function(f"old => {CARD} !== old && {SAVED}", arg=keys[-1])
        keys.append(card(page))
    queue(page, served, f"order=text&at={keys[0]}")
    page.keyboard.type("-1a2a03a")
    page.wait_for_function(f"wanted => {CARD} === wanted && {SAVED}", arg=keys[3])
    found = [codings(served, key) for key in keys]
    assert found[0] == [("bridges are safe", "disagree")]
    assert [stance for coded in found[1:3] for _, stance in coded] == ["agree", "neutral"]
    assert found[3] == []
    assert [served.view.statement(key).state for key in keys] == ["accepted"] * 3 + ["proposed"]


def test_keys_typed_ahead_judge_one_each(page: Page, served: Served) -> None:
    """Four quick presses accept four; a key that is held down accepts one."""
    queue(page, served)
    before = served.view.waiting()
    page.keyboard.type("aaaa")
    page.wait_for_function("() => document.querySelector('progress').value === 4")
    page.wait_for_function(f"() => {SAVED}")
    assert before - served.view.waiting() == 4
    page.keyboard.down("a")
    page.keyboard.down("a")  # the browser says that it repeats
    page.keyboard.up("a")
    page.wait_for_function("() => document.querySelector('progress').value === 5")
    assert before - served.view.waiting() == 5


def test_a_digit_after_reject_is_its_reason(page: Page, served: Served) -> None:
    """And undo comes back to the entry in the same frame; redo does it again."""
    key = queue(page, served)
    press(page, "r", "2")
    page.wait_for_function(f"old => {CARD} !== old", arg=key)
    assert served.view.statement(key).state == "rejected"
    assert served.view.judgements("entry", key)[-1].reason == "wrong speaker"
    page.evaluate("window.same = true")
    press(page, "u")
    page.wait_for_function(f"wanted => {CARD} === wanted", arg=key)
    assert served.view.statement(key).state == "proposed"
    press(page, "U")
    assert served.view.statement(key).state == "rejected"
    assert page.evaluate("window.same")


def test_undo_comes_back_to_each_entry_in_turn(page: Page, served: Served) -> None:
    """Two undos after two judgements show the first of them."""
    key = queue(page, served)
    press(page, "a", "a", "u", "u")
    page.wait_for_function(f"wanted => {CARD} === wanted", arg=key)
    assert served.view.waiting() == 61


def test_a_concept_is_found_by_typing(page: Page, served: Served) -> None:
    """What is typed into a field presses nothing; Enter codes, and the entry stays."""
    key = queue(page, served)
    press(page, "c")
    page.keyboard.type("tolls ar")
    press(page, "Enter")
    assert (codings(served, key), card(page)) == ([("tolls are fair", "agree")], key)
    page.keyboard.type("cwork\n1")  # none of it waits for another
    page.wait_for_function("() => document.querySelectorAll('.nine .held').length === 3")
    assert len(codings(served, key)) == 3


def test_digits_keep_their_meaning_on_a_card(page: Page, served: Served) -> None:
    """A concept that was taken up a moment ago does not push the others along."""
    key = queue(page, served)
    page.keyboard.type("321")
    page.wait_for_function("() => document.querySelectorAll('.nine .held').length === 3")
    assert {concept for concept, _ in codings(served, key)} == set(CONCEPTS)


def test_edits_by_key(page: Page, served: Served) -> None:
    """Speaker, denial, certainty and note; all on the one entry."""
    key = queue(page, served)
    press(page, "d", "f", ",")
    page.keyboard.type("seen twice")
    press(page, "Enter", "s")
    page.keyboard.type("Ana; Someone Else")
    press(page, "Enter")
    row = served.view.statement(key)
    assert (row.polarity, row.certainty != "certain", row.speakers) == ("denied", True, ("Ana Lind", "Someone Else"))
    assert [one.comment for one in served.view.comments(f"entry {key}")] == ["seen twice"]
    assert card(page) == key


def test_remapped_keys_and_no_keys(page: Page, served: Served) -> None:
    """The reader's own keys count, and where keys are off none does anything."""
    preferences = served.app.state.desk.preferences
    preferences.keep("Ana", keys={"accept": "y", "undo": "a"}, keys_on=True)
    key = queue(page, served)
    press(page, "y")
    page.wait_for_function(f"old => {CARD} !== old", arg=key)
    assert served.view.statement(key).state == "accepted"
    press(page, "a")
    page.wait_for_function(f"wanted => {CARD} === wanted", arg=key)
    assert served.view.statement(key).state == "proposed"
    preferences.keep("Ana", keys={}, keys_on=False)
    queue(page, served)
    for letter in "arjlgq?/1":
        page.keyboard.press(letter)
    assert (card(page), served.view.waiting()) == (key, 61)
    expect(page.locator("dialog[open], details[open]")).to_have_count(0)


def test_keys_with_control_are_the_browsers(page: Page, served: Served) -> None:
    """Ctrl+A selects all, as everywhere."""
    key = queue(page, served)
    press(page, "Control+a", "Alt+a", "Meta+a")
    assert card(page) == key
    assert served.view.statement(key).state == "proposed"


def test_a_failed_save_says_why_and_loses_nothing(page: Page, served: Served) -> None:
    """What was typed stays in its field, whether the server refuses or nobody answers."""
    key = queue(page, served)
    press(page, ",")
    page.keyboard.type("unheard")

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/comment", refuse)
    page.keyboard.press("Enter")
    expect(page.locator(".card [role=alert]")).to_contain_text("did not answer")
    expect(page.locator('input[name="words"]')).to_have_value("unheard")
    page.unroute("**/comment", refuse)
    page.locator('input[name="words"]').press("Enter")
    expect(page.locator(".card [role=alert]")).to_have_count(0)
    assert [one.comment for one in served.view.comments(f"entry {key}")] == ["unheard"]
    press(page, "c", "Enter")
    expect(page.locator(".card [role=alert]")).to_contain_text("no concept is named")
    assert card(page) == key


def test_keys_typed_ahead_of_a_failure_are_let_go(page: Page, served: Served) -> None:
    """They were meant for an entry that did not come."""
    key = queue(page, served)

    def refuse(route: Route) -> None:
        route.fulfill(status=500, body='<div class="fault"><p>broken here</p></div>')

    page.route("**/accept", refuse)
    page.keyboard.type("aaa")
    expect(page.locator(".card [role=alert]")).to_have_text("broken here")
    page.unroute("**/accept", refuse)
    page.wait_for_function(f"() => {SAVED}")
    assert (card(page), served.view.waiting()) == (key, 61)


def test_who_was_slower_sees_it_in_the_queue(page: Page, served: Served) -> None:
    """The paragraph and the keys are still there, and pressing again counts."""
    key = queue(page, served)
    served.app.state.desk.record.judge("Ben Roth").entries.reject([key], reason="other")
    press(page, "a")
    expect(page.locator("#queue .fault")).to_contain_text("Somebody was faster")
    expect(page.locator("#queue p[data-start]")).to_have_count(1)
    assert served.view.statement(key).state == "rejected"
    press(page, "a")
    assert served.view.statement(key).state == "accepted"


def test_an_article_by_keys_alone(page: Page, served: Served) -> None:
    """From the library to the article, through its notes, and to the next that waits after each judgement."""
    first, second, third = (
        served.key(words) for words in ("bridges stay open tonight", "الجسر مفتوح", "the ferry waits")
    )
    page.keyboard.press("/")
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ferry*")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_function("() => location.pathname === '/'")
    read(page, served, "Harbour")
    press(page, "j")
    assert page.evaluate("document.activeElement.id") == f"m-{first}"
    page.keyboard.press("Enter")
    shown(page, first)
    expect(page.locator("a[aria-current=true]")).to_have_count(1)
    press(page, "a")
    shown(page, second)
    expect(page.locator(f"#s-{first} .glyph.accepted")).to_have_text("●")
    expect(page.locator(f"a.sign.accepted#e-{first}")).to_have_count(1)
    press(page, "r", "1")
    shown(page, third)
    assert [served.view.statement(key).state for key in (first, second)] == ["accepted", "rejected"]
    press(page, "u")
    shown(page, second)
    assert served.view.statement(second).state == "proposed"
    expect(page.locator(f"#s-{second} .glyph.proposed")).to_have_count(1)
    press(page, "k")
    shown(page, first)
    press(page, "n")
    shown(page, second)
    press(page, "d")
    shown(page, second)
    assert served.view.statement(second).polarity == "denied"
    expect(page.locator("#panel .card-holder .card-holder")).to_have_count(0)
    press(page, "Escape")
    expect(page.locator("#panel > *")).to_have_count(0)


def test_a_key_concerns_the_chosen_note(page: Page, served: Served) -> None:
    """Where its card is not open yet, it is opened first; another that is open is left alone."""
    first, second = served.key("bridges stay open tonight"), served.key("الجسر مفتوح")
    read(page, served, "Harbour")
    page.locator(f"#e-{first}").evaluate("sign => sign.click()")
    shown(page, first)
    assert "/articles/" in page.url
    page.locator(f"#m-{second}").focus()
    press(page, "1")
    shown(page, second)
    page.wait_for_function("() => document.querySelector('.nine .held')")
    assert (len(codings(served, first)), len(codings(served, second))) == (0, 1)


SELECT = """([from, start, to, end]) => {
  const point = (number, at) => {
    const walker = document.createTreeWalker(document.querySelectorAll('p[data-start]')[number], NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node.length < at) { at -= node.length; node = walker.nextNode(); }
    return [node, at];
  };
  getSelection().setBaseAndExtent(...point(from, start), ...point(to, end));
}"""


def utf16(words: str) -> int:
    """Length in the browser's units."""
    return len(words.encode("utf-16-le")) // 2


def select(page: Page, start: tuple[int, str], end: tuple[int, str]) -> None:
    """Select from behind some words of a paragraph to behind others, as the mouse would."""
    page.evaluate(SELECT, [start[0], utf16(start[1]), end[0], utf16(end[1])])


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ((0, "😀 Mayor Ana Lind said"), (0, "😀 Mayor Ana Lind said 🌉 bridges"), "🌉 bridges"),
        ((1, "قال الوزير سامي حداد إن"), (1, "قال الوزير سامي حداد إن الجسر مفتوح 🚧"), "الجسر مفتوح 🚧"),
        ((0, GREETING[:-16]), (2, "Lind added"), GREETING[-16:].strip() + f"\n\n{ARABIC}\n\nLind added"),
        ((1, ""), (2, ""), ARABIC),
    ],
)
def test_selected_words_become_spans(
    page: Page, served: Served, start: tuple[int, str], end: tuple[int, str], words: str
) -> None:
    """Offsets are those of the record, whatever the letters; blanks at the ends are left out."""
    read(page, served, "Harbour")
    text = served.view.article(served.article("Harbour")).reading.article.text
    press(page, "j", "Enter")
    shown(page, served.key("bridges stay open tonight"))
    select(page, start, end)
    press(page, "t")
    field = page.locator('input[data-spans="content"]')
    expect(field).to_be_visible()
    begin, finish = (int(one) for one in field.input_value().split("-"))
    assert text[begin:finish] == words
    expect(page.locator('#panel output[data-words="content"]')).to_have_text(" ".join(words.split()))
    page.locator('#panel form[data-selects] button:has-text("Save")').click()
    page.wait_for_function(f"() => {SAVED}")
    expect(page.locator("#panel [role=alert]")).to_have_count(0)


def test_several_spans_make_one_part(page: Page, served: Served) -> None:
    """With Alt a selection is added; the parts of a split stand beside each other."""
    read(page, served, "Harbour")
    press(page, "j", "Enter")
    shown(page, served.key("bridges stay open tonight"))
    select(page, (0, "😀 Mayor "), (0, "😀 Mayor Ana"))
    press(page, "w")
    select(page, (0, "😀 Mayor Ana "), (0, "😀 Mayor Ana Lind"))
    press(page, "Alt+w")
    expect(page.locator('input[data-spans="source"]')).to_have_value("8-11,12-16")
    page.locator("summary", has_text="Merge or split").click()
    for start, end in (("😀 Mayor ", "😀 Mayor Ana"), ("😀 Mayor Ana ", "😀 Mayor Ana Lind")):
        select(page, (0, start), (0, end))
        page.locator('[data-take="parts"]').click()
    expect(page.locator('input[data-spans="parts"]')).to_have_value("8-11; 12-16")


def test_a_new_statement_by_keys(page: Page, served: Served) -> None:
    """Selected by words from the chosen entry on, opened with i, saved with Enter."""
    read(page, served, "Harbour")
    press(page, "j", "j", "j", "Shift+ArrowDown", "Shift+ArrowDown", "i")
    field = page.locator('#new-statement input[name="content"]')
    expect(field).to_be_visible()
    press(page, "Escape")  # the folded part
    press(page, "Escape")  # the selection
    press(page, *["Shift+ArrowRight"] * 2, "ArrowRight", "Shift+ArrowRight", "i")
    text = served.view.article(served.article("Harbour")).reading.article.text
    begin, end = (int(one) for one in field.input_value().split("-"))
    assert text[begin:end] == "ferry waits"
    press(page, "s")
    page.keyboard.type("Ana Lind")
    page.keyboard.press("Enter")
    page.wait_for_url("**#e-*")
    expect(page.locator(".note")).to_have_count(4)


def test_layers_and_lights(page: Page, served: Served) -> None:
    """Layers are kept for the next article; a note lights its words, and they light it."""
    key = served.key("bridges stay open tonight")
    read(page, served, "Harbour")
    press(page, "l")
    page.locator('[data-layer="mention"]').check()
    page.locator('[data-layer="cue"]').uncheck()
    read(page, served, "Bridges")
    expect(page.locator('[data-layer="mention"]')).to_be_checked()
    expect(page.locator('[data-layer="cue"]')).not_to_be_checked()
    expect(page.locator("p .mention").first).to_have_css("border-bottom-style", "dotted")
    read(page, served, "Harbour")
    expect(page.locator("p .source").first).to_have_css("text-decoration-line", "none")
    page.locator(f"#m-{key}").hover()
    assert page.locator(".lit[data-entries]").count() >= 2
    page.locator(f'p .content[data-entries~="{key}"]').first.hover()
    expect(page.locator(f'.note.lit[data-entry="{key}"]')).to_have_count(1)


def test_the_legend_names_each_key(page: Page, served: Served) -> None:
    """As the reader set them; Escape closes it."""
    served.app.state.desk.preferences.keep("Ana", keys={"accept": "y"}, keys_on=True)
    queue(page, served)
    press(page, "?")
    expect(page.locator("#legend dt", has_text="y").first).to_be_visible()
    press(page, "Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_page_is_dropped_anywhere(page: Page) -> None:
    """The form shows that it would take it, and the files go into its field."""
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(body="<p>read</p>")

    page.route("**/read", answer)
    carry = page.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['A minister spoke.'], 'news.txt')); return d; }"
    )
    page.dispatch_event("h1", "dragenter", {"dataTransfer": carry})
    expect(page.locator("form[data-drop].dragging")).to_have_count(1)
    page.dispatch_event("h1", "drop", {"dataTransfer": carry})
    expect(page.locator("#jobs")).to_have_text("read")
    assert "news.txt" in sent[0]
    expect(page.locator(".dragging")).to_have_count(0)


def test_going_back_shows_whole_pages(page: Page, served: Served) -> None:
    """After entries were changed in place, the browser's own back button works."""
    first = queue(page, served)
    press(page, "a", "a")
    page.go_back()
    page.wait_for_function(f"old => {CARD} !== old", arg=card(page))
    expect(page.locator("header.top")).to_have_count(1)
    page.goto(f"{served.address}/entries/{first}")
    press(page, "d")
    page.goto(f"{served.address}/")
    page.go_back()
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator("header.top")).to_have_count(1)
    press(page, "f")
    expect(page.locator(".card")).to_have_count(1)


def seriously_wrong(page: Page) -> list[Any]:
    """What axe finds that shuts somebody out."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run `npm ci` in frontend")
@pytest.mark.parametrize("screen", ["queue", "article", "library"])
def test_nobody_is_shut_out(page: Page, served: Served, screen: str) -> None:
    """Axe finds nothing serious on the screens where people work, with an entry open and its folds too."""
    go: dict[str, Callable[[], Any]] = {
        "queue": lambda: queue(page, served),
        "article": lambda: read(page, served, "Harbour"),
        "library": lambda: None,
    }
    go[screen]()
    if screen == "article":
        press(page, "j", "Enter")
        shown(page, served.key("bridges stay open tonight"))
    if screen != "library":
        press(page, "e", "r")
    assert seriously_wrong(page) == []


def test_who_is_no_longer_let_in_is_told(page: Page, served: Served) -> None:
    """The page of the door does not take the place of the card."""
    key = queue(page, served)
    press(page, ",")
    page.keyboard.type("kept")
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    expect(page.locator(".card [role=alert]")).to_contain_text("no longer let in")
    expect(page.locator('input[name="words"]')).to_have_value("kept")
    assert card(page) == key


def test_a_refused_statement_stays_in_its_form(page: Page, served: Served) -> None:
    """What cannot be added says why, above the form that still holds it."""
    read(page, served, "Harbour")
    press(page, "i", "s")
    page.keyboard.type("Ana Lind")
    page.locator('#new-statement input[name="content"]').fill("9000-9001")
    page.keyboard.press("Enter")
    expect(page.locator("#new-statement [role=alert]")).to_be_visible()
    expect(page.locator('#new-statement input[name="speaker"]')).to_have_value("Ana Lind")


def test_the_focus_stays_with_its_button(page: Page, served: Served) -> None:
    """Who works with Tab and Enter, keys off, goes on from the same button of the next entry."""
    served.app.state.desk.preferences.keep("Ana", keys={}, keys_on=False)
    key = queue(page, served)
    page.locator('[data-act="accept"]').focus()
    press(page, "Enter")
    page.wait_for_function(f"old => {CARD} !== old && {SAVED}", arg=key)
    assert page.evaluate("document.activeElement.dataset.act") == "accept"
    expect(page.locator("#waiting")).to_have_text("60")


def test_a_key_held_for_a_link_goes_once(page: Page, served: Served) -> None:
    """Keys rest while the page is left: the one after a link does not judge what stood before it."""
    key = queue(page, served)
    page.keyboard.type("Aa")
    page.wait_for_url("**/queue/all?*")
    assert served.view.statement(key).state == "proposed"
    queue(page, served)
    page.keyboard.type("ma")
    page.wait_for_url("**/actors/merge?*")
    assert served.view.waiting() == 61


def test_two_people_do_not_share_keys(chromium: Browser, served: Served) -> None:
    """Each has their own."""
    served.app.state.desk.preferences.keep("Ben", keys={"accept": "y"}, keys_on=True)
    for coder, letter in (("Ana", "a"), ("Ben", "y")):
        context = chromium.new_context()
        seen = watch(context)
        theirs = let_in(context, served, coder)
        key = queue(theirs, served)
        press(theirs, letter)
        theirs.wait_for_function(f"old => {CARD} !== old", arg=key)
        context.close()
        assert not seen.violations
