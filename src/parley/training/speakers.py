"""Scores resolved speakers by the form of their source: ``python -m parley.training.speakers WEIGHTS CORPORA LABELS``.

Two measures are pooled: the attributions of GUM dev (source tokens of its discourse relations,
clusters of its entity layer), and stand-off labels for articles of PolNeAR dev. A source counts where a
statement with an overlapping source was found. It is right where the speakers are the named
actors it stands for, or, where the text names none, where no named actor was given.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.language.finders import find_proposals
from parley.terms.names import fold_name
from parley.terms.statements import Proposals, Statement
from parley.training.evaluate import tools_of
from parley.training.manifest import load_models
from parley.training.references import gum_split

Offsets = tuple[int, int]
FORMS = ("name", "nominal", "pronoun")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLabel:
    """A source with the names of the actors it stands for; ``actors`` is empty where the text names none."""

    spans: tuple[Offsets, ...]
    form: str
    actors: tuple[tuple[Offsets, ...], ...]
    """For each actor the spans of its names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text whose sources are labelled."""

    id: str
    text: str
    sources: tuple[SourceLabel, ...]


def read_labels(path: Path, texts: dict[str, str]) -> Iterator[LabelledText]:
    """Stand-off labels: a JSON list of ``{"id", "labels": [{"source", "form", "speakers"}]}``, offsets of ``texts``."""
    for row in json.loads(path.read_text(encoding="utf-8")):
        sources = tuple(
            SourceLabel(
                spans=tuple((a, b) for a, b in label["source"]),
                form=label["form"],
                actors=tuple(((a, b),) for a, b in label["speakers"] or ()),
            )
            for label in row["labels"]
        )
        yield LabelledText(id=row["id"], text=texts[row["id"]], sources=sources)


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    tag: str
    entity: str
    relations: tuple[str, ...]
    head: int


def read_gum_sources(path: Path) -> LabelledText:
    """The text of a GUM document with the sources of its attributions."""
    text, tokens = _gum_text(path)
    clusters = _gum_names(tokens)
    sources: dict[tuple[int, ...], SourceLabel] = {}
    for token in tokens:
        for relation in token.relations:
            for match in re.finditer(r"sem-atsrc-([\d,-]+)", relation):
                indices = tuple(i for i in _indices(match.group(1)) if i < len(tokens))
                if indices:
                    sources.setdefault(indices, _gum_source(tokens, indices, clusters))
    return LabelledText(id=path.stem, text=text, sources=tuple(s for s in sources.values() if s.spans))


def _indices(written: str) -> Iterator[int]:
    """Token indices of "60-63" or "215,218", which count from 1."""
    for part in written.strip("-").split(","):
        ends = [int(number) for number in part.split("-") if number]
        if ends:
            yield from range(ends[0] - 1, ends[-1])


def _gum_text(path: Path) -> tuple[str, list[_Token]]:
    """The running text of a GUM document and its tokens with offsets."""
    text, base = "", 0
    tokens: list[_Token] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block") and text:
            text = text.rstrip() + "\n\n"
        columns = line.split("\t")
        if not line:
            base = len(tokens)
        if len(columns) < 10 or not columns[0].isdigit():
            continue
        misc = columns[9].split("|")
        entity = next((part[7:] for part in misc if part.startswith("Entity=")), "")
        relations = tuple(
            p for part in misc if part.startswith("Discourse=") for p in part[10:].split(";") if "attribution" in p
        )
        head = int(columns[6])
        tokens.append(
            _Token(
                len(text), len(text) + len(columns[1]), columns[3], entity, relations, base + head - 1 if head else -1
            )
        )
        text += columns[1] + ("" if "SpaceAfter=No" in misc else " ")
    return text, tokens


def _gum_names(tokens: list[_Token]) -> list[tuple[int, int, str, bool]]:
    """Entity spans of tokens [first, end) with cluster, and whether a proper noun heads them."""
    open_at: dict[str, list[int]] = defaultdict(list)
    found = []
    for index, token in enumerate(tokens):
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", token.entity):
            cluster = mark.strip("()").split("-")[0]
            if mark.startswith("("):
                open_at[cluster].append(index)
            if mark.endswith(")") and open_at[cluster]:
                first = open_at[cluster].pop()
                heads = [i for i in range(first, index + 1) if not first <= tokens[i].head <= index]
                found.append((first, index + 1, cluster, tokens[heads[0] if heads else index].tag == "PROPN"))
    return found


def _gum_source(tokens: list[_Token], indices: tuple[int, ...], spans: list[tuple[int, int, str, bool]]) -> SourceLabel:
    inside = set(indices)
    heads = [i for i in indices if tokens[i].head not in inside] or [indices[-1]]
    tag = tokens[heads[0]].tag
    form = "name" if tag == "PROPN" else "pronoun" if tag in ("PRON", "DET") else "nominal"
    actors = []
    for head in heads[:1]:
        holding = [s for s in spans if s[0] <= head < s[1]]
        best = min(holding, key=lambda s: (abs(s[1] - s[0] - len(indices)), s[1] - s[0]), default=None)
        if best is not None:
            named = tuple(
                (tokens[a].start, tokens[b - 1].end) for a, b, cluster, proper in spans if proper and cluster == best[2]
            )
            if named:
                actors.append(named)
    return SourceLabel(spans=((tokens[indices[0]].start, tokens[indices[-1]].end),), form=form, actors=tuple(actors))


def judge_text(labelled: LabelledText, proposals: Proposals) -> list[tuple[str, bool, Statement, SourceLabel]]:
    """For each labelled source with a found statement: its form and whether the speakers are right."""
    judged = []
    for source in labelled.sources:
        found = next(
            (s for s in proposals.statements if s.cue and _meets(source.spans, [(x.start, x.end) for x in s.source])),
            None,
        )
        if found is not None:
            judged.append((source.form, is_right(labelled.text, source, found, proposals), found, source))
    return judged


def is_right(text: str, source: SourceLabel, statement: Statement, proposals: Proposals) -> bool:
    """Whether a statement's speakers are the actors that its source stands for."""
    names: dict[str, list[Offsets]] = defaultdict(list)
    for mention in proposals.mentions:
        if mention.form == "name" and mention.actor:
            names[mention.actor].append((mention.start, mention.end))
    written = {actor.id: fold_name(actor.name) for actor in proposals.actors}
    labels = {fold_name(text[a:b]) for spans in source.actors for a, b in spans}
    given = [speaker for speaker in statement.speakers if names[speaker] or written[speaker] in labels]
    if not source.actors:
        return not given

    def same(speaker: str, spans: tuple[Offsets, ...]) -> bool:
        own = {fold_name(text[a:b]) for a, b in spans}
        return _meets(spans, names[speaker]) or written[speaker] in own

    return all(any(same(speaker, spans) for speaker in given) for spans in source.actors) and all(
        any(same(speaker, spans) for spans in source.actors) for speaker in given
    )


