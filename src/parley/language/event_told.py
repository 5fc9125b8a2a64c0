"""Events that the tagger sees: a word that names an act, of which type, and the phrases of its sides.

Where the lexicon lacks a word, or the grammar the sides, the tagger may know them. A word of the lexicon keeps the
lexicon's type unless the tagger finds it unlikely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from parley.knowledge.triggers import BOTH, Trigger
from parley.language.attribution import Run
from parley.language.clauses import Clause
from parley.language.event_actors import OWNING, ActorFinder, Party
from parley.language.event_roles import Roles

LEAST_ACT = 0.3
"""From this probability on a word of the lexicon is taken to name an act, whose sides the grammar may lack."""
LEAST_ALONE = 0.7
"""From this one on a word that is not in the lexicon."""
LEAST_IN_LEXICON = 0.02
"""With less a word of the lexicon is taken to be used in another sense."""
LEAST_TYPE = 0.6
"""So sure the tagger has to be of a type where the lexicon has no word for it."""
LEAST_LEXICON = 0.05
"""With less the tagger contradicts the type that the lexicon gives."""
SUFFERED = frozenset(("ACCUSE", "ASSAULT", "COERCE", "SANCTION"))
"""Types that may be told without who did it: "was arrested", "were killed"."""
_MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
ANYWHERE = ("obj", BOTH, "against", "on", "to", "with", "at", "over", "into", "of", "from", "for")
"""Where a recipient may stand of a word that is not in the lexicon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A trigger in its sentence with the sides that were found."""

    trigger: Trigger
    head: int
    end: int
    actors: list[Party]
    recipients: list[Party]
    thing: bool
    """Whether a verb has an object, whatever it is."""
    passive: bool
    sure: float
    learned: bool = False
    """Whether the tagger said so, and no model need be asked again."""


def acts_of(clause: Clause, roles: Roles) -> Iterator[int]:
    """The words that name acts: of each run of such words the likeliest verb or noun."""
    run: list[int] = []
    for at in range(len(clause.forms) + 1):
        if at < len(clause.forms) and roles.acts[at] >= LEAST_ACT:
            run.append(at)
            continue
        naming = [one for one in run if clause.grammar.parts[one] in ("VERB", "NOUN")]
        if naming:
            yield max(naming, key=lambda one: roles.acts[one])
        run = []


def trigger_of(clause: Clause, roles: Roles, head: int, triggers: Mapping[str, tuple[Trigger, ...]]) -> Trigger | None:
    """What a word names: by the lexicon where the tagger finds that likely enough, else by the tagger.

    Args:
        clause: the sentence.
        roles: what the tagger says.
        head: the word.
        triggers: the lexicon.
    """
    kind: Literal["verb", "noun"] = "verb" if clause.grammar.parts[head] == "VERB" else "noun"
    listed = [one for one in triggers.get(clause.forms[head], ()) if one.kind == kind and not one.objects]
    likely = max(listed, key=lambda one: roles.chance_of(head, one.type), default=None)
    if likely is not None and roles.chance_of(head, likely.type) >= LEAST_LEXICON:
        return likely
    name, chance = roles.type_of(head)
    if chance < LEAST_TYPE or roles.acts[head] < LEAST_ALONE:
        return None
    return Trigger(type=name, mode=None, kind=kind, places=ANYWHERE, known=False, base=clause.forms[head])


def told_by_tags(
    clause: Clause, roles: Roles, act: tuple[int, Trigger], actors: ActorFinder, offset: int
) -> Told | None:
    """What a word tells with the phrases that the tagger sees as its sides; None where they name nobody.

    Args:
        clause: the sentence.
        roles: what the tagger says.
        act: the word that names the act, and what it names.
        actors: resolves phrases of the article.
        offset: index of the sentence's first word in the text.
    """
    head, trigger = act
    acting = _parties(clause, roles.actors, actors, offset)
    known = {party.actor for party in acting}
    suffering = [one for one in _parties(clause, roles.recipients, actors, offset) if one.actor not in known]
    mutual = trigger.type in _MUTUAL and len(acting) > 1
    passive = trigger.kind == "verb" and clause.passive(head)
    enough = bool(acting) and (bool(suffering) or bool(roles.recipients) or mutual)
    enough = enough or (bool(suffering) and not roles.actors and trigger.type in SUFFERED)
    if not enough or not any(party.named for party in (*acting, *suffering)):
        return None
    return Told(
        trigger=trigger,
        head=head,
        end=head + 1,
        actors=acting,
        recipients=suffering,
        thing=not suffering,
        passive=passive,
        sure=0.9,
        learned=True,
    )


def _parties(clause: Clause, runs: Sequence[Run], actors: ActorFinder, offset: int) -> list[Party]:
    """The actors of some phrases: whom they name, or whose the thing is that they name."""
    found: dict[str, Party] = {}
    for run in runs:
        head = head_of(clause, run)
        parties = actors.parties(clause, head, offset) or actors.inside(clause, head, offset, OWNING)
        for party in parties:
            words = party.run if len(parties) > 1 else (offset + run[0], offset + run[1])
            found.setdefault(party.actor, replace(party, run=words))
    return list(found.values())


def head_of(clause: Clause, run: Run) -> int:
    """The head of a phrase: its first noun that hangs on a word outside, else its last word."""
    heads = clause.grammar.heads
    nominal = [at for at in range(*run) if clause.grammar.parts[at] in ("NOUN", "PROPN", "PRON")]
    for at in nominal or range(*run):
        if not run[0] <= heads[at] < run[1] or heads[at] == at:
            return at
    return run[1] - 1
