"""Who acts on whom, and how: the sentences of both directions, and the folds of the model of pairs."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

from parley.pipeline.build import Reader

DIRECTIONS = Path(__file__).parent.parent / "tests" / "golden" / "events" / "directions.json"
HALVES = ("tune", "held")
_STATES = (("France", "FRA"), ("Morocco", "MAR"))
_DATE = "2024-05-02"
_DRAWS = 1000


def directions(half: str, reader: Reader) -> tuple[int, int, int]:
    """How many sentences there are, with the names in both orders; how many are read rightly, and how many turned.

    Args:
        half: "tune" or "held".
        reader: with weights that know events.
    """
    rows = json.loads(DIRECTIONS.read_text("utf-8"))[half]
    right = turned = 0
    for row in rows:
        for (x, of_x), (y, of_y) in permutations(_STATES):
            found = reader.annotate(row["text"].format(X=x, Y=y), language="en", date=_DATE)
            countries = {actor.id: actor.country for actor in found.actors}
            pairs = {
                (countries[actor], countries[recipient])
                for event in found.events
                for actor in event.actor
                for recipient in event.recipient
            }
            right += (of_x, of_y) in pairs
            turned += (of_y, of_x) in pairs and (of_x, of_y) not in pairs
    return 2 * len(rows), right, turned


def folds(corpora: Path) -> dict[str, list[float]]:
    """Scores of the type of a pair over five folds of PLV train: mean and interval; needs the extra ``training``.

    Args:
        corpora: folder of the corpora.
    """
    # Only those who ask need scikit-learn.
    from parley.training.pairs import cross_validated, features_of, measure, own_rows, read_rows  # noqa: PLC0415

    rows, own = read_rows(corpora), own_rows()
    features = features_of([row.pair for row in (*rows, *own)])
    return measure(cross_validated(features, rows, own, 0), rows, _DRAWS)
