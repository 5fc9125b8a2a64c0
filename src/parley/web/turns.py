"""Contradictions and changes of position, with both statements: of an actor, or about a concept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parley.record import View
from parley.record.network_rows import OWN
from parley.terms.tables import StatementRow
from parley.web.desk import Desk
from parley.web.network_drawn import INSTALL, missing_package

SHOWN = 30
"""So many changes stand on a page, the newest; the list of statements of the network has the rest."""
STANCES = {"1": "agree", "0": "neutral", "-1": "disagree"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Two statements that follow each other and take opposite sides."""

    actor: str
    concept: str
    before: str
    """agree or disagree."""
    after: str
    earlier: StatementRow
    later: StatementRow
    at_once: bool
    """Both are of one article: a contradiction rather than a change in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """What was found, the newest first."""

    shown: tuple[Turn, ...] = ()
    number: int = 0
    missing: str = ""
    """What to install where nothing could be looked for; empty where it could."""


def turns_of_actor(desk: Desk, key: str, name: str) -> Turns:
    """When an actor takes another side than before about the same concept.

    Args:
        desk: whose record.
        key: of the actor.
        name: of the actor in the record.
    """
    return _turns(desk, f'speaker:"{key}"', {"person": [name]})


def turns_about_concept(desk: Desk, key: str, name: str) -> Turns:
    """Who takes another side than before about a concept.

    Args:
        desk: whose record.
        key: of the concept.
        name: of the concept.
    """
    return _turns(desk, f'concept:"{key}"', {"concept": [name]})


def _turns(desk: Desk, query: str, include: Mapping[str, list[str]]) -> Turns:
    view = desk.record.view()
    if not any(one.agree and one.disagree for one in view.concepts()):
        return Turns()
    if missing_package() is not None:
        return Turns(missing=INSTALL)
    return desk.orders.get(("turns", query), lambda: _looked_up(desk, view, query, include))


def _looked_up(desk: Desk, view: View, query: str, include: Mapping[str, list[str]]) -> Turns:
    from parley.analysis import Network  # noqa: PLC0415 - scipy takes long to load
    from parley.analysis.positions import Change, find_changes  # noqa: PLC0415 - the same

    network = desk.record.network(statement_type=OWN.name, rows="person", include=include, query=query)
    assert isinstance(network, Network)  # no window is asked for
    # Where two coders differ about one statement, that is no change of who said it.
    found = [one for one in find_changes(network.chosen) if one.before_key != one.after_key]

    def told(changes: Iterable[Change]) -> tuple[Turn, ...]:
        return tuple(
            Turn(
                actor=one.row,
                concept=one.column,
                before=STANCES[one.before],
                after=STANCES[one.after],
                earlier=view.statement(one.before_key),
                later=view.statement(one.after_key),
                at_once=one.at_once,
            )
            for one in changes
        )

    return Turns(shown=told(found[::-1][:SHOWN]), number=len(found))
