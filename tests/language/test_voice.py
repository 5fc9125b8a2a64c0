"""Whose text it is: one person's, or news."""

from __future__ import annotations

from dataclasses import replace

from parley.knowledge.gazetteer import load_words
from parley.language.attribution import Attribution
from parley.language.candidates import candidates_of
from parley.language.draft import Draft, Voice
from parley.language.reading_order import keys_outer
from parley.language.turns import find_turns, label_names, turn_attributions
from parley.language.voice import find_voice
from parley.terms.text import Byline, Genre
from tests.language.build import attribution, draft_of


def voice_of(draft: Draft, *found: Attribution, genre: Genre | None = None) -> Voice:
    """The voice of a draft with these attributions."""
    draft = replace(draft, attributions=found, genre=genre)
    return find_voice(draft, candidates_of(draft), keys_outer(found), load_words())


def main_of(draft: Draft, voice: Voice) -> str | None:
    """The name of the single interviewee."""
    return next((actor.name for actor in draft.actors if actor.id == voice.main), None)


TALK = (
    "Leila Rahimi, an analyst, said: The port is closed.\n\n"
    "She said: Trade is lost.\n\n"
    "The analyst said: Nothing will change."
)


def talk() -> tuple[Draft, list[Attribution]]:
    """Three colon claims of one analyst."""
    draft = draft_of(TALK, persons=("Leila Rahimi",))
    return draft, [
        attribution(draft, "Leila Rahimi, an analyst", "said:", "The port is closed"),
        attribution(draft, "She", "said:", "Trade is lost", nth=1),
        attribution(draft, "The analyst", "said:", "Nothing will change", nth=2),
    ]


def test_one_who_says_everything_is_interviewed() -> None:
    """Colon claims of one person, as a name, a pronoun and a description, make an interview even without the label."""
    draft, found = talk()
    voice = voice_of(draft, *found)
    assert (voice.interview, main_of(draft, voice)) == (True, "Leila Rahimi")
    assert voice.speakers == (voice.main,)


def test_news_is_no_interview() -> None:
    """A page that is labelled as a wire has no single voice, however few speak in it."""
    draft, found = talk()
    assert not voice_of(draft, *found, genre="wire").interview
    assert voice_of(draft, *found, genre="wire").main is None


def two_experts(last: str) -> tuple[Draft, Voice]:
    """An interview of many claims of Leila Rahimi and one of Pavel Novak, with a last paragraph."""
    text = "".join(f"Leila Rahimi, an analyst, said: The port is number {n}.\n\n" for n in range(4))
    text += f"Pavel Novak, an economist, said: Trade is lost.\n\n{last}"
    draft = draft_of(text, persons=("Leila Rahimi", "Pavel Novak"))
    found = [
        attribution(draft, "Leila Rahimi, an analyst", "said:", f"The port is number {n}", nth=n, source_nth=n)
        for n in range(4)
    ]
    found.append(attribution(draft, "Pavel Novak, an economist", "said:", "Trade is lost", nth=4))
    return draft, voice_of(draft, *found, genre="interview")


def test_two_experts_in_turn_are_no_single_voice() -> None:
    """A second introduced source who heads sentences of two paragraphs speaks in turn: nobody is the interviewee."""
    draft, voice = two_experts("Pavel Novak wants a new port.")
    assert (voice.interview, voice.main) == (False, None)
    assert len(voice.speakers) == 2
    draft, voice = two_experts("Nobody else wants a new port.")
    assert main_of(draft, voice) == "Leila Rahimi"
    draft, voice = two_experts("Pavel Novak’s wish is a new port.")
    assert main_of(draft, voice) == "Leila Rahimi"


def test_a_second_expert_who_only_visits_changes_nothing() -> None:
    """In an interview with one person another source who is introduced once is no second voice."""
    text = TALK + "\n\nPavel Novak, an economist, believes that it will. The analyst said: He is wrong."
    draft = draft_of(text, persons=("Leila Rahimi", "Pavel Novak"))
    found = (
        attribution(draft, "Leila Rahimi, an analyst", "said:", "The port is closed"),
        attribution(draft, "She", "said:", "Trade is lost", nth=1),
        attribution(draft, "The analyst", "said:", "Nothing will change", nth=2),
        replace(attribution(draft, "Pavel Novak, an economist", "believes", "that it will"), level="nested"),
        attribution(draft, "The analyst", "said:", "He is wrong", nth=3, source_nth=1),
    )
    voice = voice_of(draft, *found, genre="interview")
    assert main_of(draft, voice) == "Leila Rahimi"
    assert voice.interview


