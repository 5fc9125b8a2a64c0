"""Whether the actors of two articles are proposed to be one: pairs of the project's own; MEANTIME's, if it is there.

python -m bench.linking [--show]

Of MEANTIME (Wikinews, CC BY 4.0; under PARLEY_CORPORA) the persons and organizations that an article names, with the
names that its own chains gather, are set beside those of every other article.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import get_args

from parley.knowledge.actors import load_actor_store
from parley.language.actor_candidates import PROPOSED_FROM, Candidates
from parley.terms.actors import ActorKind
from parley.terms.linking import ActorFacts, LinkCandidate
from parley.terms.names import fold_name, is_full_name

PAIRS = Path(__file__).parent.parent / "tests" / "language" / "actor_pairs.tsv"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors of two articles."""

    one: ActorFacts
    other: ActorFacts
    same: bool


def pairs() -> Iterator[Pair]:
    """The pairs, in order."""
    rows = [line for line in PAIRS.read_text("utf-8").splitlines() if not line.startswith("#")]
    for number, row in enumerate(rows):
        kind, name, country, role, other, other_country, other_role, same = row.split("\t")
        (known,) = (one for one in get_args(ActorKind) if one == kind)
        yield Pair(
            _actor(f"{number:02}a", name, known, country, role),
            _actor(f"{number:02}b", other, known, other_country, other_role),
            same == "same",
        )


def _actor(key: str, name: str, kind: ActorKind, country: str, role: str) -> ActorFacts:
    return ActorFacts(
        key=key,
        name=name,
        kind=kind,
        names=frozenset({name}),
        countries=frozenset({country} - {"-"}),
        roles=frozenset({role} - {"-"}),
        articles=frozenset({key}),
    )


def found(pair: Pair) -> LinkCandidate | None:
    """The second of a pair among the candidates of the first."""
    candidates = Candidates([pair.one, pair.other], load_actor_store()).of(pair.one)
    return next((one for one in candidates if one.key == pair.other.key), None)


def is_proposed(pair: Pair) -> bool:
    """Whether the second of a pair is proposed for the first."""
    candidate = found(pair)
    return candidate is not None and candidate.score >= PROPOSED_FROM


def gathered(folder: Path) -> tuple[list[ActorFacts], dict[str, str]]:
    """The actors of each article of MEANTIME by its gold chains, and the chain of each."""
    names: dict[tuple[str, str, ActorKind], set[str]] = {}
    kinds: dict[str, ActorKind] = {"PER": "person", "ORG": "organization"}
    for mention in json.loads((folder / "entities_mentions.json").read_text("utf-8")):
        kind = kinds.get(mention["mention_type"])
        if kind is not None and mention["mention_head_pos"] == "PROPN" and mention["tokens_str"][:1].isupper():
            # One entity's chain is written with several beginnings; its number is the same.
            chain = mention["coref_chain"].lstrip("_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
            names.setdefault((mention["doc_id"], chain, kind), set()).add(mention["tokens_str"])
    cast: dict[str, set[str]] = {}
    for document, chain, _ in names:
        cast.setdefault(document, set()).add(chain)
    store, chains, found = load_actor_store(), dict[str, str](), list[ActorFacts]()
    for number, ((document, chain, kind), called) in enumerate(sorted(names.items())):
        longest = max(sorted(called), key=len)
        known = store.find_actor(longest)
        key = f"{number:04}"
        chains[key] = chain
        found.append(
            ActorFacts(
                key=key,
                name=longest,
                kind=kind,
                names=frozenset(called),
                articles=frozenset({document}),
                known_as=known.key if known is not None else None,
            )
        )
    return found, chains


def are_one(one: ActorFacts, other: ActorFacts) -> bool:
    """Whether the record holds two actors to be one by itself (law 10)."""
    if one.known_as is not None or other.known_as is not None:
        return one.known_as == other.known_as
    shared = {fold_name(name) for name in one.names} & {fold_name(name) for name in other.names}
    return one.kind == other.kind and any(map(is_full_name, shared))


def _print_meantime(folder: Path) -> None:
    facts, chains = gathered(folder)
    candidates = Candidates(facts, load_actor_store())
    every = [(one, other) for one, other in combinations(facts, 2) if not one.articles & other.articles]
    same = {(one.key, other.key) for one, other in every if chains[one.key] == chains[other.key]}
    linked = {(one.key, other.key) for one, other in every if are_one(one, other)}
    proposed = {
        (min(one.key, found.key), max(one.key, found.key))
        for one in facts
        for found in candidates.of(one)
        if found.where == "record" and found.score >= PROPOSED_FROM
    } - linked
    print(f"MEANTIME: {len(facts)} actors in their articles, {len(same)} pairs of one actor")
    right = len(linked & same)
    print(f"  held to be one: {len(linked)}, precision {right / len(linked):.3f}, recall {right / len(same):.3f}")
    more = len(proposed & same)
    precision, recall = more / len(proposed), (right + more) / len(same)
    print(f"  proposed besides: {len(proposed)}, precision {precision:.3f}, recall of both together {recall:.3f}")


def main() -> None:
    """Print precision and recall of the proposals."""
    parser = argparse.ArgumentParser(description="Score which actors are proposed to be one")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    arguments = parser.parse_args()
    rows = list(pairs())
    proposed = [pair for pair in rows if is_proposed(pair)]
    right, same = sum(pair.same for pair in proposed), sum(pair.same for pair in rows)
    print(f"{len(rows)} pairs, {same} of one actor: {len(proposed)} proposed, {right} rightly")
    print(f"precision {right / len(proposed):.3f}, recall {right / same:.3f}")
    if arguments.show:
        for pair in rows:
            if is_proposed(pair) != pair.same:
                print("  ", "same" if pair.same else "other", pair.one.name, "|", pair.other.name, "|", found(pair))
    meantime = Path(os.environ.get("PARLEY_CORPORA", "")) / "coreference" / "meantime"
    if meantime.exists():
        _print_meantime(meantime)


if __name__ == "__main__":
    main()
