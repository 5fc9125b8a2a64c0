"""Names of persons, organizations, states and places, from the encoder's name tags.

A name keeps the span it has in the text; it is compared after folding. States and well-known
organizations come from the gazetteer, which overrules the tagger's kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from parley.knowledge.gazetteer import Gazetteer, NounLists
from parley.language.attribution import Run
from parley.language.draft import Name
from parley.language.encoder import EncodedWindow
from parley.language.words import QUOTES, Words
from parley.terms.names import fold_name

KINDS = ("person", "organization", "place", "other")
_POSSESSIVE = ("’", "'")
_LEADING = frozenset("the of for and in at".split())
_INSIDE = frozenset("of for and the &".split())
"""Small words inside the names of bodies."""
TITLES = frozenset("mr mrs ms dr sen rep gov gen lt col sgt maj prof rev hon retired sir s".split())
_PRONOUNS = frozenset(
    "both neither either nobody everyone everybody someone somebody anyone anybody none no "
    "he she it they we i you his her their its our my who which that this these those them him us me".split()
)


def find_names(
    text: str,
    words: Words,
    windows: Iterable[EncodedWindow],
    sources: Iterable[Run],
    facts: tuple[Gazetteer, NounLists],
) -> tuple[Name, ...]:
    """The names of a text, in order, each with its kind.

    Args:
        text: the text.
        words: its words.
        windows: its encoded windows.
        sources: runs of words that name who speaks; one that looks like a name is a name.
        facts: known states and organizations, and the nouns that head descriptions.
    """
    gazetteer, nouns = facts

    def is_known(words: Words, name: Name) -> bool:
        written = text[words.starts[name.first] : words.ends[name.end - 1]]
        return gazetteer.state(written) is not None or gazetteer.find_actor(written) is not None

    tagged = [name for window in windows for name in _tagged(words, window, nouns, is_known)]
    found = _with_nicknames(words, _with_sources(words, tagged, sources, nouns))
    votes = Counter((_key(text, words, name), name.kind) for name in found)
    agreed = []
    for name in found:
        key = _key(text, words, name)
        kind = _known_kind(key, text[words.starts[name.first] : words.ends[name.end - 1]], gazetteer)
        best = max(KINDS, key=lambda k, key=key: votes[key, k])  # type: ignore[misc]
        agreed.append(Name(first=name.first, end=name.end, kind=kind or best))
    return tuple(_with_untagged_states(words, agreed, gazetteer))


def _tagged(
    words: Words, window: EncodedWindow, nouns: NounLists, is_known: Callable[[Words, Name], bool]
) -> list[Name]:
    """Names that the tagger found in one window."""
    tags = window.name.argmax(1)
    found: list[Name] = []
    open_kind = -1
    for index, tag in enumerate(tags):
        kind = (int(tag) - 1) // 2 if tag else -1
        at = index + window.first
        parted = index > 0 and words.paragraphs[at] != words.paragraphs[at - 1]
        begins = tag and (tag % 2 == 1 or kind != open_kind or parted)
        if begins:
            found.append(Name(first=index + window.first, end=index + window.first + 1, kind=KINDS[kind]))
        elif tag:
            found[-1] = Name(first=found[-1].first, end=index + window.first + 1, kind=found[-1].kind)
        open_kind = kind
    healed: list[Name] = []
    lower = {form for form in words.forms if form.islower()}
    for name in (_with_first_name(words, _healed(words, name), nouns, lower) for name in found):
        if name is not None and healed and name.first < healed[-1].end:
            healed[-1] = Name(first=healed[-1].first, end=max(name.end, healed[-1].end), kind=healed[-1].kind)
        elif name is not None:
            healed.append(name)
    return [name for name in healed if is_known(words, name) or not _is_common(words, name, nouns)]


def _is_common(words: Words, name: Name, nouns: NounLists) -> bool:
    """Whether a name is nothing but a title, or one common noun that only begins a sentence."""
    forms = [form.casefold() for form in words.forms[name.first : name.end] if form[0].isalnum()]
    if _is_titled(words, name.first):
        return False
    if all(form in nouns.honorifics or form in TITLES for form in forms):
        return True
    opens = name.first == 0 or words.forms[name.first - 1] in (".", "!", "?", "”", "“", '"', ":")
    if len(forms) > 1 or not opens:
        return False
    plural = words.forms[name.first].endswith("s") and not _stands_inside(words, name)
    common = forms[0] in words.forms
    return forms[0] in nouns.group or (plural and common) or (forms[0] in nouns.person and common)


def _stands_inside(words: Words, name: Name) -> bool:
    """Whether a word is capitalized inside a sentence somewhere, as names are."""
    form = words.forms[name.first]
    return any(
        other == form
        and index
        and (words.forms[index - 1] not in (".", "!", "?", "”", "“", '"', ":") or len(words.forms[index - 2]) == 1)
        and words.paragraphs[index] == words.paragraphs[index - 1]
        for index, other in enumerate(words.forms)
    )


def _is_titled(words: Words, first: int) -> bool:
    """Whether "Mr." or the like stands before a word."""
    before = [form.casefold() for form in words.forms[max(0, first - 2) : first]]
    return bool(before) and (before[-1] in TITLES or (before[-1] == "." and before[0] in TITLES))


def _with_sources(words: Words, names: list[Name], sources: Iterable[Run], nouns: NounLists) -> list[Name]:
    """The names, and sources that the tagger passed over or cut up although only capitalized words stand in them."""
    lower = {form for form in words.forms if form.islower()}
    common = nouns.group | nouns.person | nouns.honorifics | TITLES | _PRONOUNS | lower
    kept = {name.first: name for name in names}
    for first, end in sources:
        start = first + 1 if words.forms[first].casefold() == "the" else first
        while start < end - 1 and (
            words.forms[start].casefold() in TITLES | nouns.honorifics or words.forms[start] == "."
        ):
            start += 1
        forms = [form for form in words.forms[start:end] if form != "."]
        described = bool(forms) and (forms[0] in _INSIDE or forms[0].casefold() in nouns.person)
        if not forms or described or not all(form[0].isupper() or form in _INSIDE for form in forms):
            continue
        known = [name for name in kept.values() if start < name.end and name.first < end]
        whole = any(name.first <= start and name.end >= end for name in known)
        titled = _is_titled(words, start)
        if (
            whole
            or any(n.kind == "person" for n in known)
            or (len(forms) == 1 and not titled and _low(forms) <= common)
        ):
            continue
        article = words.forms[first].casefold() == "the" and start == first + 1
        body = (article and not titled) or bool(_low(forms) & nouns.organization) or bool(known)
        name = Name(first=start, end=end, kind="organization" if body else "person")
        if not _is_common(words, name, nouns):
            kept = {name.first: name for name in kept.values() if name not in known} | {start: name}
    return list(kept.values())


def _low(forms: list[str]) -> set[str]:
    return {form.casefold() for form in forms}


def _with_nicknames(words: Words, names: list[Name]) -> list[Name]:
    """The names in order, joined where a nickname or an initial divides one: Robert "Bobby" Scott, Donald J. Trump."""
    joined: list[Name] = []
    for name in sorted(names, key=lambda n: n.first):
        before = joined[-1] if joined else None
        if before and name.kind == "person" == before.kind and _is_one_person(words, before, name):
            joined[-1] = Name(first=before.first, end=name.end, kind="person")
        else:
            joined.append(name)
    return joined


def _is_one_person(words: Words, before: Name, name: Name) -> bool:
    """Whether two names in a row are the parts of one: they touch, or an initial or a nickname stands between them."""
    inside = words.forms[before.end : name.first]
    if words.paragraphs[before.first] != words.paragraphs[name.first]:
        return False
    if not inside:
        return True
    if all(form == "." or (len(form) == 1 and form.isupper()) for form in inside):
        return len(inside) <= 2 and inside != (".",)
    nickname = 3 <= len(inside) <= 4 and inside[0] in QUOTES and inside[-1] in QUOTES
    return nickname or (len(inside) == 1 and inside[0] in QUOTES and _quoted_part(words, before, name))


def _quoted_part(words: Words, before: Name, name: Name) -> bool:
    """Whether one of two names stands between the quotation marks of a nickname, the other beside them."""
    opened = any(form in QUOTES for form in words.forms[before.first : before.end])
    closes = name.end < len(words) and words.forms[name.end] in QUOTES and name.end - name.first <= 2
    capital = closes and name.end + 1 < len(words) and words.forms[name.end + 1][0].isupper()
    return opened or capital


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
    if first > 1 and _is_elided(words, first - 1):
        first -= 2
    while first < end and words.forms[first].casefold() in _LEADING:
        first += 1
    forms = words.forms[first:end]
    named = any(form[0].isupper() or form[0].isdigit() or not form.isascii() for form in forms)
    if not named or (len(forms) == 1 and forms[0].casefold() in _PRONOUNS):
        return None
    return Name(first=first, end=end, kind=name.kind)


def _with_first_name(words: Words, name: Name | None, nouns: NounLists, lower: set[str]) -> Name | None:
    """A surname with the first name that the tagger left at the head of its paragraph: "Tudor" of "Tudor Manescu"."""
    if name is None or name.kind != "person" or not name.first or _is_titled(words, name.first):
        return name
    before = words.forms[name.first - 1]
    opens = name.first == 1 or words.paragraphs[name.first - 2] != words.paragraphs[name.first - 1]
    folded = before.casefold()
    plain = (
        before.isalpha()
        and before.istitle()
        and len(before) > 2
        and words.paragraphs[name.first] == words.paragraphs[name.first - 1]
    )
    common = (
        nouns.person | nouns.group | nouns.organization | nouns.honorifics | TITLES | _PRONOUNS | nouns.openers | lower
    )
    if opens and plain and folded not in common:
        return Name(first=name.first - 1, end=name.end, kind=name.kind)
    return name


def _is_hyphenated(words: Words, at: int) -> bool:
    """Whether a hyphen stands here between two parts of one name, without spaces: "Baek Su-ah"."""
    if words.forms[at] not in "-‐‑" or not 0 < at < len(words) - 1:
        return False
    joined = words.ends[at - 1] == words.starts[at] and words.ends[at] == words.starts[at + 1]
    return joined and words.forms[at - 1][0].isupper() and words.forms[at + 1][0].isalpha()


def _is_elided(words: Words, at: int) -> bool:
    """Whether an apostrophe stands here after a short capitalized part of one name: "N'Djamena", "O’Brien"."""
    if words.forms[at] not in "'’" or not 0 < at < len(words) - 1:
        return False
    joined = words.ends[at - 1] == words.starts[at] and words.ends[at] == words.starts[at + 1]
    return joined and len(words.forms[at - 1]) <= 2 and words.forms[at - 1][0].isupper()


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
