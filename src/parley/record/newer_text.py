"""The newest text of an address, while entries of an earlier one are placed in it: statements, events, actors.

Law of this module: what is placed is drafted like any proposal, with evidence that is checked against the newer text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parley.errors import EvidenceError
from parley.record.align import Shape
from parley.record.anchoring import Anchor, find_again
from parley.record.digest import digest_of
from parley.record.drafts import ACTOR_LINK, RELATIONS, STATEMENT, Draft, Payload, shape_of
from parley.record.event_drafts import EVENT, event_quotes
from parley.record.origins import Origin
from parley.record.spans import Group, flat, from_group, from_groups, hull, overlap, to_groups
from parley.record.states import REFUSED
from parley.terms.text import Article, Sentence, Span

_ROLES = ("source", "cue", "content")


class NewerText:
    """An article whose page had another text before.

    Args:
        before: the page text it had.
        article: as it is now.
        sentences: of its text.
    """

    def __init__(self, before: str, article: Article, sentences: Sequence[Sentence]) -> None:
        self._before = before
        self._article = article
        self._sentences = sentences

    def anchor(self, origin: Origin) -> Anchor:
        """Where the words of an entry stand now: of a statement all, of an actor's mentions one or more."""
        if origin.kind == ACTOR_LINK and origin.payload["mentions"]:
            found = self.mentions(origin.payload)
            place = hull(flat([one["spans"] for one in found])) if found else None
            return Anchor(found="once" if place else "never", span=place)
        if origin.kind == EVENT:
            event = self.event(origin.payload)
            told = hull(flat([mention["trigger"] for mention in event["mentions"]])) if event else None
            return Anchor(found="once" if told else "never", span=told)
        anchor = find_again(self._before, self._article.page_text, origin.place)
        if anchor.span is None or origin.kind == ACTOR_LINK:
            return anchor
        said = moved(origin.payload, anchor.span.start - origin.place.start)
        inside = all(from_group(self._article.pieces, group) for role in _ROLES for group in said[role])
        return anchor if inside else Anchor(found="never")  # the words stand on the page, yet not in the article

    def place(self, span: Sequence[int]) -> list[int] | None:
        """Where a stretch of the earlier text stands now; None where that is not sure."""
        found = find_again(self._before, self._article.page_text, Span(*span)).span
        return None if found is None else [found.start, found.end]

    def mentions(self, payload: Payload) -> list[dict[str, Any]]:
        """The mentions of an actor that stand in the newer text."""
        found = []
        for mention in payload["mentions"]:
            anchor = find_again(self._before, self._article.page_text, hull(flat([mention["spans"]])))
            if anchor.span is not None:
                moved_by = anchor.span.start - mention["spans"][0][0]
                found.append(mention | {"spans": _moved(mention["spans"], moved_by)})
        return found

    def event(self, payload: Payload) -> Payload | None:
        """An event's payload with the sentences of it that stand in the newer text; None where none does."""
        told = [mention for mention in map(self._told_again, payload["mentions"]) if mention is not None]
        if not told:
            return None
        place = payload["place"]
        named = hull(flat([place["spans"]])) if place else None
        now = self.place((named.start, named.end)) if named else None
        return payload | {"mentions": told, "place": place | {"spans": [now]} if now else None}

    def _told_again(self, mention: Payload) -> Payload | None:
        """A mention of an event where its sentence stands in the newer text, and in the article."""
        sentence = hull(flat([mention["sentence"]]))
        anchor = find_again(self._before, self._article.page_text, sentence)
        if anchor.span is None:
            return None
        by = anchor.span.start - sentence.start
        spans = {role: _moved(mention[role], by) for role in ("trigger", "sentence")}
        if not all(from_group(self._article.pieces, group) for group in spans.values()):
            return None
        reporting = mention["reported_by"]
        sides = {side: [_moved(group, by) for group in mention.get(side, ())] for side in ("actor", "recipient")}
        return mention | spans | sides | {"reported_by": self.place(reporting) if reporting else None}

    def event_draft(self, payload: Payload) -> Draft:
        """An event of the newer text, with its evidence."""
        return _draft(EVENT, payload, event_quotes(payload))

    def shape(self, origin: Origin, anchor: Anchor) -> Shape:
        """What alignment looks at in an entry that stands in the newer text."""
        assert anchor.span is not None
        if origin.kind == EVENT:
            payload = self.event(origin.payload)
            assert payload is not None
        else:
            payload = moved(origin.payload, anchor.span.start - origin.place.start)
        return replace(shape_of(payload, digest_of(payload)), refused=origin.state in REFUSED)

    def statement(self, payload: Payload) -> Draft:
        """A statement of the newer text, with its evidence."""
        quoted = [(role, span) for role in _ROLES for span in flat(payload[role])]
        told = from_groups(self._article.pieces, payload["cue"] or payload["content"] or payload["source"])
        proving = [one.span for one in self._sentences if overlap([one.span], told)]
        sentences = flat(to_groups(self._article, proving, where="sentence of a statement"))
        quoted += [("sentence", span) for span in sentences]
        return _draft(STATEMENT, payload, quoted)

    def actor_link(self, payload: Payload, speaking: Sequence[Span]) -> Draft:
        """The link of an actor with the newer text.

        Args:
            payload: of its link with the earlier one.
            speaking: words of the newer text that show it, where none of its mentions stands there.

        Raises:
            EvidenceError: there are neither.
        """
        said = payload | {"mentions": self.mentions(payload)}
        quoted = [("mention", span) for mention in said["mentions"] for span in flat([mention["spans"]])]
        quoted = quoted or [("speaking", span) for span in speaking]
        if not quoted:
            cure = "Carry an actor over with a statement that points at it"
            raise EvidenceError("the newer text shows no words of it", where="actor", cure=cure)
        return _draft(ACTOR_LINK, said, quoted)


def moved(payload: Payload, by: int) -> Payload:
    """A statement's payload with its spans as many characters further on; what it points at by place is left out."""
    spans = {role: [_moved(group, by) for group in payload[role]] for role in _ROLES}
    return payload | spans | dict.fromkeys(RELATIONS)


def same_reading(one: Payload | None, other: Payload | None) -> bool:
    """Whether two payloads of statements say the same, but for what they point at by place."""
    if one is None or other is None or one["kind"] != other["kind"]:
        return False
    blank = dict.fromkeys(RELATIONS)
    return one | blank == other | blank


def _moved(group: Group, by: int) -> Group:
    return [[start + by, end + by] for start, end in group]


def _draft(kind: str, payload: Payload, quoted: Sequence[tuple[str, Span]]) -> Draft:
    return Draft(kind=kind, payload=payload, digest=digest_of(payload), local=(None,), quoted=tuple(quoted))
