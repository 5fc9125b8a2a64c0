"""Regular expressions of users: run with a time limit, so that none can stop the program.

Uses the library ``regex``, whose matching can be given a timeout.
"""

from __future__ import annotations

import time

import regex

from parley.errors import UsageError
from parley.terms.text import Span

LONGEST = 1000
"""Characters of a pattern; longer ones can take long to compile, which no time limit stops."""
MOST_PARTS = 20_000
"""Parts of a pattern when its repetitions are written out, which is what ``regex`` does to compile it."""
_PART = regex.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\s*(\d*)\s*,?\s*\d*\s*\}|.", regex.DOTALL)
_RECURSION = regex.compile(r"\(\?(?:R|[+-]?\d+|&|P>)")


def compile_pattern(pattern: str, *, ignore_case: bool = False) -> regex.Pattern[str]:
    """A user's regular expression, ready to be run.

    Args:
        pattern: as the user wrote it.
        ignore_case: whether capitals do not matter.

    Raises:
        UsageError: it is no regular expression, or one that is too large.
    """
    cure = "Mend the expression; a backslash before a special character takes its meaning away"
    if len(pattern) > LONGEST:
        raise UsageError(f"it has more than {LONGEST} characters", where=_where(pattern), cure="Shorten it")
    if _written_out(pattern) > MOST_PARTS:
        raise UsageError("its repetitions are too many", where=_where(pattern), cure="Use * or + in place of {...}")
    if _RECURSION.search(pattern):
        raise UsageError("it calls itself", where=_where(pattern), cure="Write the repeated part out")
    try:
        return regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
    except (regex.error, RecursionError, OverflowError, ValueError, MemoryError, KeyError, IndexError) as fault:
        raise UsageError(f"it is no regular expression: {fault}", where=_where(pattern), cure=cure) from fault


def find_pattern(
    pattern: str, text: str, seconds: float = 1.0, *, ignore_case: bool = False, most: int = 100_000
) -> tuple[Span, ...]:
    """Where a user's regular expression matches; matches of nothing are passed over.

    Args:
        pattern: as the user wrote it.
        text: where to look.
        seconds: how long the whole search may take.
        ignore_case: whether capitals do not matter.
        most: how many matches are taken.

    Raises:
        UsageError: the pattern is none, or too slow.
    """
    compiled = compile_pattern(pattern, ignore_case=ignore_case)
    end = time.monotonic() + seconds
    found: list[Span] = []
    try:
        for match in compiled.finditer(text, timeout=seconds):
            if match.end() > match.start():
                found.append(Span(match.start(), match.end()))
            if len(found) >= most:
                break
            if time.monotonic() > end:
                raise TimeoutError
    except TimeoutError as fault:
        raise UsageError(
            f"it took more than {seconds:g} s", where=_where(pattern), cure="Avoid repetitions within repetitions"
        ) from fault
    except (RecursionError, MemoryError) as fault:
        raise UsageError("it needs too much memory", where=_where(pattern), cure="Simplify it") from fault
    return tuple(found)


def _written_out(pattern: str) -> int:
    """How many parts a pattern has when its repetitions are written out."""
    groups, last = [0], 0
    for part in _PART.finditer(pattern):
        token = part.group()
        if token == "(":
            groups.append(0)
            last = 0
        elif token == ")" and len(groups) > 1:
            last = groups.pop()
            groups[-1] += last
        elif part.group(1) is not None:
            extra = last * (max(1, int(part.group(1)[:9] or 1)) - 1)
            groups[-1] += extra
            last += extra
        else:
            last = 1
            groups[-1] += 1
    return sum(groups)


def _where(pattern: str) -> str:
    return f"pattern {pattern[:100]!r}"
