"""For which body a person speaks, on the article's date."""

from __future__ import annotations

import pytest

from parley.knowledge.actors import load_actor_store
from parley.knowledge.places import load_places, load_sectors
from parley.language.affiliation import Affiliation, Affiliations
from parley.language.standing import Coder
from parley.terms.actors import KnownActor, Role


def affiliation(
    role: str = "",
    *,
    after: str = "",
    known: KnownActor | None = None,
    country: str | None = None,
    date: str = "2023-09",
) -> Affiliation | None:
    """The body of a person introduced so, in an article that names the Green Wave."""
    coder = Coder(load_actor_store(), load_places(), load_sectors())
    found = Affiliations(coder, {"green wave"}, date=date)
    return found.of_person([role] if role else [], [after], known, country)


def body(role: str = "", **more: str) -> str | None:
    """Its name alone."""
    found = affiliation(role, **more)  # type: ignore[arg-type]
    return found.organization if found is not None else None


@pytest.mark.parametrize(
    ("role", "organization"),
    [
        ("spokesman for the River Bank", "River Bank"),
        ("leader of the Lanka Sovereignty Party", "Lanka Sovereignty Party"),
        ("senior fellow at the Lind Centre for Maritime Policy in Bergen", "Lind Centre for Maritime Policy"),
        ("a member of the Green Wave", "Green Wave"),
        ("State Department spokeswoman", "State Department"),
        ("ASEAN’s secretary-general", "ASEAN"),
        ("NATO spokesman", "NATO"),
        ("Russian Foreign Minister", "Foreign Ministry of Russia"),
        ("Minister of Foreign Affairs of New Zealand", "Foreign Ministry of New Zealand"),
        ("spokesman for the Afghan Foreign Ministry", "Foreign Ministry of Afghanistan"),
        ("Iraq’s Minister of Water Resources", "Water Resources Ministry of Iraq"),
        ("Armenian Deputy Prime Minister", "Government of Armenia"),
        ("U.S. Defense Secretary", "Defence Ministry of United States"),
        ("Kenyan senator", "Parliament of Kenya"),
        ("Malian colonel", "Armed Forces of Mali"),
        ("the Afghan ambassador to China", "Foreign Ministry of Afghanistan"),
        ("Last month Ethiopia’s water minister", "Water Ministry of Ethiopia"),
    ],
)
def test_words_beside_a_name_tell_the_body(role: str, organization: str) -> None:
    """The page's own name of a body, or the body that goes with an office of a state."""
    assert body(role) == organization


@pytest.mark.parametrize(
    "role",
    [
        "foreign minister",
        "Its prime minister",
        "and the Minister of Railways of Pakistan",
        "expert on East Asian affairs",
        "lecturer in geography in Yerevan",
        "head of their council",
        "trader",
        "resident of Basra",
    ],
)
def test_where_no_body_is_told_there_is_none(role: str) -> None:
    """No state, somebody else's description, a field of study, a town: nothing is guessed."""
    assert body(role) is None


@pytest.mark.parametrize(
    "role",
    ["former ambassador of North Macedonia to Albania", "ex-Minister of Defense of Peru", "ousted president of Mali"],
)
def test_what_somebody_was_is_not_what_they_are(role: str) -> None:
    """With a reason, so that a reader sees that it was read."""
    found = affiliation(role)
    assert found is not None
    assert found.organization is None
    assert "no longer" in found.reason


def test_what_follows_the_name_tells_it_too() -> None:
    """A party after "of", and the letter of a party in brackets."""
    assert body(after=" of the Green Party said") == "Green Party"
    assert body(after=" (R-Ohio) voted") == "Republican Party"
    assert body(after=" of Ohio said") is None
    assert body("trader", after=" of the Green Wave") == "Green Wave"


def test_the_store_tells_what_the_page_does_not_on_the_articles_day() -> None:
    """Before, within and after an office; the page's own words win."""
    known = KnownActor(
        key="person:ona-beke",
        name="Ona Beke",
        kind="person",
        roles=(
            Role(office="foreign minister", country="HUN", sector="GOV", since="2020-05", until="2022-03"),
            Role(office="leader", organization="org:nato", since="2022-04"),
        ),
    )
    assert affiliation(known=known, date="2021-01").organization == "Foreign Ministry of Hungary"  # type: ignore[union-attr]
    found = affiliation(known=known, date="2023-01")
    assert found is not None
    assert found.organization == load_actor_store().named("org:nato")
    assert "since 2022-04" in found.reason
    nothing = affiliation(known=known, date="2019")
    assert nothing is not None
    assert nothing.organization is None
    assert "no office of Ona Beke" in nothing.reason
    assert affiliation("spokeswoman for the River Bank", known=known).organization == "River Bank"  # type: ignore[union-attr]
    assert affiliation("former foreign minister of Hungary", known=known, date="2023-01").organization is None  # type: ignore[union-attr]


def test_the_state_of_an_office_may_stand_elsewhere() -> None:
    """An article may tell the state in other words than the office."""
    assert body("foreign minister", country="KEN") == "Foreign Ministry of Kenya"
