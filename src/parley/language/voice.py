"""Whose text this is: an interview with one person, or news in which many speak."""

from __future__ import annotations

from collections import Counter

from parley.knowledge.gazetteer import NounLists
from parley.language.attribution import Attribution
from parley.language.draft import Draft, Said, Voice, inside
from parley.language.sources import look_at_source
from parley.terms.names import fold_name

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
    held = draft.genre == "speech"
    main = _holder(draft, claims, nouns) if held else _answering(draft) or _single(named, unnamed)
    if main is not None and not draft.asked and _second_voice(draft, candidates, main, nouns):
        main = None
    one_voice = draft.genre in ("interview", "speech") or (
        draft.genre in (None, "other")
        and len(claims) >= 2
        and main is not None
        and named[main] + unnamed >= 0.6 * max(1, len(free))
    )
    # Without one unquoted "X said: ..." it is a report of a talk: what stands outside quotations is the author's.
    # With two who speak in turn it is read as news: each new reporting clause ends what the one before claims.
    return Voice(
        interview=one_voice and bool(claims) and main is not None,
        main=main if one_voice else None,
        speech=draft.genre == "speech",
        speakers=tuple(named),
    )


def _second_voice(draft: Draft, candidates: list[Said], main: str, nouns: NounLists) -> bool:
    """Whether another introduced person is a source and heads sentences of two paragraphs: two speak in turn."""
    sources = {
        name.actor for said in candidates if said.source for name in look_at_source(draft, said.source, nouns).heads
    }
    introduced = {actor.id for actor in draft.actors if actor.kind == "person" and actor.role}
    paragraphs: dict[str, set[int]] = {}
    for name in draft.names:
        opens = name.first == draft.words_of(draft.sentence_of[name.first])[0]
        following = draft.words.forms[name.end : name.end + 1]
        if opens and name.actor in (sources & introduced) - {main} and following not in (("’",), ("'",)):
            paragraphs.setdefault(name.actor or "", set()).add(draft.words.paragraphs[name.first])
    return any(len(places) >= 2 for places in paragraphs.values())


def _holder(draft: Draft, claims: list[Said], nouns: NounLists) -> str | None:
    """Who holds a speech: the person of the first "X said: ..."."""
    if draft.genre != "speech" or not claims:
        return None
    heads = look_at_source(draft, claims[0].source, nouns).heads
    return next((name.actor for name in heads if name.kind == "person"), None)


def _answering(draft: Draft) -> str | None:
    """Who gives the answers under bare labels ("A:"): the first person who is named before them, no author."""
    bare = [found for found in draft.attributions if _is_bare_answer(draft, found)]
    if len(bare) < 2:
        return None
    authors = {fold_name(author.name) for author in draft.byline}
    names = {actor.id: fold_name(actor.name) for actor in draft.actors}
    before = [n for n in draft.names if n.kind == "person" and n.actor and n.end <= bare[0].cue[0]]
    return next((n.actor for n in before if names[n.actor or ""] not in authors), None)


def _is_bare_answer(draft: Draft, found: Attribution) -> bool:
    return len(found.source) == 1 and draft.forms(found.source[0]) in (("a",), ("answer",), ("response",))


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
