"""Who has the floor in a hearing."""

from __future__ import annotations

import pytest

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.draft import Said
from parley.language.floor import floor_holder
from parley.language.speakers import SpeakerResolver
from tests.language.build import draft_of, run_of

PERSONS = ("Rosenthal", "Prelogar")


def holder(text: str, at: str = "think", *, nth: int = 0) -> str | None:
    """The name of who has the floor at a word."""
    draft = draft_of(text, persons=PERSONS)
    found = floor_holder(draft, run_of(draft, at, nth=nth)[0], load_words().honorifics)
    return next((actor.name for actor in draft.actors if actor.id == found), None)


@pytest.mark.parametrize("call", ["Miss Rosenthal?", "Ms. Rosenthal.", "Justice Rosenthal?"])
def test_a_call_gives_the_floor(call: str) -> None:
    """A court's "Miss Rosenthal?" at the end of a turn hands over to her."""
    assert holder(f"We hear the next case. {call}\n\nI think the statute is clear.") == "Rosenthal"


def test_the_floor_is_kept_over_paragraphs() -> None:
    """Until somebody else is called the floor stays where it is."""
    text = "We hear the next case. Miss Rosenthal?\n\nThe statute is clear.\n\nI think it is."
    assert holder(text) == "Rosenthal"


def test_the_next_call_takes_the_floor() -> None:
    """Of two who were called the later one speaks."""
    text = (
        "We hear the next case. Miss Rosenthal?\n\nI think it is clear.\n\nThank you. General Prelogar?\n\nI think so."
    )
    assert holder(text) == "Rosenthal"
    assert holder(text, nth=1) == "Prelogar"


@pytest.mark.parametrize(
    "text",
    [
        "We heard Miss Rosenthal.\n\nI think so.",
        "We hear the next case. Rosenthal?\n\nI think so.",
        "Miss Rosenthal?\n\nI think so.",
        "We hear the next case. Miss Rosenthal? Please.\n\nI think so.",
        "We hear the next case. Miss Rosenthal left.\n\nI think so.",
        "We hear the next case. I think so. Miss Rosenthal?",
    ],
)
def test_what_is_no_call(text: str) -> None:
    """A name in a sentence, without a title, as a heading, amid a turn or after the words gives nobody the floor."""
    assert holder(text) is None


def test_the_first_person_of_a_hearing() -> None:
    """ "I" after a call is the one who was called, and the reason says so."""
    draft = draft_of("We hear the next case. Miss Rosenthal?\n\nI think the statute is clear.", persons=PERSONS)
    said = Said(
        key=0,
        source=(run_of(draft, "I"),),
        cue=run_of(draft, "think"),
        content=(run_of(draft, "the statute is clear"),),
    )
    found = SpeakerResolver(draft, load_words(), load_gazetteer()).resolve([said])[0]
    assert found.actors == (draft.actors[0].id,)
    assert "given the floor" in found.reason