def test_two_named_alike_are_no_single_voice() -> None:
    """With two who are named equally often as sources nobody outweighs the other."""
    text = "Leila Rahimi said: The port is closed.\n\nThen Pavel Novak said: Trade is lost."
    draft = draft_of(text, persons=("Leila Rahimi", "Pavel Novak"))
    found = (
        attribution(draft, "Leila Rahimi", "said:", "The port is closed"),
        attribution(draft, "Pavel Novak", "said:", "Trade is lost", nth=1),
    )
    assert voice_of(draft, *found, genre="interview").main is None


def test_who_clearly_outweighs_is_the_interviewee() -> None:
    """A person with many sources, others with one, is the interviewee."""
    text = "".join(f"Then Leila Rahimi said: The port is number {n}.\n\n" for n in range(4))
    text += "Then Pavel Novak said: Trade is lost."
    draft = draft_of(text, persons=("Leila Rahimi", "Pavel Novak"))
    found = [
        attribution(draft, "Leila Rahimi", "said:", f"The port is number {n}", nth=n, source_nth=n) for n in range(4)
    ]
    found.append(attribution(draft, "Pavel Novak", "said:", "Trade is lost", nth=4))
    assert main_of(draft, voice_of(draft, *found, genre="interview")) == "Leila Rahimi"


def test_a_speech_is_the_first_claimants() -> None:
    """Whoever is named before the first colon holds the speech, whoever else is quoted in it."""
    text = "Leila Rahimi said: The port is closed.\n\nThen Pavel Novak said: Trade is lost."
    draft = draft_of(text, persons=("Leila Rahimi", "Pavel Novak"))
    found = (
        attribution(draft, "Leila Rahimi", "said:", "The port is closed"),
        attribution(draft, "Pavel Novak", "said:", "Trade is lost", nth=1),
    )
    voice = voice_of(draft, *found, genre="speech")
    assert voice.speech
    assert main_of(draft, voice) == "Leila Rahimi"


def test_a_speech_without_a_claim_has_no_holder() -> None:
    """A speech that nobody introduces is held by nobody in the text."""
    voice = voice_of(draft_of("The port is closed.", persons=()), genre="speech")
    assert voice == Voice(speech=True)


LABELLED = (
    "A talk of Jonas Weiss with Leila Rahimi.\n\n"
    "Q: Is the port closed?\n\nA: The port is closed.\n\nQ: Since when?\n\nA: Since May."
)


def labelled(*, byline: tuple[Byline, ...]) -> tuple[Draft, Voice]:
    """An interview under bare labels, and its voice."""
    draft = replace(draft_of(LABELLED, persons=("Jonas Weiss", "Leila Rahimi")), byline=byline)
    turns = find_turns(draft)
    draft = replace(draft, asked=tuple(turn.words for turn in turns if turn.asks))
    return draft, voice_of(draft, *turn_attributions(draft, turns), genre="interview")


def test_bare_answers_are_the_first_named_persons() -> None:
    """Answers under "A:" are the first person's who is named before them and is not the author."""
    draft, voice = labelled(byline=(Byline(name="Jonas Weiss"),))
    assert main_of(draft, voice) == "Leila Rahimi"
    draft, voice = labelled(byline=())
    assert main_of(draft, voice) == "Jonas Weiss"


def test_turns_are_labels_that_recur() -> None:
    """Question labels ask, answer labels answer, and one colon in a text is no interview."""
    turns = find_turns(draft_of(LABELLED))
    assert [turn.asks for turn in turns] == [True, False, True, False]
    assert find_turns(draft_of("Note: The port is closed.\n\nTrade is lost.")) == ()


def test_named_labels_are_persons() -> None:
    """A surname before a colon that recurs is a person who answers; the one whose turns are questions asks."""
    text = (
        "Weiss: Is the port closed?\n\nRahimi: The port is closed.\n\nWeiss: Since when?\n\nRahimi: Since May. We wait."
    )
    draft = draft_of(text)
    turns = find_turns(draft)
    assert [draft.phrase(turn.label) for turn in turns if not turn.asks] == ["Rahimi", "Rahimi"]
    assert [draft.phrase((name.first, name.end)) for name in label_names(draft, turns)] == ["Rahimi", "Rahimi"]
    contents = [draft.phrase(found.content[0]) for found in turn_attributions(draft, turns)]
    assert contents == ["The port is closed.", "Since May."]
