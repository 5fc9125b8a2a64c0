"""What the words that name or describe an actor say of its country and sector.

    "the Afghan ambassador to China" -> AFG, GOV      "Taliban spokesman" -> AFG, GOV since 15 August 2021
    "police" in "In Kenya, police ..." -> KEN          "the envoy of the UN for Syria" -> none: an international body

Law of this module: the words decide, in this order: the whole is a name; a state, people or body stands before the
noun or after "of"; a place stands after "in" or "at". What stands after "to", "for", "on", "against" is somebody
else. Only for a noun that nothing describes is the one state of its sentence taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parley.knowledge.actors import ActorStore
from parley.terms.actors import KnownActor, Role

_WORD = re.compile(r"[\w’'.&-]*[\w.]", re.UNICODE)
_OTHERS = frozenset("to for on with against about over towards toward into versus between via near under".split())
_OWN = frozenset("of from by".split())
_INSIDE = frozenset("in at inside across throughout outside".split())
_ELSEWHERE = frozenset("anti pro ex non post pan".split())
_OF_OTHERS = (
    "backed",
    "led",
    "controlled",
    "aligned",
    "sponsored",
    "funded",
    "trained",
    "supported",
    "occupied",
    "held",
    "linked",
)
"""After a hyphen they say that the state in front is somebody else: "Iran-backed militias"."""
FORMER = re.compile(r"\b(?:former|previous|ex|ousted|deposed|fallen|overthrown|toppled|late|one-time)\b", re.IGNORECASE)
_LONGEST = 6
"""Words of a name that is looked up."""
INSTITUTIONS = frozenset(("GOV", "LEG", "MIL", "COP", "JUD", "OPP", "SPY", "REB", "CVL", "LAB", "EDU"))
"""Sectors whose bare nouns ("police", "the opposition") are those of the state that the sentence speaks of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whose an actor is, and what."""

    country: str | None = None
    """ISO 3166-1 alpha-3 code."""
    sector: str | None = None
    known: KnownActor | None = None
    """The actor of the store, where the words are one of its sure names."""
    role: Role | None = None
    """The role on the article's date, or the last one."""
    former: bool = False
    """Whether the words say that it is so no longer."""
    reason: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A name inside a description."""

    first: int
    end: int
    written: str
    country: str | None
    key: str | None
    person: KnownActor | None
    link: str
    """The preposition before it: "", "of", "in", "to"."""


class Coder:
    """Tells country and sector from words.

    Args:
        store: known actors.
        places: states by the names of cities, regions and peoples.
        sectors: by nouns in lower case.
    """

    def __init__(self, store: ActorStore, places: Mapping[str, str], sectors: Mapping[str, str]) -> None:
        self.store = store
        self.places = places
        self.sectors = sectors

    def standing(self, words: str, *, date: str | None = None, sentence: str = "") -> Standing:
        """Country and sector of an actor.

        Args:
            words: the name or description, as it stands in the text.
            date: the article's date, an ISO prefix: roles and governments are those of then.
            sentence: the words around, of which the one state is taken where the words themselves name none.
        """
        bare = re.sub(
            r"^(?:the|a|an|both|some|several|two|three|dozens of|hundreds of|thousands of)\s+",
            "",
            words.strip(),
            flags=re.IGNORECASE,
        )
        bare = re.sub(r"[’']s?$", "", bare) if bare.endswith(("'s", "’s", "'", "’")) else bare
        former = FORMER.search(bare) is not None
        parts = list(self._parts(bare))
        sector = self._sector(bare)
        whole = next((part for part in parts if part.first == 0 and part.end == len(_tokens(bare))), None)
        if whole is not None:
            return self._of_name(whole, date, sector)
        person = next((part for part in parts if part.person is not None and not part.link), None)
        chosen = self._chosen(parts)
        if person is not None and (chosen is None or chosen is person or chosen.country is None):
            return self._of_name(person, date, sector)
        if chosen is not None:
            return self._of_part(chosen, date, sector, former=former)
        return self._of_sentence(bare, sector, sentence, former=former)

    def _of_name(self, part: _Part, date: str | None, sector: str | None) -> Standing:
        if part.person is not None:
            role = part.person.role_at(date) or (part.person.roles[-1] if part.person.roles else None)
            held = part.person.role_at(date)
            country = role.country if role is not None else None
            if role is not None and role.organization:
                country = self._country_of(role.organization)
            told = _told(role, held is not None, self.store)
            return Standing(
                country=country,
                sector=held.sector if held else sector,
                known=part.person,
                role=held,
                reason=f"'{part.written}' is a name of {part.person.name}{told}",
            )
        known = self.store.gazetteer.find_actor(part.written)
        group = self.store.sector_of(part.key, date=date) if part.key else None
        ties = self.store.ties_of(part.key, date=date) if part.key else ()
        standing = "; ".join(
            f"{tie.kind} {self.store.named(tie.other)}{f' since {tie.since}' if tie.since else ''}"
            for tie in ties
            if tie.kind != "member of"
        )
        named = known.name if known is not None else part.written
        reason = (
            f"'{part.written}' is a name of {named}"
            if known is not None
            else f"'{part.written}' stands for {part.country}"
        )
        return Standing(
            country=part.country,
            sector=group or sector,
            known=known,
            reason=f"{reason}, {standing}" if standing else reason,
        )

    def _of_part(self, part: _Part, date: str | None, sector: str | None, *, former: bool) -> Standing:
        group = self.store.sector_of(part.key, date=date) if part.key and part.key.startswith("org:") else None
        where = f"'{part.written}'" + (f" after '{part.link}'" if part.link else "")
        if part.country is None:
            return Standing(sector=sector or group, former=former, reason=f"{where} names a body of no one state")
        past = "; the words say that it is so no longer" if former else ""
        return Standing(
            country=part.country,
            sector=None if former else group or sector,
            former=former,
            reason=f"{where} names {self.store.named('iso3:' + part.country)}{past}",
        )

    def _of_sentence(self, bare: str, sector: str | None, sentence: str, *, former: bool) -> Standing:
        """The one state that the sentence names, for the bare noun of an institution."""
        generic = sector in INSTITUTIONS and not re.search(r"(?<!^)\b[A-Z]", bare)
        countries = {part.country for part in self._parts(sentence) if part.country} if sentence and generic else set()
        if len(countries) == 1:
            country = countries.pop()
            name = self.store.named(f"iso3:{country}")
            return Standing(
                country=country,
                sector=None if former else sector,
                former=former,
                reason=f"'{bare}' names no state; {name} is the only one that its sentence names",
            )
        return Standing(
            sector=None if former else sector, former=former, reason=f"the words '{bare}' name no state or known body"
        )

    @staticmethod
    def _chosen(parts: list[_Part]) -> _Part | None:
        """The part that says whose an actor is."""
        for links in (("",), tuple(_OWN), tuple(_INSIDE)):
            found = [part for part in parts if part.link in links and part.person is None]
            with_country = [part for part in found if part.country]
            if found and links == ("",) and found[0].country is None and found[0].key:
                return found[0] if not with_country else with_country[0]
            if with_country:
                return with_country[0]
        without = [part for part in parts if part.link in ("", *_OWN) and part.key and part.person is None]
        return without[0] if without else None

    def _parts(self, words: str) -> Iterator[_Part]:
        """The names in some words, the longest first at each place, with the preposition that governs them."""
        tokens = _tokens(words)
        at, link = 0, ""
        while at < len(tokens):
            lower = tokens[at][0].casefold()
            if lower in _OTHERS | _OWN | _INSIDE:
                link = lower
            found = self._part(words, tokens, at, link)
            if found is not None:
                yield found
                at = found.end
                continue
            at += 1

    def _part(self, words: str, tokens: list[tuple[str, int, int]], at: int, link: str) -> _Part | None:
        first = tokens[at][0]
        if not first[0].isupper() and not first[0].isdigit():
            return None
        for end in range(min(len(tokens), at + _LONGEST), at, -1):
            written = words[tokens[at][1] : tokens[end - 1][2]]
            for name in dict.fromkeys(
                (written, re.sub(r"[’']s?$", "", written), written.replace("-", " "), *_halves(written, end - at))
            ):
                found = self._look_up(name, words)
                if found is not None:
                    country, key, person = found
                    return _Part(at, end, name, country, key, person, link)
        return None

    def _look_up(self, name: str, words: str) -> tuple[str | None, str | None, KnownActor | None] | None:
        """Country, key and person of a name."""
        gazetteer = self.store.gazetteer
        body = gazetteer.organization(name, among=(words,)) if len(name) > 1 else None
        state = gazetteer.state(name)
        if state is not None:
            return state.iso3, f"iso3:{state.iso3}", None
        if body is not None:
            return body.country or self._country_of(body.key), body.key, None
        if name in self.places:
            return self.places[name], None, None
        person = self.store.person(name)
        return (person.country, person.key, person) if person is not None else None

    def _country_of(self, key: str) -> str | None:
        """The state of a body or group, or of what it is part of."""
        own = self.store.body(key)
        if own is not None and own.country:
            return own.country
        tied = (tie.other for tie in self.store.ties_of(key) if tie.kind == "part of")
        return next((other.removeprefix("iso3:") for other in tied if other.startswith("iso3:")), None)

    def _sector(self, words: str) -> str | None:
        """The sector of the head noun: the last one before a preposition that has one."""
        head = re.split(r"\b(?:of|in|at|from|to|for|on|with|against|who|which)\b|,", words)[0]
        for part in (head, words):
            tokens = [token.casefold() for token, _, _ in _tokens(part)]
            for end in range(len(tokens), 0, -1):
                for first in range(max(0, end - 3), end):
                    sector = self._noun(" ".join(tokens[first:end]))
                    if sector is not None:
                        return sector
        return None

    def _noun(self, noun: str) -> str | None:
        singular = re.sub(r"ies$", "y", noun) if noun.endswith("ies") else noun.removesuffix("s")
        return self.sectors.get(noun) or self.sectors.get(singular) or self.sectors.get(re.sub(r"men$", "man", noun))


def _tokens(words: str) -> list[tuple[str, int, int]]:
    return [(match.group(), match.start(), match.end()) for match in _WORD.finditer(words)]


def _halves(written: str, count: int) -> tuple[str, ...]:
    """The parts of one hyphenated word: "US-backed" is of the US, "anti-Russian" is not of Russia."""
    if count != 1 or "-" not in written:
        return ()
    first, _, last = written.rpartition("-")
    return () if first.casefold() in _ELSEWHERE or last.casefold() in _OF_OTHERS else (first,)


def _told(role: Role | None, held: bool, store: ActorStore) -> str:
    if role is None:
        return ""
    whom = store.named(role.organization or f"iso3:{role.country}") if role.organization or role.country else ""
    office = role.office or "office holder"
    when = "" if held else f" until {role.until}" if role.until else ""
    return f", {office}{f' of {whom}' if whom else ''}{when}"
