"""The tables of what is read, declared once for SQLite and PostgreSQL; ``sql_people`` has those of what people do.

What a page is:       blob <- fetch, rendition -> page_text <- reading <- block, piece, sentence, teaser
What is said:         entry <- version <- evidence, version_link; entry_state says which version holds
Who acts:             actor <- actor_name; an ``actor_link`` entry's state points at its actor
Who ran (run log):    run <- run_reading <- run_proposal; run <- run_refusal; audit
What is followed:     feed <- feed_document; feed <- feed_listing -> feed_item -> page_text (in ``sql_feeds``)
What can be searched: search_row, search_entry and the table ``search`` of each database's own kind
What is a copy:       copy_print <- copy_bucket; article_copy says to which group a copy belongs
What was replaced:    earlier_text: texts of an address that has given a newer one

Law of this module: blob, page_text, entry, version, evidence and audit rows are never updated (triggers
refuse it); what changes lives in ``article_state``, ``entry_state``, ``actor`` and ``run`` alone.
"""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, LargeBinary, Table, UniqueConstraint

from parley.record.columns import NUMBER, integer, key, metadata, number_to, position, text, to
from parley.record.sql_feeds import feed, feed_document, feed_item, feed_listing
from parley.record.sql_people import (
    article_reader,
    carried,
    coder,
    coding,
    collection,
    concept,
    entity,
    erasure,
    event_pair,
    imported,
    judgement,
    outlet,
    pattern,
    saved_search,
    setting,
    statement_type,
    step,
    tag,
    variable,
)
from parley.record.sql_rounds import coding_round, round_article, round_coder, round_mark, round_verdict

blob = Table("blob", metadata, key("sha256"), integer("size"), Column("content", LargeBinary, nullable=False))
fetch = Table(
    "fetch",
    metadata,
    key("key"),
    text("name"),
    text("location"),
    text("url", null=True),
    text("media_type"),
    text("fetched_at"),
    to("blob", "blob.sha256"),
    Index(None, "name"),
)

page_text = Table(
    "page_text",
    metadata,
    key("sha256"),
    text("key"),
    integer("characters"),
    text("text"),
    UniqueConstraint("key"),
)

rendition = Table(
    "rendition",
    metadata,
    key("key"),
    to("blob", "blob.sha256"),
    text("extractor"),
    to("page_text", "page_text.sha256"),
)

reading = Table(
    "reading",
    metadata,
    key("key"),
    to("page_text", "page_text.sha256"),
    text("extractor"),
    text("title", null=True),
    text("date", null=True),
    text("sections"),
    text("genre", null=True),
    text("publication", null=True),
    text("publication_folded", null=True),
    text("byline"),
    text("language"),
    integer("comments", null=True),
    text("url", null=True),
    text("text"),
    Index(None, "date"),
    Index(None, "publication_folded"),
)

block = Table(
    "block",
    metadata,
    to("reading", "reading.key", primary=True),
    position(),
    integer("start"),
    integer("end"),
    text("role"),
    integer("copy_of", null=True),
)

piece = Table(
    "piece",
    metadata,
    to("reading", "reading.key", primary=True),
    position(),
    integer("start"),
    integer("end"),
    integer("page_start"),
)

sentence = Table(
    "sentence",
    metadata,
    to("reading", "reading.key", primary=True),
    position(),
    integer("start"),
    integer("end"),
    integer("paragraph"),
)

teaser = Table(
    "teaser",
    metadata,
    to("reading", "reading.key", primary=True),
    position(),
    text("title"),
    text("lead", null=True),
    text("genre", null=True),
    text("publication", null=True),
    text("byline", null=True),
    text("byline_role", null=True),
    text("spans"),
)

article_state = Table(
    "article_state",
    metadata,
    Column("id", NUMBER, primary_key=True),
    to("page_text", "page_text.sha256"),
    to("reading", "reading.key"),
    to("fetch", "fetch.key"),
    text("title", null=True),
    text("date", null=True),
    text("genre", null=True),
    text("publication", null=True),
    text("publication_folded", null=True),
    text("byline"),
    text("language"),
    text("url", null=True),
    text("corrections"),
    text("work"),
    text("work_reason"),
    UniqueConstraint("page_text"),
    Index(None, "date"),
    Index(None, "publication_folded"),
    Index(None, "work"),
    sqlite_autoincrement=True,
)

actor = Table(
    "actor",
    metadata,
    Column("id", NUMBER, primary_key=True),
    text("key"),
    text("name"),
    text("kind"),
    text("known_as", null=True),
    text("merged_into", null=True),
    UniqueConstraint("key"),
    UniqueConstraint("known_as"),
    Index(None, "merged_into"),
    sqlite_autoincrement=True,
)

actor_name = Table(
    "actor_name",
    metadata,
    to("actor", "actor.key", primary=True),
    key("name"),
    text("folded"),
    Index(None, "folded"),
)

run = Table(
    "run",
    metadata,
    Column("id", NUMBER, primary_key=True),
    text("code"),
    text("weights"),
    text("parameters"),
    text("started_at"),
    text("finished_at", null=True),
    integer("articles"),
    integer("statements"),
    integer("refusals"),
    sqlite_autoincrement=True,
)

