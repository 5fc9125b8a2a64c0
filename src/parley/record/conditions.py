"""A query as conditions: on passages of the search index, and on statements and events.

Law of this module: which passages, statements and events meet a query is the same on both databases.
Fields that speak of an entry (speaker, form, event, ...) and stand side by side must hold of one and the
same statement or event.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, false, func, not_, or_, select

from parley.errors import UsageError
from parley.record import sql
from parley.record.actors import named_like, one_with, root_of
from parley.record.collections import in_collection
from parley.record.event_drafts import EVENT
from parley.record.filters import day_compared
from parley.record.full_text import meeting
from parley.record.lost import text_changed
from parley.record.people_rows import differing
from parley.record.printings import is_first
from parley.record.query_parser import parse_query
from parley.record.query_plan import plan
from parley.record.query_tree import And, Field, Not, Or, Plan, TextLeaf
from parley.record.states import PROPOSED, STATES, UNJUDGED
from parley.terms.names import fold_name

Condition = ColumnElement[bool]
STATEMENT_FIELDS = (
    "speaker",
    "actor",
    "about",
    "concept",
    "form",
    "status",
    "certainty",
    "review",
    "coder",
    "event",
    "code",
)


class Conditions:
    """Turns the plan of a query into conditions.

    Args:
        connection: to the record.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def of_passage(self, node: Plan, row: FromClause = sql.search_row) -> Condition:
        """A condition on ``search_row`` and the ``article_state`` it belongs to.

        Args:
            node: plan of the query.
            row: the table of passages, or an alias of it.
        """
        if isinstance(node, And):
            spoken = [part for part in node.parts if _of_one_statement(part)]
            rest = [self.of_passage(part, row) for part in node.parts if part not in spoken]
            owned = [self._owned(row, and_(*map(self.of_statement, spoken)))] if spoken else []
            return and_(*rest, *owned)
        if isinstance(node, Or):
            return or_(*(self.of_passage(part, row) for part in node.parts))
        if isinstance(node, Not):
            return _not(self.of_passage(node.part, row))
        if isinstance(node, TextLeaf):
            return row.c.id.in_(meeting(self._dialect, node.tree))
        return self._passage_field(node, row)

    def of_statement(self, node: Plan) -> Condition:
        """A condition on ``entry_state`` and the ``article_state`` it belongs to; events are asked the same."""
        if isinstance(node, And):
            return and_(*map(self.of_statement, node.parts))
        if isinstance(node, Or):
            return or_(*map(self.of_statement, node.parts))
        if isinstance(node, Not):
            return _not(self.of_statement(node.part))
        if isinstance(node, TextLeaf):
            met = meeting(self._dialect, node.tree).subquery()
            owner = sql.search_entry.c
            return sql.entry_state.c.entry.in_(select(owner.entry).join(met, met.c.id == owner.passage))
        return self._field_of_statement(node)

    def _field_of_statement(self, node: Field) -> Condition:
        if node.name == "kind":
            return _is_of_kind(node.value)
        if node.name == "tag":
            return or_(self._tagged("entry", sql.entry_state.c.entry, node), self._article_tag(node))
        if node.name in STATEMENT_FIELDS:
            return self._statement_field(node)
        return self._article_field(node)

    def of_article(self, query: str) -> Condition:
        """A condition on ``article_state``: that a passage of the article meets a query."""
        row = sql.search_row.alias("any_passage")
        met = self.of_passage(plan(parse_query(query)), row)
        # Said outright: within the rule of a collection within another one the article is still that of the question.
        one = select(row.c.id).where(row.c.article == sql.article_state.c.id, met)
        return exists(one.correlate(sql.article_state))

    def _owned(self, row: FromClause, condition: Condition) -> Condition:
        """Whether a passage belongs to a statement, or tells of an event, that meets a condition."""
        owner = sql.search_entry.c
        return exists(
            select(owner.entry)
            .join(sql.entry_state, sql.entry_state.c.entry == owner.entry)
            .where(owner.passage == row.c.id, condition)
        )

    def _passage_field(self, node: Field, row: FromClause) -> Condition:
        if node.name == "kind" and node.value == EVENT:
            return self._owned(row, _is_of_kind(EVENT))
        if node.name == "kind":
            return row.c.entry.is_(None) if node.value == "sentence" else row.c.entry.is_not(None)
        if node.name == "tag":
            return or_(
                self._article_tag(node),
                self._owned(row, self._tagged("entry", sql.entry_state.c.entry, node)),
            )
        if node.name in STATEMENT_FIELDS:
            return self._owned(row, self._statement_field(node))
        return self._article_field(node)

    def _article_field(self, node: Field) -> Condition:
        article = sql.article_state.c
        fields: dict[str, Callable[[], Condition]] = {
            "date": lambda: day_compared(node.operator, node.value),
            "publication": lambda: article.publication_folded == fold_name(node.value),
            "lang": lambda: func.lower(article.language) == node.value.lower(),
            "feed": lambda: _came_from(node.value),
            "section": lambda: article.reading.in_(select(sql.reading.c.key).where(self._in_section(node.value))),
            "collection": lambda: in_collection(self._connection, node.value, self.of_article),
            "genre": lambda: article.genre == node.value,
            "work": lambda: article.work == node.value,
            "country": lambda: _of_outlet(func.upper(sql.outlet.c.country) == node.value.upper()),
            "owner": lambda: _of_outlet(func.lower(sql.outlet.c.owner) == node.value.lower()),
            "reach": lambda: _of_outlet(sql.outlet.c.reach == node.value),
            "reliability": lambda: _of_outlet(sql.outlet.c.reliability == node.value),
            "staterun": lambda: _of_outlet(sql.outlet.c.state_run == int(node.value == "yes")),
            "printing": lambda: is_first() if node.value == "first" else not_(is_first()),
        }
        if node.name not in fields:
            raise UsageError(f"the field {node.name} cannot be asked for", where="search", cure="Leave it out")
        return fields[node.name]()

    def _statement_field(self, node: Field) -> Condition:
        state, value = sql.entry_state.c, node.value
        fields: dict[str, Callable[[], Condition]] = {
            "speaker": lambda: _pointing(("speaker",), value),
            "about": lambda: _pointing(("about",), value),
            "actor": lambda: _pointing(("speaker", "about", "actor", "recipient"), value),
            "concept": lambda: _coded(value),
            "form": lambda: _says("form", value),
            "certainty": lambda: _says("certainty", value),
            "status": lambda: state.state == value if value in STATES else _says("status", value),
            "review": lambda: _reviewed(value),
            "coder": lambda: _by_coder(value),
            "event": lambda: _is_of_kind(EVENT) & _says("type", value.upper()),
            # Codes of other ontologies stand in no payload; exports derive them.
            "code": false,
        }
        return fields[node.name]()

    def _in_section(self, name: str) -> Condition:
        """That a reading stands in a section: of all lists of sections that there are, one of those that name it.

        The names are compared here, folded, since databases fold letters differently.
        """
        sections, folded = sql.reading.c.sections, fold_name(name)
        lists = self._connection.execute(select(sections).distinct()).scalars()
        return sections.in_([one for one in lists if folded in map(fold_name, json.loads(one))])

    def _article_tag(self, node: Field) -> Condition:
        return self._tagged("article", sql.article_state.c.page_text, node)

    def _tagged(self, kind: str, subject: ColumnElement[str], node: Field) -> Condition:
        tag = sql.tag.c
        return subject.in_(select(tag.subject).where(tag.subject_kind == kind, tag.folded == fold_name(node.value)))


