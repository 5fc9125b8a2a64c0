"""Tagged attributions as statements in the making: sources checked and shared, contents cut to what they are.

The tagger sees each attribution by itself. Here datelines are cut off, a colon claims its sentence, a
preposition that governs a name keeps it from being a source, and participles and coordinated cues
take the source of their clause.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parley.language.asides import around_aside
from parley.language.attribution import Run
from parley.language.draft import Draft, Said, inside, overlap

_QUOTES = frozenset('“”"«»„')
_AUXILIARIES = frozenset(
    "do does did is are was were be been has have had will would can could may might to not of the a".split()
)
_FEELINGS = frozenset(
    "worried concerned satisfied dissatisfied happy unhappy afraid confident convinced sure certain ready willing "
    "unwilling aware proud interested determined eager keen reluctant sorry glad pleased disappointed opposed".split()
)
_BEFORE_YEARS = frozenset("in by since during until".split())
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_SUBJECTS = frozenset("i we you he she they".split())
_GOVERNING = frozenset("to of with against between about behind".split())


def candidates_of(draft: Draft) -> list[Said]:
    """The tagged attributions as statements in the making, in order, with the sources they share."""
    return sorted(share_sources(draft, as_said(draft)), key=lambda said: said.start)


def as_said(draft: Draft) -> list[Said]:
    """The tagged attributions as statements in the making, datelines cut off, colon claims widened."""
    found = []
    for key, attribution in enumerate(draft.attributions):
        if overlap(attribution.cue, draft.datelines):
            continue
        source = tuple(
            _without_others(draft, run)
            for run in (_in_paragraph(draft, run, attribution.cue) for run in attribution.source)
            if not overlap(run, draft.datelines) and not _is_governed(draft, run, attribution.cue)
        )
        lost = bool(attribution.source) and not source
        if (lost and attribution.level == "nested") or _is_no_saying(draft, attribution.cue):
            continue
        if _is_expletive(draft, source, attribution.cue):
            source = ()
        said = Said(
            key=key,
            source=source,
            cue=attribution.cue,
            content=_within_sentence(draft, _within_quotes(draft, _after_dateline(draft, attribution.content))),
            mention=attribution.level == "mention",
            cue_score=attribution.cue_score,
            span_score=attribution.span_score,
            lost_source=lost,
        )
        if attribution.level != "mention":
            said = around_aside(draft, _claim_by_colon(draft, _rest_of_sentence(draft, said)))
        found.append(said)
    return _one_owner(draft, [said for said in found if said.content])


def _rest_of_sentence(draft: Draft, said: Said) -> Said:
    """What "According to X, ..." reports where no content was tagged: the rest of its sentence."""
    if said.content or said.cue is None or not said.source or draft.forms(said.cue) != ("according", "to"):
        return said
    first, end = said.source[-1][1], draft.words_of(draft.sentence_of[said.cue[0]])[1]
    while first < end and draft.words.forms[first] == ",":
        first += 1
    return replace(said, content=(without_stop(draft, (first, end)),)) if first < end else said


def _within_quotes(draft: Draft, content: tuple[Run, ...]) -> tuple[Run, ...]:
    """Contents that open with a quotation mark end where a quoted sentence is closed and no other begins."""
    forms, cut = draft.words.forms, []
    for first, end in content:
        closing = next((i for i in range(first + 2, end) if forms[i] in '”"»'), end)
        ended = closing < end - 1 and forms[first] in _QUOTES and forms[closing - 1] in ".!?"
        stop = closing + 1 if ended and not any(form in _QUOTES for form in forms[closing + 1 : end]) else end
        cut.append((first, stop))
    return tuple(cut)


def _within_sentence(draft: Draft, content: tuple[Run, ...]) -> tuple[Run, ...]:
    """An unquoted "that ..." ends with its sentence: what follows is the writer's own."""
    cut = []
    for first, end in content:
        opens = draft.words.forms[first].casefold() == "that"
        quoted = any(form in _QUOTES for form in draft.words.forms[first:end])
        stop = draft.words_of(draft.sentence_of[first])[1] if opens and not quoted else end
        cut.append(without_stop(draft, (first, min(end, stop))) if stop < end else (first, end))
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


