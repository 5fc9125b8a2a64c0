"""Which part of a statement each piece of its evidence proves.

A row holds its evidence in the order source, cue, content, sentence, and the words of each part
joined; so the pieces whose words make up a part are that part's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from parley.terms.review import Evidence
from parley.terms.tables import StatementRow

Role = Literal["source", "cue", "content", "sentence"]

ROLES: tuple[Role, ...] = ("source", "cue", "content", "sentence")
_JOINS = (" … ", " ")
"""What the record puts between two pieces of one part: words were left out, or only white space."""


def quoted_roles(row: StatementRow) -> tuple[tuple[Role | None, Evidence], ...]:
    """Each piece of evidence with the part it proves, in order.

    Args:
        row: a statement.

    Returns:
        Role and evidence; the role is None where the words of a part were edited by a person, so
        that they no longer are the quotation's.
    """
    left = row.evidence
    found: list[tuple[Role | None, Evidence]] = []
    for role in ROLES:
        words = getattr(row, role)
        for begin in range(len(left)):
            taken = _taken(left[begin:], words)
            if taken:
                found += [(None, evidence) for evidence in left[:begin]]
                found += [(role, evidence) for evidence in left[begin : begin + taken]]
                left = left[begin + taken :]
                break
    return (*found, *((None, evidence) for evidence in left))


def _taken(evidence: Sequence[Evidence], words: str) -> int:
    """How many of the first pieces make up these words; 0 where they do not."""
    place = 0
    for number, piece in enumerate(evidence):
        if place == len(words):
            return number
        joins = _JOINS if place else ("",)
        join = next((join for join in joins if words.startswith(join + piece.exact, place)), None)
        if join is None or not piece.exact:
            return 0
        place += len(join) + len(piece.exact)
    return len(evidence) if words and place == len(words) else 0
