"""Which names of one article are one actor's: surnames, initials, titles, names of the actor store.

Law of this module: a short form stands for a full one only where the article makes it plain; of two
full names that fit alike neither is taken.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from parley.knowledge.gazetteer import Gazetteer, NounLists
from parley.language.draft import Draft, Name
from parley.terms.actors import KnownActor
from parley.terms.names import fold_name

Key = tuple[str, str]
"""What two names of one actor share: the kind's group, and the folded name it goes by."""
_SMALL_WORDS = frozenset("of for the and on in to a".split())
_REGIONS = frozenset("latin central south north east west native african anglo asian non anti pro".split())
"""Before the name of a people they make another word of it: "Latin American"."""
_LINKS = frozenset("and or of in on at to for from with by who that which is are was were had has have said s".split())
_MALE_TITLES, _FEMALE_TITLES = frozenset(("mr", "sir")), frozenset(("mrs", "ms", "miss", "madam"))


class Aliases:
    """The names of one text, as they are compared."""

    def __init__(self, draft: Draft, gazetteer: Gazetteer, nouns: NounLists) -> None:
        self.draft = draft
        self.gazetteer = gazetteer
        self.nouns = nouns
        self.known: dict[Key, KnownActor] = {}
        """Known actors by the keys given so far."""
        self._persons: dict[tuple[str, ...], Key] = {}

    def key(self, name: Name) -> Key:
        """The key of a name's actor."""
        written = self.draft.phrase((name.first, name.end))
        if name.kind == "person":
            words = tuple(bare_name(written, self.nouns).split())
            if words not in self._persons:
                self._persons[words] = self._person(words)
            return self._persons[words]
        known = self.gazetteer.find_actor(written) or self._of_people(name, written)
        if known is not None:
            self.known.setdefault(("known", known.key), known)
            return ("known", known.key)
        return self._body(fold_name(written).removeprefix("the "))

    def _of_people(self, name: Name, written: str) -> KnownActor | None:
        """The state of a people that describes something: "the Japanese side"; "Americans" are people."""
        before = self.draft.forms((max(0, name.first - 1), name.first))
        after = self.draft.forms((name.end, name.end + 1))
        if after == ("and",):  # "Kyrgyz and Tajik border guards"
            joined = self.gazetteer.state(self.draft.phrase((name.end + 1, name.end + 2)))
            after = self.draft.forms((name.end + 2, name.end + 3)) if joined and joined.how == "demonym" else after
        state = self.gazetteer.state(written)
        if state is None or state.how != "demonym" or not after or not after[0].isalpha():
            return None
        if not _REGIONS.isdisjoint(before) or not _LINKS.isdisjoint(after):
            return None
        return KnownActor(key=f"iso3:{state.iso3}", name=state.name, kind="state", country=state.iso3)

    @cached_property
    def _written(self) -> Counter[tuple[str, ...]]:
        """How often each person's name is written, titles left off."""
        persons = (name for name in self.draft.names if name.kind == "person")
        return Counter(tuple(bare_name(self.draft.phrase((n.first, n.end)), self.nouns).split()) for n in persons)

    @cached_property
    def _titles(self) -> dict[tuple[str, ...], set[str]]:
        """Titles of men and women that stand in or before each person's name."""
        found: dict[tuple[str, ...], set[str]] = {}
        for name in self.draft.names:
            if name.kind == "person":
                words = tuple(bare_name(self.draft.phrase((name.first, name.end)), self.nouns).split())
                before = set(self.draft.forms((max(0, name.first - 2), name.end)))
                found.setdefault(words, set()).update(before & (_MALE_TITLES | _FEMALE_TITLES))
        return found

    def _person(self, words: tuple[str, ...]) -> Key:
        """The key of a person's name: of the one full name it stands for, else its own."""
        full = [name for name in self._written if len(name) > 1 and _stands_for(words, name)]
        fitting = [name for name in full if name == words or self._no_conflict(words, name)]
        fullest = [n for n in fitting if not any(_stands_for(n, third) and n != third for third in fitting)]
        if len(fullest) == 1:
            return ("person", " ".join(fullest[0]))
        if len(fullest) > 1 and len(words) == 1:
            first, second = sorted(fullest, key=lambda name: -self._written[name])[:2]
            if self._written[first] > self._written[second]:
                return ("person", " ".join(first))
        return ("person", " ".join(words))

    def _no_conflict(self, short: tuple[str, ...], full: tuple[str, ...]) -> bool:
        """Whether no title of a surname speaks against the first name of a full one ("Mr. Obama" and Michelle)."""
        titles = self._titles.get(short, set())
        if full[0] in self.nouns.male_names:
            return not titles & _FEMALE_TITLES
        return full[0] not in self.nouns.female_names or not titles & _MALE_TITLES

    @cached_property
    def _bodies(self) -> dict[str, Key]:
        """Folded names of two words and more of bodies, with the key of their actor."""
        found: dict[str, Key] = {}
        for name in self.draft.names:
            written = self.draft.phrase((name.first, name.end))
            if name.kind in ("organization", "group", "other") and " " in written:
                known = self.gazetteer.find_actor(written)
                folded = fold_name(written).removeprefix("the ")
                found[folded] = ("known", known.key) if known is not None else ("other", folded)
                if known is not None:
                    self.known.setdefault(("known", known.key), known)
        return found

    def _body(self, short: str) -> Key:
        """The key of the one longer name of a body that a short one stands for: its last words, or its initials."""
        letters = short.replace(".", "").replace(" ", "")
        fitting = {
            key
            for name, key in self._bodies.items()
            if name != short and (name.endswith(" " + short) or _are_initials(letters, name))
        }
        return fitting.pop() if len(fitting) == 1 else self._bodies.get(short, ("other", short))


def _are_initials(letters: str, name: str) -> bool:
    """Whether some letters are the initials of a name."""
    return 2 < len(letters) < 8 and letters == "".join(w[0] for w in name.split() if w not in _SMALL_WORDS)


def bare_name(phrase: str, nouns: NounLists) -> str:
    """A folded name without titles in front ("President", "Mr.")."""
    words = fold_name(phrase).replace("“", " ").replace("”", " ").replace('"', " ").split()
    while len(words) > 1 and words[0].rstrip(".") in nouns.honorifics:
        words = words[1:]
    return " ".join(words)


def _stands_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a name may be the short form of a full one: same words, its end, any one word, or first and last.

    A word in the middle may be the surname ("Quispe" of "Tomas Quispe Alanoca"). Which full name it is
    must be plain from the article: see ``_actor_key``.
    """
    if short == full:
        return True
    if len(short) >= len(full):
        return False
    ends = full[-len(short) :] == short or (len(short) == 1 and short[0] in full)
    return ends or (len(short) >= 2 and full[0] == short[0] and full[-1] == short[-1])
