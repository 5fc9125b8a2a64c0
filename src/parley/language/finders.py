"""The finders in their order: from an article's text to what the machine proposes about it.

Each finder takes the draft and gives a fuller one. They read from top to bottom: words and
sentences, names and actors, attributions as tagged, whose text it is, the order of reading,
speakers, the manner of each statement, what the store knows of the actors, repeats, times and quantities,
events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from parley.knowledge.actors import ActorStore, load_actor_store
from parley.knowledge.gazetteer import Gazetteer, NounLists
from parley.knowledge.places import load_places, load_sectors
from parley.knowledge.units import UnitOfMeasure, load_units
from parley.language.about import actors_in
from parley.language.actors import gather_actors
from parley.language.attribution import Run, find_attributions, find_inner
from parley.language.candidates import candidates_of
from parley.language.cast import Speaker
from parley.language.confidence import confidence_of
from parley.language.coreference import find_references
from parley.language.datelines import find_datelines
from parley.language.draft import Draft, Said, overlap
from parley.language.encoder import EncodedWindow, Models, encode_windows
from parley.language.events import EventFinder, EventTools
from parley.language.layouts import layout_attributions
from parley.language.linking import link_actors
from parley.language.manner import certainty_of, form_of, is_asserted, least_certain, polarity_of
from parley.language.mentions import find_mentions
from parley.language.names import find_names
from parley.language.quantities import find_quantities
from parley.language.reading_order import keys_outer, order_reading
from parley.language.repeats import mark_repeats
from parley.language.sentences import split_sentences
from parley.language.sources import look_at_source
from parley.language.speakers import SpeakerResolver
from parley.language.standing import Coder
from parley.language.times import find_times
from parley.language.turns import BARE_ANSWERS, find_turns, label_names, turn_attributions
from parley.language.voice import find_voice
from parley.language.words import quoted_words, split_words
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Byline, Genre


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the finders work with: trained parts, tuned numbers and facts."""

    models: Models
    numbers: Mapping[str, float]
    """Thresholds and calibration from the weights' manifest."""
    gazetteer: Gazetteer
    nouns: NounLists
    units: Mapping[str, UnitOfMeasure] = field(default_factory=load_units)
    store: ActorStore = field(default_factory=load_actor_store)
    events: EventTools | None = None
    """None where the weights know no events: none are found then."""

    @property
    def coder(self) -> Coder:
        """Tells countries and sectors from words."""
        return Coder(self.store, load_places(), load_sectors())


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A draft with the encoder's windows of its text."""

    draft: Draft
    windows: tuple[EncodedWindow, ...] = ()


def read_words(step: Step, tools: Tools) -> Step:
    """Words, sentences, datelines, and one encoder pass for each window."""
    text = step.draft.text
    words = split_words(text)
    sentences = split_sentences(text)
    sentence_of, at = [], 0
    for start in words.starts:
        while at + 1 < len(sentences) and sentences[at + 1].start <= start:
            at += 1
        sentence_of.append(at)
    draft = replace(
        step.draft,
        words=words,
        quoted=tuple(quoted_words(words.forms, words.paragraphs)),
        sentences=sentences,
        sentence_of=tuple(sentence_of),
        datelines=find_datelines(text, words),
    )
    return Step(draft=draft, windows=tuple(encode_windows(words, tools.models)))


def tag_attributions(step: Step, tools: Tools) -> Step:
    """Attributions as the model tags them, and the turns of an interview."""
    draft = step.draft
    tagged = find_attributions(
        draft.words,
        step.windows,
        tools.models,
        threshold=tools.numbers["cue_threshold"],
        nested_threshold=tools.numbers["nested_threshold"],
    )
    tagged += find_inner(draft.words, step.windows, tagged, tools.models, threshold=tools.numbers["cue_threshold"])
    turns = find_turns(draft)
    labels = tuple((turn.label[0], turn.label[1] + 1) for turn in turns)
    asked = tuple(turn.words for turn in turns if turn.asks)
    kept = [found for found in tagged if not overlap(found.cue, labels) and not overlap(found.cue, asked)]
    by_turns = turn_attributions(draft, turns)
    by_layout = layout_attributions(draft, tuple(one.cue for one in (*kept, *by_turns) if one.level == "outer"))
    shown = tuple(one.cue for one in by_layout)
    kept = [one for one in kept if not overlap(one.cue, shown)]
    found = tuple(sorted([*kept, *by_turns, *by_layout], key=lambda attribution: attribution.cue))
    return replace(
        step, draft=replace(draft, attributions=found, asked=asked, genre="interview" if turns else draft.genre)
    )


