"""The mentions of a text: its names, the words that name who speaks, and what else refers to an actor."""

from __future__ import annotations

from parley.knowledge.gazetteer import NounLists
from parley.language.attribution import Run
from parley.language.draft import Draft
from parley.language.sources import look_at_source
from parley.terms.actors import ActorKind, Mention, MentionForm

LEAST_SHARE = 0.5
"""A mention outside statements' sources has the actor with more than this share of its antecedents."""
LONGEST = 25
"""Words of a mention."""
KIND_OF: dict[str, ActorKind] = {"person": "person", "organization": "organization", "place": "place"}


def find_mentions(draft: Draft, nouns: NounLists) -> tuple[Mention, ...]:
    """Names, descriptions and pronouns, in the order of the text.

    What stands as a source has the actor to whom it was resolved; elsewhere a description or pronoun has the
    actor with the largest share, if that is the larger part.

    Args:
        draft: a text with names, actors, references, ordered statements and their speakers.
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
    for referring in draft.references:
        run = (referring.reference.first, referring.reference.end)
        if referring.reference.form != "name" and run not in found and _is_plain(draft, run):
            best = max(referring.shares, key=lambda key: referring.shares[key], default=None)
            actor = best if best is not None and referring.shares[best] > LEAST_SHARE else None
            kind = kinds.get(actor or "") or KIND_OF.get(referring.kind, "other")
            found[run] = (kind, referring.reference.form, actor)
    rows = sorted(found.items())
    return tuple(
        Mention(
            id=f"m{number}", start=draft.span(run).start, end=draft.span(run).end, kind=kind, form=form, actor=actor
        )
        for number, (run, (kind, form, actor)) in enumerate(rows, start=1)
    )


def _is_plain(draft: Draft, run: Run) -> bool:
    """Whether a mention is short and lies in one sentence; longer ones are misread ends."""
    return run[1] - run[0] <= LONGEST and draft.sentence_of[run[0]] == draft.sentence_of[run[1] - 1]


def _kind_of(noun: str | None, words: tuple[str, ...], nouns: NounLists) -> ActorKind:
    """The kind of actor that a description without a known actor names."""
    if noun in nouns.person or (words and words[0] in ("he", "she", "i")):
        return "person"
    if noun in nouns.organization:
        return "organization"
    return "group" if noun in nouns.group or (words and words[0] in ("they", "we")) else "other"