def _of_one_statement(node: Plan) -> bool:
    """Whether a part of a query speaks of statements alone, so that it must hold of the same one as its neighbours."""
    if isinstance(node, Field):
        return node.name in STATEMENT_FIELDS
    return isinstance(node, And | Or) and all(map(_of_one_statement, node.parts))


def _not(condition: Condition) -> Condition:
    """The opposite; what the database does not know, such as the outlet of an article without one, is not so."""
    return not_(func.coalesce(condition, false()))


def _came_from(words: str) -> Condition:
    """That the article came from a place, or by a feed, whose address holds some words."""
    article, item, listing, feed = sql.article_state.c, sql.feed_item.c, sql.feed_listing.c, sql.feed.c
    places = select(sql.fetch.c.key).where(sql.fetch.c.location.contains(words, autoescape=True))
    listed = select(item.page_text).join(sql.feed_listing, listing.item == item.key)
    listed = listed.join(sql.feed, feed.key == listing.feed).where(
        item.page_text.is_not(None),
        or_(feed.given.contains(words, autoescape=True), feed.url.contains(words, autoescape=True)),
    )
    return or_(article.fetch.in_(places), article.page_text.in_(listed))


def _of_outlet(condition: ColumnElement[bool]) -> Condition:
    """That the article's outlet meets a condition."""
    return sql.article_state.c.publication_folded.in_(select(sql.outlet.c.folded).where(condition))


