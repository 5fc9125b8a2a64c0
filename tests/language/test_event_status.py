"""How real an event is, by the words above and beside its trigger."""

from __future__ import annotations

import pytest

from parley.language.clauses import Clause
from parley.language.event_status import status_of
from parley.terms.events import EventStatus
from tests.language.grammars import ATTACKED, WAS_ATTACKED, clause_of


def beside(word: str, relation: str = "aux", part: str = "AUX") -> Clause:
    """ "Norvia WORD attack Estrada"."""
    return clause_of("Norvia 2 nsubj PROPN", f"{word} 2 {relation} {part}", "attack 2 root VERB", "Estrada 2 obj PROPN")


def below(verb: str) -> Clause:
    """ "Norvia VERB to attack Estrada"."""
    return clause_of(
        "Norvia 1 nsubj PROPN",
        f"{verb} 1 root VERB",
        "to 3 mark PART",
        "attack 1 xcomp VERB",
        "Estrada 3 obj PROPN",
    )


@pytest.mark.parametrize(
    ("clause", "trigger", "status"),
    [
        (ATTACKED, 1, "actual"),
        (WAS_ATTACKED, 2, "actual"),
        (beside("will"), 2, "future"),
        (beside("may"), 2, "hypothetical"),
        (beside("would"), 2, "hypothetical"),
        (beside("never", "advmod", "ADV"), 2, "negated"),
        (beside("if", "mark", "SCONJ"), 2, "hypothetical"),
        (below("plans"), 3, "future"),
        (below("agreed"), 3, "future"),
        (below("refused"), 3, "negated"),
        (below("threatened"), 3, "hypothetical"),
        (below("began"), 3, "actual"),
    ],
)
def test_status_follows_the_words_around(clause: Clause, trigger: int, status: EventStatus) -> None:
    """Auxiliaries, negations, conditions and governing verbs."""
    assert status_of(clause, trigger) == status


def test_a_condition_far_above_holds_too() -> None:
    """ "if Norvia, which attacked Estrada, ..." is not asked; "leave if Norvia attacks" is."""
    clause = clause_of(
        "they 1 nsubj PRON",
        "leave 1 root VERB",
        "if 4 mark SCONJ",
        "Norvia 4 nsubj PROPN",
        "tries 1 advcl VERB",
        "to 6 mark PART",
        "attack 4 xcomp VERB",
    )
    assert status_of(clause, 6) == "hypothetical"


def test_a_visit_that_is_planned_is_to_come() -> None:
    """Nouns have their adjectives."""
    clause = clause_of("a 2 det DET", "planned 2 amod ADJ", "visit 2 root NOUN")
    assert status_of(clause, 2) == "future"
