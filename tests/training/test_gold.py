"""Scores against pages that were annotated whole, on rows small enough to count by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parley.language.words import split_words
from parley.terms.actors import Actor, Mention, MentionForm
from parley.terms.statements import Proposals
from parley.training.gold import (
    MANNERS,
    count_page,
    counted_rows,
    judged_kinds,
    names_of,
    proposals_of,
    same_name,
    summary,
    summary_with_intervals,
)

Row = dict[str, Any]
TEXT = "Jonas Weiss said: I think that the port, as Novak says, is closed. Trade is lost. Officials denied it."


def at(phrase: str, *, nth: int = 0) -> list[list[int]]:
    """Where a phrase stands in the text, as the one span of a role."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(phrase, start + 1)
    return [[start, start + len(phrase)]]


def row(key: str, source: str, cue: str, content: str, **more: Any) -> Row:
    """An annotated statement whose parts are quoted from the text."""
    return {
        "id": key,
        "source": at(source) if source else [],
        "cue": at(cue) if cue else [],
        "content": at(content),
        "speakers": [],
        "form": "indirect",
        "polarity": "affirmed",
        "certainty": "certain",
        "mention": False,
        "asserted": True,
        "parent": None,
        "continues": None,
        "same_as": None,
        **more,
    }


def page() -> Row:
    """A page with a first-level claim, first-person and other speech inside it, running speech, and a denial."""
    return {
        "text": TEXT,
        "statements": [
            row(
                "s1",
                "Jonas Weiss",
                "said:",
                "I think that the port, as Novak says, is closed",
                speakers=["Jonas Weiss"],
                about=["Novak"],
            ),
            row("s2", "I", "think", "that the port, as Novak says, is closed", parent="s1", speakers=["Jonas Weiss"]),
            row("s3", "Novak", "says", "the port", parent="s2", speakers=["Novak"], certainty="probable"),
            row("s4", "", "", "Trade is lost", continues="s1", speakers=["Jonas Weiss"]),
            row("s5", "Officials", "denied", "it", polarity="denied"),
        ],
    }


def without(gold: Row, *keys: str) -> Row:
    """The page without some statements."""
    return {**gold, "statements": [s for s in gold["statements"] if s["id"] not in keys]}


def changed(gold: Row, key: str, **more: Any) -> Row:
    """The page with one statement changed."""
    return {**gold, "statements": [{**s, **more} if s["id"] == key else s for s in gold["statements"]]}


def test_the_gold_itself_is_perfect() -> None:
    """Who proposes exactly what was annotated has 100 in everything."""
    scores = summary(count_page(page(), proposals_of(page())))
    assert scores == dict.fromkeys(scores, 100)


def test_nothing_proposed_is_nothing_right() -> None:
    """An empty reading has no hits, and every gold statement is still counted."""
    counts = count_page(page(), Proposals())
    assert all(number == 0 for (_, part), number in counts.items() if part != "gold")
    assert counts["DET", "gold"] == 2
    assert counts["nested", "gold"] == 1
    assert summary(counts)["DET"] == 0


def test_first_person_inside_speech_does_not_count() -> None:
    """ "I think" inside one's own speech is no row; what stands in it belongs to the statement around."""
    rows = {r["id"]: r for r in counted_rows(page())}
    assert set(rows) == {"s1", "s3", "s4", "s5"}
    assert rows["s3"]["parent"] == "s1"


def test_first_person_on_the_first_level_counts() -> None:
    """ "I" that stands in nobody's speech is a statement like any other."""
    gold = changed(page(), "s2", parent=None)
    assert "s2" in {r["id"] for r in counted_rows(gold)}


def test_counting_leaves_the_page_alone() -> None:
    """The rows that count are copies: the page is the same afterwards."""
    gold = page()
    counted_rows(gold)
    assert gold == page()


def test_a_missed_first_person_row_costs_nothing() -> None:
    """A reading without "I think" has full scores, and one with it as a statement of its own has a false one."""
    gold = page()
    without_it = count_page(gold, proposals_of(changed(without(gold, "s2"), "s3", parent="s1")))
    assert summary(without_it)["nested"] == 100
    found = proposals_of(changed(without(gold, "s2"), "s3", parent="s1"))
    own = replace(found.statements[1], id="s9", source=(), content=found.statements[0].content, cue=())
    with_it = count_page(gold, replace(found, statements=(*found.statements, own)))
    assert with_it["nested", "predicted"] == without_it["nested", "predicted"] + 1
    assert summary(with_it)["nested"] < 100


