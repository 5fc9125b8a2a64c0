"""The table and the processes behind it."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.language import FULL, HEAD, at_least_one, corpus_folder, link_full_weights, shown, table_row
from bench.plain_text import Row
from bench.systems import measure, peak_memory, row_of
from parley.terms.statements import Statement
from parley.terms.text import Span
from parley.training.evaluate import spans_of
from parley.training.score import NAMES
from parley.weights.models import load_weights

ROOT = Path(__file__).parent.parent.parent
ROW: dict[str, Any] = {
    "system": "ours",
    "scores": dict.fromkeys(NAMES, (50.0, 40.0, 60.0)),
    "words_per_second": 1234.5,
    "peak_mb": 99.6,
}


def test_a_row_has_a_cell_under_each_heading() -> None:
    """SOFT alone carries its interval, and no column is missing."""
    row = table_row(ROW)
    assert row == "| ours | 50.0 | 50.0 | 50.0 | 50.0 | 50.0 (40.0 - 60.0) | 50.0 | 1,234 | 100 |"
    assert row.count("|") == HEAD.splitlines()[0].count("|") == HEAD.splitlines()[1].count("|")


def test_the_report_says_on_what_it_was_measured() -> None:
    """Number of documents, corpus and machine stand above the table."""
    report = {"documents": 2, "corpus": "a corpus", "words": 1500, "machine": "a machine", "rows": [ROW]}
    assert shown(report).startswith("2 documents of a corpus, 1,500 words; a machine.")


def test_without_corpora_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the corpora are not named or not there, the program ends with a sentence that names the cure."""
    monkeypatch.delenv("PARLEY_CORPORA", raising=False)
    with pytest.raises(SystemExit, match="Set PARLEY_CORPORA"):
        corpus_folder()
    monkeypatch.setenv("PARLEY_CORPORA", str(tmp_path))
    with pytest.raises(SystemExit, match=r"There is no .*train\.jsonl"):
        corpus_folder()


def test_the_number_of_documents_is_checked() -> None:
    """No documents, or a word where a number belongs, are refused."""
    assert at_least_one("3") == 3
    for told in ("0", "-1", "all"):
        with pytest.raises(argparse.ArgumentTypeError):
            at_least_one(told)


def test_full_weights_take_the_place_of_the_small_ones(tmp_path: Path) -> None:
    """The linked folder has the fp32 encoder under the name that is loaded, and gets a manifest; the other is untouched."""
    exported, linked = tmp_path / "exported", tmp_path / "linked"
    exported.mkdir()
    linked.mkdir()
    for name in ("encoder.onnx", FULL, "spans.onnx", "transitions.npy", "tokenizer.json", "blocks.json"):
        (exported / name).write_text(name, encoding="utf-8")
    link_full_weights(exported, linked)
    assert (linked / "encoder.onnx").read_text("utf-8") == FULL
    assert load_weights(linked, check=True).folder == linked
    assert not (exported / "manifest.json").exists()


def test_a_statement_becomes_the_yardsticks_row() -> None:
    """Spans and marks are those that the evaluation of the weights uses."""
    statement = Statement(
        id="s1",
        source=(Span(0, 5),),
        cue=(Span(6, 10),),
        content=(Span(11, 20), Span(22, 24)),
        speaker_confidence=None,
        speaker_reason="nobody is named",
        form="mixed",
        polarity="affirmed",
        certainty="certain",
        confidence=0.5,
    )
    row = row_of(statement)
    assert row.items() <= spans_of(statement).items()
    assert row["content"] == [[11, 20], [22, 24]]


def test_measuring_keeps_the_order_of_texts() -> None:
    """What is found stands in the order of the texts, with a speed and a peak of memory."""

    def system(text: str) -> list[Row]:
        return [{"source": [], "cue": [], "content": [[0, len(text)]]}]

    measured = measure(system, ["ab", "abcd"])
    assert [rows[0]["content"][0][1] for rows in measured.statements] == [2, 4]
    assert measured.words_per_second > 0
    assert 1 < measured.peak <= peak_memory()


def test_a_measured_process_loads_only_its_own_system(tmp_path: Path) -> None:
    """The process of the rules runs as the table runs it, and holds neither the scorer nor any model."""
    job = tmp_path / "job.json"
    told: dict[str, Any] = {"name": "rules", "texts": ["Novak said that it rains."], "crf": {}, "fp32": None}
    job.write_text(json.dumps(told), encoding="utf-8")
    code = (
        "import sys; from bench.systems import main; main()\n"
        "print([name for name in ('scipy', 'onnxruntime', 'pycrfsuite', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(job)], check=True, capture_output=True, text=True, cwd=ROOT)
    found, loaded = done.stdout.splitlines()
    assert len(json.loads(found)["statements"][0]) == 1
    assert loaded == "[]"
