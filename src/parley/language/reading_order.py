"""The order of reading: what claims what follows it, what is inside whose speech, what runs on.

The tagger sees each attribution by itself. These rules put them in order (language design,
"Order of reading"): a cue that ends in a colon owns the rest of its paragraph; in an
interview with one person what has no cue goes on in that person's voice; an attribution
inside owned text is nested or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from parley.language.attribution import Attribution, Run
from parley.language.draft import Draft, Said, inside, overlap
from parley.language.sources import FIRST_PERSON

IsMain = Callable[[Said], bool]
"""Whether a statement's source is the article's single interviewee."""

_CLOSERS = frozenset('.!?”"»')
_QUOTES = frozenset('“”"«»„')
LEAST_CLAUSE = 7
"""Words before a colon clause from which they are taken for a clause of their own."""
_ADVERBIAL = frozenset("while when after before as according asked despite with without by".split())
FIRST_EXTENDED = 10_000
"""Keys of extended statements begin here; tagged attributions have those below."""
_GOVERNING = frozenset("to of with against between about behind".split())
LEAST_SOURCELESS = 0.9
"""The same where no source is named."""
LEAST_NESTED = 0.7
"""A cue inside somebody's speech must be this likely (chosen by reading golden pages, 2026-11-24)."""


def as_said(draft: Draft) -> list[Said]:
    """The tagged attributions as statements in the making, datelines cut off, colon claims widened."""
    found = []
    for key, attribution in enumerate(draft.attributions):
        if overlap(attribution.cue, draft.datelines):
            continue
        source = tuple(
            run
            for run in attribution.source
            if not overlap(run, draft.datelines) and not _is_governed(draft, run, attribution.cue)
        )
        if attribution.source and not source and attribution.level == "nested":
            continue
        if _is_expletive(draft, source, attribution.cue):
            source = ()
        said = Said(
            key=key,
            source=source,
            cue=attribution.cue,
            content=_within_quotes(draft, _after_dateline(draft, attribution.content)),
            mention=attribution.level == "mention",
            cue_score=attribution.cue_score,
            span_score=attribution.span_score,
        )
        found.append(_claim_by_colon(draft, _rest_of_sentence(draft, said)) if attribution.level != "mention" else said)
    return _one_owner(draft, [said for said in found if said.content])


def _rest_of_sentence(draft: Draft, said: Said) -> Said:
    """What "According to X, ..." reports where no content was tagged: the rest of its sentence."""
    if said.content or said.cue is None or not said.source or draft.forms(said.cue) != ("according", "to"):
        return said
    first, end = said.source[-1][1], draft.words_of(draft.sentence_of[said.cue[0]])[1]
    while first < end and draft.words.forms[first] == ",":
        first += 1
    return replace(said, content=(_without_stop(draft, (first, end)),)) if first < end else said


def _within_quotes(draft: Draft, content: tuple[Run, ...]) -> tuple[Run, ...]:
    """Contents that open with a quotation mark end where a quoted sentence is closed and no other begins."""
    forms, cut = draft.words.forms, []
    for first, end in content:
        closing = next((i for i in range(first + 2, end) if forms[i] in '”"»'), end)
        ended = closing < end - 1 and forms[first] in _QUOTES and forms[closing - 1] in ".!?"
        stop = closing + 1 if ended and not any(form in _QUOTES for form in forms[closing + 1 : end]) else end
        cut.append((first, stop))
    return tuple(cut)


def _one_owner(draft: Draft, found: list[Said]) -> list[Said]:
    """A stretch that two statements claim goes to the one whose cue stands in its sentence."""
    kept = []
    for said in found:
        content = tuple(run for run in said.content if not _is_others(draft, run, said, found)) or said.content
        kept.append(replace(said, content=content))
    return kept


def _is_others(draft: Draft, run: Run, said: Said, found: list[Said]) -> bool:
    """Whether another statement has the better claim to a run of this one's content."""
    sentence = draft.sentence_of[run[0]]
    if said.cue is None or len(said.content) < 2 or draft.sentence_of[said.cue[0]] == sentence:
        return False
    return any(
        other.key != said.key
        and other.cue
        and draft.sentence_of[other.cue[0]] == sentence
        and overlap(run, other.content)
        for other in found
    )


