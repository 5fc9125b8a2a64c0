"""The states and the author among the actors of a text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.cast import Cast
from parley.language.draft import Draft, Said
from parley.language.speakers import SpeakerResolver
from parley.terms.text import Byline
from tests.language.build import draft_of, run_of


def cast_of(draft: Draft, *places: str) -> Cast:
    """The cast of a draft in which these names are places."""
    names = tuple(replace(n, kind="place") if draft.phrase((n.first, n.end)) in places else n for n in draft.names)
    actors = tuple(replace(a, kind="place") if a.name in places else a for a in draft.actors)
    return Cast(replace(draft, names=names, actors=actors), load_words(), load_gazetteer())


def seats(text: str, *places: str) -> dict[str, str]:
    """The seats of government that act in a text, with their states; the last of several mentions of one."""
    cast = cast_of(draft_of(text, bodies=places), *places)
    return {cast.draft.words.forms[at]: cast.name(actor) for at, actor in cast.seats().items()}


def test_a_seat_acts_for_its_state() -> None:
    """ "Baku has learned" is Azerbaijan, at the head of a sentence, as an object, and at the head of a text."""
    assert seats("Baku has learned.", "Baku") == {"Baku": "Azerbaijan"}
    assert seats("They warned Baku and Ankara.", "Baku", "Ankara") == {"Baku": "Azerbaijan", "Ankara": "Turkey"}


@pytest.mark.parametrize("before", ["in", "In", "at", "near", "outside", "through", "to", "from", "Sumgait,"])
def test_a_seat_after_a_word_of_place_is_a_place(before: str) -> None:
    """A bridge in Baku, a train to Baku and "Sumgait, Baku" are no politics."""
    assert seats(f"A bridge {before} Baku fell.", "Baku") == {}


@pytest.mark.parametrize("before", ["ties between", "pressure from", "the position of", "a message to"])
def test_a_seat_after_a_word_of_dealings_acts(before: str) -> None:
    """What a preposition of place joins to dealings is a government; what "in" joins to them is a place."""
    assert seats(f"They praised {before} Baku.", "Baku") == {"Baku": "Azerbaijan"}
    assert seats("They praised the talks in Baku.", "Baku") == {}


def test_a_seat_of_several_states_is_that_of_the_named_one() -> None:
    """Georgetown is Guyana's where Guyana is named; alone it is nobody's."""
    assert seats("Guyana slept. Georgetown has learned.", "Guyana", "Georgetown") == {"Georgetown": "Guyana"}
    assert seats("Georgetown has learned.", "Georgetown") == {}


def test_other_places_do_not_act() -> None:
    """A town that is no seat of government, and a person with a capital's name, are no state."""
    assert seats("Samarkand has learned.", "Samarkand") == {}
    assert cast_of(draft_of("Paris slept.", persons=("Paris",))).seats() == {}


def test_a_state_and_its_seat_are_one_actor() -> None:
    """Where the state is named, its seat of government adds nobody; two mentions of the seat are one state."""
    cast = cast_of(draft_of("Turkey slept. Ankara woke. Ankara left.", bodies=("Turkey", "Ankara")), "Ankara")
    before = len(cast.actors)
    assert set(cast.seats().values()) == {cast.draft.actors[0].id}
    assert len(cast.actors) == before


def test_acting_is_the_state_of_a_seat_only() -> None:
    """A seat of government acts as its state; a town, a people's place and a person act as themselves."""
    bodies = ("Ankara", "Samarkand", "Turkish")
    cast = cast_of(draft_of("Ankara, Samarkand, Turkish, Novak.", persons=("Novak",), bodies=bodies), *bodies)
    ids = {actor.name: actor.id for actor in cast.draft.actors}
    assert cast.name(cast.acting(ids["Ankara"])) == "Turkey"
    assert cast.acting(ids["Samarkand"]) == ids["Samarkand"]
    assert cast.acting(ids["Turkish"]) == ids["Turkish"]
    assert cast.acting(ids["Novak"]) == ids["Novak"]