def test_running_speech_is_counted_by_sentence_and_name() -> None:
    """A sentence that runs on and was not found is one missing pair of sentence and speaker."""
    gold = page()
    counts = count_page(gold, proposals_of(without(gold, "s4")))
    assert (counts["running", "hit"], counts["running", "predicted"], counts["running", "gold"]) == (1, 1, 2)
    assert summary(counts)["DET"] == 100


def test_a_wrong_parent_is_no_nested_hit() -> None:
    """A nested statement that stands in the wrong one is found, but not right."""
    gold = page()
    counts = count_page(gold, proposals_of(changed(without(gold, "s2"), "s3", parent="s5")))
    assert counts["nested", "predicted"] == counts["nested", "gold"] == 1
    assert counts["nested", "hit"] == 0


def test_open_speakers_are_measured_apart() -> None:
    """A name where the text gives none, and none where it gives one, are two different faults."""
    gold = page()
    named = summary(count_page(gold, proposals_of(changed(gold, "s5", speakers=["Novak"]))))
    assert (named["speaker named"], named["speaker open"]) == (100, 0)
    opened = summary(count_page(gold, proposals_of(changed(gold, "s1", speakers=[]))))
    assert opened["speaker open"] == 100
    assert opened["speaker named"] < 100


def test_one_of_two_speakers_is_not_right() -> None:
    """Joint speakers must all be found, and nobody beside them."""
    gold = changed(page(), "s5", speakers=["Leila Rahimi", "Pavel Novak"])
    both = count_page(gold, proposals_of(gold))
    one = count_page(gold, proposals_of(changed(gold, "s5", speakers=["Leila Rahimi"])))
    assert one["speaker named", "hit"] == both["speaker named", "hit"] - 1
    three = changed(gold, "s5", speakers=["Leila Rahimi", "Pavel Novak", "Jonas Weiss"])
    assert count_page(gold, proposals_of(three))["speaker named", "hit"] == both["speaker named", "hit"] - 1


def test_a_short_name_is_the_same_name() -> None:
    """A name holds all words of the other, after folding; an article does not count, an empty name is nobody's."""
    assert same_name("Weiss", "Jonas Weiss")
    assert same_name("the Harbour Board", "HARBOUR BOARD")
    assert same_name("José Núñez", "Jose Nunez")
    assert not same_name("Jonas Weiss", "Clara Weiss")
    assert not same_name("the", "the")
    assert not same_name("", "Weiss")


def test_a_wrong_polarity_costs_only_polarity() -> None:
    """Form, polarity and certainty are measured each by itself."""
    gold = page()
    scores = summary(count_page(gold, proposals_of(changed(gold, "s5", polarity="affirmed"))))
    assert scores["polarity"] < 100
    assert scores["form"] == scores["certainty"] == scores["speaker"] == 100


def test_rare_classes_weigh_as_much_as_frequent_ones() -> None:
    """Macro-F1: who calls everything affirmed is right of the denials never."""
    gold = page()
    counts = count_page(gold, proposals_of(changed(gold, "s5", polarity="affirmed")))
    assert counts["polarity affirmed", "hit"] == 3
    assert 40 < summary(counts)["polarity"] < 50


def test_about_is_counted_where_it_was_annotated() -> None:
    """A row without "about" measures nothing; with it, missing and false names count."""
    gold = page()
    counts = count_page(gold, proposals_of(changed(gold, "s1", about=["Harbour Board"])))
    assert (counts["about", "hit"], counts["about", "predicted"], counts["about", "gold"]) == (0, 1, 1)
    bare = {**gold, "statements": [{k: v for k, v in s.items() if k != "about"} for s in gold["statements"]]}
    assert ("about", "gold") not in count_page(bare, proposals_of(gold))


