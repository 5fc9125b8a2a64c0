"""The codebook of a DNA database: coders, statement types, variables, entities and their attributes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from parley.imports.notes import Notes, UniqueNames
from parley.imports.sqlite import Row, UntrustedDatabase, numbers, texts
from parley.terms.exchange import Coder, Entity, StatementType, Variable, VariableKind

_RIGHTS = (
    *("AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements"),
    *("DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations"),
    *("ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements"),
)
PERMISSIONS = tuple(f"Permission{right}" for right in _RIGHTS)
"""DNA 3's columns of what a coder may do."""
CODER_SETTINGS = ("Refresh", "FontSize", "PopupWidth", "ColorByCoder", "PopupDecoration", "PopupAutoComplete")
COLOURS = numbers("Red", "Green", "Blue")


@dataclass(slots=True)
class Codebook:
    """The codebook while it is read, by DNA's IDs."""

    coders: dict[int, Coder] = field(default_factory=dict)
    types: dict[int, StatementType] = field(default_factory=dict)
    variables: dict[int, Variable] = field(default_factory=dict)
    type_of: dict[int, int] = field(default_factory=dict)
    """ID of a variable to the ID of its statement type."""
    entities: list[Entity] = field(default_factory=list)
    value_of: dict[int, tuple[int, str]] = field(default_factory=dict)
    """ID of an entity to the ID of its variable and to its value."""
    known: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """ID of a variable to the values that have an entity."""

    def statement_types(self) -> tuple[StatementType, ...]:
        """The statement types with their variables in order."""
        of_type: dict[int, list[Variable]] = defaultdict(list)
        for number, variable in self.variables.items():
            of_type[self.type_of[number]].append(variable)
        return tuple(replace(kind, variables=tuple(of_type[number])) for number, kind in self.types.items())

    def coder_name(self, number: int | None, where: str, notes: Notes) -> str | None:
        """The name of a coder by ID; None, and a note, if there is no such coder."""
        if number is None:
            return None
        if number not in self.coders:
            notes.leave("coder", where, f"there is no coder {number}; it has none now")
            return None
        return self.coders[number].name


def read_colour(row: Row) -> str | None:
    """``#rrggbb`` from a row's Red, Green and Blue; None if one is missing or out of bounds."""
    parts = [row.number(name) for name in ("Red", "Green", "Blue")]
    if all(part is not None and 0 <= part <= 255 for part in parts):
        return "#" + "".join(f"{part:02x}" for part in parts)
    return None


def noted_colour(row: Row, notes: Notes) -> str | None:
    """The same, with a note where a colour is there but is none."""
    colour = read_colour(row)
    if colour is None and any(row.number(name) is not None for name in ("Red", "Green", "Blue")):
        notes.leave("colour", row.where, "Red, Green and Blue are not all between 0 and 255; it has no colour now")
    return colour


def renamed(column: str, original: str, given: str) -> dict[str, str]:
    """What extras keep of a name that had to be changed."""
    return {} if original == given else {column: original, "as": given}


def read_coders(
    database: UntrustedDatabase, notes: Notes, book: Codebook, *, permissions: Mapping[int, Mapping[str, int]]
) -> None:
    """Read the coders into the codebook.

    Args:
        database: the opened database.
        notes: where to note what is left out.
        book: is filled.
        permissions: of DNA 2: what its coders may do, by DNA 3's names; empty for DNA 3.
    """
    old = not database.has("CODERS", "PermissionAddDocuments")
    if old and database.has("CODERS", "Password"):
        notes.leave("password", "CODERS", "DNA 3 cannot use the passwords of DNA 2; they were not read")
    settings = () if old else (*CODER_SETTINGS, *PERMISSIONS)
    columns = (*texts("Name"), *COLOURS, *numbers(*settings), *(() if old else texts("Password")))
    names = UniqueNames()
    for row in database.rows("CODERS", columns):
        name = names.give(row.text("Name"))
        if name != row.text("Name"):
            notes.leave("coder", row.where, f"another is called {row.text('Name')!r} too; this one is {name!r} now")
        kept: dict[str, Any] = {"ID": row.id, **renamed("Name", row.text("Name"), name)}
        kept.update({column: row.number(column) for column in settings})
        kept.update(permissions.get(row.id, {}))
        if not old:
            kept["Password"] = row.text("Password")
        book.coders[row.id] = Coder(name=name, colour=noted_colour(row, notes), extras={"dna": kept})


