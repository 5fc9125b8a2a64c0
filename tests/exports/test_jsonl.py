"""JSON Lines."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.exports.jsonl import read_article_rows, read_statement_rows, write_json_lines
from parley.terms.tables import StatementRow
from tests.exports.builders import ARTICLE, PLAIN, statement, statements


@settings(max_examples=60)
@given(st.lists(statements, max_size=3))
def test_statements_come_back_equal(rows: list[StatementRow]) -> None:
    """JSON Lines is the format in which nothing of a statement is lost, its evidence included."""
    file = io.BytesIO()
    assert write_json_lines(rows, file) == len(rows)
    file.seek(0)
    assert list(read_statement_rows(file)) == rows


def test_articles_come_back_equal(tmp_path: Path) -> None:
    """The same holds of articles, and of a file named by its path."""
    path = tmp_path / "articles.jsonl"
    write_json_lines([ARTICLE], path)
    assert list(read_article_rows(path)) == [ARTICLE]


def test_half_a_surrogate_pair_comes_back() -> None:
    """JSON has an escape for what UTF-8 cannot hold."""
    row = statement(content="a\ud800b")
    file = io.BytesIO()
    write_json_lines([row], file)
    file.seek(0)
    assert list(read_statement_rows(file)) == [row]


def test_keys_of_a_newer_version_are_passed_over() -> None:
    """A file of a newer Parley with more keys can still be read; what is optional may be missing."""
    file = io.BytesIO()
    write_json_lines([PLAIN], file)
    given_row = json.loads(file.getvalue()) | {"mood": "glad"}
    del given_row["tags"]
    assert list(read_statement_rows(io.BytesIO(json.dumps(given_row).encode()))) == [PLAIN]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key", 7),
        ("form", "sung"),
        ("start", True),
        ("start", "1"),
        ("mention", 1),
        ("speakers", "Massoud"),
        ("speakers", [1]),
        ("confidence", "high"),
        ("values", {"a": [1]}),
        ("evidence", {}),
        ("evidence", [{"start": 1}]),
        ("evidence", [{"start": "1", "end": 2, "exact": "", "prefix": "", "suffix": "", "sha256": ""}]),
        ("concepts", [{"concept": "peace", "stance": "maybe", "coder": "ruth"}]),
    ],
)
def test_a_field_of_another_type_is_refused(name: str, value: Any) -> None:
    """A row that comes in has the types that a row has; the message names line and field."""
    file = io.BytesIO()
    write_json_lines([PLAIN], file)
    line = json.dumps(json.loads(file.getvalue()) | {name: value}).encode()
    with pytest.raises(UsageError, match=rf"line 2.*{name}"):
        list(read_statement_rows(io.BytesIO(b"\n" + line)))


@pytest.mark.parametrize("line", [b"[]", b"{}", b"{", b"\xff", b"[" * 100_000])
def test_other_lines_are_refused(line: bytes) -> None:
    """What is no row is an error with a cure."""
    with pytest.raises(UsageError, match="line 1"):
        list(read_statement_rows(io.BytesIO(line)))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A path that is not there is told as such."""
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_statement_rows(tmp_path / "none.jsonl"))
