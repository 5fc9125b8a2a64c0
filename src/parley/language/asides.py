"""Cues set into what they report: "Brussels, she believes, wants to see a year without a strike".

A tagger that sees the cue between two commas often takes one side of it alone. The sentence was one before the
aside was put in, so both sides are the content; unless the second is a clause of the writer's own.
"""

from __future__ import annotations

from dataclasses import replace

from parley.language.attribution import Run
from parley.language.draft import Draft, Said, overlap

_OWN_CLAUSES = frozenset("and but or so yet while whereas although though when after before as who which where".split())
"""Words that open a clause of the writer's own after "he said,"."""


def around_aside(draft: Draft, said: Said) -> Said:
    """The statement with the other side of its aside, where it is one and only the first side was tagged."""
    rest = _second_side(draft, said)
    others = [one.cue for one in draft.attributions if one.cue != said.cue and one.level == "outer"]
    if rest is None or overlap(rest, said.content) or any(overlap(rest, (cue,)) for cue in others):
        return said
    return replace(said, content=(*said.content, rest))


def _second_side(draft: Draft, said: Said) -> Run | None:
    """What follows a source and cue between two commas, up to the end of the sentence; None where there is no aside."""
    if said.cue is None or not said.source:
        return None
    first = min(run[0] for run in (*said.source, said.cue))
    end = max(run[1] for run in (*said.source, said.cue))
    opening, closing = draft.words_of(draft.sentence_of[first])
    forms = draft.words.forms
    before = any(opening <= run[0] and run[1] in (first - 1, first) for run in said.content)
    if not before or forms[first - 1] != "," or end >= closing or forms[end] != ",":
        return None
    last = closing - (forms[closing - 1] == ".")
    following = forms[end + 1].casefold() if end + 1 < last else ""
    quoted = any(draft.quoted[first - 2 : last])
    return None if quoted or not following or _opens_own_clause(following) else (end + 1, last)


def _opens_own_clause(word: str) -> bool:
    return word in _OWN_CLAUSES or word.endswith("ing")
