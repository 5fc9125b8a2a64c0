"""For which body a person speaks: party, government, ministry, parliament, agency, institute; on the article's date.

    "spokesman for the River Bank" -> River Bank          "Russian Foreign Minister" -> Foreign Ministry of Russia
    "Pavel Novak of the Green Party" -> Green Party       "former ambassador of Albania" -> none: it is so no longer
    "Amina Noor", whom the actor store knows -> what she was on that day

Law of this module: the page's own words decide, and then the actor store. A body is named as the page names it; an
office without one stands for the body that goes with it, and only where its state is told. What stands after "to",
"on" or "against" is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from parley.knowledge.actors import ActorStore
from parley.knowledge.body_nouns import BODY_NOUNS
from parley.language.standing import FORMER, Coder
from parley.terms.actors import KnownActor, Role
from parley.terms.names import fold_name

_CAPITAL = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'&.-]*)"
_LINKS = r"(?:\s+(?:of|for|and|on|the|de|du|des|del|da|la|al-|for\s+the|of\s+the|of\s+an?|on\s+the))"
_NAME = rf"{_CAPITAL}(?:{_LINKS}?\s+{_CAPITAL})*"
_OF = re.compile(rf"\b(?:of|for|at|with|from)\s+(?:the\s+)?({_NAME})")
_BEFORE = re.compile(rf"^(?:the\s+)?({_NAME})(?:[’']s?)?\s+(?=[a-z])")
_AFTER_NAME = re.compile(rf"\s+(?:of|from|with)\s+(?:the\s+)?({_NAME})")
_IN_BRACKETS = re.compile(r"\s*\(\s*([RD])\s*[-–,)]")
_SENATORS = {"R": "Republican Party", "D": "Democratic Party"}
"""What stands in brackets after the names of members of the United States' Congress."""
_POSSESSIVE = re.compile(r"^(?:and\s+)?(?:its|his|her|their|our|my|your|whose)\b", re.IGNORECASE)
_OTHERS = re.compile(r"^(?:and|although|but|called|then|told|when|while)\b", re.IGNORECASE)
"""So begins what was taken for a description and is of somebody else."""
_LEADING = re.compile(r"^(?:the|a|an|last\s+\w+|this\s+\w+)\s+", re.IGNORECASE)
_SPEAKS_FOR = re.compile(r"\b(?:for|at|with)\s+(?:the\s+)?(?=[A-Z])")
_STANCE_IS_OTHERS = frozenset("opposition rebel".split())
_PORTFOLIO = re.compile(
    r"\b(?:deputy\s+)?(?:(?P<before>foreign|defen[cs]e|interior|finance|energy|trade|economy|health|justice|education|"
    r"agriculture|information|transport|environment|water|oil|culture|labour|labor|planning|railways|fisheries)\s+"
    r"(?:affairs\s+)?(?:minister|secretary|ministry)|minist(?:er|ry)\s+(?:of|for)\s+(?:the\s+)?"
    r"(?P<after>foreign affairs|[a-z]+(?:\s+(?:resources|affairs))?))",
    re.IGNORECASE,
)
_OFFICES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bambassador\b|\bdiplomat\b", re.IGNORECASE), "Foreign Ministry"),
    (
        re.compile(
            r"\bprime minister\b|\bpremier\b|\bchancellor\b|\bpresident\b|\bminister\b|\bgovernment\b", re.IGNORECASE
        ),
        "Government",
    ),
    (
        re.compile(
            r"\bsenator\b|\blawmaker\b|\bparliament\b|\bcongress(?:man|woman)?\b|\bdeputy speaker\b|\blegislator\b",
            re.IGNORECASE,
        ),
        "Parliament",
    ),
    (re.compile(r"\b(?:general|colonel|admiral|army|military|brigadier|commodore)\b", re.IGNORECASE), "Armed Forces"),
)
"""Offices to the bodies that go with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """The body for which somebody speaks, or why none is told."""

    organization: str | None = None
    reason: str


class Affiliations:
    """Tells bodies from words and from the actor store.

    Args:
        coder: tells states from words.
        bodies: folded names of the organizations and groups of the article.
        date: the article's date, an ISO prefix; offices and ties are those of then.
    """

    def __init__(self, coder: Coder, bodies: Collection[str], *, date: str | None) -> None:
        self._coder = coder
        self._bodies = bodies
        self._date = date

    def of_person(
        self, said: Sequence[str], after: Sequence[str], known: KnownActor | None, country: str | None
    ) -> Affiliation | None:
        """The body of a person; None where nothing is said of one.

        Args:
            said: how the article introduces the person, as written; the first that tells counts.
            after: the text that follows the person's name, each time.
            known: whom the actor store surely knows the person to be.
            country: the person's state, where something else tells it.
        """
        why_not = None
        for words in said:
            found = self._of_words(words, country)
            if found is not None and found.organization is not None:
                return found
            why_not = why_not or found
        found = next((one for text in after if (one := self._of_what_follows(text)) is not None), None)
        if found is None and why_not is None and known is not None:
            found = self._of_store(known)
        return found or why_not

    def _of_words(self, words: str, country: str | None) -> Affiliation | None:
        bare = words.strip()
        if FORMER.search(bare) or "predecessor" in bare:
            return Affiliation(reason=f"'{bare}' says that it is so no longer: no organization on the article's date")
        if _POSSESSIVE.match(bare) or _OTHERS.match(bare):
            return None
        while (shorter := _LEADING.sub("", bare)) != bare:
            bare = shorter
        named = self._named_in(bare)
        if named is not None:
            return Affiliation(organization=named, reason=f"organization by the words '{bare}'")
        body = _body_of_office(bare)
        if body is None:
            return None
        state = self._state_of(bare) or country
        if state is None:
            return None
        organization = f"{body} of {self._coder.store.named('iso3:' + state)}"
        return Affiliation(organization=organization, reason=f"organization by the office '{bare}'")

    def _state_of(self, words: str) -> str | None:
        """The state of an office; for a speaker "for the Afghan Foreign Ministry" that of the ministry."""
        body = _SPEAKS_FOR.search(words)
        of_body = self._coder.standing(words[body.end() :], date=self._date).country if body is not None else None
        return of_body or self._coder.standing(words, date=self._date).country

    def _named_in(self, words: str) -> str | None:
        """The body that a description names: after "of", "for", "at"; else before its noun."""
        for match in _OF.finditer(words):
            name = _bare(match[1])
            if self._is_body(name) and not _PORTFOLIO.search(words[: match.end(1)]):
                return name
        before = _BEFORE.match(words)
        name = _bare(before[1]) if before is not None else ""
        if self._is_body(name) and not _PORTFOLIO.fullmatch(name) and not _body_of_office(name):
            return name
        return None

    def _is_body(self, name: str) -> bool:
        """Whether a name is of a body, and of no state, people or place."""
        folded = fold_name(name)
        store = self._coder.store
        if not name or store.gazetteer.state(name) is not None or folded in _STANCE_IS_OTHERS:
            return False
        last, first = folded.split()[-1], folded.split()[0]
        own_noun = len(folded.split()) > 1 and (
            last in BODY_NOUNS or first in BODY_NOUNS or bool(BODY_NOUNS & set(folded.split()))
        )
        known = store.gazetteer.organization(name)
        return own_noun or folded in self._bodies or (known is not None and name not in self._coder.places)

    def _of_what_follows(self, after: str) -> Affiliation | None:
        """The body that stands right after a name: "of the Green Party", "(R-Ohio)"."""
        brackets = _IN_BRACKETS.match(after)
        if brackets is not None:
            return Affiliation(organization=_SENATORS[brackets[1]], reason=f"party by '{brackets[0].strip()}'")
        match = _AFTER_NAME.match(after)
        if match is None or not self._is_body(match[1]):
            return None
        return Affiliation(
            organization=match[1], reason=f"organization by the words '{match[0].strip()}' after the name"
        )

    def _of_store(self, known: KnownActor) -> Affiliation | None:
        role = known.role_at(self._date)
        if role is None:
            if not known.roles:
                return None
            return Affiliation(reason=f"the actor store knows no office of {known.name} on the article's date")
        body = _body_of_role(role, self._coder.store)
        if body is None:
            return None
        since = f" since {role.since}" if role.since else ""
        return Affiliation(
            organization=body, reason=f"organization by the actor store: {role.office or 'office holder'}{since}"
        )


def _bare(name: str) -> str:
    """A name without the sign of possession."""
    return re.sub(r"[’']s?$", "", name)


def _body_of_role(role: Role, store: ActorStore) -> str | None:
    """The body of a role of the actor store."""
    if role.organization is not None:
        return store.named(role.organization)
    body = _body_of_office(role.office or "") or {"LEG": "Parliament", "MIL": "Armed Forces", "GOV": "Government"}.get(
        role.sector or ""
    )
    return f"{body} of {store.named('iso3:' + role.country)}" if body is not None and role.country else None


def _body_of_office(words: str) -> str | None:
    """The body that goes with an office: "Deputy Minister of Finance" is of the Finance Ministry."""
    portfolio = _PORTFOLIO.search(words)
    if portfolio is not None:
        what = (portfolio["before"] or portfolio["after"]).casefold().removesuffix(" affairs")
        what = {"defense": "defence", "labor": "labour"}.get(what, what)
        return f"{what.title()} Ministry"
    return next((body for pattern, body in _OFFICES if pattern.search(words)), None)
