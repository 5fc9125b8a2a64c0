"""Tagged attributions as statements in the making: cues that are none, sources that are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.language.attribution import Attribution
from parley.language.candidates import candidates_of
from parley.language.draft import Draft, Said
from parley.language.reading_order import order_reading
from tests.language.build import attribution, draft_of, run_of


def with_found(draft: Draft, *found: Attribution) -> Draft:
    """The draft with these attributions."""
    return replace(draft, attributions=found)


def candidates(text: str, source: str, cue: str, content: str, *, level: str = "outer") -> tuple[Draft, list[Said]]:
    """A text with one attribution, and what becomes of it."""
    draft = draft_of(text)
    draft = with_found(draft, attribution(draft, source, cue, content, level=level))
    return draft, candidates_of(draft)


@pytest.mark.parametrize("cue", ["has", "will", "did not", "would have been"])
def test_an_auxiliary_alone_is_no_cue(cue: str) -> None:
    """Helping verbs report nothing by themselves: such a cue is half of another one, or a mistake."""
    assert candidates(f"Then Novak {cue} come late.", "Novak", cue, "come late")[1] == []


@pytest.mark.parametrize("cue", ["has said", "did not say", "to say"])
def test_an_auxiliary_with_a_verb_is_a_cue(cue: str) -> None:
    """ "Has said" is a cue; so is whatever holds one word that is no helping verb."""
    assert len(candidates(f"Then Novak {cue} that it rains.", "Novak", cue, "that it rains")[1]) == 1


@pytest.mark.parametrize("cue", ["was expected", "is believed", "has been said", "seems likely"])
def test_the_empty_it_says_nothing(cue: str) -> None:
    """In "it was expected that" nobody is the source; the statement stays."""
    draft, (said,) = candidates(f"It {cue} that rain falls.", "It", cue, "that rain falls")
    assert said.source == ()
    assert not said.lost_source
    assert draft.phrase(said.content[0]) == "that rain falls"


@pytest.mark.parametrize("cue", ["is worried", "was confident", "has been ready", "said", "had said", "hopes"])
def test_it_with_a_feeling_or_a_verb_of_saying_speaks(cue: str) -> None:
    """ "It is worried that" and "it said that" are a body's: "it" stays the source."""
    draft, (said,) = candidates(f"It {cue} that rain falls.", "It", cue, "that rain falls")
    assert [draft.phrase(run) for run in said.source] == ["It"]


@pytest.mark.parametrize("source", ["He", "This", "It all"])
def test_only_it_is_empty(source: str) -> None:
    """No other word, and no longer phrase, is an empty subject."""
    _, (said,) = candidates(f"{source} was expected that day.", source, "was expected", "that day")
    assert said.source


GOVERNED = "Opposition to Novak explained that rain falls."


def test_a_governed_source_is_lost() -> None:
    """ "Opposition to Novak explained": a preposition governs the name, so Novak does not speak; it is remembered."""
    _, (said,) = candidates(GOVERNED, "Novak", "explained", "that rain falls")
    assert said.source == ()
    assert said.lost_source


def test_the_hearer_is_no_source() -> None:
    """In "it was reported to the media that" the media are told; "according to" names who tells."""
    _, (told,) = candidates(
        "It was reported to the media that rain falls.", "media", "was reported to", "that rain falls"
    )
    assert told.lost_source
    draft, (said,) = candidates("It rains, according to the media.", "the media", "according to", "It rains")
    assert [draft.phrase(run) for run in said.source] == ["the media"]


@pytest.mark.parametrize("preposition", ["to", "of", "with", "against", "between", "about", "behind"])
def test_a_nested_find_without_its_source_is_none(preposition: str) -> None:
    """Inside somebody's speech an attribution of which the source proves wrong is dropped, articles or not."""
    for article in ("", "the "):
        text = f"Talk {preposition} {article}judges means that rain falls."
        assert candidates(text, "judges", "means", "that rain falls", level="nested")[1] == []


def test_a_nested_find_keeps_a_source_that_stands_free() -> None:
    """A preposition that governs nothing takes no source away."""
    assert len(candidates("So judges mean that rain falls.", "judges", "mean", "that rain falls", level="nested")[1])


def test_a_lost_source_is_never_nested() -> None:
    """A cue of the first level that turns out to stand inside speech needs its source: without it, it is dropped."""
    text = "Clara Weiss said that opposition to Novak explained that rain falls."
    draft = draft_of(text)
    outer = attribution(draft, "Clara Weiss", "said", "that opposition to Novak explained that rain falls")
    content = "that rain falls"
    lost = replace(attribution(draft, "Novak", "explained", content), cue_score=0.99)
    free = replace(lost, source=())
    for inner, count in ((lost, 1), (free, 2)):
        one = with_found(draft, outer, inner)
        said = order_reading(one, candidates_of(one), outer=frozenset((0, 1)), is_main=lambda _: False)
        assert len(said) == count


def test_a_dateline_is_a_lost_source() -> None:
    """A source that is the dateline is none, and the content begins after it."""
    draft = draft_of("OSLO - Rain falls, it was reported.")
    found = replace(
        attribution(draft, "OSLO", "was reported", "Rain falls"), content=(run_of(draft, "OSLO - Rain falls"),)
    )
    draft = replace(with_found(draft, found), datelines=(run_of(draft, "OSLO -"),))
    (said,) = candidates_of(draft)
    assert said.lost_source
    assert draft.phrase(said.content[0]) == "Rain falls"


def test_an_unquoted_clause_ends_with_its_sentence() -> None:
    """The writer's own comment after "says that ..." is not taken into what was said."""
    draft = draft_of("Smadi says that hope is a resource. She is right, but hope is no water.", persons=("Smadi",))
    said = attribution(draft, "Smadi", "says", "that hope is a resource. She is right, but hope is no water")
    found = candidates_of(replace(draft, attributions=(said,)))
    assert [draft.phrase(run) for run in found[0].content] == ["that hope is a resource"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("In 2024 both ministries", "both ministries"),
        ("Since 2019, the union", "the union"),
        ("The shippers I", "The shippers"),
        ("Novak and I", "Novak and I"),
        ("people smarter than I", "people smarter than I"),
    ],
)
def test_a_source_is_cut_to_who_speaks(written: str, kept: str) -> None:
    """The year before it and the subject of a relative clause after it are not the source."""
    draft, (said,) = candidates(f"{written} announced a common tariff.", written, "announced", "a common tariff")
    assert [draft.phrase(run) for run in said.source] == [kept]


def test_a_source_cut_off_before_the_name_is_that_of_the_cue_beside_it() -> None:
    """ "His adviser, Joseph Akande, wrote that A and suggested that B" has one source for both."""
    draft = draft_of("His adviser, Joseph Akande, wrote that rain falls and suggested that snow would follow.")
    whole = attribution(draft, "His adviser, Joseph Akande,", "wrote", "that rain falls")
    half = attribution(draft, "His adviser", "suggested", "that snow would follow")
    found = candidates_of(with_found(draft, whole, half))
    assert [draft.phrase(said.source[0]) for said in found] == ["His adviser, Joseph Akande,"] * 2
