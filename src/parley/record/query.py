"""What a user types into the search box, as a query that the search index understands.

Law of this module: no user's text is ever search syntax. It is cut into words and "phrases", each
of which is quoted; only AND, OR, NOT (in capitals) and a star at the end of a word mean something.
Everything else separates words.

    Massoud "armed resistance" OR insurg* NOT Doha
    -> ("Massoud" AND "armed resistance") OR ("insurg" * NOT "Doha")
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parley.errors import UsageError

MOST_TERMS = 64
"""More words than anybody asks for, and fewer than the index's own limit on nesting."""

_TOKEN = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)(\*?)|([^\s"“”„«»()]+)')


@dataclass(slots=True)
class _Group:
    """Words that must stand together, and words that must not."""

    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)

    def match(self) -> str:
        """The group in FTS5's language."""
        wanted = " AND ".join(self.wanted)
        return f"({wanted})" + "".join(f" NOT {term}" for term in self.unwanted)


def parse_query(query: str) -> str:
    """A user's query in the language of SQLite's FTS5.

    Args:
        query: words, "phrases", prefix*, AND, OR, NOT; words side by side must all occur.

    Returns:
        An FTS5 expression in which every term is quoted.

    Raises:
        UsageError: there is no word to look for, or there are too many.
    """
    groups = [_Group()]
    negated = False
    terms = 0
    for match in _TOKEN.finditer(query.replace("\x00", " ")):
        phrase, phrase_star, word = match.groups()
        if word == "OR":
            groups.append(_Group())
            negated = False
        elif word in {"AND", "NOT"}:
            negated = word == "NOT"
        elif term := _term(phrase, star=bool(phrase_star)) if word is None else _word(word):
            group = groups[-1]
            (group.unwanted if negated else group.wanted).append(term)
            negated = False
            terms += 1
    if terms > MOST_TERMS:
        raise UsageError(f"it has {terms} words", where="search", cure=f"Ask for at most {MOST_TERMS}")
    expressions = [f"({group.match()})" for group in groups if group.wanted]
    if not expressions:
        cure = 'Give a word, a "phrase" or the beginning of a word with a star (sanction*)'
        raise UsageError("there is no word to look for", where="search", cure=cure)
    return " OR ".join(expressions)


def _word(word: str) -> str | None:
    return _term(word.rstrip("*"), star=word.endswith("*"))


def _term(text: str, *, star: bool) -> str | None:
    if not any(sign.isalnum() for sign in text):
        return None
    return f'"{text}"' + (" *" if star else "")
