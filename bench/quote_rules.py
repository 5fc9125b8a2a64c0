"""Quotation marks and a list of verbs: statements as simple published rule systems find them.

In the manner of Krestel, Bergler and Witte ("Minding the source", LREC 2008) and of the rules of the
Gender Gap Tracker (Asr et al., PLOS ONE 2021), but without a parser: the source is the run of words
between the verb and the nearest mark or conjunction. Rules and limits were tuned on the first 100
documents of PolNeAR train, 2026-11-25.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.plain_text import REPORTING, PlainText, Row, Run, read_plainly, statement
from parley.language.words import OPENING_QUOTES, QUOTES

PRONOUNS = frozenset("he she they it we i you who".split())
DETERMINERS = frozenset("the a an his her their its our my some many most several few one two three".split())
BREAKS = frozenset(
    "as but that when if while because where after before since although though so than and or in on at during with "
    "by from into about which what how why is are was were will would to".split()
)
"""Words that end the search for a source."""
AUXILIARIES = frozenset("has have had is was were are did does do not never also later then t didn don doesn ’".split())
OPENERS = frozenset("that how whether if why what".split())
"""Words that open a reported clause; they belong to it."""
BARE = frozenset("said says say saying believe believes think thinks thought".split())
"""Verbs whose clause often has no "that"."""
TOLD = frozenset("told tell telling tells asked informed assured warned reminded urged".split())
"""Verbs that name their hearer first."""
NOT_CONTENT = frozenset("on in at during to of after before for , .".split())
LONGEST_SOURCE = 12
LONGEST_HEARER = 10


def find_by_rules(text: str) -> list[Row]:
    """The statements of a text by quotation marks and verbs."""
    read = read_plainly(text)
    found: list[Row] = []
    taken = -1
    for sentence in read.sentences:
        for cue, forward in _cues(read, sentence):
            if cue[0] < taken:
                continue  # inside what is said already
            row, taken_to = _statement(read, sentence, cue, forward=forward)
            if row:
                found.append(row)
                taken = max(taken, taken_to)
    return found


def _cues(read: PlainText, sentence: Run) -> Iterator[tuple[Run, bool]]:
    """The cues of a sentence in order, and whether each is a verb (not "according to" or a speaker's colon)."""
    first, end = sentence
    for i in range(first, end):
        if read.quoted[i]:
            continue
        if read.lower[i : i + 2] == ("according", "to"):
            yield (i, i + 2), False
        elif read.forms[i] in REPORTING:
            start = i
            while start > first and (read.lower[start - 1] in AUXILIARIES or read.lower[start - 1].endswith("ly")):
                start -= 1
            yield (start, i + 2 if read.forms[i + 1 : i + 2] == (":",) else i + 1), True
        elif read.forms[i] == ":" and 0 < i - first <= 4 and all(w[0].isupper() for w in read.forms[first:i]):
            yield (i, i + 1), True


def _statement(read: PlainText, sentence: Run, cue: Run, *, forward: bool) -> tuple[Row | None, int]:
    """The statement of one cue, or None, and where its content ends."""
    if not forward:
        source = source_after(read, sentence, cue)
        content = _around(read, sentence, cue, source)
    else:
        source = source_before(read, sentence, cue)
        before = _before(read, sentence, source[0] if source else cue[0])
        if before and source and _reports_on(read, sentence, cue, before):
            before = None
        if before and not source:
            source = source_after(read, sentence, cue)
        after = _after(read, sentence, cue if not source or source[0] < cue[0] else (cue[0], source[1]), said=before)
        content = [run for run in (before, *after) if run]
        if not before and not source:
            content = []
    if not content:
        return None, -1
    row = statement(read, [source] if source else [], [cue], content)
    return row, content[-1][1]


def source_before(read: PlainText, sentence: Run, cue: Run) -> Run | None:
    """The noun phrase left of a verb: a pronoun, or the words back to a mark, a conjunction or the sentence's start."""
    first, stop = sentence[0], cue[0]
    if stop > first and read.lower[stop - 1] in PRONOUNS:
        return stop - 1, stop
    if stop > first and read.forms[stop - 1] == "," and not read.quoted[stop - 1]:
        head_end = _back_to_comma(read, first, stop - 1)
        start = _phrase_start(read, first, head_end) if head_end else None
        return (start, stop) if start is not None else None
    start = _phrase_start(read, first, stop)
    return (start, stop) if start is not None else None


def _back_to_comma(read: PlainText, first: int, stop: int) -> int | None:
    """The comma that opens an apposition ending at ``stop``."""
    for i in range(stop - 1, max(first, stop - 15) - 1, -1):
        if read.quoted[i] or read.forms[i] in ";:—":
            return None
        if read.forms[i] == ",":
            return i
    return None


def _phrase_start(read: PlainText, first: int, stop: int) -> int | None:
    """Where the noun phrase that ends at ``stop`` begins; None where there is none."""
    start = stop
    while start > first and stop - start < LONGEST_SOURCE and not _is_break(read, start - 1):
        start -= 1
    for i in range(start, stop):
        if read.lower[i] in DETERMINERS or read.forms[i][0].isupper() or stop - i <= 2:
            return i
    return None


def _is_break(read: PlainText, i: int) -> bool:
    """Whether a word cannot stand in a source."""
    form = read.forms[i]
    if read.quoted[i] or read.lower[i] in BREAKS:
        joins = read.lower[i] in ("and", "in", "from") and read.forms[i - 1][0].isupper()
        return not joins or not read.forms[i + 1][0].isupper()
    return not form[0].isalnum() and form not in "’'.-&"


def source_after(read: PlainText, sentence: Run, cue: Run) -> Run | None:
    """The noun phrase right of a cue, with the apposition that follows it."""
    start = end = cue[1]
    while end < sentence[1] and end - start < LONGEST_SOURCE and not (read.quoted[end] or read.forms[end] in ",:;—–("):
        if end > start and (read.lower[end] in BREAKS or (read.forms[end] == "." and end == sentence[1] - 1)):
            break
        end += 1
    appended = read.forms[end : end + 1] == (",",) and end + 1 < sentence[1] and read.lower[end + 1] in DETERMINERS
    if appended:
        close = end + 1
        while close < sentence[1] and read.forms[close] not in (",", ".") and not read.quoted[close]:
            close += 1
        end = close
    return (start, end) if end > start else None


def _before(read: PlainText, sentence: Run, stop: int) -> Run | None:
    """What is said before "he said": back to the sentence's start, or to where its quotation was opened."""
    first, end = sentence[0], stop
    if end - first < 3 or not (read.forms[end - 1] == "," or read.forms[end - 1] in QUOTES):
        return None
    if not read.quoted[end - 1]:
        end -= 1
    if read.quoted[first]:
        while first > 0 and read.quoted[first - 1] and read.paragraphs[first - 1] == read.paragraphs[first]:
            first -= 1
    return first, end


def _reports_on(read: PlainText, sentence: Run, cue: Run, before: Run) -> bool:
    """Whether what stands before "he said" without quotation marks only leads up to what is said after it."""
    quoted = any(read.quoted[i] for i in (before[0], before[1] - 1))
    rest = sentence[1] - cue[1]
    return not quoted and rest > 3 and read.lower[cue[1]] not in NOT_CONTENT


def _after(read: PlainText, sentence: Run, cue: Run, *, said: Run | None) -> list[Run]:
    """What is said after the cue, and the quotation that goes on behind the sentence."""
    start = _content_start(read, sentence, cue, only_quoted=said is not None)
    found = [] if start is None else [(start, _content_end(read, sentence, start))]
    after = found[-1][1] if found else sentence[1]
    while after < len(read.forms) and read.forms[after] == ".":
        after += 1
    goes_on = after < len(read.forms) and read.forms[after] in OPENING_QUOTES + '"'
    near = goes_on and (
        read.paragraphs[after] == read.paragraphs[cue[0]] or (not found and read.forms[cue[1] - 1] == ":")
    )
    if near and (found or said or read.forms[cue[1] - 1] == ":") and after >= sentence[1]:
        found.append((after, _quotation_end(read, after)))
    return found


def _content_start(read: PlainText, sentence: Run, cue: Run, *, only_quoted: bool) -> int | None:
    """Where the content right of a cue begins; None where nothing is reported there."""
    start, end = cue[1], sentence[1]
    hearer = LONGEST_HEARER if read.lower[cue[1] - 1] in TOLD else 6
    for i in range(start, min(start + hearer, end)):
        if read.forms[i] in OPENING_QUOTES + '"':
            return i
        if read.lower[i] in OPENERS and not only_quoted:
            return i
    if only_quoted or end - start < 3:
        return None
    bare = read.lower[cue[1] - 1] in BARE and read.lower[start] not in NOT_CONTENT
    return start if bare or read.forms[start - 1] == ":" else None


def _content_end(read: PlainText, sentence: Run, start: int) -> int:
    """Where a content ends: with its sentence, or with the quotation that runs on; without the last full stop."""
    end = sentence[1]
    if read.quoted[end - 1]:
        return _quotation_end(read, end - 1)
    return end - 1 if end - start > 1 and read.forms[end - 1] in ".!?" else end


def _quotation_end(read: PlainText, inside: int) -> int:
    """Where the quotation around a word ends, at the latest with its paragraph."""
    end = inside + 1
    while end < len(read.forms) and read.quoted[end] and read.paragraphs[end] == read.paragraphs[inside]:
        if read.forms[end - 1] in QUOTES and end - 1 > inside:
            break
        end += 1
    return end


def _around(read: PlainText, sentence: Run, cue: Run, source: Run | None) -> list[Run]:
    """What is said according to somebody: the clause before, or the one after the comma."""
    if source is None:
        return []
    if cue[0] - sentence[0] > 2:
        end = cue[0] - 1 if read.forms[cue[0] - 1] == "," and not read.quoted[cue[0] - 1] else cue[0]
        return [(sentence[0], end)]
    start = source[1] + 1
    return [(start, _content_end(read, sentence, start))] if start < sentence[1] - 1 else []