def name_actors(step: Step, tools: Tools) -> Step:
    """Names, and the actors of the article with their roles."""
    draft = step.draft
    sources = [run for found in draft.attributions for run in found.source]
    names = find_names(draft.text, draft.words, step.windows, sources, (tools.gazetteer, tools.nouns))
    draft = replace(draft, names=names)
    draft = replace(draft, names=label_names(draft, find_turns(draft)))
    actors, names = gather_actors(draft, tools.gazetteer, tools.nouns)
    return replace(step, draft=replace(draft, actors=actors, names=names))


def put_in_order(step: Step, tools: Tools) -> Step:
    """Whose text it is, then what owns what: first level, nested, running on."""
    draft = step.draft
    outer = keys_outer(draft.attributions)
    candidates = candidates_of(draft)
    draft = replace(draft, voice=find_voice(draft, candidates, outer, tools.nouns))

    main = {said.key for said in candidates if _speaks_for(draft, said, tools.nouns)}

    def is_main(said: Said) -> bool:
        return said.key in main

    outer |= {said.key for said in candidates if _names_main(draft, said, tools.nouns)}
    return replace(step, draft=replace(draft, said=order_reading(draft, candidates, outer=outer, is_main=is_main)))


def _names_main(draft: Draft, said: Said, nouns: NounLists) -> bool:
    """Whether a source names or describes the single interviewee: that is never inside the interviewee's own speech."""
    form = look_at_source(draft, said.source, nouns).form
    return form in ("name", "nominal") and not draft.voice.speech and _speaks_for(draft, said, nouns)


def _speaks_for(draft: Draft, said: Said, nouns: NounLists) -> bool:
    """Whether a source is (or may stand for) the single interviewee."""
    main = draft.voice.main
    if main is None or said.cue is None:
        return False
    source = look_at_source(draft, said.source, nouns)
    if source.form == "none" or source.words in BARE_ANSWERS:
        return draft.words.forms[said.cue[0] : said.cue[1]] == (":",)
    if source.form == "pronoun":
        own = ("he", "she", "him", "her") if draft.forms(said.cue)[0] == "according" else ("he", "she")
        return source.words[0] in own and not draft.voice.speech
    if source.form == "name":
        return any(name.actor == main for name in source.heads)
    return source.noun in nouns.expert and not source.plural


def link_references(step: Step, tools: Tools) -> Step:
    """Whom the mentions of the text go back to."""
    sources = [run for said in step.draft.said for run in said.source]
    found = find_references(step.draft, step.windows, sources, tools.models)
    return replace(step, draft=replace(step.draft, references=found))


def resolve_speakers(step: Step, tools: Tools) -> Step:
    """Statements with their speakers and manner."""
    draft = step.draft
    resolver = SpeakerResolver(draft, tools.nouns, tools.gazetteer)
    speakers = resolver.resolve(draft.said)
    seats, pair = resolver.cast.seats(), tuple(state.id for state in resolver.cast.main_states(seats=True))
    draft = replace(draft, actors=resolver.actors)

    def about(content: tuple[Run, ...]) -> tuple[str, ...]:
        return actors_in(draft, content, seats, pair)

    return replace(step, draft=replace(draft, statements=_statements(draft, speakers, about, tools.numbers)))


def _statements(
    draft: Draft,
    speakers: Mapping[int, Speaker],
    about: Callable[[tuple[Run, ...]], tuple[str, ...]],
    numbers: Mapping[str, float],
) -> tuple[Statement, ...]:
    """The statements in reading order with ids "s1", "s2", ..."""
    ids = {said.key: f"s{number}" for number, said in enumerate(draft.said, start=1)}
    by_key = {said.key: said for said in draft.said}
    made: dict[int, Statement] = {}
    for said in draft.said:
        statement = _statement(draft, said, ids, speakers[said.key], numbers)
        others = (actor for actor in about(said.content) if actor not in statement.speakers)
        made[said.key] = replace(statement, about=tuple(others))
    found = []
    for key, statement in made.items():
        outer = by_key[key].parent
        certainty = statement.certainty if outer is None else least_certain(statement.certainty, made[outer].certainty)
        found.append(replace(statement, certainty=certainty))
    return tuple(found)


