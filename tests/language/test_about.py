"""Whom a content is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.about import LEAST_SHARE, actors_in
from parley.language.cast import Cast
from parley.language.draft import Draft
from parley.language.reference import Reference, Referring
from tests.language.build import draft_of, run_of


def with_mentions(draft: Draft, shares: Mapping[str, Mapping[str, float]]) -> Draft:
    """The draft in which its names, and these phrases with their shares by actors' names, are mentions."""
    ids = {actor.name: actor.id for actor in draft.actors}
    found = [
        Referring(
            reference=Reference(first=name.first, end=name.end, head=name.end - 1, form="name"),
            kind=name.kind,
            shares={name.actor or "": 1.0},
        )
        for name in draft.names
    ]
    for phrase, given in shares.items():
        first, end = run_of(draft, phrase)
        reference = Reference(first=first, end=end, head=end - 1, form="nominal")
        found.append(Referring(reference=reference, kind="person", shares={ids[k]: v for k, v in given.items()}))
    return replace(draft, references=tuple(sorted(found, key=lambda one: one.reference.first)))


def about(draft: Draft, content: str, seats: Mapping[int, str] | None = None) -> list[str]:
    """Names of the actors that a content is about."""
    names = {actor.id: actor.name for actor in draft.actors}
    return [names[actor] for actor in actors_in(draft, (run_of(draft, content),), seats or {})]


def test_who_is_named_in_the_content() -> None:
    """Persons and bodies of the content count, in the order of the text; the speaker outside it does not."""
    draft = draft_of("Weiss said that Novak left Harbour Board.", persons=("Weiss", "Novak"), bodies=("Harbour Board",))
    assert about(with_mentions(draft, {}), "that Novak left Harbour Board") == ["Novak", "Harbour Board"]


def test_everybody_counts_once() -> None:
    """Who is named twice is listed once, where first named."""
    draft = draft_of("Weiss said that Novak met Rahimi when Novak left.", persons=("Weiss", "Novak", "Rahimi"))
    assert about(with_mentions(draft, {}), "that Novak met Rahimi when Novak left") == ["Novak", "Rahimi"]


def test_a_clear_description_counts() -> None:
    """ "The lawyer" counts for an actor from the least share on, and for nobody below it."""
    draft = draft_of("Novak came. Weiss said that the lawyer left.", persons=("Weiss", "Novak"))
    clear = with_mentions(draft, {"the lawyer": {"Novak": LEAST_SHARE, "Weiss": 0.3}})
    assert about(clear, "that the lawyer left") == ["Novak"]
    unclear = with_mentions(draft, {"the lawyer": {"Novak": LEAST_SHARE - 0.01}})
    assert about(unclear, "that the lawyer left") == []


def test_somebody_unnamed_is_nobody() -> None:
    """A mention that goes back to nobody adds nobody."""
    draft = draft_of("Weiss said that the lawyer left.", persons=("Weiss",))
    assert about(with_mentions(draft, {"the lawyer": {}}), "that the lawyer left") == []


def test_a_place_does_not_act() -> None:
    """ "The bridge in Baku" is about no actor; "Baku has learned" is about the state."""
    text = "Weiss said that Baku has built a bridge in Baku."
    draft = draft_of(text, persons=("Weiss",), bodies=("Baku",))
    named = tuple(replace(name, kind="place") if name.kind != "person" else name for name in draft.names)
    actors = tuple(replace(actor, kind="place") if actor.name == "Baku" else actor for actor in draft.actors)
    draft = with_mentions(replace(draft, names=named, actors=actors), {})
    cast = Cast(draft, load_words(), load_gazetteer())
    seats = cast.seats()
    draft = replace(draft, actors=tuple(cast.actors.values()))
    assert about(draft, "that Baku has built a bridge in Baku") == []
    assert about(draft, "that Baku has built a bridge in Baku", seats) == ["Azerbaijan"]
    content = run_of(draft, "a bridge in Baku")
    assert actors_in(draft, (content,), seats) == ()


@pytest.mark.parametrize(
    ("content", "both"),
    [
        ("that both armies left", True),
        ("that the two presidents will meet", True),
        ("that neither capital wishes a war", True),
        ("that each side waits", True),
        ("that two presidents came", False),
        ("that both roads are closed", False),
        ("that the armies left", False),
    ],
)
def test_both_sides_are_the_pair_of_the_text(content: str, both: bool) -> None:
    """Of what two states have one each, both are meant; of other things, or of any two, nobody is."""
    draft = draft_of(f"Turkey met Iran. Weiss said {content}.", persons=("Weiss",), bodies=("Turkey", "Iran"))
    pair = [actor.id for actor in draft.actors if actor.kind == "state"]
    names = {actor.id: actor.name for actor in draft.actors}
    found = actors_in(with_mentions(draft, {}), (run_of(draft, content),), {}, pair)
    assert [names[actor] for actor in found] == (["Turkey", "Iran"] if both else [])
