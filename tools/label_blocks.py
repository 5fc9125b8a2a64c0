"""Labels the lines of HTML pages by the decisions of extractors, to train the block classifier on.

usage: python tools/label_blocks.py PAGES.tar.gz LABELS.jsonl

Each page is flattened in two ways, by our own linearization and by resiliparse, and three extractors say which lines
are the article's: trafilatura in its precise and its usual mode, and readability. Needs ``resiliparse`` (in the extra
``training``) and ``readability-lxml``, which is not declared because it brings chardet, under the LGPL.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlparse

import lxml.etree
import lxml.html
from trafilatura import bare_extraction

from parley.errors import PageRefused
from parley.pages.decode import decode
from parley.pages.html import match_lines, parse_html
from parley.pages.linearize import find_lines, linearize_html
from parley.terms.text import PARAGRAPH_BREAK


def main(archive: str, out: str) -> None:
    """Write one labelled flattening a line."""
    with tarfile.open(archive) as pages, open(out, "w", encoding="utf-8") as rows:
        for member in pages:
            if not member.isfile() or not member.name.endswith((".html", ".htm")):
                continue
            handle = pages.extractfile(member)
            try:
                for row in label(handle.read() if handle else b"", member.name):
                    rows.write(json.dumps(row) + "\n")
            except PageRefused as refused:
                sys.stderr.write(f"{refused}\n")


def label(content: bytes, name: str) -> Iterator[dict[str, Any]]:
    """The flattenings of a page, each with its lines and what each extractor says of them.

    Raises:
        PageRefused: it is no HTML.
    """
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - only this tool needs it

    decoded = decode(content, where=name)
    tree = parse_html(decoded)
    host = urlparse(_canonical(tree)).netloc or name.rsplit("/", 1)[-1].split(".html", maxsplit=1)[0]
    texts = [_extracted(decoded, precise=True), _extracted(decoded, precise=False), _readable(decoded)]
    flat = extract_plain_text(decoded, main_content=False)
    for kind, lines in (
        ("html-1", linearize_html(tree).split(PARAGRAPH_BREAK)),
        ("resiliparse", [span.of(flat) for span in find_lines(flat)]),
    ):
        votes = [list(map(int, match_lines(lines, text))) for text in texts]
        yield {
            "name": name,
            "host": host.removeprefix("www."),
            "kind": kind,
            "lines": lines,
            "votes": votes,
            "text": texts[0],
        }


def _canonical(tree: Any) -> str:
    return next((link.get("href") or "" for link in tree.iterfind(".//link[@rel='canonical']")), "")


def _extracted(decoded: str, *, precise: bool) -> str:
    found: Any = bare_extraction(
        decoded, include_comments=False, include_tables=True, with_metadata=False, favor_precision=precise
    )
    return (found.text or "") if found else ""


def _readable(decoded: str) -> str:
    from readability import Document  # noqa: PLC0415 - only this tool needs it

    try:
        return "".join(map(str, lxml.html.fromstring(Document(decoded).summary()).itertext()))
    except (lxml.etree.LxmlError, ValueError):
        return ""


if __name__ == "__main__":
    main(*sys.argv[1:3])
