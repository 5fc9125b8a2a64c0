"""Whom a content is about: the actors that it names or clearly refers to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from parley.language.attribution import Run
from parley.language.draft import Draft
from parley.language.reference import Referring

LEAST_SHARE = 0.6
"""A pronoun or description counts for an actor from this share of its possible antecedents on."""
_PAIRING = frozenset("both two each either neither".split())
_SIDES = frozenset(
    "side sides state states country countries government governments army armies capital capitals nation nations "
    "president presidents leader leaders neighbour neighbours neighbor neighbors delegation delegations".split()
)
"""Of these there are two where two states are spoken of: "both armies", "neither capital"."""


def actors_in(
    draft: Draft, content: tuple[Run, ...], seats: Mapping[int, str], pair: Sequence[str] = ()
) -> tuple[str, ...]:
    """Ids of the persons, bodies, groups and states that some words mention, in the order of the text.

    Args:
        draft: a text with names, actors and references.
        content: runs of words.
        seats: the state that acts where its seat of government is named, by the name's first word.
        pair: the two states that the text is about, whom "both sides" mean; none where there is no such two.
    """
    kinds: dict[str, str] = {actor.id: actor.kind for actor in draft.actors}
    found: dict[str, None] = {}
    for first, end in content:
        if _means_two(draft.forms((first, end))):
            found.update(dict.fromkeys(pair))
        low, high = (bisect_left(draft.references, at, key=lambda r: r.reference.first) for at in (first, end))
        for referring in draft.references[low:high]:
            if first <= referring.reference.head < end:
                actor = seats.get(referring.reference.first) or _actor_of(referring, kinds)
                if actor is not None:
                    found.setdefault(actor)
    return tuple(found)


def _means_two(forms: Sequence[str]) -> bool:
    """Whether some words speak of two sides as of known ones: "both armies", "the two presidents", "each side"."""
    for at, form in enumerate(forms[:-1]):
        known = form in _PAIRING and (form != "two" or forms[max(0, at - 1)] in ("the", "these", "between"))
        if known and forms[at + 1] in _SIDES:
            return True
    return False


def _actor_of(referring: Referring, kinds: Mapping[str, str]) -> str | None:
    """The acting actor to whom a mention surely goes back."""
    actor = max(referring.shares, key=lambda key: referring.shares[key], default=None)
    if actor is None or referring.shares[actor] < LEAST_SHARE or kinds.get(actor, "other") in ("place", "other"):
        return None
    return actor
