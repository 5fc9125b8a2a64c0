"""Sets the text of HTML pages beside what the extractor alone gives.

usage: python tools/score_html.py PAGES.tar.gz

Agreement with the extractor, not with people: it shows that our linearization loses nothing.
"""

from __future__ import annotations

import random
import re
import sys
import tarfile
from collections import Counter

from trafilatura import bare_extraction

from parley.errors import PageRefused
from parley.pages.decode import decode
from parley.pages.files import make_page
from parley.pipeline.build import build_reader
from parley.settings import Settings

DRAWN = 110
LEAST = 300
"""Characters; pages of which the extractor keeps less are left out."""


def word_f1(left: str, right: str) -> float:
    """F1 of two texts as bags of words."""
    one, other = (Counter(re.findall(r"\w+", text.casefold())) for text in (left, right))
    return 2 * sum((one & other).values()) / max(1, sum(one.values()) + sum(other.values()))


def main(archive: str) -> None:
    """Print the mean over pages drawn at random (seed 1)."""
    reader, scores = build_reader(Settings()), []
    with tarfile.open(archive) as pages:
        members = [member for member in pages.getmembers() if member.name.endswith(".html")]
        random.Random(1).shuffle(members)
        for member in members[:DRAWN]:
            handle = pages.extractfile(member)
            content = handle.read() if handle else b""
            try:
                text = reader.read_article(make_page(content, location=member.name)).text
            except PageRefused:
                continue
            alone = bare_extraction(decode(content, where=member.name), include_comments=False, favor_precision=True)
            kept = (getattr(alone, "text", None) or "") if alone else ""
            if len(kept) >= LEAST:
                scores.append(word_f1(text, kept))
    print(f"mean F1 of words {100 * sum(scores) / len(scores):.1f} on {len(scores)} pages")


if __name__ == "__main__":
    main(sys.argv[1])
