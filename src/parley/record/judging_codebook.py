"""What a person does with the codebook: concepts, codings, types of statements and their entities."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from typing import Any, get_args

from sqlalchemy import select

from parley.errors import MissingError, RecordError, UsageError
from parley.record import sql
from parley.record.codebook import find_concept, find_type, next_position, place_entity, variables_of
from parley.record.digest import canonical_json, short_key
from parley.record.drafts import STATEMENT
from parley.record.judging_entries import state_of
from parley.record.selection import Selection, keys_of, several
from parley.record.steps import Step
from parley.record.subjects import State, compound
from parley.terms.exchange import StatementType, VariableKind
from parley.terms.names import fold_name

Steps = Callable[..., AbstractContextManager[Step]]
STANCES = ("agree", "disagree", "neutral")


class CodebookJudge:
    """Changes of the codebook, and codings of statements.

    Args:
        steps: opens a step.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def define(
        self, name: str, *, definition: str = "", colour: str | None = None, parent: str | None = None, reason: str = ""
    ) -> str:
        """Define a concept, or define it anew where there is one of this name.

        Args:
            name: what it is called.
            definition: when a statement takes it up.
            colour: ``#rrggbb``.
            parent: name or key of the concept above it.
            reason: why.

        Returns:
            Its key.

        Raises:
            RecordError: there is no such parent.
            UsageError: the name has no letter, or the parent stands below the concept.
        """
        folded = _folded(name, "concept")
        with self._steps("define", reason) as step:
            table = sql.concept.c
            held = step.connection.execute(
                select(table.key).where(table.folded == folded, table.merged_into.is_(None))
            ).scalar()
            key = held or _free_key(step, "concept", folded)
            above = find_concept(step, parent).key if parent else None
            _check_above(step, key, above)
            state = {
                "key": key,
                "name": name.strip(),
                "folded": folded,
                "definition": definition,
                "colour": colour,
                "parent": above,
                "merged_into": None,
            }
            step.change("concept", key, state)
            return key

    def find_or_define(self, name: str) -> str:
        """The key of the concept of a name; defined where there is none yet."""
        with self._steps("define") as step:
            table = sql.concept.c
            held = step.connection.execute(select(table.key).where(table.folded == fold_name(name))).scalar()
        return str(held) if held else self.define(name)

    def rename(self, concept: str, name: str, *, reason: str = "") -> None:
        """Give a concept another name; its codings stay."""
        folded = _folded(name, "concept")
        with self._steps("rename", reason) as step:
            found = find_concept(step, concept)
            table = sql.concept.c
            other = select(table.key).where(table.folded == folded, table.merged_into.is_(None), table.key != found.key)
            if step.connection.execute(other).first() is not None:
                raise UsageError("the codebook has a concept of this name", where=name, cure="Merge the two")
            step.change("concept", found.key, found._asdict() | {"name": name.strip(), "folded": folded})

    def merge(self, into: str, others: Collection[str], *, reason: str = "") -> None:
        """Hold several concepts to be one; codings of all count for the one that stays.

        Args:
            into: name or key of the concept that stays.
            others: those that go into it.
            reason: why.

        Raises:
            RecordError: there is no such concept.
            UsageError: a concept is named twice, or the one that stays stands below one that goes into it.
        """
        with self._steps("merge", reason) as step:
            root = find_concept(step, into)
            for other in several(others, "concept"):
                gone = find_concept(step, other)
                if gone.key == root.key:
                    raise UsageError("a concept cannot be merged into itself", where=into, cure="Name two concepts")
                for key in _and_merged(step, gone.key):
                    state = step.read("concept", key)
                    assert state is not None
                    step.change("concept", key, state | {"merged_into": root.key})
            _check_above(step, root.key, root.parent)

    def code(self, which: Collection[str] | Selection, concept: str, stance: str, *, reason: str = "") -> int:
        """Say that statements take up a concept, and how they stand to it.

        Args:
            which: keys of entries, or a selection.
            concept: name or key.
            stance: agree, disagree or neutral.
            reason: why.

        Returns:
            How many codings changed.
        """
        if stance not in STANCES:
            raise UsageError(f"{stance!r} is no stance", where=concept, cure=f"Choose one of {', '.join(STANCES)}")
        with self._steps("code", reason) as step:
            found = find_concept(step, concept)
            changed = 0
            for entry in keys_of(step.connection, which):
                _check_statement(step, entry)
                for key in _and_merged(step, found.key)[1:]:  # what this person said of it before is superseded
                    step.change("coding", compound(entry, key, step.coder), None)
                row = {"entry": entry, "concept": found.key, "coder": step.coder, "stance": stance}
                changed += step.change("coding", compound(entry, found.key, step.coder), row)
            return changed

    def uncode(self, which: Collection[str] | Selection, concept: str, *, reason: str = "") -> int:
        """Take back this person's coding of statements with a concept; how many there were."""
        with self._steps("uncode", reason) as step:
            keys = _and_merged(step, find_concept(step, concept).key)
            return sum(
                step.change("coding", compound(entry, key, step.coder), None)
                for entry in keys_of(step.connection, which)
                for key in keys
            )

    def recode(self, which: Collection[str] | Selection, old: str, new: str, *, reason: str = "") -> int:
        """Move codings of some statements, by whomever, from one concept to another (so a concept is split).

        Args:
            which: keys of entries, or a selection.
            old: concept they are coded with.
            new: concept they are to be coded with, with the same stance.
            reason: why.

        Returns:
            How many codings moved.
        """
        with self._steps("recode", reason) as step:
            start, end = find_concept(step, old).key, find_concept(step, new).key
            keys = set(keys_of(step.connection, which))
            moved = 0
            for row in step.connection.execute(
                select(sql.coding).where(sql.coding.c.concept.in_(_and_merged(step, start)))
            ).all():
                if row.entry in keys and row.concept != end:
                    step.change("coding", compound(row.entry, row.concept, row.coder), None)
                    state = row._asdict() | {"concept": end}
                    moved += step.change("coding", compound(row.entry, end, row.coder), state)
            return moved

    def define_type(self, statement_type: StatementType, *, reason: str = "") -> str:
        """Define a type of statements with its variables; one of this name gets the variables it lacks.

        Returns:
            Key of the type.

        Raises:
            UsageError: a variable is of no kind, or of another one than there; or a scale is upside down.
        """
        with self._steps("define", reason) as step:
            return place_type(step, statement_type)

    def rename_entity(self, statement_type: str, variable: str, value: str, new: str, *, reason: str = "") -> None:
        """Change the value of an entity wherever it is coded."""
        with self._steps("rename", reason) as step:
            state = _entity(step, statement_type, variable, value)
            table = sql.entity.c
            other = select(table.key).where(table.variable == state["variable"], table.value == new)
            if step.connection.execute(other.where(table.key != state["key"])).first() is not None:
                raise UsageError("the variable has an entity of this value", where=new, cure="Merge the two")
            step.change("entity", state["key"], state | {"value": new})

    def merge_entities(
        self, statement_type: str, variable: str, into: str, others: Collection[str], *, reason: str = ""
    ) -> None:
        """Hold several entities of a variable to be one."""
        with self._steps("merge", reason) as step:
            root = _entity(step, statement_type, variable, into)["key"]
            for other in several(others, "entity"):
                gone = _entity(step, statement_type, variable, other)["key"]
                if gone == root:
                    raise UsageError("it is the same entity already", where=other, cure="Name two entities")
                table = sql.entity.c
                merged = select(table.key).where((table.key == gone) | (table.merged_into == gone))
                for key in step.connection.execute(merged.order_by(table.key)).scalars().all():
                    state = step.read("entity", key)
                    assert state is not None
                    step.change("entity", key, state | {"merged_into": root})


