"""What networks can be made of: statements coded with concepts, those of a type of the codebook, and their fields."""

from __future__ import annotations

from sqlalchemy import Connection, select

from parley.record import sql
from parley.record.people_rows import statement_types
from parley.terms.exchange import StatementType, Variable

OWN = StatementType(
    name="Parley",
    variables=(
        Variable(name="person", kind="short text"),
        Variable(name="organization", kind="short text"),
        Variable(name="concept", kind="short text"),
        Variable(name="stance", kind="integer", low=-1, high=1),
        Variable(name="about", kind="short text"),
        Variable(name="role", kind="short text"),
        Variable(name="country", kind="short text"),
    ),
)
"""Statements coded with concepts of the codebook; the stance is 1 agree, 0 neutral, -1 disagree."""

EVENTS = StatementType(
    name="Events",
    variables=(
        *(Variable(name=name, kind="short text") for name in ("actor", "actor_country", "actor_sector")),
        *(Variable(name=name, kind="short text") for name in ("recipient", "recipient_country", "recipient_sector")),
        *(Variable(name=name, kind="short text") for name in ("type", "mode", "status", "place_country")),
        Variable(name="side", kind="integer", low=-1, high=1),
        Variable(name="quad", kind="integer", low=1, high=4),
        Variable(name="score", kind="number", low=-10, high=10),
        Variable(name="reported", kind="boolean"),
    ),
)
"""Events, a line for each actor and recipient; the side is 1 for cooperation, -1 for conflict."""

FIELDS = (
    *(Variable(name=name, kind="short text") for name in ("id", "title", "author", "source", "section", "type")),
    *(
        Variable(name=name, kind="short text")
        for name in ("language", "coder", "state", "polarity", "certainty", "form")
    ),
    Variable(name="nested", kind="boolean"),
)
"""What every statement has besides: the fields of its document, as DNA calls them, and how it was read."""


def network_types(connection: Connection) -> tuple[StatementType, ...]:
    """The types of statements that networks can be made of: the codebook's, and Parley's own if concepts are coded."""
    coded = connection.execute(select(sql.coding.c.entry).limit(1)).first() is not None
    types = statement_types(connection)
    return (OWN, *types) if coded or not types else types
