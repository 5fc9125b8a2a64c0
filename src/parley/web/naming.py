"""The actor that a person means when they type a name."""

from __future__ import annotations

from collections.abc import Sequence

from parley.errors import UsageError
from parley.terms.names import fold_name
from parley.web.desk import Desk
from parley.web.sent import LONGEST_NAME


def resolved(desk: Desk, article: str, typed: str, *, near: Sequence[str] = ()) -> str:
    """The actor that a person means: one of the article, else the one of the record of that name; else a new one.

    Args:
        desk: with the record.
        article: in which it speaks or acts.
        typed: a name, or the beginning of a word of it.
        near: names that are looked at first.

    Raises:
        UsageError: what was typed is no name.
    """
    folded = fold_name(typed)
    if not any(sign.isalnum() for sign in typed) or len(typed) > LONGEST_NAME:
        raise UsageError(f"{typed[:40]!r} is no name", where="actor", cure="Type its name")
    meant = [name for name in (*near, *_actors(desk, article)) if f" {folded}" in f" {fold_name(name)}"]
    if meant:
        return min(meant, key=lambda name: fold_name(name) != folded)
    found = desk.record.view().actors(name=typed, limit=2)
    return found[0].key if len(found) == 1 else typed


def _actors(desk: Desk, article: str) -> tuple[str, ...]:
    return tuple(actor.name for actor in desk.record.view().article(article).reading.proposals.actors)