def place_type(step: Step, wanted: StatementType) -> str:
    """A type of statements with its variables, made or completed; its key."""
    folded = _folded(wanted.name, "type of statements")
    table = sql.statement_type.c
    key = step.connection.execute(select(table.key).where(table.name == wanted.name)).scalar()
    if key is None:
        key = short_key("statement type", wanted.name)
        position = next_position(step, "statement_type")
        state = {"key": key, "name": wanted.name, "folded": folded, "colour": wanted.colour, "position": position}
        step.change("statement_type", key, state, kind="add")
    held = variables_of(step.connection, key)
    for variable in wanted.variables:
        where = f"variable {variable.name}"
        if variable.kind not in get_args(VariableKind):
            cure = f"Choose one of {', '.join(get_args(VariableKind))}"
            raise UsageError(f"{variable.kind!r} is no kind of variable", where=where, cure=cure)
        if variable.low is not None and variable.high is not None and variable.low > variable.high:
            raise UsageError("its scale ends below where it begins", where=where, cure="Give the lower end first")
        if variable.name in held:
            if held[variable.name].kind != variable.kind:
                cure = "Give it another name"
                raise UsageError(f"there it is a {held[variable.name].kind} already", where=where, cure=cure)
            continue
        name = short_key("variable", key, variable.name)
        state = {
            "key": name,
            "statement_type": key,
            "position": next_position(step, "variable", key),
            "name": variable.name,
            "kind": variable.kind,
            "low": variable.low,
            "high": variable.high,
            "attributes": canonical_json(list(variable.attributes)),
        }
        step.change("variable", name, state, kind="add")
    return str(key)


