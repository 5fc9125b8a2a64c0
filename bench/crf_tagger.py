"""A feature-based tagger in Citron's manner: cues, then contents, then sources, then who belongs to whom.

Three linear-chain CRFs (CRFsuite), trained as Citron trains its own (L-BFGS, c1 = 1, c2 = 0.001): the
content tagger sees the cues, the source tagger sees both; in training these are the annotated ones. A
document is one sequence. Citron then links by logistic regression; here the nearest cue wins.
"""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from bench import crf_features, plain_text
from bench.crf_features import content_features, cue_features, joined, word_features
from bench.plain_text import PlainText, Row, Run, read_plainly, runs_of, statement
from parley.language import sentences, words

FOLDER = Path(__file__).parent.parent / ".work" / "bench"
ROLES = ("cue", "content", "source")
"""In the order of tagging."""
PARAMETERS = {"c1": 1.0, "c2": 1e-3, "max_iterations": 100, "feature.minfreq": 2, "feature.possible_transitions": True}


class CrfTagger:
    """Three trained CRFs; finds statements in a text."""

    def __init__(self, files: dict[str, Path]) -> None:
        self._taggers = {}
        for role, path in files.items():
            self._taggers[role] = pycrfsuite.Tagger()
            self._taggers[role].open(str(path))

    def find(self, text: str) -> list[Row]:
        """The statements of a text."""
        read = read_plainly(text)
        if not read.forms:
            return []
        labels: dict[str, list[str]] = {}
        alone = word_features(read)
        for role in ROLES:
            labels[role] = list(self._taggers[role].tag(features_for(role, read, alone, labels)))
        return link(read, *(runs_of(labels[role]) for role in ROLES))


def features_for(role: str, read: PlainText, alone: list[list[str]], labels: dict[str, list[str]]) -> list[list[str]]:
    """What the tagger of a role sees: the words alone, and the labels of the roles before it."""
    if role == "cue":
        return alone
    parts = [alone, cue_features(read, labels["cue"])]
    if role == "source":
        parts.append(content_features(labels["content"]))
    return joined(*parts)


def labels_of(read: PlainText, statements: Iterable[Row], role: str) -> list[str]:
    """B, I and O of each word; where fragments overlap, the one that begins first keeps its words."""
    labels = ["O"] * len(read.forms)
    for start, end in sorted({(start, end) for row in statements for start, end in row[role]}):
        inside = [i for i in _words_in(read, start, end) if labels[i] == "O"]
        for i in inside:
            labels[i] = "B" if i == inside[0] else "I"
    return labels


def _words_in(read: PlainText, start: int, end: int) -> list[int]:
    """The words that a span touches."""
    return list(range(bisect_right(read.ends, start), bisect_left(read.starts, end)))


def link(read: PlainText, cues: Sequence[Run], contents: Sequence[Run], sources: Sequence[Run]) -> list[Row]:
    """Statements of tagged runs: to each cue the nearest source of its sentence, to each content its nearest cue."""
    sentence_of = [number for number, (first, end) in enumerate(read.sentences) for _ in range(first, end)]
    owned: dict[Run, list[Run]] = {cue: [] for cue in cues}
    for content in contents:
        cue = _cue_of(read, content, cues, sentence_of)
        if cue:
            owned[cue].append(content)
    found = []
    for cue in cues:
        near = [run for run in sources if sentence_of[run[0]] == sentence_of[cue[0]]]
        source = min(near, key=lambda run: (_gap(run, cue, contents), run[0] > cue[0]), default=None)
        if owned[cue]:
            found.append(statement(read, [source] if source else [], [cue], owned[cue]))
    return found


def _cue_of(read: PlainText, content: Run, cues: Sequence[Run], sentence_of: Sequence[int]) -> Run | None:
    """The cue nearest to a content: of the sentences it stands in, else of its paragraph, else the one just before."""
    touched = {sentence_of[content[0]], sentence_of[content[1] - 1]}
    paragraph = read.paragraphs[content[0]]
    circles = (
        [cue for cue in cues if sentence_of[cue[0]] in touched],
        [cue for cue in cues if read.paragraphs[cue[0]] == paragraph],
        [cue for cue in cues if cue[1] <= content[0] and read.paragraphs[cue[0]] == paragraph - 1][-1:],
    )
    for circle in circles:
        if circle:
            return min(circle, key=lambda cue: (_gap(content, cue, ()), cue[0] > content[0]))
    return None


def _gap(left: Run, right: Run, contents: Sequence[Run]) -> int:
    """Words between two runs, those of contents aside: a source stands before what its cue reports."""
    low, high = min(left[1], right[1]), max(left[0], right[0])
    inside = sum(max(0, min(high, end) - max(low, first)) for first, end in contents)
    return max(0, high - low - inside)


def digest_of(documents: Path, first: int | None) -> str:
    """Names one trained tagger: the corpus, how much of it, the features and the parameters."""
    digest = hashlib.sha256(documents.read_bytes())
    for module in (plain_text, crf_features, words, sentences):
        digest.update(Path(str(module.__file__)).read_bytes())
    digest.update(repr((first, sorted(PARAMETERS.items()))).encode())
    return digest.hexdigest()[:16]


def train(documents: Sequence[Row], files: dict[str, Path]) -> None:
    """Train the CRF of each role and write it."""
    for role, path in files.items():
        trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
        for document in documents:
            read = read_plainly(document["text"])
            labels = {one: labels_of(read, document["statements"], one) for one in ROLES}
            trainer.append(features_for(role, read, word_features(read), labels), labels[role])
        partial = path.with_suffix(".partial")
        trainer.train(str(partial))
        os.replace(partial, path)


def trained_files(digest: str) -> dict[str, Path]:
    """Where the CRFs of a digest lie, or will."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return {role: FOLDER / f"crf-{digest}-{role}.crfsuite" for role in ROLES}
