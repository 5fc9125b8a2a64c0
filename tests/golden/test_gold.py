"""The annotated pages themselves: offsets, parents, and the text they quote."""

import json
from pathlib import Path

import pytest

GOLD = sorted(Path(__file__).parent.glob("*.gold.json"))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_annotations_fit_their_page(path: Path) -> None:
    """Every paragraph stands on the page, every span lies in the text and begins and ends at a visible character."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    page = path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
    assert all(paragraph in page for paragraph in gold["text"].split("\n\n"))
    ids = {statement["id"] for statement in gold["statements"]}
    for statement in gold["statements"]:
        for role in ("source", "cue", "content"):
            for start, end in statement[role]:
                quoted = gold["text"][start:end]
                assert quoted
                assert quoted == quoted.strip()
        assert {statement["parent"], statement["continues"], statement["same_as"]} <= ids | {None}