run_reading = Table(
    "run_reading",
    metadata,
    Column("id", NUMBER, primary_key=True),
    number_to("run", "run.id"),
    to("page_text", "page_text.sha256"),
    to("reading", "reading.key"),
    to("fetch", "fetch.key"),
    text("fetched_at"),
    Index(None, "page_text"),
    Index(None, "fetch"),
    sqlite_autoincrement=True,
)

entry = Table(
    "entry",
    metadata,
    key("key"),
    text("kind"),
    to("page_text", "page_text.sha256"),
    text("recorded_at"),
    Index(None, "page_text"),
)

version = Table(
    "version",
    metadata,
    key("key"),
    to("entry", "entry.key"),
    text("content_hash"),
    text("payload"),
    integer("start"),
    integer("end"),
    text("recorded_at"),
    UniqueConstraint("entry", "content_hash"),
)

entry_state = Table(
    "entry_state",
    metadata,
    to("entry", "entry.key", primary=True),
    text("state"),
    to("version", "version.key"),
    to("actor", "actor.key", null=True),
    to("merged_into", "entry.key", null=True),
    to("seen", "version.key", null=True),
    to("judged", "version.key", null=True),
    Index(None, "actor"),
    Index(None, "state"),
    Index(None, "version"),
)

evidence = Table(
    "evidence",
    metadata,
    to("version", "version.key", primary=True),
    position(),
    text("role"),
    integer("start"),
    integer("end"),
    text("exact"),
    text("prefix"),
    text("suffix"),
    text("sha256"),
)

version_link = Table(
    "version_link",
    metadata,
    to("version", "version.key", primary=True),
    key("role"),
    position(),
    to("entry", "entry.key"),
    Index(None, "entry"),
)

run_proposal = Table(
    "run_proposal",
    metadata,
    number_to("run_reading", "run_reading.id", primary=True),
    to("version", "version.key", primary=True),
    integer("position"),
    text("local"),
    Column("confidence", Double),
    Column("speaker_confidence", Double),
    text("reason", null=True),
    Index(None, "version"),
)

refusal = Table(
    "refusal",
    metadata,
    key("key"),
    text("location"),
    text("what"),
    text("cure"),
    text("sha256", null=True),
)

run_refusal = Table(
    "run_refusal",
    metadata,
    Column("id", NUMBER, primary_key=True),
    number_to("run", "run.id"),
    to("refusal", "refusal.key"),
    text("refused_at"),
    Index(None, "refusal"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("position", NUMBER, primary_key=True, autoincrement=False),
    text("kind"),
    text("subject"),
    text("digest"),
    text("recorded_at"),
    text("previous"),
    text("link"),
    Index(None, "kind", "subject"),
)

search_row = Table(
    "search_row",
    metadata,
    Column("id", NUMBER, primary_key=True),
    number_to("article", "article_state.id"),
    to("entry", "entry.key", null=True),
    integer("start"),
    integer("end"),
    text("date", null=True),
    Index(None, "article"),
    sqlite_autoincrement=True,
)
search_entry = Table(
    "search_entry",
    metadata,
    number_to("passage", "search_row.id", primary=True),
    to("entry", "entry.key", primary=True),
    Index(None, "entry"),
)

copy_print = Table(
    "copy_print",
    metadata,
    number_to("article", "article_state.id", primary=True),
    integer("words"),
    Column("buckets", LargeBinary, nullable=False),
)
copy_bucket = Table(
    "copy_bucket",
    metadata,
    Column("bucket", NUMBER, primary_key=True, autoincrement=False),
    number_to("article", "article_state.id", primary=True),
    sqlite_with_rowid=False,
)
article_copy = Table(
    "article_copy",
    metadata,
    number_to("article", "article_state.id", primary=True),
    number_to("leader", "article_state.id"),
    number_to("near", "article_state.id"),
    Column("share", Double, nullable=False),
    Index(None, "leader"),
)

earlier_text = Table(
    "earlier_text",
    metadata,
    number_to("article", "article_state.id", primary=True),
    to("page_text", "page_text.sha256"),
    to("newest", "page_text.sha256"),
    UniqueConstraint("page_text"),
    Index(None, "newest"),
)

PEOPLE = (
    coder,
    step,
    judgement,
    concept,
    coding,
    statement_type,
    variable,
    entity,
    pattern,
    collection,
    outlet,
    tag,
    saved_search,
    imported,
    carried,
    event_pair,
    erasure,
    setting,
    article_reader,
)
"""The tables of what people do."""

__all__ = [
    "PEOPLE",
    "actor",
    "actor_name",
    "article_copy",
    "article_reader",
    "article_state",
    "audit",
    "blob",
    "block",
    "carried",
    "coder",
    "coding",
    "coding_round",
    "collection",
    "concept",
    "copy_bucket",
    "copy_print",
    "earlier_text",
    "entity",
    "entry",
    "entry_state",
    "erasure",
    "event_pair",
    "evidence",
    "feed",
    "feed_document",
    "feed_item",
    "feed_listing",
    "fetch",
    "imported",
    "judgement",
    "outlet",
    "page_text",
    "pattern",
    "piece",
    "reading",
    "refusal",
    "rendition",
    "round_article",
    "round_coder",
    "round_mark",
    "round_verdict",
    "run",
    "run_proposal",
    "run_reading",
    "run_refusal",
    "saved_search",
    "search_entry",
    "search_row",
    "sentence",
    "setting",
    "statement_type",
    "step",
    "tag",
    "teaser",
    "variable",
    "version",
    "version_link",
]