def test_a_body_with_a_capitals_name_is_itself() -> None:
    """What is no place acts as itself, whatever it is called: a club, a ship."""
    cast = cast_of(draft_of("Ankara scored.", bodies=("Ankara",)))
    actor = replace(cast.draft.actors[0], kind="organization")
    cast = Cast(replace(cast.draft, actors=(actor,)), load_words(), load_gazetteer())
    assert cast.acting(actor.id) == actor.id


def main_states(text: str, *bodies: str, persons: tuple[str, ...] = ()) -> list[str]:
    """The two states of a text, sorted."""
    cast = cast_of(draft_of(text, persons=persons, bodies=bodies))
    return sorted(actor.name for actor in cast.main_states())


def test_a_people_counts_for_its_state() -> None:
    """ "Turkish" is a mention of Turkey beside the state's own name."""
    text = "Iran met Uzbekistan. The Turkish minister met the Turkish judge and an Uzbek."
    assert main_states(text, "Iran", "Uzbekistan", "Turkish", "Uzbek") == ["Turkey", "Uzbekistan"]


def test_one_state_is_no_pair() -> None:
    """With one state, or none, there are no two."""
    assert main_states("Iran met Iran.", "Iran") == []
    assert main_states("It rained.") == []


def test_seats_and_persons_are_not_counted_as_states() -> None:
    """A capital says where, and Jordan may be a man: neither makes a pair."""
    assert main_states("Iran slept. Ankara slept.", "Iran", "Ankara") == []
    assert main_states("Iran slept. Jordan slept.", "Iran", persons=("Jordan",)) == []


def test_three_alike_are_no_pair() -> None:
    """Where the third state is named as often as the second nobody knows the two; as often as the first is fine."""
    assert main_states("Iran, Turkey, Sudan.", "Iran", "Turkey", "Sudan") == []
    assert main_states("Iran, Turkey, Iran, Turkey, Sudan.", "Iran", "Turkey", "Sudan") == ["Iran", "Turkey"]


AUTHOR = Byline(name="Clara Weiss", role="columnist")


def spoken(draft: Draft, *sources: str) -> tuple[SpeakerResolver, list[tuple[str, ...]]]:
    """The resolver after statements with these sources, and their speakers."""
    said = []
    for key, source in enumerate(sources):
        first, end = run_of(draft, source, nth=sources[:key].count(source))
        said.append(Said(key=key, source=((first, end),), cue=(end, end + 1), content=((end + 1, end + 2),)))
    resolver = SpeakerResolver(draft, load_words(), load_gazetteer())
    found = resolver.resolve(said)
    return resolver, [found[one.key].actors for one in said]


def test_the_author_is_who_the_byline_names() -> None:
    """ "I" outside quotations is the author, one actor however often, with the role of the byline."""
    draft = replace(draft_of("I believe it. I know it."), byline=(AUTHOR,))
    resolver, (first, second) = spoken(draft, "I", "I")
    assert first == second
    (actor,) = resolver.actors
    assert (actor.id, actor.name, actor.role, actor.kind) == (first[0], "Clara Weiss", "columnist", "person")


def test_an_author_who_is_named_is_that_actor() -> None:
    """Where the text names its author, written otherwise or not, nobody is added."""
    draft = replace(draft_of("Clara Weiss woke. I believe it.", persons=("Clara Weiss",)), byline=(AUTHOR,))
    assert spoken(draft, "I")[1] == [(draft.actors[0].id,)]
    loud = replace(draft, byline=(Byline(name="CLARA WEISS"),))
    resolver, found = spoken(loud, "I")
    assert found == [(draft.actors[0].id,)]
    assert len(resolver.actors) == 1


@pytest.mark.parametrize(
    ("source", "byline"), [("I", ()), ("I", (AUTHOR, Byline(name="Pavel Novak"))), ("We", (AUTHOR,))]
)
def test_nobody_is_made_the_author(source: str, byline: tuple[Byline, ...]) -> None:
    """Without a byline, with two authors, and for "we", it stays open and no actor is added."""
    resolver, found = spoken(replace(draft_of(f"{source} believe it."), byline=byline), source)
    assert found == [()]
    assert resolver.actors == ()
