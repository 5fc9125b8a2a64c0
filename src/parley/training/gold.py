"""Scores readings of pages that were annotated whole: every number that the project's own gold gives.

``GoldCounts`` of pages add up; ``summary`` turns a sum into scores from 0 to 100.

- first level: DET, SOFT and EXACT as the yardstick has them;
- running speech: which sentences belong to which named speaker (pairs of sentence and name, F1);
- nested: statements inside others', with the right parent (F1);
- speakers of aligned statements: right where the text names one, and open where it names none;
- form, polarity, certainty of aligned statements: macro-F1 over the classes that occur; about: F1 of names.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from parley.language.sentences import split_sentences
from parley.language.sources import FIRST_PERSON
from parley.terms.actors import Actor
from parley.terms.names import fold_name
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Span
from parley.training.evaluate import spans_of
from parley.training.score import Counts, align, count_document, f1, overlap, roles_of

Row = Mapping[str, Any]
MANNERS = ("form", "polarity", "certainty")


def count_page(gold: Row, proposals: Proposals) -> Counts:
    """All counts of one page: (measure, "hit" | "predicted" | "gold") to numbers.

    Args:
        gold: a gold page: ``text`` and ``statements``.
        proposals: what was found in the same text.
    """
    statements = counted_rows(gold)
    gold = {**gold, "statements": statements}
    first_level = [row for row in statements if not row["continues"] and not row["parent"]]
    own_level = [spans_of(s) for s in proposals.statements if not s.nested and not s.extended]
    counts = count_document(gold["text"], own_level, first_level)
    names = names_of(gold["text"], proposals)
    counts += _running(gold, proposals, names)
    found = list(proposals.statements)
    pairs = _aligned(gold["text"], found, statements)
    counts += _nested(found, statements, pairs)
    for mine, theirs in pairs:
        counts += _speakers(found[mine], statements[theirs], names)
        counts += _manner(found[mine], statements[theirs])
        counts += _about(found[mine], statements[theirs], names)
    return counts


def counted_rows(gold: Row) -> list[dict[str, Any]]:
    """The annotated statements that count, as fresh rows.

    "I think" inside one's own speech is the same speaker: no statement of its own (language design, "Inside is
    below"). What stands in such a one belongs to the statement around it.
    """
    rows = {row["id"]: dict(row) for row in gold["statements"]}
    own = {key for key, row in rows.items() if row["parent"] and _first_person(gold["text"], row)}
    for row in rows.values():
        while row["parent"] in own:
            row["parent"] = rows[row["parent"]]["parent"]
    return [row for key, row in rows.items() if key not in own]


def _first_person(text: str, row: Row) -> bool:
    words = " ".join(text[start:end] for start, end in row["source"]).casefold().split()
    return bool(words) and words[0] in FIRST_PERSON


def proposals_of(gold: Row) -> Proposals:
    """What an annotator found, as if it had been proposed: to compare two annotators by the same numbers."""
    names = dict.fromkeys(name for row in gold["statements"] for name in (*row["speakers"], *row.get("about", ())))
    ids = {name: f"a{number}" for number, name in enumerate(names, start=1)}

    def spans(row: Row, role: str) -> tuple[Span, ...]:
        return tuple(Span(start, end) for start, end in row[role])

    statements = tuple(
        Statement(
            id=row["id"],
            source=spans(row, "source"),
            cue=spans(row, "cue"),
            content=spans(row, "content"),
            speaker_confidence=None,
            speaker_reason="annotated",
            confidence=1.0,
            speakers=tuple(ids[name] for name in row["speakers"]),
            about=tuple(ids[name] for name in row.get("about", ())),
            **{key: row[key] for key in (*MANNERS, "mention", "asserted", "parent", "continues", "same_as")},
        )
        for row in counted_rows(gold)
    )
    actors = tuple(Actor(id=key, name=name, kind="other") for name, key in ids.items())
    return Proposals(actors=actors, statements=statements)


def judged_kinds(gold: Row, proposals: Proposals) -> list[tuple[str, float, bool]]:
    """The nested, extended and mentioning statements of a page: kind, confidence, and whether each is right.

    Right is what is aligned with an annotated statement of its kind, half of the content shared.
    """
    rows = counted_rows(gold)
    found = list(proposals.statements)
    partner = dict(_aligned(gold["text"], found, rows))
    judged = []
    for index, statement in enumerate(found):
        row = rows[partner[index]] if index in partner else None
        near = row is not None and _meeting(statement, row) >= 0.5
        if statement.extended:
            judged.append(("extended", statement.confidence, bool(near and row and row["continues"])))
        elif statement.nested:
            judged.append(("nested", statement.confidence, bool(near and row and row["parent"])))
        elif statement.mention:
            judged.append(("mention", statement.confidence, bool(near and row and row["mention"])))
    return judged


def names_of(text: str, proposals: Proposals) -> dict[str, frozenset[str]]:
    """For each actor, by id, its name and the names by which the text calls it."""
    found = {actor.id: {actor.name} for actor in proposals.actors}
    for mention in proposals.mentions:
        if mention.form == "name" and mention.actor in found:
            found[mention.actor].add(mention.span.of(text))
    return {key: frozenset(names) for key, names in found.items()}


def is_called(names: frozenset[str], other: str) -> bool:
    """Whether one of an actor's names may be another name of the same actor."""
    return any(same_name(name, other) for name in names)


