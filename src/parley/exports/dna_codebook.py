"""The codebook of a DNA 3 database: coders, statement types, variables, entities, attributes, patterns."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from parley.exports.dna_rows import Rows, former_name, kept_of, part_of, rows_of
from parley.exports.dna_tables import LONGEST, SEEN, SETTINGS, hash_password, number_rows
from parley.terms.exchange import Coder, Entity, StatementType, Variable

ADMIN = "Admin"
"""Name and password of the first coder in a database that DNA did not make; DNA's own custom."""

_BLACK = (0, 0, 0)
_SALT = hashlib.sha256(b"parley").digest()[:16]


def fill_coders(rows: Rows) -> None:
    """Coders and who sees whose work."""
    coders = _all_coders(rows)
    numbers = number_rows(kept_of(coder.extras).get("ID") for coder in coders)
    common = hash_password(ADMIN, _SALT)
    for number, coder in zip(numbers, coders, strict=True):
        where, kept = f"coder {coder.name}", kept_of(coder.extras)
        rows.coders[coder.name] = number
        password = kept.get("Password")
        if not isinstance(password, str) or len(password) > LONGEST:
            password = common
            rows.leave("password", where, f"DNA asks for one; it is {ADMIN!r}")
        name = rows.cut(former_name(kept, "Name", coder.name), where)
        settings = [_setting(rows, kept, setting, where) for setting in SETTINGS]
        colour = rows.colour(coder.colour, where) or _BLACK
        password = rows.clean(password, where)
        rows.tables["CODERS"].append((number, name, *colour, *settings[:2], password, *settings[2:]))
    _fill_relations(rows, {rows.coders[coder.name] for coder in coders if not kept_of(coder.extras)})


def _all_coders(rows: Rows) -> list[Coder]:
    """The coders: Admin before those of another tool; those that are only named somewhere last."""
    coders = list({coder.name: coder for coder in rows.corpus.coders}.values())
    if len(coders) < len(rows.corpus.coders):
        rows.leave("coder", "corpus", "coders of one name; only the last of them was written")
    if not any(kept_of(coder.extras) for coder in coders):
        admins = [coder for coder in coders if coder.name == ADMIN] or [Coder(name=ADMIN, colour="#ffff00")]
        coders = [*admins, *(coder for coder in coders if coder.name != ADMIN)]
    known = {coder.name for coder in coders}
    named = [one.coder for one in rows.corpus.documents if one.coder is not None]
    named += [one.coder for one in rows.corpus.statements if one.coder is not None]
    return [*coders, *(Coder(name=name) for name in dict.fromkeys(named) if name not in known)]


def _setting(rows: Rows, kept: Mapping[str, Any], name: str, where: str) -> int | None:
    """One of a coder's settings or permissions."""
    default, low, high = SETTINGS[name]
    value = kept.get(name, default)
    if value is None and name == "PopupWidth":
        return None
    if isinstance(value, int) and low <= value <= high:
        return value
    rows.leave("setting", f"{where}, {name}", f"{value!r} is not possible; {default} now")
    return default


def _fill_relations(rows: Rows, new: set[int]) -> None:
    """Who sees whose work: as it was kept; newcomers and the others see each other's."""
    known = set(rows.coders.values())
    good: list[tuple[Any, ...]] = []
    for row in rows_of(kept_of(rows.corpus.extras), "coderrelations"):
        one, two = row.get("Coder"), row.get("OtherCoder")
        rights = [row.get(name) for name in SEEN]
        possible = {one, two} <= {*known, None} and (one is None or one != two)
        if possible and all(right in (0, 1) for right in rights):
            good.append((row.get("ID"), one, two, *rights))
        else:
            rows.leave("relation", f"coders {one} and {two}", "it is not possible in DNA; left out")
    for one in sorted(known):
        good += [(None, one, two, 1, 1, 1, 1) for two in sorted(known) if one != two and new & {one, two}]
    numbers = number_rows(row[0] for row in good)
    rows.tables["CODERRELATIONS"] += [(number, *row[1:]) for number, row in zip(numbers, good, strict=True)]


def fill_types(rows: Rows) -> None:
    """Statement types, their variables, the names of attributes, and links between variables."""
    types = list({kind.name: kind for kind in rows.corpus.types}.values())
    if len(types) < len(rows.corpus.types):
        rows.leave("type", "corpus", "statement types of one name; only the last of them was written")
    variables: list[tuple[StatementType, Variable]] = []
    for number, kind in zip(number_rows(kept_of(kind.extras).get("ID") for kind in types), types, strict=True):
        where = f"type {kind.name}"
        label = rows.cut(former_name(kept_of(kind.extras), "Label", kind.name), where)
        rows.tables["STATEMENTTYPES"].append((number, label, *(rows.colour(kind.colour, where) or _BLACK)))
        rows.types[kind.name] = (number, kind)
        variables += [(kind, one) for one in {variable.name: variable for variable in kind.variables}.values()]
    numbers = number_rows(kept_of(variable.extras).get("ID") for _, variable in variables)
    taken: dict[str, set[str]] = defaultdict(set)
    for number, (kind, variable) in zip(numbers, variables, strict=True):
        where = f"variable {variable.name} of {kind.name}"
        name = former_name(kept_of(variable.extras), "Variable", variable.name)
        name = variable.name if name in taken[kind.name] else name
        row = (number, rows.cut(name, where, taken[kind.name]), variable.kind, rows.types[kind.name][0])
        rows.tables["VARIABLES"].append(row)
        rows.variables[kind.name, variable.name] = (number, variable)
        if variable.low is not None or variable.high is not None:
            rows.leave("scale", where, f"DNA declares no scale; {variable.low} to {variable.high} left out")
    _fill_links(rows, set(numbers))


