"""Layouts of press releases that say who speaks without a verb.

``“We need water.” – Ana Petrova, Minister of Water`` and ``And from Ana Petrova:`` with the quotation
in the next paragraph. The dash or the colon is the cue.
"""

from __future__ import annotations

from itertools import pairwise

from parley.language.attribution import Attribution, Run
from parley.language.draft import Draft, overlap
from parley.language.turns import paragraph_runs
from parley.language.words import CLOSING_QUOTES, OPENING_QUOTES, STRAIGHT_QUOTES

_DASHES = frozenset("-–—―")
LONGEST_SIGNATURE = 18
"""Words of a name with its role after a quotation, or of a line that announces one."""
SURE = 0.9
"""Score of an attribution that a layout makes."""


def layout_attributions(draft: Draft, taken: tuple[Run, ...]) -> tuple[Attribution, ...]:
    """Attributions that only the layout shows.

    Args:
        draft: a text with its words.
        taken: cues that were found otherwise; a layout adds none beside them.
    """
    paragraphs = paragraph_runs(draft)
    found = [_signed(draft, run) for run in paragraphs]
    for quotation, following in pairwise(paragraphs):
        found += [_announced(draft, quotation, following), _signed_below(draft, quotation, following)]
    return tuple(one for one in found if one is not None and not overlap(_whole(one), taken))


def _whole(found: Attribution) -> Run:
    """The words from the source or cue of an attribution to its end, without the content."""
    runs = [*found.source, found.cue]
    return min(first for first, _ in runs), max(end for _, end in runs)


def _signed(draft: Draft, paragraph: Run) -> Attribution | None:
    """``“Content.” - Name, role``: a paragraph that is a quotation and its signature."""
    first, end = paragraph
    forms = draft.words.forms
    if forms[first] not in OPENING_QUOTES + STRAIGHT_QUOTES:
        return None
    closing = [i for i in range(first + 2, end) if forms[i] in CLOSING_QUOTES + STRAIGHT_QUOTES]
    dash = closing[-1] + 1 if closing else end
    source = (dash + 1, end - 1 if forms[end - 1] == "." else end)
    signed = dash < end and forms[dash] in _DASHES and 0 < source[1] - source[0] <= LONGEST_SIGNATURE
    if not signed or not forms[source[0]][0].isupper():
        return None
    return _attribution(source, (dash, dash + 1), (first, closing[-1] + 1))


def _signed_below(draft: Draft, quotation: Run, line: Run) -> Attribution | None:
    """A quotation whose signature, "- Name, role", is a line of its own."""
    forms = draft.words.forms
    quoted = forms[quotation[0]] in OPENING_QUOTES + STRAIGHT_QUOTES
    closed = forms[quotation[1] - 1] in CLOSING_QUOTES + STRAIGHT_QUOTES
    source = (line[0] + 1, line[1])
    short = forms[line[0]] in _DASHES and 0 < source[1] - source[0] <= LONGEST_SIGNATURE
    if not (quoted and closed and short and forms[source[0]][0].isupper()):
        return None
    return _attribution(source, (line[0], line[0] + 1), quotation)


def _announced(draft: Draft, line: Run, following: Run) -> Attribution | None:
    """``And from Name, role:`` with a quotation in the next paragraph."""
    forms = draft.words.forms
    opens = next((i for i in range(line[0], min(line[0] + 3, line[1])) if forms[i].casefold() == "from"), None)
    short = line[1] - line[0] <= LONGEST_SIGNATURE and forms[line[1] - 1] == ":"
    if opens is None or not short or forms[following[0]] not in OPENING_QUOTES + STRAIGHT_QUOTES:
        return None
    source = (opens + 1, line[1] - 1)
    return _attribution(source, (line[1] - 1, line[1]), following) if source[0] < source[1] else None


def _attribution(source: Run, cue: Run, content: Run) -> Attribution:
    return Attribution(cue=cue, source=(source,), content=(content,), level="outer", cue_score=SURE, span_score=SURE)