def _meets(left: Iterable[Offsets], right: Iterable[Offsets]) -> bool:
    right = list(right)
    return any(a < d and c < b for a, b in left for c, d in right)


def interval(hits: list[list[bool]], *, samples: int = 1000) -> tuple[float, float, float]:
    """Share of hits, 0 to 100, with its 95 % bootstrap interval over texts (seed 0)."""
    draw = random.Random(0)

    def share(some: list[list[bool]]) -> float:
        flat = [hit for text in some for hit in text]
        return 100 * sum(flat) / max(1, len(flat))

    spread = sorted(share(draw.choices(hits, k=len(hits))) for _ in range(samples))
    return share(hits), spread[int(0.025 * samples)], spread[int(0.975 * samples)]


def read_all(corpora: Path, labels: Path) -> list[LabelledText]:
    """GUM dev and the labelled PolNeAR dev articles."""
    found = [
        read_gum_sources(corpora / "gum" / "dep" / f"{name}.conllu")
        for name in gum_split(corpora / "gum", "dev")
        if (corpora / "gum" / "dep" / f"{name}.conllu").exists()
    ]
    with (corpora / "polnear" / "dev.jsonl").open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    return [*found, *read_labels(labels, texts)]


def main() -> None:
    """Parse the command line and score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print the wrong ones")
    options = parser.parse_args()
    models = load_models(options.weights)
    tools = tools_of(models, models.numbers)
    judged: dict[str, list[list[bool]]] = defaultdict(list)
    labels = found = 0
    for labelled in read_all(options.corpora, options.labels):
        proposals = find_proposals(labelled.text, tools)
        rows = judge_text(labelled, proposals)
        labels, found = labels + len(labelled.sources), found + len(rows)
        for form in FORMS:
            judged[form].append([hit for other, hit, _, _ in rows if other == form])
        judged["all"].append([hit for _, hit, _, _ in rows])
        if options.wrong:
            print_wrong(labelled, proposals, rows)
    print(f"{found} of {labels} labelled sources have a statement")
    for form, hits in judged.items():
        mean, low, high = interval(hits)
        print(f"{form:8} {mean:5.1f}   95 % interval {low:.1f} - {high:.1f}   ({sum(map(len, hits))})")


def print_wrong(labelled: LabelledText, proposals: Proposals, rows: list[Any]) -> None:
    """Print the wrong ones of a text, for reading."""
    names = {actor.id: actor.name for actor in proposals.actors}
    for form, hit, statement, source in rows:
        if not hit:
            wanted = [labelled.text[a:b] for spans in source.actors for a, b in spans[:1]]
            a, b = source.spans[0]
            print(
                f"  {labelled.id[:40]} {a} {form}: {labelled.text[a:b]!r} wanted {wanted}, given "
                f"{[names[s] for s in statement.speakers]}: {statement.speaker_reason}"
            )


if __name__ == "__main__":
    main()
