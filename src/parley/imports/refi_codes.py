"""The codes of a REFI-QDA project or codebook: their hierarchy, colours and descriptions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from parley.imports.markup import children, local_name
from parley.imports.notes import Notes, UniqueNames
from parley.terms.exchange import Entity, StatementType, Variable

TYPE = "Coding"
"""Name of the statement type that codings become."""
CODE = "code"
"""Name of its variable."""
DESCRIPTION = "description"
"""Name of the attribute that holds a code's description."""
LONGEST = 1000
"""Characters of a code's name that are kept."""

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_SHORT_COLOUR = re.compile("#[0-9a-fA-F]{3}")


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes as entities."""

    entities: tuple[Entity, ...]
    by_guid: dict[str, str]
    """Identifier, in small letters and without braces, to the entity's value."""

    @property
    def statement_type(self) -> StatementType:
        """The statement type that codings become."""
        variable = Variable(name=CODE, kind="short text", attributes=(DESCRIPTION,))
        return StatementType(name=TYPE, variables=(variable,))


def read_codes(root: Any, notes: Notes) -> Codes:
    """The codes of a project or codebook, each before its children.

    A code whose name another code has too is called by its path, "parent > name".

    Args:
        root: the document's root element.
        notes: where to note what is changed.
    """
    books = [root] if local_name(root) in ("CodeBook", "Codebook") else children(root, "CodeBook")
    waiting = [(code, None) for book in books for codes in children(book, "Codes") for code in children(codes, "Code")]
    flat: list[tuple[Any, Any]] = []
    stack: list[tuple[Any, Any]] = waiting[::-1]
    while stack:
        code, parent = stack.pop()
        flat.append((code, parent))
        stack += [(child, code) for child in children(code, "Code")[::-1]]
    often = Counter(_name(code) for code, _ in flat)
    names = UniqueNames()
    values: dict[Any, str] = {}
    entities: list[Entity] = []
    by_guid: dict[str, str] = {}
    for code, parent in flat:
        above = None if parent is None else values[parent]
        name = _name(code)
        if len(code.get("name") or "") > LONGEST:
            notes.leave("code", f"code {code.get('guid')}", f"its name was cut after {LONGEST} characters")
        value = names.give(name if often[name] == 1 or above is None else f"{above} > {name}")
        if value != name:
            notes.leave(
                "code", f"code {code.get('guid')}", f"another is called {name!r} too; this one is {value!r} now"
            )
        values[code] = value
        by_guid[(code.get("guid") or "").strip().strip("{}").lower()] = value
        entities.append(_entity(code, value, above, notes))
    return Codes(tuple(entities), by_guid)


def _name(code: Any) -> str:
    """The name of a code, bounded so that paths of names stay small."""
    return (code.get("name") or "").strip()[:LONGEST] or "unnamed"


def _entity(code: Any, value: str, above: str | None, notes: Notes) -> Entity:
    """A code as an entity."""
    description = next(iter(children(code, "Description")), None)
    words = "" if description is None else "".join(description.itertext()).strip()
    colour = (code.get("color") or "").strip()
    if _SHORT_COLOUR.fullmatch(colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    if colour and not _COLOUR.fullmatch(colour):
        notes.leave("colour", f"code {value}", f"{colour[:20]!r} is no colour; it has none now")
        colour = ""
    return Entity(
        statement_type=TYPE,
        variable=CODE,
        value=value,
        colour=colour.lower() or None,
        parent=above,
        attributes={DESCRIPTION: words} if words else {},
        extras={"refi": {"guid": code.get("guid"), "codable": (code.get("isCodable") or "true").lower() != "false"}},
    )
