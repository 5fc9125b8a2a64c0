"""The annotated HTML pages of ``tests/pages/annotated``: reading them and scoring what was read of them."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.terms.names import fold_name
from parley.terms.text import Article

FOLDER = Path(__file__).parent.parent / "tests" / "pages" / "annotated"
FIELDS = ("title", "date", "byline", "publication", "section", "genre", "language")
_INLINE = re.compile(r"</?(?:b|i|strong|em|span|a)\b[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A page and what a reader sees in it."""

    name: str
    content: bytes
    text: str
    fields: dict[str, Any]


def read_annotated(part: str) -> Iterator[Annotated]:
    """The pages of a part, "dev" or "kept"."""
    whole = (FOLDER / f"{part}.txt").read_text(encoding="utf-8")
    for one in re.split(r"^=== ", whole, flags=re.MULTILINE)[1:]:
        name, _, rest = one.partition("\n")
        truth, _, page = rest.partition("\n")
        own = page.partition("<!--[-->")[2].partition("<!--]-->")[0]
        yield Annotated(
            name=name,
            content=re.sub(r"<!--(?:\[|\]|dateline)-->", "", page).encode(),
            text=html.unescape(re.sub(r"<[^>]+>", "\n", _INLINE.sub("", own))),
            fields=json.loads(truth.removeprefix("<!--truth ").removesuffix("-->")),
        )


def right_fields(article: Article, wanted: dict[str, Any]) -> Counter[tuple[str, bool]]:
    """For each field that is scored whether it is right; names are compared folded."""
    found: dict[str, Any] = {
        "title": article.title,
        "date": article.date,
        "publication": article.publication,
        "genre": article.genre,
        "language": article.language,
    }
    answers = {name: fold_name(value or "") == fold_name(wanted[name] or "") for name, value in found.items()}
    authors = sorted(fold_name(one.name) for one in article.byline)
    answers["byline"] = authors == sorted(map(fold_name, wanted["byline"]))
    answers["section"] = fold_name(wanted["section"] or "") in map(fold_name, article.sections)
    skipped = {name for name in ("section", "genre") if wanted[name] is None}
    return Counter((name, answers[name]) for name in FIELDS if name not in skipped)
