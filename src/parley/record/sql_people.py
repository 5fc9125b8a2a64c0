"""The tables of what people do: steps and judgements, the codebook, collections, the state of articles.

Who does it:       coder <- step <- judgement
The codebook:      concept <- coding; statement_type <- variable <- entity; pattern
What is worked on: collection, outlet, tag, saved_search; imported
On changed pages:  carried says where an entry of an earlier text stands in a newer one, or that it does not
What is gone:      erasure

Law of this module: a judgement is never updated; every other table here is its current state and
can be made anew from the judgements.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, UniqueConstraint

from parley.record.columns import NUMBER, integer, key, metadata, number_to, text, to

coder = Table("coder", metadata, key("key"), text("name"), text("folded"), text("colour", null=True))

step = Table(
    "step",
    metadata,
    Column("id", NUMBER, primary_key=True),
    text("kind"),
    to("coder", "coder.key"),
    text("reason"),
    text("recorded_at"),
    Column("undoes", NUMBER, nullable=True),
    sqlite_autoincrement=True,
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", NUMBER, primary_key=True),
    number_to("step", "step.id"),
    text("kind"),
    text("subject_kind"),
    text("subject"),
    text("before", null=True),
    text("after", null=True),
    Index(None, "step"),
    Index(None, "subject_kind", "subject"),
    sqlite_autoincrement=True,
)

concept = Table(
    "concept",
    metadata,
    key("key"),
    text("name"),
    text("folded"),
    text("definition"),
    text("colour", null=True),
    text("parent", null=True),
    text("merged_into", null=True),
    Index(None, "folded"),
    Index(None, "merged_into"),
)

coding = Table(
    "coding",
    metadata,
    to("entry", "entry.key", primary=True),
    to("concept", "concept.key", primary=True),
    to("coder", "coder.key", primary=True),
    text("stance"),
    Index(None, "concept"),
)

statement_type = Table(
    "statement_type",
    metadata,
    key("key"),
    text("name"),
    text("folded"),
    text("colour", null=True),
    integer("position"),
)

variable = Table(
    "variable",
    metadata,
    key("key"),
    to("statement_type", "statement_type.key"),
    integer("position"),
    text("name"),
    text("kind"),
    integer("low", null=True),
    integer("high", null=True),
    text("attributes"),
    Index(None, "statement_type"),
)

entity = Table(
    "entity",
    metadata,
    key("key"),
    to("variable", "variable.key"),
    integer("position"),
    text("value"),
    text("colour", null=True),
    text("parent", null=True),
    text("attributes"),
    text("merged_into", null=True),
    Index(None, "variable", "value"),
    Index(None, "merged_into"),
)

pattern = Table("pattern", metadata, key("label"), text("colour", null=True), integer("position"))

collection = Table(
    "collection", metadata, key("key"), text("name"), text("folded"), text("definition"), UniqueConstraint("folded")
)

outlet = Table(
    "outlet",
    metadata,
    key("folded"),
    text("name"),
    text("country", null=True),
    text("owner", null=True),
    text("reach", null=True),
    text("reliability", null=True),
    integer("state_run", null=True),
)

tag = Table("tag", metadata, key("subject_kind"), key("subject"), key("folded"), text("name"), Index(None, "folded"))

saved_search = Table(
    "saved_search", metadata, key("key"), text("name"), text("folded"), text("query"), UniqueConstraint("folded")
)

imported = Table(
    "imported",
    metadata,
    key("key"),
    text("name"),
    text("format"),
    text("sha256"),
    text("extras"),
    text("report"),
)

carried = Table(
    "carried",
    metadata,
    to("origin", "entry.key", primary=True),
    to("page_text", "page_text.sha256", primary=True),
    to("entry", "entry.key", null=True),
    text("found"),
    integer("settled"),
    Index(None, "page_text"),
    Index(None, "entry"),
)

event_pair = Table(
    "event_pair",
    metadata,
    to("first", "entry.key", primary=True),
    to("second", "entry.key", primary=True),
    text("verdict"),
    Index(None, "second"),
)

erasure = Table(
    "erasure",
    metadata,
    Column("id", NUMBER, primary_key=True),
    text("kind"),
    text("subject"),
    text("coder"),
    text("reason"),
    text("recorded_at"),
    text("links"),
    sqlite_autoincrement=True,
)

setting = Table("setting", metadata, key("name"), text("value"))

article_reader = Table(
    "article_reader",
    metadata,
    to("page_text", "page_text.sha256", primary=True),
    to("coder", "coder.key", primary=True),
)

__all__ = [
    "article_reader",
    "carried",
    "coder",
    "coding",
    "collection",
    "concept",
    "entity",
    "erasure",
    "event_pair",
    "imported",
    "judgement",
    "outlet",
    "pattern",
    "saved_search",
    "setting",
    "statement_type",
    "step",
    "tag",
    "variable",
]
