"""What changed on a page that was fetched again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from parley.record import Store
from parley.record.changes import compare_sentences
from parley.terms.review import Reading
from parley.terms.statements import Proposals
from parley.terms.text import Sentence

from .builders import article_of, page_of, write

SENTENCES = ["The bridge is open.", "The toll is two coins.", "It rained.", "Nobody came."]


def reading(
    *sentences: str, address: str = "https://example.org/bridge", fetched_at: str = "2026-11-24T10:00:00Z"
) -> Reading:
    """A page of an address with some sentences."""
    text = " ".join(sentences)
    places, start = [], 0
    for one in sentences:
        places.append(Sentence(start=start, end=start + len(one), paragraph=0))
        start += len(one) + 1
    article = article_of([("body", text)], id="bridge", url=address)
    page = replace(page_of(text, location=address, fetched_at=fetched_at), url=address)
    return Reading(page=page, article=article, proposals=Proposals(sentences=tuple(places)))


def test_a_changed_page_says_what_changed(store: Store) -> None:
    """Each text of an address is kept; each but the first says what is gone and what is new since the one before."""
    first, second = SENTENCES[:3], [SENTENCES[0], "The toll is three coins.", SENTENCES[2]]
    write(store, reading(*first), reading(*SENTENCES, address="https://example.org/other"))
    write(store, reading(*second, fetched_at="2026-11-25T10:00:00Z"))
    view = store.view()
    key = next(row.key for row in view.articles() if row.fetched_at.startswith("2026-11-25"))
    assert len(view.articles()) == 2
    before, after = view.texts(key)
    assert (before.fetched_at, after.fetched_at) == ("2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z")
    found = view.changes(after.key)
    assert found is not None
    assert (found.before, found.after) == (before.key, after.key)
    assert [(one.kind, one.text) for one in found.parts] == [
        ("same", SENTENCES[0]),
        ("gone", SENTENCES[1]),
        ("new", "The toll is three coins."),
        ("same", SENTENCES[2]),
    ]
    assert view.changes(before.key) is None


@given(st.lists(st.sampled_from(SENTENCES)), st.lists(st.sampled_from(SENTENCES)))
def test_both_texts_can_be_read_off_what_changed(before: list[str], after: list[str]) -> None:
    """What is the same or gone makes the text before, what is the same or new the text after."""
    found = compare_sentences(before, after)
    assert [one.text for one in found if one.kind != "new"] == before
    assert [one.text for one in found if one.kind != "gone"] == after
