"""CSL-JSON: the articles as Zotero, pandoc and citation processors read them.

After the CSL 1.0.2 data schema. Names are ``literal``, since nobody told which part is the family's;
a date has as many parts as are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parley.exports.files import Target, whole_file
from parley.exports.stream import write_json_list
from parley.exports.works import Work, works_of
from parley.terms.tables import ArticleRow, StatementRow

_TYPES = {"interview": "interview", "speech": "speech", "press release": "article", "communiqué": "article"}


def write_csl(rows: Iterable[StatementRow | ArticleRow], target: Target) -> int:
    """Write the articles of some rows as CSL-JSON, each once.

    Args:
        rows: articles, or statements, whose articles are taken.
        target: a path, or a file open for bytes.

    Returns:
        How many items were written.

    Raises:
        ParleyError: the file cannot be written.
    """
    with whole_file(target) as file:
        return write_json_list(file, map(csl_item, works_of(rows)))


def csl_item(work: Work) -> dict[str, Any]:
    """An article as a CSL item; what is not known is not there."""
    kind = _TYPES.get(work.genre or "", "article-newspaper" if work.publication else "webpage")
    item = {
        "id": work.name,
        "type": kind,
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "container-title": work.publication,
        "issued": _date(work.date),
        "accessed": _date(work.fetched),
        "URL": work.url,
        "language": work.language,
        "genre": work.genre,
        "note": f"Parley article {work.key}",
    }
    return {name: value for name, value in item.items() if value}


def _date(parts: tuple[int, ...]) -> dict[str, Any] | None:
    return {"date-parts": [list(parts)]} if parts else None
