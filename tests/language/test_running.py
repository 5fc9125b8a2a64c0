"""What runs on in a speaker's voice without a cue, and what is the author's again."""

from __future__ import annotations

from dataclasses import replace

from parley.language.candidates import candidates_of
from parley.language.draft import Draft, Said, Voice
from parley.language.running import FIRST_EXTENDED, run_on
from parley.language.words import quoted_words
from tests.language.build import attribution, draft_of, run_of


def interview(text: str, *, main: bool = True) -> Draft:
    """An interview with Jonas Weiss in which he "added" one thing: that the port is closed."""
    draft = draft_of(text, persons=("Jonas Weiss", "Clara Weiss"))
    found = attribution(draft, "He", "added", "that the port is closed")
    weiss = next(actor.id for actor in draft.actors if actor.name == "Jonas Weiss")
    quoted = tuple(quoted_words(draft.words.forms, draft.words.paragraphs))
    voice = Voice(interview=True, main=weiss) if main else Voice()
    return replace(draft, attributions=(found,), voice=voice, quoted=quoted)


def running(draft: Draft, *, main: bool = True) -> list[str]:
    """What runs on in a draft, in order."""
    found = run_on(draft, candidates_of(draft), lambda _: main)
    assert all(said.key >= FIRST_EXTENDED and said.continues == 0 and not said.source for said in found)
    return [draft.phrase(said.content[0]) for said in found]


HEAD = "Jonas Weiss came. He added that the port is closed."


def test_the_interviewee_goes_on() -> None:
    """Sentences and paragraphs without a cue are the interviewee's, one statement for each paragraph."""
    draft = interview(f"{HEAD} Trade is lost. Nobody came.\n\nThe town is poor.")
    assert running(draft) == ["Trade is lost. Nobody came", "The town is poor"]


def test_who_tells_of_the_interviewee_is_the_author() -> None:
    """A sentence that names the interviewee is not his, and in a new paragraph it ends what he says."""
    draft = interview(f"{HEAD} Trade is lost.\n\nJonas Weiss was born in Oslo.\n\nThe town is poor.")
    assert running(draft) == ["Trade is lost"]


def test_a_sentence_about_the_interviewee_divides_a_paragraph() -> None:
    """Within the paragraph of the cue the author only interrupts: the speech goes on as another statement."""
    draft = interview(f"{HEAD} Trade is lost. Here Jonas Weiss smiled. The town is poor.")
    assert running(draft) == ["Trade is lost", "The town is poor"]


def test_another_name_interrupts_nobody() -> None:
    """The interviewee may speak of anybody else."""
    draft = interview(f"{HEAD} Then Clara Weiss was born in Oslo.\n\nThe town is poor.")
    assert running(draft) == ["Then Clara Weiss was born in Oslo", "The town is poor"]


def test_what_stands_before_the_first_turn_is_the_authors() -> None:
    """An introduction before the first question is nobody's speech, though it quotes the interviewee."""
    draft = interview(f"{HEAD}\n\nThe wind blew hard.\n\nWhat came next?\n\nTrade is lost.")
    asked = replace(draft, asked=(run_of(draft, "What came next?"),))
    assert running(asked) == ["Trade is lost"]
    assert "The wind blew hard" in running(draft)


def test_questions_are_never_the_interviewees() -> None:
    """A turn of the interviewer between two paragraphs runs on from nothing, and the speech goes on after it."""
    draft = interview(f"What came first?\n\n{HEAD}\n\nAnd what next?\n\nTrade is lost.")
    draft = replace(draft, asked=(run_of(draft, "What came first?"), run_of(draft, "And what next?")))
    assert running(draft) == ["Trade is lost"]


def test_a_heading_is_nobodys() -> None:
    """A short line without a final mark is a heading; with one it is a short paragraph."""
    assert running(interview(f"{HEAD}\n\nThe lost trade\n\nThe town is poor.")) == ["The town is poor"]
    assert running(interview(f"{HEAD}\n\nTrade is lost.\n\nThe town is poor.")) == [
        "Trade is lost",
        "The town is poor",
    ]


def test_in_news_nothing_unquoted_runs_on() -> None:
    """Outside interviews what follows a reported sentence is the author's; what stands in quotation marks is not."""
    text = f"{HEAD} Trade is lost. “The town is poor.” It rained."
    assert running(interview(text, main=False), main=False) == ["“The town is poor.”"]


def test_in_news_a_quotation_far_off_is_not_taken_up() -> None:
    """A new paragraph of the author's own ends it: a later quotation is not that speaker's."""
    text = f"{HEAD}\n\nTrade is lost.\n\n“The town is poor.”"
    assert running(interview(text, main=False), main=False) == []
    text = f"{HEAD}\n\n“The town is poor.”"
    assert running(interview(text, main=False), main=False) == ["“The town is poor.”"]


def test_in_news_a_quotation_belongs_to_a_speaker_nearby() -> None:
    """A paragraph that only points at something does not end speech, but two paragraphs on no quotation is its."""
    text = f"{HEAD}\n\nThen Clara Weiss referred to the law.\n\n“The town is poor.”"
    draft = interview(text, main=False)
    pointing = attribution(draft, "Clara Weiss", "referred to", "the law", level="mention")
    assert running(replace(draft, attributions=(*draft.attributions, pointing)), main=False) == []


def test_nobody_has_spoken_nothing_runs_on() -> None:
    """Before the first cue there is nobody to go on, and without any cue nothing runs."""
    draft = interview(f"The wind blew. {HEAD}")
    assert running(draft) == []
    without: list[Said] = []
    assert run_on(draft, without, lambda _: True) == []
