"""Drafts built by hand: names and attributions are quoted from the text, no model is asked."""

from __future__ import annotations

from dataclasses import replace

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.actors import gather_actors
from parley.language.attribution import Attribution, Run
from parley.language.draft import Draft, Name
from parley.language.sentences import split_sentences
from parley.language.words import split_words


def run_of(draft: Draft, phrase: str, *, nth: int = 0) -> Run:
    """The words of the nth occurrence of a phrase."""
    at = -1
    for _ in range(nth + 1):
        at = draft.text.index(phrase, at + 1)
    first = next(i for i, start in enumerate(draft.words.starts) if start >= at)
    end = next(i for i, stop in enumerate(draft.words.ends) if stop >= at + len(phrase)) + 1
    return first, end


def draft_of(text: str, *, persons: tuple[str, ...] = (), bodies: tuple[str, ...] = ()) -> Draft:
    """A draft of a text in which these names stand, wherever they occur."""
    words = split_words(text)
    sentences = split_sentences(text)
    sentence_of = tuple(max(i for i, s in enumerate(sentences) if s.start <= start) for start in words.starts)
    draft = Draft(text=text, words=words, sentences=sentences, sentence_of=sentence_of)
    names: list[Name] = []
    for phrase, kind in [*((p, "person") for p in persons), *((b, "organization") for b in bodies)]:
        for nth in range(text.count(phrase)):
            first, end = run_of(draft, phrase, nth=nth)
            if all(end <= name.first or name.end <= first for name in names):
                names.append(Name(first=first, end=end, kind=kind))
    draft = replace(draft, names=tuple(sorted(names, key=lambda name: name.first)))
    actors, named = gather_actors(draft, load_gazetteer(), load_words())
    return replace(draft, actors=actors, names=named)


def attribution(
    draft: Draft, source: str, cue: str, content: str, *, level: str = "outer", nth: int = 0, source_nth: int = 0
) -> Attribution:
    """An attribution whose parts are quoted from the text."""
    return Attribution(
        cue=run_of(draft, cue, nth=nth),
        source=(run_of(draft, source, nth=source_nth),) if source else (),
        content=(run_of(draft, content),),
        level=level,  # type: ignore[arg-type]
        cue_score=0.9,
        span_score=0.9,
    )
