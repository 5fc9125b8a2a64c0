"""From rows back to the objects that were written: the page, its article, what is proposed about it.

Mentions come back in the order of the text; everything else in the order it was written in. What a
person said has no confidence of a machine: it comes back as certain.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import zstandard
from sqlalchemy import Connection, Row, Table, func, select

from parley.record import sql
from parley.record.drafts import ACTOR_LINK, RELATIONS, STATEMENT
from parley.record.event_drafts import EVENT, rebuild_event
from parley.record.search import pieces_of
from parley.record.spans import from_group, from_groups
from parley.record.states import GONE
from parley.terms.actors import Actor, Mention
from parley.terms.events import Event
from parley.terms.review import Evidence, Reading
from parley.terms.statements import Proposals, Statement
from parley.terms.tables import MachineStatement, StoredReading
from parley.terms.text import Article, Block, Byline, Page, Piece, Sentence, Span, Teaser

BY_A_PERSON = "said so by a person"
"""The reason that stands with what no machine proposed."""


def rebuild_reading(connection: Connection, page_text: str, fetch: str) -> StoredReading:
    """The current reading of a page text with all live proposals.

    Args:
        connection: to the record.
        page_text: digest of the page text.
        fetch: key of the fetch whose name and bytes are wanted.
    """
    state = connection.execute(select(sql.article_state).where(sql.article_state.c.page_text == page_text)).one()
    page, name = stored_page(connection, fetch)
    article = _corrected(rebuild_article(connection, state.reading, name=name), state)
    proposals = _Proposals(connection, page_text, article.pieces)
    sentences = _ordered(connection, sql.sentence, state.reading)
    key = connection.execute(select(sql.page_text.c.key).where(sql.page_text.c.sha256 == page_text)).scalar_one()
    return StoredReading(
        article_key=key,
        reading_key=state.reading,
        reading=Reading(
            page=page,
            article=article,
            proposals=Proposals(
                sentences=tuple(Sentence(start=row.start, end=row.end, paragraph=row.paragraph) for row in sentences),
                mentions=proposals.mentions(),
                actors=proposals.actors(),
                statements=proposals.statements(),
                events=proposals.events(article.text),
            ),
        ),
        entries=proposals.entries(),
    )


def machine_statements(connection: Connection, page_text: str) -> tuple[MachineStatement, ...]:
    """What the newest run over a page text proposed, in the order of the text; contents of the present reading."""
    reading = connection.execute(
        select(sql.article_state.c.reading).where(sql.article_state.c.page_text == page_text)
    ).scalar_one()
    newest = select(func.max(sql.run_reading.c.id)).where(sql.run_reading.c.page_text == page_text).scalar_subquery()
    rows = connection.execute(
        select(sql.version.c.payload)
        .join(sql.run_proposal, sql.run_proposal.c.version == sql.version.c.key)
        .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
        .where(sql.run_proposal.c.run_reading == newest, sql.entry.c.kind == STATEMENT)
        .order_by(sql.version.c.start, sql.version.c.key)
    )
    pieces = pieces_of(connection, reading)
    said = [json.loads(row.payload) for row in rows]
    return tuple(
        MachineStatement(
            cue=from_groups(pieces, one["cue"]),
            content=from_groups(pieces, one["content"]),
            speakers=tuple(one["speakers"]),
        )
        for one in said
        if not one["mention"]
    )


def rebuild_article(connection: Connection, reading: str, *, name: str) -> Article:
    """An article from the rows of a reading.

    Args:
        connection: to the record.
        reading: key of the reading.
        name: the article's id.
    """
    row = connection.execute(
        select(sql.reading, sql.page_text.c.text.label("whole"))
        .join(sql.page_text, sql.page_text.c.sha256 == sql.reading.c.page_text)
        .where(sql.reading.c.key == reading)
    ).one()
    blocks = _ordered(connection, sql.block, reading)
    return Article(
        id=name,
        page_text=row.whole,
        rendition=row.extractor,
        blocks=tuple(Block(start=b.start, end=b.end, role=b.role, copy_of=b.copy_of) for b in blocks),
        text=row.text,
        pieces=tuple(pieces_of(connection, reading)),
        title=row.title,
        date=row.date,
        sections=tuple(json.loads(row.sections)),
        genre=row.genre,
        publication=row.publication,
        byline=_bylines(row.byline),
        language=row.language,
        comments=row.comments,
        teasers=tuple(_teaser(teaser) for teaser in _ordered(connection, sql.teaser, reading)),
        url=row.url,
    )


def _corrected(article: Article, state: Row[Any]) -> Article:
    """The article with what people corrected."""
    return replace(
        article,
        title=state.title,
        date=state.date,
        genre=state.genre,
        publication=state.publication,
        byline=_bylines(state.byline),
        language=state.language,
        url=state.url,
    )


def _bylines(written: str) -> tuple[Byline, ...]:
    return tuple(Byline(name=name, role=role) for name, role in json.loads(written))


def unpack(content: bytes, size: int) -> bytes:
    """The bytes of a blob.

    Raises:
        zstandard.ZstdError: they are damaged.
    """
    return zstandard.ZstdDecompressor().decompress(content, max_output_size=size)


def evidence_of(row: Row[Any]) -> Evidence:
    """A row of the evidence table as evidence."""
    return Evidence(
        start=row.start, end=row.end, exact=row.exact, prefix=row.prefix, suffix=row.suffix, sha256=row.sha256
    )


def last_sightings(proposals: Any) -> Any:
    """A select of the last line that the run log has for each of some proposals."""
    table = sql.run_proposal
    last = (
        select(table.c.version, func.max(table.c.run_reading).label("run_reading"))
        .where(table.c.version.in_(proposals))
        .group_by(table.c.version)
        .subquery()
    )
    return select(table).join(last, (last.c.version == table.c.version) & (last.c.run_reading == table.c.run_reading))


def stored_page(connection: Connection, fetch: str) -> tuple[Page, str]:
    """The page of a fetch, with the name of its article."""
    row = connection.execute(
        select(sql.fetch, sql.blob.c.content, sql.blob.c.size)
        .join(sql.blob, sql.blob.c.sha256 == sql.fetch.c.blob)
        .where(sql.fetch.c.key == fetch)
    ).one()
    media_type, _, charset = row.media_type.partition("; charset=")
    page = Page(
        location=row.location,
        content=unpack(row.content, row.size),
        sha256=row.blob,
        fetched_at=row.fetched_at,
        media_type=media_type,
        charset=charset or None,
        url=row.url,
        announced=_announced(connection, row.blob),
    )
    return page, row.name


def _announced(connection: Connection, blob: str) -> str | None:
    """When a page was published, as the feed says by which it came."""
    item, rendition = sql.feed_item.c, sql.rendition.c
    texts = select(rendition.page_text).where(rendition.blob == blob)
    said = select(item.announced).where(item.page_text.in_(texts), item.announced.is_not(None))
    return connection.execute(said.order_by(item.announced, item.key)).scalars().first()


def _ordered(connection: Connection, table: Table, reading: str) -> Sequence[Row[Any]]:
    return connection.execute(select(table).where(table.c.reading == reading).order_by(table.c.position)).all()


def _teaser(row: Row[Any]) -> Teaser:
    return Teaser(
        title=row.title,
        lead=row.lead,
        genre=row.genre,
        publication=row.publication,
        byline=None if row.byline is None else Byline(name=row.byline, role=row.byline_role),
        spans=tuple(Span(start, end) for start, end in json.loads(row.spans)),
    )


def _person_ids(row: Any, payload: dict[str, Any]) -> list[str | None]:
    """Ids within the reading for what a person said, which no run numbered."""
    if row.kind == STATEMENT:
        return [f"s.{row.entry}"]
    if row.kind == EVENT:
        return [f"e.{row.entry}"]
    mentions = [f"m.{row.entry}.{number}" for number in range(len(payload["mentions"]))]
    return [f"a.{row.entry}" if payload["actor"] else None, *mentions]


class _Proposals:
    """The live proposals about a page text, while they become objects again."""

    def __init__(self, connection: Connection, page_text: str, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        live = (
            select(sql.entry_state.c.version)
            .join(sql.entry, sql.entry.c.key == sql.entry_state.c.entry)
            .where(sql.entry.c.page_text == page_text, sql.entry_state.c.state.not_in(GONE))
        )
        seen = last_sightings(live).subquery()
        query = (
            select(seen, sql.version.c.key, sql.version.c.entry, sql.version.c.payload, sql.entry.c.kind)
            .select_from(sql.version)
            .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
            .outerjoin(seen, sql.version.c.key == seen.c.version)
            .where(sql.version.c.key.in_(live))
            .order_by(func.coalesce(seen.c.run_reading, 0).desc(), seen.c.position, sql.version.c.start)
        )
        self._rows = [(row, json.loads(row.payload)) for row in connection.execute(query)]
        self._local: dict[str, list[str | None]] = {}
        taken: set[str | None] = set()
        for row, payload in self._rows:
            # An id of an older run, on a judged entry, may be taken by another entry in the newest run.
            given = _person_ids(row, payload) if row.local is None else json.loads(row.local)[0]
            ids = [f"{local}.{row.entry}" if local in taken else local for local in given]
            taken.update(local for local in ids if local is not None)
            self._local[row.entry] = ids
        self._links: dict[str, dict[str, list[str]]] = {}
        links = select(sql.version_link).where(sql.version_link.c.version.in_(live))
        for link in connection.execute(links.order_by(sql.version_link.c.position)):
            self._links.setdefault(link.version, {}).setdefault(link.role, []).append(link.entry)

    def entries(self) -> dict[str, str]:
        """Local id of each statement and actor to the key of its entry."""
        return {ids[0]: entry for entry, ids in self._local.items() if ids[0] is not None}

    def mentions(self) -> tuple[Mention, ...]:
        """The mentions, in order of the text."""
        found = []
        for row, payload in self._rows:
            if row.kind == ACTOR_LINK:
                actor, *ids = self._local[row.entry]
                for local, mention in zip(ids, payload["mentions"], strict=True):
                    span = from_group(self._pieces, mention["spans"])
                    if span is not None:
                        kinds = {"kind": mention["kind"], "form": mention["form"], "actor": actor}
                        found.append(Mention(id=str(local), start=span.start, end=span.end, **kinds))
        return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))

    def actors(self) -> tuple[Actor, ...]:
        """The actors that mentions or statements are linked to."""
        return tuple(
            Actor(
                id=str(self._local[row.entry][0]),
                reason=row.reason if row.local is not None else BY_A_PERSON,
                **payload["actor"],
            )
            for row, payload in self._rows
            if row.kind == ACTOR_LINK and payload["actor"]
        )

    def statements(self) -> tuple[Statement, ...]:
        """The statements."""
        return tuple(self._statement(row, payload) for row, payload in self._rows if row.kind == STATEMENT)

    def events(self, text: str) -> tuple[Event, ...]:
        """The events, in the order of the text; ``text`` is the article's."""
        found = []
        for row, payload in self._rows:
            if row.kind == EVENT:
                links = {role: self._ids(entries) for role, entries in self._links.get(row.key, {}).items()}
                by_machine = row.local is not None
                event = rebuild_event(
                    payload,
                    links,
                    self._pieces,
                    text,
                    id=str(self._local[row.entry][0]),
                    confidence=row.confidence if by_machine else 1.0,
                    reason=row.reason if by_machine else BY_A_PERSON,
                )
                found += [event] if event is not None else []
        return tuple(sorted(found, key=lambda event: event.trigger))

    def _statement(self, row: Any, payload: dict[str, Any]) -> Statement:
        links = self._links.get(row.key, {})
        return Statement(
            id=str(self._local[row.entry][0]),
            source=from_groups(self._pieces, payload["source"]),
            cue=from_groups(self._pieces, payload["cue"]),
            content=from_groups(self._pieces, payload["content"]),
            speaker_confidence=row.speaker_confidence if row.local is not None else 1.0,
            speaker_reason=row.reason if row.local is not None else BY_A_PERSON,
            form=payload["form"],
            polarity=payload["polarity"],
            certainty=payload["certainty"],
            confidence=row.confidence if row.local is not None else 1.0,
            speakers=self._ids(links.get("speaker", [])),
            about=self._ids(links.get("about", [])),
            mention=payload["mention"],
            asserted=payload["asserted"],
            said=payload["said"],
            statement_type=payload.get("statement_type"),
            values=payload.get("values", {}),
            **{role: next(iter(self._ids(links.get(role, []))), None) for role in RELATIONS},
        )

    def _ids(self, entries: Sequence[str]) -> tuple[str, ...]:
        return tuple(str(self._local[entry][0]) for entry in entries if entry in self._local)
