"""A brief as DOCX, with real footnotes, for Word and LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any
from zipfile import ZipFile

import docx

from parley.exports.about import About
from parley.exports.brief import Brief, compose_brief
from parley.exports.files import Target, whole_file
from parley.exports.footnotes import Footnotes
from parley.exports.zips import FixedZip
from parley.terms.tables import StatementRow


def write_docx(rows: Iterable[StatementRow], target: Target, *, about: About) -> int:
    """Write statements as a brief in DOCX. It holds all of them.

    Args:
        rows: statements.
        target: a path, or a file open for bytes.
        about: title, time, and what to group by; the same rows and words give the same bytes.

    Returns:
        How many statements were written.

    Raises:
        UsageError: ``about.made_at`` is no date and time.
        ParleyError: the file cannot be written.
    """
    brief = compose_brief(rows, about=about)
    held = io.BytesIO()
    _document(brief, about).save(held)
    with whole_file(target) as file, ZipFile(held) as made, FixedZip(file) as archive:
        for name in made.namelist():
            archive.writestr(name, made.read(name))
    return brief.statements


def _document(brief: Brief, about: About) -> Any:
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = brief.title[:255], "Parley", ""
    properties.created = properties.modified = about.made.replace(tzinfo=None)
    footnotes = Footnotes(document)
    document.add_heading(brief.title, 0)
    for paragraph in brief.preface:
        document.add_paragraph(paragraph)
    for group in brief.groups:
        document.add_heading(group.heading, 1)
        if group.definition:
            document.add_paragraph(group.definition)
        for item in group.items:
            footnotes.add(document.add_paragraph(item.words, "List Bullet"), str(item.note))
    document.add_heading("Sources", 1)
    for source in brief.sources:
        document.add_paragraph(str(source), "List Number")
    return document
