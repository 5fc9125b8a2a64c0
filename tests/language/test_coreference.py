"""Whom pronouns and descriptions go back to, with chosen scores in place of trained ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.language.coreference import find_references
from parley.language.draft import Draft
from parley.language.encoder import EncodedWindow, Floats, Integers, Models, Tokenizer
from parley.language.reference import Referring
from tests.language.build import draft_of, run_of

NOBODY = -99.0
TEXT = "Weiss came late. He sat down. He slept."


@dataclass(frozen=True)
class ChosenScores:
    """Trained parts of which only the ranker answers, with chosen scores.

    ``scores`` has for the number of a mention the scores of "nobody" and of each mention before it.
    """

    scores: Mapping[int, tuple[float, ...]] = field(default_factory=dict)

    @property
    def tokenizer(self) -> Tokenizer:
        """None: nothing is encoded here."""
        raise NotImplementedError

    @property
    def transitions(self) -> Floats:
        """None: no spans are tagged here."""
        raise NotImplementedError

    def encode(self, ids: Integers, features: Integers, words: Integers) -> Mapping[str, Floats]:
        """Nothing: the windows are made by hand."""
        raise NotImplementedError

    def tag_spans(self, states: Floats, cue: Floats, other: Floats, distance: Integers) -> Floats:
        """Nothing: no spans are tagged here."""
        raise NotImplementedError

    def rank(self, later: Floats, earlier: Floats, features: Integers) -> Floats:
        """The chosen scores of the mention that has so many before it."""
        assert len(later) == len(earlier) == len(features)
        return np.array(self.scores[len(earlier) - 1], dtype=np.float32)


def chances(*values: float) -> tuple[float, ...]:
    """Scores that become these probabilities."""
    return tuple(float(np.log(value)) if value else NOBODY for value in values)


def window_of(draft: Draft, mentions: Mapping[str, int], *, bounds: tuple[int, int] | None = None) -> EncodedWindow:
    """The encoder's answer for some words: which phrases are mentions, each with its kind; the head is the last word."""
    first, end = bounds or (0, len(draft.words))
    size = end - first
    head = np.zeros((size, 4), dtype=np.float32)
    head[:, 0] = 1
    points = np.zeros((size, 4 * size), dtype=np.float32)
    points[:, size : 2 * size] = points[:, 3 * size :] = np.eye(size)
    for phrase, kind in mentions.items():
        for at in range(draft.text.count(phrase)):
            start, stop = run_of(draft, phrase, nth=at)
            if first <= start and stop <= end and draft.words.ends[stop - 1] - draft.words.starts[start] == len(phrase):
                middle = start + phrase.split().index("minister") if "minister" in phrase else stop - 1
                head[middle - first] = 0
                head[middle - first, 1 + kind] = 1
                points[middle - first, start - first] = points[middle - first, 2 * size + stop - 1 - first] = 1
    zeros = np.zeros((size, 3), dtype=np.float32)
    return EncodedWindow(
        first=first,
        end=end,
        cue=zeros,
        nested=zeros,
        name=zeros,
        states=zeros,
        head=head,
        points=points,
        refer=np.ones((size, 2), dtype=np.float32),
        factual=np.zeros(size, dtype=np.float32),
    )


def references(draft: Draft, mentions: Mapping[str, int], scores: Mapping[int, tuple[float, ...]]) -> list[Referring]:
    """The references of a draft read as one window."""
    models: Models = ChosenScores(scores)
    return list(find_references(draft, [window_of(draft, mentions)], (), models))


def test_shares_pass_through_chains() -> None:
    """The second "he" goes back to the name through the first one, with the product of the two probabilities."""
    draft = draft_of(TEXT, persons=("Weiss",))
    found = references(draft, {"He": 0}, {1: chances(0.2, 0.8), 2: chances(0.1, 0.1, 0.8)})
    weiss = draft.actors[0].id
    assert found[1].shares[weiss] == pytest.approx(0.8, abs=1e-4)
    assert found[2].shares[weiss] == pytest.approx(0.1 + 0.8 * 0.8, abs=1e-4)
    assert [one.nearest for one in found] == [None, 0, 1]


def test_two_ways_to_one_actor_add_up() -> None:
    """Two mentions of the same actor as possible antecedents count together."""
    draft = draft_of("Weiss met Novak. Weiss paid. He left.", persons=("Weiss", "Novak"))
    found = references(draft, {"He": 0}, {3: chances(0.1, 0.3, 0.3, 0.3)})
    shares = {actor.name: found[3].shares[actor.id] for actor in draft.actors}
    assert shares["Weiss"] == pytest.approx(0.6, abs=1e-4)
    assert shares["Novak"] == pytest.approx(0.3, abs=1e-4)


def test_a_name_is_its_actor() -> None:
    """Names are sure of their actor; the ranker is not asked."""
    draft = draft_of("Weiss met Novak.", persons=("Weiss", "Novak"))
    found = references(draft, {}, {})
    assert [dict(one.shares) for one in found] == [{draft.actors[0].id: 1.0}, {draft.actors[1].id: 1.0}]


