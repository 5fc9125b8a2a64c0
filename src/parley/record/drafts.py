"""What a reading proposes, as it goes into the record: payload, hash, evidence.

Law of this module (law 2): the payload is what a proposal *says*, in offsets of the page text and
in names; its hash covers all of it. Confidence, reasons, run, model and the ids that are only good
within one reading stand outside, in the draft's other fields. No database here.

    Article, Proposals -> drafts -> (align, entries) -> tables
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parley.errors import EvidenceError, RecordError
from parley.record.align import Shape, actor_label
from parley.record.digest import digest_of
from parley.record.event_drafts import EVENT, event_digest, event_links, event_payload, event_quotes
from parley.record.spans import Group, flat, hull, overlap, to_groups
from parley.terms.actors import Actor, Mention
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Article, Span

STATEMENT = "statement"
ACTOR_LINK = "actor_link"
RELATIONS = ("parent", "continues", "same_as")

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One proposal, not yet in the record."""

    kind: str
    payload: Payload
    digest: str
    local: tuple[str | None, ...]
    """Ids of this reading: the statement's or event's; or the actor's (None if unlinked) and its mentions'."""
    quoted: tuple[tuple[str, Span], ...]
    """Role and page span of each piece of evidence."""
    links: tuple[tuple[str, str], ...] = ()
    """Role and local id of the actors and statements it points at."""
    confidence: float | None = None
    speaker_confidence: float | None = None
    reason: str | None = None
    twins: list[tuple[str | None, ...]] = field(default_factory=list)
    """Local ids of proposals of the same reading that say the very same."""

    @property
    def hull(self) -> Span:
        """From the first to the last quoted character but those of the whole sentence."""
        spans = [span for role, span in self.quoted if role != "sentence"] or [span for _, span in self.quoted]
        return hull(spans)


def shape_of(
    payload: Payload, digest: str, *, live: bool = True, refused: bool = False, also: Shape | None = None
) -> Shape:
    """What alignment looks at in a payload; the other arguments are those of ``Shape``."""
    flags: dict[str, Any] = {"live": live, "refused": refused, "also": also}
    if payload["kind"] == STATEMENT:
        return Shape(digest=digest, cue=flat(payload["cue"]), content=flat(payload["content"]), **flags)
    if payload["kind"] == EVENT:
        told = [mention["trigger"] for mention in payload["mentions"]]
        return Shape(digest=digest, cue=flat(told), content=flat(told), **flags)
    actor = payload["actor"]
    content = tuple(span for mention in payload["mentions"] for span in flat([mention["spans"]]))
    name = actor_label(actor["name"], actor["kind"]) if actor else None
    return Shape(digest=digest, cue=(), content=content, name=name, **flags)


def draft_all(article: Article, proposals: Proposals) -> list[Draft]:
    """Every proposal of a reading as a draft: actor links first, since statements point at them.

    Args:
        article: what the spans are offsets of.
        proposals: what the machine proposes.

    Raises:
        EvidenceError: a proposal quotes nothing.
        RecordError: a proposal points at an id that the reading does not have.
    """
    _check_ids(proposals)
    page = _Page(article, proposals)
    drafts: dict[tuple[str, str], Draft] = {}
    for draft in [*page.actor_links(), *page.statements(), *page.events()]:
        first = drafts.setdefault((draft.kind, draft.digest), draft)
        if first is not draft:
            first.twins.append(draft.local)
    return list(drafts.values())


def draft_one(article: Article, proposals: Proposals, local: str) -> Draft:
    """One statement or actor of a reading as a draft.

    Args:
        article: what the spans are offsets of.
        proposals: what is said about the article, the one in question among it.
        local: its id.

    Raises:
        EvidenceError: it quotes nothing.
        RecordError: it points at an id that the reading does not have.
    """
    return next(
        draft for draft in draft_all(article, proposals) if any(local == ids[0] for ids in (draft.local, *draft.twins))
    )


def _check_ids(proposals: Proposals) -> None:
    actors = {actor.id for actor in proposals.actors}
    statements = {statement.id for statement in proposals.statements}
    mentions = {mention.id for mention in proposals.mentions}
    events = {event.id for event in proposals.events}
    rows = sum(map(len, (proposals.actors, proposals.statements, proposals.mentions, proposals.events)))
    if len(actors | statements | mentions | events) < rows:
        raise RecordError("two proposals of one reading have the same id", where="reading", cure="Number them anew")
    named = [("mention", mention.id, mention.actor, actors) for mention in proposals.mentions if mention.actor]
    for statement in proposals.statements:
        named += [("statement", statement.id, actor, actors) for actor in statement.speakers + statement.about]
        related = (getattr(statement, role) for role in RELATIONS)
        named += [("statement", statement.id, other, statements) for other in related if other]
    for event in proposals.events:
        named += [("event", event.id, actor, actors) for actor in event.actor + event.recipient]
        reporting = (mention.reported_by for mention in event.mentions)
        named += [("event", event.id, other, statements) for other in reporting if other]
    for kind, owner, target, known in named:
        if target not in known:
            cure = "Every id a proposal names must be in the same reading"
            raise RecordError(
                f"it points at {target}, which the reading does not have", where=f"{kind} {owner}", cure=cure
            )


