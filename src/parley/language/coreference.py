"""Whom pronouns and descriptions go back to: mentions by the encoder, antecedents by the ranker.

Every mention but a name has a share in each actor: the ranker's probabilities of the mentions
before it, each passing on its own shares (mention ranking: Durrett and Klein 2013). Nothing is
merged for good here: what comes out is a proposal with a score.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np

from parley.language.attribution import Run
from parley.language.draft import Draft, Name
from parley.language.encoder import EncodedWindow, Floats, Models, softmax
from parley.language.reference import MOST_CANDIDATES, Reference, ReferenceForm, Referring, pronoun_class, table_of

LEAST_HEAD = 0.5
"""A word heads a mention of an actor from this probability on."""
BESIDE = 0.95
"""Share of a person in the description that their name stands beside."""
LONGEST_BESIDE = 9
"""Words at most from the head of such a description to the name."""
LONGEST = 40
"""A description has at most so many words."""
MENTION_KINDS = ("person", "organization", "place")


def find_references(
    draft: Draft, windows: Sequence[EncodedWindow], sources: Iterable[Run], models: Models
) -> tuple[Referring, ...]:
    """All mentions of actors in a text, in order, each with its shares in the named actors.

    Args:
        draft: a text with names that have actors.
        windows: its encoded windows.
        sources: runs of words that name who speaks; each is a mention whatever the encoder says.
        models: the trained parts.
    """
    if not windows:
        return ()
    heads = np.concatenate([window.head for window in windows])
    found = _mentions(draft, windows, heads, sources)
    if not found:
        return ()
    references = [reference for reference, _ in found]
    vectors = _vectors(windows, references)
    actors = {(name.first, name.end): name.actor for name in draft.names if name.actor}
    table = table_of(references, draft.words.forms, draft.words.paragraphs)
    resolved: list[Referring] = []
    for index, (reference, kind) in enumerate(found):
        actor = actors.get((reference.first, reference.end))
        if actor is not None:
            resolved.append(Referring(reference=reference, kind=kind, shares={actor: 1.0}))
            continue
        named = _named_beside(draft, reference)
        if named is not None:
            resolved.append(Referring(reference=reference, kind=kind, shares={named: BESIDE}))
            continue
        earlier = np.arange(max(0, index - MOST_CANDIDATES), index)
        later = np.broadcast_to(vectors[index], (len(earlier) + 1, vectors.shape[1]))
        other = vectors[np.concatenate([[index], earlier])]
        if len(earlier):
            chances = softmax(models.rank(np.ascontiguousarray(later), other, table.pairs(index, earlier)))
        else:
            chances = np.ones(1, dtype=np.float32)
        resolved.append(_shared(reference, kind, chances, earlier, resolved))
    return tuple(resolved)


def _named_beside(draft: Draft, reference: Reference) -> str | None:
    """The person whom a description introduces: "his adviser on ports, Rear Admiral Joseph Akande,"."""
    if reference.form != "nominal":
        return None
    forms, names = draft.words.forms, draft.names
    index = bisect_left(names, reference.head, key=lambda name: name.first)
    name = next((one for one in names[index : index + 3] if one.kind == "person"), None)
    if name is None or name.first - reference.head > LONGEST_BESIDE:
        return None
    comma = next((at for at in range(name.first - 1, reference.head, -1) if forms[at] == ","), None)
    if comma is None or not all(form[0].isupper() or form == "." for form in forms[comma + 1 : name.first]):
        return None
    between = forms[reference.head + 1 : comma]
    closed = name.end < len(forms) and forms[name.end] == ","
    return name.actor if closed and all(form.isalpha() and form != "and" for form in between) else None


def _shared(
    reference: Reference, kind: str, chances: Floats, earlier: np.ndarray, resolved: Sequence[Referring]
) -> Referring:
    """A mention with the shares that its possible antecedents pass on."""
    shares: dict[str, float] = {}
    for chance, index in zip(chances[1:].tolist(), earlier.tolist(), strict=True):
        for actor, share in resolved[index].shares.items():
            shares[actor] = shares.get(actor, 0.0) + chance * share
    best = int(chances.argmax())
    return Referring(
        reference=reference,
        kind=kind,
        shares={actor: share for actor, share in shares.items() if share > 0.01},
        nearest=int(earlier[best - 1]) if best else None,
    )


def _mentions(
    draft: Draft, windows: Sequence[EncodedWindow], heads: Floats, sources: Iterable[Run]
) -> list[tuple[Reference, str]]:
    """Names, the encoder's mentions, and sources that are neither, in the order of their first words."""
    forms = draft.words.forms
    found: dict[int, tuple[Reference, str]] = {}
    taken: set[int] = set()
    for name in draft.names:
        if name.kind != "other":
            head = name.first + int(heads[name.first : name.end, 1:].sum(1).argmax())
            found[head] = (Reference(first=name.first, end=name.end, head=head, form="name"), _kind_of(name))
        taken.update(range(name.first, name.end))
    for window in windows:
        for at in np.flatnonzero(1 - window.head[:, 0] >= LEAST_HEAD).tolist():
            head = at + window.first
            if head not in taken:
                first, end = _ends(window, at)
                kind = MENTION_KINDS[int(window.head[at, 1:].argmax())]
                pronoun = bool(pronoun_class(forms[head]))
                run = (head, head + 1) if pronoun else (first + window.first, end + window.first)
                form: ReferenceForm = "pronoun" if pronoun else "nominal"
                found[head] = (Reference(first=run[0], end=run[1], head=head, form=form), kind)
    for first, end in sources:
        if not any(first <= head < end for head in found):
            head = first + int((1 - heads[first:end, 0]).argmax())
            form = "pronoun" if pronoun_class(forms[head]) else "nominal"
            found[head] = (Reference(first=first, end=end, head=head, form=form), "person")
    return sorted(found.values(), key=lambda pair: (pair[0].first, -pair[0].end))


def _kind_of(name: Name) -> str:
    return name.kind if name.kind in MENTION_KINDS else "organization"


def _ends(window: EncodedWindow, head: int) -> Run:
    """The first word and the end of the mention of a head, by the pointers, counted in the window."""
    width = window.points.shape[1] // 4
    queries, first_keys = window.points[head], window.points[:, width : 2 * width]
    low, high = max(0, head - LONGEST), min(len(window.points), head + LONGEST)
    first = low + int((first_keys[low : head + 1] @ queries[:width]).argmax())
    last_keys = window.points[head:high, 3 * width :]
    return first, head + int((last_keys @ queries[2 * width : 3 * width]).argmax()) + 1


def _vectors(windows: Sequence[EncodedWindow], references: Sequence[Reference]) -> Floats:
    """Mention vectors (mentions, width): the head's, and half of the first and the last word's."""
    refer = np.concatenate([window.refer for window in windows])
    first, last, head = (
        np.array(values) for values in zip(*((r.first, r.end - 1, r.head) for r in references), strict=True)
    )
    return np.asarray(refer[head] + 0.5 * (refer[first] + refer[last]), dtype=np.float32)
