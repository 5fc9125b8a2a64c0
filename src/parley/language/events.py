"""Events of a text: a trigger from the lexicon, its sides from the grammar, its type checked by a trained model.

Law of this module: no event without a sentence and an actor; what the grammar does not give stays open. A wrong
event is worse than a missed one: where lexicon and model disagree, nothing is proposed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from parley.knowledge.gazetteer import Gazetteer, NounLists
from parley.knowledge.ontology import Ontology
from parley.knowledge.triggers import BOTH, GUEST, NONE, OBJECT, Trigger, as_yield
from parley.language.attribution import Run
from parley.language.clauses import Clause
from parley.language.draft import Draft
from parley.language.encoder import EncodedWindow
from parley.language.event_actors import OWNING, ActorFinder, Party
from parley.language.event_company import certainty_of, company_of
from parley.language.event_dates import day_of, is_point, leaves_clause, reached_from
from parley.language.event_merging import meet, merge_events, tells_same
from parley.language.event_roles import Roles, RoleTagger, find_roles
from parley.language.event_status import is_long_ago, status_of
from parley.language.event_told import (
    ANYWHERE,
    LEAST_ACT,
    LEAST_IN_LEXICON,
    SUFFERED,
    Told,
    acts_of,
    told_by_tags,
    trigger_of,
)
from parley.language.grammar import Floats, Parser, parse_sentence, word_states
from parley.language.relations import Pair, PairReader
from parley.language.standing import Coder
from parley.language.words import Words
from parley.terms.actors import Actor
from parley.terms.events import Event, EventMention, EventPlace, EventStatus
from parley.terms.statements import Statement
from parley.terms.text import Span
from parley.terms.times import Time

LONGEST = 120
"""Longer sentences are lists and tables; their grammar is not to be trusted."""
LEAST_MODEL = 0.2
"""With less than this the model contradicts the lexicon's type."""
LEAST_CONFIDENCE = 0.35
SAYING = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "AGREE", "THREATEN"))
"""Types of speech acts: without a recipient they are statements, and kept as those."""
ON_GROUND = frozenset(("ASSAULT", "MOBILIZE", "RETREAT"))
"""Types whose recipient may be told by the place of a thing: "struck targets in Norvia"."""
FRIENDLY = 2
"""The last quad class of cooperation."""
OF_DEEDS = frozenset(("AGREE", "REJECT", "THREATEN"))
"""Types that say what somebody will, or will not, do: the deed itself is no event of its own."""
OF_THINGS = frozenset(("ACCUSE", "SUPPORT", "REJECT", "REQUEST"))
"""Of these somebody may do one to a thing: "rejected the findings", "condemned the attack"."""
VIOLENT = frozenset(("ASSAULT", "COERCE"))
"""Of these both sides may be nameless: "gunmen killed nine villagers"."""
_OWN_WORDS = frozenset(("i", "we"))
LONG_AGO = 1
"""Years before the article from which on an event is background."""
_PLACE_CASES = ("in", "at", "near", "outside", "around")
_BASE = {"verb": 0.86, "noun": 0.7}


