"""Whose text this is: an interview with one person, or news in which many speak."""

from __future__ import annotations

from collections import Counter

from parley.knowledge.gazetteer import NounLists
from parley.language.draft import Draft, Said, Voice, inside
from parley.language.sources import look_at_source

MANY = 4
"""A person who is named so often as a source, others at most once, is the interviewee."""


def find_voice(draft: Draft, candidates: list[Said], outer: frozenset[int], nouns: NounLists) -> Voice:
    """Who speaks throughout a text.

    Args:
        draft: a text with names and actors.
        candidates: its attributions, not yet in order.
        outer: keys of those that the tagger takes for the author's own.
        nouns: the nouns that head descriptions.

    Returns:
        Whether it is an interview, and its one interviewee if there is exactly one.
    """
    claims = [said for said in candidates if said.colon and said.key in outer]
    free = [said for said in candidates if said.key in outer and not _claimed(draft, said, claims)]
    named: Counter[str] = Counter()
    unnamed = 0
    for said in free:
        source = look_at_source(draft, said.source, nouns)
        persons = [name.actor for name in source.heads if name.kind == "person" and name.actor]
        named.update(persons)
        described = source.form == "pronoun" or (source.form == "nominal" and source.noun in nouns.expert)
        unnamed += described and not persons
    main = _single(named, unnamed)
    one_voice = draft.genre == "interview" or (
        draft.genre in (None, "other")
        and len(claims) >= 2
        and main is not None
        and named[main] + unnamed >= 0.6 * max(1, len(free))
    )
    # Without one unquoted "X said: ..." it is a report of a talk: what stands outside quotations is the author's.
    return Voice(interview=one_voice and bool(claims), main=main if one_voice else None, speakers=tuple(named))


def _single(named: Counter[str], unnamed: int) -> str | None:
    """The one person named as a source; with several, the one who clearly outweighs all others."""
    if not named:
        return None
    (first, count), *others = named.most_common()
    if not others:
        return first
    return (
        first
        if count + min(unnamed, 4) >= MANY and all(n == 1 for _, n in others) and len(others) <= 2 and count > 1
        else None
    )


def _claimed(draft: Draft, said: Said, claims: list[Said]) -> bool:
    """Whether the cue stands in what another statement's colon claims."""
    if said.cue is None:
        return False
    paragraphs = draft.words.paragraphs
    for claim in claims:
        if claim.key == said.key or claim.cue is None:
            continue
        if inside(said.cue, claim.content):
            return True
        later = said.cue[0] > claim.cue[1] and paragraphs[said.cue[0]] == paragraphs[claim.cue[0]]
        if later and not said.colon:
            return True
    return False
