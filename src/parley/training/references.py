"""Readers of the coreference corpora: GUM, LitBank, MEANTIME and GAP, in one shape."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from parley.language.reference import Reference, ReferenceForm, pronoun_class
from parley.language.words import split_words

KINDS = ("person", "organization", "place")
_LINKS = frozenset("of in on for at to from with by who which that whose and or , ( - :".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """A mention with its cluster; ``kind`` is None where the corpus does not say or it is no actor."""

    reference: Reference
    cluster: str
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceDocument:
    """Words with mentions in the order of their first words."""

    id: str
    forms: tuple[str, ...]
    paragraphs: tuple[int, ...]
    mentions: tuple[Referring, ...]
    complete: bool
    """Whether every person, organization and place that is mentioned is annotated, with its kind."""


@dataclass(slots=True)
class _Tokens:
    """Tokens on their way to our words."""

    forms: list[str]
    first: list[int]
    """For each token the index of its first word; one more at the end."""

    @classmethod
    def of(cls, tokens: Iterable[str]) -> _Tokens:
        forms: list[str] = []
        first = []
        for token in tokens:
            first.append(len(forms))
            forms.extend(split_words(token).forms)
        return cls(forms, [*first, len(forms)])


def _form_of(forms: list[str], head: int) -> ReferenceForm:
    """The form of a mention by its head word, where the corpus does not tell."""
    if pronoun_class(forms[head]):
        return "pronoun"
    first = head == 0 or forms[head - 1] in '.!?“"'
    common = first and forms[head].casefold() in forms
    return "name" if forms[head][:1].isupper() and not common else "nominal"


def head_of(forms: list[str] | tuple[str, ...], first: int, end: int) -> int:
    """The head word of a mention: the last one before its first preposition, comma or relative pronoun."""
    for index in range(first + 1, end):
        if forms[index].casefold() in _LINKS:
            return index - 1
    return end - 1


def _document(
    name: str, tokens: _Tokens, paragraphs: list[int], spans: Iterable[tuple[int, int, str]]
) -> ReferenceDocument:
    """A document from token spans [first, end) and clusters."""
    mentions = []
    for first, end, cluster in spans:
        a, b = tokens.first[first], tokens.first[end]
        if a < b:
            head = head_of(tokens.forms, a, b)
            reference = Reference(first=a, end=b, head=head, form=_form_of(tokens.forms, head))
            mentions.append(Referring(reference=reference, cluster=cluster))
    mentions.sort(key=lambda m: (m.reference.first, -m.reference.end))
    return ReferenceDocument(
        id=name, forms=tuple(tokens.forms), paragraphs=tuple(paragraphs), mentions=tuple(mentions), complete=False
    )


def read_litbank(folder: Path) -> Iterator[ReferenceDocument]:
    """The documents of LitBank's CoNLL files; a new paragraph every six sentences, as none are marked."""
    for path in sorted(folder.glob("*.conll")):
        tokens: list[str] = []
        spans: list[tuple[int, int, str]] = []
        sentence_of: list[int] = []
        open_at: dict[str, list[int]] = defaultdict(list)
        sentence = 0
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) < 5 or line.startswith("#"):
                sentence += not line
                continue
            for mark in re.findall(r"\(?\d+\)?", columns[-1] if columns[-1] else columns[-2]):
                cluster = mark.strip("()")
                if mark.startswith("("):
                    open_at[cluster].append(len(tokens))
                if mark.endswith(")") and open_at[cluster]:
                    spans.append((open_at[cluster].pop(), len(tokens) + 1, cluster))
            tokens.append(columns[3])
            sentence_of.append(sentence // 6)
        split = _Tokens.of(tokens)
        paragraphs = [sentence_of[i] for i in range(len(tokens)) for _ in range(split.first[i + 1] - split.first[i])]
        yield _document(path.stem, split, paragraphs, spans)


def read_meantime(path: Path) -> Iterator[ReferenceDocument]:
    """The documents of MEANTIME's table."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for name, group in groupby(rows, key=lambda row: row["topic/subtopic_name"]):
        tokens: list[str] = []
        spans: list[tuple[int, int, str]] = []
        sentence_of: list[int] = []
        open_at: dict[str, list[int]] = defaultdict(list)
        for row in group:
            for mark in row["reference"].replace(" ", "").split("|"):
                cluster = mark.strip("()")
                if mark.startswith("("):
                    open_at[cluster].append(len(tokens))
                if mark.endswith(")") and open_at[cluster]:
                    spans.append((open_at[cluster].pop(), len(tokens) + 1, cluster))
            tokens.append(row["token"] or "-")
            sentence_of.append(int(row["sent_id"]))
        split = _Tokens.of(tokens)
        paragraphs = [
            sentence_of[i] // 3 for i in range(len(tokens)) for _ in range(split.first[i + 1] - split.first[i])
        ]
        entities = [span for span in spans if re.search(r"_(PER|ORG|LOC)\d", span[2])]
        yield _document(name, split, paragraphs, sorted(set(entities)))


def read_gap(path: Path) -> Iterator[ReferenceDocument]:
    """GAP's passages: a pronoun and two names, of which at most one is meant."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            words = split_words(row["Text"])
            spans = []
            for key, cluster in (("Pronoun", "p"), ("A", "a"), ("B", "b")):
                start = int(row[f"{key}-offset"])
                inside = [i for i, s in enumerate(words.starts) if start <= s < start + len(row[key])]
                meant = cluster != "p" and row[f"{key}-coref"] == "TRUE"
                spans.append((inside[0], inside[-1] + 1, "p" if meant else cluster))
            tokens = _Tokens(list(words.forms), list(range(len(words) + 1)))
            yield _document(row["ID"], tokens, list(words.paragraphs), spans)


@dataclass(slots=True)
class _GumToken:
    form: str
    tag: str
    head: int
    entity: str
    paragraph: int


def _gum_tokens(path: Path) -> list[_GumToken]:
    """The tokens of a GUM file with heads counted through the document (-1 for roots)."""
    tokens: list[_GumToken] = []
    paragraph, base = -1, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            paragraph += 1
        columns = line.split("\t")
        if not line:
            base = len(tokens)
        if len(columns) < 10 or not columns[0].isdigit():
            continue
        entity = next((part[7:] for part in columns[9].split("|") if part.startswith("Entity=")), "")
        head = int(columns[6])
        tokens.append(_GumToken(columns[1], columns[3], base + head - 1 if head else -1, entity, max(0, paragraph)))
    return tokens


def _gum_spans(tokens: list[_GumToken]) -> list[tuple[int, int, str, str]]:
    """Token spans [first, end) with cluster and entity type."""
    open_at: dict[str, list[tuple[int, str]]] = defaultdict(list)
    spans = []
    for index, token in enumerate(tokens):
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", token.entity):
            parts = mark.strip("()").split("-")
            if mark.startswith("("):
                open_at[parts[0]].append((index, parts[1]))
            if mark.endswith(")") and open_at[parts[0]]:
                first, kind = open_at[parts[0]].pop()
                spans.append((first, index + 1, parts[0], kind))
    return spans


def read_gum(path: Path) -> ReferenceDocument:
    """One GUM document, from its dependency file."""
    tokens = _gum_tokens(path)
    split = _Tokens.of(token.form for token in tokens)
    forms: dict[str, ReferenceForm] = {"PROPN": "name", "PRON": "pronoun", "DET": "pronoun"}
    mentions = []
    for first, end, cluster, kind in _gum_spans(tokens):
        heads = [i for i in range(first, end) if not first <= tokens[i].head < end]
        head = heads[0] if heads else end - 1
        reference = Reference(
            first=split.first[first],
            end=split.first[end],
            head=split.first[head],
            form=forms.get(tokens[head].tag, "nominal"),
        )
        if reference.first < reference.end:
            mentions.append(Referring(reference=reference, cluster=cluster, kind=kind if kind in KINDS else None))
    mentions.sort(key=lambda m: (m.reference.first, -m.reference.end))
    paragraphs = [token.paragraph for i, token in enumerate(tokens) for _ in range(split.first[i + 1] - split.first[i])]
    return ReferenceDocument(
        id=path.stem,
        forms=tuple(split.forms),
        paragraphs=tuple(paragraphs),
        mentions=tuple(mentions),
        complete=True,
    )


def gum_split(folder: Path, part: str) -> list[str]:
    """Names of the documents of one split ("dev", "test", ...) in GUM's list of splits."""
    named: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in (folder / "splits.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:].strip()
        elif line.strip().startswith("* "):
            named[heading].append(line.strip()[2:])
    return named[part]


def read_references(corpora: Path) -> dict[str, list[ReferenceDocument]]:
    """The training documents of all coreference corpora, by corpus."""
    gum = corpora / "gum"
    held = {name for part in ("dev", "test", "test2") for name in gum_split(gum, part)}
    folder = corpora / "coreference"
    return {
        "gum": [read_gum(path) for path in sorted((gum / "dep").glob("*.conllu")) if path.stem not in held],
        "litbank": list(read_litbank(folder / "litbank")),
        "meantime": list(read_meantime(folder / "meantime" / "conll.csv")),
        "gap": list(read_gap(folder / "gap" / "development.tsv")),
    }
