"""Country and sector of actors from words, roles of the day, and links to the actor store."""

from __future__ import annotations

import pytest

from bench.actors import answer, build_coder, marked
from parley.language.draft import Draft, Name
from parley.language.linking import link_actors
from parley.language.sentences import split_sentences
from parley.language.words import split_words
from parley.terms.actors import Actor

CODER = build_coder()
DAY = "2023-09-09"


@pytest.mark.parametrize(
    ("words", "sentence", "country", "sector"),
    [
        ("the Afghan ambassador to China", "", "AFG", "GOV"),
        ("the UN envoy for Syria", "", None, "GOV"),
        ("police", "In Kenya, police fired.", "KEN", "COP"),
        ("police", "Police fired between Kenya and Somalia.", None, "COP"),
        ("Iran-backed militias", "", None, "UAF"),
        ("protesters in Minsk", "", "BLR", "CVL"),
        ("the committee", "In Kenya, the committee met.", None, None),
    ],
)
def test_the_words_tell_whose_an_actor_is(words: str, sentence: str, country: str | None, sector: str | None) -> None:
    """The state that describes or owns, never the one that is acted on; a bare noun is of its sentence's one state."""
    found = CODER.standing(words, date=DAY, sentence=sentence)
    assert (found.country, found.sector) == (country, sector)
    assert found.reason


def test_governments_and_offices_are_those_of_the_day() -> None:
    """The Taliban are rebels before 15 August 2021 and a government after; an office ends with its holder's term."""
    assert CODER.standing("the Taliban", date="2020-06").sector == "REB"
    assert CODER.standing("the Taliban", date=DAY).sector == "GOV"
    assert CODER.standing("the Haqqani network", date=DAY).sector == "GOV"
    then, now = (CODER.standing("Angela Merkel", date=date) for date in ("2019-05", DAY))
    assert (then.sector, now.sector) == ("GOV", None)
    assert "until 2021-12-08" in now.reason


def test_who_was_it_is_no_more() -> None:
    """A former minister has a country and no sector."""
    found = CODER.standing("the former Minister of Defense of Afghanistan", date=DAY)
    assert (found.country, found.sector, found.former) == ("AFG", None, True)


@pytest.mark.parametrize("aside", [False, True])
def test_countries_of_actors(aside: bool) -> None:
    """At least 93 in a hundred actors of the project's own sentences have their country, told or left open rightly."""
    rows = [one for one in marked() if one.aside == aside]
    right = sum(answer(one, CODER).country == one.country for one in rows)
    assert right / len(rows) >= 0.93


def linked(text: str, person: str, *, role: str | None = None, date: str | None = DAY) -> Actor:
    """A person of a text after linking; the text's other words with capitals are names of places."""
    words = split_words(text)
    sentences = split_sentences(text)
    sentence_of = tuple(max(n for n, s in enumerate(sentences) if s.start <= start) for start in words.starts)
    first = next(n for n, start in enumerate(words.starts) if start == text.index(person))
    count = len(split_words(person))
    names = [Name(first=first, end=first + count, kind="person", actor="a1")]
    names += [
        Name(first=n, end=n + 1, kind="place")
        for n, form in enumerate(words.forms)
        if form[0].isupper() and not first <= n < first + count
    ]
    actor = Actor(id="a1", name=person, kind="person", role=role, reason="named")
    draft = Draft(
        text=text,
        words=words,
        sentences=sentences,
        sentence_of=sentence_of,
        names=tuple(sorted(names, key=lambda name: name.first)),
        actors=(actor,),
        date=date,
    )
    return link_actors(draft, CODER)[0]


def test_a_full_name_leads_to_the_store() -> None:
    """A person written by hand is linked wherever the full name stands."""
    found = linked("Sergei Lavrov arrived.", "Sergei Lavrov")
    assert (found.known_as, found.country, found.sector) == ("person:sergei-lavrov", "RUS", "GOV")


def test_a_surname_alone_links_nobody() -> None:
    """It may tell the country, never the person (law 10)."""
    found = linked("Lavrov arrived.", "Lavrov")
    assert (found.known_as, found.country) == (None, "RUS")
    assert linked("Massoud arrived.", "Massoud").known_as is None


def test_who_is_introduced_as_another_states_is_not_linked() -> None:
    """A namesake from elsewhere stays unknown, with a reason."""
    found = linked("The Canadian singer John Kerry sang.", "John Kerry", role="Canadian singer")
    assert (found.known_as, found.country) == (None, "CAN")
    assert "another" in (found.reason or "")


def test_a_spelling_that_is_alike_makes_a_candidate_only() -> None:
    """'Basmullah' is named as perhaps somebody, and not linked."""
    found = linked("Basmullah Khan Mohammadi fled.", "Basmullah Khan Mohammadi")
    assert found.known_as is None
    assert "Bismillah Khan Mohammadi" in (found.reason or "")


def test_people_of_compiled_lists_are_linked_beside_their_state_only() -> None:
    """The name of a minister of 2009 is nobody without the state in the text."""
    assert linked("Artis Kampars spoke.", "Artis Kampars").known_as is None
    assert linked("In Latvia, Artis Kampars spoke.", "Artis Kampars").known_as == "person:artis-kampars"
