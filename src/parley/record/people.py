"""What a person says about one article, made into versions in the way a run's proposals are.

Law of this module: a person's statement goes through the same drafting as the machine's, so both have
evidence, links and keys of the same make, and saying the same twice gives the same version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self, get_args

from sqlalchemy import Row, select

from parley.errors import MissingError, RecordError, UsageError
from parley.record import sql
from parley.record.actors import place_actor, root_of
from parley.record.codebook import typed
from parley.record.digest import digest_of
from parley.record.drafts import Draft, draft_one
from parley.record.rebuild import rebuild_reading
from parley.record.spans import flat
from parley.record.states import ACCEPTED
from parley.record.steps import Step
from parley.record.versions import keep_version, link_version, mint_entry, placed
from parley.terms.actors import Actor
from parley.terms.names import fold_name
from parley.terms.statements import Certainty, Form, Polarity, Statement
from parley.terms.text import Span

_CHOICES: dict[str, tuple[Any, ...]] = {
    "form": get_args(Form),
    "polarity": get_args(Polarity),
    "certainty": get_args(Certainty),
    "mention": (True, False),
    "asserted": (True, False),
}
_NEW = "new"
_UNLINKED = ""
"""In place of the entry of an actor that this article was not linked with before."""


@dataclass(frozen=True, slots=True)
class PersonVersion:
    """A version that a person made, and the entry it is of."""

    entry: str
    key: str


class Desk:
    """One article while a person works on its statements, inside a step.

    Args:
        step: that is being taken.
        page_text: digest of the article's page text.
        fetch: key of the fetch it was read from.
    """

    def __init__(self, step: Step, page_text: str, fetch: str) -> None:
        stored = rebuild_reading(step.connection, page_text, fetch)
        self._step = step
        self._page_text = page_text
        self._article = stored.reading.article
        self._proposals = stored.reading.proposals
        self._entries = dict(stored.entries)
        self._said = self._proposals
        """The statement that is being written, with its actors alone."""

    @classmethod
    def of_entry(cls, step: Step, entry: str) -> Self:
        """The desk of the article that an entry belongs to.

        Raises:
            RecordError: there is no such entry.
        """
        table = sql.article_state.c
        row = step.connection.execute(
            select(table.page_text, table.fetch)
            .join(sql.entry, sql.entry.c.page_text == table.page_text)
            .where(sql.entry.c.key == entry)
        ).first()
        if row is None:
            cure = "Take its key from a list of the record"
            raise MissingError("there is no such entry", where=f"entry {entry}", cure=cure)
        return cls(step, row.page_text, row.fetch)

    def fields_of(self, entry: str) -> dict[str, Any]:
        """What a statement says, as fields a person may give; actors by their keys in the record."""
        statement = self._statement(entry)
        said = {one.name: getattr(statement, one.name) for one in fields(statement) if one.name in _TAKEN_OVER}
        for role in ("speakers", "about"):
            said[role] = [self._actor_key(self._entries[local]) for local in getattr(statement, role)]
        return said

    def joined_content(self, entries: Iterable[str]) -> tuple[Span, ...]:
        """The content of several statements of this article, in order and without overlaps."""
        spans = sorted(span for entry in entries for span in self._statement(entry).content)
        joined: list[Span] = []
        for span in spans:
            if joined and span.start <= joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        return tuple(joined)

    def version_of(self, entry: str, changes: Mapping[str, Any]) -> PersonVersion:
        """The version of a statement with some fields changed.

        Raises:
            RecordError: the entry is no live statement of this article.
            EvidenceError: a span holds no words.
            UsageError: a value does not fit its field.
        """
        statement = self._statement(entry)
        draft = self._draft(self._changed(statement, changes))
        held = self._held(entry)
        touched = set(changes) | (
            {"statement_type", "values"} if {"statement_type", "values"} & set(changes) else set()
        )
        # What is not changed stays as it is in the page text, whatever of it the present reading shows.
        said = json.loads(held.payload)
        payload = draft.payload | {name: value for name, value in said.items() if name not in touched}
        links = [(role, self._entry_of(local)) for role, local in draft.links if _FIELDS[role] in touched]
        link = sql.version_link
        rows = select(link.c.role, link.c.entry).where(link.c.version == held.key).order_by(link.c.position)
        for role, other in self._step.connection.execute(rows):
            if _FIELDS.get(role, role) not in touched:
                links.append((role, other))
        return self._write(_saying(draft, payload), links, entry)

    def new_version(self, fields_given: Mapping[str, Any]) -> PersonVersion:
        """A statement that is not there yet; of the entry that says the same already, where there is one.

        Raises:
            EvidenceError: no words are named, or a span holds none.
            UsageError: a value does not fit its field.
        """
        blank = Statement(
            id=_NEW,
            source=(),
            cue=(),
            content=(),
            speaker_confidence=None,
            speaker_reason="",
            form="indirect",
            polarity="affirmed",
            certainty="certain",
            confidence=1.0,
        )
        statement = self._changed(blank, fields_given)
        draft = self._draft(statement)
        links = [(role, self._entry_of(local)) for role, local in draft.links]
        return self._write(draft, links, self._entry_for(draft))

    def _draft(self, statement: Statement) -> Draft:
        """A statement as a draft, by itself: what else is said about the article need not stand in its present text."""
        actors = {*statement.speakers, *statement.about}
        alone = replace(statement, parent=None, continues=None, same_as=None)
        self._said = replace(
            self._proposals,
            statements=(alone,),
            actors=tuple(one for one in self._proposals.actors if one.id in actors),
            mentions=tuple(one for one in self._proposals.mentions if one.actor in actors),
            events=(),
        )
        return draft_one(self._article, self._said, statement.id)

    def _held(self, entry: str) -> Row[str, str]:
        """Key and payload of the version of an entry that holds."""
        state, version = sql.entry_state.c, sql.version.c
        query = select(version.key, version.payload).join(sql.entry_state, state.version == version.key)
        return self._step.connection.execute(query.where(state.entry == entry)).one()

    def _statement(self, entry: str) -> Statement:
        local = self._local(entry)
        for statement in self._proposals.statements:
            if statement.id == local:
                return statement
        raise RecordError("it is not a statement", where=f"entry {entry}", cure="Name the entry of a statement")

    def _local(self, entry: str) -> str:
        for local, key in self._entries.items():
            if key == entry:
                return local
        raise RecordError(
            "it is no live entry of this article", where=f"entry {entry}", cure="Accept it again before changing it"
        )

    def _changed(self, statement: Statement, changes: Mapping[str, Any]) -> Statement:
        values: dict[str, Any] = {}
        for name, value in changes.items():
            if name in ("source", "cue", "content"):
                values[name] = _spans(name, value)
            elif name in ("speakers", "about"):
                values[name] = tuple(self._actor(one) for one in names_in(name, value))
            elif name in _CHOICES and value not in _CHOICES[name]:
                cure = f"Choose one of {', '.join(map(str, _CHOICES[name]))}"
                raise UsageError(f"{value!r} is no value of {name}", where="statement", cure=cure)
            elif name == "said" and value is not None and not (isinstance(value, str) and _SAID.fullmatch(value)):
                cure = "Write 2023, 2023-08 or 2023-08-09"
                raise UsageError(f"{value!r} is not a date", where="statement", cure=cure)
            else:
                values[name] = value
        if values.get("statement_type") is not None or values.get("values"):
            kind = values.get("statement_type", statement.statement_type)
            values |= dict(
                zip(("statement_type", "values"), typed(self._step, kind, values.get("values", {})), strict=True)
            )
        return replace(statement, **values)

    def _actor(self, wanted: str) -> str:
        """The id within the reading of an actor of this name or key; a new one where the article has none."""
        folded = fold_name(wanted)
        for actor in self._proposals.actors:
            if wanted == self._actor_key(self._entries[actor.id]) or fold_name(actor.name) == folded:
                return actor.id
        known = self._step.connection.execute(select(sql.actor).where(sql.actor.c.key == wanted)).first()
        actor = Actor(
            id=f"new actor {len(self._proposals.actors)}",
            name=known.name if known else wanted,
            kind=known.kind if known else "other",
            known_as=(known.known_as or known.key) if known else None,
            reason="named by a person",
        )
        self._proposals = replace(self._proposals, actors=(*self._proposals.actors, actor))
        self._entries[actor.id] = _UNLINKED
        return actor.id

    def _actor_key(self, entry: str) -> str | None:
        state = sql.entry_state.c
        return self._step.connection.execute(
            select(root_of()).join(sql.entry_state, state.actor == sql.actor.c.key).where(state.entry == entry)
        ).scalar()

    def _entry_for(self, draft: Draft) -> str:
        """The entry of this article that says the same already; a new one where there is none."""
        state = sql.entry_state.c
        same = self._step.connection.execute(
            select(sql.version.c.entry)
            .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
            .outerjoin(sql.entry_state, state.entry == sql.version.c.entry)
            .where(
                sql.entry.c.page_text == self._page_text,
                sql.version.c.content_hash == draft.digest,
                # One that has moved on to other words says the same no more; one that was taken back has no state.
                (state.version == sql.version.c.key) | state.entry.is_(None),
            )
            .order_by(state.entry.is_(None), sql.version.c.entry)
            .limit(1)
        ).scalar()
        return same or mint_entry(self._step.connection, draft, page_text=self._page_text)

    def _entry_of(self, local: str) -> str:
        """The entry of an actor of this article; made where a person named the actor just now."""
        if self._entries[local] == _UNLINKED:
            self._entries[local] = self._link_actor(local)
        return self._entries[local]

    def _write(self, draft: Draft, links: Sequence[tuple[str, str]], entry: str) -> PersonVersion:
        connection, table = self._step.connection, sql.version_link
        version = keep_version(connection, entry, draft, text=self._article.page_text)
        held = {
            tuple(row)
            for row in connection.execute(
                select(table.c.role, table.c.position, table.c.entry).where(table.c.version == version)
            )
        }
        if held and held != placed(links):
            raise UsageError(
                "two actors of the article have this name, and the statement says the same of either",
                where=f"entry {entry}",
                cure="Split the actor, or merge the two",
            )
        link_version(connection, version, placed(links))
        return PersonVersion(entry, version)

    def _link_actor(self, local: str) -> str:
        """The entry that links an actor, whom a person named, with this article."""
        draft = draft_one(self._article, self._said, local)
        entry = self._entry_for(draft)
        version = keep_version(self._step.connection, entry, draft, text=self._article.page_text)
        actor = place_actor(self._step.connection, draft.payload["actor"], page_text=self._page_text)
        state = {"state": ACCEPTED, "version": version, "actor": actor, "merged_into": None, "judged": None}
        self._step.change("entry", entry, state, kind="add")
        return entry


def _saying(draft: Draft, payload: dict[str, Any]) -> Draft:
    """A draft with another payload, and the evidence for it."""
    quoted = [(role, span) for role in ("source", "cue", "content") for span in flat(payload[role])]
    quoted += [one for one in draft.quoted if one[0] == "sentence"]
    return replace(draft, payload=payload, digest=digest_of(payload), quoted=tuple(quoted))


def _spans(name: str, value: Any) -> tuple[Span, ...]:
    try:
        found = tuple(span if isinstance(span, Span) else Span(*span) for span in value)
        if all(isinstance(edge, int) for span in found for edge in (span.start, span.end)):
            return found
    except TypeError:
        pass
    cure = "Write [(start, end)] in code points of the article's text"
    raise UsageError(f"{value!r} are no spans", where=f"statement {name}", cure=cure)


def names_in(name: str, value: Any) -> Sequence[str]:
    """The actors of a field, by names or keys.

    Raises:
        UsageError: they are no list of actors.
    """
    if isinstance(value, str) or not all(isinstance(one, str) and fold_name(one) for one in value):
        cure = f'Write {name}=["Ahmad Massoud"], by names or keys'
        raise UsageError(f"{value!r} is no list of actors", where=name, cure=cure)
    return tuple(value)


_FIELDS = {"speaker": "speakers", "about": "about"}
"""Roles of links to the fields of a statement that they come from."""
_SAID = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:.]+Z?)?)?)?")

_TAKEN_OVER = {
    "source",
    "cue",
    "form",
    "polarity",
    "certainty",
    "mention",
    "asserted",
    "said",
    "statement_type",
    "values",
}
"""Fields that the parts of a split statement share."""
