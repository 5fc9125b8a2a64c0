"""A text as the systems that Parley is set beside see it: words, sentences, what stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from parley.language.sentences import split_sentences
from parley.language.words import quoted_words, split_words

Run = tuple[int, int]
"""[first, end) of words."""
Row = dict[str, Any]
"""A statement in the yardstick's format: lists of [start, end) offsets under source, cue and content."""

REPORTING = frozenset(
    "accuse accused accuses accusing acknowledge acknowledged acknowledges acknowledging add added adding adds admit "
    "admits admitted admitting agreed announce announced announces announcing argue argued argues arguing ask asked "
    "asking asks assert asserted asserts asserting assured believe believed believes believing blamed boasted claim "
    "claimed claiming claims commented complained complains conceded concedes concluded concludes confirmed confirms "
    "contended contends continued cried declared declares declaring denied denies deny denying described estimated "
    "estimates exclaimed explain explained explaining explains expressed feared hinted hoped implied indicated "
    "indicates informed insist insisted insisting insists joked lamented learned maintained maintains mused noted "
    "notes noting objected observed observes pledged pleaded pointed predicted predicts predicting proclaimed promised "
    "promises promising proposed questioned quipped recalled recalling recalls reckons reiterated remarked remembered "
    "repeated replied replies reported reports reporting responded responds retorted reveal revealed reveals said say "
    "saying says shouted show showed shows speculated stated stating stressed stresses suggest suggested "
    "suggesting suggests suspects swore testified think thinks thought threatened told tell telling tells tweeted "
    "tweets urged vowed vows wants warn warned warns wondered worried worries wrote writes yelled".split()
)
"""Forms of verbs that report, from the writer's own head: no list of another project."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """The words of a text and where they stand."""

    text: str
    forms: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: tuple[bool, ...]
    """Whether each word stands inside double quotation marks, the marks included."""
    paragraphs: tuple[int, ...]
    sentences: tuple[Run, ...]
    """One after the other; together they hold every word."""

    def spans(self, runs: Iterable[Run]) -> list[list[int]]:
        """Offsets of runs of words."""
        return [[self.starts[first], self.ends[end - 1]] for first, end in runs]


def read_plainly(text: str) -> PlainText:
    """Words, sentences and quotations of a text."""
    words = split_words(text)
    sentences, first = [], 0
    for sentence in split_sentences(text):
        end = first
        while end < len(words) and words.starts[end] < sentence.end:
            end += 1
        if end > first:
            sentences.append((first, end))
        first = end
    if first < len(words):
        sentences.append((first, len(words)))
    return PlainText(
        text=text,
        forms=words.forms,
        lower=tuple(form.lower() for form in words.forms),
        starts=words.starts,
        ends=words.ends,
        quoted=tuple(quoted_words(words.forms, words.paragraphs)),
        paragraphs=words.paragraphs,
        sentences=tuple(sentences),
    )


def statement(read: PlainText, source: Iterable[Run], cue: Iterable[Run], content: Iterable[Run]) -> Row:
    """A statement in the yardstick's format."""
    return {"source": read.spans(source), "cue": read.spans(cue), "content": read.spans(content)}


def count_words(text: str) -> int:
    """What stands between white space, as ``bench.measure`` counts."""
    return len(text.split())


def runs_of(labels: Sequence[str]) -> list[Run]:
    """The runs that B and I labels mark; an I without a B before it begins a run."""
    joined = "".join(labels)
    return [match.span() for match in re.finditer("[BI]I*", joined)]
