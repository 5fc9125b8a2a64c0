"""What goes out: tables, feeds, bibliographies, annotations, citable briefs; one file for each format.

Rows come as iterables and are written one at a time. A file is there whole or not at all.
"""

from parley.exports.about import About
from parley.exports.cite import cite
from parley.exports.frames import to_pandas, to_polars
from parley.exports.jsonl import read_article_rows, read_statement_rows
from parley.exports.parquet import to_arrow
from parley.exports.table import FORMATS, Format, export_rows, find_format, format_of

__all__ = [
    "FORMATS",
    "About",
    "Format",
    "cite",
    "export_rows",
    "find_format",
    "format_of",
    "read_article_rows",
    "read_statement_rows",
    "to_arrow",
    "to_pandas",
    "to_polars",
]
