"""Factiva text exports: one file with many documents, with two-letter tags or without ("factiva-1").

A line "Document HART000020240502ek5200001" stands below each document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parley.errors import PageRefused
from parley.pages.dates import find_date
from parley.pages.formats.fields import authors_of, decode_export, one_line
from parley.pages.marked import Marked, mark_paragraphs
from parley.terms.text import Page

RENDITION = "factiva-1"
_BELOW = re.compile(rb"^\s*Document [A-Za-z]{2,}\w{12,}\s*$")
_TAG = re.compile(
    r"^(?P<tag>SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|CX|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|CLM|ART|DLN|RST)"
    r"(?:[ \t]+(?P<value>.*))?$"
)
_WORDS = re.compile(r"^\d[\d,.]* (?:words|Wörter|palabras|mots|parole|palavras)$", re.IGNORECASE)
_RIGHTS = re.compile(r"^(?:\(c\)|©|copyright\b|all rights reserved)", re.IGNORECASE)
_CODE = re.compile(r"^[A-Z0-9]{2,10}$")
_CLOCK = re.compile(r"^\d{1,2}[:.]\d\d(?: ?[AP]M)?(?: GMT)?$", re.IGNORECASE)
_LANGUAGES = frozenset("english german french spanish italian portuguese russian arabic turkish persian farsi".split())


def looks_like(start: bytes) -> bool:
    """Whether a file begins as a Factiva export does.

    Args:
        start: its first bytes; a few documents should fit.
    """
    lines = [line.decode("utf-8", "replace").strip() for line in start.splitlines()]
    if not any(_BELOW.match(line.encode()) for line in lines):
        return False
    tags = {match.group("tag") for line in lines if (match := _TAG.match(line))}
    return {"HD", "PD"} <= tags or any(_WORDS.match(line) for line in lines)


def split_documents(lines: Iterable[bytes], largest: int) -> Iterator[bytes]:
    """The bytes of each document.

    Args:
        lines: of the file, with their ends.
        largest: a document with more bytes is given back cut off, a little longer than it may be.
    """
    held: list[bytes] = []
    size = 0
    for line in lines:
        if size <= largest:
            held.append(line)
            size += len(line)
        if _BELOW.match(line):
            yield b"".join(held)
            held, size = [], 0
    if any(re.match(rb"(?:LP|TD)\b|\d[\d,]* words\s*$", line) for line in held):
        yield b"".join(held)


def mark_document(page: Page) -> Marked:
    """What one document of an export says.

    Args:
        page: the document.

    Raises:
        PageRefused: it has no text.
    """
    text = decode_export(page.content).strip("\n ")
    lines = text.split("\n")
    tagged = {match.group("tag") for line in lines if (match := _TAG.match(line))} >= {"HD", "PD"}
    marked, fields = _tagged(lines) if tagged else _untagged(text)
    if not any(own for _, own in marked):
        raise PageRefused("the document has no text", where=page.location, cure="Export it with its full text")
    return mark_paragraphs(
        marked,
        rendition=RENDITION,
        title=fields.get("HD") or None,
        date=find_date(fields.get("PD", "")),
        publication=fields.get("SN") or None,
        byline=authors_of(fields.get("BY", "")),
        sections=tuple(part for part in (fields.get("SE", ""),) if part),
        genre_words=tuple(part for part in (fields.get("SE"), fields.get("CLM")) if part),
    )


def _tagged(lines: Iterable[str]) -> tuple[list[tuple[str, bool]], dict[str, str]]:
    """Paragraphs and fields of the layout with tags; LP and TD hold the text."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        match = _TAG.match(line)
        if match:
            groups.append((match.group("tag"), [match.group("value") or ""]))
        else:
            groups[-1][1].append(line)
    marked: list[tuple[str, bool]] = []
    fields: dict[str, str] = {}
    for tag, held in groups:
        parts = [one_line(part) for part in re.split(r"\n\s*\n", "\n".join(held))]
        fields.setdefault(tag, one_line(" ".join(parts)))
        own = tag in ("LP", "TD")
        if not own and tag != "HD":
            parts = [one_line(f"{tag} {' '.join(parts)}")]
        marked += [(part, own) for part in parts if part]
    return marked, fields


def _untagged(text: str) -> tuple[list[tuple[str, bool]], dict[str, str]]:
    """Paragraphs and fields of the layout without tags: title, author, number of words, day, paper, rights, text."""
    head, rest = _parted(text)
    fields: dict[str, str] = {}
    marked: list[tuple[str, bool]] = []
    above = next((index for index, line in enumerate(head) if _WORDS.match(line)), 0)
    titles = head[:above]
    if len(titles) > 1 and re.match(r"by\s", titles[-1], re.IGNORECASE):
        fields["BY"] = titles.pop()
    if len(titles) > 1 and len(titles[0].split()) == 1:
        fields["SE"] = titles.pop(0)
    fields["HD"] = " ".join(titles)
    for line in head[above + 1 :]:
        if "PD" not in fields and find_date(line):
            fields["PD"] = line
        elif "SN" not in fields and not (_CLOCK.match(line) or _CODE.match(line)) and line.casefold() not in _LANGUAGES:
            fields["SN"] = line
    marked += [(fields[name], False) for name in ("SE", "HD", "BY") if name in fields]
    marked += [(line, False) for line in head[above:]]
    for part in re.split(r"\n\s*\n", rest):
        words = one_line(part)
        marked.append((words, bool(words) and not _BELOW.match(words.encode()) and not _RIGHTS.match(words)))
    return marked, fields


def _parted(text: str) -> tuple[list[str], str]:
    """The lines of the head, which ends with the line of rights or of the language, and the rest."""
    lines = text.split("\n")
    end = 0
    for index, line in enumerate(lines[:40]):
        if _RIGHTS.match(line.strip()) or line.strip().casefold() in _LANGUAGES:
            end = index + 1
    if not end:  # neither: the head ends with the first empty line behind the number of words
        counted = next((index for index, line in enumerate(lines) if _WORDS.match(line.strip())), 0)
        end = next((index for index in range(counted, len(lines)) if not lines[index].strip()), counted + 1)
    return [one_line(line) for line in lines[:end] if line.strip()], "\n".join(lines[end:])
