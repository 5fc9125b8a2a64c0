"""What DNA 2 keeps otherwise than DNA 3: values with their attributes in one table, permissions, links.

DNA 2's ATTRIBUTES has the columns Type, Alias and Notes for every value; DNA 3 made attributes of them, and so does
this module.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from parley.imports.dna_codebook import COLOURS, PERMISSIONS, Codebook, add_entity, entity_rows, find_parents
from parley.imports.notes import Notes
from parley.imports.sqlite import Column, UntrustedDatabase, numbers, texts

_ATTRIBUTES = ("Type", "Alias", "Notes")


def read_permissions(database: UntrustedDatabase, notes: Notes) -> dict[int, dict[str, int]]:
    """What each coder of a DNA 2 database may do: ID of the coder to DNA 3's column to 0 or 1."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in database.rows("CODERPERMISSIONS", (*numbers("Coder", "Permission"), *texts("Type"))):
        coder, kind, allowed = row.number("Coder"), row.text("Type"), row.number("Permission")
        column = f"Permission{kind[:1].upper()}{kind[1:]}"
        if coder is None or column not in PERMISSIONS or allowed not in (0, 1):
            notes.leave("permission", row.where, f"DNA 3 has no permission {kind!r} like this; left out")
        else:
            found[coder][column] = allowed
    return dict(found)


def read_links(database: UntrustedDatabase, notes: Notes) -> list[dict[str, int | None]]:
    """The links between statements, which DNA 3 has no more."""
    if "STATEMENTLINKS" not in database.names:
        return []
    found = [
        {name: row.number(name) for name in ("ID", "SourceId", "TargetId")}
        for row in database.rows("STATEMENTLINKS", numbers("SourceId", "TargetId"))
    ]
    if found:
        notes.leave("link", "STATEMENTLINKS", f"{len(found)} links between statements; kept in extras only")
    return found


def read_old_entities(database: UntrustedDatabase, notes: Notes, book: Codebook) -> None:
    """Read DNA 2's values and their attributes into the codebook."""
    names = tuple(name for name in _ATTRIBUTES if database.has("ATTRIBUTES", name))
    columns = (*numbers("VariableId"), *texts("Value"), *COLOURS, *texts(*names), Column("ChildOf", "any"))
    kept = entity_rows(database.rows("ATTRIBUTES", columns), notes, book)
    parents = find_parents(kept, notes, book)
    for row in kept:
        words = {name: row.text(name) for name in names}
        add_entity(row, parents, notes, book, attributes=words, extras={"ID": row.id})
    _name_attributes(book, names)


def _name_attributes(book: Codebook, names: tuple[str, ...]) -> None:
    """Give every short text variable its attributes."""
    for number, variable in book.variables.items():
        if variable.kind == "short text":
            book.variables[number] = replace(variable, attributes=names)
