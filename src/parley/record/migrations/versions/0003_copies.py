"""Fingerprints of articles, and which of them are copies of each other.

Written by hand and never changed again. The tables are left empty; whoever opens the record fills them
(``parley.record.copies``).
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TYPES = {
    "sqlite": {"number": "INTEGER", "double": "DOUBLE", "bytes": "BLOB", "narrow": " WITHOUT ROWID"},
    "postgresql": {"number": "BIGINT", "double": "DOUBLE PRECISION", "bytes": "BYTEA", "narrow": ""},
}

TABLES = """
CREATE TABLE copy_print (
     article {number} NOT NULL, words INTEGER NOT NULL, buckets {bytes} NOT NULL, CONSTRAINT pk_copy_print PRIMARY
    KEY (article), CONSTRAINT fk_copy_print_article_article_state FOREIGN KEY (article) REFERENCES article_state (id)
);
CREATE TABLE copy_bucket (
     bucket {number} NOT NULL, article {number} NOT NULL, CONSTRAINT pk_copy_bucket PRIMARY KEY (bucket, article),
    CONSTRAINT fk_copy_bucket_article_article_state FOREIGN KEY (article) REFERENCES article_state (id)
){narrow};
CREATE TABLE article_copy (
     article {number} NOT NULL, leader {number} NOT NULL, near {number} NOT NULL, share {double} NOT NULL, CONSTRAINT
    pk_article_copy PRIMARY KEY (article), CONSTRAINT fk_article_copy_article_article_state FOREIGN KEY (article)
    REFERENCES article_state (id), CONSTRAINT fk_article_copy_leader_article_state FOREIGN KEY (leader) REFERENCES
    article_state (id), CONSTRAINT fk_article_copy_near_article_state FOREIGN KEY (near) REFERENCES article_state (id)
);
CREATE INDEX ix_article_copy_leader ON article_copy (leader);
"""


def upgrade() -> None:
    """Make the tables."""
    types = TYPES[op.get_bind().dialect.name]
    for command in TABLES.format(**types).split(";\n"):
        if command.strip():
            op.execute(text(command))


def downgrade() -> None:
    """Take the tables away."""
    for table in ("article_copy", "copy_bucket", "copy_print"):
        op.execute(text(f"DROP TABLE {table}"))
