"""One statement in words that can be cited.

Laws of this module. Quotation marks stand around words only where the form is direct; a paraphrase
never gets any, and what is partly quoted keeps those of the text. Whoever is not named is an unnamed
source, with the words as written. A proposal that no person has judged is marked "not reviewed".
"""

from __future__ import annotations

import re

from parley.exports.addresses import web_address
from parley.exports.characters import legal, one_line
from parley.exports.works import date_parts
from parley.terms.tables import StatementRow

MONTHS = "January February March April May June July August September October November December".split()

UNNAMED = "unnamed source"
NOT_REVIEWED = "not reviewed"
_FORMS = {"indirect": "paraphrased", "mixed": "partly quoted"}
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’", "‚": "‘’", "'": "'", "‹": "›", "「": "」"}
_OPENERS, _CLOSERS = frozenset(_PAIRS), frozenset("".join(_PAIRS.values()))
_APART = re.compile(r"\s…\s")


def cite(row: StatementRow) -> str:
    """A statement as one sentence: words, speaker, role, outlet, date, address.

    Args:
        row: a statement.

    Returns:
        One line of plain text, e.g. ``"We will not sign." - Ahmad Massoud, leader of the National
        Resistance Front, The Harbour Post, 9 August 2023, https://...``; or, for a paraphrase,
        ``Ahmad Massoud (paraphrased): that they would not sign - The Harbour Post, ...``.
    """
    join = ", " if row.form == "direct" else " - "
    return f"{spoken(row)}{join}{place(row)}"


def spoken(row: StatementRow) -> str:
    """Who says what, with the marks, but without where it stands."""
    marks = marks_on(row)
    noted = f" ({'; '.join(marks)})" if marks else ""
    if row.form == "direct":
        words = _APART.split(legal(row.content).strip())
        inside = " … ".join(filter(None, (one_line(unquoted(part)) for part in words)))
        return f'"{inside}" - {speaker(row)}{noted}' if inside else f"{speaker(row)}{noted}"
    words_said = one_line(row.content)
    if row.form == "indirect":
        words_said = wholly_unquoted(words_said)
    return f"{speaker(row)}{noted}: {words_said}"


def place(row: StatementRow) -> str:
    """Outlet, date and address of the article; its name in the record where it has no address."""
    return f"{outlet_and_date(row)}, {web_address(row.url) or article_name(row)}"


def outlet_and_date(row: StatementRow) -> str:
    """Outlet, as far as it is known, and date."""
    return ", ".join(filter(None, [one_line(row.publication or ""), long_date(row.date) or "undated"]))


def article_name(row: StatementRow) -> str:
    """What the article is called in the record."""
    return f"article {one_line(row.article)}"


def speaker(row: StatementRow) -> str:
    """The speakers and the role of the first; an unnamed source with the words as written."""
    names = [one_line(name) for name in row.speakers or filter(None, [row.speaker])]
    if not names:
        written = one_line(row.source)
        return f"{UNNAMED} (as written: {written})" if written else UNNAMED
    role = one_line(row.speaker_role or "")
    first = f"{names[0]}, {role}" if role else names[0]
    if len(names) == 1:
        return first
    if role:
        return "; ".join([first, *names[1:]])
    return f"{', '.join(names[:-1])} and {names[-1]}"


def marks_on(row: StatementRow) -> list[str]:
    """What must be known beside the words of a statement, the form first."""
    marks = {
        _FORMS.get(row.form, ""): row.form in _FORMS,
        "the speaker did not say this": not row.asserted,
        "denied": row.polarity == "denied",
        row.certainty: row.certainty != "certain",
        "pointed to, not told": row.mention,
        "as reported by another speaker": row.parent is not None,
        f"said {long_date(row.said)}": bool(long_date(row.said)) and row.said != row.date,
        row.state: row.state in ("rejected", "withdrawn"),
        NOT_REVIEWED: row.judged_by is None,
    }
    return [mark for mark, present in marks.items() if present]


def long_date(date: str | None) -> str:
    """An ISO prefix as people write it, no more precise than it is; empty where there is none."""
    parts = date_parts(date)
    if not parts:
        return one_line(date or "")
    year, *rest = parts
    words = [str(year), *(MONTHS[part - 1] if number == 0 else str(part) for number, part in enumerate(rest))]
    return " ".join(reversed(words))


def unquoted(words: str) -> str:
    """A quotation without the marks around it, whole or half; marks within it stay."""
    words = wholly_unquoted(words)
    if words[:1] in _OPENERS and not _closed(words):
        words = words[1:]
    last = words[-1:]
    if last in _CLOSERS and last != "’" and not any(last in _PAIRS.get(sign, "") for sign in words[:-1]):
        words = words[:-1]
    return words.strip()


def wholly_unquoted(words: str) -> str:
    """Words without a pair of marks that holds them all."""
    words = words.strip()
    while len(words) > 1 and words[0] in _OPENERS and _closed(words) == len(words) - 1:
        words = words[1:-1].strip()
    return words


def _closed(words: str) -> int:
    """Where the quotation that the first mark opens is closed; 0 if nowhere."""
    closers = _PAIRS[words[0]]
    depth = 0
    for number, sign in enumerate(words):
        if number and sign in closers and not _within_word(words, number):
            depth -= 1
            if depth == 0:
                return number
        elif sign == words[0] and not _within_word(words, number):
            depth += 1
    return 0


def _within_word(words: str, number: int) -> bool:
    """Whether a mark is an apostrophe: between two letters."""
    return 0 < number < len(words) - 1 and words[number - 1].isalnum() and words[number + 1].isalnum()
