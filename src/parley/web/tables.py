"""The same rows at the same address as CSV and JSON, and in every format that exports know."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi.responses import Response, StreamingResponse

from parley.exports.about import About, Kind
from parley.exports.delimited import csv_writer, flat_cell
from parley.exports.table import export_rows, find_format

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "jsonfeed": "application/feed+json",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "markdown": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PORTION = 1 << 16


def plain_table(name: str, form: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A small table as CSV, or as a JSON list of objects.

    Args:
        name: of the file.
        form: csv or json.
        header: names of the columns.
        rows: their values.
    """
    if form == "json":
        found = [dict(zip(header, row, strict=True)) for row in rows]
        return Response(json.dumps(found, ensure_ascii=False, default=_plain), media_type=TYPES["json"])
    file = io.StringIO()
    writer = csv_writer(file)
    writer.writerow(header)
    for row in rows:
        writer.writerow([flat_cell(", ".join(map(str, one)) if isinstance(one, tuple | list) else one) for one in row])
    return Response(file.getvalue(), media_type=TYPES["csv"], headers=_named(f"{name}.csv"))


def exported(
    form: str, rows: Iterable[Any], *, title: str, kind: Kind = "statements", address: str | None = None
) -> Response:
    """Rows in a format of the exports; written to a temporary file first, so that an error is one.

    Raises:
        UsageError: there is no such format.
    """
    found = find_format(form, kind=kind)
    about = About(title=title, made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", kind=kind, address=address)
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed when it was sent
    export_rows(form, rows, file, about=about)
    file.seek(0)

    def parts() -> Iterator[bytes]:
        with file:
            while part := file.read(PORTION):
                yield part

    media = TYPES.get(form, "application/octet-stream")
    shown = form in ("rss", "atom", "jsonfeed")
    return StreamingResponse(parts(), media_type=media, headers={} if shown else _named(f"parley{found.extension}"))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
