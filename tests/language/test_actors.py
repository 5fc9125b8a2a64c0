"""Names gathered into the actors of one article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.knowledge.gazetteer import load_words
from parley.language.actors import head_noun
from parley.language.aliases import bare_name
from parley.language.draft import Draft
from tests.language.build import draft_of


def actors(draft: Draft) -> list[str]:
    """The names of the actors, in order."""
    return [actor.name for actor in draft.actors]


def meant(draft: Draft, nth: int) -> str:
    """The name of the actor that the nth name of the text stands for."""
    return next(actor.name for actor in draft.actors if actor.id == draft.names[nth].actor)


def test_mr_obama_is_not_michelle() -> None:
    """A title before a surname speaks against a full name of the other gender."""
    draft = draft_of("Michelle Obama spoke. Mr. Obama left.", persons=("Michelle Obama", "Obama"))
    assert actors(draft) == ["Michelle Obama", "Obama"]
    draft = draft_of("Michelle Obama spoke. Mrs. Obama left.", persons=("Michelle Obama", "Obama"))
    assert actors(draft) == ["Michelle Obama"]


def test_a_title_chooses_between_two_full_names() -> None:
    """ "Mr. Obama" beside Michelle and Barack Obama is Barack."""
    text = "Michelle Obama met Barack Obama. Mr. Obama left."
    draft = draft_of(text, persons=("Michelle Obama", "Barack Obama", "Obama"))
    assert meant(draft, 2) == "Barack Obama"


def test_a_shared_surname_is_nobodys() -> None:
    """A surname that two full names share, each named equally often, stands for neither."""
    text = "Tomas Quispe met Rosa Quispe. Quispe spoke."
    draft = draft_of(text, persons=("Tomas Quispe", "Rosa Quispe", "Quispe"))
    assert actors(draft) == ["Tomas Quispe", "Rosa Quispe", "Quispe"]


def test_a_shared_surname_is_his_who_is_named_most() -> None:
    """A surname that two full names share stands for the one that is named more often."""
    text = "Tomas Quispe met Rosa Quispe. Tomas Quispe left. Quispe spoke."
    draft = draft_of(text, persons=("Tomas Quispe", "Rosa Quispe", "Quispe"))
    assert meant(draft, 3) == "Tomas Quispe"


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Donald J. Trump", "Donald Trump"),
        ("Donald J. Trump", "Trump"),
        ("Robert “Bobby” Scott", "Robert Scott"),
        ("Robert “Bobby” Scott", "Scott"),
        ("Robert “Bobby” Scott", "Bobby Scott"),
        ("Leila Rahimi", "Leila"),
        ("President Leila Rahimi", "Rahimi"),
    ],
)
def test_short_forms_of_a_name(full: str, short: str) -> None:
    """A name without its initial, its nickname, its title or its first name is the same person."""
    draft = draft_of(f"{full} came. Then {short} spoke.", persons=(full, short))
    assert len(draft.names) == 2
    assert len(draft.actors) == 1


def test_the_fullest_name_is_kept_without_title_and_quotation_marks() -> None:
    """An actor goes by the fullest form in the text, whichever comes first."""
    draft = draft_of(
        "Scott came. President Robert “Bobby” Scott spoke.", persons=("President Robert “Bobby” Scott", "Scott")
    )
    assert actors(draft) == ["Robert Bobby Scott"]


def test_another_first_name_is_another_person() -> None:
    """Two full names with one surname are two persons."""
    draft = draft_of("Leila Rahimi met Farid Rahimi.", persons=("Leila Rahimi", "Farid Rahimi"))
    assert len(draft.actors) == 2


def test_a_person_is_no_body_of_the_same_name() -> None:
    """A bank that is called like a person is not that person."""
    draft = draft_of("Jonas Weiss left the Weiss Bank.", persons=("Jonas Weiss",), bodies=("Weiss Bank",))
    assert [actor.kind for actor in draft.actors] == ["person", "organization"]


def test_a_body_by_its_initials_and_its_last_words() -> None:
    """ "HRB" and "Registry Board" are the Harbour Registry Board of the same article."""
    text = "Harbour Registry Board met. HRB spoke. The Registry Board left."
    draft = draft_of(text, bodies=("Harbour Registry Board", "HRB", "Registry Board"))
    assert actors(draft) == ["Harbour Registry Board"]


def test_a_short_name_of_two_bodies_is_neither() -> None:
    """ "Board" of an article with two boards is a third actor."""
    text = "Harbour Board met Railway Board. Then Board left."
    draft = draft_of(text, bodies=("Harbour Board", "Railway Board", "Board"))
    assert len(draft.actors) == 3


def test_names_of_a_known_body_are_one_actor() -> None:
    """ "UN" and "United Nations" are one, known by its key."""
    draft = draft_of("The United Nations met. The UN spoke.", bodies=("United Nations", "UN"))
    assert [actor.known_as for actor in draft.actors] == ["org:un"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Leila Rahimi, an analyst of regional affairs, spoke.", "analyst of regional affairs"),
        ("He met analyst Leila Rahimi spoke.", "analyst"),
        ("The head of state affairs, Leila Rahimi, spoke.", "head of state affairs"),
        ("He met Foreign Minister Leila Rahimi spoke.", "Foreign Minister"),
        ("Leila Rahimi is a researcher who lives here.", "researcher"),
        ("Leila Rahimi (analyst) spoke.", "analyst"),
        ("Leila Rahimi, in Ankara, spoke.", None),
        ("Yesterday Leila Rahimi spoke.", None),
    ],
)
def test_roles(text: str, role: str | None) -> None:
    """The description in which a person is introduced is kept as written, without its article."""
    assert draft_of(text, persons=("Leila Rahimi",)).actors[0].role == role


def test_the_head_of_a_description() -> None:
    """The head is the last noun for a person before the first preposition; a title counts in full."""
    nouns = load_words()
    assert head_noun("former aide of the minister".split(), nouns) == "aide"
    assert head_noun("Defence Minister".split(), nouns) == "minister"
    assert head_noun(["Sen."], nouns) == "senator"
    assert head_noun("harbour of Ankara".split(), nouns) is None


def test_a_bare_name_has_no_titles() -> None:
    """Titles in front are left off, but a title alone stays."""
    nouns = load_words()
    assert bare_name("Former President Leila Rahimi", nouns) == "leila rahimi"
    assert bare_name("President", nouns) == "president"


NAMES = ("Leila Rahimi", "Rahimi", "Farid Rahimi", "Mr. Rahimi", "Leila", "Weiss", "Jonas B. Weiss", "Jonas Weiss")


@given(st.lists(st.sampled_from(NAMES), max_size=8))
def test_every_name_has_one_actor(chosen: list[str]) -> None:
    """Whatever names stand in a text, each has an actor of it, no actor is without a name, and ids are distinct."""
    text = " ".join(f"Then {name} came." for name in chosen)
    draft = draft_of(text, persons=tuple(sorted(set(chosen), key=len, reverse=True)))
    ids = [actor.id for actor in draft.actors]
    assert len(ids) == len(set(ids))
    assert {name.actor for name in draft.names} == set(ids)
    assert len(draft.names) >= len(chosen)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The Norwegian side left. Norway slept.", True),
        ("Norwegian troops left. Norway slept.", True),
        ("The Norwegian and Finnish guards left. Norway slept.", True),
        ("The Norwegian and Finnish are here. Norway slept.", False),
        ("The Norwegian of the year left. Norway slept.", False),
        ("He spoke Norwegian. Norway slept.", False),
        ("The Latin Norwegian side left. Norway slept.", False),
    ],
)
def test_a_people_that_describes_something_is_its_state(text: str, state: bool) -> None:
    """ "The Norwegian side" is Norway's; "a Norwegian" is a person."""
    draft = draft_of(text, bodies=("Norwegian", "Norway"))
    found = {draft.phrase((name.first, name.end)): name.actor for name in draft.names}
    assert (found["Norwegian"] == found["Norway"]) is state