def place_entities(step: Step, type_key: str, entities: Collection[Mapping[str, Any]]) -> None:
    """Entities of a type with colours, parents and attributes; those of a value there is are completed.

    Args:
        step: that is being taken.
        type_key: key of the type.
        entities: each with variable (its name), value, colour, parent (a value) and attributes.
    """
    variables = variables_of(step.connection, type_key)
    for wanted in entities:  # all of them first, so that a parent does not come before those that stand before it
        place_entity(step, variables[wanted["variable"]].key, wanted["value"])
    for wanted in entities:
        variable = variables[wanted["variable"]].key
        key = place_entity(step, variable, wanted["value"])
        above = place_entity(step, variable, wanted["parent"]) if wanted["parent"] is not None else None
        state = step.read("entity", key)
        assert state is not None
        attributes = canonical_json(dict(wanted["attributes"]))
        filled = {"colour": wanted["colour"], "parent": above, "attributes": attributes}
        step.change("entity", key, state | filled, kind="add")


def _entity(step: Step, statement_type: str, variable: str, value: str) -> State:
    """The state of an entity, by its value or key; of a merged one that of the one it is one with."""
    variables = variables_of(step.connection, find_type(step, statement_type).key)
    table = sql.entity.c
    row = (
        step.connection.execute(
            select(table.key, table.merged_into)
            .where(table.variable == variables[variable].key, (table.value == value) | (table.key == value))
            .order_by(table.merged_into.is_not(None), table.key)
        ).first()
        if variable in variables
        else None
    )
    state = step.read("entity", row.merged_into or row.key) if row is not None else None
    if state is None:
        cure = "`parley codebook` lists what there is"
        raise MissingError("the codebook has no such entity", where=f"{statement_type} {variable} {value}", cure=cure)
    return state


def _check_statement(step: Step, entry: str) -> None:
    state_of(step, entry)
    kind = step.connection.execute(select(sql.entry.c.kind).where(sql.entry.c.key == entry)).scalar()
    if kind != STATEMENT:
        raise RecordError("it is not a statement", where=f"entry {entry}", cure="Name the entry of a statement")


def _folded(name: str, thing: str) -> str:
    folded = fold_name(name)
    if not folded:
        raise UsageError("its name has no letter", where=thing, cure="Name it")
    return folded


def _free_key(step: Step, thing: str, folded: str) -> str:
    copies = 0
    while step.read(thing, key := short_key(thing, folded, copies)) is not None:
        copies += 1
    return key


def _and_merged(step: Step, key: str) -> list[str]:
    """A concept and those merged into it."""
    table = sql.concept.c
    return [key, *step.connection.execute(select(table.key).where(table.merged_into == key)).scalars()]


def _check_above(step: Step, key: str, above: str | None) -> None:
    """Refuse a parent that stands below its child, as merges have made them one."""
    seen = {key}
    while above is not None:
        state = step.read("concept", above)
        above = (state["merged_into"] or above) if state else above
        if above in seen:
            raise UsageError("its parent stands below it", where="concept", cure="Name another parent")
        seen.add(above)
        state = step.read("concept", above)
        above = state["parent"] if state else None
