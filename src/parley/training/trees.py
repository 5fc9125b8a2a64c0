"""Sentences with their dependency trees, over Parley's words, from CoNLL-U files (UD English-EWT and GUM)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parley.language.grammar import PARTS, RELATIONS
from parley.language.words import split_words

GUM_DEV = "## dev"


@dataclass(frozen=True, slots=True)
class Tree:
    """A sentence: for each word its head (its own index for the root), relation and part of speech, as indices."""

    forms: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[int, ...]
    parts: tuple[int, ...]


def read_trees(path: Path) -> Iterator[Tree]:
    """The sentences of a CoNLL-U file whose words can be laid over Parley's."""
    text, rows = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif line and line[0].isdigit():
            rows.append(line.split("\t"))
        elif not line and rows:
            tree = _tree(text, rows)
            if tree is not None:
                yield tree
            text, rows = "", []


def _tree(text: str, rows: list[list[str]]) -> Tree | None:
    """One sentence; None where its tokens do not stand in its text one after the other."""
    spans: dict[int, tuple[int, int]] = {}
    at = 0
    inside: dict[int, tuple[int, int]] = {}
    for row in rows:
        if "." in row[0]:
            continue
        number = row[0].split("-")
        if len(number) == 1 and int(number[0]) in inside:
            spans[int(number[0])] = inside[int(number[0])]
            continue
        start = text.find(row[1], at)
        if start < 0:
            return None
        at = start + len(row[1])
        if len(number) == 2:
            inside |= dict.fromkeys(range(int(number[0]), int(number[1]) + 1), (start, at))
            _share(inside, rows, int(number[1]))
        else:
            spans[int(number[0])] = (start, at)
    return _over_words(text, {int(row[0]): row for row in rows if row[0].isdigit()}, spans)


def _share(spans: dict[int, tuple[int, int]], rows: list[list[str]], last: int) -> None:
    """Give the tokens of a contraction ("don't") their own parts of its span where they spell it out.

    Args:
        spans: of the tokens so far; those of the contraction have all of it.
        rows: of the sentence.
        last: the contraction's last token.
    """
    start, end = spans[last]
    tokens = [row for row in rows if row[0].isdigit() and spans.get(int(row[0])) == (start, end)]
    if sum(len(row[1]) for row in tokens) != end - start:
        return
    for row in tokens:
        spans[int(row[0])] = (start, start + len(row[1]))
        start += len(row[1])


def _over_words(text: str, rows: dict[int, list[str]], spans: dict[int, tuple[int, int]]) -> Tree:
    """The tree laid over Parley's words: a token of several words is headed by its first, the rest hang on that."""
    words = split_words(text)
    owner: list[int] = []
    first: dict[int, int] = {}
    tokens = sorted(spans)
    for index, start in enumerate(words.starts):
        token = next((token for token in tokens if spans[token][0] < words.ends[index] and start < spans[token][1]), 0)
        owner.append(token)
        first.setdefault(token, index)
    heads, relations, parts = [], [], []
    for index, token in enumerate(owner):
        row = rows.get(token)
        if row is None or first[token] != index:
            heads.append(first[token])
            relations.append(RELATIONS.index("same"))
            parts.append(PARTS.index(row[3]) if row and row[3] in PARTS else PARTS.index("X"))
            continue
        above = int(row[6])
        while above and above not in first:
            above = int(rows[above][6])
        heads.append(first.get(above, index) if above else index)
        relations.append(_relation(row[7]))
        parts.append(PARTS.index(row[3]) if row[3] in PARTS else PARTS.index("X"))
    return Tree(words.forms, tuple(heads), tuple(relations), tuple(parts))


def _relation(name: str) -> int:
    """The index of a relation, without its subtype where that is not kept."""
    plain = name.split(":", maxsplit=1)[0]
    return RELATIONS.index(next((one for one in (name, plain) if one in RELATIONS), "dep"))


def training_trees(corpora: Path, *, dev: bool = False) -> list[Tree]:
    """The sentences of both treebanks: those to train on, or those to score on."""
    listed = (corpora / "gum" / "splits.md").read_text(encoding="utf-8")
    held = set(listed.split(GUM_DEV)[1].split("##")[0].split()) - {"*"}
    files = [path for path in sorted((corpora / "gum" / "dep").glob("*.conllu")) if (path.stem in held) == dev]
    files.append(corpora / "ewt" / ("dev.conllu" if dev else "train.conllu"))
    return [tree for path in files for tree in read_trees(path)]
