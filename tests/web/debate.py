"""A small debate for the tests of discourse networks: five people, three positions, two years, all coded."""

from __future__ import annotations

from itertools import count

from parley.record import Store
from parley.terms.actors import Actor
from tests.record.builders import simple_reading, write

DEBATE = (
    ("2023-01-10", "Mara Voss", "the ferry must stay", "Keep the ferry", "agree"),
    ("2023-01-10", "Mara Voss", "tolls are unfair", "Raise tolls", "disagree"),
    ("2023-02-03", "Jon Adler", "nobody can spare the ferry", "Keep the ferry", "agree"),
    ("2023-02-03", "Jon Adler", "tolls hurt the poor", "Raise tolls", "disagree"),
    ("2023-03-15", "Ines Roth", "the ferry costs too much", "Keep the ferry", "disagree"),
    ("2023-03-15", "Ines Roth", "tolls pay for bridges", "Raise tolls", "agree"),
    ("2023-04-20", "Paul Kern", "a bridge serves everyone", "Build a bridge", "agree"),
    ("2023-04-20", "Paul Kern", "tolls are just", "Raise tolls", "agree"),
    ("2023-05-02", "Lena Falk", "a bridge ruins the bay", "Build a bridge", "disagree"),
    ("2023-05-02", "Lena Falk", "the ferry is fine", "Keep the ferry", "agree"),
    ("2024-01-08", "Mara Voss", "the ferry has had its day", "Keep the ferry", "disagree"),
    ("2024-02-11", "Ines Roth", "a bridge is overdue", "Build a bridge", "agree"),
)
"""Date, speaker, content, concept, stance. Mara Voss changes her position on the ferry."""


def fill_debate(store: Store) -> None:
    """Read the articles of the debate and code their statements."""
    numbers = count(1)
    for date, speaker, content, concept, stance in DEBATE:
        name = f"debate-{next(numbers)}"
        words = f"{speaker} said that {content}."
        reading = simple_reading(
            name,
            words,
            (speaker, "said", f"that {content}"),
            speaker=Actor(id="a1", name=speaker, kind="person"),
            date=date,
            publication="Harbour Post",
            title=f"{speaker} speaks",
        )
        write(store, reading)
        key = next(one.key for one in store.view().statements() if one.content == f"that {content}")
        judge = store.judge("ana")
        judge.codebook.find_or_define(concept)
        judge.codebook.code([key], concept, stance)
