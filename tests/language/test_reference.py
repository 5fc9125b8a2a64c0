"""What the antecedent ranker sees of two mentions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.language.reference import (
    FORMS,
    NO_ANTECEDENT,
    SIZES,
    Integers,
    Reference,
    ReferenceForm,
    pronoun_class,
    quotation_numbers,
    table_of,
)
from parley.language.words import split_words
from tests.language.build import draft_of, run_of

WORDS = [
    "Novak",
    "he",
    "she",
    "it",
    "They",
    "the",
    "minister",
    "Mr",
    "spokeswoman",
    "who",
    "“",
    "”",
    '"',
    ".",
    "17",
    "s",
]


@st.composite
def texts_with_mentions(draw: st.DrawFn) -> tuple[list[str], list[int], list[Reference]]:
    """Words, their paragraphs, and mentions in the order of their first words."""
    forms = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=300))
    breaks = draw(st.lists(st.booleans(), min_size=len(forms), max_size=len(forms)))
    paragraphs = np.cumsum(breaks).tolist()
    mentions = []
    for first in draw(st.lists(st.integers(0, len(forms) - 1), min_size=1, max_size=12)):
        end = draw(st.integers(first + 1, min(len(forms), first + 6)))
        head = draw(st.integers(first, end - 1))
        mentions.append(Reference(first=first, end=end, head=head, form=draw(st.sampled_from(FORMS))))
    return forms, paragraphs, sorted(mentions, key=lambda m: (m.first, -m.end))


def pair(text: str, earlier: tuple[str, ReferenceForm], later: tuple[str, ReferenceForm]) -> list[int]:
    """The features of two mentions, quoted from a text; the head is the last word."""
    words = split_words(text)
    mentions = []
    for phrase, form in (earlier, later):
        at = run_of(draft_of(text), phrase)
        mentions.append(Reference(first=at[0], end=at[1], head=at[1] - 1, form=form))
    row: list[int] = table_of(mentions, words.forms, words.paragraphs).pairs(1, np.array([0]))[1].tolist()
    return row


@given(texts_with_mentions())
def test_features_stay_within_their_sizes(made: tuple[list[str], list[int], list[Reference]]) -> None:
    """Whatever the text and its mentions are, each feature has a value that the ranker has learnt a vector for."""
    forms, paragraphs, mentions = made
    table = table_of(mentions, forms, paragraphs)
    for later in range(len(mentions)):
        rows = table.pairs(later, np.arange(later))
        assert rows.shape == (later + 1, len(SIZES))
        assert (rows >= 0).all()
        assert (rows < np.array(SIZES)).all()


@given(texts_with_mentions())
def test_only_the_first_row_is_nobody(made: tuple[list[str], list[int], list[Reference]]) -> None:
    """The mark of "no antecedent" stands in the first row and in no other."""
    forms, paragraphs, mentions = made
    rows = table_of(mentions, forms, paragraphs).pairs(len(mentions) - 1, np.arange(len(mentions) - 1))
    assert rows[0, 0] == NO_ANTECEDENT
    assert (rows[1:, 0] != NO_ANTECEDENT).all()


@given(texts_with_mentions())
def test_a_pair_looks_the_same_in_any_company(made: tuple[list[str], list[int], list[Reference]]) -> None:
    """The features of two mentions do not depend on which other mentions are looked at beside them."""
    forms, paragraphs, mentions = made
    table = table_of(mentions, forms, paragraphs)
    later = len(mentions) - 1
    together = table.pairs(later, np.arange(later))
    for earlier in range(later):
        assert (table.pairs(later, np.array([earlier]))[1] == together[earlier + 1]).all()


def test_a_mention_without_any_before_it() -> None:
    """The first mention of a text has only "no antecedent" to choose."""
    table = table_of([Reference(first=0, end=1, head=0, form="name")], ["Novak"], [0])
    nobody: Integers = np.arange(0)
    assert table.pairs(0, nobody).shape == (1, len(SIZES))


@pytest.mark.parametrize(
    ("earlier", "later", "match"),
    [
        ("Leila Rahimi", "Leila Rahimi", 3),
        ("Leila Rahimi", "the Rahimi", 2),
        ("the Rahimi", "Leila Rahimi", 2),
        ("Leila Rahimi", "Farid Rahimi", 1),
        ("Leila Rahimi", "Leila Novak", 0),
    ],
)
def test_how_alike_two_are_written(earlier: str, later: str, match: int) -> None:
    """The same words count more than a part of them, that more than the same last word; a first name is no head."""
    text = f"{earlier} spoke when {later} came."
    words = split_words(text)
    size = len(earlier.split())
    start = words.forms.index("when") + 1
    first = Reference(first=0, end=size, head=size - 1, form="name")
    second = Reference(first=start, end=start + 2, head=start + 1, form="name")
    rows = table_of([first, second], words.forms, words.paragraphs).pairs(1, np.array([0]))
    assert rows[1, 6] == match


def test_pronouns_are_not_compared_as_words() -> None:
    """Two times "he" is no likeness: it may be two men."""
    words = split_words("He said that He left.")
    both = [Reference(first=at, end=at + 1, head=at, form="pronoun") for at in (0, 3)]
    assert table_of(both, words.forms, words.paragraphs).pairs(1, np.array([0]))[1, 6] == 0


def test_titles_tell_the_gender_of_names() -> None:
    """ "Mrs." before a name is the name's; before a description it is somebody else's."""
    text = "Mrs. Novak met him."
    features = pair(text, ("Novak", "name"), ("him", "pronoun"))
    assert features[9] == 5 * 1 + 2
    features = pair("Mrs. minister met him.", ("minister", "nominal"), ("him", "pronoun"))
    assert features[9] == 5 * 1 + 0


def test_only_pronouns_are_plural_or_neuter() -> None:
    """A description that holds "their" or "its" is not plural or neuter by that."""
    features = pair("The ministry praised their envoy.", ("ministry", "nominal"), ("their envoy", "nominal"))
    assert features[9] == 0
    features = pair("The ministry said they left.", ("ministry", "nominal"), ("they", "pronoun"))
    assert features[9] == 5 * 4


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Novak came and he spoke.", 0),
        ("Novak came: “Now he spoke.”", 1),
        ("“Novak came,” and he spoke.", 2),
        ("“Novak came and he spoke.”", 3),
        ("“Novak came,” Weiss cried. “Now he spoke.”", 4),
    ],
)
def test_quotations_are_told_apart(text: str, relation: int) -> None:
    """Outside, inside, inside the same quotation and inside another one are five different things."""
    assert pair(text, ("Novak", "name"), ("he", "pronoun"))[7] == relation


def test_two_quotations_in_a_row_are_two() -> None:
    """A quotation that opens right after another has closed has its own number."""
    forms = ["“", "Yes", "”", "“", "No", "”", "Novak"]
    assert quotation_numbers(forms, [0] * len(forms)) == [1, 1, 1, 2, 2, 2, 0]


def test_a_mention_inside_another_is_marked() -> None:
    """ "his" in "his brother" cannot be the brother: the pair says that one holds the other."""
    inner = pair("He met the brother of Novak there.", ("the brother of Novak", "nominal"), ("Novak", "name"))
    assert inner[10] == 1
    assert pair("Novak met his brother.", ("Novak", "name"), ("his", "pronoun"))[10] == 0


def test_the_head_of_a_sentence_is_marked() -> None:
    """An antecedent near the head of its sentence is likely its subject."""
    assert pair("Now Novak met her.", ("Novak", "name"), ("her", "pronoun"))[8] == 1
    assert pair("It was late when Novak met her.", ("Novak", "name"), ("her", "pronoun"))[8] == 0
    assert pair("It was late. Novak met her.", ("Novak", "name"), ("her", "pronoun"))[8] == 1


def test_pronoun_classes() -> None:
    """Forms of one pronoun share a class in any case; other words have none."""
    assert pronoun_class("He") == pronoun_class("himself") == 1
    assert pronoun_class("HER") == pronoun_class("she") != pronoun_class("he")
    assert pronoun_class("minister") == 0
