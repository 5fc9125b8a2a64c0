r"""BibTeX: an entry for each article.

Characters that TeX acts on are written as commands; all others stay as they are (UTF-8). Braces
become ``\textbraceleft{}``, since BibTeX counts braces even after a backslash. An address stands as
it is, for ``\url``; what would break it is percent-encoded. A date says no more than is known: year
alone, year and month, or year, month and day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parley.exports.files import Target, text_file
from parley.exports.works import Work, works_of
from parley.terms.tables import ArticleRow, StatementRow

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
} | {sign: f"\\{sign}" for sign in "%&$#_"}
_SPECIAL = re.compile("[" + re.escape("".join(_COMMANDS)) + "]")
_JOINED = re.compile(r",|\band\b", re.IGNORECASE)
"""What BibTeX reads as more than one name, or as a name turned round."""


def write_bibtex(rows: Iterable[StatementRow | ArticleRow], target: Target) -> int:
    """Write the articles of some rows as BibTeX, each once.

    Args:
        rows: articles, or statements, whose articles are taken.
        target: a path, or a file open for bytes.

    Returns:
        How many entries were written.

    Raises:
        ParleyError: the file cannot be written.
    """
    number = 0
    with text_file(target) as file:
        for work in works_of(rows):
            file.write(bibtex_entry(work) + "\n")
            number += 1
    return number


def bibtex_entry(work: Work) -> str:
    """An article as a BibTeX entry."""
    lines = "".join(f"  {name} = {value},\n" for name, value in _fields(work))
    return f"@{'article' if work.publication else 'misc'}{{{work.name},\n{lines}}}\n"


def bibtex_text(text: str) -> str:
    """A text in which TeX finds nothing to act on."""
    return _SPECIAL.sub(lambda found: _COMMANDS[found[0]], text)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    if work.authors:
        yield "author", f"{{{' and '.join(map(_author, work.authors))}}}"
    if work.title:
        yield "title", f"{{{{{bibtex_text(work.title)}}}}}"
    if work.publication:
        yield "journal", f"{{{bibtex_text(work.publication)}}}"
    yield from zip(("year", "month", "day"), _date(work.date), strict=False)
    if work.url:
        yield "url", f"{{{work.url}}}"
    if work.fetched:
        yield "urldate", f"{{{'-'.join(f'{part:02d}' for part in work.fetched)}}}"
    if work.language:
        yield "language", f"{{{bibtex_text(work.language)}}}"
    if work.genre:
        yield "keywords", f"{{{bibtex_text(work.genre)}}}"
    yield "note", f"{{Parley article {bibtex_text(work.key)}}}"


def _author(name: str) -> str:
    """A name; one that BibTeX would take apart stands in braces."""
    return f"{{{bibtex_text(name)}}}" if _JOINED.search(name) else bibtex_text(name)


def _date(date: tuple[int, ...]) -> Iterator[str]:
    for number, part in enumerate(date):
        yield MONTHS[part - 1] if number == 1 else f"{{{part}}}"
