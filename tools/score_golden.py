"""Scores the shipped weights and rules on the pages that were annotated whole.

usage: python -m tools.score_golden [--part tune|floor] [--weights FOLDER] [--show PAGE] [--annotators]

The tuning pages may be read and rules mended on them; the floor pages were annotated before
anything was run on them and nothing is mended by looking at them. ``--show`` prints a page's
statements beside the gold ones, ``--annotators`` scores the second annotator of the floor pages
against the first.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from parley.pages.files import read_file
from parley.pipeline.build import Reader, build_reader
from parley.settings import Settings
from parley.terms.statements import Proposals
from parley.terms.text import Byline
from parley.training.evaluate import spans_of
from parley.training.gold import count_page, proposals_of, summary, summary_with_intervals
from parley.training.score import Counts, align, roles_of

PAGES = Path(__file__).parent.parent / "tests" / "golden"
PARTS = {"tune": PAGES, "floor": PAGES / "floor"}
FIELDS = ("title", "date", "genre", "publication", "comments")


def gold_paths(part: str) -> list[Path]:
    """The gold files of a part, in order."""
    return sorted(PARTS[part].glob("*.gold.json"))


def read_gold(path: Path) -> dict[str, Any]:
    """One gold page."""
    return dict(json.loads(path.read_text(encoding="utf-8")))


def count_gold(reader: Reader, gold: dict[str, Any]) -> Counts:
    """The counts of one page; its genre and byline are given."""
    return count_page(gold, annotate_gold(reader, gold))


def annotate_gold(reader: Reader, gold: dict[str, Any]) -> Proposals:
    """What is found in the text of a gold page, whose genre and byline are known."""
    byline = tuple(Byline(name=person["name"], role=person["role"]) for person in gold["fields"]["byline"])
    return reader.annotate(gold["text"], genre=gold["genre"], byline=byline)


def right_fields(reader: Reader, paths: list[Path]) -> Counter[str]:
    """On how many pages each field is right; teasers by their number."""
    right: Counter[str] = Counter()
    for path in paths:
        fields = read_gold(path)["fields"]
        article = reader.read_article(read_file(path.with_name(path.name.replace(".gold.json", ".txt"))))
        for name in FIELDS:
            right[name] += getattr(article, name) == fields[name]
        right["teasers"] += len(article.teasers) == len(fields["teasers"])
    return right


def show(reader: Reader, gold: dict[str, Any]) -> None:
    """Print what was found beside what was annotated."""
    text = gold["text"]
    found = annotate_gold(reader, gold)
    names = {actor.id: actor.name for actor in found.actors}
    rows = [spans_of(statement) for statement in found.statements]
    partner = dict(align(roles_of(text, rows), roles_of(text, gold["statements"])))
    taken = set(partner.values())

    def line(row: Any, speakers: list[str], marks: str) -> str:
        parts = [" / ".join(text[a:b] for a, b in row[role]) for role in ("source", "cue", "content")]
        short = parts[2] if len(parts[2]) < 110 else parts[2][:60] + " … " + parts[2][-45:]
        return f"[{parts[0]}] [{parts[1]}] {short!r} | {', '.join(speakers) or '?'} {marks}"

    def gold_line(row: Any) -> str:
        marks = [key for key in ("mention", "parent", "continues") if row[key]]
        manner = f"{row['form']} {row['polarity']} {row['certainty']}"
        return line(row, row["speakers"], f"{manner} {' '.join(marks)} about {row.get('about')}")

    for index, statement in enumerate(found.statements):
        marks = [key for key in ("mention", "nested", "extended") if getattr(statement, key)]
        manner = f"{statement.form} {statement.polarity} {statement.certainty}"
        about = [names[key] for key in statement.about]
        own = [names[key] for key in statement.speakers]
        sure = f"{statement.confidence:.2f}"
        print("  found", line(rows[index], own, f"{manner} {' '.join(marks)} {sure} about {about}"))
        print("   gold", gold_line(gold["statements"][partner[index]]) if index in partner else "-")
    for number, row in enumerate(gold["statements"]):
        if number not in taken:
            print(" MISSED", gold_line(row))


def count_annotators(path: Path) -> Counts:
    """The counts of the second annotator's statements of a page against the first's."""
    return count_page(read_gold(path), proposals_of(read_gold(path.parent / "second" / path.name)))


def print_summary(pages: list[Counts]) -> None:
    """Print the scores of summed pages with their intervals."""
    print(f"{len(pages)} pages, 95 % bootstrap intervals over pages")
    for name, (mean, low, high) in summary_with_intervals(pages).items():
        print(f"{name:14}{mean:6.1f}   {low:.1f} - {high:.1f}")


def main() -> None:
    """Print the scores of a part, page by page and over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=tuple(PARTS), default="floor")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--show")
    parser.add_argument("--annotators", action="store_true")
    options = parser.parse_args()
    if options.annotators:
        print_summary([count_annotators(path) for path in gold_paths("floor")])
        return
    reader = build_reader(Settings(weights=options.weights))
    paths = gold_paths(options.part)
    if options.show:
        show(reader, read_gold(next(path for path in paths if path.name.startswith(options.show))))
        return
    pages = []
    for path in paths:
        pages.append(count_gold(reader, read_gold(path)))
        scores = summary(pages[-1])
        print(f"{path.name.removesuffix('.gold.json'):38}", *(f"{n} {scores[n]:3.0f} " for n in SHOWN))
    print_summary(pages)
    print(", ".join(f"{name} {number} of {len(paths)}" for name, number in right_fields(reader, paths).items()))


SHOWN = ("SOFT", "running", "nested", "speaker", "polarity", "certainty")

if __name__ == "__main__":
    main()
