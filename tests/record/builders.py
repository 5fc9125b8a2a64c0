"""Pages, readings and proposals built by hand, for the tests of the record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select, text

from parley.record import Store, sql
from parley.record.columns import metadata
from parley.terms.actors import Actor, Mention
from parley.terms.review import Reading, Run
from parley.terms.statements import Proposals, Statement
from parley.terms.text import (
    PARAGRAPH_BREAK,
    Article,
    Block,
    BlockRole,
    Byline,
    Page,
    Piece,
    Sentence,
    Span,
    Teaser,
)

RUN = Run(code="0.1.0", weights="w" * 64, started_at="2026-11-24T10:00:00Z", parameters='{"batch":1}')
RUN_LOG = {"run", "run_reading", "run_proposal", "run_refusal", "audit"}

LEAD = "An analyst said: Moscow is more cautious than NATO."
BODY = "Seyed Abbas Hosseini said: Moscow invited the Taliban. NATO, he added, declared that it will not help."
LAST = "This path goes on. It was long before Doha."


def page_of(content: str, *, location: str = "pages/visit.txt", fetched_at: str = "2026-11-24T10:00:01Z") -> Page:
    """A page of some plain text."""
    raw = content.encode()
    return Page(
        location=location,
        content=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        fetched_at=fetched_at,
        media_type="text/plain",
        url="https://example.org/visit",
    )


def article_of(blocks: Sequence[tuple[BlockRole, str]], **fields: Any) -> Article:
    """An article of blocks that follow each other with blank lines between them."""
    page_text = PARAGRAPH_BREAK.join(words for _, words in blocks)
    tiles, pieces, parts = [], [], []
    place = text_place = 0
    for number, (role, words) in enumerate(blocks):
        end = place + len(words) + (len(PARAGRAPH_BREAK) if number + 1 < len(blocks) else 0)
        tiles.append(Block(start=place, end=end, role=role))
        if role in {"lead", "body"}:
            pieces.append(Piece(start=text_place, end=text_place + len(words), page_start=place))
            parts.append(words)
            text_place += len(words) + len(PARAGRAPH_BREAK)
        place = end
    made: dict[str, Any] = {
        "id": "visit",
        "page_text": page_text,
        "rendition": "plain-1",
        "blocks": tuple(tiles),
        "text": PARAGRAPH_BREAK.join(parts),
        "pieces": tuple(pieces),
    }
    return Article(**made | fields)


def spans(article: Article, *words: str) -> tuple[Span, ...]:
    """Where words stand in an article's text, first occurrence each."""
    starts = [article.text.index(one) for one in words]
    return tuple(Span(start, start + len(one)) for start, one in zip(starts, words, strict=True))


def statement_of(article: Article, local: str, source: str, cue: str, content: str, **fields: Any) -> Statement:
    """A statement whose parts are given by their words; an empty string for none."""
    made: dict[str, Any] = {
        "id": local,
        "source": spans(article, source) if source else (),
        "cue": spans(article, cue) if cue else (),
        "content": spans(article, content) if content else (),
        "speaker_confidence": 0.75,
        "speaker_reason": "The name stands beside the cue.",
        "form": "indirect",
        "polarity": "affirmed",
        "certainty": "certain",
        "confidence": 0.5,
    }
    return Statement(**made | fields)


def example_article(**fields: Any) -> Article:
    """An article with a title, a lead, two paragraphs, furniture, a teaser and every field."""
    made: dict[str, Any] = {
        "title": "Analysis of a visit",
        "date": "2023-09-09",
        "sections": ("interview", "political"),
        "genre": "interview",
        "publication": "Strategic Council Online",
        "byline": (Byline(name="A. Writer", role="editor"),),
        "comments": 0,
        "teasers": (
            Teaser(title="Other news", lead="More of it.", byline=Byline(name="B. Writer"), spans=(Span(3, 8),)),
            Teaser(title="Third", genre="note", publication="Elsewhere"),
        ),
        "url": "https://example.org/visit",
    }
    blocks: list[tuple[BlockRole, str]] = [
        ("title", "Analysis of a visit"),
        ("lead", LEAD),
        ("body", BODY),
        ("body", LAST),
        ("furniture", "0 Comments"),
        ("teaser", "Other news. More of it."),
    ]
    return article_of(blocks, **made | fields)


