"""parley article."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from .conftest import Run, json_lines

pytestmark = pytest.mark.usefixtures("weights")


def test_blocks_cover_the_page_and_nothing_is_stored(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """Every character of the page belongs to one block, the article's pieces lead back, no record appears."""
    result = run("article", *golden_pages, "--json")
    assert result.exit_code == 0, result.output
    for one, path in zip(json_lines(result), golden_pages, strict=True):
        assert one["id"] == path.stem
        assert one["page_text"] == path.read_bytes().decode()
        edges = [(block["start"], block["end"]) for block in one["blocks"]]
        assert edges[0][0] == 0
        assert edges[-1][1] == len(one["page_text"])
        assert all(before[1] == after[0] for before, after in pairwise(edges))
        for piece in one["pieces"]:
            length = piece["end"] - piece["start"]
            there = one["page_text"][piece["page_start"] : piece["page_start"] + length]
            assert one["text"][piece["start"] : piece["end"]] == there
    assert not list(Path().glob("*.db"))


def test_prints_the_fields_for_people(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """Without --json, the fields and the blocks are drawn."""
    result = run("article", golden_pages[0])
    assert result.exit_code == 0
    assert "body" in result.stdout


def test_refuses_and_goes_on(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """A missing file is told, and the other pages are printed all the same."""
    result = run("article", "missing.html", golden_pages[0], "--json")
    assert result.exit_code == 3
    assert len(json_lines(result)) == 1
    assert "missing.html" in result.stderr


NOTICE = "This paper lives by the gifts of those who read it, and we ask you to think of one today."


def test_by_site_leaves_out_what_a_site_prints_everywhere(run: Run, tmp_path: Path) -> None:
    """A notice in the text of three pages is no article's; the order of the pages changes nothing."""
    for number, town in enumerate(("Varn", "Osterby", "Liden")):
        words = f"<p>The council of {town} met on Monday to speak about the harbour and what it costs the town.</p>" * 5
        link = f'<link rel="canonical" href="https://post.example/{number}">'
        page = f"<html><head>{link}</head><body><h1>Council of {town} meets</h1>{words}<p>{NOTICE}</p></body></html>"
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")
    files = sorted(tmp_path.glob("*.html"))
    alone = json_lines(run("article", *files, "--json"))
    assert all(NOTICE in one["text"] for one in alone)
    assert {one["value"]: one["where"] for one in alone[0]["found"]} == {"Council of Varn meets": "heading h1"}
    together = json_lines(run("article", *files, "--json", "--by-site"))
    assert [one["title"] for one in together] == [one["title"] for one in alone]
    assert not any(NOTICE in one["text"] for one in together)
    assert json_lines(run("article", *reversed(files), "--json", "--by-site")) == together[::-1]
