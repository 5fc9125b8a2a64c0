"""Running speech: what goes on in a speaker's voice without a cue of its own."""

from __future__ import annotations

from collections.abc import Callable

from parley.language.attribution import Run
from parley.language.candidates import without_stop
from parley.language.draft import Draft, Said, overlap

IsMain = Callable[[Said], bool]
"""Whether a statement's source is the article's single interviewee."""

_CLOSERS = frozenset('.!?”"»')
_QUOTES = frozenset('“”"«»„')
LEAST_CLAUSE = 7
"""Words before a colon clause from which they are taken for a clause of their own."""
_ADVERBIAL = frozenset("while when after before as according asked despite with without by".split())
FIRST_EXTENDED = 10_000
"""Keys of extended statements begin here; tagged attributions have those below."""


def run_on(draft: Draft, first_level: list[Said], is_main: IsMain) -> list[Said]:
    """Running speech: for each unbroken stretch without a cue one statement that continues the last.

    After a colon claim the rest of the paragraph runs on; in an interview with one person
    also what follows any other cue of that person, and paragraphs without a cue.
    """
    speaking_at = _speaking_at(draft, first_level)
    claimed = [run for said in first_level for run in (*said.source, *said.content, *((said.cue,) if said.cue else ()))]
    busy = {draft.sentence_of[index] for run in claimed for index in range(*run)}
    stretches: list[tuple[Said, list[int]]] = []
    heads: list[tuple[Said, Run]] = []
    speaking: Said | None = None
    for index, sentence in enumerate(draft.sentences):
        if index in busy:
            before = (
                _before_clause(draft, speaking_at.get(index), claimed) if speaking and draft.voice.interview else None
            )
            if before and speaking and is_main(speaking) and _paragraph_of(draft, speaking) == sentence.paragraph:
                heads.append((speaking, before))
            speaking = speaking_at.get(index, speaking)
        elif speaking is not None and len(set(draft.words_of(index))) == 2:
            own = stretches[-1][1][-1] if stretches and stretches[-1][0] is speaking else None
            reached = _paragraph_of(draft, speaking) if own is None else draft.sentences[own].paragraph
            if _runs_on(draft, index, speaking, is_main, reached):
                last = stretches[-1][1] if stretches and stretches[-1][0] is speaking else []
                joins = last and last[-1] == index - 1 and draft.sentences[index - 1].paragraph == sentence.paragraph
                if joins:
                    last.append(index)
                else:
                    stretches.append((speaking, [index]))
            elif sentence.paragraph != _paragraph_of(draft, speaking) and (
                not draft.voice.interview or _is_told_of(draft, index)
            ):
                speaking = None
    runs = [(said, (draft.words_of(some[0])[0], draft.words_of(some[-1])[1])) for said, some in stretches]
    return [_extended(draft, number, said, run) for number, (said, run) in enumerate([*runs, *heads])]


def _before_clause(draft: Draft, said: Said | None, claimed: list[Run]) -> Run | None:
    """A whole clause before "..., he continued: ..." in one sentence: it still is the speech before."""
    if said is None or said.cue is None or not said.colon or not said.source:
        return None
    first = draft.words_of(draft.sentence_of[said.cue[0]])[0]
    end = min(said.source[0][0], said.cue[0]) - 1
    free = end - first >= LEAST_CLAUSE and draft.words.forms[end] == "," and not overlap((first, end), tuple(claimed))
    participle = draft.words.forms[first].casefold().endswith("ing") or draft.forms((first, first + 1))[0] in _ADVERBIAL
    return (first, end) if free and not participle else None


def _speaking_at(draft: Draft, first_level: list[Said]) -> dict[int, Said]:
    """For each sentence with a cue the statement that later sentences would continue."""
    found: dict[int, Said] = {}
    for said in sorted((s for s in first_level if s.cue), key=lambda s: s.cue or (0, 0)):
        if said.cue and (draft.voice.interview or not said.mention):
            found[draft.sentence_of[said.cue[0]]] = said
    return found


def _extended(draft: Draft, number: int, speaking: Said, run: Run) -> Said:
    """The statement that an unbroken stretch of words makes."""
    return Said(
        key=FIRST_EXTENDED + number,
        content=(without_stop(draft, run),),
        continues=speaking.key,
        cue_score=speaking.cue_score,
        span_score=0.5,
    )


def _paragraph_of(draft: Draft, said: Said) -> int:
    return draft.sentences[draft.sentence_of[said.start]].paragraph


def _runs_on(draft: Draft, sentence: int, speaking: Said, is_main: IsMain, reached: int) -> bool:
    """Whether a sentence without a cue goes on in the voice of the speaker, who has spoken up to a paragraph."""
    first, end = draft.words_of(sentence)
    if overlap((first, end), (*draft.datelines, *draft.asked)):
        return False
    same = draft.sentences[sentence].paragraph == _paragraph_of(draft, speaking)
    if speaking.colon and same:
        return True
    if draft.voice.interview and is_main(speaking):
        return not (_is_heading(draft, sentence) or _is_told_of(draft, sentence) or _is_before_turns(draft, first))
    marked = draft.words.forms[first] in _QUOTES and draft.words.forms[end - 1] in _CLOSERS
    quoted = marked or (end - first > 2 and draft.quoted[first:end] == (True,) * (end - first))
    return quoted and draft.sentences[sentence].paragraph - reached <= 1


def _is_told_of(draft: Draft, sentence: int) -> bool:
    """Whether a sentence names the interviewee: the author tells of the speaker, who would say "I"."""
    return any(name.actor == draft.voice.main for name in draft.names_in(draft.words_of(sentence)))


def _is_before_turns(draft: Draft, word: int) -> bool:
    """Whether a word stands before the first labelled turn of an interview: the author introduces it."""
    return bool(draft.asked) and word < min(first for first, _ in draft.asked)


def _is_heading(draft: Draft, sentence: int) -> bool:
    """Whether a sentence is a heading between paragraphs: short, alone, without a final mark."""
    shown = draft.sentences[sentence]
    alone = all(
        other is shown or other.paragraph != shown.paragraph
        for other in draft.sentences[max(0, sentence - 1) : sentence + 2]
    )
    first, end = draft.words_of(sentence)
    return alone and end - first <= 12 and draft.words.forms[end - 1] not in _CLOSERS
