"""The grammar of a sentence: each word's head, relation and part of speech, from the encoder's word vectors.

Relations and parts of speech are those of Universal Dependencies; "same" joins the words of one token.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from parley.language.encoder import EncodedWindow, softmax

Floats = npt.NDArray[np.float32]

STATE = 436
"""Width of a word's state: all that the encoder's graph says of it."""

PARTS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
)  # fmt: skip
RELATIONS = (
    "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "compound",
    "compound:prt", "conj", "cop", "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat",
    "goeswith", "iobj", "list", "mark", "nmod", "nmod:poss", "nsubj", "nsubj:pass", "nummod", "obj", "obl",
    "obl:agent", "orphan", "parataxis", "punct", "reparandum", "root", "same", "vocative", "xcomp",
)  # fmt: skip


def word_states(window: EncodedWindow) -> Floats:
    """What the encoder says of each word of a window, (words, STATE)."""
    parts = (window.states, window.points, window.refer, window.cue, window.nested, window.name, window.head)
    return np.concatenate([*parts, window.factual[:, None]], axis=1)


class Parser(Protocol):
    """The trained parser."""

    def parse(self, states: Floats) -> tuple[Floats, Floats, Floats]:
        """Arcs (words, words), relations (words, words, R) and parts (words, P) of one sentence's word states."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence's grammar; words are counted from its first one."""

    heads: tuple[int, ...]
    """For each word its head; the root's is itself."""
    relations: tuple[str, ...]
    parts: tuple[str, ...]
    sure: tuple[float, ...]
    """Probability of each word's head."""

    def children(self, index: int, *names: str) -> list[int]:
        """The words that hang on one, of certain relations if any are named."""
        return [
            child
            for child, head in enumerate(self.heads)
            if head == index and child != index and (not names or self.relations[child] in names)
        ]

    def above(self, index: int) -> Iterator[int]:
        """The heads of a word, from the nearest up to the root."""
        while self.heads[index] != index:
            index = self.heads[index]
            yield index

    def below(self, index: int) -> list[int]:
        """All words that hang on one, directly or not, and itself, in order."""
        found, todo = [], [index]
        while todo:
            at = todo.pop()
            found.append(at)
            todo.extend(self.children(at))
        return sorted(found)


def parse_sentence(states: Floats, parser: Parser) -> Parsed:
    """The grammar of one sentence.

    Each word takes its likeliest head, the surest words first, unless that closes a circle; one word is the root.

    Args:
        states: (words, STATE), from ``word_states``.
        parser: the trained parser.
    """
    arcs, labels, parts = parser.parse(states)
    chance = softmax(arcs)
    size = len(chance)
    root = int(np.argmax(np.diagonal(chance)))
    heads = list(range(size))
    for index in sorted(range(size), key=lambda word: -float(chance[word].max())):
        if index == root:
            continue
        for head in np.argsort(-chance[index]):
            if int(head) != index and not _leads_to(heads, int(head), index):
                heads[index] = int(head)
                break
    relations = ["root" if index == root else _relation(labels[index, heads[index]]) for index in range(size)]
    return Parsed(
        heads=tuple(heads),
        relations=tuple(relations),
        parts=tuple(PARTS[int(row.argmax())] for row in parts),
        sure=tuple(float(chance[index, head]) for index, head in enumerate(heads)),
    )


def _relation(scores: Floats) -> str:
    order = np.argsort(-scores)
    return next(RELATIONS[int(at)] for at in order if RELATIONS[int(at)] != "root")


def _leads_to(heads: list[int], start: int, goal: int) -> bool:
    """Whether the heads of a word lead to another."""
    while heads[start] != start and start != goal:
        start = heads[start]
    return start == goal
