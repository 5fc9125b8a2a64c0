"""Whom an actor may be: names that are alike, what speaks for it and against it, what people held before."""

from __future__ import annotations

from typing import Any

import pytest

from bench.linking import is_proposed, pairs
from parley.knowledge.actors import load_actor_store
from parley.language.actor_candidates import PROPOSED_FROM, Candidates
from parley.terms.linking import ActorFacts, LinkCandidate


def actor(key: str, name: str, **fields: Any) -> ActorFacts:
    """A person of one article."""
    made: dict[str, Any] = {"kind": "person", "names": frozenset({name}), "articles": frozenset({key})}
    return ActorFacts(**{"key": key, "name": name} | made | fields)


def candidates(*actors: ActorFacts) -> tuple[LinkCandidate, ...]:
    """Those of the first."""
    return Candidates(actors, load_actor_store()).of(actors[0])


REZA = actor("b", "Reza Hamedani", roles=frozenset({"analyst"}))


def test_sixty_pairs_are_told_apart() -> None:
    """Precision and recall of what is proposed; the same as in the documentation, or better."""
    rows = list(pairs())
    proposed = [pair for pair in rows if is_proposed(pair)]
    right = sum(pair.same for pair in proposed)
    assert len(rows) == 60
    assert right / len(proposed) >= 0.95
    assert right / sum(pair.same for pair in rows) >= 0.95


def test_a_surname_proposes_and_says_why() -> None:
    """With a role in common it is proposed; alone it is only shown."""
    (found,) = candidates(actor("a", "Hamedani", roles=frozenset({"analyst of the region"})), REZA)
    assert (found.key, found.where) == ("b", "record")
    assert PROPOSED_FROM <= found.score < 1
    assert "same last name" in found.reason
    assert "analyst" in found.reason
    (bare,) = candidates(actor("a", "Hamedani"), REZA)
    assert bare.score < PROPOSED_FROM
    assert "nothing else speaks for it" in bare.reason


def test_several_bearers_of_a_surname_count_for_less() -> None:
    """Which of them it is nobody can tell."""
    (alone,) = candidates(actor("a", "Hamedani"), REZA)
    both = candidates(actor("a", "Hamedani"), REZA, actor("c", "Nilufar Hamedani"))
    assert len(both) == 2
    assert all(one.score < alone.score and "2 actors bear it" in one.reason for one in both)


def test_what_a_person_held_before_wins() -> None:
    """A name that was merged into an actor proposes it first, though another bears the name too."""
    known = actor("b", "Nilufar Rad", names=frozenset({"Nilufar Rad", "Hamedani"}), merged=frozenset({"Hamedani"}))
    found = candidates(actor("a", "Hamedani"), known, actor("c", "Reza Hamedani"))
    assert [one.key for one in found] == ["b", "c"]
    assert "a person held" in found[0].reason.casefold()
    assert found[0].score > 0.8


@pytest.mark.parametrize(
    "other",
    [
        actor("b", "Reza Hamedani", countries=frozenset({"TUR"})),
        actor("b", "Reza Hamedani", kind="organization"),
        actor("b", "Reza Hamedani", articles=frozenset({"a"})),
        actor("b", "Omid Karimi"),
    ],
    ids=["another state", "another kind", "the same article", "another name"],
)
def test_what_contradicts_makes_nobody_a_candidate(other: ActorFacts) -> None:
    """However alike the names."""
    assert candidates(actor("a", "Hamedani", countries=frozenset({"IRN"})), other) == ()


def test_the_same_body_and_the_same_company_speak_for_it() -> None:
    """Each adds to the score."""
    plain = candidates(actor("a", "Hamedani"), REZA)[0].score
    body = frozenset({"Caspian Institute"})
    with_body = candidates(actor("a", "Hamedani", organizations=body), actor("b", "Reza Hamedani", organizations=body))[
        0
    ]
    company = frozenset({"x", "y", "z"})
    among = candidates(actor("a", "Hamedani", company=company), actor("b", "Reza Hamedani", company=company))[0]
    assert with_body.score > plain
    assert "same body" in with_body.reason
    assert among.score > plain
    assert "3 other actors" in among.reason


def test_the_store_is_asked_too_unless_the_record_has_its_actor() -> None:
    """A last name, of an office holder; of one whom the record knows already, once."""
    (found,) = [one for one in candidates(actor("a", "Sergei Lavrow")) if one.key == "person:sergei-lavrov"]
    assert found.where == "store"
    held = actor("b", "Sergei Lavrov", known_as="person:sergei-lavrov")
    assert {one.where for one in candidates(actor("a", "Sergei Lavrow"), held)} == {"record"}
    elsewhere = actor("a", "Sergei Lavrow", countries=frozenset({"KEN"}))
    assert candidates(elsewhere) == ()