def test_nobody_is_an_answer() -> None:
    """A pronoun whose likeliest antecedent is nobody has no nearest mention, and shares below 0.01 are dropped."""
    draft = draft_of("Weiss came late. He sat.", persons=("Weiss",))
    found = references(draft, {"He": 0}, {1: chances(0.995, 0.005)})
    assert found[1].nearest is None
    assert not found[1].shares


def test_the_first_mention_of_a_text_goes_back_to_nobody() -> None:
    """With no mention before it there is no antecedent and no call of the ranker."""
    found = references(draft_of("He came late."), {"He": 0}, {})
    assert len(found) == 1
    assert not found[0].shares
    assert found[0].nearest is None


def test_a_description_reaches_as_far_as_the_pointers_say() -> None:
    """The head word finds its own first and last word."""
    draft = draft_of("Late came the minister of trade with Weiss.", persons=("Weiss",))
    found = references(draft, {"the minister of trade": 0}, {})
    reference = found[0].reference
    assert draft.phrase((reference.first, reference.end)) == "the minister of trade"
    assert draft.words.forms[reference.head] == "minister"
    assert (reference.form, found[0].kind) == ("nominal", "person")


def test_a_pronoun_is_one_word() -> None:
    """A pronoun keeps to itself, wherever the pointers lead."""
    draft = draft_of("Weiss spoke. Then he himself left.", persons=("Weiss",))
    found = references(draft, {"Then he": 0}, {1: chances(0.5, 0.5)})
    assert draft.phrase((found[1].reference.first, found[1].reference.end)) == "he"
    assert found[1].reference.form == "pronoun"


def test_a_word_of_a_name_is_no_second_mention() -> None:
    """What the encoder takes for a head inside a name is that name."""
    draft = draft_of("Jonas Weiss came.", persons=("Jonas Weiss",))
    assert len(references(draft, {"Weiss": 0, "Jonas": 0}, {})) == 1


def test_who_speaks_is_a_mention() -> None:
    """The source of a statement is a mention even where the encoder saw none."""
    draft = draft_of("Weiss came. The lawyer said so.", persons=("Weiss",))
    models = ChosenScores({1: chances(0.3, 0.7)})
    found = find_references(draft, [window_of(draft, {})], [run_of(draft, "The lawyer")], models)
    assert [draft.phrase((one.reference.first, one.reference.end)) for one in found] == ["Weiss", "The lawyer"]
    assert found[1].shares[draft.actors[0].id] == pytest.approx(0.7, abs=1e-4)


def test_what_is_no_actor_is_no_mention() -> None:
    """A name of the kind "other" (an event, a treaty) is nobody's antecedent, and no word of it is."""
    draft = draft_of("Weiss came to Glasgow Accord. He spoke.", persons=("Weiss", "Glasgow Accord"))
    names = tuple(replace(n, kind="other") if n.end - n.first == 2 else n for n in draft.names)
    found = references(replace(draft, names=names), {"He": 0, "Accord": 0}, {1: chances(0.2, 0.8)})
    assert len(found) == 2


def test_windows_are_one_text() -> None:
    """A pronoun in the second window goes back to a name in the first."""
    draft = draft_of(TEXT, persons=("Weiss",))
    cut = run_of(draft, "He", nth=1)[0]
    windows = [
        window_of(draft, {"He": 0}, bounds=(0, cut)),
        window_of(draft, {"He": 0}, bounds=(cut, len(draft.words))),
    ]
    models = ChosenScores({1: chances(0.5, 0.5), 2: chances(0.1, 0.9, 0)})
    found = find_references(draft, windows, (), models)
    assert [one.reference.first for one in found] == [0, 4, cut]
    assert found[2].shares[draft.actors[0].id] == pytest.approx(0.9, abs=1e-4)


def test_an_empty_text_has_no_mentions() -> None:
    """No window, no mention."""
    assert find_references(draft_of(""), [], (), ChosenScores()) == ()


@given(st.lists(st.floats(-20, 20, width=32), min_size=9, max_size=9))
def test_shares_are_probabilities(values: list[float]) -> None:
    """Whatever the ranker says, a mention's shares are positive and never more than one in sum."""
    draft = draft_of("Weiss met Novak. He saw him. He left.", persons=("Weiss", "Novak"))
    scores = {2: tuple(values[:3]), 3: tuple(values[:4]), 4: tuple(values[4:])}
    for one in references(draft, {"He": 0, "him": 0}, scores):
        assert all(share > 0 for share in one.shares.values())
        assert sum(one.shares.values()) <= 1 + 1e-5
        assert one.nearest is None or 0 <= one.nearest < 4


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Late came the minister of trade, Rear Admiral Weiss, with Novak.", True),
        ("Late came the minister of trade, Weiss, with Novak.", True),
        ("Late came the minister of trade, and Weiss, with Novak.", False),
        ("Late came the minister of trade, Weiss with Novak.", False),
        ("Late came the minister of trade and foreign affairs, Weiss, with Novak.", False),
    ],
)
def test_a_description_is_the_person_set_beside_it(text: str, known: bool) -> None:
    """A name between commas after a description is who is described; the ranker is not asked."""
    draft = draft_of(text, persons=("Weiss", "Novak"))
    found = references(draft, {"the minister of trade": 0}, {})
    weiss = next(actor.id for actor in draft.actors if actor.name == "Weiss")
    assert found[0].shares == ({weiss: 0.95} if known else {})
