"""Bringing a corpus that people coded elsewhere into a record: its codebook, its statements, who coded them.

Law of this module: every statement of the source becomes an entry of its own, even where two say the
very same; what has no place in the record is kept in the row of the import, so that it can go out again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from parley.errors import RecordError
from parley.record import sql
from parley.record.actors import place_actor
from parley.record.base import Store
from parley.record.codebook import next_position, variables_of
from parley.record.digest import canonical_json, short_key
from parley.record.drafts import ACTOR_LINK, Draft, draft_all
from parley.record.engine import record_errors, writing
from parley.record.judging_codebook import place_entities, place_type
from parley.record.rebuild import rebuild_article
from parley.record.states import ACCEPTED
from parley.record.steps import Step, place_coder
from parley.record.versions import keep_version, link_version, mint_entry, placed
from parley.terms.actors import Actor
from parley.terms.exchange import CodedCorpus, CodedStatement, Value
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Sentence, Span

SPEAKERS = ("person", "organization", "organisation", "speaker", "actor")
"""Short texts that say who speaks, the first that is coded counts: DNA's own names and common ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Where a corpus comes from, and who brings it in."""

    name: str
    """Of the file."""
    form: str
    sha256: str
    """Of its bytes."""
    coder: str
    report: Mapping[str, Any] = field(default_factory=dict)


def check_new(store: Store, source: Import) -> None:
    """Refuse a file that came in before.

    Raises:
        RecordError: it did.
    """
    with record_errors(store.name), store.engine.connect() as connection:
        _check_new(connection, _key(source))


def bring_corpus(store: Store, corpus: CodedCorpus, source: Import, *, pages: Mapping[str, str]) -> int:
    """Bring in everything but the documents, which are articles of the record already; in one transaction.

    Args:
        store: the open record.
        corpus: what was read.
        source: where it comes from.
        pages: key of each document to the digest of its page text.

    Returns:
        How many statements came in.

    Raises:
        RecordError: this very file came in before.
        RecordBusyError: another process holds the record.
    """
    with record_errors(store.name), writing(store.engine).begin() as connection:
        _check_new(connection, _key(source))
        step = Step(connection, kind="import", coder=source.coder)
        types = _bring_codebook(step, corpus)
        kept = _bring_statements(connection, corpus, source, types, pages)
        row = {
            "key": _key(source),
            "name": source.name,
            "format": source.form,
            "sha256": source.sha256,
            "extras": canonical_json(_extras(corpus, pages, kept)),
            "report": canonical_json(dict(source.report)),
        }
        step.change("imported", row["key"], row)
        step.finish()
    return len(kept)


def _key(source: Import) -> str:
    return short_key("imported", source.form, source.sha256)


def _check_new(connection: Connection, key: str) -> None:
    if connection.execute(select(sql.imported.c.key).where(sql.imported.c.key == key)).first() is not None:
        raise RecordError(
            "this very file came in before", where="import", cure="Undo that import first, or go on with what is there"
        )


def _bring_codebook(step: Step, corpus: CodedCorpus) -> dict[str, str]:
    """Coders, types with their entities, and patterns; name of each type to its key."""
    for coder in corpus.coders:
        place_coder(step.connection, coder.name, colour=coder.colour)
    types = {one.name: place_type(step, one) for one in corpus.types}
    for name, key in types.items():
        wanted = [
            {
                "variable": one.variable,
                "value": one.value,
                "colour": one.colour,
                "parent": one.parent,
                "attributes": one.attributes,
            }
            for one in corpus.entities
            if one.statement_type == name
        ]
        place_entities(step, key, wanted)
    for pattern in corpus.patterns:
        if step.read("pattern", pattern.label) is None:
            row = {"label": pattern.label, "colour": pattern.colour, "position": next_position(step, "pattern")}
            step.change("pattern", pattern.label, row, kind="add")
    return types


def _bring_statements(
    connection: Connection, corpus: CodedCorpus, source: Import, types: Mapping[str, str], pages: Mapping[str, str]
) -> list[str]:
    """Key of the entry of each statement, in the order of the corpus; one step for each coder."""
    steps: dict[str, Step] = {}
    by_page: dict[tuple[str, str], list[int]] = {}
    for number, statement in enumerate(corpus.statements):
        coder = statement.coder or source.coder
        by_page.setdefault((coder, pages[statement.document]), []).append(number)
    keys = _Keys(connection, types)
    entries: dict[int, str] = {}
    for (coder, page), numbers in by_page.items():
        step = steps.get(coder) or steps.setdefault(coder, Step(connection, kind="import", coder=coder))
        found = _page_statements(step, page, [corpus.statements[number] for number in numbers], keys)
        entries |= dict(zip(numbers, found, strict=True))
    for step in steps.values():
        step.finish()
    return [entries[number] for number in range(len(corpus.statements))]


