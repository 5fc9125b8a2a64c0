"""Carrying over what people judged, coded and tagged, from an earlier text of an address to its newest one (law 9).

An entry whose words stand in the newer text, and surely at one place, stands there too: with its state, its fields,
its concepts and its tags, as the machine's own proposal of that place where there is one, else as the person's entry.
Of one whose words do not the record keeps that the text changed, so that the queue can say it. What people said of the
article itself holds for its newer text too.

Law of this module: the earlier text and its entries are not touched, and no judgement of a person on the newer text
is; all that is done is a step in the name of who judged, which can be undone like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from parley.record import sql
from parley.record.align import align
from parley.record.anchoring import Anchor
from parley.record.carrying_actors import CarriedActors
from parley.record.carrying_articles import carry_article
from parley.record.carrying_events import CarriedEvents
from parley.record.drafts import ACTOR_LINK, RELATIONS, STATEMENT, Payload
from parley.record.entries import Held, held_entries
from parley.record.event_drafts import EVENT
from parley.record.event_pairs import pairs_with
from parley.record.newer_text import NewerText, moved, same_reading
from parley.record.origins import Origin, coder_of, find_origins
from parley.record.pointing import pointed, statement_at
from parley.record.spans import flat
from parley.record.states import MERGED, UNJUDGED
from parley.record.steps import CARRY, Step
from parley.record.subjects import State, compound
from parley.record.texts import earlier_texts
from parley.record.versions import keep_version, link_version, mint_entry, placed
from parley.terms.text import Article, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """An entry of the earlier text, where its words stand now, and the entry that is there already."""

    origin: Origin
    anchor: Anchor
    target: Held | None


def carry_over(connection: Connection, page_text: str, article: Article, sentences: Sequence[Sentence]) -> bool:
    """Carry over to a text what people said about the earlier texts of its address, but for what was carried before.

    Args:
        connection: with the writing transaction open; which texts are earlier ones is settled.
        page_text: digest of the text.
        article: its reading.
        sentences: of the article's text.

    Returns:
        Whether there was anything to carry.
    """
    done = carry_article(connection, page_text)
    for before, key in earlier_texts(connection, page_text):
        origins = find_origins(connection, before, page_text)
        if origins:
            text = connection.execute(select(sql.page_text.c.text).where(sql.page_text.c.sha256 == before)).scalar_one()
            newer = NewerText(text, article, sentences)
            _Carrying(connection, page_text, article.page_text, newer).carry(origins, key)
            done = True
    return done


class _Carrying:
    """What of one earlier text is carried over to one newer text."""

    def __init__(self, connection: Connection, page_text: str, text: str, newer: NewerText) -> None:
        self._connection = connection
        self._page_text = page_text
        self._text = text
        self._newer = newer
        self._actors = CarriedActors(connection, page_text, text, newer)
        self._events = CarriedEvents(connection, page_text, text, newer, self._actors)
        self._placed: dict[str, str] = {}
        """Entry of the earlier text to that of the newer one."""

    def carry(self, origins: Sequence[Origin], before: str) -> None:
        """Carry entries over, in one step for each person.

        Args:
            origins: in the order of their ranks.
            before: key of the earlier text.
        """
        tasks = self._tasks(origins)
        by_coder: dict[str, list[_Task]] = {}
        for task in tasks:
            by_coder.setdefault(coder_of(self._connection, task.origin.entry), []).append(task)
        for coder, own in by_coder.items():
            step = Step(
                self._connection, kind=CARRY, coder=coder, reason=f"the page changed; judged in its text {before}"
            )
            for task in own:
                self._carry(step, task)
            step.finish()

    def _tasks(self, origins: Sequence[Origin]) -> list[_Task]:
        anchors = [self._newer.anchor(origin) for origin in origins]
        targets: dict[int, Held] = {}
        for kind in (STATEMENT, EVENT):
            told = [n for n, one in enumerate(origins) if one.kind == kind and anchors[n].span is not None]
            held = held_entries(self._connection, page_text=self._page_text, kind=kind)
            pairs = align([self._newer.shape(origins[n], anchors[n]) for n in told], [one.shape() for one in held])
            targets |= {told[old]: held[new] for new, old in pairs.items()}
        return [_Task(origin=origin, anchor=anchors[n], target=targets.get(n)) for n, origin in enumerate(origins)]

    def _carry(self, step: Step, task: _Task) -> None:
        origin = task.origin
        entry = self._found(step, task) if task.anchor.found == "once" else None
        if entry is not None:
            self._placed[origin.entry] = entry
            self._take_along(step, origin.entry, entry)
        row: State = {
            "origin": origin.entry,
            "page_text": self._page_text,
            "entry": entry,
            "found": task.anchor.found,
            "settled": 0,
        }
        step.change("carried", compound(origin.entry, self._page_text), row)

    def _found(self, step: Step, task: _Task) -> str | None:
        """The entry of the newer text that stands for one whose words stand there."""
        if task.origin.kind == ACTOR_LINK:
            return self._actors.judged(step, task.origin)
        if task.origin.kind == EVENT:
            return self._events.judged(step, task.origin, task.target)
        return self._statement(step, task)

    def _statement(self, step: Step, task: _Task) -> str | None:
        """The entry of the newer text that a statement is; None where a person has to look at it."""
        origin, target = task.origin, task.target
        merged = self._placed.get(origin.merged_into) if origin.merged_into else None
        if target is not None and (target.state not in UNJUDGED or not origin.decided):
            return target.key
        if not origin.decided or (origin.state == MERGED and merged is None):
            return None
        assert task.anchor.span is not None
        payload = moved(origin.payload, task.anchor.span.start - origin.place.start)
        links: list[tuple[str, str]] = []
        speaking = flat([*payload["source"], *payload["cue"], *payload["content"]])
        for role, field in (("speaker", "speakers"), ("about", "about")):
            earlier = pointed(self._connection, origin.version, role)
            found = [self._actors.link(step, link, speaking) for link in earlier]
            payload = payload | {field: [name for _, name in found]}
            links += [(role, entry) for entry, _ in found]
        payload, related = self._related(origin, payload)
        draft = self._newer.statement(payload)
        entry = target.key if target else mint_entry(self._connection, draft, page_text=self._page_text)
        version = keep_version(self._connection, entry, draft, text=self._text)
        if target is None or version not in (target.version, target.seen):
            link_version(self._connection, version, placed([*links, *related]))
        state = {"state": origin.state, "version": version, "actor": None, "merged_into": merged}
        step.change("entry", entry, state | {"judged": self._judged(task, version)})
        return entry

    def _judged(self, task: _Task, version: str) -> str | None:
        """The machine's version that the person judged, in the newer text.

        Where the machine now says something else than what they judged, it is their own version: so the two differ.
        """
        if task.target is None or task.target.seen is None:
            return None
        assert task.anchor.span is not None
        origin = task.origin
        by = task.anchor.span.start - origin.place.start
        judged = moved(origin.judged or origin.payload, by)
        same = same_reading(judged, task.target.seen_payload)
        return task.target.seen if same or version == task.target.seen else version

    def _related(self, origin: Origin, payload: Payload) -> tuple[Payload, list[tuple[str, str]]]:
        """What a statement points at by place: kept where the other one is an entry of the newer text."""
        links = []
        for role in RELATIONS:
            told = origin.payload.get(role)
            place = self._newer.place(told) if told else None
            entry = statement_at(self._connection, self._page_text, place) if place else None
            if entry is not None:
                payload = payload | {role: place}
                links.append((role, entry))
        return payload, links

    def _take_along(self, step: Step, origin: str, entry: str) -> None:
        """Give an entry the concepts and the tags of the one it stands for, and what is held of it and other events."""
        for row in self._connection.execute(select(sql.coding).where(sql.coding.c.entry == origin)).mappings().all():
            subject = compound(entry, row["concept"], row["coder"])
            if step.read("coding", subject) is None:
                step.change("coding", subject, dict(row) | {"entry": entry})
        tag = sql.tag.c
        tags = select(sql.tag).where(tag.subject_kind == "entry", tag.subject == origin)
        for row in self._connection.execute(tags).mappings().all():
            step.change("tag", compound("entry", entry, row["folded"]), dict(row) | {"subject": entry})
        for pair in pairs_with(self._connection, origin):
            first, second = sorted((entry, pair.second if pair.first == origin else pair.first))
            subject = compound(first, second)
            if step.read("event_pair", subject) is None:
                step.change("event_pair", subject, {"first": first, "second": second, "verdict": pair.verdict})
