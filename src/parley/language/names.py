"""Names of persons, organizations, states and places, from the encoder's name tags.

A name keeps the span it has in the text; it is compared after folding. States and well-known
organizations come from the gazetteer, which overrules the tagger's kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from parley.knowledge.gazetteer import Gazetteer
from parley.language.draft import Name
from parley.language.encoder import EncodedWindow
from parley.language.words import Words
from parley.terms.names import fold_name

KINDS = ("person", "organization", "place", "other")
_POSSESSIVE = ("’", "'")
_PRONOUNS = frozenset(
    "nobody everyone everybody someone somebody anyone anybody none no "
    "he she it they we i you his her their its our my who which that this these those them him us me".split()
)


def find_names(text: str, words: Words, windows: Iterable[EncodedWindow], gazetteer: Gazetteer) -> tuple[Name, ...]:
    """The names of a text, in order, each with its kind."""
    found: list[Name] = []
    for window in windows:
        found.extend(_tagged(words, window))
    votes = Counter((_key(text, words, name), name.kind) for name in found)
    agreed = []
    for name in found:
        key = _key(text, words, name)
        kind = _known_kind(key, text[words.starts[name.first] : words.ends[name.end - 1]], gazetteer)
        best = max(KINDS, key=lambda k, key=key: votes[key, k])  # type: ignore[misc]
        agreed.append(Name(first=name.first, end=name.end, kind=kind or best))
    return tuple(_with_untagged_states(words, agreed, gazetteer))


def _tagged(words: Words, window: EncodedWindow) -> list[Name]:
    """Names that the tagger found in one window."""
    tags = window.name.argmax(1)
    found: list[Name] = []
    open_kind = -1
    for index, tag in enumerate(tags):
        kind = (int(tag) - 1) // 2 if tag else -1
        begins = tag and (tag % 2 == 1 or kind != open_kind)
        if begins:
            found.append(Name(first=index + window.first, end=index + window.first + 1, kind=KINDS[kind]))
        elif tag:
            found[-1] = Name(first=found[-1].first, end=index + window.first + 1, kind=found[-1].kind)
        open_kind = kind
    healed = (_healed(words, name) for name in found)
    return [name for name in healed if name is not None and np.isfinite(name.first)]


def _healed(words: Words, name: Name) -> Name | None:
    """The name without quotation marks, possessives or lower-case words at its ends."""
    first, end = name.first, name.end
    while first < end and not words.forms[first][0].isalnum():
        first += 1
    while end > first and (
        not words.forms[end - 1][0].isalnum() or (words.forms[end - 1] == "s" and words.forms[end - 2] in _POSSESSIVE)
    ):
        end -= 1
    while end + 1 < len(words) and _is_hyphenated(words, end) and first < end:
        end += 2
    while first > 1 and _is_hyphenated(words, first - 1) and first < end:
        first -= 2
    if first < end and words.forms[first].casefold() == "the":
        first += 1
    forms = words.forms[first:end]
    named = any(form[0].isupper() or form[0].isdigit() or not form.isascii() for form in forms)
    if not named or (len(forms) == 1 and forms[0].casefold() in _PRONOUNS):
        return None
    return Name(first=first, end=end, kind=name.kind)


def _is_hyphenated(words: Words, at: int) -> bool:
    """Whether a hyphen stands here between two capitalized parts of one name, without spaces."""
    if words.forms[at] not in "-‐‑" or not 0 < at < len(words) - 1:
        return False
    joined = words.ends[at - 1] == words.starts[at] and words.ends[at] == words.starts[at + 1]
    return joined and words.forms[at - 1][0].isupper() and words.forms[at + 1][0].isupper()


def _key(text: str, words: Words, name: Name) -> str:
    return fold_name(text[words.starts[name.first] : words.ends[name.end - 1]])


def _known_kind(key: str, written: str, gazetteer: Gazetteer) -> str | None:
    """The kind that the gazetteer gives, if it knows the name."""
    known = gazetteer.find_actor(written)
    if known is not None:
        return known.kind
    state = gazetteer.state(written)
    return "place" if state is not None and state.how == "seat" and key else None


def _with_untagged_states(words: Words, names: list[Name], gazetteer: Gazetteer) -> list[Name]:
    """The names and the states that the tagger passed over."""
    taken = {index for name in names for index in range(name.first, name.end)}
    for index, form in enumerate(words.forms):
        if index not in taken and form[:1].isupper() and len(form) > 3:
            state = gazetteer.state(form)
            if state is not None and state.how == "name":
                names.append(Name(first=index, end=index + 1, kind="state"))
    return sorted(names, key=lambda name: name.first)
