"""How well events are found in running text: 600 sentences annotated by two, and how real 400 marked acts are.

    python -m bench.event_gold [--half tune|kept] [--show]

Both gold files hold offsets alone; the texts are those of the corpora (PARLEY_CORPORA) and of the floor pages. Rules
may be mended on the half "tune"; the half "kept" is looked at as a whole only.

- An annotated event is found where a trigger of the same sentence overlaps its own; what only one annotator saw
  ("disputed") neither counts nor harms. Extra events are those that neither annotator saw, for each sentence.
- A side is found where a phrase of the same side shares the words (exact), or its last word stands in the other
  (head); counted over the events that are found, and over all that are annotated.
- A triple is right where the type, and all heads of both sides, are.
- Status: what the program says of an act whose word is marked, macro-F1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.language.clauses import Clause
from parley.language.draft import Draft
from parley.language.events import EventFinder
from parley.language.finders import FINDERS, Step
from parley.language.grammar import parse_sentence
from parley.pages.files import read_file
from parley.pipeline.build import Reader, build_reader
from parley.settings import Settings
from parley.terms.statements import Proposals
from parley.terms.text import Span

GOLD = Path(__file__).parent.parent / "tests" / "golden"
SAMPLES = 2000
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An event as a sentence tells it: annotated or proposed."""

    type: str
    status: str
    trigger: Span
    sides: tuple[tuple[Span, ...], tuple[Span, ...]]
    """Phrases of the actors, and of the recipients; of a proposed actor every phrase in the sentence."""


def joined(tokens: Sequence[str]) -> str:
    """Tokens of a corpus as text: signs set against words, quotation marks against what they quote."""
    text = re.sub(r" ([,.;:!?%)\]}’])", r"\1", " ".join(tokens))
    text = re.sub(r"([(\[{$£€]) ", r"\1", text)
    text = re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m|’s)\b", r"\1", text)
    text = re.sub(r"(\w) - (\w)", r"\1-\2", text)
    parts: list[str] = []
    opened = False
    for part in re.split(r'(")', text):
        if part != '"':
            parts.append(part.lstrip(" ") if opened and parts and parts[-1] == '"' else part)
            continue
        if opened and parts[-1].endswith(" "):
            parts[-1] = parts[-1][:-1]
        parts.append(part)
        opened = not opened
    text = "".join(parts).strip().replace("’ s ", "’s ").replace(" ’ ", "’ ")
    return text.replace("“ ", "“").replace(" ”", "”").replace(" - ", "-")


