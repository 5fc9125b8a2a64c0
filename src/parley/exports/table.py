"""The formats that go out: one literal table of names, file endings and writers.

A table that cannot describe itself gets a codebook beside it. Formats that need a large library load
it when they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from parley.errors import UsageError
from parley.exports.about import About, Kind
from parley.exports.bibtex import write_bibtex
from parley.exports.brief_markdown import write_markdown
from parley.exports.codebook import codebook_path, write_codebook
from parley.exports.columns import TABLES
from parley.exports.csl import write_csl
from parley.exports.delimited import write_csv
from parley.exports.files import Target
from parley.exports.jsonl import write_json_lines
from parley.exports.parquet import write_parquet
from parley.exports.webannotation import write_web_annotations


class Writer(Protocol):
    """Writes rows to a path or an open file, and says how many."""

    def __call__(self, rows: Iterable[Any], target: Target, /, *, about: About) -> int:
        """Write rows; whether a codebook is written beside them is the format's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of exports."""

    extension: str
    """With its dot."""
    description: str
    takes: tuple[Kind, ...]
    """Which kinds of rows it can be made of."""
    write: Writer
    codebook: bool = False
    """Whether ``NAME.codebook.csv`` is written beside the file."""
    holds_all: bool = False
    """Whether it must hold every row at once, so that it is for selections."""


def _csv(rows: Iterable[Any], target: Target, *, about: About) -> int:
    return write_csv(rows, target, table=TABLES[about.kind])


def _tsv(rows: Iterable[Any], target: Target, *, about: About) -> int:
    return write_csv(rows, target, table=TABLES[about.kind], delimiter="\t")


def _xlsx(rows: Iterable[Any], target: Target, *, about: About) -> int:
    from parley.exports.xlsx import write_xlsx  # noqa: PLC0415  openpyxl takes long to load

    return write_xlsx(rows, target, table=TABLES[about.kind], made=about.made, concepts=about.concepts)


def _jsonl(rows: Iterable[Any], target: Target, *, about: About) -> int:  # noqa: ARG001  one signature for all
    return write_json_lines(rows, target)


def _parquet(rows: Iterable[Any], target: Target, *, about: About) -> int:
    return write_parquet(rows, target, table=TABLES[about.kind])


def _bibtex(rows: Iterable[Any], target: Target, *, about: About) -> int:  # noqa: ARG001  one signature for all
    return write_bibtex(rows, target)


def _csl(rows: Iterable[Any], target: Target, *, about: About) -> int:  # noqa: ARG001  one signature for all
    return write_csl(rows, target)


def _docx(rows: Iterable[Any], target: Target, *, about: About) -> int:
    from parley.exports.brief_docx import write_docx  # noqa: PLC0415  python-docx takes long to load

    return write_docx(rows, target, about=about)


def _feed(name: str) -> Writer:
    """A writer of feeds by its name in ``parley.exports.feeds``."""

    def write(rows: Iterable[Any], target: Target, /, *, about: About) -> int:
        from parley.exports import feeds  # noqa: PLC0415  lxml takes long to load

        writers: dict[str, Callable[..., int]] = {
            "rss": feeds.write_rss,
            "atom": feeds.write_atom,
            "jsonfeed": feeds.write_json_feed,
        }
        return writers[name](rows, target, about=about)

    return write


_ROWS: tuple[Kind, ...] = ("statements", "articles")
_STATEMENTS: tuple[Kind, ...] = ("statements",)
_FOUND: tuple[Kind, ...] = ("statements", "hits")

FORMATS: Mapping[str, Format] = {
    "csv": Format(
        extension=".csv",
        description="Comma-separated table, with a codebook beside it",
        takes=_ROWS,
        write=_csv,
        codebook=True,
    ),
    "tsv": Format(
        extension=".tsv",
        description="Tab-separated table, with a codebook beside it",
        takes=_ROWS,
        write=_tsv,
        codebook=True,
    ),
    "xlsx": Format(
        extension=".xlsx",
        description="Excel workbook, with the codebook as a sheet",
        takes=_ROWS,
        write=_xlsx,
    ),
    "jsonl": Format(
        extension=".jsonl",
        description="JSON Lines: one row a line with all its evidence",
        takes=_ROWS,
        write=_jsonl,
        codebook=True,
    ),
    "parquet": Format(
        extension=".parquet",
        description="Parquet: typed columns for R, Python, DuckDB; needs the extra parquet",
        takes=_ROWS,
        write=_parquet,
        codebook=True,
    ),
    "webannotation": Format(
        extension=".jsonld",
        description="W3C Web Annotation (JSON-LD)",
        takes=_STATEMENTS,
        write=write_web_annotations,
    ),
    "bibtex": Format(
        extension=".bib",
        description="BibTeX: the articles, each once",
        takes=_ROWS,
        write=_bibtex,
    ),
    "csl": Format(
        extension=".csl.json",
        description="CSL-JSON: the articles, each once, for Zotero and pandoc",
        takes=_ROWS,
        write=_csl,
    ),
    "rss": Format(extension=".rss", description="RSS 2.0 feed", takes=_FOUND, write=_feed("rss")),
    "atom": Format(extension=".atom", description="Atom 1.0 feed", takes=_FOUND, write=_feed("atom")),
    "jsonfeed": Format(extension=".feed.json", description="JSON Feed 1.1", takes=_FOUND, write=_feed("jsonfeed")),
    "markdown": Format(
        extension=".md",
        description="Citable brief as Markdown with footnotes",
        takes=_STATEMENTS,
        write=write_markdown,
        holds_all=True,
    ),
    "docx": Format(
        extension=".docx",
        description="Citable brief as a Word document with footnotes",
        takes=_STATEMENTS,
        write=_docx,
        holds_all=True,
    ),
}


def find_format(name: str, *, kind: Kind = "statements") -> Format:
    """The format of a name.

    Args:
        name: as in ``FORMATS``.
        kind: what it shall be made of.

    Raises:
        UsageError: there is no such format, or it is not made of such rows.
    """
    found = FORMATS.get(name)
    if found is None:
        raise UsageError(f"there is no format {name}", where="export", cure=f"Take one of {', '.join(FORMATS)}")
    if kind not in found.takes:
        others = ", ".join(other for other, one in FORMATS.items() if kind in one.takes)
        what = f"{name} is made of {' or '.join(found.takes)}, not of {kind}"
        raise UsageError(what, where="export", cure=f"For {kind} take one of {others}")
    return found


def format_of(path: Path) -> str | None:
    """The name of the format that a file's ending stands for, the longest ending first; None if no one's."""
    endings = sorted(FORMATS, key=lambda name: -len(FORMATS[name].extension))
    return next((name for name in endings if path.name.lower().endswith(FORMATS[name].extension)), None)


def export_rows(name: str, rows: Iterable[Any], target: Target, *, about: About) -> int:
    """Write rows in a format, and the codebook beside them where the format has one.

    Args:
        name: as in ``FORMATS``.
        rows: rows of the kind that ``about.kind`` says, one at a time.
        target: a path, or a file open for bytes; beside an open file no codebook is written.
        about: title, time, kind of the rows.

    Returns:
        How many rows, or for bibliographies articles, were written.

    Raises:
        UsageError: there is no such format, or it cannot be made here or of such rows.
        ParleyError: the file cannot be written.
    """
    found = find_format(name, kind=about.kind)
    number = found.write(rows, target, about=about)
    if found.codebook and isinstance(target, Path):
        write_codebook(codebook_path(target), TABLES[about.kind], concepts=about.concepts)
    return number
