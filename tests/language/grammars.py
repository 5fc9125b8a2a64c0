"""Sentences with their grammar written by hand, for the tests of events."""

from __future__ import annotations

from parley.language.clauses import Clause
from parley.language.grammar import Parsed


def clause_of(*rows: str) -> Clause:
    """A clause from rows "form head relation part", heads counted from 0; the root's head is itself."""
    cells = [row.split() for row in rows]
    return Clause(
        tuple(form.casefold() for form, _, _, _ in cells),
        Parsed(
            heads=tuple(int(head) for _, head, _, _ in cells),
            relations=tuple(relation for _, _, relation, _ in cells),
            parts=tuple(part for _, _, _, part in cells),
            sure=(1.0,) * len(cells),
        ),
    )


ATTACKED = clause_of("Norvia 1 nsubj PROPN", "attacked 1 root VERB", "Estrada 1 obj PROPN")
WAS_ATTACKED = clause_of(
    "Estrada 2 nsubj:pass PROPN",
    "was 2 aux:pass AUX",
    "attacked 2 root VERB",
    "by 4 case ADP",
    "Norvia 2 obl:agent PROPN",
)
