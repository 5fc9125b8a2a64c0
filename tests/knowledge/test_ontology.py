"""The event ontology: whole, frozen as decided, and CAMEO beside it."""

from __future__ import annotations

import re

import pytest

from parley.knowledge.ontology import cameo_code, load_cameo, load_ontology
from parley.knowledge.triggers import as_yield, load_triggers, verb_forms

ONTOLOGY = load_ontology()


def test_the_ontology_has_plovers_types_modes_and_contexts() -> None:
    """16 types, four to each quad class, 67 modes, 37 contexts."""
    quads = [kind.quad for kind in ONTOLOGY.types.values()]
    assert len(quads) == 16
    assert set(quads) == {1, 2, 3, 4}
    assert sum(len(kind.modes) for kind in ONTOLOGY.types.values()) == 67
    assert len(ONTOLOGY.contexts) == 37


@pytest.mark.parametrize(
    ("name", "quad", "score"), [("SANCTION", 4, -6.0), ("ACCUSE", 3, -3.0), ("AID", 2, 10.0), ("CONSULT", 1, 2.5)]
)
def test_what_the_manual_contradicts_is_decided(name: str, quad: int, score: float) -> None:
    """SANCTION is material conflict, ACCUSE scores below nought."""
    assert (ONTOLOGY.types[name].quad, ONTOLOGY.types[name].score) == (quad, score)


def test_scores_have_the_sign_of_their_quad() -> None:
    """Cooperation scores above nought, conflict at most a little above it: requests for help."""
    for kind in ONTOLOGY.types.values():
        for score in (kind.score, *kind.modes.values()):
            assert score > 0 if kind.quad <= 2 else score <= 0.5, kind.name
            assert -10 <= score <= 10


def test_a_mode_has_its_own_score_and_no_mode_the_types() -> None:
    """A visit counts for more than a consultation."""
    consult = ONTOLOGY.types["CONSULT"]
    assert (consult.score_of("visit"), consult.score_of(None)) == (4.0, 2.5)


def test_every_type_shows_what_it_is_and_is_not() -> None:
    """Definitions, examples with both sides marked or the actor alone, and counter-examples."""
    for kind in ONTOLOGY.types.values():
        assert kind.definition
        assert len(kind.examples) >= 4
        assert kind.counter_examples
        assert all(re.search("<s>.+</s>", example) for example in kind.examples)


def test_acts_to_come_are_folded_as_plover_codes_them() -> None:
    """A visit to come is an agreement; what happened stays what it is."""
    assert ONTOLOGY.folded("CONSULT", "future") == "AGREE"
    assert ONTOLOGY.folded("ASSAULT", "hypothetical") == "THREATEN"
    assert ONTOLOGY.folded("CONSULT", "actual") == "CONSULT"


def test_cameo_codes_lead_to_types_and_modes_that_exist() -> None:
    """Every code of the table names a type, a mode of that type, and contexts of the ontology."""
    codes = load_cameo()
    assert len(codes) > 240
    for code in codes.values():
        kind = ONTOLOGY.types[code.type]
        assert code.mode is None or code.mode in kind.modes, code
        assert set(code.contexts) <= set(ONTOLOGY.contexts), code
    assert codes["163"].type == "COERCE"
    assert codes["1712"].mode == "destroy"


def test_cameo_codes_lead_back_to_their_type() -> None:
    """What a code says gives a code of the same type back; a plain type gives its general code."""
    codes = load_cameo()
    for code in codes.values():
        assert codes[cameo_code(code.type, code.mode, code.contexts)].type == code.type
    assert cameo_code("CONSULT", "visit", ()) == "042"
    assert cameo_code("ASSAULT", None, ()) == "180"


def test_every_trigger_names_a_type_and_mode_of_the_ontology() -> None:
    """The lexicon speaks the ontology's words."""
    for triggers in load_triggers().values():
        for trigger in triggers:
            kind = ONTOLOGY.types[trigger.type]
            assert trigger.mode is None or trigger.mode in kind.modes, trigger


def test_every_type_has_triggers() -> None:
    """No type that cannot be found."""
    named = {trigger.type for triggers in load_triggers().values() for trigger in triggers}
    assert named == set(ONTOLOGY.types)


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("expel", {"expel", "expels", "expelled", "expelling"}),
        ("meet", {"meet", "meets", "met", "meeting"}),
        ("raise", {"raise", "raises", "raised", "raising"}),
        ("attack", {"attack", "attacks", "attacked", "attacking"}),
        ("withdraw", {"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"}),
    ],
)
def test_verbs_have_all_their_forms(base: str, forms: set[str]) -> None:
    """Regular, doubled and irregular."""
    assert verb_forms(base) == forms


def test_gold_that_joins_two_types_is_met() -> None:
    """CONCEDE and RETREAT are one there."""
    assert {as_yield(name) for name in ONTOLOGY.types} - set(ONTOLOGY.types) == {"YIELD"}
