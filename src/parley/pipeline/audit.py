"""How good the machine is on the user's own corpus: a random sample that a person reads without its help.

draw: articles drawn at random are written into a folder as plain texts, with an empty table to fill.
score: what the person found is set beside what the machine proposed for the same articles.

Law of this module: the person never sees a proposal, and what people judged in the record does not
count: it is the machine that is measured. Found one to one, as the machine's own scores are: cues
overlap or contents share half of their characters. Intervals: percentile bootstrap over articles
(Efron and Tibshirani 1993), since statements of one article are not independent.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parley.errors import UsageError
from parley.imports.anchoring import find_quotes
from parley.record import Store
from parley.record.align import Shape, align
from parley.terms.names import fold_name
from parley.terms.text import Span

TABLE, PLAN = "statements.csv", "audit.json"
COLUMNS = ("article", "speaker", "cue", "quote")
RESAMPLES = 2000
GUIDE = """Read each text in this folder from its first to its last word. For every statement that somebody makes in it,
write one row into statements.csv:

article   name of the text file, without .txt
speaker   who says it, by name; empty where the text does not tell
cue       the words that say that it is said ("said", "according to"), if there are any
quote     what is said, copied from the text

Then run the same command again. If an article has no statement, leave it without a row; it counts as read.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of cases, with its 95 % interval."""

    share: float | None
    """None where there is no case."""
    low: float | None
    high: float | None
    met: int
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What an audit found."""

    articles: int
    seed: int
    drawn_at: str
    machine: str
    """Digest of the weights that read the articles."""
    precision: Share
    recall: Share
    speakers: Share
    """Of the statements that both found: how often the machine names the person's speaker."""
    unplaced: tuple[str, ...]
    """Rows whose quotation stands nowhere in their article; they count as not found."""

    def sentence(self) -> str:
        """The result as it can be cited."""
        drawn = f"{self.articles} articles drawn at random (seed {self.seed}, {self.drawn_at[:10]})"
        return (
            f"On {drawn} and read by a person without the machine's proposals, precision was {_said(self.precision)}, "
            f"recall {_said(self.recall)}, and the speaker was right for {_said(self.speakers)} of what was found "
            f"(95 % intervals, bootstrap over articles; weights {self.machine[:12]})."
        )


def draw_sample(store: Store, folder: Path, *, articles: int, seed: int, query: str | None = None) -> int:
    """Draw articles at random and write them for a person to read.

    Args:
        store: the open record.
        folder: is made; must not exist.
        articles: how many.
        seed: of the draw.
        query: only articles with a passage that meets it.

    Returns:
        How many were drawn: fewer where there are fewer.

    Raises:
        UsageError: there are none, or the folder cannot be made.
    """
    view = store.view()
    found = {hit.article_key for hit in view.find(query, limit=None)} if query else None
    keys = sorted(row.key for row in view.articles() if found is None or row.key in found)
    if not keys:
        raise UsageError("there is no article to draw from", where="audit", cure="Read pages first, or widen the query")
    drawn = sorted(random.Random(seed).sample(keys, min(articles, len(keys))))
    runs = view.runs()
    plan = {
        "articles": drawn,
        "seed": seed,
        "drawn_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "machine": runs[0].weights if runs else "",
    }
    try:
        folder.mkdir(parents=True)
        for key in drawn:
            stored = view.article(key).reading.article
            head = f"{stored.title}\n\n" if stored.title else ""
            (folder / f"{key}.txt").write_text(head + stored.text, encoding="utf-8")
        (folder / "READ-ME.txt").write_text(GUIDE, encoding="utf-8")
        with (folder / TABLE).open("w", encoding="utf-8", newline="") as table:
            csv.writer(table).writerow(COLUMNS)
        (folder / PLAN).write_text(json.dumps(plan, indent=1), encoding="utf-8")
    except OSError as error:
        cure = "Name a folder that does not exist yet, in one you may write in"
        raise UsageError(f"it cannot be written: {error.strerror}", where=str(folder), cure=cure) from error
    return len(drawn)


