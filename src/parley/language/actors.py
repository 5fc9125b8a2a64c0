"""The actors of one article: its names gathered, with the roles in which they are introduced.

Within one article a surname stands for the one full name that ends (or begins) with it.
Across articles nothing is merged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from parley.knowledge.gazetteer import Gazetteer, NounLists
from parley.language.aliases import Aliases
from parley.language.draft import Draft, Name
from parley.terms.actors import Actor, ActorKind, KnownActor
from parley.terms.names import fold_name

_ROLE_END = re.compile(
    r"[.;:!?\n—“”\"()]|,|\s[-–]\s|"
    r"\b(?:said|says|told|who|which|has|have|is|was|are|were|noted|stated|added|in an interview)\b"
)
_ROLE_OPENERS = frozenset("a an the".split())
_GOVERNORS = frozenset("of to by with from for in on at about against between".split())
"""Before a description they say that it is of somebody else: "the visit of the minister, Novak said"."""
_TITLE_LINK = frozenset("and of for the".split())
TITLES_IN_FULL = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "prof": "professor",
    "pres": "president",
    "amb": "ambassador",
    "justice": "judge",
    "col": "colonel",
    "lt": "lieutenant",
}
"""Titles before names, as descriptions take them up."""
MAX_ROLE_WORDS = 14


def gather_actors(draft: Draft, gazetteer: Gazetteer, nouns: NounLists) -> tuple[tuple[Actor, ...], tuple[Name, ...]]:
    """The actors of a text and its names with their actors.

    Args:
        draft: words and names of the text.
        gazetteer: known states and organizations.
        nouns: the nouns that head descriptions of persons, and titles.

    Returns:
        Actors in the order of their first name, and all names with ``actor`` set.
    """
    aliases = Aliases(draft, gazetteer, nouns)
    keys = [aliases.key(name) for name in draft.names]
    ids: dict[tuple[str, str], str] = {}
    actors: list[Actor] = []
    for name, key in zip(draft.names, keys, strict=True):
        if key in ids:
            continue
        ids[key] = f"a{len(actors) + 1}"
        actors.append(_actor(draft, name, ids[key], aliases.known.get(key)))
    longest = _longest_names(draft, keys, nouns)
    roles = _roles(draft, keys, nouns)
    actors = [_finished(actor, longest[key], roles.get(key, ())) for actor, key in zip(actors, ids, strict=True)]
    named = tuple(replace(name, actor=ids[key]) for name, key in zip(draft.names, keys, strict=True))
    return tuple(actors), named


def _actor(draft: Draft, name: Name, actor_id: str, known: KnownActor | None) -> Actor:
    written = draft.phrase((name.first, name.end))
    if known is not None:
        return Actor(
            id=actor_id,
            name=known.name,
            kind=known.kind,
            country=known.country,
            known_as=known.key,
            reason=f"'{written}' is a name of {known.name}",
        )
    kind: ActorKind = name.kind if name.kind in ("person", "organization", "place", "state", "group") else "other"  # type: ignore[assignment]
    return Actor(id=actor_id, name=written, kind=kind, reason=f"named '{written}' in the text")


def _longest_names(draft: Draft, keys: Iterable[tuple[str, str]], nouns: NounLists) -> dict[tuple[str, str], str]:
    """The fullest form in which each actor is named, titles left off."""
    longest: dict[tuple[str, str], str] = {}
    for name, key in zip(draft.names, keys, strict=True):
        words = draft.phrase((name.first, name.end)).replace("“", "").replace("”", "").replace('"', "").split()
        while name.kind == "person" and len(words) > 1 and fold_name(words[0]).rstrip(".") in nouns.honorifics:
            words = words[1:]
        written = " ".join(words)
        if len(written) > len(longest.get(key, "")):
            longest[key] = written
    return longest


def _finished(actor: Actor, longest: str, roles: tuple[str, ...]) -> Actor:
    """The actor with its fullest name and its first role."""
    name = actor.name if actor.known_as else longest
    return replace(actor, name=name, role=roles[0] if roles else None)


def _roles(draft: Draft, keys: list[tuple[str, str]], nouns: NounLists) -> dict[tuple[str, str], tuple[str, ...]]:
    """The descriptions in which each person is introduced, as written, in order."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, key in zip(draft.names, keys, strict=True):
        if key[0] != "person":
            continue
        for role in (_role_after(draft, name, nouns), _role_before(draft, name, nouns)):
            if role and role not in found.get(key, ()):
                found[key] = (*found.get(key, ()), role)
    return found


def _role_after(draft: Draft, name: Name, nouns: NounLists) -> str | None:
    """``Name, an analyst of X,`` and ``Name is a researcher`` and ``Name (analyst)``."""
    end = draft.words.ends[name.end - 1]
    match = re.match(r"(?:,|\s[-–—]|\s\(|\s(?:is|was|,? who is))\s*", draft.text[end : end + 14])
    if not match:
        return None
    rest = draft.text[end + match.end() : end + match.end() + 140]
    cut = _ROLE_END.search(rest, 3)
    phrase = rest[: cut.start()].strip() if cut else ""
    return _as_role(phrase, nouns)


def _role_before(draft: Draft, name: Name, nouns: NounLists) -> str | None:
    """``analyst Name``, ``the head of the institute, Name`` and ``Foreign Minister Name``."""
    start = name.first
    forms = draft.words.forms
    if start and forms[start - 1] == ",":
        start -= 1
    first = start
    while (
        first > 0
        and start - first < MAX_ROLE_WORDS
        and (forms[first - 1] not in '.,;:!?“”"()—' or forms[first - 2].casefold() in TITLES_IN_FULL)
        and draft.sentence_of[first - 1] == draft.sentence_of[name.first]
    ):
        first -= 1
        if forms[first].casefold() in ("a", "an", "the") and start < name.first:
            break
    if start < name.first:
        apposed = draft.words.forms[name.end : name.end + 1] in ((",",), (".",), ())
        governed = first > 0 and forms[first - 1].casefold() in _GOVERNORS
        return _as_role(draft.phrase((first, start)), nouns) if first < start and (apposed or not governed) else None
    head = start
    earlier = [other.end for other in draft.names_in((max(0, start - MAX_ROLE_WORDS), start)) if other.kind == "person"]
    first = max([first, *earlier])
    while head > first and (
        forms[head - 1][0].isupper()
        or forms[head - 1].casefold() in nouns.person | _TITLE_LINK
        or forms[head - 1] == "-"
        or (forms[head - 1] == "." and forms[head - 2].casefold() in TITLES_IN_FULL)
    ):
        head -= 1
    while head < start and forms[head].casefold() in _TITLE_LINK:
        head += 1
    return _as_role(draft.phrase((head, start)), nouns) if head < start else None


def _as_role(phrase: str, nouns: NounLists) -> str | None:
    """The phrase without its article, if a noun for a person heads it."""
    words = phrase.split()
    if words and words[0].casefold() in _ROLE_OPENERS:
        words = words[1:]
    if not 0 < len(words) <= MAX_ROLE_WORDS:
        return None
    return " ".join(words) if head_noun(words, nouns) else None


def head_noun(words: list[str], nouns: NounLists) -> str | None:
    """The noun for a person that heads a description: the last one before its first preposition."""
    head = None
    for word in words:
        folded = fold_name(word).strip(",.")
        if folded in ("of", "on", "for", "in", "at", "with", "from", "to", "who", "that"):
            break
        last = folded.split("-")[-1]
        noun = TITLES_IN_FULL.get(last, last)
        if noun in nouns.person:
            head = noun
    return head
