"""A brief as Markdown, with footnotes as pandoc, GitHub and most readers know them.

Everything that comes from pages and people is escaped, so that it cannot become markup; addresses
of the web become links, nothing else does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parley.exports.about import About
from parley.exports.brief import Brief, Note, compose_brief
from parley.exports.files import Target, text_file
from parley.terms.tables import StatementRow

_SIGNS = re.compile(r"[\\`*_{}\[\]<>&#|~^$@]")
_BEGINNING = re.compile(r"^([-+=:%]|\d+(?=[.)]))")
_BARE_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)


def write_markdown(rows: Iterable[StatementRow], target: Target, *, about: About) -> int:
    """Write statements as a brief in Markdown. It holds all of them.

    Args:
        rows: statements.
        target: a path, or a file open for bytes.
        about: title, time, and what to group by.

    Returns:
        How many statements were written.

    Raises:
        UsageError: ``about.made_at`` is no date and time.
        ParleyError: the file cannot be written.
    """
    brief = compose_brief(rows, about=about)
    with text_file(target) as file:
        file.writelines(f"{line}\n" for line in _lines(brief))
    return brief.statements


def escape_markdown(text: str) -> str:
    """A line of text in which Markdown finds no markup; made for the beginning of a block or its middle."""
    text = _inline(text)
    return _BEGINNING.sub(lambda found: f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}", text)


def _lines(brief: Brief) -> Iterator[str]:
    yield f"# {escape_markdown(brief.title)}\n"
    for paragraph in brief.preface:
        yield f"{escape_markdown(paragraph)}\n"
    notes: list[Note] = []
    for group in brief.groups:
        yield f"## {escape_markdown(group.heading)}\n"
        if group.definition:
            yield f"{escape_markdown(group.definition)}\n"
        for item in group.items:
            notes.append(item.note)
            yield f"- {escape_markdown(item.words)}[^{len(notes)}]"
        yield ""
    yield "## Sources\n"
    for number, source in enumerate(brief.sources, 1):
        yield f"{number}. {_note(source)}"
    yield ""
    for number, note in enumerate(notes, 1):
        yield f"[^{number}]: {_note(note)}"


def _note(note: Note) -> str:
    """A reference whose address is a link. An address holds only what RFC 3986 lets it, so no > closes it early."""
    address = f"<{note.address}>" if note.address else ""
    return f"{escape_markdown(note.before)}{address}{_inline(note.after)}"


def _inline(text: str) -> str:
    text = _SIGNS.sub(r"\\\g<0>", text)
    return _BARE_ADDRESS.sub(lambda found: found[0].replace("://", ":\\//").replace(".", "\\."), text)