def read_types(database: UntrustedDatabase, notes: Notes, book: Codebook) -> None:
    """Read the statement types and their variables into the codebook."""
    names = UniqueNames()
    for row in database.rows("STATEMENTTYPES", (*texts("Label"), *COLOURS)):
        name = names.give(row.text("Label"))
        if name != row.text("Label"):
            notes.leave("type", row.where, f"another is called {row.text('Label')!r} too; this one is {name!r} now")
        kept = {"ID": row.id, **renamed("Label", row.text("Label"), name)}
        book.types[row.id] = StatementType(name=name, colour=noted_colour(row, notes), extras={"dna": kept})
    names_of: dict[int, UniqueNames] = defaultdict(UniqueNames)
    for row in database.rows("VARIABLES", (*texts("Variable", "DataType"), *numbers("StatementTypeId"))):
        _read_variable(row, notes, book, names_of)


def _read_variable(row: Row, notes: Notes, book: Codebook, names_of: dict[int, UniqueNames]) -> None:
    """Read one variable into the codebook."""
    kind, of_type = row.text("DataType"), row.number("StatementTypeId")
    kinds: dict[str, VariableKind] = {known: known for known in get_args(VariableKind)}
    if of_type is None or of_type not in book.types:
        notes.leave("variable", row.where, f"there is no statement type {of_type}; left out")
    elif kind not in kinds:
        notes.leave("variable", row.where, f"{kind!r} is no kind of variable; left out")
    else:
        name = names_of[of_type].give(row.text("Variable"))
        if name != row.text("Variable"):
            notes.leave("variable", row.where, f"its type has another of that name; this one is {name!r} now")
        kept = {"ID": row.id, **renamed("Variable", row.text("Variable"), name)}
        book.variables[row.id] = Variable(name=name, kind=kinds[kind], extras={"dna": kept})
        book.type_of[row.id] = of_type


def read_entities(database: UntrustedDatabase, notes: Notes, book: Codebook) -> None:
    """Read DNA 3's entities and their attributes into the codebook."""
    attributes = _read_attributes(database, notes, book)
    columns = (*numbers("VariableId"), *texts("Value"), *COLOURS, *numbers("ChildOf"))
    kept = entity_rows(database.rows("ENTITIES", columns), notes, book)
    values = _read_attribute_values(database, notes, book, attributes, {row.id for row in kept})
    parents = find_parents(kept, notes, book)
    for row in kept:
        extras: dict[str, Any] = {"ID": row.id}
        found = values.get(row.id, {})
        if found:
            extras["attributes"] = {name: number for name, (_, number) in found.items()}
        words = {name: stored for name, (stored, _) in found.items()}
        add_entity(row, parents, notes, book, attributes=words, extras=extras)


def entity_rows(rows: Iterable[Row], notes: Notes, book: Codebook) -> list[Row]:
    """The rows of entities that can be used, one for each value of a variable; the codebook learns their IDs."""
    kept = []
    for row in rows:
        number, value = row.number("VariableId"), row.text("Value")
        if number is None or number not in book.variables or book.variables[number].kind != "short text":
            notes.leave("entity", row.where, f"there is no short text variable {number}; left out")
            continue
        book.value_of[row.id] = (number, value)
        if value in book.known[number]:
            notes.leave("entity", row.where, f"the variable has {value!r} already; taken as the same")
            continue
        book.known[number].add(value)
        kept.append(row)
    return kept


def add_entity(
    row: Row,
    parents: Mapping[tuple[int, str], tuple[int, str] | None],
    notes: Notes,
    book: Codebook,
    *,
    attributes: dict[str, str],
    extras: dict[str, Any],
) -> None:
    """Make an entity of its row and add it to the codebook."""
    number, value = book.value_of[row.id]
    above = parents[number, value]
    entity = Entity(
        statement_type=book.types[book.type_of[number]].name,
        variable=book.variables[number].name,
        value=value,
        colour=noted_colour(row, notes),
        parent=above[1] if above else None,
        attributes=attributes,
        extras={"dna": extras},
    )
    book.entities.append(entity)


