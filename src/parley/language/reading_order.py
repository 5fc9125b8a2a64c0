"""The order of reading: what claims what follows it, what is inside whose speech, what runs on.

The tagger sees each attribution by itself. These rules put them in order (language design,
"Order of reading"): a cue that ends in a colon owns the rest of its paragraph; in an
interview with one person what has no cue goes on in that person's voice; an attribution
inside owned text is nested or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from parley.language.attribution import Attribution, Run
from parley.language.draft import Draft, Said, inside
from parley.language.running import IsMain, run_on
from parley.language.sources import FIRST_PERSON

_REGARDED = frozenset("considered regarded seen viewed taken interpreted described called".split())
LEAST_PROMOTED = 0.6
"""A cue that looks as if inside somebody's speech, where nobody's speech holds it, is the author's from here on."""
LEAST_SOURCELESS = 0.75
"""A cue inside somebody's speech that names no source must be this likely (golden pages, 2026-11-25)."""


def order_reading(draft: Draft, candidates: list[Said], *, outer: frozenset[int], is_main: IsMain) -> tuple[Said, ...]:
    """All statements of a text in order, with parents and continuations.

    Args:
        draft: a text with names and its voice.
        candidates: its attributions, from ``candidates_of``.
        outer: keys of the attributions that the tagger takes for the author's own.
        is_main: whether a statement's source is the single interviewee.

    Returns:
        First-level, nested, mentioning and extended statements; keys are unique.
    """
    first_level, rest = _first_level(draft, candidates, outer, is_main)
    first_level = _without_overlap(first_level)
    extended = run_on(draft, first_level, is_main)
    owners = [*first_level, *extended]
    nested = _nest(draft, [*rest, *[s for s in candidates if s not in first_level and s not in rest]], owners)
    return tuple(sorted([*owners, *nested], key=lambda said: (said.start, said.cue or (0, 0))))


def _first_level(
    draft: Draft, candidates: list[Said], outer: frozenset[int], is_main: IsMain
) -> tuple[list[Said], list[Said]]:
    """Statements of the author's own text, and those that stand inside somebody's speech."""
    kept: list[Said] = []
    inner: list[Said] = []
    for said in candidates:
        if not _has_owner(draft, said, candidates, outer, is_main):
            if said.key in outer or said.mention or said.cue_score >= LEAST_PROMOTED:
                kept.append(said)
        else:
            inner.append(said)
    return kept, inner


def _has_owner(draft: Draft, said: Said, candidates: Iterable[Said], outer: frozenset[int], is_main: IsMain) -> bool:
    """Whether another statement's speech holds this one's cue."""
    if said.cue is None:
        return False
    for other in candidates:
        if other.key == said.key or other.cue is None or other.mention or (other.key not in outer):
            continue
        if not inside(said.cue, other.content):
            continue
        mutual = inside(other.cue, said.content)
        if mutual and (said.cue_score, -said.cue[0]) > (other.cue_score, -other.cue[0]):
            continue
        if other.colon and is_main(said) and said.key in outer and not is_main(other):
            continue
        return True
    paragraph = draft.words.paragraphs[said.cue[0]]
    for other in candidates:
        if not other.colon or other.cue is None or other.key not in outer or other.cue[1] > said.cue[0]:
            continue
        if draft.words.paragraphs[other.cue[0]] == paragraph and not _ends_claim(draft, said, other, outer, is_main):
            return True
    return _in_main_speech(draft, said, candidates, outer, is_main)


def _ends_claim(draft: Draft, said: Said, claim: Said, outer: frozenset[int], is_main: IsMain) -> bool:
    """Whether this reporting clause ends what a colon claims: the speaker's own new cue, or the author's in news."""
    if said.key not in outer or (said.mention and not is_main(said)):
        return False
    if is_main(said):
        return True
    if draft.voice.interview:
        return False
    return not inside(said.cue or (0, 0), claim.content) and bool(said.source) and not _first_person(draft, said)


def _in_main_speech(
    draft: Draft, said: Said, candidates: Iterable[Said], outer: frozenset[int], is_main: IsMain
) -> bool:
    """In an interview everything after the interviewee's first cue is that person's, save new cues of the same."""
    if not draft.voice.interview or draft.voice.main is None or is_main(said):
        return False
    return any(is_main(other) and other.key in outer and other.start < said.start for other in candidates)


def _without_overlap(first_level: list[Said]) -> list[Said]:
    """First-level statements with contents that do not run into each other's clauses."""
    cut = []
    for said in first_level:
        later = [
            other
            for other in first_level
            if other.key != said.key and other.cue and said.cue and other.cue[0] > said.cue[0]
        ]
        stops = [min([run[0] for run in other.source] + [other.cue[0]]) for other in later if other.cue]
        content = said.content
        if said.colon:
            stop = min([s for s in stops if s > content[0][0]], default=content[0][1])
            content = ((content[0][0], min(content[0][1], stop)),)
        earlier = [other.cue for other in first_level if other.key != said.key and other.cue]
        content = tuple(run for run in content if not any(inside(cue, (run,)) for cue in earlier)) or content
        cut.append(replace(said, content=content))
    return cut


def _nest(draft: Draft, inner: list[Said], owners: list[Said]) -> list[Said]:
    """Statements inside others' speech, each with the innermost statement that holds its cue as parent."""
    nested: list[Said] = []
    seen: set[int] = set()
    for said in sorted(inner, key=lambda s: -sum(end - first for first, end in s.content)):
        if said.key in seen or said.cue is None or _first_person(draft, said):
            continue
        if not said.source and not said.mention and (said.lost_source or said.cue_score < LEAST_SOURCELESS):
            continue
        if not said.source and _is_own_denial(draft, said.cue):
            continue
        holders = [
            other
            for other in [*owners, *nested]
            if inside(said.cue, other.content) and other.key != said.key and not other.mention
        ]
        if not holders:
            continue
        parent = min(holders, key=lambda other: sum(end - first for first, end in other.content))
        content = _clip(said.content, parent.content)
        if content and not (said.mention and parent.mention):
            seen.add(said.key)
            nested.append(
                replace(
                    said, content=content, parent=parent.key, source=_clip(said.source, parent.content), colon=False
                )
            )
    return nested


def _is_own_denial(draft: Draft, cue: Run) -> bool:
    """Whether a passive like "cannot be considered" is the speaker's own denial, no statement of anybody else."""
    words = draft.forms(cue)
    return words[0] in ("cannot", "can", "could", "should", "must") and bool(_REGARDED & set(words))


def _clip(runs: tuple[Run, ...], bounds: tuple[Run, ...]) -> tuple[Run, ...]:
    """The parts of runs that lie inside others."""
    clipped = []
    for first, end in runs:
        for low, high in bounds:
            if max(first, low) < min(end, high):
                clipped.append((max(first, low), min(end, high)))
    return tuple(clipped)


def _first_person(draft: Draft, said: Said) -> bool:
    """Whether the source is the speaker himself ("we", "I"): no statement of anybody else."""
    words = [word for run in said.source for word in draft.forms(run)]
    return bool(words) and words[0] in FIRST_PERSON


def keys_outer(attributions: tuple[Attribution, ...]) -> frozenset[int]:
    """Keys (positions) of the attributions that the tagger takes for the author's own."""
    return frozenset(index for index, attribution in enumerate(attributions) if attribution.level == "outer")
