"""Who acts and on whom in a sentence, as a trained tagger reads it, and whether the sentence tells of an event at all.

A small network on the word vectors that the encoder gives anyway. Where the lexicon and the grammar see nothing, or
no sides, it says between which phrases something is done; what is done the model of pairs says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from parley.language.attribution import Run
from parley.language.encoder import softmax

Floats = npt.NDArray[np.float32]

TAGS = ("O", "B-actor", "I-actor", "B-recipient", "I-recipient", "B-both", "I-both")
"""Of a word; "both": in a mutual act it is actor and recipient."""
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""What a word may name: PLOVER's types, in the order of its manual."""
_NEVER = -1e4


class RoleTagger(Protocol):
    """The trained tagger."""

    def tag_roles(self, states: Floats) -> tuple[Floats, Floats, Floats, float]:
        """What is said of one sentence's word states.

        Returns:
            Scores (words, TAGS); log odds (words,) that a word names an act; scores (words, TYPES) of what it names;
            the log odds that the sentence tells of an event.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The sides of what a sentence tells, in words counted from its first one."""

    actors: tuple[Run, ...]
    recipients: tuple[Run, ...]
    acts: tuple[float, ...]
    """For each word the probability that it names an act."""
    types: Floats
    """(words, TYPES): for each word the probabilities of what it names."""
    presence: float
    """Probability that the sentence tells of an event."""

    def chance_of(self, word: int, name: str) -> float:
        """The probability that the act which a word names is of a type."""
        return float(self.types[word, TYPES.index(name)])

    def type_of(self, word: int) -> tuple[str, float]:
        """The likeliest type of the act that a word names, with its probability."""
        best = int(self.types[word].argmax())
        return TYPES[best], float(self.types[word, best])


def find_roles(states: Floats, tagger: RoleTagger) -> Roles:
    """The sides of a sentence.

    Args:
        states: (words, STATE), from ``word_states``.
        tagger: the trained tagger.
    """
    scores, acts, types, odds = tagger.tag_roles(states)
    runs = _runs(_best_path(scores))
    return Roles(
        actors=tuple(run for kind, run in runs if kind in ("actor", "both")),
        recipients=tuple(run for kind, run in runs if kind in ("recipient", "both")),
        acts=tuple(float(one) for one in 1 / (1 + np.exp(-acts))),
        types=softmax(types),
        presence=float(1 / (1 + np.exp(-odds))),
    )


def _best_path(scores: Floats) -> list[str]:
    """The likeliest tags of which each phrase begins with its beginning (Viterbi)."""
    chance = np.log(softmax(scores) + 1e-9)
    allowed = np.array([[_may_follow(after, before) for after in TAGS] for before in TAGS])
    steps = np.where(allowed, 0.0, _NEVER)
    best = chance[0] + np.array([0.0 if _may_follow(tag, "O") else _NEVER for tag in TAGS])
    back: list[npt.NDArray[np.int64]] = []
    for row in chance[1:]:
        reached = best[:, None] + steps
        back.append(reached.argmax(0))
        best = reached.max(0) + row
    path = [int(best.argmax())]
    for row in reversed(back):
        path.append(int(row[path[-1]]))
    return [TAGS[tag] for tag in reversed(path)]


def _may_follow(tag: str, before: str) -> bool:
    return tag[0] != "I" or before[2:] == tag[2:]


def _runs(tags: list[str]) -> list[tuple[str, Run]]:
    """The phrases of a row of tags, with their kinds."""
    found: list[tuple[str, Run]] = []
    for index, tag in enumerate(tags):
        if tag[0] == "B":
            found.append((tag[2:], (index, index + 1)))
        elif tag[0] == "I":
            kind, (first, _) = found[-1]
            found[-1] = (kind, (first, index + 1))
    return found
