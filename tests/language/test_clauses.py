"""Who stands where in a clause, over grammars written by hand."""

from __future__ import annotations

from tests.language.grammars import ATTACKED, WAS_ATTACKED, clause_of


def test_active_and_passive_give_the_same_sides() -> None:
    """Who acts and on whom does not depend on the voice."""
    assert (ATTACKED.actor_of(1), ATTACKED.object_of(1)) == (0, 2)
    assert (WAS_ATTACKED.actor_of(2), WAS_ATTACKED.object_of(2)) == (4, 0)


def test_a_passive_without_an_agent_has_no_actor() -> None:
    """Nobody is put in its place."""
    clause = clause_of("Estrada 2 nsubj:pass PROPN", "was 2 aux:pass AUX", "attacked 2 root VERB")
    assert clause.actor_of(2) is None
    assert clause.object_of(2) == 0


def test_what_only_the_parser_calls_a_passive_is_none() -> None:
    """Without a form of "be" the subject acts."""
    clause = clause_of("They 1 nsubj:pass PRON", "met 1 root VERB")
    assert clause.actor_of(1) == 0


def test_coordinated_verbs_share_their_subject() -> None:
    """ "Norvia condemned the raid and recalled its envoy": Norvia did both."""
    clause = clause_of(
        "Norvia 1 nsubj PROPN", "condemned 1 root VERB", "it 1 obj PRON", "and 4 cc CCONJ", "left 1 conj VERB"
    )
    assert clause.actor_of(4) == 0


def test_a_relative_pronoun_stands_for_its_noun() -> None:
    """ "Norvia, which attacked Estrada" and "Estrada, which Norvia attacked"."""
    subject = clause_of("Norvia 0 root PROPN", "which 2 nsubj PRON", "attacked 0 acl:relcl VERB", "Estrada 2 obj PROPN")
    assert subject.actor_of(2) == 0
    of_object = clause_of(
        "Estrada 0 root PROPN", "which 3 obj PRON", "Norvia 3 nsubj PROPN", "attacked 0 acl:relcl VERB"
    )
    assert of_object.objects(3) == [0]


def test_who_is_asked_is_who_would_do_it() -> None:
    """ "asked Norvia to leave": the subject of "leave" is Norvia."""
    clause = clause_of(
        "Estrada 1 nsubj PROPN", "asked 1 root VERB", "Norvia 1 obj PROPN", "to 4 mark PART", "leave 1 xcomp VERB"
    )
    assert clause.subject(4) == 2


def test_a_noun_phrase_is_one_piece_without_its_neighbours() -> None:
    """What is coordinated with it, or hangs on it as a clause, stays outside."""
    clause = clause_of(
        "the 2 det DET",
        "Norvian 2 amod ADJ",
        "army 5 nsubj NOUN",
        "and 4 cc CCONJ",
        "police 2 conj NOUN",
        "left 5 root VERB",
    )
    assert clause.phrase(2) == (0, 3)
    assert clause.all_of(2) == [2, 4]


def test_complements_are_found_by_their_preposition() -> None:
    """ "attack on Estrada by Norvia"."""
    clause = clause_of(
        "attack 0 root NOUN", "on 2 case ADP", "Estrada 0 nmod PROPN", "by 4 case ADP", "Norvia 0 nmod PROPN"
    )
    assert (clause.with_case(0, "on"), clause.with_case(0, "by"), clause.with_case(0, "with")) == (2, 4, None)
