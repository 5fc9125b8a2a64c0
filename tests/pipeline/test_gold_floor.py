"""The quality floor on the project's own pages: a reading that scores lower than the one before is refused.

The floor pages were annotated before anything was run on them. A floor may be lowered only by
changing ``floors.json``, where everybody sees it.
"""

import json
from collections import Counter
from pathlib import Path

from parley.pipeline.build import build_reader
from parley.settings import Settings
from parley.training.gold import summary
from tools.score_golden import count_gold, gold_paths, read_gold

FLOORS = json.loads((Path(__file__).parent.parent / "golden" / "floors.json").read_text(encoding="utf-8"))


def test_own_pages_keep_their_floors() -> None:
    """On the floor pages no score of the shipped weights and rules is below its floor."""
    reader = build_reader(Settings())
    found = summary(sum((count_gold(reader, read_gold(path)) for path in gold_paths("floor")), Counter()))
    below = {name: (round(found[name], 1), floor) for name, floor in FLOORS.items() if found[name] < floor}
    assert not below, "scores below their floors (score, floor)"