def are_called_alike(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two actors share a name."""
    return any(is_called(left, name) for name in right)


def same_name(left: str, right: str) -> bool:
    """Whether two names may be one actor's: after folding one holds all words of the other."""
    a, b = ({word for word in fold_name(name).split() if word != "the"} for name in (left, right))
    return bool(a and b) and (a <= b or b <= a)


def _aligned(text: str, found: Sequence[Statement], gold: Sequence[Row]) -> list[tuple[int, int]]:
    return align(roles_of(text, [spans_of(s) for s in found]), roles_of(text, gold))


def _running(gold: Row, proposals: Proposals, names: Mapping[str, frozenset[str]]) -> Counts:
    """Sentences that belong to named speakers on the first level, mentions left out."""
    sentences = split_sentences(gold["text"])

    def belonging(rows: list[tuple[list[list[int]], list[frozenset[str]]]]) -> set[tuple[int, frozenset[str]]]:
        return {
            (index, called)
            for spans, speakers in rows
            for start, end in spans
            for index, sentence in enumerate(sentences)
            if sentence.start < end and start < sentence.end
            for called in speakers
        }

    wanted = belonging(
        [
            (row["content"], [frozenset((name,)) for name in row["speakers"]])
            for row in gold["statements"]
            if not row["parent"] and not row["mention"]
        ]
    )
    given = belonging(
        [
            ([[span.start, span.end] for span in s.content], [names[key] for key in s.speakers])
            for s in proposals.statements
            if not s.nested and not s.mention
        ]
    )
    hits = min(
        sum(any(i == index and are_called_alike(mine, theirs) for i, theirs in wanted) for index, mine in given),
        sum(any(i == index and are_called_alike(mine, theirs) for i, mine in given) for index, theirs in wanted),
    )
    return Counter({("running", "hit"): hits, ("running", "predicted"): len(given), ("running", "gold"): len(wanted)})


def _nested(found: Sequence[Statement], gold: Sequence[Row], pairs: Sequence[tuple[int, int]]) -> Counts:
    """Nested statements that are found, with a parent that is the gold parent or overlaps it by half."""
    by_id = {s.id: i for i, s in enumerate(found)}
    gold_id = {row["id"]: i for i, row in enumerate(gold)}
    partner = dict(pairs)
    hits = 0
    for mine, theirs in pairs:
        parent, wanted = found[mine].parent, gold[theirs]["parent"]
        if parent is not None and wanted is not None:
            right = partner.get(by_id[parent]) == gold_id[wanted]
            hits += right or _meeting(found[by_id[parent]], gold[gold_id[wanted]]) >= 0.5
    predicted, wanted_count = sum(s.nested for s in found), sum(bool(row["parent"]) for row in gold)
    return Counter({("nested", "hit"): hits, ("nested", "predicted"): predicted, ("nested", "gold"): wanted_count})


def _meeting(statement: Statement, row: Row) -> float:
    mine = frozenset(o for span in statement.content for o in range(span.start, span.end))
    theirs = frozenset(o for start, end in row["content"] for o in range(start, end))
    return overlap(mine, theirs)


def _speakers(statement: Statement, row: Row, names: Mapping[str, frozenset[str]]) -> Counts:
    """Whether the speakers of an aligned statement are right; by whether the page names any."""
    given, wanted = [names[key] for key in statement.speakers], row["speakers"]
    right = (
        all(any(is_called(called, other) for called in given) for other in wanted)
        and all(any(is_called(called, other) for other in wanted) for called in given)
        if wanted
        else not given
    )
    part = "speaker named" if wanted else "speaker open"
    return Counter({(part, "hit"): int(right), (part, "gold"): 1, (part, "predicted"): 1})


def _manner(statement: Statement, row: Row) -> Counts:
    counts: Counts = Counter()
    for name in MANNERS:
        mine, theirs = getattr(statement, name), row[name]
        counts[f"{name} {mine}", "predicted"] += 1
        counts[f"{name} {theirs}", "gold"] += 1
        counts[f"{name} {mine}", "hit"] += mine == theirs
    return counts


def _about(statement: Statement, row: Row, names: Mapping[str, frozenset[str]]) -> Counts:
    if "about" not in row:
        return Counter()
    given, wanted = [names[key] for key in statement.about], list(row["about"])
    hits = min(
        sum(any(is_called(called, other) for other in wanted) for called in given),
        sum(any(is_called(called, other) for called in given) for other in wanted),
    )
    return Counter({("about", "hit"): hits, ("about", "predicted"): len(given), ("about", "gold"): len(wanted)})


def summary(counts: Counts) -> dict[str, float]:
    """Scores from 0 to 100 of summed counts."""
    scores = {name: f1(counts, name) for name in ("DET", "SOFT", "EXACT", "running", "nested", "about")}
    for name in ("speaker named", "speaker open"):
        scores[name] = f1(counts, name)
    both = Counter({part: counts["speaker named", part] + counts["speaker open", part] for part in ("hit", "gold")})
    scores["speaker"] = 100 * both["hit"] / max(1, both["gold"])
    for name in MANNERS:
        classes = {key for key, part in counts if key.startswith(name + " ") and part == "gold"}
        scores[name] = sum(f1(counts, key) for key in classes) / max(1, len(classes))
    return scores


def summary_with_intervals(pages: Sequence[Counts], *, samples: int = 1000) -> dict[str, tuple[float, float, float]]:
    """Each score with its 95 % bootstrap interval over pages (seed 0)."""
    draw = random.Random(0)
    drawn = [summary(sum(draw.choices(pages, k=len(pages)), Counter())) for _ in range(samples)]
    found = {}
    for name, mean in summary(sum(pages, Counter())).items():
        spread = sorted(scores[name] for scores in drawn)
        found[name] = (mean, spread[int(0.025 * samples)], spread[int(0.975 * samples)])
    return found
