"""Several who speak as one, and those who stay unnamed."""

from __future__ import annotations

import pytest

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.draft import Draft, Said
from parley.language.speakers import SpeakerResolver
from tests.language.build import draft_of, run_of

TWO = "Foreign Minister Leila Rahimi met Foreign Minister Pavel Novak. "
THREE = TWO + "Interior Minister Jonas Weiss joined. "
MINISTERS = ("Leila Rahimi", "Pavel Novak", "Jonas Weiss")


def speakers(draft: Draft, phrase: str) -> list[str]:
    """Names of the speakers of a statement with this source."""
    first, end = run_of(draft, phrase)
    said = Said(key=0, source=((first, end),), cue=(end, end + 1), content=((end + 1, end + 2),))
    resolver = SpeakerResolver(draft, load_words(), load_gazetteer())
    found = resolver.resolve([said])[0]
    assert found.reason
    return [resolver.cast.name(actor) for actor in found.actors]


def test_the_two_ministers_are_the_two_there_are() -> None:
    """With exactly two ministers in the article "the two ministers" are both of them."""
    draft = draft_of(TWO + "The two ministers signed it.", persons=MINISTERS[:2])
    assert speakers(draft, "The two ministers") == ["Leila Rahimi", "Pavel Novak"]


def test_the_two_ministers_of_three_stay_open() -> None:
    """With three ministers nobody knows which two are meant."""
    draft = draft_of(THREE + "The two ministers signed it.", persons=MINISTERS)
    assert speakers(draft, "The two ministers") == []
    draft = draft_of(THREE + "The three ministers signed it.", persons=MINISTERS)
    assert speakers(draft, "The three ministers") == list(MINISTERS)


def test_a_number_without_an_article_counts() -> None:
    """ "Both ministers" and "two ministers" are counted as "the two ministers" are."""
    draft = draft_of(TWO + "Both ministers signed it.", persons=MINISTERS[:2])
    assert speakers(draft, "Both ministers") == ["Leila Rahimi", "Pavel Novak"]


@pytest.mark.parametrize("phrase", ["Ministers", "Some ministers", "The four ministers", "The two judges"])
def test_others_stay_open(phrase: str) -> None:
    """Any ministers, some, more than there are, and people of another trade name nobody."""
    draft = draft_of(f"{TWO}{phrase} signed it.", persons=MINISTERS[:2])
    assert speakers(draft, phrase) == []


def test_one_minister_is_not_several() -> None:
    """ "The ministers" of an article with one minister are not that one."""
    draft = draft_of("Foreign Minister Leila Rahimi left. The ministers signed it.", persons=("Leila Rahimi",))
    assert speakers(draft, "The ministers") == []


def test_leaders_may_have_any_office() -> None:
    """ "The two leaders" are a president and a prime minister."""
    text = "President Leila Rahimi met Prime Minister Pavel Novak. The two leaders signed it."
    assert speakers(draft_of(text, persons=MINISTERS[:2]), "The two leaders") == ["Leila Rahimi", "Pavel Novak"]


def test_who_has_no_office_is_no_leader() -> None:
    """A person who is named without a role is not among "the two leaders"."""
    text = "President Leila Rahimi met Prime Minister Pavel Novak. Jonas Weiss slept. The two leaders signed it."
    assert speakers(draft_of(text, persons=MINISTERS), "The two leaders") == ["Leila Rahimi", "Pavel Novak"]


def test_both_sides_are_the_two_states() -> None:
    """The parties of a communiqué are the states it names."""
    draft = draft_of("Uzbekistan and Turkey met. Both sides agreed.", bodies=("Uzbekistan", "Turkey"))
    assert sorted(speakers(draft, "Both sides")) == ["Turkey", "Uzbekistan"]


def test_the_third_state_is_no_side() -> None:
    """A state that is named once beside two that are named often does not speak with them."""
    text = "Uzbekistan met Turkey. Turkey thanked Uzbekistan. Uzbekistan thanked Turkey. Iran slept. Both sides agreed."
    draft = draft_of(text, bodies=("Uzbekistan", "Turkey", "Iran"))
    assert sorted(speakers(draft, "Both sides")) == ["Turkey", "Uzbekistan"]


def test_three_states_alike_leave_the_sides_open() -> None:
    """Where a third state is named as often as the second, no two of them are "both sides"."""
    text = "Iran slept. Uzbekistan met Turkey. Both sides agreed."
    draft = draft_of(text, bodies=("Uzbekistan", "Turkey", "Iran"))
    assert speakers(draft, "Both sides") == []


def test_joint_speakers_all_speak() -> None:
    """A statement of "the two ministers" is said by both."""
    draft = draft_of(TWO + "The two ministers said so.", persons=MINISTERS[:2])
    assert speakers(draft, "The two ministers") == ["Leila Rahimi", "Pavel Novak"]


def test_the_analyst_of_two_analysts_stays_open() -> None:
    """One of two who fit alike is nobody: not the first, not the last, not both."""
    text = "Leila Rahimi, an analyst, met Pavel Novak, an analyst. The analyst said so."
    draft = draft_of(text, persons=MINISTERS[:2])
    assert speakers(draft, "The analyst") == []


def test_many_democrats_are_nobody() -> None:
    """ "Many Democrats" is not the party, and neither is "Republicans" alone."""
    draft = draft_of("Many Democrats said so.", bodies=("Democrats",))
    assert speakers(draft, "Many Democrats") == []
    draft = draft_of("Then Republicans said so.", bodies=("Republicans",))
    assert speakers(draft, "Republicans") == []


def test_a_spokesman_for_somebody_is_not_that_person() -> None:
    """Names inside the description of an unnamed speaker do not speak."""
    draft = draft_of("Two aides to Pavel Novak said so.", persons=("Pavel Novak",))
    assert speakers(draft, "Two aides to Pavel Novak") == []


def test_the_states_are_any_states() -> None:
    """Without a number "the states" may be those of a federation; "the sides" are two."""
    draft = draft_of("Norway met Chile. The states signed it. The sides left.", bodies=("Norway", "Chile"))
    assert speakers(draft, "The states") == []
    assert speakers(draft, "The sides") == ["Chile", "Norway"]
