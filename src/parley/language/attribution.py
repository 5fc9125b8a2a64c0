"""Attributions as the model tags them: cues first, then the source and content of each cue.

The rules of the order of reading (who owns what is said, what is nested) come after, in
``reading_order``. Here every attribution stands by itself, in word indices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from parley.language.encoder import EncodedWindow, Floats, Models, encode_windows, softmax, span_scores
from parley.language.mentioning import find_according, find_mentioning_cues
from parley.language.words import QUOTES, Words

Level = Literal["outer", "nested", "mention"]
Run = tuple[int, int]
"""Words [first, end)."""

HEALED_GAP = 3
"""A gap of up to so many words inside a content is filled (language design, "healing")."""
LEAST_INNER = 7
"""Words of a content from which it is read once more."""
TRACE = 0.02
"""Probability of a cue, anywhere in a content, from which it is read once more."""
INNER_SCORE = 0.55
"""Score at most of an attribution that only the second reading finds: below that of one the author could have made."""
ACCORDING = 0.85
"""Score of an "According to" at the head of a sentence that the tagger passed over."""
JOINED = 0.3
"""A word belongs to a cue from this probability on, once one of its words reaches the threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One tagged attribution in word indices of the text."""

    cue: Run
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    level: Level
    cue_score: float
    """Mean probability of the cue's words to be in a cue of this level."""
    span_score: float
    """Mean probability of the words of source and content to be what they were tagged."""


@dataclass(frozen=True, slots=True)
class _Cue:
    first: int
    end: int
    level: Level
    score: float


def find_attributions(
    words: Words, windows: Iterable[EncodedWindow], models: Models, *, threshold: float, nested_threshold: float
) -> list[Attribution]:
    """All attributions of a text, outer and nested and mentioning, in the order of their cues.

    Args:
        words: the text's words.
        windows: its encoded windows.
        models: the trained parts.
        threshold: probability from which a cue counts, of either level (tuned on PolNeAR dev).
        nested_threshold: probability from which one counts inside somebody's speech (tuned on the golden pages).
    """
    found: list[Attribution] = []
    for window in windows:
        cues = _window_cues(words, window, threshold, nested_threshold)
        if cues:
            scores = span_scores(window, [(cue.first, cue.end) for cue in cues], models)
            found.extend(
                _decode(words, window, cue, rows, models.transitions) for cue, rows in zip(cues, scores, strict=True)
            )
    return found


def find_inner(
    words: Words, windows: Sequence[EncodedWindow], found: Sequence[Attribution], models: Models, *, threshold: float
) -> list[Attribution]:
    """Attributions inside reported contents, read once more as if each content were a text of its own.

    The corpus says nothing about what stands inside a content, so the taggers are unsure there; read alone, a
    content is a plain sentence of news. Only contents in which a tagger saw a trace of a cue are read.

    Args:
        words: the text's words.
        windows: its encoded windows.
        found: the attributions of the first reading.
        models: the trained parts.
        threshold: probability from which a cue counts.
    """
    on = np.concatenate([1 - window.cue[:, 0] * window.nested[:, 0] for window in windows]) if windows else np.zeros(0)
    taken = [one.cue for one in found]
    inner: list[Attribution] = []
    for first, end in dict.fromkeys(run for one in found if one.level == "outer" for run in one.content):
        start = first + 1 if words.forms[first].casefold() == "that" else first
        if end - start < LEAST_INNER or float(on[start:end].max()) < TRACE:
            continue
        part = Words(words.forms[start:end], words.starts[start:end], words.ends[start:end], (0,) * (end - start))
        again = find_attributions(
            part, encode_windows(part, models), models, threshold=threshold, nested_threshold=threshold
        )
        for one in again:
            moved = _moved(one, start)
            if (
                one.level == "outer"
                and one.source
                and not any(a <= moved.cue[1] and moved.cue[0] <= b for a, b in taken)
            ):
                taken.append(moved.cue)
                inner.append(moved)
    return inner


