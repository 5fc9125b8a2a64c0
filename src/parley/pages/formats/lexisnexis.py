"""LexisNexis text exports: one file with many documents, each with labelled fields ("lexisnexis-1").

Two layouts: the classic one, where a line "3 of 50 DOCUMENTS" stands above each document, and the newer one, where
"End of Document" stands below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parley.errors import PageRefused
from parley.pages.dates import find_date
from parley.pages.fields import find_genre
from parley.pages.formats.fields import authors_of, decode_export, one_line
from parley.pages.marked import Marked, mark_paragraphs
from parley.terms.text import Page

RENDITION = "lexisnexis-1"
_ABOVE = re.compile(
    rb"^\s*(?:Document )?\d{1,6} (?:of|von|de|sur) \d{1,6}(?: DOCUMENTS?| DOKUMENTE\w*)?\s*$", re.IGNORECASE
)
_BELOW = re.compile(rb"^\s*End of Document\s*$", re.IGNORECASE)
_FIELD = re.compile(
    r"^(?P<name>BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|JOURNAL-CODE|GRAPHIC|"
    r"SUBJECT|COMPANY|ORGANIZATION|PERSON|CITY|STATE|COUNTRY|GEOGRAPHIC|INDUSTRY|TICKER|TYPE|SERIES|CORRECTION|NAME|"
    r"DOCUMENT-TYPE|PUB-TYPE|ACC-NO|URL|BODY|NOTES|EDITOR-NOTE|CLASSIFICATION)(?::|[ \t]*$)[ \t]*(?P<value>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = frozenset(
    "load-date language publication-type journal-code subject company organization person city state country "
    "geographic industry ticker document-type pub-type acc-no url classification".split()
)
"""Fields that stand below the text."""
_RIGHTS = re.compile(r"^(?:copyright\b|©|all rights reserved)", re.IGNORECASE)


def looks_like(start: bytes) -> bool:
    """Whether a file begins as a LexisNexis export does.

    Args:
        start: its first bytes; a few documents should fit.
    """
    if not re.search(rb"^\s*(?:LENGTH|LOAD-DATE):", start, re.IGNORECASE | re.MULTILINE):
        return False
    return any(_ABOVE.match(line) or _BELOW.match(line) for line in start.splitlines())


def split_documents(lines: Iterable[bytes], largest: int) -> Iterator[bytes]:
    """The bytes of each document; what stands above the first (a list of what was printed) is none.

    Args:
        lines: of the file, with their ends.
        largest: a document with more bytes is given back cut off, a little longer than it may be.
    """
    held: list[bytes] = []
    size = 0
    begun = False
    for line in lines:
        if _ABOVE.match(line):
            if begun:
                yield b"".join(held)
            held, begun, size = [line], True, len(line)
            continue
        if size <= largest:
            held.append(line)
            size += len(line)
        if _BELOW.match(line):
            yield b"".join(held)
            held, begun, size = [], False, 0
    if begun or any(line.lstrip()[:7].upper() == b"LENGTH:" for line in held):
        yield b"".join(held)


def mark_document(page: Page) -> Marked:
    """What one document of an export says.

    Args:
        page: the document.

    Raises:
        PageRefused: it has no text.
    """
    text = decode_export(page.content)
    paragraphs = [one_line(part) for part in re.split(r"\n\s*\n", text)]
    paragraphs = [part for one in paragraphs for part in _without_separator(one) if part]
    fields: dict[str, str] = {}
    marked: list[tuple[str, bool]] = []
    head: list[str] = []
    state, waiting = "head", ""
    for words in paragraphs:
        match = _FIELD.match(words)
        name = match.group("name").casefold() if match else ""
        if state == "body" and (name in _TAIL or _BELOW.match(words.encode()) or _RIGHTS.match(words)):
            state = "tail"
        if match and (state != "body" or name in ("graphic", "notes", "correction", "editor-note")):
            fields.setdefault(name, match.group("value"))
            waiting = name if not match.group("value") and name != "body" else ""
            if name in ("length", "dateline", "body", "highlight") and state != "tail":
                state = "fields" if name != "body" else "body"
            marked.append((words, False))
            continue
        if waiting:  # the label stands alone above its value
            fields[waiting], waiting = words, ""
            marked.append((words, False))
            continue
        if state == "head" and not fields.get("length"):
            head.append(words)
            marked.append((words, False))
            continue
        state = "body" if state in ("fields", "head") else state
        marked.append((words, state == "body"))
    if not any(own for _, own in marked):
        raise PageRefused("the document has no text", where=page.location, cure="Export it with its full text")
    return _with_fields(marked, head, fields)


def _without_separator(words: str) -> tuple[str, ...]:
    """A paragraph without the line above each document that counts it, and parted at labels that follow at once."""
    return tuple(
        part.strip()
        for part in re.split(r"(?=\b(?:LENGTH|BYLINE|SECTION|DATELINE|LOAD-DATE): )", words)
        if not _ABOVE.match(part.strip().encode())
    )


def _with_fields(marked: list[tuple[str, bool]], head: list[str], fields: dict[str, str]) -> Marked:
    """The head's lines are publication, date and title, in either order."""
    lines = [line for line in head if not _RIGHTS.match(line)]
    dated = next((index for index, line in enumerate(lines) if find_date(line) and len(line) < 90), None)
    title = publication = date = None
    if dated is not None:
        date = find_date(lines[dated])
        above, below = lines[:dated], lines[dated + 1 :]
        if len(above) >= 2:  # the newer layout: title, publication, date
            title, publication = above[0], above[1]
        else:
            publication = above[0] if above else None
            title = next((line for line in reversed(below) if not _is_edition(line)), None)
    elif lines:
        title = lines[-1]
    sections = tuple(part.strip() for part in re.split(r"[;,]", fields.get("section", ""))[:1] if part.strip())
    words = (fields.get("type"), fields.get("section"), fields.get("document-type"))
    return mark_paragraphs(
        marked,
        rendition=RENDITION,
        title=title,
        date=date or find_date(fields.get("load-date", "")),
        publication=publication,
        byline=authors_of(fields.get("byline", "")),
        sections=sections,
        genre_words=tuple(word for word in words if word and find_genre([word])),
        url=fields["url"] if fields.get("url", "").startswith(("http://", "https://")) else None,
    )


def _is_edition(line: str) -> bool:
    return bool(re.fullmatch(r"(?:[\w. ]{2,40} )?edition(?: \d+)?", line, re.IGNORECASE))
