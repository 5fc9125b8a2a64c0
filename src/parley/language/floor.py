"""Who has the floor in a hearing or a debate: whoever was called last, by name, at the end of a paragraph.

"Miss Rosenthal?" and "General Prelogar." as the last words of a chair's turn hand over to that person,
whose "I" the next paragraphs hold.
"""

from __future__ import annotations

from parley.language.draft import Draft

LONGEST_CALL = 5
"""Words of a call: titles, the name and its mark."""


def floor_holder(draft: Draft, at: int, titles: frozenset[str]) -> str | None:
    """The actor who was called last before a word, None where nobody was.

    Args:
        draft: a text with its names and actors.
        at: index of a word.
        titles: words before names of persons; a call has one.
    """
    paragraph = draft.words.paragraphs[at]
    for name in reversed(draft.names):
        if name.actor and name.kind == "person" and draft.words.paragraphs[name.first] < paragraph:
            first, end = draft.words_of(draft.sentence_of[name.first])
            last = end == len(draft.words) or draft.words.paragraphs[end] != draft.words.paragraphs[end - 1]
            alone = end - first <= LONGEST_CALL and all(
                f[0].isupper() or f in ".?!" for f in draft.words.forms[first:end]
            )
            opens = first == 0 or draft.words.paragraphs[first - 1] != draft.words.paragraphs[first]
            titled = draft.forms((first, first + 1))[0] in titles
            if last and alone and titled and not opens and name.end >= end - 1:
                return name.actor
    return None
