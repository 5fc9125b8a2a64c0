"""What the antecedent ranker sees of two mentions: categorical features of the pair.

The features are those of mention-ranking coreference (Durrett and Klein 2013; word-level mentions
after Dobrovolskii 2021): forms, pronouns, distances, string match, quotation, gender marks.
Training and reading compute them with this one module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from parley.language.words import QUOTES, quoted_words

Integers = npt.NDArray[np.int64]
ReferenceForm = Literal["name", "nominal", "pronoun"]

FORMS: tuple[ReferenceForm, ...] = ("name", "nominal", "pronoun")
PRONOUN_CLASSES = (
    "he him his himself",
    "she her hers herself",
    "it its itself",
    "they them their theirs themselves",
    "i me my mine myself",
    "we us our ours ourselves",
    "you your yours yourself yourselves",
    "who whom whose which that",
    "this these those",
)
"""Classes of pronouns; index 0 of the feature means no pronoun."""
_CLASS_OF = {word: number for number, words in enumerate(PRONOUN_CLASSES, start=1) for word in words.split()}
_MALE = frozenset(
    "he him his himself mr sir lord king prince mister father brother son husband chairman spokesman".split()
)
_FEMALE = frozenset(
    "she her hers herself mrs ms miss madam lady queen princess mother sister daughter wife "
    "chairwoman spokeswoman".split()
)
_NEUTER = frozenset("it its itself".split())
_PLURAL = frozenset("they them their theirs themselves we us our ours ourselves".split())
_SMALL = frozenset("the a an this that these those his her its their our my your of s".split())
_WORD_STEPS = np.array([2, 4, 7, 12, 20, 35, 60, 110, 200])
_MENTION_STEPS = np.array([1, 2, 3, 5, 8, 13, 22, 40])

SIZES = (10, 10, 10, 10, 9, 4, 4, 5, 2, 25, 2)
"""How many values each feature has, in their order; the first one's last value means "no antecedent"."""
NO_ANTECEDENT = SIZES[0] - 1
MOST_CANDIDATES = 80
"""So many mentions before one are looked at, the nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A mention in word indices, with its head word."""

    first: int
    end: int
    head: int
    form: ReferenceForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """A mention with its shares in the article's actors."""

    reference: Reference
    kind: str
    shares: Mapping[str, float] = field(default_factory=dict)
    """Probability of each actor, by id; what is missing to 1 is nobody who is named."""
    nearest: int | None = None
    """Index of its likeliest antecedent among the mentions, None where none is likelier."""


def pronoun_class(form: str) -> int:
    """Class of a pronoun, counted from 1; 0 for any other word."""
    return _CLASS_OF.get(form.casefold(), 0)


def quotation_numbers(forms: Sequence[str], paragraphs: Sequence[int]) -> list[int]:
    """For each word the number of the quotation it stands in, 0 outside."""
    quoted = quoted_words(list(forms), list(paragraphs))
    numbers, number = [], 0
    for index, inside in enumerate(quoted):
        opens = inside and (
            index == 0 or not quoted[index - 1] or (forms[index] in QUOTES and forms[index - 1] in QUOTES)
        )
        number += opens
        numbers.append(number if inside else 0)
    return numbers


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """The mentions of a text as arrays, from which pairs take their features."""

    references: Sequence[Reference]
    words: tuple[frozenset[str], ...]
    """The folded words of each mention, small ones left out."""
    head: tuple[str, ...]
    pronoun: Integers
    gender: Integers
    paragraph: Integers
    quotation: Integers
    opens: Integers
    """1 where a mention stands at the head of a sentence."""

    def pairs(self, later: int, earlier: Integers) -> Integers:
        """Features (pairs, len(SIZES)) of one mention with some before it; the first row is "no antecedent"."""
        rows = np.zeros((len(earlier) + 1, len(SIZES)), dtype=np.int64)
        own = self.references[later]
        form = FORMS.index(own.form)
        rows[:, 1] = self.pronoun[later]
        rows[0, 0] = NO_ANTECEDENT
        rows[0, 2] = form
        if not len(earlier):
            return rows
        other = rows[1:]
        others = [self.references[index] for index in earlier]
        other[:, 0] = [3 * form + FORMS.index(reference.form) for reference in others]
        other[:, 2] = self.pronoun[earlier]
        firsts = np.array([reference.first for reference in others])
        ends = np.array([reference.end for reference in others])
        other[:, 3] = np.searchsorted(_WORD_STEPS, np.maximum(own.first - firsts, 0), side="right")
        other[:, 4] = np.searchsorted(_MENTION_STEPS, later - earlier, side="right")
        other[:, 5] = np.clip(self.paragraph[later] - self.paragraph[earlier], 0, 3)
        other[:, 6] = [self._match(later, index) for index in earlier]
        mine, theirs = self.quotation[later], self.quotation[earlier]
        other[:, 7] = np.where(
            theirs == 0, np.where(mine == 0, 0, 1), np.where(mine == 0, 2, np.where(mine == theirs, 3, 4))
        )
        other[:, 8] = self.opens[earlier]
        other[:, 9] = 5 * self.gender[later] + self.gender[earlier]
        other[:, 10] = (firsts <= own.first) & (own.end <= ends)
        return rows

    def _match(self, later: int, earlier: int) -> int:
        """How alike two are written: 0 not, 1 the same head, 2 one holds the other's words, 3 the same words."""
        left, right = self.words[later], self.words[earlier]
        if self.pronoun[later] or self.pronoun[earlier] or not left or not right:
            return 0
        if left == right:
            return 3
        if left < right or right < left:
            return 2
        return int(self.head[later] == self.head[earlier])


def table_of(references: Sequence[Reference], forms: Sequence[str], paragraphs: Sequence[int]) -> ReferenceTable:
    """The table of some mentions, which must stand in the order of their first words."""
    folded = [form.casefold() for form in forms]
    numbers = quotation_numbers(forms, paragraphs)
    words = tuple(
        frozenset(word for word in folded[r.first : r.end] if word[0].isalnum() and word not in _SMALL)
        for r in references
    )
    return ReferenceTable(
        references=references,
        words=words,
        head=tuple(folded[r.head] for r in references),
        pronoun=np.array(
            [_CLASS_OF.get(folded[r.head], 0) if r.form == "pronoun" else 0 for r in references], np.int64
        ),
        gender=np.array([_gender(folded[max(0, r.first - 2) : r.end], r) for r in references], np.int64),
        paragraph=np.array([paragraphs[r.head] for r in references], np.int64),
        quotation=np.array([numbers[r.head] for r in references], np.int64),
        opens=np.array([_opens(forms, paragraphs, r.first) for r in references], np.int64),
    )


def _gender(words: Sequence[str], reference: Reference) -> int:
    """0 unknown, 1 male, 2 female, 3 neuter, 4 plural; a name's title may stand before it."""
    own = words if reference.form == "name" else words[-(reference.end - reference.first) :]
    for number, marks in enumerate((_MALE, _FEMALE, _NEUTER, _PLURAL), start=1):
        if any(word in marks for word in own) and (number < 3 or reference.form == "pronoun"):
            return number
    return 0


def _opens(forms: Sequence[str], paragraphs: Sequence[int], first: int) -> int:
    """Whether a word stands within the first three of its sentence."""
    for index in range(first, max(-1, first - 3), -1):
        if index == 0 or paragraphs[index] != paragraphs[index - 1] or forms[index - 1] in '.!?”"“':
            return 1
    return 0