def test_pages_add_up() -> None:
    """The scores of a sum of pages come from all their statements, not from a mean of means."""
    perfect, empty = count_page(page(), proposals_of(page())), count_page(page(), Proposals())
    both = summary(perfect + empty)
    assert both["DET"] == 200 * 2 / (2 + 4)
    assert summary(perfect + perfect) == summary(perfect)


def test_intervals_hold_the_score() -> None:
    """The interval of equal pages is a point; that of unequal ones holds the score."""
    perfect, empty = count_page(page(), proposals_of(page())), count_page(page(), Proposals())
    assert summary_with_intervals([perfect] * 3, samples=20)["DET"] == (100, 100, 100)
    for mean, low, high in summary_with_intervals([perfect, empty, perfect], samples=50).values():
        assert low <= mean <= high


WORDS = split_words(TEXT)
RUNS = st.tuples(st.integers(0, len(WORDS) - 1), st.integers(1, 6)).map(
    lambda run: [[WORDS.starts[run[0]], WORDS.ends[min(len(WORDS), run[0] + run[1]) - 1]]]
)


@st.composite
def pages(draw: st.DrawFn) -> Row:
    """A page of the same text with any first-level and nested statements."""
    rows: list[Row] = []
    for number in range(draw(st.integers(0, 4))):
        parent = draw(st.sampled_from([None, *(r["id"] for r in rows if r["parent"] is None)]))
        rows.append(
            {
                **row(f"s{number}", "", "", "it"),
                "source": draw(RUNS),
                "cue": draw(RUNS),
                "content": draw(RUNS),
                "speakers": draw(st.lists(st.sampled_from(["Jonas Weiss", "Pavel Novak"]), unique=True)),
                "about": draw(st.lists(st.sampled_from(["Jonas Weiss", "Pavel Novak"]), unique=True)),
                "polarity": draw(st.sampled_from(["affirmed", "denied"])),
                "parent": parent,
            }
        )
    return {"text": TEXT, "statements": rows}


@given(pages(), pages())
def test_hits_are_never_more_than_there_are(gold: Row, other: Row) -> None:
    """Whoever is compared with whom, no measure has more hits than predictions or annotations."""
    counts = count_page(gold, proposals_of(other))
    for name in {name for name, _ in counts}:
        assert 0 <= counts[name, "hit"] <= min(counts[name, "predicted"], counts[name, "gold"])
    assert all(0 <= score <= 100 for score in summary(counts).values())


@given(pages(), pages())
def test_counts_add_up(gold: Row, other: Row) -> None:
    """Aligned statements are counted once in each of form, polarity, certainty and speaker."""
    counts = count_page(gold, proposals_of(other))
    speakers = counts["speaker named", "gold"] + counts["speaker open", "gold"]
    for manner in MANNERS:
        for part in ("gold", "predicted"):
            total = sum(n for (name, p), n in counts.items() if name.startswith(manner + " ") and p == part)
            assert total == speakers
    assert speakers <= min(len(counted_rows(gold)), len(counted_rows(other)))


@given(pages())
def test_agreement_with_oneself_is_perfect(gold: Row) -> None:
    """Whatever is annotated, the same proposals find every first-level statement and every speaker."""
    counts = count_page(gold, proposals_of(gold))
    for name in ("DET", "running", "speaker named", "speaker open"):
        assert counts[name, "hit"] == counts[name, "gold"]


def test_an_annotator_as_proposals() -> None:
    """Names become actors, each once, and the ids of rows are kept."""
    found = proposals_of(page())
    assert [s.id for s in found.statements] == ["s1", "s3", "s4", "s5"]
    assert [actor.name for actor in found.actors] == ["Jonas Weiss", "Novak"]
    assert found.actors[0] == Actor(id="a1", name="Jonas Weiss", kind="other")
    assert found.statements[0].speakers == ("a1",)
    assert Counter(s.extended for s in found.statements) == {False: 3, True: 1}


def judged(gold: Row, found: Row) -> list[tuple[str, bool]]:
    """The judged statements of a page, without their confidence."""
    return [(kind, right) for kind, _, right in judged_kinds(gold, proposals_of(found))]


def test_the_gold_judges_itself_right() -> None:
    """Each nested, extended and mentioning statement is judged once, in order; first-level claims are not judged."""
    gold = changed(page(), "s5", mention=True)
    assert judged(gold, gold) == [("nested", True), ("extended", True), ("mention", True)]
    assert judged_kinds(page(), Proposals()) == []