def _is_expletive(draft: Draft, source: tuple[Run, ...], cue: Run) -> bool:
    """Whether the source is the empty "it" of "it was expected that"."""
    words = [word for run in source for word in draft.forms(run)]
    return words == ["it"] and draft.forms(cue)[0] in ("is", "was", "has", "had", "be", "seems", "appears", "s", "’")


def _is_governed(draft: Draft, run: Run, cue: Run) -> bool:
    """Whether a preposition that is no part of the cue governs a source: "their opposition to Novak explained"."""
    first = run[0]
    while first > 0 and draft.words.forms[first - 1].casefold() in ("the", "a", "an"):
        first -= 1
    return first > 0 and draft.words.forms[first - 1].casefold() in _GOVERNING and not cue[0] <= first - 1 < cue[1]


def _after_dateline(draft: Draft, content: tuple[Run, ...]) -> tuple[Run, ...]:
    """The content without words of a dateline."""
    cut = []
    for first, end in content:
        for line_first, line_end in draft.datelines:
            if first < line_end and line_first < end:
                first = max(first, line_end)  # noqa: PLW2901 - the run shrinks
        if first < end:
            cut.append((first, end))
    return tuple(cut)


def _claim_by_colon(draft: Draft, said: Said) -> Said:
    """A cue that ends in a colon, no quotation mark after it: its content is the sentence that follows."""
    if said.cue is None:
        return said
    forms = draft.words.forms
    end = said.cue[1]
    if forms[end - 1] != ":":
        if end >= len(forms) or forms[end] != ":":
            return said
        end += 1
    if end >= len(forms) or draft.words.paragraphs[end] != draft.words.paragraphs[end - 1] or forms[end] in _QUOTES:
        return replace(said, cue=(said.cue[0], end)) if forms[end - 1] == ":" else said
    last = draft.words_of(draft.sentence_of[end])[1]
    content = _without_stop(draft, (end, last))
    return replace(said, cue=(said.cue[0], end), content=(content,), colon=True)


def _without_stop(draft: Draft, run: Run) -> Run:
    """The words without a final unquoted full stop."""
    first, end = run
    return (first, end - 1) if end - first > 1 and draft.words.forms[end - 1] == "." else run


def candidates_of(draft: Draft) -> list[Said]:
    """The tagged attributions as statements in the making, in order, with the sources they share."""
    return sorted(share_sources(draft, as_said(draft)), key=lambda said: said.start)


def order_reading(draft: Draft, candidates: list[Said], *, outer: frozenset[int], is_main: IsMain) -> tuple[Said, ...]:
    """All statements of a text in order, with parents and continuations.

    Args:
        draft: a text with names and its voice.
        candidates: its attributions, from ``candidates_of``.
        outer: keys of the attributions that the tagger takes for the author's own.
        is_main: whether a statement's source is the single interviewee.

    Returns:
        First-level, nested, mentioning and extended statements; keys are unique.
    """
    first_level, rest = _first_level(draft, candidates, outer, is_main)
    first_level = _without_overlap(first_level)
    extended = run_on(draft, first_level, is_main)
    owners = [*first_level, *extended]
    nested = _nest(draft, [*rest, *[s for s in candidates if s not in first_level and s not in rest]], owners)
    return tuple(sorted([*owners, *nested], key=lambda said: (said.start, said.cue or (0, 0))))


def _first_level(
    draft: Draft, candidates: list[Said], outer: frozenset[int], is_main: IsMain
) -> tuple[list[Said], list[Said]]:
    """Statements of the author's own text, and those that stand inside somebody's speech."""
    kept: list[Said] = []
    inner: list[Said] = []
    for said in candidates:
        if not _has_owner(draft, said, candidates, outer, is_main):
            if said.key in outer or said.mention:
                kept.append(said)
        else:
            inner.append(said)
    return kept, inner


