"""Several who speak as one: "the two ministers", "both sides", "the parties" of a communiqué.

Such a description names nobody by itself. Where the article has exactly as many persons with
that role, or states on those sides, it stands for all of them; else it stays open.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.knowledge.gazetteer import NounLists
from parley.language.actors import head_noun
from parley.language.sources import SourceWords
from parley.terms.actors import Actor

_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}
_SIDES = frozenset(
    "sides parties governments countries states delegations capitals neighbours neighbors nations republics".split()
)
_ALWAYS_TWO = frozenset(("sides", "parties"))
"""Of these there are two without a number; "the states" may be any."""
_LEADERS = frozenset("leaders heads men women politicians statesmen".split())
MOST = 4


def joint_speakers(
    source: SourceWords, actors: Sequence[Actor], states: Sequence[Actor], nouns: NounLists
) -> tuple[Actor, ...]:
    """The actors that a description of several stands for; none where the article leaves it open.

    Args:
        source: a plural description.
        actors: the article's actors, in the order of their first name.
        states: the two states it speaks of most, or none.
        nouns: the nouns that head descriptions of persons.
    """
    words = source.words
    if not words or not ({"the", "both", "all"} & set(words[:1]) or words[0] in _NUMBERS):
        return ()
    wanted = next((_NUMBERS[word] for word in words if word in _NUMBERS), None)
    head = _plural_head(words, nouns)
    if "united" in words:
        return ()
    if head in _SIDES:
        found = list(states) if wanted or head in _ALWAYS_TWO or words[0] != "the" else []
    elif head is None and words[0] == "both":
        found = _with_roles(actors, None, nouns)
    elif head is not None:
        found = _with_roles(actors, None if head in _LEADERS else _singular(head), nouns)
    else:
        return ()
    count = wanted or len(found)
    return tuple(found) if 2 <= count <= MOST and len(found) == count else ()


def _plural_head(words: tuple[str, ...], nouns: NounLists) -> str | None:
    known = nouns.group | _SIDES | _LEADERS
    for word in words:
        if word in ("of", "from", "in", "who", "that"):
            break
        if word in known or (_singular(word) != word and _singular(word) in nouns.person):
            return word
    return None


def _singular(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun[:-1] if noun.endswith("s") else noun


def _with_roles(actors: Sequence[Actor], noun: str | None, nouns: NounLists) -> list[Actor]:
    """Persons who are introduced by a noun, or by any at all."""
    found = []
    for actor in actors:
        if actor.kind == "person" and actor.role is not None:
            head = head_noun(actor.role.split(), nouns)
            if noun is None or head == noun or noun in actor.role.casefold().split():
                found.append(actor)
    return found
