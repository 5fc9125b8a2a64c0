"""A record as Python's users have it."""

from __future__ import annotations

from pathlib import Path

import pytest

import parley
from parley.errors import UsageError
from tests.record.builders import example_reading, write


def test_statements_turn_into_frames_in_one_call(tmp_path: Path) -> None:
    """pandas, Polars and Arrow have the same rows as the record, filters included."""
    with parley.open_record(tmp_path / "record.db") as record:
        write(record, example_reading())
        table = record.statements(query="Moscow")
        contents = [row.content for row in table]
        assert len(table) == len(contents) > 0
        assert table.to_pandas()["content"].tolist() == contents
        assert table.to_polars()["content"].to_list() == contents
        assert table.to_arrow()["content"].to_pylist() == contents
        assert len(record.statements(as_of="2001")) == 0


def test_exports_by_their_endings(tmp_path: Path) -> None:
    """The ending names the format; what it does not name is asked for."""
    with parley.open_record(str(tmp_path / "record.db")) as record:
        write(record, example_reading())
        assert record.export(tmp_path / "a.csv", query="Moscow") > 0
        assert record.export(tmp_path / "a.txt", form="markdown", title="Moscow") == len(record.statements())
        record.judge("Anna Lind").codebook.define("Help")
        record.judge("Anna Lind").codebook.code([row.key for row in record.statements()], "Help", "agree")
        assert record.export(tmp_path / "a.dna") == len(record.statements())
        with pytest.raises(UsageError, match="ending"):
            record.export(tmp_path / "a.unknown")
        with pytest.raises(UsageError, match="everything"):
            record.export(tmp_path / "b.dna", query="Moscow")
