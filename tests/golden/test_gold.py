"""The annotated pages themselves: offsets, parents, the text they quote, and that the floor pages are as they were fixed."""

import hashlib
import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
GOLD = sorted(HERE.rglob("*.gold.json"))


def page_of(path: Path) -> Path:
    """The page that a gold file annotates; the second annotator's lie beside the first's."""
    name = path.name.replace(".gold.json", ".txt")
    return path.parent.parent / name if path.parent.name == "second" else path.with_name(name)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_annotations_fit_their_page(path: Path) -> None:
    """Every paragraph stands on the page, every span lies in the text and begins and ends at a visible character."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    page = page_of(path).read_text(encoding="utf-8")
    assert all(paragraph in page for paragraph in gold["text"].split("\n\n"))
    ids = {statement["id"] for statement in gold["statements"]}
    for statement in gold["statements"]:
        for role in ("source", "cue", "content"):
            for start, end in statement[role]:
                quoted = gold["text"][start:end]
                assert quoted
                assert quoted == quoted.strip()
        assert {statement["parent"], statement["continues"], statement["same_as"]} <= ids | {None}


def test_there_are_forty_pages_and_half_of_them_are_for_floors() -> None:
    """Half of the pages are kept for measuring, each annotated by two."""
    floor = {path.name for path in (HERE / "floor").glob("*.gold.json")}
    assert len(floor) == 20
    assert {path.name for path in (HERE / "floor" / "second").glob("*.gold.json")} == floor
    assert len(list(HERE.glob("*.gold.json"))) >= 20


def test_the_floor_pages_are_as_they_were_fixed() -> None:
    """A floor page whose annotation is changed after it was fixed is named."""
    lines = (HERE / "floor" / "digests.txt").read_text(encoding="utf-8").split("\n")
    fixed = {line.split("  ", 1)[1]: line.split("  ", 1)[0] for line in lines if line}
    changed = [n for n, d in fixed.items() if hashlib.sha256((HERE / "floor" / n).read_bytes()).hexdigest() != d]
    assert len(fixed) == 20
    assert not changed
