"""Whom an actor of an article may be the same as, among the actors of other articles and of the store.

    name -> those with a name alike -> what their articles say of both -> score and reason

Law of this module (law 10): what people held before wins: a name that a person merged into an actor proposes that actor
first. A candidate of another state or kind is none. Nothing is merged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from parley.knowledge.actors import ActorStore
from parley.knowledge.likeness import bodies_alike, name_words, persons_alike
from parley.knowledge.spelling import skeleton
from parley.terms.linking import ActorFacts, LinkCandidate
from parley.terms.names import fold_name

PROPOSED_FROM = 0.5
"""From this score a candidate is proposed; below it is only shown."""
SHOWN_FROM = 0.3
MOST = 5
"""Candidates of one actor."""
_MERGED = 0.85
"""What a name is worth that a person merged into an actor before."""
_COUNTRY, _ROLE, _ORGANIZATION, _COMPANY = 0.12, 0.12, 0.15, 0.12
_ALONE, _ONE_OF_SEVERAL = 0.9, 0.75
"""So much of its worth a last name keeps for which nothing else speaks; one that several bear."""
_ALSO_KNOWN = 3
"""So many of the other actors of two articles make them articles of the same matter."""
_BODIES = frozenset(("organization", "group"))
_GENERAL = frozenset("the a an of and for at in on to his her its former minister president member official".split())


class Candidates:
    """Finds candidates among actors.

    Args:
        actors: of the record.
        store: known actors.
    """

    def __init__(self, actors: Iterable[ActorFacts], store: ActorStore) -> None:
        self._store = store
        self._actors = {one.key: one for one in actors}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for one in self._actors.values():
            for name in one.names:
                for sign in _signs(name, one.kind in _BODIES):
                    self._by_word[sign].add(one.key)

    def of(self, actor: ActorFacts, *, date: str | None = None) -> tuple[LinkCandidate, ...]:
        """Whom an actor may be, the likeliest first.

        Args:
            actor: one of the record.
            date: an ISO prefix; who holds an office then comes first among the store's.
        """
        found = [*self._of_record(actor), *self._of_store(actor, date)]
        ranked = sorted(found, key=lambda one: (-one.score, one.where, one.name, one.key))
        return tuple(one for one in ranked if one.score >= SHOWN_FROM)[:MOST]

    def _of_record(self, actor: ActorFacts) -> Iterator[LinkCandidate]:
        signs = {sign for name in actor.names for sign in _signs(name, actor.kind in _BODIES)}
        keys = sorted({key for sign in signs for key in self._by_word.get(sign, ())} - {actor.key})
        fitting = [(one, alike) for key in keys if (alike := _alike(actor, one := self._actors[key])) is not None]
        bearers = sum(score <= PROPOSED_FROM for _, (score, _) in fitting)
        for other, (score, reason) in fitting:
            said, worth = _of_articles(actor, other)
            if score <= PROPOSED_FROM and not said:
                worth = (_ONE_OF_SEVERAL if bearers > 1 else _ALONE) * score - score
                said = [f"{bearers} actors bear it" if bearers > 1 else "nothing else speaks for it"]
            yield LinkCandidate(
                key=other.key,
                name=other.name,
                where="record",
                score=round(min(0.99, score + worth), 3),
                reason=_sentence(reason, *said),
            )

    def _of_store(self, actor: ActorFacts, date: str | None) -> Iterator[LinkCandidate]:
        held = {one.known_as for one in self._actors.values()}
        for one in self._store.candidates(actor.name, date=date):
            known = one.actor
            if known.key in held or not _kinds_fit(actor.kind, known.kind):
                continue
            own = {role.country for role in known.roles if role.country} | ({known.country} - {None})
            if actor.countries and own and not actor.countries & own:
                continue
            score, said = min(one.score, 0.9), []
            if actor.countries & own:
                score, said = score + _COUNTRY, ["both are of the same state"]
            yield LinkCandidate(
                key=known.key,
                name=known.name,
                where="store",
                score=round(min(0.99, score), 3),
                reason=_sentence(f"{one.reason} in the actor store", *said),
            )


def _signs(name: str, body: bool) -> Iterator[str]:
    """What two names have in common where they may be of one actor: a word, its sound, initials."""
    words = name_words(name)
    for word in words if not body else words[:1] + words[-1:]:
        for part in (word, *word.split("-")):
            yield part
            if len(skeleton(part)) > 2:
                yield f"~{skeleton(part)}"
    letters = "".join(word[0] for word in words)
    yield f"#{letters}" if len(words) > 1 else f"#{words[0].replace('.', '') if words else ''}"
    if body and len(words) > 2:
        yield "#" + "".join(word[0] for word in words if word not in ("of", "for", "and", "the", "on"))


def _alike(actor: ActorFacts, other: ActorFacts) -> tuple[float, str] | None:
    """How alike two actors are called; None where they cannot be one."""
    if not _kinds_fit(actor.kind, other.kind) or (actor.known_as and other.known_as):
        return None
    if actor.countries and other.countries and not actor.countries & other.countries:
        return None
    if actor.articles & other.articles:
        return None  # one article's reading holds them apart
    own = {fold_name(name) for name in actor.names}
    merged = next((name for name in sorted(other.merged) if fold_name(name) in own), None)
    if merged is not None:
        return _MERGED, f"a person held another '{merged}' to be {other.name} before"
    compare = bodies_alike if actor.kind in _BODIES or other.kind in _BODIES else persons_alike
    found = [alike for one in actor.names for name in other.names if (alike := compare(one, name)) is not None]
    return max(found, default=None)


def _kinds_fit(one: str, other: str) -> bool:
    return one == other or "other" in (one, other) or {one, other} <= _BODIES


def _of_articles(actor: ActorFacts, other: ActorFacts) -> tuple[list[str], float]:
    """What the articles say that speaks for the two being one, and what it is worth."""
    said: list[str] = []
    worth = 0.0
    if actor.countries & other.countries:
        said.append("both are of the same state")
        worth += _COUNTRY
    bodies = {fold_name(name) for name in actor.organizations} & {fold_name(name) for name in other.organizations}
    if bodies:
        said.append("both speak for the same body")
        worth += _ORGANIZATION
    roles = _role_words(actor) & _role_words(other)
    if roles:
        said.append(f"both are described as {', '.join(sorted(roles)[:2])}")
        worth += _ROLE
    company = len((actor.company & other.company) - {actor.key, other.key})
    if company:
        said.append(f"{company} other actor{'s' if company > 1 else ''} in the articles of both")
        worth += _COMPANY * min(company, _ALSO_KNOWN) / _ALSO_KNOWN
    return said, worth


def _role_words(actor: ActorFacts) -> set[str]:
    return {word.strip(",.") for role in actor.roles for word in fold_name(role).split()} - _GENERAL


def _sentence(*parts: str) -> str:
    whole = "; ".join(parts)
    return f"{whole[:1].upper()}{whole[1:]}."
