"""Scores the reading of pages: main text beside other extractors, as HTML and flattened, and the fields.

usage: python -m bench.pages [--pages NUMBER] [--part dev|kept]

Main text is scored on the pages of ``$PARLEY_CORPORA/pages/pages.tar.gz`` by whether segments that belong to the text
are in it and others are not, and on held-out hosts by the four-word shingles that it shares with what trafilatura
takes with the markup in sight. The annotated pages of ``tests/pages/annotated`` are scored whole. Rivals are measured
where they are installed: readability-lxml, resiliparse (``uv pip install readability-lxml resiliparse``).
"""

from __future__ import annotations

import argparse
import json
import os
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import lxml.html
from trafilatura import bare_extraction

from bench.annotated import FIELDS, read_annotated, right_fields
from parley.errors import PageRefused
from parley.pages.decode import decode
from parley.pages.files import make_page
from parley.pages.html import parse_html
from parley.pages.linearize import linearize_html
from parley.pipeline.build import build_reader
from parley.settings import Settings
from parley.training.blocks import held_out, mean_scores, shingle_scores

Extractor = Callable[[bytes, str], str]
LEAST = 1500
"""Characters of main text; shorter pages are mostly shops, forums and pictures."""


def systems() -> dict[str, Extractor]:
    """What is measured, by name: bytes and decoded page to text."""
    reader = build_reader(Settings())

    def parley(content: bytes, _: str) -> str:
        return reader.read_article(make_page(content, location="page.html")).text

    def flattened(flatten: Callable[[str], str]) -> Extractor:
        def extract(_: bytes, decoded: str) -> str:
            return reader.read_article(make_page(flatten(decoded).encode(), location="page.txt")).text

        return extract

    found: dict[str, Extractor] = {
        "parley": parley,
        "trafilatura, precise": lambda _, decoded: _trafilatura(decoded, precise=True),
        "trafilatura": lambda _, decoded: _trafilatura(decoded, precise=False),
        "parley, flattened (html-1)": flattened(lambda decoded: linearize_html(parse_html(decoded))),
        "everything": lambda _, decoded: linearize_html(parse_html(decoded)),
    }
    if find_spec("readability"):
        found["readability-lxml"] = _readability
    if find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - where it is installed

        found["resiliparse"] = lambda _, decoded: str(extract_plain_text(decoded, main_content=True))
        found["parley, flattened (resiliparse)"] = flattened(
            lambda decoded: str(extract_plain_text(decoded, main_content=False))
        )
    return found


def _trafilatura(decoded: str, *, precise: bool) -> str:
    found: Any = bare_extraction(decoded, include_comments=False, favor_precision=precise, with_metadata=False)
    return (found.text or "") if found else ""


def _readability(_: bytes, decoded: str) -> str:
    from readability import Document  # noqa: PLC0415 - where it is installed

    return "".join(map(str, lxml.html.fromstring(Document(decoded).summary()).itertext()))


def pages_of(archive: Path, number: int) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Every n-th annotated page of the archive, so that about so many come; each with its segments and address."""
    with tarfile.open(archive) as files:
        handle = files.extractfile("evaldata.json")
        known = {row["file"]: row | {"url": url} for url, row in json.load(handle).items()} if handle else {}
        members = sorted((one for one in files.getmembers() if one.name.endswith(".html")), key=lambda one: one.name)
        chosen = [one for one in members if one.name.rsplit("/", 1)[-1] in known]
        for member in chosen[:: max(1, len(chosen) // number)]:
            source = files.extractfile(member)
            if source is not None:
                yield known[member.name.rsplit("/", 1)[-1]], source.read()


def count_segments(text: str, row: dict[str, Any]) -> Counter[str]:
    """Segments found and missed, and those of furniture kept and left out, as trafilatura's own evaluation counts."""
    flat = " ".join(text.split())
    inside = [" ".join(one.split()) in flat for one in row["with"]]
    outside = [" ".join(one.split()) in flat for one in row["without"]]
    return Counter(tp=sum(inside), fn=len(inside) - sum(inside), fp=sum(outside), tn=len(outside) - sum(outside))


def score_corpus(archive: Path, number: int) -> None:
    """Print precision, recall and F1 of segments, of shingles on held-out hosts, and pages a second."""
    chosen = list(pages_of(archive, number))
    print(
        f"{len(chosen)} pages; shingles against trafilatura's choice, on held-out hosts with {LEAST} characters or more"
    )
    for name, extract in systems().items():
        counts: Counter[str] = Counter()
        rows: list[tuple[float, float]] = []
        spent = 0.0
        for row, content in chosen:
            decoded = decode(content, where=row["file"])
            begun = time.perf_counter()
            try:
                text = extract(content, decoded)
            except (PageRefused, lxml.etree.LxmlError, ValueError):
                text = ""
            spent += time.perf_counter() - begun
            counts += count_segments(text, row)
            if held_out(urlparse(row["url"]).netloc.removeprefix("www.")):
                wanted = _trafilatura(decoded, precise=True)
                if len(wanted) >= LEAST:
                    rows.append(shingle_scores(wanted, text))
        shared = mean_scores(rows) if rows else (0.0, 0.0, 0.0)
        speed = len(chosen) / spent
        print(f"{name:32} segments {_figures(*_rates(counts))}")
        print(f"{'':32} shingles {_figures(*shared)} on {len(rows)} pages; {speed:.1f} pages a second")


def _rates(counts: Counter[str]) -> tuple[float, float, float]:
    """F1, precision and recall of segments."""
    precision = counts["tp"] / max(1, counts["tp"] + counts["fp"])
    recall = counts["tp"] / max(1, counts["tp"] + counts["fn"])
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def _figures(whole: float, precision: float, recall: float) -> str:
    return f"F {whole:.3f} P {precision:.3f} R {recall:.3f}"


def score_annotated(part: str) -> None:
    """Print the scores of the annotated pages: fields, and text beside other extractors."""
    pages = list(read_annotated(part))
    reader = build_reader(Settings())
    right: Counter[tuple[str, bool]] = Counter()
    for page in pages:
        found = make_page(page.content, location=f"{page.name}.html", url=page.fields["url"])
        right += right_fields(reader.read_article(found), page.fields)
    print(f"{part}: {len(pages)} annotated pages")
    print("  " + ", ".join(f"{name} {right[name, True]}/{right[name, True] + right[name, False]}" for name in FIELDS))
    for name, extract in systems().items():
        rows = [shingle_scores(page.text, extract(page.content, page.content.decode())) for page in pages]
        print(f"  {name:32} {_figures(*mean_scores(rows))}")


def main() -> None:
    """Parse the command line and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200, help="so many pages of the corpus")
    parser.add_argument("--part", choices=("dev", "kept"), default="dev", help="of the annotated pages")
    options = parser.parse_args()
    score_annotated(options.part)
    corpora = os.environ.get("PARLEY_CORPORA")
    archive = Path(corpora or "") / "pages" / "pages.tar.gz"
    if not corpora or not archive.is_file():
        print("Set PARLEY_CORPORA to the folder of the corpora to score main text on pages/pages.tar.gz, too.")
        return
    score_corpus(archive, options.pages)


if __name__ == "__main__":
    main()
