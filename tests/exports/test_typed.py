"""Parquet, Arrow, pandas and Polars."""

from __future__ import annotations

import builtins
import io
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.exports import to_arrow, to_pandas, to_polars
from parley.exports.columns import ARTICLES, STATEMENTS, Table
from parley.exports.parquet import write_parquet
from parley.terms.tables import StatementRow
from tests.exports.builders import ARTICLE, PLAIN, cells, statement, statements


def listed(row: Any, table: Table = STATEMENTS) -> dict[str, Any]:
    """What each column says of a row, lists as lists."""
    return {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in cells(row, table).items()}


@settings(max_examples=40)
@given(st.lists(statements, max_size=3))
def test_parquet_gives_the_rows_back(rows: list[StatementRow]) -> None:
    """Types, absent values and lists are as they were."""
    file = io.BytesIO()
    assert write_parquet(rows, file) == len(rows)
    assert pyarrow.parquet.read_table(io.BytesIO(file.getvalue())).to_pylist() == [listed(row) for row in rows]


@settings(max_examples=40)
@given(st.lists(statements, max_size=3))
def test_polars_gives_the_rows_back(rows: list[StatementRow]) -> None:
    """A Polars frame says the same as the rows."""
    assert to_polars(rows).to_dicts() == [listed(row) for row in rows]


@settings(max_examples=40)
@given(st.lists(statements, max_size=3))
def test_pandas_gives_the_rows_back(rows: list[StatementRow]) -> None:
    """A pandas frame says the same as the rows, absent values as pandas' own."""
    frame = to_pandas(rows)
    found = frame.astype("object").where(frame.notna(), None).to_dict("records")
    assert found == [listed(row) for row in rows]


def test_parquet_is_written_in_groups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A long table is never held as a whole: it goes out group by group."""
    monkeypatch.setattr("parley.exports.parquet.GROUP", 4)
    monkeypatch.setattr("parley.exports.parquet.BATCH", 2)
    path = tmp_path / "out.parquet"
    assert write_parquet((statement(key=f"e{number}") for number in range(9)), path) == 9
    found = pyarrow.parquet.ParquetFile(path)
    assert [found.metadata.row_group(number).num_rows for number in range(found.num_row_groups)] == [4, 4, 1]


def test_arrow_streams() -> None:
    """Batches are made when they are asked for, with the descriptions of the columns."""
    asked = []

    def rows() -> Any:
        for number in range(3):
            asked.append(number)
            yield statement(key=f"e{number}")

    reader = to_arrow(rows())
    assert asked == []
    assert reader.read_all().column("key").to_pylist() == ["e0", "e1", "e2"]
    assert reader.schema.field("key").metadata == {b"description": b"Permanent key of the entry"}
    assert not reader.schema.field("key").nullable


def test_articles_are_a_table_too() -> None:
    """Articles have typed columns as well."""
    assert to_arrow([ARTICLE], table=ARTICLES).read_all().to_pylist() == [listed(ARTICLE, ARTICLES)]
    assert to_pandas([ARTICLE], table=ARTICLES)["statements"].tolist() == [3]


def test_half_a_surrogate_pair_is_shown() -> None:
    """What UTF-8 cannot hold is replaced by the sign for it, and the export goes on."""
    row = statement(content="a\ud800", tags=("\udfff",))
    assert to_arrow([row]).read_all().to_pylist()[0]["content"] == "a\ufffd"
    assert to_polars([row])["tags"].to_list() == [["\ufffd"]]
    assert to_pandas([row])["content"].tolist() == ["a\ufffd"]


@pytest.mark.parametrize(
    ("module", "verb", "cure"),
    [
        ("pyarrow", to_arrow, r"pip install 'parley-record\[parquet\]'"),
        ("pandas", to_pandas, "pip install pandas"),
        ("polars", to_polars, "pip install polars"),
    ],
)
def test_a_missing_library_is_told_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, module: str, verb: Any, cure: str
) -> None:
    """These libraries are large and optional; who lacks one is told what to install."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **others: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == module:
            raise ImportError(name)
        return real(name, *rest, **others)

    def none(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr("parley.exports.frames.import_module", none)
    with pytest.raises(UsageError, match=cure):
        verb([PLAIN])