def _in_paragraph(draft: Draft, run: Run, cue: Run) -> Run:
    """The part of a source that stands in its cue's paragraph, where it runs over two."""
    paragraphs, paragraph = draft.words.paragraphs, draft.words.paragraphs[cue[0]]
    if paragraphs[run[0]] == paragraphs[run[1] - 1]:
        return run
    own = [index for index in range(*run) if paragraphs[index] == paragraph]
    return (own[0], own[-1] + 1) if own else run


def _without_others(draft: Draft, run: Run) -> Run:
    """A source without the year before it and the subject of a relative clause after it.

    "In 2024 both ministries announced" is what both ministries did, "the shippers I speak with no longer ask" what
    the shippers do.
    """
    first, end = run
    words = draft.forms(run)
    if len(words) > 2 and words[0] in _BEFORE_YEARS and _YEAR.fullmatch(words[1]):
        first += 2 + (len(words) > 3 and words[2] == ",")
    if end - first > 1 and words[-1] in _SUBJECTS and words[-2].isalpha() and words[-2] not in ("and", "or", "than"):
        end -= 1
    return first, end


def _is_no_saying(draft: Draft, cue: Run) -> bool:
    """Whether a cue is nothing but an auxiliary, or the "Asked ..." of a question that is answered after it."""
    words = draft.forms(cue)
    opens = cue[0] == draft.words_of(draft.sentence_of[cue[0]])[0]
    return all(word in _AUXILIARIES for word in words) or (opens and words[0] == "asked")


def _is_expletive(draft: Draft, source: tuple[Run, ...], cue: Run) -> bool:
    """Whether the source is the empty "it" of "it was expected that" (not of "it is worried that")."""
    words = [word for run in source for word in draft.forms(run)]
    verbs = draft.forms(cue)
    opens = verbs[0] in ("is", "was", "be", "seems", "appears", "s", "’") or verbs[:2] in (
        ("has", "been"),
        ("had", "been"),
    )
    return words == ["it"] and opens and not _FEELINGS & set(verbs)


def _is_governed(draft: Draft, run: Run, cue: Run) -> bool:
    """Whether a preposition governs a source: "their opposition to Novak explained", "was reported to the media"."""
    first = run[0]
    while first > 0 and draft.words.forms[first - 1].casefold() in ("the", "a", "an"):
        first -= 1
    before = draft.words.forms[first - 1].casefold() if first else ""
    if cue[0] <= first - 1 < cue[1]:
        return before == "to" and draft.forms(cue)[0] not in ("according", "due", "thanks")
    return before in _GOVERNING


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
    if end >= len(forms) or forms[end] in _QUOTES or inside((end, end + 1), draft.asked):
        return replace(said, cue=(said.cue[0], end)) if forms[end - 1] == ":" else said
    last = draft.words_of(draft.sentence_of[end])[1]
    content = without_stop(draft, (end, last))
    return replace(said, cue=(said.cue[0], end), content=(content,), colon=True)


def without_stop(draft: Draft, run: Run) -> Run:
    """The words without a final unquoted full stop."""
    first, end = run
    return (first, end - 1) if end - first > 1 and draft.words.forms[end - 1] == "." else run


def share_sources(draft: Draft, candidates: list[Said]) -> list[Said]:
    """Sources copied from the governing clause to participles and to coordinated cues that have none.

    "Referring to A, Novak said: B" and "Novak referred to A and said: B" are two statements of Novak.
    """
    shared = []
    for said in candidates:
        if said.source or said.cue is None:
            shared.append(replace(said, source=_fuller_source(draft, said, candidates)))
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


def _fuller_source(draft: Draft, said: Said, candidates: list[Said]) -> tuple[Run, ...]:
    """The source as a coordinated cue of its sentence has it, where this one's was cut off before the name."""
    if len(said.source) != 1:
        return said.source
    first, end = said.source[0]
    longer = (
        other.source
        for other in candidates
        if len(other.source) == 1 and other.source[0][0] == first and other.source[0][1] > end
    )
    return next((source for source in longer if draft.words.forms[end] == ","), said.source)


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
