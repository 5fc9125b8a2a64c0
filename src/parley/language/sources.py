"""What kind of words a source is: a name, a description, a pronoun, or nothing.

A source's head decides. A name inside another noun's complement is not the speaker: "a
spokesman for Trump", "Clinton's campaign" and "sources close to Novak" name nobody who speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parley.knowledge.gazetteer import NounLists
from parley.language.attribution import Run
from parley.language.draft import Draft, Name

SourceForm = Literal["none", "pronoun", "name", "nominal"]

POSSESSIVES = frozenset("his its their our my whose hers".split())
"""Pronouns only where nothing follows: "his" of "his hope is", not of "his aides"."""
PRONOUNS = frozenset(
    "he she it they i we who you him her them us himself herself themselves this that those these".split()
)
FIRST_PERSON = frozenset("i we us our my me ours".split())
_LINKS = frozenset("of for to from with by in at on under behind against near about among".split())
_AFTER_NAMES = frozenset(
    "and or who whom whose which that himself herself itself themselves also then jr sr when while as alone too".split()
)
"""Words that may follow the name which heads a source."""
_PLURALS = frozenset(
    "many some several few most others both all two three four five dozens hundreds thousands people".split()
)
_TITLES_BEFORE = frozenset(
    ". mr mrs ms dr general president minister prime foreign senator judge ambassador chancellor professor".split()
)
_SOME = frozenset("many some several few most dozens hundreds thousands".split())
"""Words that make a named body or its people a number of unnamed ones: "many Democrats"."""
_INDEFINITE = frozenset(
    "a an one another some any several many few most unnamed anonymous unidentified two three".split()
)
_DEFINITE = frozenset("the this that his her their its our same these those".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWords:
    """A source looked at."""

    form: SourceForm
    heads: tuple[Name, ...] = ()
    """The names that speak; several for joint speakers."""
    noun: str | None = None
    """The head noun of a description."""
    definite: bool = False
    plural: bool = False
    words: tuple[str, ...] = ()
    """All its words in lower case."""


def look_at_source(draft: Draft, source: tuple[Run, ...], nouns: NounLists) -> SourceWords:
    """What a source's words are.

    Args:
        draft: a text with its names.
        source: the source's runs of words.
        nouns: the nouns that head descriptions.
    """
    words = tuple(word for run in source for word in draft.forms(run))
    if not words:
        return SourceWords(form="none")
    content = tuple(word for word in words if word[0].isalnum())
    alone = len(content) == 1 and content[0] in POSSESSIVES
    pronoun = alone or (len(content) <= 2 and bool(content) and content[0] in PRONOUNS)
    if pronoun and not _is_acronym(draft, source):
        return SourceWords(form="pronoun", words=content, plural=content[0] in ("they", "we", "those", "these"))
    if len(content) > 1 and content[-1] in ("i", "we") and draft.words.forms[source[-1][1] - 2] == ",":
        return SourceWords(form="pronoun", words=content[-1:], plural=content[-1] == "we")
    heads = _speaking_names(draft, source)
    if heads and (content[0] in _SOME or (len(content) == 1 and content[0] in nouns.group)):
        heads = ()
    if heads:
        return SourceWords(form="name", heads=heads, words=content, plural=len(heads) > 1)
    noun = _head(content, nouns)
    plural = (noun is not None and noun in nouns.group) or bool(content and content[0] in _PLURALS)
    return SourceWords(
        form="nominal", noun=noun, definite=bool(content) and content[0] in _DEFINITE, plural=plural, words=content
    )


def _is_acronym(draft: Draft, source: tuple[Run, ...]) -> bool:
    """Whether a source is written in capitals amid other writing: "WHO", "US"."""
    forms = draft.words.forms[source[0][0] : source[0][1]]
    return len(forms) == 1 and len(forms[0]) > 1 and forms[0].isupper() and not draft.text.isupper()


def is_indefinite(source: SourceWords) -> bool:
    """Whether a description introduces someone new ("a researcher")."""
    return bool(source.words) and source.words[0] in _INDEFINITE


def _speaking_names(draft: Draft, source: tuple[Run, ...]) -> tuple[Name, ...]:
    """The names that head a source: persons first, else a body or state that is the whole phrase."""
    forms = draft.words.forms
    inside = [name for run in source for name in draft.names_in(run)]
    starts = {run[0] for run in source}
    free = [
        name
        for name in inside
        if not (
            _is_possessive(draft, name, source)
            or _is_complement(draft, name, starts)
            or _is_modifier(draft, name, source)
        )
    ]
    persons = [name for name in free if name.kind == "person"]
    if persons:
        before = [_word_before(draft, name) for name in persons]
        joint = [n for n, word in zip(persons[1:], before[1:], strict=True) if word in ("and", ",")]
        linked = "and" in before[1:]
        return (persons[0], *joint) if linked else (persons[0],)
    others = [
        name for name in free if name.kind != "other" and _opens(draft, name, starts) and _closes(draft, name, source)
    ]
    joint = [
        name for name in free if name not in others and others and forms[name.first - 1].casefold() in ("and", ",")
    ]
    return (*others[:1], *joint) if others else ()


def _word_before(draft: Draft, name: Name) -> str:
    """The word before a name and the titles in front of it."""
    index = name.first - 1
    while index > 0 and draft.words.forms[index].casefold() in _TITLES_BEFORE:
        index -= 1
    return draft.words.forms[index].casefold() if index >= 0 else ""


def _is_possessive(draft: Draft, name: Name, source: tuple[Run, ...]) -> bool:
    """Whether the name owns what follows in its source; "Novak's" alone is the source of "Novak's claim is that"."""
    if any(name.first >= first and end <= name.end + 2 for first, end in source if name.end <= end):
        return False
    following = draft.words.forms[name.end : name.end + 2]
    return (
        len(following) > 0
        and following[0] in "’'"
        and (len(following) < 2 or following[1] == "s" or following[0] == "’")
    )


def _is_modifier(draft: Draft, name: Name, source: tuple[Run, ...]) -> bool:
    """Whether a noun after the name heads the phrase: "Clinton aides", "Trump campaign spokesman Jason Miller"."""
    end = next(b for a, b in source if a <= name.first and name.end <= b)
    following = draft.words.forms[name.end].casefold() if name.end < end else "."
    return following.isalpha() and following not in _LINKS | _AFTER_NAMES


def _is_complement(draft: Draft, name: Name, starts: set[int]) -> bool:
    """Whether a preposition inside the source governs the name ("of Novak", "for the minister")."""
    index = name.first - 1
    joined = index > 0 and draft.words.forms[index].casefold() == "and"
    earlier = [n for n in draft.names_in((max(0, index - 6), index)) if joined and n.end == index]
    if earlier and earlier[0].first not in starts and _is_complement(draft, earlier[0], starts):
        return True
    while index >= 0 and draft.words.forms[index].casefold() in ("the", "a", "an", "mr", "mrs", "ms", ".", "both"):
        if index + 1 in starts:
            return False
        index -= 1
    return name.first not in starts and index + 1 not in starts and draft.words.forms[index].casefold() in _LINKS


def _opens(draft: Draft, name: Name, starts: set[int]) -> bool:
    """Whether nothing but an article stands before the name in its source, or the name is in apposition."""
    article = int(name.first > 0 and draft.words.forms[name.first - 1].casefold() == "the")
    first = name.first - article
    return (
        name.first in starts
        or (article == 1 and first in starts)
        or (first > 0 and draft.words.forms[first - 1] == ",")
    )


def _closes(draft: Draft, name: Name, source: tuple[Run, ...]) -> bool:
    """Whether the name is the head: the source ends with it, or goes on with a comma, "and" or a preposition."""
    following = draft.words.forms[name.end].casefold() if name.end < len(draft.words) else "."
    return any(name.end == b for _, b in source) or following in _LINKS | {",", "and", "(", "or"}


def _head(words: tuple[str, ...], nouns: NounLists) -> str | None:
    """The head noun of a description: the last known noun before its first preposition."""
    head = None
    known = nouns.person | nouns.group | nouns.organization
    for index, word in enumerate(words):
        if index and word in _LINKS | {"who", "that", "which", "whose"}:
            break
        if word in known:
            head = word
    return head