def score_sample(store: Store, folder: Path) -> Audited:
    """Set what a person found beside what the machine proposed.

    Args:
        store: the record that the sample was drawn from.
        folder: of the sample, its table filled.

    Raises:
        UsageError: the folder is none of an audit, or its table is empty or cannot be read.
        RecordError: an article is no longer in the record.
    """
    plan, rows = _read(folder)
    unplaced: list[str] = []
    tallies = [_tally(store, key, [row for row in rows if row["article"] == key], unplaced) for key in plan["articles"]]
    generator = random.Random(plan["seed"])
    samples = [generator.choices(tallies, k=len(tallies)) for _ in range(RESAMPLES)]
    return Audited(
        articles=len(tallies),
        seed=plan["seed"],
        drawn_at=plan["drawn_at"],
        machine=plan["machine"],
        precision=_share(tallies, samples, lambda one: (one.both, one.proposed)),
        recall=_share(tallies, samples, lambda one: (one.both, one.found)),
        speakers=_share(tallies, samples, lambda one: (one.named, one.nameable)),
        unplaced=tuple(unplaced),
    )


@dataclass(frozen=True, slots=True)
class _Tally:
    """One article: how many the person found, the machine proposed, both; and speakers."""

    found: int
    proposed: int
    both: int
    named: int
    nameable: int


def _read(folder: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    try:
        plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        with (folder / TABLE).open(encoding="utf-8-sig", newline="") as table:
            rows = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in csv.DictReader(table)]
    except (OSError, ValueError) as error:
        cure = "Name the folder that `parley audit` made"
        raise UsageError("this is no folder of an audit", where=str(folder), cure=cure) from error
    rows = [row | {"article": row["article"].removesuffix(".txt")} for row in rows if any(row.values())]
    if not rows:
        cure = f"Read the texts and fill {folder / TABLE} first; READ-ME.txt says how"
        raise UsageError("its table is empty", where=str(folder), cure=cure)
    strangers = sorted({row["article"] for row in rows} - set(plan["articles"]))
    if strangers:
        cure = "The first column has the name of a text file of this folder, without .txt"
        raise UsageError(f"the table names {strangers[0]!r}, which was not drawn", where=str(folder), cure=cure)
    return plan, rows


def _tally(store: Store, key: str, rows: Sequence[dict[str, str]], unplaced: list[str]) -> _Tally:
    article, machine = store.view().machine_statements(key)
    person: list[tuple[Shape, str]] = []
    for number, row in enumerate(rows):
        shape = _shape(article.text, row, number)
        if shape is None:
            unplaced.append(f"{key}: {row['quote'][:60]}")
        else:
            person.append((shape, row["speaker"]))
    proposed = [Shape(digest=f"m{number}", cue=one.cue, content=one.content) for number, one in enumerate(machine)]
    pairs = align([shape for shape, _ in person], proposed)
    named = nameable = 0
    for new, old in pairs.items():
        wanted = person[old][1]
        if wanted:
            nameable += 1
            named += any(_same(wanted, name) for name in machine[new].speakers)
    return _Tally(len(rows), len(proposed), len(pairs), named, nameable)


def _shape(text: str, row: dict[str, str], number: int) -> Shape | None:
    found = find_quotes(text, row["quote"]) if row["quote"] else ()
    if not found:
        return None
    span = found[0].span
    cues = [anchor.span for anchor in find_quotes(text, row["cue"])] if row["cue"] else []
    near = sorted(cues, key=lambda cue: max(span.start - cue.end, cue.start - span.end))
    return Shape(digest=f"p{number}", cue=tuple(near[:1]), content=(Span(span.start, span.end),))


def _same(one: str, other: str) -> bool:
    """Whether two names are one person's: the words of the shorter are all in the longer."""
    first, second = set(fold_name(one).split()), set(fold_name(other).split())
    return bool(first and second) and (first <= second or second <= first)


def _share(
    tallies: Sequence[_Tally], samples: Sequence[Sequence[_Tally]], count: Callable[[_Tally], tuple[int, int]]
) -> Share:
    met, cases = (sum(part) for part in zip(*map(count, tallies), strict=True))
    shares = []
    for sample in samples:
        good, total = (sum(part) for part in zip(*map(count, sample), strict=True))
        if total:
            shares.append(good / total)
    shares.sort()
    if not cases or not shares:
        return Share(share=None, low=None, high=None, met=met, cases=cases)
    low, high = shares[int(0.025 * len(shares))], shares[min(len(shares) - 1, int(0.975 * len(shares)))]
    return Share(share=met / cases, low=low, high=high, met=met, cases=cases)


def _said(share: Share) -> str:
    if share.share is None or share.low is None or share.high is None:
        return "not measurable (no case)"
    return f"{share.share:.0%} ({share.low:.0%} - {share.high:.0%}, {share.met} of {share.cases})"
