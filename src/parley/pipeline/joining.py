"""Another Parley record into this one: its pages, what the machine proposed, what people made of it.

Law of this module: entries keep their judgements under the names of those who made them; a coder may
get another name here. The history of steps stays in the other record: what comes in is the state that
they led to, as steps of the same people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from parley.errors import ParleyError
from parley.record import Store
from parley.record.judging_entries import EDITABLE
from parley.terms.exchange import LeftOut, Report
from parley.terms.review import Run
from parley.terms.tables import StatementRow, StoredReading

WHY = "from another record"


def join_record(store: Store, other: Store, *, coder: str, coders: Mapping[str, str] | None = None) -> Report:
    """Bring another record into this one.

    Args:
        store: the record that grows.
        other: the record that is read.
        coder: who brings it in: codebook and library are theirs.
        coders: name of a coder there to the name here, where it is another one.

    Returns:
        What came in, and what did not and why.
    """
    joining = _Joining(store, other, coder=coder, coders=coders or {})
    joining.codebook()
    joining.articles()
    joining.library()
    return Report(came=dict(joining.came), left=tuple(joining.left))


@dataclass
class _Joining:
    """A record while it comes in."""

    store: Store
    other: Store
    coder: str
    coders: Mapping[str, str]
    came: dict[str, int] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)

    def name(self, coder: str | None) -> str:
        """The name here of a coder there."""
        return self.coders.get(coder, coder) if coder else self.coder

    def codebook(self) -> None:
        """Types of statements, and concepts with those above them first."""
        judge = self.store.judge(self.coder).codebook
        for kind in self.other.view().statement_types():
            judge.define_type(kind, reason=WHY)
            self._count("statement types")
        waiting = {row.name: row for row in self.other.view().concepts()}
        while waiting:
            ready = [row for row in waiting.values() if row.parent not in waiting]
            for row in ready or list(waiting.values()):
                parent = row.parent if ready else None
                judge.define(row.name, definition=row.definition, colour=row.colour, parent=parent, reason=WHY)
                self._count("concepts")
                del waiting[row.name]

    def articles(self) -> None:
        """Pages with what the machine proposed, then what people made of them."""
        machine, present = self.other.view(judgements=False), self.other.view()
        for row in machine.articles():
            stored = machine.article(row.key)
            entries = self._write(stored)
            self._count("articles")
            rows = {one.key: one for one in present.statements(article=row.key, withdrawn=True)}
            now = present.article(row.key)
            local = {key: name for name, key in now.entries.items()}
            for one in rows.values():
                self._judge(one, entries, _fields(now, local.get(one.key), one))
            self._correct(row.key)

    def library(self) -> None:
        """Collections, outlets and saved searches."""
        judge = self.store.judge(self.coder).library
        for search in self.other.view().saved_searches():
            judge.save_search(search.name, search.query, reason=WHY)
            self._count("saved searches")
        for outlet in self.other.view().outlets():
            known = {name: getattr(outlet, name) for name in ("country", "owner", "reach", "reliability", "state_run")}
            if any(value is not None for value in known.values()):
                judge.describe_outlet(outlet.name, reason=WHY, **known)
                self._count("outlets")
        for collection in self.other.view().collections():
            rule = collection.definition
            judge.collect(
                collection.name,
                outlets=rule["outlets"],
                since=rule["since"],
                until=rule["until"],
                query=rule["query"],
                articles=self._keys(rule["articles"]),
                without=self._keys(rule["without"]),
                reason=WHY,
            )
            self._count("collections")

    def _write(self, stored: StoredReading) -> dict[str, str]:
        """Key there to key here of each entry that the machine proposed."""
        newest = next(iter(self.other.view().runs()), None)
        run = Run(
            code=newest.code if newest else "",
            weights=newest.weights if newest else "",
            started_at=stored.reading.page.fetched_at,
            parameters="{}",
        )
        with self.store.writer(run) as writer:
            written = writer.write_reading(stored.reading)
        return {key: written.entries[local] for local, key in stored.entries.items()}

    def _judge(self, row: StatementRow, entries: Mapping[str, str], fields: Mapping[str, Any] | None) -> None:
        """What people made of one statement."""
        judge = self.store.judge(self.name(row.judged_by))
        try:
            entry = entries.get(row.key)
            if row.state == "accepted" and fields is not None:
                entry = self._accept(row, entry, fields)
            elif row.state == "rejected" and entry is not None:
                judge.entries.reject([entry], reason=WHY)
            elif row.state in ("rejected", "retracted", "merged"):
                self.left.append(LeftOut(what="statement", where=row.key, why=f"it is {row.state} there"))
                return
            if entry is None:
                return
            self._adorn(row, entry)
        except ParleyError as error:
            self.left.append(LeftOut(what="statement", where=row.key, why=error.sentence()))

    def _accept(self, row: StatementRow, entry: str | None, fields: Mapping[str, Any]) -> str:
        judge = self.store.judge(self.name(row.judged_by)).entries
        self._count("judgements")
        if entry is None:
            return judge.add(row.article_key, reason=WHY, **fields)
        if _edited(self.other, row.key):
            judge.edit(entry, reason=WHY, **fields)
        else:
            judge.accept([entry], reason=WHY)
        return entry

    def _adorn(self, row: StatementRow, entry: str) -> None:
        """Codings, tags and comments."""
        for coding in row.concepts:
            codebook = self.store.judge(self.name(coding.coder)).codebook
            codebook.code([entry], coding.concept, coding.stance, reason=WHY)
            self._count("codings")
        for tag in row.tags:
            self.store.judge(self.coder).articles.tag([], tag, entries=[entry])
            self._count("tags")
        for comment in self.other.view().comments(f"entry {row.key}"):
            self.store.judge(self.name(comment.coder)).entries.comment(entry, comment.comment)
            self._count("comments")

    def _correct(self, article: str) -> None:
        """Corrections of the article's fields, and how far people are with it."""
        for step in self.other.view().judgements("article", self.other.view().page_text_of(article))[-1:]:
            judge, state = self.store.judge(self.name(step.coder)).articles, step.after or {}
            for name, value in state.get("corrections", {}).items():
                if name != "blocks":
                    judge.correct(article, name, value, reason=WHY)
            if state.get("work", "unread") != "unread":
                judge.work(article, state["work"], reason=state["work_reason"] or WHY)
            self._count("corrected articles")

    def _keys(self, page_texts: list[str]) -> list[str]:
        """Articles of a collection by key; those that are not here are said."""
        here = {row.key for row in self.store.view().articles()}
        keys = [self.other.view().article_key_of(page_text) for page_text in page_texts]
        return [key for key in keys if key in here]

    def _count(self, what: str) -> None:
        self.came[what] = self.came.get(what, 0) + 1


def _fields(stored: StoredReading, local: str | None, row: StatementRow) -> dict[str, Any] | None:
    """A statement as fields that a person may give; None where the present reading does not show it."""
    for statement in stored.reading.proposals.statements:
        if statement.id == local:
            names = {actor.id: actor.name for actor in stored.reading.proposals.actors}
            said = {name: getattr(statement, name) for name in EDITABLE - {"statement_type", "values"}}
            said["speakers"] = [names[one] for one in statement.speakers]
            said["about"] = [names[one] for one in statement.about]
            if row.statement_type is not None:
                said |= {"statement_type": row.statement_type, "values": dict(row.values)}
            return said
    return None


def _edited(other: Store, entry: str) -> bool:
    """Whether a person changed what the machine proposed."""
    return any(step.kind in ("edit", "add", "split", "merge") for step in other.view().judgements("entry", entry))
