"""The tables of changed pages: which texts of an address are earlier ones, and what was carried over from them.

Written by hand and never changed again.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = {"sqlite": "INTEGER", "postgresql": "BIGINT"}

TABLES = """
CREATE TABLE earlier_text (
    article {number} NOT NULL, page_text TEXT NOT NULL, newest TEXT NOT NULL,
    CONSTRAINT pk_earlier_text PRIMARY KEY (article), CONSTRAINT uq_earlier_text_page_text UNIQUE (page_text),
    CONSTRAINT fk_earlier_text_article_article_state FOREIGN KEY (article) REFERENCES article_state (id),
    CONSTRAINT fk_earlier_text_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256),
    CONSTRAINT fk_earlier_text_newest_page_text FOREIGN KEY (newest) REFERENCES page_text (sha256)
);
CREATE INDEX ix_earlier_text_newest ON earlier_text (newest);
CREATE TABLE carried (
    origin TEXT NOT NULL, page_text TEXT NOT NULL, entry TEXT, found TEXT NOT NULL, settled INTEGER NOT NULL,
    CONSTRAINT pk_carried PRIMARY KEY (origin, page_text),
    CONSTRAINT fk_carried_origin_entry FOREIGN KEY (origin) REFERENCES entry (key),
    CONSTRAINT fk_carried_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256),
    CONSTRAINT fk_carried_entry_entry FOREIGN KEY (entry) REFERENCES entry (key)
);
CREATE INDEX ix_carried_page_text ON carried (page_text);
CREATE INDEX ix_carried_entry ON carried (entry);
CREATE INDEX ix_run_reading_fetch ON run_reading ("fetch")
"""


def upgrade() -> None:
    """Make the tables; which texts are earlier ones is found out when the record is opened."""
    for statement in TABLES.format(number=NUMBER[op.get_bind().dialect.name]).split(";"):
        op.execute(text(statement.strip()))
