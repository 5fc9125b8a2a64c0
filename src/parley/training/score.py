"""Scores of predicted statements against annotated ones.

frag: contiguous fragments of a role with the same start and end (the flat span score of CofeNet,
COLING 2022). DET: statements whose cues meet (or whose contents overlap by half where one has no
cue), aligned one to one. SOFT: DET, and the sources overlap (or both are empty), and the contents
overlap by half. EXACT: DET, and source, cue and content hold the same words.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from parley.language.words import WORD

Row = Mapping[str, Any]
Roles = dict[str, frozenset[int]]
Counts = Counter[tuple[str, str]]
ROLES = ("source", "cue", "content")
NAMES = (*(f"frag {role}" for role in ROLES), "DET", "SOFT", "EXACT")


def counted(statements: Sequence[Row]) -> Iterator[Row]:
    """The statements that count: running speech and what is nested in a counted content do not."""
    flat = [s for s in statements if not s.get("extended") and not s.get("nested")]
    owned = [span for s in flat for span in s["content"]]
    for statement in statements:
        held = any(start <= a and b <= end for a, b in statement["cue"] for start, end in owned)
        if (statement.get("nested") and held) or (statement.get("extended") and not statement["cue"]):
            continue
        yield statement


def overlap(left: frozenset[int], right: frozenset[int]) -> float:
    """Intersection over union; two empty sets are the same."""
    return len(left & right) / len(left | right) if left | right else 1.0


def roles_of(text: str, statements: Iterable[Row]) -> list[Roles]:
    """For each statement and role the indices of the words that its fragments touch."""
    at = {o: i for i, match in enumerate(WORD.finditer(text)) for o in range(*match.span())}
    return [
        {role: frozenset(at[o] for start, end in s[role] for o in range(start, end) if o in at) for role in ROLES}
        for s in statements
    ]


def align(predicted: Sequence[Roles], gold: Sequence[Roles]) -> list[tuple[int, int]]:
    """One-to-one pairs of admissible statements with the largest total weight (Kuhn 1955)."""
    if not predicted or not gold:
        return []
    weight = np.zeros((len(predicted), len(gold)))
    for i, p in enumerate(predicted):
        for j, g in enumerate(gold):
            content = overlap(p["content"], g["content"])
            if p["cue"] & g["cue"] or ((not p["cue"] or not g["cue"]) and content >= 0.5):
                weight[i, j] = 1 + content + 0.5 * overlap(p["source"], g["source"]) + 0.5 * overlap(p["cue"], g["cue"])
    rows, columns = linear_sum_assignment(-weight)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weight[i, j] > 0]


def is_soft(p: Roles, g: Roles) -> bool:
    """Whether an aligned pair has meeting sources and half the content."""
    sources = bool(p["source"] & g["source"]) or not p["source"] | g["source"]
    return sources and overlap(p["content"], g["content"]) >= 0.5


def count_document(text: str, predicted: Sequence[Row], gold: Sequence[Row]) -> Counts:
    """Hits, predicted and gold numbers of each score for one document."""
    counts: Counts = Counter()
    mine, theirs = list(counted(predicted)), list(gold)
    for role in ROLES:
        p, g = ({tuple(span) for s in rows for span in s[role]} for rows in (mine, theirs))
        counts.update(
            {
                (f"frag {role}", "hit"): len(p & g),
                (f"frag {role}", "predicted"): len(p),
                (f"frag {role}", "gold"): len(g),
            }
        )
    left, right = roles_of(text, mine), roles_of(text, theirs)
    pairs = align(left, right)
    hits = {
        "DET": len(pairs),
        "SOFT": sum(is_soft(left[i], right[j]) for i, j in pairs),
        "EXACT": sum(left[i] == right[j] for i, j in pairs),
    }
    for name, number in hits.items():
        counts.update({(name, "hit"): number, (name, "predicted"): len(left), (name, "gold"): len(right)})
    return counts


def soft_judged(text: str, predicted: Sequence[Row], gold: Sequence[Row]) -> list[tuple[Row, bool]]:
    """Each counted predicted statement, and whether it is a soft hit."""
    mine = list(counted(predicted))
    left, right = roles_of(text, mine), roles_of(text, gold)
    hits = {i for i, j in align(left, right) if is_soft(left[i], right[j])}
    return [(statement, index in hits) for index, statement in enumerate(mine)]


def calibration(judged: Sequence[tuple[float, bool]], *, bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015) of confidences and whether each was right, 0 to 1."""
    confidence = np.array([value for value, _ in judged])
    right = np.array([float(hit) for _, hit in judged])
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[places == b].mean() - right[places == b].mean()) * (places == b).mean()
        for b in set(places.tolist())
    ]
    return float(sum(gaps))


def accepted_at(judged: Sequence[tuple[float, bool]], precision: float) -> tuple[float, float]:
    """The largest share of statements, surest first, that keeps a precision, and the confidence it ends at."""
    ordered = sorted(judged, key=lambda pair: -pair[0])
    right = np.cumsum([hit for _, hit in ordered]) / np.arange(1, len(ordered) + 1)
    kept = np.flatnonzero(right >= precision)
    return ((kept.max() + 1) / len(ordered), ordered[kept.max()][0]) if len(kept) else (0.0, 1.0)


def f1(counts: Counts, name: str) -> float:
    """F1 of a score, 0 to 100."""
    return 200 * counts[name, "hit"] / max(1, counts[name, "predicted"] + counts[name, "gold"])


def score(
    documents: Iterable[Row], predicted: Iterable[Row], *, samples: int = 1000
) -> dict[str, tuple[float, float, float]]:
    """Each score's F1 with its 95 % bootstrap interval over documents (seed 0).

    Args:
        documents: rows with ``text`` and ``statements``.
        predicted: rows with ``statements``, in the same order.
        samples: how many resamples.
    """
    each = [
        count_document(d["text"], p["statements"], d["statements"]) for d, p in zip(documents, predicted, strict=True)
    ]
    draw = random.Random(0)
    resampled = [sum(draw.choices(each, k=len(each)), Counter()) for _ in range(samples)]
    total: Counts = sum(each, Counter())
    found = {}
    for name in NAMES:
        spread = sorted(f1(sample, name) for sample in resampled) or [0.0]
        found[name] = (
            f1(total, name),
            spread[int(0.025 * len(spread))],
            spread[min(len(spread) - 1, int(0.975 * len(spread)))],
        )
    return found
