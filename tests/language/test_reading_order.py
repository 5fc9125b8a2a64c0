"""The order of reading: colon claims, running speech, nesting."""

from dataclasses import replace

from parley.knowledge.gazetteer import load_words
from parley.language.candidates import candidates_of
from parley.language.draft import Draft, Said, Voice
from parley.language.reading_order import keys_outer, order_reading
from parley.language.voice import find_voice
from tests.language.build import attribution, draft_of

INTERVIEW = (
    "Jonas Weiss said: The port is closed. The mayor believes that it will open soon. Nothing has changed since.\n\n"
    "The harbour has lost its trade. Few ships come.\n\n"
    "He added that the town is poor."
)


def ordered(draft: Draft, *, main: bool = True) -> tuple[Said, ...]:
    """The ordered statements; every first-level source counts as the interviewee's if ``main``."""
    outer = keys_outer(draft.attributions)
    return order_reading(draft, candidates_of(draft), outer=outer, is_main=lambda said: main and said.key in (0, 2))


def interview() -> Draft:
    """An interview with one person, with a belief of somebody else inside."""
    draft = draft_of(INTERVIEW, persons=("Jonas Weiss",))
    found = (
        attribution(draft, "Jonas Weiss", "said:", "The port is closed"),
        attribution(draft, "The mayor", "believes", "that it will open soon"),
        attribution(draft, "He", "added", "that the town is poor"),
    )
    return replace(draft, attributions=found, voice=Voice(interview=True, main="a1", speakers=("a1",)))


def test_a_colon_claims_the_rest_of_its_paragraph() -> None:
    """What follows "said: ..." is the speaker's until the paragraph ends, as one extended statement."""
    draft = interview()
    found = ordered(draft)
    extended = [said for said in found if said.continues is not None]
    assert (
        draft.phrase(extended[0].content[0]) == "The mayor believes that it will open soon. Nothing has changed since"
    )


def test_paragraphs_without_a_cue_continue_the_interviewee() -> None:
    """In an interview with one person a paragraph without a cue is that person's speech."""
    draft = interview()
    contents = [draft.phrase(said.content[0]) for said in ordered(draft) if said.continues is not None]
    assert "The harbour has lost its trade. Few ships come" in contents


def test_inside_is_below() -> None:
    """An attribution inside somebody's speech is nested there, never of the first level."""
    draft = interview()
    found = ordered(draft)
    nested = [said for said in found if said.parent is not None]
    assert [draft.phrase(said.source[0]) for said in nested] == ["The mayor"]
    assert all(
        said.cue is None or said.parent is not None or draft.phrase(said.cue) in ("said:", "added") for said in found
    )


def test_in_news_a_new_source_ends_the_claim() -> None:
    """In wire copy another source's clause after a colon claim stands by itself, and nothing runs on past it."""
    draft = replace(interview(), voice=Voice())
    found = ordered(draft, main=False)
    assert not [said for said in found if said.parent is not None]
    assert not [said for said in found if said.continues is not None and "harbour" in draft.phrase(said.content[0])]


def test_participles_take_the_source_of_their_clause() -> None:
    """ "Referring to A, Novak said: B" gives both to Novak."""
    draft = draft_of("Referring to the new law, Pavel Novak said: The law is bad.", persons=("Pavel Novak",))
    found = (
        replace(attribution(draft, "", "Referring to", "the new law"), level="mention"),
        attribution(draft, "Pavel Novak", "said:", "The law is bad"),
    )
    draft = replace(draft, attributions=found)
    said = order_reading(draft, candidates_of(draft), outer=frozenset((1,)), is_main=lambda _: False)
    assert [draft.phrase(one.source[0]) for one in said] == ["Pavel Novak", "Pavel Novak"]
    assert said[0].mention


def test_first_person_inside_speech_is_no_statement() -> None:
    """ "We believe" inside somebody's speech is that speaker again, not a new source."""
    draft = draft_of("Pavel Novak said: We believe that it is late.", persons=("Pavel Novak",))
    found = (
        attribution(draft, "Pavel Novak", "said:", "We believe that it is late"),
        attribution(draft, "We", "believe", "that it is late"),
    )
    draft = replace(draft, attributions=found)
    said = order_reading(draft, candidates_of(draft), outer=frozenset((0, 1)), is_main=lambda _: False)
    assert len(said) == 1


def voice_of(text: str, content: str) -> Voice:
    """The voice of an interview with one attribution."""
    draft = replace(draft_of(text, persons=("Jonas Weiss",)), genre="interview")
    draft = replace(draft, attributions=(attribution(draft, "Jonas Weiss", "said", content),))
    return find_voice(draft, candidates_of(draft), frozenset((0,)), load_words())


def test_a_reported_talk_does_not_run_on() -> None:
    """Without one unquoted "X said: ..." what stands outside quotation marks is the author's, not the interviewee's."""
    quoted = voice_of('"The port is closed," Jonas Weiss said. The wind blew.', "The port is closed")
    unquoted = voice_of("Jonas Weiss said: The port is closed. The wind blew.", "The port is closed")
    assert (quoted.interview, unquoted.interview) == (False, True)
    assert quoted.main == unquoted.main
