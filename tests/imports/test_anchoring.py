"""Quotations are found again where they stand, with exact offsets."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from parley.imports.anchoring import find_quote, find_quotes
from parley.imports.folding import fold
from parley.terms.text import Span

TEXT = (
    "The minister – a 😀 friend of the sea – said: “We will  not raise\nthe harbour tax this year,\u00a0whatever the "
    "Opposition demands.” Her critics disagree. We will see, they say; we will see."
)


def test_the_very_words() -> None:
    """An exact quotation is found at its code points, with score 1."""
    found = find_quotes(TEXT, "Her critics disagree.")
    assert [(one.span.of(TEXT), one.score, one.way) for one in found] == [("Her critics disagree.", 1.0, "exact")]
    assert find_quote(TEXT, "Her critics disagree.") == (found[0].span, 1.0)


def test_spaces_marks_and_capitals_do_not_count() -> None:
    """Other quotation marks, dashes, spaces, capitals and a dot at the end leave the place and its offsets the same."""
    quote = '"WE WILL NOT RAISE THE HARBOUR TAX this year, whatever the Opposition demands..."'
    (found,) = find_quotes(TEXT, quote)
    assert found.way == "folded"
    assert found.span.of(TEXT).startswith("We will  not")
    assert found.span.of(TEXT).endswith("Opposition demands")
    assert find_quotes(TEXT, "the minister - a")[0].span == Span(0, 16)


def test_other_words_in_places() -> None:
    """A quotation with a word changed, one left out and one added is found, with a lower score."""
    (found,) = find_quotes(TEXT, "We shall not raise harbour taxes this year whatever the whole Opposition demands")
    assert found.way == "fuzzy"
    assert 0.75 <= found.score < 0.99
    assert found.span.of(TEXT).startswith("We will") or found.span.of(TEXT).startswith("not raise")
    assert found.span.of(TEXT).endswith("demands")


def test_what_does_not_stand_there() -> None:
    """Other words of the same subject are no place, and neither is nothing."""
    assert find_quotes(TEXT, "They want the harbour tax abolished within the decade") == ()
    assert find_quotes(TEXT, "") == find_quotes(TEXT, "…") == find_quotes("", "words") == ()
    assert find_quote(TEXT, "nothing of the kind at all") is None


def test_several_places() -> None:
    """An ambiguous quotation gives all its places; the single answer is then none."""
    found = find_quotes(TEXT, "we will see")
    assert len(found) == 1  # the very words stand once; with capitals they stand twice
    assert len(find_quotes(TEXT, "WE WILL SEE")) == 2
    assert find_quote(TEXT, "WE WILL SEE") is None


def test_context_tells_places_apart() -> None:
    """Prefix and suffix choose; where they say nothing the nearest to the given offset comes first."""
    text = "one. Yes. two. Yes. three. Yes."
    assert [one.span.start for one in find_quotes(text, "Yes", prefix="two. ")] == [15]
    assert [one.span.start for one in find_quotes(text, "Yes", suffix=". three")] == [15]
    assert [one.span.start for one in find_quotes(text, "Yes", near=26)] == [27, 15, 5]
    assert len(find_quotes(text, "Yes", prefix="nowhere to be found")) == 3


def test_words_are_not_cut() -> None:
    """A short quotation is sought as a word, not within others, unless there is nothing else."""
    assert [one.span.start for one in find_quotes("party art smart", "art")] == [6]
    assert [one.span.start for one in find_quotes("party smart", "art")] == [1, 8]
    assert len(find_quotes("海港税今年不会提高", "今年")) == 1


def test_long_texts_are_quick() -> None:
    """50,000 words and a quotation that is not quite there: well under the time a person waits."""
    draw = random.Random(3)
    vocabulary = ["".join(draw.choices("abcdefgh", k=draw.randint(2, 9))) for _ in range(4000)]
    words = draw.choices(vocabulary, k=50_000)
    text = " ".join(words)
    quote = words[30_000:30_040]
    quote[7] = "otherwise"
    del quote[20]
    begin = time.monotonic()
    (found, *_) = find_quotes(text, " ".join(quote))
    (long, *_) = find_quotes(text, " ".join([*words[100:2000], "other"]))
    assert find_quotes(text, " ".join(["zz", "yy"] * 30)) == ()
    assert time.monotonic() - begin < 5
    assert found.span.of(text) == " ".join(words[30_000:30_040])
    assert long.span.of(text).startswith(" ".join(words[100:110]))


def test_tiresome_texts_are_quick() -> None:
    """A text of one word only, or of a few in turn, does not make the search crawl."""
    begin = time.monotonic()
    find_quotes("a " * 50_000, "a " * 20 + "b")
    find_quotes("a b c d " * 12_500, "a b c d " * 300 + "x")
    assert time.monotonic() - begin < 5


@given(text=st.text(st.sampled_from("aA😀é“”'\" \n\u00ad-–ßﬁ…שx"), max_size=60), data=st.data())
def test_any_stretch_is_found(text: str, data: st.DataObject) -> None:
    """Every stretch of a text is found among its places, whatever its characters; offsets stay in the text."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    places = find_quotes(text, quote)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in places)
    if quote.strip() and quote == quote.strip():
        assert all(one.span.of(text) == quote for one in places)
        assert places


@given(text=st.text(max_size=40))
def test_folding_leads_back(text: str) -> None:
    """Every folded character knows where it stood."""
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
