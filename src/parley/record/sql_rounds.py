"""The tables of blind coding: rounds, who codes in them, which articles, what each says, what was decided.

coding_round <- round_coder, round_article, round_mark, round_verdict

Law of this module: a mark is never changed; what a coder says of a unit is their newest mark of it. No other
table knows of marks, so that nothing that reads the record can show them before a round is opened.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from parley.record.columns import NUMBER, integer, key, metadata, text, to

coding_round = Table(
    "coding_round",
    metadata,
    key("key"),
    text("name"),
    integer("hides_machine"),
    integer("seed"),
    text("made_by"),
    text("made_at"),
    text("closed_at", null=True),
)

round_coder = Table(
    "round_coder",
    metadata,
    to("round", "coding_round.key", primary=True),
    to("coder", "coder.key", primary=True),
    text("done_at", null=True),
)

round_article = Table(
    "round_article",
    metadata,
    to("round", "coding_round.key", primary=True),
    to("page_text", "page_text.sha256", primary=True),
    integer("position"),
)

round_mark = Table(
    "round_mark",
    metadata,
    Column("id", NUMBER, primary_key=True),
    to("round", "coding_round.key"),
    text("coder"),
    to("page_text", "page_text.sha256"),
    text("unit"),
    text("payload", null=True),
    text("recorded_at"),
    Column("undoes", NUMBER, nullable=True),
    Index(None, "round", "coder", "page_text"),
    sqlite_autoincrement=True,
)

round_verdict = Table(
    "round_verdict",
    metadata,
    to("round", "coding_round.key", primary=True),
    to("page_text", "page_text.sha256", primary=True),
    key("unit"),
    text("choice"),
    text("entry", null=True),
    to("coder", "coder.key"),
)