def _statement(
    draft: Draft, said: Said, ids: Mapping[int, str], speaker: Speaker, numbers: Mapping[str, float]
) -> Statement:
    content = tuple(draft.span(run) for run in said.content)
    words = " ".join(span.of(draft.text) for span in content)
    cue = draft.phrase(said.cue) if said.cue else ""
    source = " ".join(draft.phrase(run) for run in said.source)
    return Statement(
        id=ids[said.key],
        source=tuple(draft.span(run) for run in said.source),
        cue=(draft.span(said.cue),) if said.cue else (),
        content=content,
        speakers=speaker.actors,
        speaker_confidence=speaker.confidence,
        speaker_reason=speaker.reason,
        form=form_of([draft.quoted[index] for run in said.content for index in range(*run)]),
        mention=said.mention,
        asserted=is_asserted(cue, source, words),
        polarity=polarity_of(cue, words, source),
        certainty=certainty_of(cue, words),
        parent=ids[said.parent] if said.parent is not None else None,
        continues=ids[said.continues] if said.continues is not None else None,
        confidence=confidence_of(said, numbers),
    )


def know_actors(step: Step, tools: Tools) -> Step:
    """The actors as the store knows them: key, country, sector."""
    return replace(step, draft=replace(step.draft, actors=link_actors(step.draft, tools.coder)))


def compare_with_lead(step: Step, tools: Tools) -> Step:  # noqa: ARG001 - every finder has the same shape
    """Statements of the lead that the body repeats."""
    draft = step.draft
    lead = [sentence.end for sentence in draft.sentences if sentence.paragraph == 0]
    if not lead or len({sentence.paragraph for sentence in draft.sentences}) < 2:
        return step
    return replace(step, draft=replace(draft, statements=mark_repeats(draft.text, draft.statements, max(lead))))


def read_times(step: Step, tools: Tools) -> Step:
    """Times, counted from the article's date, and quantities."""
    draft = step.draft
    times = find_times(draft.text, date=draft.date, sentences=draft.sentences)
    return replace(step, draft=replace(draft, times=times, quantities=find_quantities(draft.text, tools.units, times)))


def tell_events(step: Step, tools: Tools) -> Step:
    """Who did what to whom."""
    if tools.events is None:
        return step
    finder = EventFinder(step.draft, step.windows, tools.events, (tools.gazetteer, tools.nouns, tools.coder))
    events, actors = finder.find()
    return replace(step, draft=replace(step.draft, events=events, actors=actors))


FINDERS: tuple[Callable[[Step, Tools], Step], ...] = (
    read_words,
    tag_attributions,
    name_actors,
    put_in_order,
    link_references,
    resolve_speakers,
    know_actors,
    compare_with_lead,
    read_times,
    tell_events,
)
"""The finders in order."""


def find_proposals(
    text: str, tools: Tools, *, genre: Genre | None = None, byline: tuple[Byline, ...] = (), date: str | None = None
) -> Proposals:
    """Everything the machine proposes about one text.

    Args:
        text: an article's text, exactly as its offsets count it.
        tools: trained parts and facts.
        genre: its genre, if known; an interview is read as one person's speech.
        byline: its authors.
        date: its date, an ISO prefix; relative times are counted from it.

    Returns:
        Sentences, mentions, actors, statements, times and quantities; all offsets are code points of ``text``.
    """
    step = Step(draft=Draft(text=text, genre=genre, byline=byline, date=date))
    for finder in FINDERS:
        step = finder(step, tools)
    draft = step.draft
    mentions = find_mentions(draft, tools.nouns)
    shown = {mention.actor for mention in mentions} | {
        actor for statement in draft.statements for actor in (*statement.speakers, *statement.about)
    }
    shown |= {actor for event in draft.events for actor in (*event.actor, *event.recipient)}
    return Proposals(
        sentences=draft.sentences,
        mentions=mentions,
        actors=tuple(actor for actor in draft.actors if actor.id in shown),
        statements=draft.statements,
        times=draft.times,
        quantities=draft.quantities,
        events=draft.events,
    )
