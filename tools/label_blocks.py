"""Labels the lines of HTML pages by the extractor's decisions, to train the block classifier on.

usage: python tools/label_blocks.py PAGES.tar.gz LABELS.jsonl
"""

from __future__ import annotations

import json
import sys
import tarfile
from urllib.parse import urlparse

from parley.errors import PageRefused
from parley.pages.html import mark_up
from parley.terms.text import PARAGRAPH_BREAK


def main(archive: str, out: str) -> None:
    """Write one labelled page a line."""
    with tarfile.open(archive) as pages, open(out, "w", encoding="utf-8") as rows:
        for member in pages:
            if not member.isfile() or not member.name.endswith((".html", ".htm")):
                continue
            handle = pages.extractfile(member)
            content = handle.read() if handle else b""
            try:
                marked = mark_up(content)
            except PageRefused as refused:
                sys.stderr.write(f"{refused}\n")
                continue
            host = urlparse(marked.url or "").netloc or member.name.rsplit("/", 1)[-1].split(".")[0]
            lines = marked.page_text.split(PARAGRAPH_BREAK)
            main_lines = marked.main or (False,) * len(lines)
            rows.write(
                json.dumps(
                    {"name": member.name, "host": host, "lines": lines, "main": main_lines, "title": marked.title}
                )
                + "\n"
            )


if __name__ == "__main__":
    main(*sys.argv[1:3])
