"""CSV and TSV."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.exports.codebook import codebook_path, codebook_rows, write_codebook
from parley.exports.columns import ARTICLES, STATEMENTS, join_list, split_list
from parley.exports.delimited import flat_cell, read_back, write_csv
from parley.terms.tables import StatementRow
from tests.exports.builders import ABOUT, ARTICLE, NASTY, PLAIN, cells, statement, statements, words


@settings(max_examples=60)
@given(st.lists(statements, max_size=3), st.sampled_from([",", "\t"]), st.booleans(), st.booleans())
def test_rows_come_back_as_they_were(rows: list[StatementRow], delimiter: str, safe: bool, bom: bool) -> None:
    """Whatever a page says, the table that was written says the same when it is read."""
    file = io.BytesIO()
    assert write_csv(rows, file, bom=bom, formula_safe=safe, delimiter=delimiter) == len(rows)
    file.seek(0)
    found = list(read_back(file, formula_safe=safe, delimiter=delimiter))
    assert found == [cells(row, STATEMENTS) for row in rows]


@given(words | st.sampled_from(NASTY))
def test_no_text_is_a_formula(text: str) -> None:
    """No cell begins with what a spreadsheet computes, not even after white space."""
    begins = flat_cell(text).lstrip(" \t\r\n\ufeff\u200b\u00a0")[:1]
    assert begins not in tuple("=+-@＝＋－＠")
    assert flat_cell(text)[:1] not in ("\t", "\r") or flat_cell(text).strip()[:1] not in tuple("=+-@")


def test_an_apostrophe_of_the_text_is_not_ours() -> None:
    """A text that already has an apostrophe before a formula can be told from one that got ours."""
    assert flat_cell("=1") == "'=1"
    assert flat_cell("'=1") == "''=1"
    assert flat_cell("'tis") == "'tis"


def test_numbers_stay_numbers() -> None:
    """Only texts are shielded: a negative number is no formula."""
    assert flat_cell(-5) == "-5"
    assert flat_cell(-0.5) == "-0.5"


def test_control_characters_are_seen() -> None:
    """A NUL does not vanish and does not break the table: its picture stands for it."""
    assert flat_cell("a\x00b\x7f") == "a␀b␡"


def test_line_ends_and_marks_follow_rfc_4180() -> None:
    """Other programs read the table: CRLF between rows, doubled quotation marks within a cell."""
    file = io.BytesIO()
    write_csv([ARTICLE], file, table=ARTICLES, bom=True)
    assert file.getvalue().startswith(b"\xef\xbb\xbfkey,article,")
    assert file.getvalue().count(b"\r\n") == 2
    assert next(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"))))["date"] == "2023-08"


def test_half_a_surrogate_pair_is_shown() -> None:
    """What UTF-8 cannot hold is replaced by the sign for it, and the export goes on."""
    assert flat_cell("a\ud800") == "a\ufffd"


@given(st.lists(words, max_size=4).map(tuple).filter(lambda items: items != ("",)))
def test_lists_keep_their_items(items: tuple[str, ...]) -> None:
    """A name with a semicolon is still one name."""
    assert split_list(join_list(items)) == items


@pytest.mark.parametrize(
    "content",
    [b"", b"key,article\r\n1,2\r\n", b"\xff\xfe", b'"'],
    ids=["empty", "other columns", "no UTF-8", "open quotation"],
)
def test_other_files_are_refused(content: bytes) -> None:
    """A file of something else is an error with a cure, not rows of nonsense."""
    with pytest.raises(UsageError):
        list(read_back(io.BytesIO(content)))


@pytest.mark.parametrize(("old", "new"), [("false", "maybe"), (",10,", ",x,"), ("e1,", "e1,e2,")])
def test_broken_cells_are_named(old: str, new: str) -> None:
    """A cell of the wrong type is told with its line."""
    file = io.BytesIO()
    write_csv([PLAIN], file)
    with pytest.raises(UsageError, match="line 2"):
        list(read_back(io.BytesIO(file.getvalue().decode().replace(old, new, 1).encode())))


def test_every_field_of_a_row_is_a_column() -> None:
    """A field that is added to the rows cannot be forgotten in the tables; evidence alone is not flat."""
    for table in (STATEMENTS, ARTICLES):
        fields = set(table.row.__dataclass_fields__)
        assert fields - {column.name for column in table.columns} == fields & {"evidence"}
        assert all(column.description for column in table.columns)


def test_the_codebook_tells_columns_and_concepts() -> None:
    """Whoever gets a table can look up what each column and each concept means, safely."""
    rows = list(codebook_rows(STATEMENTS, {"=peace": "ends the war"}))
    assert len(rows) == len(STATEMENTS.columns) + 1
    assert rows[-1] == ("concept", "=peace", "stance", "no", "agree; disagree; neutral", "ends the war")
    file = io.BytesIO()
    assert write_codebook(file, STATEMENTS, concepts={"=peace": "ends the war"}) == len(rows)
    assert b"'=peace" in file.getvalue()


def test_the_codebook_lies_beside_its_table(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """The name of the codebook tells whose it is."""
    assert codebook_path(tmp_path / "spring.csv") == tmp_path / "spring.codebook.csv"
    assert ABOUT.made.year == 2024
    assert statement(key="e2").key == "e2"