def _pointing(roles: tuple[str, ...], name: str) -> Condition:
    """That the version which holds points, in one of some roles, at an actor of a key or name."""
    link = sql.version_link.c
    state = sql.entry_state.alias("link_state")
    roots = select(root_of()).where(named_like(name))
    actors = select(sql.actor.c.key).where(one_with(roots))
    entries = select(state.c.entry).where(state.c.actor.in_(actors))
    versions = select(link.version).where(link.role.in_(roles), link.entry.in_(entries))
    return sql.entry_state.c.version.in_(versions)


def _coded(name: str) -> Condition:
    """That the statement is coded with a concept, one merged into it, or one below it."""
    concept, same = sql.concept.c, sql.concept.alias("same")
    live = exists(select(same.c.key).where(same.c.folded == concept.folded, same.c.merged_into.is_(None)))
    named = (concept.folded == fold_name(name)) & (concept.merged_into.is_(None) | ~live)
    found = (
        select(func.coalesce(concept.merged_into, concept.key).label("key"))
        .where(or_(concept.key == name, named))
        .cte(recursive=True)
    )
    more = select(concept.key).where((concept.parent == found.c.key) | (concept.merged_into == found.c.key))
    counted = found.union(more)  # not UNION ALL: what was met once is not gone into again
    return sql.entry_state.c.entry.in_(
        select(sql.coding.c.entry).where(sql.coding.c.concept.in_(select(counted.c.key)))
    )


def _is_of_kind(kind: str) -> Condition:
    """That an entry is a statement or an event; no entry is a sentence."""
    entry = sql.entry.alias("of_kind")
    return exists(select(entry.c.key).where(entry.c.key == sql.entry_state.c.entry, entry.c.kind == kind))


def _says(field: str, value: str) -> Condition:
    """That a field of the payload has a value; payloads are canonical JSON, where this cannot stand elsewhere."""
    said = sql.version.c.payload.contains(f'"{field}":"{value}"', autoescape=True)
    return sql.entry_state.c.version.in_(select(sql.version.c.key).where(said))


def _reviewed(value: str) -> Condition:
    if value == "open":
        return sql.entry_state.c.state == PROPOSED
    if value == "differs":
        return differing()
    if value == "changed":
        return text_changed()
    return sql.entry_state.c.state.not_in(UNJUDGED)


def _by_coder(name: str) -> Condition:
    judged, step = sql.judgement.c, sql.step.c
    coders = select(sql.coder.c.key).where(sql.coder.c.folded == fold_name(name))
    subjects = (
        select(judged.subject)
        .join(sql.step, step.id == judged.step)
        .where(judged.subject_kind == "entry", step.coder.in_(coders))
    )
    return sql.entry_state.c.entry.in_(subjects)
