"""Whom a content is about: the actors that it names or clearly refers to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from parley.language.attribution import Run
from parley.language.draft import Draft
from parley.language.reference import Referring

LEAST_SHARE = 0.6
"""A pronoun or description counts for an actor from this share of its possible antecedents on."""


def actors_in(draft: Draft, content: tuple[Run, ...], seats: Mapping[int, str]) -> tuple[str, ...]:
    """Ids of the persons, bodies, groups and states that some words mention, in the order of the text.

    Args:
        draft: a text with names, actors and references.
        content: runs of words.
        seats: the state that acts where its seat of government is named, by the name's first word.
    """
    kinds: dict[str, str] = {actor.id: actor.kind for actor in draft.actors}
    found: dict[str, None] = {}
    for first, end in content:
        low, high = (bisect_left(draft.references, at, key=lambda r: r.reference.first) for at in (first, end))
        for referring in draft.references[low:high]:
            if first <= referring.reference.head < end:
                actor = seats.get(referring.reference.first) or _actor_of(referring, kinds)
                if actor is not None:
                    found.setdefault(actor)
    return tuple(found)


def _actor_of(referring: Referring, kinds: Mapping[str, str]) -> str | None:
    """The acting actor to whom a mention surely goes back."""
    actor = max(referring.shares, key=lambda key: referring.shares[key], default=None)
    if actor is None or referring.shares[actor] < LEAST_SHARE or kinds.get(actor, "other") in ("place", "other"):
        return None
    return actor