def texts_of(gold: Mapping[str, Any], reader: Reader) -> dict[str, str]:
    """The texts of a gold file by name; those of a corpus only where PARLEY_CORPORA names the corpora."""
    found = {}
    corpora = os.environ.get("PARLEY_CORPORA")
    if corpora:
        folder = Path(corpora)
        for line in (folder / "newswire-entities" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            paragraphs = (joined(one["tokens"]) for one in document["sentences"])
            found[document["id"]] = "\n\n".join(one for one in paragraphs if not one.startswith("http"))
        for line in (folder / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            found[document["id"]] = document["text"]
    for path in sorted((GOLD / "floor").glob("*.gold.json")):
        page = path.with_name(path.name.replace(".gold.json", ".txt"))
        found[f"floor/{page.stem}"] = reader.read_article(read_file(page)).text
    told = {name: about if isinstance(about, str) else about["sha256"] for name, about in gold["texts"].items()}
    changed = [name for name in told if name in found and _digest(found[name]) != told[name]]
    if changed:
        raise SystemExit(f"{changed[0]} has another text than the one that was annotated: its offsets mean nothing")
    return {name: found[name] for name in told if name in found}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def annotated(row: Row, role: str = "events") -> list[Found]:
    """The events that annotators saw in a sentence."""
    return [
        Found(
            type=one["type"],
            status=one["status"],
            trigger=Span(*one["trigger"]),
            sides=(_spans(one["actor"]), _spans(one["recipient"])),
        )
        for one in row[role]
    ]


def proposed(proposals: Proposals, start: int, end: int) -> list[Found]:
    """The events that are proposed in a sentence, each as it is told there."""
    return [
        Found(
            type=event.type,
            status=event.status,
            trigger=mention.trigger,
            sides=(mention.actor_words, mention.recipient_words),
        )
        for event in proposals.events
        for mention in event.mentions
        if start <= mention.trigger.start < end
    ]


def count(row: Row, found: Sequence[Found], text: str) -> Counter[str]:
    """What is right and wrong in one sentence."""
    wanted, spare = annotated(row), annotated(row, "disputed")
    counts = Counter(sentences=1, wanted=len(wanted), found=len(found))
    counts["sentences with"] = bool(wanted)
    counts["both with"] = bool(wanted) and bool(found)
    counts["alone with"] = bool(found) and not wanted and not spare
    left = list(wanted)
    for one in found:
        partner = next((other for other in left if _overlap(one.trigger, other.trigger)), None)
        if partner is None:
            if not any(_overlap(one.trigger, other.trigger) for other in spare):
                counts["extra"] += 1
            continue
        left.remove(partner)
        counts["matched"] += 1
        counts["type"] += one.type == partner.type
        counts["status"] += one.status == partner.status
        heads = all(_same_heads(mine, theirs, text) for mine, theirs in zip(one.sides, partner.sides, strict=True))
        counts["triple"] += one.type == partner.type and heads
        for mine, theirs in zip(one.sides, partner.sides, strict=True):
            counts["phrases found"] += len(mine)
            counts["phrases wanted"] += len(theirs)
            counts["phrases exact"] += len(set(mine) & set(theirs))
            counts["phrases head"] += sum(any(_heads(a, b, text) for b in theirs) for a in mine)
    counts["missed"] = len(left)
    return counts


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _heads(one: Span, other: Span, text: str) -> bool:
    """Whether the last word of either phrase stands in the other."""
    return _last(one, text) in range(other.start, other.end) or _last(other, text) in range(one.start, one.end)


def _last(span: Span, text: str) -> int:
    """Where the last word of a phrase begins; of "members of the union" that of "members"."""
    head = re.split(r" (?:of|in|from|for|at|on|with|to) |, ", span.of(text), maxsplit=1)[0]
    return span.start + max(head.rfind(" "), head.rfind("-")) + 1


def _same_heads(mine: Sequence[Span], theirs: Sequence[Span], text: str) -> bool:
    every = all(any(_heads(a, b, text) for b in theirs) for a in mine)
    return every and all(any(_heads(a, b, text) for b in mine) for a in theirs)


def scores(counts: Counter[str]) -> dict[str, float]:
    """Figures of summed counts."""
    matched = max(1, counts["matched"])
    phrases = max(1, counts["phrases found"] + counts["phrases wanted"])
    sentences = max(1, counts["sentences"])
    return {
        "sentence has one: precision": counts["both with"] / max(1, counts["both with"] + counts["alone with"]),
        "sentence has one: recall": counts["both with"] / max(1, counts["sentences with"]),
        "event: precision": counts["matched"] / max(1, counts["matched"] + counts["extra"]),
        "event: recall": counts["matched"] / max(1, counts["wanted"]),
        "extra events a sentence": counts["extra"] / sentences,
        "type of matched": counts["type"] / matched,
        "status of matched": counts["status"] / matched,
        "phrases of matched, F1 exact": 2 * counts["phrases exact"] / phrases,
        "phrases of matched, F1 head": 2 * counts["phrases head"] / phrases,
        "whole triple: precision": counts["triple"] / max(1, counts["matched"] + counts["extra"]),
        "whole triple: recall": counts["triple"] / max(1, counts["wanted"]),
    }


def interval(parts: Sequence[Counter[str]], score: Callable[[Counter[str]], dict[str, float]]) -> dict[str, Any]:
    """Each figure with its 95 % interval, by drawing texts with replacement."""
    chance = random.Random(1)
    whole = score(sum(parts, Counter()))
    drawn = [score(sum(chance.choices(parts, k=len(parts)), Counter())) for _ in range(SAMPLES // 4)]
    found = {}
    for name, value in whole.items():
        ordered = sorted(one[name] for one in drawn)
        found[name] = (value, ordered[len(ordered) // 40], ordered[-len(ordered) // 40 - 1])
    return found


def measure_running(reader: Reader, half: str | None, *, show: bool) -> None:
    """Print the figures of the running sentences."""
    gold = json.loads((GOLD / "events" / "running.json").read_text(encoding="utf-8"))
    texts = texts_of(gold, reader)
    chosen = [name for name in texts if half is None or gold["texts"][name]["half"] == half]
    parts = []
    for name in chosen:
        text, proposals, counts = texts[name], reader.annotate(texts[name], language="en"), Counter[str]()
        for row in (one for one in gold["sentences"] if one["doc"] == name):
            found = proposed(proposals, row["start"], row["end"])
            counts += count(row, found, text)
            if show and (row["events"] or found):
                _print(row, found, text)
        parts.append(counts)
    total = sum(parts, Counter[str]())
    print(f"{len(chosen)} of {len(gold['texts'])} texts, {total['sentences']} sentences, {total['wanted']} events")
    print("| figure | value | 95 % interval over texts |\n|---|---|---|")
    for label, (value, low, high) in interval(parts, scores).items():
        print(f"| {label} | {value:.3f} | {low:.3f} - {high:.3f} |")


class _Statuses(EventFinder):
    """Says how real acts are whose words are given."""

    def status_at(self, start: int) -> str | None:
        """The status of the act that the word at an offset names; None where no word begins there."""
        words = self._draft.words
        if start not in words.starts:
            return None
        at = words.starts.index(start)
        number = self._draft.sentence_of[at]
        first, end = self._draft.words_of(number)
        states = self._states_of(first, end)
        if len(states) != end - first or len(states) < 2:
            return None
        clause = Clause(self._draft.forms((first, end)), parse_sentence(states, self._tools.parser))
        return self._status(clause, at - first, None, self._draft.sentences[number].span)


def measure_status(reader: Reader) -> None:
    """Print how often the status of marked acts is right."""
    gold = json.loads((GOLD / "events" / "status.json").read_text(encoding="utf-8"))
    tools, pairs = reader.tools, []
    assert tools.events is not None
    for name, text in texts_of(gold, reader).items():
        step = Step(draft=Draft(text=text))
        for finder in FINDERS[:-1]:
            step = finder(step, tools)
        facts = (tools.gazetteer, tools.nouns, tools.coder)
        statuses = _Statuses(step.draft, step.windows, tools.events, facts)
        rows = (row for row in gold["sentences"] if row["doc"] == name)
        pairs += [(row["status"], statuses.status_at(row["trigger"][0])) for row in rows]
    print(f"\n{len(pairs)} marked acts\n| status | annotated | F1 |\n|---|---|---|")
    found = []
    for status in sorted({wanted for wanted, _ in pairs}):
        hits = sum(wanted == got == status for wanted, got in pairs)
        both = sum(wanted == status for wanted, _ in pairs), sum(got == status for _, got in pairs)
        found.append(200 * hits / sum(both))
        print(f"| {status} | {both[0]} | {found[-1]:.1f} |")
    print(f"| macro-F1 | | {sum(found) / len(found):.1f} |")


def _print(row: Row, found: Sequence[Found], text: str) -> None:
    print(f"\n{text[row['start'] : row['end']]!r}")
    for mark, events in (("gold", annotated(row)), ("disputed", annotated(row, "disputed")), ("FOUND", found)):
        for one in events:
            sides = " -> ".join(" + ".join(span.of(text) for span in side) or "-" for side in one.sides)
            print(f"  {mark:8} {one.type} [{one.trigger.of(text)}] {sides} {one.status}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "kept"))
    parser.add_argument("--show", action="store_true", help="print the sentences of the half that rules are mended on")
    options = parser.parse_args()
    reader = build_reader(Settings())
    measure_running(reader, "tune" if options.show else options.half, show=options.show)
    if not options.show and "PARLEY_CORPORA" in os.environ:
        measure_status(reader)


if __name__ == "__main__":
    main()
