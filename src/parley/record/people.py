"""What a person says about one article, made into versions in the way a run's proposals are.

Law of this module: a person's statement goes through the same drafting as the machine's, so both have
evidence, links and keys of the same make, and saying the same twice gives the same version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self, get_args

from sqlalchemy import select

from parley.errors import RecordError, UsageError
from parley.record import sql
from parley.record.actors import place_actor, root_of
from parley.record.codebook import typed
from parley.record.drafts import Draft, draft_one
from parley.record.rebuild import rebuild_reading
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
            raise RecordError("there is no such entry", where=f"entry {entry}", cure=cure)
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
        local = self._local(entry)
        changed = self._changed(self._statement(entry), changes)
        others = tuple(changed if one.id == local else one for one in self._proposals.statements)
        self._proposals = replace(self._proposals, statements=others)
        return self._write(draft_one(self._article, self._proposals, local), entry)

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
        before = self._proposals
        self._proposals = replace(before, statements=(*before.statements, statement))
        draft = draft_one(self._article, self._proposals, _NEW)
        version = self._write(draft, self._entry_for(draft))
        # The next new statement takes the id again; actors that came with this one stay.
        self._proposals = replace(self._proposals, statements=before.statements)
        return version

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
                values[name] = tuple(Span(*span) if not isinstance(span, Span) else span for span in value)
            elif name in ("speakers", "about"):
                values[name] = tuple(self._actor(one) for one in value)
            elif name in _CHOICES and value not in _CHOICES[name]:
                cure = f"Choose one of {', '.join(map(str, _CHOICES[name]))}"
                raise UsageError(f"{value!r} is no value of {name}", where="statement", cure=cure)
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
        same = self._step.connection.execute(
            select(sql.version.c.entry)
            .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
            .where(sql.entry.c.page_text == self._page_text, sql.version.c.content_hash == draft.digest)
            .order_by(sql.version.c.entry)
            .limit(1)
        ).scalar()
        return same or mint_entry(self._step.connection, draft, page_text=self._page_text)

    def _write(self, draft: Draft, entry: str) -> PersonVersion:
        for _, local in draft.links:
            if self._entries[local] == _UNLINKED:
                self._entries[local] = self._link_actor(local)
        version = keep_version(self._step.connection, entry, draft, text=self._article.page_text)
        links = placed((role, self._entries[local]) for role, local in draft.links)
        link_version(self._step.connection, version, links)
        return PersonVersion(entry, version)

    def _link_actor(self, local: str) -> str:
        """The entry that links an actor, whom a person named, with this article."""
        draft = draft_one(self._article, self._proposals, local)
        entry = self._entry_for(draft)
        version = keep_version(self._step.connection, entry, draft, text=self._article.page_text)
        actor = place_actor(self._step.connection, draft.payload["actor"], page_text=self._page_text)
        state = {"state": ACCEPTED, "version": version, "actor": actor, "merged_into": None, "judged": None}
        self._step.change("entry", entry, state, kind="add")
        return entry


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