class _Keys:
    """Names of the codebook to keys, looked up once for a whole import."""

    def __init__(self, connection: Connection, types: Mapping[str, str]) -> None:
        self._types = types
        self._variables = {name: variables_of(connection, key) for name, key in types.items()}
        table = sql.entity.c
        rows = connection.execute(select(table.variable, table.value, table.key))
        self._entities = {(row.variable, row.value): row.key for row in rows}

    def typed(self, statement: CodedStatement) -> tuple[str, dict[str, Value]]:
        """The type of a statement and its values, by key."""
        variables = self._variables[statement.statement_type]
        found: dict[str, Value] = {}
        for name, value in statement.values.items():
            variable = variables[name]
            short = variable.kind == "short text"
            found[variable.key] = self._entities[(variable.key, str(value))] if short else value
        return self._types[statement.statement_type], found


def _page_statements(step: Step, page: str, statements: Sequence[CodedStatement], keys: _Keys) -> list[str]:
    table = sql.article_state.c
    reading = step.connection.execute(select(table.reading).where(table.page_text == page)).scalar_one()
    article = rebuild_article(step.connection, reading, name="")
    sentence = sql.sentence.c
    rows = step.connection.execute(
        select(sentence.start, sentence.end, sentence.paragraph)
        .where(sentence.reading == reading)
        .order_by(sentence.position)
    )
    actors: dict[str, Actor] = {}
    made = []
    for number, statement in enumerate(statements):
        speaker = _speaker(statement)
        if speaker is not None:
            actors.setdefault(speaker, _actor(speaker, len(actors), statement))
        kind, values = keys.typed(statement)
        made.append(
            Statement(
                id=f"s{number}",
                source=(),
                cue=(),
                content=(Span(statement.start, statement.end),),
                speaker_confidence=None,
                speaker_reason="",
                form="indirect",
                polarity="affirmed",
                certainty="certain",
                confidence=1.0,
                speakers=() if speaker is None else (actors[speaker].id,),
                statement_type=kind,
                values=values,
            )
        )
    proposals = Proposals(
        sentences=tuple(Sentence(**row._asdict()) for row in rows),
        actors=tuple(actors.values()),
        statements=tuple(made),
    )
    entries = _write(step, draft_all(article, proposals), page=page, text=article.page_text)
    return [entries[one.id] for one in made]


def _speaker(statement: CodedStatement) -> str | None:
    values = {name.casefold(): value for name, value in statement.values.items()}
    return next((str(values[name]) for name in SPEAKERS if values.get(name)), None)


def _actor(name: str, number: int, statement: CodedStatement) -> Actor:
    person = any(key.casefold() == "person" and value == name for key, value in statement.values.items())
    return Actor(id=f"a{number}", name=name, kind="person" if person else "other", reason="coded by a person")


def _write(step: Step, drafts: Sequence[Draft], *, page: str, text: str) -> dict[str, str]:
    """Entries for drafts: one for each statement, whether or not another one says the same."""
    entries: dict[str, str] = {}
    for draft in drafts:
        if draft.kind == ACTOR_LINK:
            entries[str(draft.local[0])] = _link(step, draft, page=page, text=text)
            continue
        links = placed((role, entries[local]) for role, local in draft.links)
        for local in (draft.local, *draft.twins):
            entry = mint_entry(step.connection, draft, page_text=page)
            version = keep_version(step.connection, entry, draft, text=text)
            link_version(step.connection, version, links)
            step.change("entry", entry, _accepted(version, None), kind="add")
            entries[str(local[0])] = entry
    return entries


def _link(step: Step, draft: Draft, *, page: str, text: str) -> str:
    same = (
        select(sql.version.c.entry)
        .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
        .where(sql.entry.c.page_text == page, sql.version.c.content_hash == draft.digest)
    )
    entry = step.connection.execute(same).scalar() or mint_entry(step.connection, draft, page_text=page)
    version = keep_version(step.connection, entry, draft, text=text)
    actor = place_actor(step.connection, draft.payload["actor"], page_text=page)
    step.change("entry", entry, _accepted(version, actor), kind="add")
    return str(entry)


def _accepted(version: str, actor: str | None) -> dict[str, Any]:
    return {"state": ACCEPTED, "version": version, "actor": actor, "merged_into": None, "judged": None}


def _extras(corpus: CodedCorpus, pages: Mapping[str, str], entries: Sequence[str]) -> dict[str, Any]:
    """What the record has no word for, by what it belongs to."""
    return {
        "corpus": dict(corpus.extras),
        "coders": [{"name": one.name, "colour": one.colour, "extras": dict(one.extras)} for one in corpus.coders],
        "types": {one.name: dict(one.extras) for one in corpus.types},
        "variables": [[kind.name, one.name, dict(one.extras)] for kind in corpus.types for one in kind.variables],
        "entities": [[one.statement_type, one.variable, one.value, dict(one.extras)] for one in corpus.entities],
        "documents": [
            {
                "key": one.key,
                "page_text": pages[one.key],
                "title": one.title,
                "date": one.date,
                "author": one.author,
                "source": one.source,
                "section": one.section,
                "kind": one.kind,
                "notes": one.notes,
                "url": one.url,
                "coder": one.coder,
                "extras": dict(one.extras),
            }
            for one in corpus.documents
        ],
        "statements": [
            [entry, one.document, one.coder, dict(one.extras)]
            for entry, one in zip(entries, corpus.statements, strict=True)
        ],
    }
