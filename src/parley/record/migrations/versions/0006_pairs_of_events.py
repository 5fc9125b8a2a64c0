"""What people hold of two events that articles tell of: that they are one, or that they are not.

Written by hand and never changed again.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE event_pair (
    first TEXT NOT NULL, second TEXT NOT NULL, verdict TEXT NOT NULL,
    CONSTRAINT pk_event_pair PRIMARY KEY (first, second),
    CONSTRAINT fk_event_pair_first_entry FOREIGN KEY (first) REFERENCES entry (key),
    CONSTRAINT fk_event_pair_second_entry FOREIGN KEY (second) REFERENCES entry (key)
);
CREATE INDEX ix_event_pair_second ON event_pair (second)
"""


def upgrade() -> None:
    """Make the table."""
    for statement in TABLES.split(";"):
        op.execute(text(statement.strip()))
