"""Which of the new proposals is which of the entries that are there (law 9).

Law of this module: one to one, and the same answer for the same input. The pairs that agree best
are taken first (greedy); a pair may only be taken if it is *like*: same content hash, or cues that
overlap, or contents that share at least half of their characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parley.record.spans import hull, overlap, shared
from parley.terms.names import fold_name
from parley.terms.text import Span

SHARED_AT_LEAST = 0.5
"""Intersection over union of two contents from which on they are one statement: the yardstick's rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What alignment looks at: of a new proposal, or of the version of an entry that holds."""

    digest: str
    cue: tuple[Span, ...]
    """In the page text; empty for an actor link."""
    content: tuple[Span, ...]
    """In the page text; for an actor link the mentions."""
    name: str | None = None
    """Name and kind of the actor of an actor link."""
    live: bool = True
    """False for a withdrawn entry, which yields to a live one where both fit alike."""
    refused: bool = False
    """True for an entry that a person does not want: only what says nearly the same is it again."""
    also: Shape | None = None
    """What a run last proposed for an entry whose words a person has changed."""


def align(entries: Sequence[Shape], proposals: Sequence[Shape]) -> dict[int, int]:
    """Pair new proposals with entries of the same page text and kind.

    Args:
        entries: the versions that hold.
        proposals: what the new reading proposes.

    Returns:
        Index of each paired proposal to the index of its entry; no entry twice.
    """
    pairs = _same(entries, proposals)
    taken = set(pairs.values())
    left = [index for index in range(len(entries)) if index not in taken]
    likenesses = []
    for new in (index for index in range(len(proposals)) if index not in pairs):
        for old in left:
            likeness = _likeness(entries[old], proposals[new])
            if likeness > 0:
                likenesses.append((-likeness, not entries[old].live, old, new))
    for _, _, old, new in sorted(likenesses):
        if old not in taken and new not in pairs:
            pairs[new] = old
            taken.add(old)
    return pairs


def _same(entries: Sequence[Shape], proposals: Sequence[Shape]) -> dict[int, int]:
    """Pairs of equal content hash; of two such entries the live one."""
    at: dict[str, int] = {}
    for index, entry in enumerate(entries):
        for digest in (entry.digest, *([entry.also.digest] if entry.also else [])):
            if digest not in at or not entries[at[digest]].live:
                at[digest] = index
    pairs: dict[int, int] = {}
    for new, proposal in enumerate(proposals):
        if proposal.digest in at and at[proposal.digest] not in pairs.values():
            pairs[new] = at[proposal.digest]
    return pairs


def _likeness(entry: Shape, proposal: Shape) -> float:
    """0 where the two are not like; else how much they share: names 2, cues up to 1, contents up to 1."""
    if entry.also is not None:
        return max(_likeness(entry.also, proposal), _likeness(replace(entry, also=None), proposal))
    if entry.name is not None and entry.name == proposal.name:
        return 2 + shared(entry.content, proposal.content)
    one, other = entry.cue + entry.content, proposal.cue + proposal.content
    if not (one and other and hull(one).overlaps(hull(other))):
        return 0.0
    content = shared(entry.content, proposal.content)
    if overlap(entry.cue, proposal.cue) and not entry.refused:
        return 1 + shared(entry.cue, proposal.cue) + content
    return content if content >= SHARED_AT_LEAST else 0.0


def actor_label(name: str, kind: str) -> str:
    """By what two actor links of one page are the same actor: folded name and kind."""
    return f"{kind}:{fold_name(name)}"