def _has_owner(draft: Draft, said: Said, candidates: Iterable[Said], outer: frozenset[int], is_main: IsMain) -> bool:
    """Whether another statement's speech holds this one's cue."""
    if said.cue is None:
        return False
    for other in candidates:
        if other.key == said.key or other.cue is None or other.mention or (other.key not in outer):
            continue
        if not inside(said.cue, other.content):
            continue
        mutual = inside(other.cue, said.content)
        if mutual and (said.cue_score, -said.cue[0]) > (other.cue_score, -other.cue[0]):
            continue
        if other.colon and is_main(said) and said.key in outer and not is_main(other):
            continue
        return True
    paragraph = draft.words.paragraphs[said.cue[0]]
    for other in candidates:
        if not other.colon or other.cue is None or other.key not in outer or other.cue[1] > said.cue[0]:
            continue
        if draft.words.paragraphs[other.cue[0]] == paragraph and not _ends_claim(draft, said, other, outer, is_main):
            return True
    return _in_main_speech(draft, said, candidates, outer, is_main)


def _ends_claim(draft: Draft, said: Said, claim: Said, outer: frozenset[int], is_main: IsMain) -> bool:
    """Whether this reporting clause ends what a colon claims: the speaker's own new cue, or the author's in news."""
    if said.key not in outer or (said.mention and not is_main(said)):
        return False
    if is_main(said):
        return True
    if draft.voice.interview:
        return False
    return not inside(said.cue or (0, 0), claim.content) and bool(said.source) and not _first_person(draft, said)


def _in_main_speech(
    draft: Draft, said: Said, candidates: Iterable[Said], outer: frozenset[int], is_main: IsMain
) -> bool:
    """In an interview everything after the interviewee's first cue is that person's, save new cues of the same."""
    if not draft.voice.interview or draft.voice.main is None or is_main(said):
        return False
    return any(is_main(other) and other.key in outer and other.start < said.start for other in candidates)


def _without_overlap(first_level: list[Said]) -> list[Said]:
    """First-level statements with contents that do not run into each other's clauses."""
    cut = []
    for said in first_level:
        later = [
            other
            for other in first_level
            if other.key != said.key and other.cue and said.cue and other.cue[0] > said.cue[0]
        ]
        stops = [min([run[0] for run in other.source] + [other.cue[0]]) for other in later if other.cue]
        content = said.content
        if said.colon:
            stop = min([s for s in stops if s > content[0][0]], default=content[0][1])
            content = ((content[0][0], min(content[0][1], stop)),)
        earlier = [other.cue for other in first_level if other.key != said.key and other.cue]
        content = tuple(run for run in content if not any(inside(cue, (run,)) for cue in earlier)) or content
        cut.append(replace(said, content=content))
    return cut


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
            if _runs_on(draft, index, speaking, is_main):
                last = stretches[-1][1] if stretches and stretches[-1][0] is speaking else []
                joins = last and last[-1] == index - 1 and draft.sentences[index - 1].paragraph == sentence.paragraph
                if joins:
                    last.append(index)
                else:
                    stretches.append((speaking, [index]))
            elif sentence.paragraph != _paragraph_of(draft, speaking) and not draft.voice.interview:
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
        content=(_without_stop(draft, run),),
        continues=speaking.key,
        cue_score=speaking.cue_score,
        span_score=0.5,
    )


def _paragraph_of(draft: Draft, said: Said) -> int:
    return draft.sentences[draft.sentence_of[said.start]].paragraph


def _runs_on(draft: Draft, sentence: int, speaking: Said, is_main: IsMain) -> bool:
    """Whether a sentence without a cue goes on in the voice of the last speaker."""
    first, end = draft.words_of(sentence)
    if overlap((first, end), (*draft.datelines, *draft.asked)):
        return False
    same = draft.sentences[sentence].paragraph == _paragraph_of(draft, speaking)
    if speaking.colon and same:
        return True
    if draft.voice.interview and is_main(speaking):
        return not _is_heading(draft, sentence)
    quoted = draft.words.forms[first] in _QUOTES and draft.words.forms[end - 1] in _CLOSERS
    return quoted and draft.sentences[sentence].paragraph - _paragraph_of(draft, speaking) <= 1


def _is_heading(draft: Draft, sentence: int) -> bool:
    """Whether a sentence is a heading between paragraphs: short, alone, without a final mark."""
    shown = draft.sentences[sentence]
    alone = all(
        other is shown or other.paragraph != shown.paragraph
        for other in draft.sentences[max(0, sentence - 1) : sentence + 2]
    )
    first, end = draft.words_of(sentence)
    return alone and end - first <= 12 and draft.words.forms[end - 1] not in _CLOSERS


