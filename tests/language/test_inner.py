"""Contents read once more for the attributions inside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from parley.language.attribution import INNER_SCORE, LEAST_INNER, TRACE, Attribution, find_inner
from parley.language.words import split_words
from tests.language.build import attribution, draft_of
from tests.language.models import Lexicon
from tests.language.test_attribution import phrases, window_of

TEXT = "Novak said that the mayor claims it will rain today."
CONTENT = "that the mayor claims it will rain today"
MAYOR = {"claims": "Ss.Cccc"}
"""Who claims, and what: the tags of the content's words after "that"."""


def outer(text: str = TEXT, content: str = CONTENT) -> Attribution:
    """What the first reading found: Novak said something."""
    return attribution(draft_of(text), "Novak", "said", content)


def inner(
    *found: Attribution,
    text: str = TEXT,
    trace: Mapping[str, float] | None = None,
    nested: Mapping[str, float] | None = None,
    models: Lexicon,
) -> list[Attribution]:
    """What the second reading finds; ``trace`` is how likely the first took the words with these forms for cues."""
    words = split_words(text)
    cue, faint = (
        {index: some[form] for index, form in enumerate(words.forms) if form in some}
        for some in (trace or {}, nested or {})
    )
    windows = [window_of(words, cue=cue, nested=faint)]
    return find_inner(words, windows, found, models, threshold=0.6)


def test_what_stands_inside_is_found() -> None:
    """ "The mayor claims" inside what Novak said is found where it stands in the text, one level down."""
    (found,) = inner(outer(), trace={"claims": 0.1}, models=Lexicon(cues={"claims": 0.9}, spans=MAYOR))
    assert phrases(TEXT, found.source) == ["the mayor"]
    assert phrases(TEXT, (found.cue,)) == ["claims"]
    assert phrases(TEXT, found.content) == ["it will rain today"]
    assert found.level == "nested"


def test_a_second_look_is_never_sure() -> None:
    """However sure the tagger is of a plain sentence, what it finds inside a content scores no more than the cap."""
    models = Lexicon(cues={"claims": 0.99}, spans=MAYOR)
    (found,) = inner(outer(), trace={"claims": 0.1}, models=models)
    assert found.cue_score == INNER_SCORE
    (outside,) = inner(replace(outer(), cue_score=0.2), trace={"claims": 0.1}, models=models)
    assert outside.cue_score == INNER_SCORE


def test_nothing_is_read_again_without_a_trace() -> None:
    """A content in which no word looked like a cue, not even a little, costs no second reading."""
    models = Lexicon(cues={"claims": 0.9}, spans=MAYOR)
    assert inner(outer(), trace={"claims": TRACE / 2}, models=models) == []
    assert inner(outer(), trace={"said": 0.9}, models=models) == []
    assert models.read == []


def test_a_trace_of_either_level_counts() -> None:
    """The tagger of nested cues may be the one that saw something."""
    models = Lexicon(cues={"claims": 0.9}, spans=MAYOR)
    assert len(inner(outer(), nested={"claims": 0.1}, models=models)) == 1


def test_the_content_alone_is_read() -> None:
    """The second reading sees the content as a text of its own, without the "that" that opens it."""
    models = Lexicon()
    inner(outer(), trace={"claims": 0.1}, models=models)
    assert models.read == [("the", "mayor", "claims", "it", "will", "rain", "today")]


def test_short_contents_are_not_read_again() -> None:
    """Too few words hold no second attribution; the word "that" does not make them enough."""
    models = Lexicon(cues={"claims": 0.9}, spans=MAYOR)
    short = "that the mayor claims it will rain"
    assert len(split_words(short)) == LEAST_INNER
    assert inner(outer(content=short), trace={"claims": 0.1}, models=models) == []
    assert models.read == []


@pytest.mark.parametrize("level", ["nested", "mention"])
def test_only_the_authors_own_contents_are_read_again(level: str) -> None:
    """What stands in a nested content or is only pointed at is not read again."""
    models = Lexicon(cues={"claims": 0.9}, spans=MAYOR)
    one = replace(outer(), level=level)  # type: ignore[arg-type]
    assert inner(one, trace={"claims": 0.1}, models=models) == []
    assert models.read == []


@pytest.mark.parametrize("cue", ["claims", "mayor", "it", "mayor claims"])
def test_a_cue_is_found_once(cue: str) -> None:
    """What the first reading took for a cue is not found again, and neither is a cue that touches one."""
    taken = attribution(draft_of(TEXT), "", cue, "rain", level="nested")
    models = Lexicon(cues={"claims": 0.9}, spans=MAYOR)
    assert inner(outer(), taken, trace={"claims": 0.1}, models=models) == []
    apart = attribution(draft_of(TEXT), "", "rain", "today", level="nested")
    assert len(inner(outer(), apart, trace={"claims": 0.1}, models=models)) == 1


def test_two_contents_with_one_cue_are_one_find() -> None:
    """A content of two statements is read once; where two contents share words their cue is found once."""
    models = Lexicon(cues={"claims": 0.9}, spans=MAYOR)
    assert len(inner(outer(), outer(), trace={"claims": 0.1}, models=models)) == 1
    assert len(models.read) == 1
    longer = outer(content="the mayor claims it will rain today.")
    assert len(inner(outer(), longer, trace={"claims": 0.1}, models=models)) == 1


def test_nobody_says_nothing_inside() -> None:
    """A second find without a source is dropped, and so is one of which the tagger is not sure."""
    assert inner(outer(), trace={"claims": 0.1}, models=Lexicon(cues={"claims": 0.9})) == []
    assert inner(outer(), trace={"claims": 0.1}, models=Lexicon(cues={"claims": 0.5}, spans=MAYOR)) == []


def test_below_the_second_level_is_another_matter() -> None:
    """What the second reading itself takes for nested is not kept: it would have no parent of its own."""
    models = Lexicon(nested={"claims": 0.9}, spans=MAYOR)
    assert inner(outer(), trace={"claims": 0.1}, models=models) == []


def test_both_parts_of_a_divided_content_are_read() -> None:
    """A content around its cue is two contents, and each counts from where it stands."""
    text = "The mayor claims it will rain today, Novak said, and the judge doubts it will ever rain here."
    one = Attribution(
        cue=(9, 10), source=((8, 9),), content=((0, 7), (11, 20)), level="outer", cue_score=0.9, span_score=0.9
    )
    models = Lexicon(cues={"claims": 0.9, "doubts": 0.9}, spans={"claims": "Ss.Cccc", "doubts": ".Ss.Ccccc"})
    found = inner(one, text=text, trace={"claims": 0.1, "doubts": 0.1}, models=models)
    assert [phrases(text, (*a.source, a.cue)) for a in found] == [["The mayor", "claims"], ["the judge", "doubts"]]
    assert phrases(text, found[1].content) == ["it will ever rain here"]


def test_an_empty_text_is_read_once() -> None:
    """No window, no find."""
    assert find_inner(split_words(""), [], [], Lexicon(), threshold=0.6) == []