Cases = tuple[str, ...]
"""Prepositions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTools:
    """What events need: the parser, the tagger of sides, the model of pairs, and facts."""

    parser: Parser
    roles: RoleTagger
    pairs: PairReader
    ontology: Ontology
    triggers: Mapping[str, tuple[Trigger, ...]]


class EventFinder:
    """Finds the events of one article.

    Args:
        draft: with names, actors, references, statements and times.
        windows: the encoder's windows of its text.
        tools: models and facts.
        facts: known names, the nouns that head descriptions, and what tells countries and sectors.
    """

    def __init__(
        self,
        draft: Draft,
        windows: tuple[EncodedWindow, ...],
        tools: EventTools,
        facts: tuple[Gazetteer, NounLists, Coder],
    ) -> None:
        self._draft = draft
        self._windows = windows
        self._tools = tools
        self._actors = ActorFinder(draft, *facts)
        self._states: list[Floats | None] = [None] * len(windows)

    def find(self) -> tuple[tuple[Event, ...], tuple[Actor, ...]]:
        """The events in the order of the text, and all actors, those kept as written behind the known ones."""
        events = [event for number in range(len(self._draft.sentences)) for event in self._of_sentence(number)]
        return merge_events(events), tuple(self._actors.actors)

    def _of_sentence(self, number: int) -> Iterator[Event]:
        first, end = self._draft.words_of(number)
        forms = self._draft.forms((first, end))
        if not 3 < len(forms) <= LONGEST or forms[-1] == "?" or self._is_asked(first):
            return
        states = self._states_of(first, end)
        if len(states) != len(forms):
            return
        roles = find_roles(states, self._tools.roles)
        named = any(form in self._tools.triggers for form in forms)
        if not named and max(roles.acts) < LEAST_ACT:
            return
        clause = Clause(forms, parse_sentence(states, self._tools.parser))
        found = list(self._by_words(clause, roles, (first, number))) if named else []
        yield from found
        yield from self._by_acts(clause, roles, (first, number), found)

    def _by_acts(self, clause: Clause, roles: Roles, place: tuple[int, int], found: list[Event]) -> Iterator[Event]:
        """The events that the tagger sees and the words of the lexicon do not tell."""
        first, number = place
        for head in acts_of(clause, roles):
            span = self._draft.span((first + head, first + head + 1))
            trigger = trigger_of(clause, roles, head, self._tools.triggers)
            if trigger is None or any(meet([span], [one.mentions[0].trigger]) for one in found):
                continue
            if trigger.places is ANYWHERE and any(meet([span], one.cue) for one in self._draft.statements):
                continue  # a word that only says is no act, unless the lexicon has it for one
            told = self._sides(clause, head, trigger, [], first)
            if told is not None:
                told = replace(told, learned=True, sure=roles.acts[head] * told.sure)
            else:
                told = told_by_tags(clause, roles, (head, trigger), self._actors, first)
            event = self._event(clause, told, first, number) if told is not None else None
            if event is not None and not any(tells_same(event, other) for other in found):
                found.append(event)
                yield event

    def _by_words(self, clause: Clause, roles: Roles, place: tuple[int, int]) -> Iterator[Event]:
        """The events that words of the lexicon name, whose sides the grammar gives."""
        first, number = place
        taken: set[int] = set()
        for head in range(len(clause.forms)):
            if head in taken or roles.acts[head] < LEAST_IN_LEXICON:
                continue
            told = self._told(clause, head, first, taken)
            event = self._event(clause, told, first, number) if told is not None else None
            if event is not None:
                yield event

    def _is_asked(self, word: int) -> bool:
        return any(start <= word < stop for start, stop in self._draft.asked)

    def _states_of(self, first: int, end: int) -> Floats:
        """The word states of some words of one window; fewer where a window ends within them."""
        for number, window in enumerate(self._windows):
            if window.first <= first < window.end:
                found = self._states[number]
                if found is None:
                    found = self._states[number] = word_states(window)
                return found[first - window.first : min(end, window.end) - window.first]
        return self._windows[0].states[:0]

    def _told(self, clause: Clause, head: int, offset: int, taken: set[int]) -> Told | None:
        """What a word tells as a trigger, with the triggers that ask for most company first."""
        part = clause.grammar.parts[head]
        kind = "verb" if part == "VERB" else "noun" if part == "NOUN" else ""
        for trigger in self._tools.triggers.get(clause.forms[head], ()):
            if trigger.kind != kind:
                continue
            company = company_of(clause, head, trigger)
            if company is None or self._is_other(clause, head, trigger):
                continue
            told = self._sides(clause, head, trigger, company, offset)
            if told is not None:
                deeds = clause.grammar.children(head, "xcomp") if trigger.type in OF_DEEDS else []
                taken.update((*company, *deeds))
                return told
            if company:
                return None
        return None

    def _is_other(self, clause: Clause, head: int, trigger: Trigger) -> bool:
        """Whether a verb says something else here: refuses a hostile act, or agrees with an opinion."""
        types = self._tools.ontology.types
        deeds = clause.grammar.children(head, "xcomp", "advcl", "ccomp")
        if trigger.type == "REJECT":
            named = [one.type for deed in deeds for one in self._tools.triggers.get(clause.forms[deed], ())]
            return any(types[name].quad > FRIENDLY for name in named)
        plain = trigger.type == "AGREE" and trigger.kind == "verb" and not trigger.objects
        return plain and not deeds and all(clause.with_case(head, case) is None for case in ("to", "on"))

    def _sides(self, clause: Clause, head: int, trigger: Trigger, company: list[int], offset: int) -> Told | None:
        """Who acts and on whom; None where they are not enough for an event of the type."""
        acting = self._actor_head(clause, head, trigger)
        actors = self._parties(clause, acting, offset)
        if not actors and acting is not None and trigger.kind == "verb":
            actors = self._speaking(clause, acting, offset) or self._actors.inside(clause, acting, offset)
        if trigger.kind == "noun" and trigger.type == "CONSULT":
            actors = [party for party in actors if party.named]
        recipients: list[Party] = []
        for place in trigger.places:
            cases: Cases = (*OWNING, "in") if trigger.type in ON_GROUND else (*OWNING, "with")
            cases = () if trigger.type in ("AGREE", "CONSULT") else cases
            recipients = self._recipients(clause, place, [head, *company], offset, cases)
            recipients = [party for party in recipients if party.actor not in {one.actor for one in actors}]
            if place == BOTH and not recipients and len(actors) > 1:
                break
            if recipients:
                break
        if not recipients and company:
            recipients = self._actors.inside(clause, company[0], offset, cases)
            recipients = recipients or (
                self._parties(clause, company[0], offset) if trigger.mode in ("expel", "investigate") else []
            )
            recipients = [party for party in recipients if party.actor not in {one.actor for one in actors}]
        if not recipients:
            recipients = self._further(clause, head, trigger, offset)
        if GUEST in trigger.places or (BOTH in trigger.places and not actors and len(recipients) > 1):
            actors, recipients = recipients, actors
        told = Told(
            trigger=trigger,
            head=head,
            end=max([head, *company]) + 1,
            actors=actors,
            recipients=recipients,
            thing=trigger.kind == "verb" and not trigger.known and clause.object_of(head) is not None,
            passive=trigger.kind == "verb" and clause.passive(head),
            sure=certainty_of(clause, [head, *company]),
        )
        return told if self._is_whole(told) else None

    def _speaking(self, clause: Clause, at: int, offset: int) -> list[Party]:
        """Who says "I" or "we": the speakers of the statement that the words stand in."""
        if clause.forms[at] not in _OWN_WORDS:
            return []
        statement = self._holding(self._draft.span((offset + at, offset + at + 1)))
        run = (offset + at, offset + at + 1)
        return [Party(actor, run, named=True) for actor in statement.speakers] if statement is not None else []

    def _further(self, clause: Clause, head: int, trigger: Trigger, offset: int) -> list[Party]:
        """Recipients behind the nearest places: of what is promised or threatened, or the town that is struck."""
        if trigger.type in OF_DEEDS:
            for deed in clause.grammar.children(head, "xcomp"):
                behind = [clause.with_case(deed, case) for case in ("to", "with", "against")]
                for at in (*behind, *clause.objects(deed)):
                    found = [party for party in self._parties(clause, at, offset) if party.named]
                    if found:
                        return found
        if trigger.type in ON_GROUND and trigger.kind == "verb":
            at = clause.object_of(head)
            return self._actors.town(clause, at, offset) if at is not None else []
        return []

    def _actor_head(self, clause: Clause, head: int, trigger: Trigger) -> int | None:
        if trigger.kind == "verb":
            return clause.actor_of(head)
        for holder in (head, *clause.grammar.children(head, "nmod", "obl")):
            by = clause.with_case(holder, "by")
            if by is not None:
                return by
        if BOTH in trigger.places and (between := clause.with_case(head, "between")) is not None:
            return between
        return next(iter(clause.owners(head)), None)

    def _parties(self, clause: Clause, head: int | None, offset: int) -> list[Party]:
        return self._actors.parties(clause, head, offset)

    def _recipients(self, clause: Clause, place: str, words: list[int], offset: int, cases: Cases) -> list[Party]:
        """The actors who stand at one of a trigger's places; ``words`` are its own, the head first."""
        head, *company = words
        if place in (BOTH, NONE):
            return []
        if place in (OBJECT, GUEST):
            if company and place == OBJECT and not clause.passive(head):
                return []
            heads = [clause.subject(head)] if clause.passive(head) else clause.objects(head)
            found = [self._direct(clause, at, offset, cases) for at in heads]
            return next((parties for parties in found if parties), [])
        for holder in (head, *company):
            at = clause.with_case(holder, place)
            if at is not None:
                return self._direct(clause, at, offset, OWNING if cases else ())
        return []

    def _direct(self, clause: Clause, at: int | None, offset: int, cases: Cases) -> list[Party]:
        """The actors of a phrase, or the one to whom the thing belongs that it names."""
        found = self._parties(clause, at, offset)
        return found or (self._actors.inside(clause, at, offset, cases) if at is not None and cases else [])

    def _is_whole(self, told: Told) -> bool:
        """Whether the sides are enough: somebody named, and a recipient where the type needs one."""
        trigger = told.trigger
        named = any(party.named for party in told.recipients)
        suffers = trigger.type in SUFFERED and not told.actors and (told.passive or (trigger.kind == "noun" and named))
        violent = trigger.type in VIOLENT and trigger.kind == "verb" and bool(told.actors) and bool(told.recipients)
        visited = any(self._hosts(party) for party in told.recipients)
        lacking = (
            not named and not any(party.named for party in told.actors) and not (violent or (suffers and told.passive)),
            trigger.known and not named,
            trigger.mode == "visit" and not (visited and any(self._represents(party) for party in told.actors)),
            not told.actors and not suffers and (trigger.type in SAYING or not told.passive),
            trigger.type in ("CONSULT", "ASSAULT") and not trigger.mode and self._is_private(told),
        )
        if any(lacking):
            return False
        if told.recipients or (len(told.actors) > 1 and BOTH in trigger.places):
            return True
        if told.thing and trigger.type in OF_THINGS and trigger.kind == "verb":
            return any(party.named for party in told.actors)
        required = self._tools.ontology.types[trigger.type].recipient_required
        needed = required or trigger.type in SAYING or trigger.kind == "noun"
        return not needed and bool(trigger.objects or NONE in trigger.places) and bool(told.actors)

    def _is_private(self, told: Told) -> bool:
        """Whether persons meet, or attack each other, who act for nobody: a private matter, or words."""
        actors = {actor.id: actor for actor in self._actors.actors}
        parties = [actors[party.actor] for party in (*told.actors, *told.recipients)]
        if not told.actors or any(actor.kind != "person" for actor in parties):
            return False
        return told.trigger.type == "ASSAULT" or all(actor.country is None and actor.role is None for actor in parties)

    def _hosts(self, party: Party) -> bool:
        """Whether a side can be visited as an actor: a town without a state is only where one goes."""
        actor = next(actor for actor in self._actors.actors if actor.id == party.actor)
        return actor.kind != "place" or actor.country is not None or party.named

    def _represents(self, party: Party) -> bool:
        """Whether a side acts for more than itself: a traveller of no known state pays no visit."""
        actor = next(actor for actor in self._actors.actors if actor.id == party.actor)
        return actor.kind != "person" or actor.country is not None or actor.role is not None

    def _event(self, clause: Clause, told: Told, offset: int, number: int) -> Event | None:
        trigger, ontology = told.trigger, self._tools.ontology
        sentence = self._draft.sentences[number].span
        date = self._date(clause, told, offset, sentence)
        status = self._status(clause, told.head, date, sentence)
        checked = 0.95 if told.learned else self._checked(told, status, number)
        confidence = _BASE[trigger.kind] * (1.1 if trigger.objects else 1.0) * told.sure * checked
        if not told.actors or not told.recipients:
            confidence *= 0.85 if status in ("actual", "negated") else 0.6
        if confidence < LEAST_CONFIDENCE:
            return None
        span = self._draft.span((offset + told.head, offset + told.end))
        kind = ontology.types[trigger.type]
        mode = trigger.mode if trigger.mode in kind.modes else None
        return Event(
            id="",
            type=trigger.type,
            quad=kind.quad,
            score=kind.score_of(mode),
            mode=mode,
            contexts=self._contexts(clause, told.head),
            actor=tuple(party.actor for party in told.actors),
            recipient=tuple(party.actor for party in told.recipients),
            place=self._place(clause, told, offset),
            date=date,
            status=status,
            confidence=round(min(confidence, 0.98), 2),
            reason=f"'{span.of(self._draft.text)}' names {trigger.type}; its sides by the grammar of the sentence",
            mentions=(
                EventMention(
                    trigger=span,
                    sentence=sentence,
                    sha256=hashlib.sha256(sentence.of(self._draft.text).encode()).hexdigest(),
                    reported_by=self._reported_by(span),
                    actor_words=self._words_of(told.actors),
                    recipient_words=self._words_of(told.recipients),
                ),
            ),
        )

    def _words_of(self, parties: list[Party]) -> tuple[Span, ...]:
        """The phrases that name some parties, each once."""
        return tuple(self._draft.span(run) for run in sorted({party.run for party in parties}))

    def _checked(self, told: Told, status: EventStatus, number: int) -> float:
        """How far the trained model agrees with the type: 0 where it contradicts, near 1 where it is sure."""
        if not told.actors or not told.recipients or status in ("negated", "hypothetical"):
            return 0.9
        first, end = self._draft.words_of(number)
        pair = Pair(
            words=_part(self._draft.words, (first, end)),
            source=_shifted(told.actors[0].run, first),
            target=_shifted(told.recipients[0].run, first),
        )
        chances = self._tools.pairs.chances(pair)
        wanted = {as_yield(told.trigger.type), as_yield(self._tools.ontology.folded(told.trigger.type, status))}
        share = sum(chances[label] for label in wanted)
        least = LEAST_MODEL / (4 if told.trigger.objects else 1)
        return 0.0 if share < least else 0.75 + 0.3 * share

    def _contexts(self, clause: Clause, head: int) -> tuple[str, ...]:
        """The contexts of which a word stands among those that hang on the trigger."""
        words = {clause.forms[index] for index in clause.grammar.below(head)}
        return tuple(name for name, speaking in self._tools.ontology.contexts.items() if words & speaking)

    def _place(self, clause: Clause, told: Told, offset: int) -> EventPlace | None:
        """The place that a preposition of place puts the act in."""
        for case in _PLACE_CASES:
            at = clause.with_case(told.head, case)
            name = self._actors.name_at(offset + at) if at is not None else None
            if name is None or name.kind not in ("place", "state"):
                continue
            span = self._draft.span((name.first, name.end))
            written = span.of(self._draft.text)
            state = self._actors.state_of(written)
            reason = f"'{case} {written}'" + ("" if state else ", which is in no table of states")
            return EventPlace(start=span.start, end=span.end, country=state.iso3 if state else None, reason=reason)
        return None

    def _date(self, clause: Clause, told: Told, offset: int, sentence: Span) -> str | None:
        """The time of the sentence that stands with the trigger; None for none, or several.

        A time that stands with a verb of saying above the trigger is that of the saying: "will expel two diplomats,
        the minister said on Thursday".
        """
        times = [time for time in self._draft.times if sentence.contains(time.span) and is_point(time)]
        near = [time for time in times if self._stands_with(clause, told.head, time, offset)]
        return day_of(near[0]) if len(near) == 1 else None

    def _stands_with(self, clause: Clause, head: int, time: Time, offset: int) -> bool:
        """Whether the way up from a trigger meets a time before it leaves the trigger's clause."""
        grammar, words = clause.grammar, self._words_in(time, offset, len(clause.forms))
        above = {up for word in words for up in reached_from(grammar, word, head)}
        at = head
        while at not in above:
            if leaves_clause(grammar.relations[at]) or grammar.heads[at] == at:
                return False
            at = grammar.heads[at]
        return bool(words)

    def _words_in(self, time: Time, offset: int, count: int) -> set[int]:
        words = self._draft.words
        return {at for at in range(count) if time.start <= words.starts[offset + at] < time.end}

    def _status(self, clause: Clause, head: int, date: str | None, sentence: Span) -> EventStatus:
        """How real the act is; an actual one is background where it, or all of its sentence, lies long ago."""
        status = status_of(clause, head)
        if status == "actual" and is_long_ago(clause):
            return "historical"
        if status != "actual" or self._year is None:
            return status
        dates = (
            [date] if date else [time.until or time.value for time in self._draft.times if sentence.contains(time.span)]
        )
        years = [int(one[:4]) for one in dates if one and one[:4].isdigit()]
        past = bool(years) and all(self._year - year > LONG_AGO for year in years)
        return "historical" if past else "actual"

    @cached_property
    def _year(self) -> int | None:
        """The year of the article; without a date the newest that its text names."""
        own = self._draft.date
        named = [time.value or "" for time in self._draft.times] if own is None else [own]
        return max((int(one[:4]) for one in named if one[:4].isdigit()), default=None)

    def _reported_by(self, trigger: Span) -> str | None:
        """The statement in whose content the trigger stands."""
        statement = self._holding(trigger)
        return statement.id if statement is not None else None

    def _holding(self, words: Span) -> Statement | None:
        """The innermost statement in whose content some words stand."""
        holding = [
            (len(part), number, statement)
            for number, statement in enumerate(self._draft.statements)
            for part in statement.content
            if part.contains(words) and not statement.mention
        ]
        return min(holding)[2] if holding else None


def _part(words: Words, run: Run) -> Words:
    first, end = run
    return Words(words.forms[first:end], words.starts[first:end], words.ends[first:end], words.paragraphs[first:end])


def _shifted(run: Run, by: int) -> Run:
    return max(0, run[0] - by), max(0, run[1] - by)
