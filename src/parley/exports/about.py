"""What the maker of an export says about it: title, address, when it was made.

Law of this room: nothing here reads a clock. The caller says when an export was made, so that the
same rows and the same words give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from parley.errors import UsageError

Kind = Literal["statements", "articles", "hits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What stands on an export beside its rows."""

    title: str
    made_at: str
    """ISO date and time in UTC, ending in Z: when the export was made."""
    kind: Kind = "statements"
    """What the rows are."""
    address: str | None = None
    """Where the export itself can be fetched, for formats that say so."""
    search: str | None = None
    """Name of the saved search that the rows come from."""
    group_by: Literal["speaker", "concept"] = "speaker"
    """What a brief is divided by."""
    concepts: Mapping[str, str] = field(default_factory=dict)
    """Concept of the codebook to its definition."""
    times: Mapping[str, str] = field(default_factory=dict)
    """For feeds: ``urn:parley:...`` of an entry to when it last changed, ISO date and time in UTC."""

    @property
    def made(self) -> datetime:
        """When the export was made.

        Raises:
            UsageError: ``made_at`` is no date and time.
        """
        return read_moment(self.made_at)


def read_moment(text: str) -> datetime:
    """An ISO date and time, in UTC; one without a zone is taken as UTC.

    Raises:
        UsageError: it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{text!r} is no date and time", where="export", cure="Write 2024-05-01T12:00:00Z") from error


def write_moment(moment: datetime) -> str:
    """A moment in UTC as RFC 3339 has it, ending in Z."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
