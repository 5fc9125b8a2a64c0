"""A page and its reading as rows: blob, fetch, page text, rendition, reading and what hangs on it.

Law of this module: a row that is there is left as it is. Everything is keyed by what it says, so
writing the same page again finds every row already there.
"""

from __future__ import annotations

from typing import Any

import zstandard
from sqlalchemy import Connection, Table, insert, select

from parley.errors import EvidenceError, RecordError
from parley.record import sql
from parley.record.digest import canonical_json, digest_bytes, digest_of, digest_text, short_key
from parley.record.evidence import article_faults
from parley.terms.names import fold_name
from parley.terms.review import Reading
from parley.terms.text import Article, Page, Sentence

Rows = list[dict[str, Any]]


def check_reading(reading: Reading) -> None:
    """Refuse a reading whose parts do not fit together.

    Raises:
        RecordError: the page's digest is not that of its bytes, or the blocks do not tile the page text.
        EvidenceError: a piece leads to other words.
    """
    page = reading.page
    if digest_bytes(page.content) != page.sha256:
        raise RecordError("its digest is not that of its bytes", where=page.location, cure="Read the page again")
    for fault in article_faults(reading.article):
        error = EvidenceError if fault.startswith(("piece", "the pieces", "before")) else RecordError
        raise error(fault, where=page.location, cure="Blocks tile the page text; pieces lead every word back to it")


def page_text_key(sha256: str) -> str:
    """Permanent key of an article, from the digest of its page text."""
    return short_key("article", sha256)


def reading_rows(article: Article, sentences: tuple[Sentence, ...], page_text: str) -> dict[Table, Rows]:
    """A reading as rows of its tables, without the key that is computed from them.

    Args:
        article: the article of the reading.
        sentences: of its text.
        page_text: digest of its page text.
    """
    return {
        sql.reading: [_fields(article, page_text)],
        sql.block: [
            {"start": block.start, "end": block.end, "role": block.role, "copy_of": block.copy_of}
            for block in article.blocks
        ],
        sql.piece: [
            {"start": piece.start, "end": piece.end, "page_start": piece.page_start} for piece in article.pieces
        ],
        sql.sentence: [
            {"start": sentence.start, "end": sentence.end, "paragraph": sentence.paragraph} for sentence in sentences
        ],
        sql.teaser: [
            {
                "title": teaser.title,
                "lead": teaser.lead,
                "genre": teaser.genre,
                "publication": teaser.publication,
                "byline": teaser.byline.name if teaser.byline else None,
                "byline_role": teaser.byline.role if teaser.byline else None,
                "spans": canonical_json([[span.start, span.end] for span in teaser.spans]),
            }
            for teaser in article.teasers
        ],
    }


def _fields(article: Article, page_text: str) -> dict[str, Any]:
    return {
        "page_text": page_text,
        "extractor": article.rendition,
        "title": article.title,
        "date": article.date,
        "sections": canonical_json(list(article.sections)),
        "genre": article.genre,
        "publication": article.publication,
        "publication_folded": None if article.publication is None else fold_name(article.publication),
        "byline": canonical_json([[byline.name, byline.role] for byline in article.byline]),
        "language": article.language,
        "comments": article.comments,
        "url": article.url,
        "text": article.text,
    }


def reading_key(rows: dict[Table, Rows]) -> str:
    """Digest of all that a reading says."""
    return digest_of({table.name: found for table, found in rows.items()})


def write_page(connection: Connection, page: Page, article: Article) -> tuple[str, str]:
    """Store the bytes, where they came from and the page text.

    Returns:
        Key of the fetch and digest of the page text.
    """
    content = {"sha256": page.sha256, "size": len(page.content)}
    if not _there(connection, sql.blob, page.sha256):
        packed = zstandard.ZstdCompressor(level=10).compress(page.content)
        connection.execute(insert(sql.blob), content | {"content": packed})
    media_type = f"{page.media_type}; charset={page.charset}" if page.charset else page.media_type
    fetch = {
        "key": short_key("fetch", article.id, page.location, page.url, media_type, page.sha256),
        "name": article.id,
        "location": page.location,
        "url": page.url,
        "media_type": media_type,
        "fetched_at": page.fetched_at,
        "blob": page.sha256,
    }
    text = digest_text(article.page_text)
    page_text = {
        "sha256": text,
        "key": page_text_key(text),
        "characters": len(article.page_text),
        "text": article.page_text,
    }
    rendition = {
        "key": short_key("rendition", page.sha256, article.rendition, text),
        "blob": page.sha256,
        "extractor": article.rendition,
        "page_text": text,
    }
    _insert_new(connection, sql.fetch, fetch)
    _insert_new(connection, sql.page_text, page_text)
    _insert_new(connection, sql.rendition, rendition)
    return str(fetch["key"]), text


def write_article(connection: Connection, article: Article, sentences: tuple[Sentence, ...], page_text: str) -> str:
    """Store a reading with its blocks, pieces, sentences and teasers, if it is new.

    Returns:
        Key of the reading.
    """
    rows = reading_rows(article, sentences, page_text)
    key = reading_key(rows)
    if not _there(connection, sql.reading, key):
        connection.execute(insert(sql.reading), rows.pop(sql.reading)[0] | {"key": key})
        for table, found in rows.items():
            if found:
                numbered = [{"reading": key, "position": place} | row for place, row in enumerate(found)]
                connection.execute(insert(table), numbered)
    return key


def _there(connection: Connection, table: Table, key: str) -> bool:
    (column,) = table.primary_key.columns
    return connection.execute(select(column).where(column == key)).first() is not None


def _insert_new(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    (column,) = table.primary_key.columns
    if not _there(connection, table, row[column.name]):
        connection.execute(insert(table), row)