def find_parents(kept: list[Row], notes: Notes, book: Codebook) -> dict[tuple[int, str], tuple[int, str] | None]:
    """The parent of each entity, both as ID of the variable and value; circles are cut.

    ChildOf holds an ID or, in some betas of DNA 2, the parent's value.
    """
    parents: dict[tuple[int, str], tuple[int, str] | None] = {}
    for row in kept:
        child, stored = book.value_of[row.id], row.value("ChildOf")
        above = book.value_of.get(stored) if isinstance(stored, int) else (child[0], stored or "")
        if stored in (None, ""):
            parents[child] = None
        elif above is None or above[0] != child[0] or above[1] not in book.known[child[0]]:
            notes.leave("parent", row.where, f"{stored!r} is no entity of the same variable; it has no parent now")
            parents[child] = None
        else:
            parents[child] = above
    cut = _cut_circles(parents)
    for row in kept:
        if book.value_of[row.id] in cut:
            notes.leave("parent", row.where, "it would be a child of itself; it has no parent now")
    return parents


def _cut_circles(parents: dict[tuple[int, str], tuple[int, str] | None]) -> set[tuple[int, str]]:
    """Take the parent from one member of every circle; those it was taken from."""
    done: set[tuple[int, str]] = set()
    cut: set[tuple[int, str]] = set()
    for start in parents:
        path: dict[tuple[int, str], None] = {}
        step: tuple[int, str] | None = start
        while step is not None and step not in done and step not in path:
            path[step] = None
            step = parents.get(step)
        if step is not None and step in path:
            last = next(reversed(path))
            parents[last] = None
            cut.add(last)
        done.update(path)
    return cut


def _read_attributes(database: UntrustedDatabase, notes: Notes, book: Codebook) -> dict[int, tuple[int, str]]:
    """Read the names of attributes into the codebook.

    Returns:
        ID of an attribute to the ID of its variable and to its name.
    """
    found: dict[int, tuple[int, str]] = {}
    names_of: dict[int, UniqueNames] = defaultdict(UniqueNames)
    for row in database.rows("ATTRIBUTEVARIABLES", (*numbers("VariableId"), *texts("AttributeVariable"))):
        number = row.number("VariableId")
        if number is None or number not in book.variables:
            notes.leave("attribute", row.where, f"there is no variable {number}; left out")
            continue
        name = names_of[number].give(row.text("AttributeVariable"))
        if name != row.text("AttributeVariable"):
            notes.leave("attribute", row.where, f"its variable has another of that name; this one is {name!r} now")
        found[row.id] = (number, name)
        variable = book.variables[number]
        kept = {**variable.extras["dna"]}
        kept["attributes"] = {**kept.get("attributes", {}), name: row.id}
        book.variables[number] = replace(
            variable, attributes=(*variable.attributes, name), extras={**variable.extras, "dna": kept}
        )
    return found


def _read_attribute_values(
    database: UntrustedDatabase,
    notes: Notes,
    book: Codebook,
    attributes: Mapping[int, tuple[int, str]],
    entities: Set[int],
) -> dict[int, dict[str, tuple[str, int]]]:
    """The values of attributes: ID of the entity to name of the attribute to its value and the row's ID."""
    values: dict[int, dict[str, tuple[str, int]]] = defaultdict(dict)
    columns = (*numbers("EntityId", "AttributeVariableId"), *texts("AttributeValue"))
    for row in database.rows("ATTRIBUTEVALUES", columns):
        entity, attribute = row.number("EntityId"), row.number("AttributeVariableId")
        if entity is None or attribute is None or entity not in entities or attribute not in attributes:
            notes.leave("attribute", row.where, f"there is no entity {entity} or no attribute {attribute}; left out")
            continue
        variable, name = attributes[attribute]
        if book.value_of[entity][0] != variable or name in values[entity]:
            notes.leave("attribute", row.where, "it is of another variable, or given twice; left out")
            continue
        values[entity][name] = (row.text("AttributeValue"), row.id)
    return values