def _fill_links(rows: Rows, known: set[int]) -> None:
    """Links between variables, as they were kept."""
    good = []
    for row in rows_of(kept_of(rows.corpus.extras), "variablelinks"):
        source, target = row.get("SourceVariableId"), row.get("TargetVariableId")
        if {source, target} <= {*known, None} and (source is None or source != target):
            good.append((row.get("ID"), source, target))
        else:
            rows.leave("link", f"variables {source} and {target}", "there are no such variables; left out")
    numbers = number_rows(row[0] for row in good)
    rows.tables["VARIABLELINKS"] += [(number, *row[1:]) for number, row in zip(numbers, good, strict=True)]


def fill_entities(rows: Rows, used: Iterable[tuple[str, str, str]]) -> None:
    """Entities and their attributes; every short text has the empty one, and one for each value that is used.

    Args:
        rows: is filled.
        used: statement type, variable and value of the short texts in statements.
    """
    entities = _all_entities(rows, used)
    numbers = number_rows(kept_of(entity.extras).get("ID") for entity in entities.values())
    rows.entities.update(zip(entities, numbers, strict=True))
    taken: dict[int, set[str]] = defaultdict(set)
    for key, entity in entities.items():
        where, number = f"entity {key[2][:60]!r} of {key[1]}", rows.variables[key[:2]][0]
        value = rows.cut(entity.value, where, taken[number])
        parent = None
        if entity.parent is not None:
            parent = rows.entities.get((*key[:2], entity.parent))
            if parent is None:
                rows.leave("parent", where, f"there is no entity {entity.parent[:60]!r}; it has no parent now")
        colour = rows.colour(entity.colour, where) or (None, None, None)
        rows.tables["ENTITIES"].append((rows.entities[key], number, value, *colour, parent))
    _fill_attributes(rows, entities)


def _all_entities(rows: Rows, used: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], Entity]:
    """The entities by statement type, variable and value."""
    found: dict[tuple[str, str, str], Entity] = {}
    for entity in rows.corpus.entities:
        key = (entity.statement_type, entity.variable, entity.value)
        variable = rows.variables.get(key[:2])
        if variable is None or variable[1].kind != "short text" or key in found:
            rows.leave("entity", f"{entity.value[:60]!r} of {key[1]}", "no such short text, or there twice; left out")
        else:
            found[key] = entity
    empty = [(*name, "") for name, (_, variable) in rows.variables.items() if variable.kind == "short text"]
    for key in (*empty, *used):
        if key not in found:
            found[key] = Entity(statement_type=key[0], variable=key[1], value=key[2], colour="#000000")
    return found


def _fill_attributes(rows: Rows, entities: Mapping[tuple[str, str, str], Entity]) -> None:
    """Names of attributes, and the value of each for each entity; empty where DNA did not make the entity."""
    names = [
        (variable, attribute)
        for variable, (_, found) in rows.variables.items()
        for attribute in dict.fromkeys(found.attributes)
    ]
    kept = (part_of(kept_of(rows.variables[name][1].extras), "attributes").get(attribute) for name, attribute in names)
    numbers = dict(zip(names, number_rows(kept), strict=True))
    taken: dict[int, set[str]] = defaultdict(set)
    for (variable, attribute), number in numbers.items():
        of = rows.variables[variable][0]
        rows.tables["ATTRIBUTEVARIABLES"].append((number, of, rows.cut(attribute, f"attribute {attribute}", taken[of])))
    values: list[tuple[object, int, int, str]] = []
    for key, entity in entities.items():
        where = f"entity {key[2][:60]!r} of {key[1]}"
        wanted = rows.variables[key[:2]][1].attributes
        ids = part_of(kept_of(entity.extras), "attributes")
        for attribute in dict.fromkeys(wanted):
            if attribute in entity.attributes or not kept_of(entity.extras):
                value = rows.cut(entity.attributes.get(attribute, ""), f"{where}, {attribute}")
                values.append((ids.get(attribute), rows.entities[key], numbers[key[:2], attribute], value))
        for attribute in entity.attributes.keys() - set(wanted):
            rows.leave("attribute", f"{where}, {attribute}", "its variable does not name this attribute; left out")
    for number, (_, *row) in zip(number_rows(row[0] for row in values), values, strict=True):
        rows.tables["ATTRIBUTEVALUES"].append((number, *row))


def fill_patterns(rows: Rows) -> None:
    """Regular expressions to be marked."""
    taken: set[str] = set()
    for pattern in rows.corpus.patterns:
        where = f"pattern {pattern.label[:60]}"
        label = rows.clean(pattern.label, where)
        if len(label) > LONGEST or label in taken:
            rows.leave("pattern", where, f"longer than {LONGEST} characters, or there twice; left out")
            continue
        taken.add(label)
        rows.tables["REGEXES"].append((label, *(rows.colour(pattern.colour, where) or _BLACK)))