def example_proposals(article: Article) -> Proposals:
    """Actors, mentions and statements of the example: nested, extended, repeated, unlinked."""
    hosseini, analyst, moscow, he = spans(article, "Seyed Abbas Hosseini", "An analyst", "Moscow", "he added")
    nato = article.text.index("NATO, he")
    doha = article.text.index("Doha")
    mentions = (
        Mention(id="m1", start=analyst.start, end=analyst.end, kind="person", form="nominal", actor="a1"),
        Mention(id="m2", start=moscow.start, end=moscow.end, kind="place", form="name", actor="a2"),
        Mention(id="m3", start=hosseini.start, end=hosseini.end, kind="person", form="name", actor="a1"),
        Mention(id="m4", start=nato, end=nato + 4, kind="organization", form="name", actor="a3"),
        Mention(id="m5", start=he.start, end=he.start + 2, kind="person", form="pronoun", actor="a1"),
        Mention(id="m6", start=doha, end=doha + 4, kind="place", form="name"),
    )
    actors = (
        Actor(id="a1", name="Seyed Abbas Hosseini", kind="person", role="analyst", reason="Introduced by name."),
        Actor(id="a2", name="Moscow", kind="state", country="RUS", known_as="RUS"),
        Actor(id="a3", name="NATO", kind="organization", sector="IGO"),
    )
    statements = (
        statement_of(
            article,
            "s1",
            "An analyst",
            "said",
            "Moscow is more cautious than NATO",
            speakers=("a1",),
            about=("a2", "a3"),
        ),
        statement_of(
            article,
            "s2",
            "Seyed Abbas Hosseini",
            "Hosseini said",
            BODY.split("said: ")[1] + PARAGRAPH_BREAK + "This path goes on.",
            speakers=("a1",),
            same_as="s1",
        ),
        statement_of(article, "s3", "NATO, he", "declared", "it will not help", speakers=("a3",), parent="s2"),
        statement_of(article, "s4", "", "", "It was long before Doha.", speaker_confidence=None, continues="s2"),
    )
    cuts = [
        LEAD,
        "Seyed Abbas Hosseini said: Moscow invited the Taliban.",
        "NATO, he added, declared that it will not help.",
    ]
    cuts += ["This path goes on.", "It was long before Doha."]
    places = spans(article, *cuts)
    sentences = tuple(
        Sentence(start=place.start, end=place.end, paragraph=paragraph)
        for place, paragraph in zip(places, (0, 1, 1, 2, 2), strict=True)
    )
    return Proposals(sentences=sentences, mentions=mentions, actors=actors, statements=statements)


def example_reading(**fields: Any) -> Reading:
    """A page, its article and its proposals; fields are the article's."""
    article = example_article(**fields)
    return Reading(page=page_of(article.page_text), article=article, proposals=example_proposals(article))


def simple_reading(
    name: str, words: str, *statements: tuple[str, str, str], speaker: Actor | None = None, **fields: Any
) -> Reading:
    """A page of one paragraph, one sentence; statements are (source, cue, content), all of one speaker."""
    article = article_of([("body", words)], **{"id": name} | fields)
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    if speaker is not None:
        actors = (speaker,)
        place = spans(article, statements[0][0])[0]
        mentions = (
            Mention(id="m1", start=place.start, end=place.end, kind=speaker.kind, form="name", actor=speaker.id),
        )
    made = tuple(
        statement_of(article, f"s{number}", *parts, speakers=(speaker.id,) if speaker else ())
        for number, parts in enumerate(statements, 1)
    )
    sentences = (Sentence(start=0, end=len(words), paragraph=0),)
    page = page_of(words, location=f"pages/{name}.txt")
    proposals = Proposals(sentences=sentences, mentions=mentions, actors=actors, statements=made)
    return Reading(page=page, article=article, proposals=proposals)


def with_statements(reading: Reading, *statements: Statement) -> Reading:
    """The same reading with other statements."""
    return replace(reading, proposals=replace(reading.proposals, statements=statements))


def write(store: Store, *readings: Reading, run: Run = RUN) -> list[dict[str, str]]:
    """Write readings in one run; the entries of each."""
    with store.writer(run) as writer:
        return [dict(writer.write_reading(reading).entries) for reading in readings]


def dump(store: Store, *, run_log: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, with or without the run log."""
    with store.engine.connect() as connection:
        rows = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
            if run_log or table.name not in RUN_LOG
        }
        columns = "rowid, words" if connection.dialect.name == "sqlite" else "id, vector"
        rows["search"] = [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM search ORDER BY 1"))]
    return rows


def tamper(store: Store, *commands: str) -> None:
    """Change a record behind Parley's back: triggers and foreign keys off, then the commands."""
    with store.engine.connect() as connection:
        database: Any = connection.connection.driver_connection
        if connection.dialect.name == "postgresql":
            database.execute("SET session_replication_role = replica")
            for command in commands:
                database.execute(command.replace("x'00'", "'\\x00'::bytea"))
            database.execute("SET session_replication_role = DEFAULT")
            database.commit()
            return
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("PRAGMA foreign_keys = OFF")
        for command in commands:
            database.execute(command)
        database.execute("PRAGMA foreign_keys = ON")


def accept_all(store: Store, coder: str = "Anna Lind") -> None:
    """Let a person accept every entry of a record."""
    with store.engine.connect() as connection:
        keys = connection.execute(select(sql.entry_state.c.entry)).scalars().all()
    store.judge(coder).entries.accept(keys)


def state_of(store: Store, entry: str) -> str:
    """The state of an entry."""
    with store.engine.connect() as connection:
        table = sql.entry_state.c
        return str(connection.execute(select(table.state).where(table.entry == entry)).scalar_one())