class _Page:
    """One reading while its proposals are drafted."""

    def __init__(self, article: Article, proposals: Proposals) -> None:
        self.article = article
        self.proposals = proposals
        self.actors = {actor.id: actor for actor in proposals.actors}
        self.by_id = {statement.id: statement for statement in proposals.statements}

    def actor_links(self) -> Iterable[Draft]:
        """One draft for each actor with its mentions; one for each mention without an actor."""
        mentions: Mapping[str, list[Mention]] = {actor.id: [] for actor in self.proposals.actors}
        for mention in self.proposals.mentions:
            if mention.actor:
                mentions[mention.actor].append(mention)
        for actor in self.proposals.actors:
            yield self._actor_link(actor, mentions[actor.id])
        for mention in self.proposals.mentions:
            if not mention.actor:
                yield self._actor_link(None, [mention])

    def _actor_link(self, actor: Actor | None, mentions: Sequence[Mention]) -> Draft:
        said: list[Payload] = [
            {
                "spans": to_groups(self.article, [mention.span], where=f"mention {mention.id}")[0],
                "kind": mention.kind,
                "form": mention.form,
            }
            for mention in mentions
        ]
        quoted = [("mention", span) for mention in said for span in flat([mention["spans"]])]
        if actor is not None and not quoted:
            quoted = self._speaking(actor)
        payload = {"kind": ACTOR_LINK, "actor": _actor_payload(actor), "mentions": said}
        return Draft(
            kind=ACTOR_LINK,
            payload=payload,
            digest=digest_of(payload),
            local=(actor.id if actor else None, *(mention.id for mention in mentions)),
            quoted=tuple(quoted),
            reason=actor.reason if actor else None,
        )

    def _speaking(self, actor: Actor) -> list[tuple[str, Span]]:
        """Evidence for an actor that no mention names: the words of a statement or event that points at it."""
        for statement in self.proposals.statements:
            if actor.id in statement.speakers + statement.about:
                spans = statement.source or statement.cue or statement.content
                return [("speaking", span) for span in flat(self._groups(statement, spans))]
        for event in self.proposals.events:
            if actor.id in event.actor + event.recipient:
                groups = to_groups(self.article, [event.evidence], where=f"event {event.id}")
                return [("acting", span) for span in flat(groups)]
        raise EvidenceError(
            f"no mention names the actor {actor.name} and no statement or event points at it",
            where=f"actor {actor.id}",
            cure="Propose only actors that the text shows",
        )

    def statements(self) -> Iterable[Draft]:
        """One draft for each statement."""
        for statement in self.proposals.statements:
            if not (statement.source or statement.cue or statement.content):
                cure = "A statement needs a source, a cue or a content"
                raise EvidenceError("it quotes no words", where=f"statement {statement.id}", cure=cure)
        return [self._statement(statement) for statement in self.proposals.statements]

    def events(self) -> Iterable[Draft]:
        """One draft for each event."""
        for event in self.proposals.events:
            payload = event_payload(self.article, event, self.actors, self._place)
            yield Draft(
                kind=EVENT,
                payload=payload,
                digest=event_digest(payload),
                local=(event.id,),
                quoted=event_quotes(payload),
                links=event_links(event),
                confidence=float(event.confidence),
                reason=event.reason,
            )

    def _statement(self, statement: Statement) -> Draft:
        groups = {role: self._groups(statement, getattr(statement, role)) for role in ("source", "cue", "content")}
        quoted = [(role, span) for role, found in groups.items() for span in flat(found)]
        payload: Payload = {
            "kind": STATEMENT,
            **groups,
            "form": statement.form,
            "polarity": statement.polarity,
            "certainty": statement.certainty,
            "mention": statement.mention,
            "asserted": statement.asserted,
            "said": statement.said,
            "speakers": [self.actors[actor].name for actor in statement.speakers],
            "about": [self.actors[actor].name for actor in statement.about],
        }
        if statement.statement_type is not None:
            payload["statement_type"] = statement.statement_type
            payload["values"] = dict(statement.values)
        links = [("speaker", actor) for actor in statement.speakers] + [("about", actor) for actor in statement.about]
        for role in RELATIONS:
            other = getattr(statement, role)
            payload[role] = self._place(other) if other else None
            links += [(role, other)] if other else []
        return Draft(
            kind=STATEMENT,
            payload=payload,
            digest=digest_of(payload),
            local=(statement.id,),
            quoted=(*quoted, *(("sentence", span) for span in self._sentences(statement))),
            links=tuple(links),
            confidence=float(statement.confidence),
            speaker_confidence=None if statement.speaker_confidence is None else float(statement.speaker_confidence),
            reason=statement.speaker_reason,
        )

    def _groups(self, statement: Statement, spans: Sequence[Span]) -> list[Group]:
        return to_groups(self.article, spans, where=f"statement {statement.id}")

    def _place(self, local: str) -> list[int]:
        """Another statement as a payload names it: by where it stands, never by its local id."""
        other = self.by_id[local]
        place = hull(flat(self._groups(other, other.content or other.cue or other.source)))
        return [place.start, place.end]

    def _sentences(self, statement: Statement) -> tuple[Span, ...]:
        """The sentences that prove it: those of the cue; without a cue those of the content."""
        told = statement.cue or statement.content or statement.source
        sentences = [sentence.span for sentence in self.proposals.sentences if overlap([sentence.span], told)]
        return flat(to_groups(self.article, sentences, where=f"sentence of statement {statement.id}"))


def _actor_payload(actor: Actor | None) -> Payload | None:
    if actor is None:
        return None
    payload: Payload = {
        "name": actor.name,
        "kind": actor.kind,
        "role": actor.role,
        "country": actor.country,
        "sector": actor.sector,
        "known_as": actor.known_as,
    }
    if actor.organization is not None:
        payload["organization"] = actor.organization
    return payload
