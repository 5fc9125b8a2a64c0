"""What a person saw before they judged: judging holds only where the record is still so.

Law of this module: what was seen is compared inside the transaction that writes the judgement, after the writer's
lock was taken, so that nobody else, in this process or another one, can judge between the look and the writing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from parley.errors import RecordChangedError
from parley.record.drafts import STATEMENT
from parley.record.people_rows import judgement_rows
from parley.record.selection import Selection, counts_by_state
from parley.terms.names import fold_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry, as it was at a step; what the same person did to it since does not count."""

    entry: str
    step: int
    """Number of the last step that concerned it; 0 where there was none."""

    def check(self, connection: Connection, coder: str) -> None:
        """Refuse where somebody else judged the entry since.

        Raises:
            RecordChangedError: they did; it carries what.
        """
        own = fold_name(coder)
        rows = judgement_rows(connection, "entry", self.entry)
        theirs = tuple(one for one in rows if one.step > self.step and fold_name(one.coder) != own)
        if theirs:
            cure = "Look at what they did, then judge again"
            raise RecordChangedError("somebody else judged it since", where=f"entry {self.entry}", cure=cure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many statements, or events, met a query."""

    query: str
    number: int
    kinds: tuple[str, ...] = (STATEMENT,)

    def check(self, connection: Connection, coder: str) -> None:
        """Refuse where more or fewer meet the query now, whoever is the cause.

        Args:
            connection: with the writing transaction open.
            coder: name of who judges.

        Raises:
            RecordChangedError: they are not as many.
        """
        number = sum(counts_by_state(connection, Selection(query=self.query, kinds=self.kinds)).values())
        if number != self.number:
            named = " and ".join(f"{kind}s" for kind in self.kinds)
            what = f"{number} {named} meet this now, no longer {self.number}"
            raise RecordChangedError(what, where=f"judging by {coder}", cure="Look at them again")


Expected = Seen | Counted
"""What must still be so."""
