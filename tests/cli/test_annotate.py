"""parley annotate."""

from __future__ import annotations

import json
from pathlib import Path

import onnxruntime
import pytest

from .conftest import Run, json_lines

pytestmark = pytest.mark.usefixtures("weights")

TEXT = "The finance minister, Ana Petrova, said that taxes would rise next year. She denied that the budget was lost.\n"


def test_keeps_the_text_exactly_as_given(run: Run) -> None:
    """Neither trimmed nor normalized: line ends, marks and spaces stay, so that offsets are the caller's own."""
    given = "\ufeff  The minister said:\r\n\u201cTaxes\u00a0will rise\u2028now\u201d, cafe\u0301.  \n"
    Path("text.txt").write_bytes(given.encode())
    result = run("annotate", "text.txt")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    assert len(result.stdout.splitlines()) == 1
    assert json_lines(result)[0]["text"] == given


def test_prints_the_keys_of_the_contract(run: Run) -> None:
    """All lists of the contract are there, in its order, also those this version does not fill."""
    found = json_lines(run("annotate", given=TEXT))[0]
    assert list(found) == [
        *(
            "id",
            "text",
            "language",
            "mentions",
            "actors",
            "statements",
            "events",
            "times",
            "quantities",
            "pairs",
            "notes",
        )
    ]
    assert found["id"] == "-"
    assert found["language"] == "en"
    assert found["notes"] == []
    assert found["statements"]


def test_lines_of_json(run: Run) -> None:
    """Each line is answered under its own id, with as many pair answers as asked; blank lines are passed over."""
    lines = [
        {"id": "one", "text": TEXT, "date": "2023-09", "title": "Taxes", "pairs": [["zz", "b"], {"source": [0, 12]}]},
        {"id": 2, "text": "", "language": "de"},
    ]
    Path("texts.jsonl").write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    result = run("annotate", "texts.jsonl")
    assert result.exit_code == 0, result.output
    first, second = json_lines(result)
    assert (first["id"], second["id"]) == ("one", "2")
    assert [pair["type"] for pair in first["pairs"]] == [None, None]
    assert second["statements"] == []
    assert second["language"] == "de"
    assert second["pairs"] == []
    assert second["notes"] == ["This text is in German (de); statements are found in English only."]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (b"not json", "JSON"),
        (b"[1]", "object"),
        (b'{"text": "x"}', "id"),
        (b'{"id": "x"}', "text"),
        (b'{"id": "x", "text": 5}', "text"),
        (b'{"id": "x", "text": "y", "date": "9 Sep 2023"}', "date"),
        (b'{"id": "x", "text": "y", "pairs": 2}', "pairs"),
        (b'{"id": "x", "text": "half \\ud800"}', "surrogate"),
        (b"\xff\xfe{}", "UTF-8"),
    ],
)
def test_a_bad_line_is_refused_and_the_next_is_read(run: Run, line: bytes, word: str) -> None:
    """What is wrong is said with the line's number; exit code 3; the other lines are answered."""
    Path("texts.jsonl").write_bytes(line + b'\n{"id": "good", "text": "Yes."}\n')
    result = run("annotate", "texts.jsonl")
    assert result.exit_code == 3
    assert [one["id"] for one in json_lines(result)] == ["good"]
    assert "texts.jsonl, line 1" in result.stderr
    assert word in result.stderr


def test_a_line_over_the_limit_is_refused_whole(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of a line that is too large is not taken for a line of its own."""
    monkeypatch.setenv("PARLEY_LARGEST_PAGE_BYTES", "60")
    Path("texts.jsonl").write_text(
        json.dumps({"id": "long", "text": "word " * 90}) + '\n{"id": "good", "text": "Yes."}\n', encoding="utf-8"
    )
    result = run("annotate", "texts.jsonl")
    assert [one["id"] for one in json_lines(result)] == ["good"]
    assert result.stderr.count("Refused") == 1


def test_missing_files_and_folders_are_refused(run: Run) -> None:
    """What is not a file is told, by exit code too."""
    Path("folder").mkdir()
    result = run("annotate", "missing.txt", "folder")
    assert result.exit_code == 3
    assert "missing.txt" in result.stderr
    assert "folder" in result.stderr


def test_standard_input_as_lines(run: Run) -> None:
    """--lines takes a pipe as lines of JSON."""
    result = run("annotate", "--lines", given='{"id": "x", "text": "Yes."}\n')
    assert [one["id"] for one in json_lines(result)] == ["x"]


def test_what_is_not_english_gets_a_note_and_nothing_else(run: Run) -> None:
    """The language found stays, the lists are empty, a sentence says why; a language that is given wins."""
    text = (
        "Le ministre des Finances, Jean Dupont, a déclaré mercredi que les impôts augmenteraient. « Nous n'avons pas "
        "le choix », a-t-il dit devant l'Assemblée. La porte-parole de l'opposition, Marie Lefèvre, a répondu que le "
        "gouvernement mentait, et que les citoyens avaient déjà assez payé.\n"
    )
    lines = [{"id": "found", "text": text}, {"id": "given", "text": text, "language": "en"}]
    result = run("annotate", "--lines", given="\n".join(map(json.dumps, lines)))
    assert result.exit_code == 0, result.output
    found, given = json_lines(result)
    assert (found["language"], found["statements"], found["mentions"], found["actors"]) == ("fr", [], [], [])
    assert found["notes"] == ["This text is in French (fr); statements are found in English only."]
    assert (given["language"], given["notes"]) == ("en", [])


def test_missing_weights_are_one_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that are not there stop the run with one sentence, not with one for each text."""
    monkeypatch.setenv("PARLEY_WEIGHTS", "nowhere")
    result = run("annotate", "--lines", given='{"id": 1, "text": "Yes."}\n' * 3)
    assert result.exit_code == 1
    assert result.stderr.count("nowhere") == 1


def test_a_device_that_is_not_there_is_one_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without CUDA the setting for it stops every command that computes, with the cure."""
    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this onnxruntime knows CUDA")
    monkeypatch.setenv("PARLEY_DEVICE", "cuda")
    result = run("annotate", "--lines", given='{"id": 1, "text": "Yes."}\n' * 3)
    assert result.exit_code == 1
    assert "onnxruntime-gpu" in result.stderr
