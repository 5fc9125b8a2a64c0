"""Readers of the training corpora: attributions (PolNeAR) and names (four sets)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from parley.language.words import split_words

POLITICS = 6
"""The one set about politics is small (200 sentences): it is shown so many times as often as the others."""
NAME_KINDS = ("person", "organization", "place", "other")

_KIND_OF_LABEL = {
    **dict.fromkeys(("PER", "politician", "person"), "person"),
    **dict.fromkeys(("ORG", "organisation", "politicalparty"), "organization"),
    **dict.fromkeys(("LOC", "country", "location"), "place"),
    **dict.fromkeys(("MISC", "event", "election", "misc"), "other"),
}


@dataclass(slots=True)
class Attribution:
    """One attribution over the words of a paragraph sequence: sets of word indices."""

    cue: list[int]
    source: list[int] = field(default_factory=list)
    content: list[int] = field(default_factory=list)
    level: str = "outer"
    """outer, nested, or mention (its cue is found by a word list, not by the tagger)."""


@dataclass(slots=True)
class Document:
    """Words with attributions or names on them."""

    forms: list[str]
    paragraphs: list[int]
    attributions: list[Attribution] = field(default_factory=list)
    names: list[tuple[int, int, str]] | None = None
    """(first word, end word, kind); None where names are not annotated."""


def read_attributions(path: Path) -> Iterator[Document]:
    """The documents of a PolNeAR file in the yardstick's format."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            words = split_words(row["text"])
            at = {o: i for i, (s, e) in enumerate(zip(words.starts, words.ends, strict=True)) for o in range(s, e)}

            def indices(spans: list[list[int]], at: dict[int, int] = at) -> list[int]:
                return sorted({at[o] for start, end in spans for o in range(start, end) if o in at})

            found = [
                Attribution(indices(s["cue"]), indices(s["source"]), indices(s["content"]))
                for s in row["statements"]
                if s["cue"] and s["content"]
            ]
            yield Document(list(words.forms), list(words.paragraphs), found)


def _from_tags(tokens: list[str], tags: list[str]) -> Document:
    """A document from whole tokens and their BIO (or IO) tags, split into our words."""
    forms: list[str] = []
    names: list[tuple[int, int, str]] = []
    open_kind: str | None = None
    for token, tag in zip(tokens, tags, strict=True):
        pieces = split_words(token).forms
        start = len(forms)
        forms.extend(pieces)
        label = tag.split("-", 1)[-1]
        kind = _KIND_OF_LABEL.get(label)
        if kind is None:
            open_kind = None
        elif open_kind == kind and not tag.startswith("B-") and names:
            first, _, _ = names[-1]
            names[-1] = (first, len(forms), kind)
        else:
            names.append((start, len(forms), kind))
            open_kind = kind
    return Document(forms, [0] * len(forms), [], names)


def read_tagged(path: Path, *, token: int = 0, tag: int = -1) -> Iterator[Document]:
    """Documents of a file with a word a line, in which two columns hold token and tag; blank lines end sentences."""
    tokens: list[str] = []
    tags: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split()
        if len(columns) >= 2 and not line.startswith("#"):
            tokens.append(columns[token])
            tags.append(columns[tag])
        elif not line and len(tokens) > 150:
            yield _from_tags(tokens, tags)
            tokens, tags = [], []
    if tokens:
        yield _from_tags(tokens, tags)


def read_redocred(path: Path) -> Iterator[Document]:
    """Documents of a Re-DocRED file; each has sentences of tokens and a list of entities."""
    for row in json.loads(path.read_text(encoding="utf-8")):
        tokens = [token for sentence in row["sents"] for token in sentence]
        offsets = [0]
        for sentence in row["sents"]:
            offsets.append(offsets[-1] + len(sentence))
        tags = ["O"] * len(tokens)
        for entity in row["vertexSet"]:
            for mention in entity:
                start = offsets[mention["sent_id"]] + mention["pos"][0]
                end = offsets[mention["sent_id"]] + mention["pos"][1]
                for index in range(start, end):
                    tags[index] = ("B-" if index == start else "I-") + mention["type"]
        yield _from_tags(tokens, tags)


def read_names(folder: Path) -> list[Document]:
    """All name-annotated training documents of the corpora's ``names`` folder."""
    documents: list[Document] = []
    for name in ("redocred-dev.json", "redocred-test.json"):
        documents.extend(read_redocred(folder / name))
    documents.extend(read_tagged(folder / "wikigold.conll"))
    documents.extend(read_tagged(folder / "uner-ewt-dev.iob2", token=1, tag=2))
    documents.extend(POLITICS * list(read_tagged(folder / "crossner-politics-train.conll")))
    return documents
