"""Interview turns: paragraphs that begin with a label ("Q:", "Question:", "Novak:").

A label that names a person is the source of what follows it, its colon the cue. Question
labels are the interviewer's; what they ask is nobody's statement. A bare "A:" is the
interviewee's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from parley.language.attribution import Attribution, Run
from parley.language.draft import Draft, Name, overlap

_LABEL = re.compile(r"(?P<label>[^\W\d_][\w.'’ -]{0,40}?)\s*:(?=\s)")
_QUESTIONS = frozenset("q question interviewer host moderator reporter journalist".split())
_ANSWERS = frozenset("a answer response".split())
BARE_ANSWERS = frozenset((label,) for label in _ANSWERS)
"""Sources that are nothing but the label of an answer."""
LEAST_TURNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A labelled paragraph."""

    label: Run
    words: Run
    asks: bool


def find_turns(draft: Draft) -> tuple[Turn, ...]:
    """The labelled paragraphs of a text; none unless labels recur as in an interview."""
    found: list[tuple[str, Turn]] = []
    for first, end in paragraph_runs(draft):
        match = _LABEL.match(draft.text, draft.words.starts[first])
        if match is None or (first, first + 1) in draft.datelines:
            continue
        stop = first
        while stop < end and draft.words.starts[stop] < match.end("label"):
            stop += 1
        label = match.group("label").casefold().strip(". ")
        if stop - first <= 5 and draft.words.forms[first][0].isupper():
            found.append((label, Turn(label=(first, stop), words=(first, end), asks=False)))
    asking = {
        label
        for label, _ in found
        if label in _QUESTIONS or _mostly_asks(draft, [t for other, t in found if other == label])
    }
    surnames = Counter(label.split()[-1] for label, _ in found)
    regular = [
        replace(turn, asks=label in asking)
        for label, turn in found
        if surnames[label.split()[-1]] >= LEAST_TURNS or label in _QUESTIONS | _ANSWERS
    ]
    return tuple(regular) if len({draft.forms(turn.label)[-1] for turn in regular}) >= 2 else ()


def _mostly_asks(draft: Draft, turns: list[Turn]) -> bool:
    """Whether a label's turns are questions more often than not."""
    asked = sum("?" in draft.words.forms[turn.words[0] : turn.words[1]][-3:] for turn in turns)
    return 2 * asked > len(turns)


def label_names(draft: Draft, turns: tuple[Turn, ...]) -> tuple[Name, ...]:
    """The names of a text with the labels of answering turns among them, as persons."""
    labels = tuple(turn.label for turn in turns if not turn.asks and draft.forms(turn.label)[0] not in _ANSWERS)
    kept = [name for name in draft.names if not overlap((name.first, name.end), labels)]
    named = [Name(first=first, end=end, kind="person") for first, end in labels]
    return tuple(sorted([*kept, *named], key=lambda name: name.first))


def turn_attributions(draft: Draft, turns: tuple[Turn, ...]) -> tuple[Attribution, ...]:
    """One attribution for each answering turn: label, colon, and the first sentence."""
    found = []
    for turn in turns:
        colon = turn.label[1]
        start = colon + 1
        if turn.asks or start >= turn.words[1]:
            continue
        end = draft.words_of(draft.sentence_of[start])[1]
        found.append(
            Attribution(
                cue=(colon, colon + 1),
                source=(turn.label,),
                content=((start, end),),
                level="outer",
                cue_score=0.95,
                span_score=0.95,
            )
        )
    return tuple(found)


def paragraph_runs(draft: Draft) -> list[Run]:
    """The runs of words of each paragraph."""
    words = draft.words
    starts = [i for i in range(len(words)) if i == 0 or words.paragraphs[i] != words.paragraphs[i - 1]]
    return list(pairwise([*starts, len(words)]))