def _moved(found: Attribution, by: int) -> Attribution:
    """An attribution of a part of a text in the text's own word indices, below the first level."""

    def runs(some: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple((a + by, b + by) for a, b in some)

    return replace(
        found,
        cue=(found.cue[0] + by, found.cue[1] + by),
        source=runs(found.source),
        content=runs(found.content),
        level="nested",
        cue_score=min(found.cue_score, INNER_SCORE),
    )


def _window_cues(words: Words, window: EncodedWindow, threshold: float, nested_threshold: float) -> list[_Cue]:
    """The cues of one window, counted from its first word.

    The taggers of the two levels share one question, whether a word is in a cue; the level is
    that of the surer one. A faint cue can only be one inside somebody's speech.
    """
    on = 1 - window.cue[:, 0] * window.nested[:, 0]
    tagged = []
    for first, end, score in cue_runs(on, nested_threshold):
        outer, nested = (1 - float(part[first:end, 0].mean()) for part in (window.cue, window.nested))
        faint = on[first:end].max() < threshold
        tagged.append(_Cue(first, end, "outer" if outer >= nested and not faint else "nested", score))
    forms = words.forms[window.first : window.end]
    pointing = [_Cue(a, b, "mention", 0.9) for a, b in find_mentioning_cues(forms)]
    according = [_Cue(a, b, "outer", ACCORDING) for a, b in find_according(forms)]
    kept: list[_Cue] = []
    for cue in sorted([*tagged, *pointing, *according], key=lambda c: (c.level != "mention", -c.score)):
        # Touching cues are one cue that two taggers saw: the likelier stays.
        if all(cue.end < other.first or other.end < cue.first for other in kept):
            kept.append(cue)
    return sorted(kept, key=lambda c: c.first)


def cue_runs(on: Floats, threshold: float) -> list[tuple[int, int, float]]:
    """Cues in (words,) probabilities of being in one: runs of likely words with at least one sure one.

    Two cues never touch in the corpus, so a likely beginning inside a run divides nothing.
    """
    found, index = [], 0
    while index < len(on):
        if on[index] < JOINED:
            index += 1
            continue
        end = index + 1
        while end < len(on) and on[end] >= JOINED:
            end += 1
        if on[index:end].max() >= threshold:
            found.append((index, end, float(on[index:end].mean())))
        index = end
    return found


def best_path(scores: Floats, transitions: Floats) -> list[int]:
    """The likeliest tag sequence of (words, tags) scores (Viterbi 1967)."""
    back = np.zeros(scores.shape, dtype=np.int64)
    total = scores[0].copy()
    total[[2, 4]] = -1e4
    for index in range(1, len(scores)):
        step = total[:, None] + transitions
        back[index] = step.argmax(0)
        total = step.max(0) + scores[index]
    path = [int(total.argmax())]
    for index in range(len(scores) - 1, 0, -1):
        path.append(int(back[index, path[-1]]))
    return path[::-1]


def _decode(words: Words, window: EncodedWindow, cue: _Cue, scores: Floats, transitions: Floats) -> Attribution:
    """One attribution from the span tagger's scores, healed, in the text's word indices."""
    tags = best_path(scores, transitions)
    chances = softmax(scores)
    chosen = [float(chances[i, tag]) for i, tag in enumerate(tags) if tag]
    blocked = {i for i, tag in enumerate(tags) if tag in (1, 2)} | set(range(cue.first, cue.end))
    shift = window.first
    content = heal(runs_of(tags, 3), blocked)
    content = _trim(content, words.forms[window.first : window.end])
    return Attribution(
        cue=(cue.first + shift, cue.end + shift),
        source=tuple((a + shift, b + shift) for a, b in _longest(_free(runs_of(tags, 1), cue))),
        content=tuple((a + shift, b + shift) for a, b in _free(content, cue)),
        level=cue.level,
        cue_score=cue.score,
        span_score=float(np.mean(chosen)) if chosen else 0.0,
    )


def runs_of(tags: Sequence[int], begin: int) -> list[Run]:
    """Runs of words with a begin tag or its inside tag (begin + 1)."""
    found: list[Run] = []
    for index, tag in enumerate(tags):
        if tag == begin or (tag == begin + 1 and not (found and found[-1][1] == index)):
            found.append((index, index + 1))
        elif tag == begin + 1:
            found[-1] = (found[-1][0], index + 1)
    return found


def heal(runs: list[Run], blocked: set[int]) -> list[Run]:
    """Runs of one content joined over short gaps that hold neither source nor cue."""
    healed: list[Run] = []
    for first, end in runs:
        if healed and first - healed[-1][1] <= HEALED_GAP and not blocked & set(range(healed[-1][1], first)):
            healed[-1] = (healed[-1][0], end)
        else:
            healed.append((first, end))
    return healed


def _trim(runs: list[Run], forms: Sequence[str]) -> list[Run]:
    """Contents without a leading comma or a final unquoted full stop, and with no lone quotation mark left over."""
    trimmed = []
    for run in runs:
        first, end = run
        while first < end and forms[first] in ",;:":
            first += 1
        while end > first and forms[end - 1] in ",;:":
            end -= 1
        if end - first > 1 and forms[end - 1] == "." and forms[end - 2] not in QUOTES and len(forms[end - 2]) > 2:
            quoted = any(form in QUOTES for form in forms[first:end])
            end -= 0 if quoted else 1
        if end > first and not all(form in QUOTES for form in forms[first:end]):
            trimmed.append((first, end))
    return trimmed


def _longest(runs: list[Run]) -> list[Run]:
    """The longest of several runs: a source is one stretch of words (all but 9 of 18,361 in the corpus)."""
    return [max(runs, key=lambda run: run[1] - run[0])] if runs else []


def _free(runs: list[Run], cue: _Cue) -> list[Run]:
    """Runs without the cue's own words."""
    free = []
    for first, end in runs:
        for a, b in ((first, min(end, cue.first)), (max(first, cue.end), end)):
            if a < b:
                free.append((a, b))
    return free