def test_a_judgement_has_the_statements_confidence() -> None:
    """Confidences come through unchanged: they are what is calibrated."""
    found = proposals_of(page())
    surer = replace(found, statements=tuple(replace(s, confidence=0.3) for s in found.statements))
    assert {confidence for _, confidence, _ in judged_kinds(page(), surer)} == {0.3}


def test_the_wrong_kind_is_wrong() -> None:
    """A statement in the right place is wrong where the annotator saw none of its kind there."""
    gold = page()
    assert ("extended", False) in judged(changed(gold, "s4", continues=None), gold)
    assert ("nested", False) in judged(changed(gold, "s3", parent=None), gold)
    assert ("mention", False) in judged(gold, changed(gold, "s5", mention=True))


def test_what_nobody_annotated_is_wrong() -> None:
    """A statement without a partner counts as a mistake of its kind."""
    gold = page()
    assert judged(without(gold, "s3"), gold) == [("nested", False), ("extended", True)]
    assert judged(without(gold, "s4"), gold) == [("nested", True), ("extended", False)]


def test_half_of_the_content_must_be_shared() -> None:
    """An aligned statement that is much longer than the annotated one is not right."""
    gold = page()
    longer = "said: I think that the port, as Novak says, is closed. Trade is lost. Officials denied it"
    assert ("nested", False) in judged(gold, changed(gold, "s3", content=at(longer)))


def test_own_speech_within_own_speech_does_not_count() -> None:
    """ "I think I said" is left out on both levels; what stands in it belongs to the first statement that counts."""
    gold = page()
    rows = [*gold["statements"], row("s6", "I", "think", "the port", parent="s2")]
    counted = {r["id"]: r for r in counted_rows(changed({**gold, "statements": rows}, "s3", parent="s6"))}
    assert set(counted) == {"s1", "s3", "s4", "s5"}
    assert counted["s3"]["parent"] == "s1"


def test_a_source_that_is_nobody_counts() -> None:
    """A nested statement without a source is not the speaker's own."""
    gold = changed(page(), "s2", source=[])
    assert {r["id"]: r["parent"] for r in counted_rows(gold)}["s3"] == "s2"


def test_an_actor_has_all_its_names() -> None:
    """An actor is called by its name and by what the text calls it by name, not by pronouns and descriptions."""
    spans = [(at(phrase)[0], form, actor) for phrase, form, actor in MENTIONS]
    mentions = tuple(
        Mention(id=f"m{number}", start=span[0], end=span[1], kind="person", form=form, actor=actor)
        for number, (span, form, actor) in enumerate(spans, start=1)
    )
    actors = (Actor(id="a1", name="Jonas J. Weiss", kind="person"), Actor(id="a2", name="Pavel Novak", kind="person"))
    called = names_of(TEXT, Proposals(actors=actors, mentions=mentions))
    assert called == {"a1": {"Jonas J. Weiss", "Jonas Weiss"}, "a2": {"Pavel Novak", "Novak"}}


def test_a_name_in_the_text_is_as_good_as_the_full_one() -> None:
    """A speaker is right by any name by which the text calls it, not only by the one it goes by."""
    gold = changed(page(), "s5", speakers=["Officials"])
    found = proposals_of(changed(gold, "s5", speakers=["Harbour Board"]))
    board = next(actor.id for actor in found.actors if actor.name == "Harbour Board")
    start, end = at("Officials")[0]
    mention = Mention(id="m1", start=start, end=end, kind="organization", form="name", actor=board)
    assert count_page(gold, found)["speaker named", "hit"] == 3
    assert count_page(gold, replace(found, mentions=(mention,)))["speaker named", "hit"] == 4


MENTIONS: tuple[tuple[str, MentionForm, str | None], ...] = (
    ("Jonas Weiss", "name", "a1"),
    ("I", "pronoun", "a1"),
    ("Novak", "name", "a2"),
    ("the port", "nominal", "a2"),
    ("Trade", "name", None),
    ("Officials", "name", "a9"),
)
"""What a text calls whom: names, a pronoun, a description, a name of nobody, and one of an actor that is not there."""