def _nest(draft: Draft, inner: list[Said], owners: list[Said]) -> list[Said]:
    """Statements inside others' speech, each with the innermost statement that holds its cue as parent."""
    nested: list[Said] = []
    seen: set[int] = set()
    for said in sorted(inner, key=lambda s: -sum(end - first for first, end in s.content)):
        if said.key in seen or said.cue is None or _first_person(draft, said):
            continue
        if said.cue_score < LEAST_NESTED or (
            not said.source and not said.mention and said.cue_score < LEAST_SOURCELESS
        ):
            continue
        holders = [
            other
            for other in [*owners, *nested]
            if inside(said.cue, other.content) and other.key != said.key and not other.mention
        ]
        if not holders:
            continue
        parent = min(holders, key=lambda other: sum(end - first for first, end in other.content))
        content = _clip(said.content, parent.content)
        if content and not (said.mention and parent.mention):
            seen.add(said.key)
            nested.append(
                replace(
                    said, content=content, parent=parent.key, source=_clip(said.source, parent.content), colon=False
                )
            )
    return nested


def _clip(runs: tuple[Run, ...], bounds: tuple[Run, ...]) -> tuple[Run, ...]:
    """The parts of runs that lie inside others."""
    clipped = []
    for first, end in runs:
        for low, high in bounds:
            if max(first, low) < min(end, high):
                clipped.append((max(first, low), min(end, high)))
    return tuple(clipped)


def _first_person(draft: Draft, said: Said) -> bool:
    """Whether the source is the speaker himself ("we", "I"): no statement of anybody else."""
    words = [word for run in said.source for word in draft.forms(run)]
    return bool(words) and words[0] in FIRST_PERSON


def share_sources(draft: Draft, candidates: list[Said]) -> list[Said]:
    """Sources copied from the governing clause to participles and to coordinated cues that have none.

    "Referring to A, Novak said: B" and "Novak referred to A and said: B" are two statements of Novak.
    """
    shared = []
    for said in candidates:
        if said.source or said.cue is None:
            shared.append(said)
            continue
        sentence = draft.sentence_of[said.cue[0]]
        same = [
            other
            for other in candidates
            if other.source
            and other.cue
            and other.key != said.key
            and draft.sentence_of[other.cue[0]] == sentence
            and not inside(other.cue, said.content)
            and not inside(said.cue, other.content)
        ]
        at = said.cue[0]
        governor = min(same, key=lambda other: abs((other.cue or (0, 0))[0] - at), default=None)
        if governor and _takes_source(draft, said, governor):
            shared.append(replace(said, source=governor.source))
        else:
            shared.append(replace(said, source=_subject(draft, said)))
    return shared


def _subject(draft: Draft, said: Said) -> tuple[Run, ...]:
    """The person who opens the sentence of a colon claim or a pointing cue without a source, if one does.

    "Leila Rahimi, in an interview with this paper, referred to A and clarified: B" has one subject.
    """
    if said.cue is None or not (said.colon or said.mention):
        return ()
    first = draft.words_of(draft.sentence_of[said.cue[0]])[0]
    opener = next(
        (n for n in draft.names if n.kind == "person" and n.first - first in (0, 1) and n.end <= said.cue[0]), None
    )
    following = draft.words.forms[opener.end : opener.end + 2] if opener else ()
    return ((opener.first, opener.end),) if opener and following[:1] != ("’",) and following[:1] != ("'",) else ()


def _takes_source(draft: Draft, said: Said, governor: Said) -> bool:
    """Whether a cue without a source is a participle or coordinated with its governor."""
    if said.cue is None or governor.cue is None:
        return False
    forms = draft.words.forms
    first = forms[said.cue[0]].casefold()
    before = forms[said.cue[0] - 1].casefold() if said.cue[0] else ""
    participle = first.endswith("ing") or (said.mention and before in ("while", "when", "by"))
    return participle or before == "and" or (before == "," and governor.cue[0] < said.cue[0])


def keys_outer(attributions: tuple[Attribution, ...]) -> frozenset[int]:
    """Keys (positions) of the attributions that the tagger takes for the author's own."""
    return frozenset(index for index, attribution in enumerate(attributions) if attribution.level == "outer")
