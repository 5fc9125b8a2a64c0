"""The mentions of a text: its names, and the words that name who speaks."""

from __future__ import annotations

from parley.knowledge.gazetteer import NounLists
from parley.language.attribution import Run
from parley.language.draft import Draft
from parley.language.sources import look_at_source
from parley.terms.actors import ActorKind, Mention, MentionForm


def find_mentions(draft: Draft, nouns: NounLists) -> tuple[Mention, ...]:
    """Names, and the descriptions and pronouns that stand as sources, in the order of the text.

    Args:
        draft: a text with names, actors, ordered statements and their speakers.
        nouns: the nouns that head descriptions.
    """
    kinds: dict[str, ActorKind] = {actor.id: actor.kind for actor in draft.actors}
    found: dict[Run, tuple[ActorKind, MentionForm, str | None]] = {}
    for name in draft.names:
        kind = kinds.get(name.actor or "", "other")
        found[name.first, name.end] = (kind, "name", name.actor)
    statements = [statement for statement in draft.statements if statement.source]
    sources = {tuple(draft.span(run) for run in said.source): said.source for said in draft.said if said.source}
    for statement in statements:
        runs = sources.get(statement.source)
        if runs is None or len(runs) != 1 or runs[0] in found:
            continue
        source = look_at_source(draft, runs, nouns)
        if source.form in ("pronoun", "nominal"):
            kind = kinds.get(statement.speaker or "", _kind_of(source.noun, source.words, nouns))
            form: MentionForm = "pronoun" if source.form == "pronoun" else "nominal"
            found[runs[0]] = (kind, form, statement.speaker)
    rows = sorted(found.items())
    return tuple(
        Mention(
            id=f"m{number}", start=draft.span(run).start, end=draft.span(run).end, kind=kind, form=form, actor=actor
        )
        for number, (run, (kind, form, actor)) in enumerate(rows, start=1)
    )


def _kind_of(noun: str | None, words: tuple[str, ...], nouns: NounLists) -> ActorKind:
    """The kind of actor that a description without a known actor names."""
    if noun in nouns.person or (words and words[0] in ("he", "she", "i")):
        return "person"
    if noun in nouns.organization:
        return "organization"
    return "group" if noun in nouns.group or (words and words[0] in ("they", "we")) else "other"
