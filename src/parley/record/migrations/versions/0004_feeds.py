"""The tables of what is followed.

Written by hand and never changed again.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE feed (
    key TEXT NOT NULL, given TEXT NOT NULL, url TEXT NOT NULL, kind TEXT, title TEXT, include TEXT NOT NULL,
    exclude TEXT NOT NULL, state TEXT NOT NULL, followed_at TEXT NOT NULL, next_at TEXT, last_success TEXT,
    last_error TEXT, last_error_at TEXT, failures INTEGER NOT NULL, warnings TEXT NOT NULL,
    CONSTRAINT pk_feed PRIMARY KEY (key), CONSTRAINT uq_feed_given UNIQUE (given)
);
CREATE TABLE feed_document (
    feed TEXT NOT NULL, url TEXT NOT NULL, etag TEXT, last_modified TEXT, changed TEXT,
    CONSTRAINT pk_feed_document PRIMARY KEY (feed, url),
    CONSTRAINT fk_feed_document_feed_feed FOREIGN KEY (feed) REFERENCES feed (key)
);
CREATE TABLE feed_item (
    key TEXT NOT NULL, url TEXT NOT NULL, published TEXT, announced TEXT, found_at TEXT NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL, next_at TEXT, said TEXT, characters INTEGER, page_text TEXT,
    CONSTRAINT pk_feed_item PRIMARY KEY (key),
    CONSTRAINT fk_feed_item_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256)
);
CREATE INDEX ix_feed_item_state ON feed_item (state);
CREATE INDEX ix_feed_item_page_text ON feed_item (page_text);
CREATE TABLE feed_listing (
    feed TEXT NOT NULL, item TEXT NOT NULL, CONSTRAINT pk_feed_listing PRIMARY KEY (feed, item),
    CONSTRAINT fk_feed_listing_feed_feed FOREIGN KEY (feed) REFERENCES feed (key),
    CONSTRAINT fk_feed_listing_item_feed_item FOREIGN KEY (item) REFERENCES feed_item (key)
);
CREATE INDEX ix_feed_listing_item ON feed_listing (item)
"""


def upgrade() -> None:
    """Make the tables; nothing is followed yet."""
    for statement in TABLES.split(";"):
        op.execute(text(statement.strip()))
