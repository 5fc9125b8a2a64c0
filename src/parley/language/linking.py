"""Actors of an article to the actor store: who they are across articles, whose, and what.

    mention -> actor of the article (aliases, coreference) -> actor of the store -> role and ties of the day

Law of this module (law 10): an actor of an article is one of the store only by a full name of two words or more that
one person bears, or by a name of a body that the gazetteer holds to be sure. A surname alone tells at most a country.
A person whom the article introduces as another state's is not linked. Whoever stays unknown keeps the name as written,
the kind, and a reason that names whom the spelling is like.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from parley.knowledge.actors import ActorStore
from parley.language.affiliation import Affiliations
from parley.language.draft import Draft, Name
from parley.language.standing import Coder, Standing
from parley.terms.actors import Actor, KnownActor
from parley.terms.names import fold_name, is_full_name

BY_HAND = ("parley", "user")
"""Sources whose persons are linked wherever they are named in full; of others the text must name their state too."""
_TITLE_WORDS = 6
_FOLLOWING = 80
"""Letters after a name that may say of which body its bearer is."""


def link_actors(draft: Draft, coder: Coder) -> tuple[Actor, ...]:
    """The actors of a text with country, sector and key of the store, as far as their names and descriptions tell.

    Args:
        draft: a text with names, actors and roles.
        coder: tells countries and sectors from words.
    """
    states = tuple(dict.fromkeys(_states(draft, coder)))
    first: dict[str, Name] = {}
    for name in draft.names:
        if name.actor:
            first.setdefault(name.actor, name)
    bodies = {fold_name(actor.name) for actor in draft.actors if actor.kind in ("organization", "group")}
    affiliations = Affiliations(coder, bodies, date=draft.date)
    return tuple(
        _affiliated(draft, _person(draft, actor, first.get(actor.id), coder, states), affiliations, coder.store)
        if actor.kind == "person"
        else _other(draft, actor, coder)
        for actor in draft.actors
    )


def _affiliated(draft: Draft, actor: Actor, affiliations: Affiliations, store: ActorStore) -> Actor:
    """A person with the body for which the article, or else the store, says that it speaks."""
    ends = [draft.words.ends[name.end - 1] for name in draft.names if name.actor == actor.id]
    found = affiliations.of_person(
        [actor.role] if actor.role else [],
        [draft.text[end : end + _FOLLOWING] for end in ends],
        store.person(actor.name) if actor.known_as else None,
        actor.country,
    )
    if found is None:
        return actor
    return replace(actor, organization=found.organization, reason=_joined(actor, found.reason))


def _states(draft: Draft, coder: Coder) -> Iterable[str]:
    """The states that the text names, by code."""
    for name in draft.names:
        state = coder.store.gazetteer.state(draft.phrase((name.first, name.end))) if name.kind != "person" else None
        if state is not None:
            yield state.iso3


def _person(draft: Draft, actor: Actor, name: Name | None, coder: Coder, states: tuple[str, ...]) -> Actor:
    """A person, with the store's facts or with what the introduction says."""
    said = [words for words in (actor.role, _title(draft, name) if name else None) if words]
    introduced = next(
        (found for words in said if (found := coder.standing(words, date=draft.date)).country or found.sector), None
    )
    known = coder.store.person(actor.name, among=[coder.store.named(f"iso3:{iso3}") for iso3 in states])
    if known is not None and _contradicts(known, introduced):
        return _described(actor, introduced, f"not {known.name} of the actor store, whose state is another")
    if known is None:
        return _described(actor, introduced, _unknown(actor, draft.date, coder))
    standing = coder.standing(actor.name, date=draft.date)
    sure = is_full_name(fold_name(actor.name)) and (known.source in BY_HAND or known.country in states)
    surely_of = standing if sure or known.source in BY_HAND else None
    if surely_of is None:
        return _described(
            actor, introduced, f"perhaps {known.name} of the actor store, whose state the text does not name"
        )
    return replace(
        actor,
        country=(introduced.country if introduced else None) or standing.country,
        sector=standing.sector or (introduced.sector if introduced else None),
        known_as=known.key if sure else None,
        reason=_joined(actor, standing.reason if sure else f"{standing.reason}; a surname alone links nobody"),
    )


def _contradicts(known: KnownActor, introduced: Standing | None) -> bool:
    """Whether a person is introduced as one of a state for which the store knows no role."""
    if introduced is None or introduced.country is None:
        return False
    own = {role.country for role in known.roles if role.country} | {known.country}
    return bool(own - {None}) and introduced.country not in own


def _described(actor: Actor, introduced: Standing | None, why: str) -> Actor:
    """An actor that is not linked, with the country and sector of its description."""
    if introduced is None:
        return replace(actor, reason=_joined(actor, why))
    return replace(
        actor,
        country=introduced.country,
        sector=introduced.sector,
        reason=_joined(actor, f"{introduced.reason}; {why}"),
    )


def _unknown(actor: Actor, date: str | None, coder: Coder) -> str:
    """Why a person is not linked, and whom the name may mean."""
    if not is_full_name(fold_name(actor.name)):
        return "a surname alone links nobody"
    like = coder.store.candidates(actor.name, date=date, limit=2)
    if not like:
        return "not in the actor store"
    return "not in the actor store; perhaps " + " or ".join(f"{one.actor.name} ({one.score:.2f})" for one in like)


def _other(draft: Draft, actor: Actor, coder: Coder) -> Actor:
    """A body, group, state or place."""
    if actor.known_as is not None:
        ties = coder.store.ties_of(actor.known_as, date=draft.date)
        told = [
            f"{tie.kind} {coder.store.named(tie.other)}{f' since {tie.since}' if tie.since else ''}"
            for tie in ties
            if tie.kind != "member of"
        ]
        sector = coder.store.sector_of(actor.known_as, date=draft.date)
        return replace(actor, sector=sector, reason=_joined(actor, "; ".join(told)) if told else actor.reason)
    standing = coder.standing(actor.name, date=draft.date)
    if standing.country is None and standing.sector is None:
        return replace(actor, reason=_joined(actor, "not in the actor store"))
    sector = None if actor.kind in ("place", "state") else standing.sector
    return replace(actor, country=standing.country, sector=sector, reason=_joined(actor, standing.reason))


def _title(draft: Draft, name: Name) -> str | None:
    """The words before a name that introduce it: "Russian Foreign Minister"; up to a small word or a sign."""
    begin = draft.words_of(draft.sentence_of[name.first])[0]
    at = name.first
    while at > max(begin, name.first - _TITLE_WORDS):
        form = draft.words.forms[at - 1]
        if not form[0].isalpha() or (form[0].islower() and form not in _TITLES):
            break
        at -= 1
    return draft.phrase((at, name.end)) if at < name.end else None


_TITLES = frozenset(
    "president minister prime foreign defence defense interior finance spokesman spokeswoman spokesperson envoy "
    "special ambassador leader general commander chief secretary deputy former then senator king analyst expert "
    "lawmaker".split()
)


def _joined(actor: Actor, more: str) -> str:
    return f"{actor.reason}; {more}" if actor.reason else more
