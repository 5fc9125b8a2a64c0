"""Reads projects and codebooks of qualitative software in the REFI-QDA exchange format (``.qdpx``, ``.qdc``).

NVivo, MAXQDA, ATLAS.ti, QDA Miner, Quirkos and others write it. A project is a zip archive of ``project.qde`` (XML)
and ``sources/``. Every selection and code becomes a statement of the type "Coding" whose short text "code" has the
code as its entity, with its parent and colour; users become coders. Cases, sets, links, variables, notes and what is
not text do not come in, and the report counts them.

Source: REFI-QDA standard 1.5 (2019), section 10.2: positions in plain text count Unicode code points from 0.
Some programs count UTF-16 code units all the same. This is certain where a selection ends beyond the text in code
points but not in code units; all selections of that source are then taken as code units, and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from parley.errors import UsageError
from parley.imports.archives import Archive, open_archive
from parley.imports.dates import read_date
from parley.imports.files import decode_text, read_bytes
from parley.imports.markup import children, local_name, parse_xml
from parley.imports.notes import Notes, UniqueNames
from parley.imports.refi_codes import CODE, TYPE, Codes, read_codes
from parley.imports.utf16 import Utf16Offsets
from parley.terms.exchange import CodedCorpus, CodedDocument, CodedStatement, Coder, Report

_OTHER_SOURCES = ("PictureSource", "AudioSource", "VideoSource")
_NOT_READ = ("Cases", "Sets", "Links", "Notes", "Graphs", "Variables")
_SELECTION = ("PlainTextSelection",)


def read_qdpx(path: str | PathLike[str]) -> tuple[CodedCorpus, Report]:
    """Read a REFI-QDA project.

    Args:
        path: the ``.qdpx`` file.

    Returns:
        The corpus, with offsets in code points; and what did not come in as it stands.

    Raises:
        UsageError: it is no such file, is damaged, or beyond the bounds of ``Bounds``.
    """
    where = Path(path)
    notes = Notes()
    with open_archive(where) as archive:
        name = archive.find("project.qde") or next((one for one in archive.names if one.endswith(".qde")), None)
        if name is None:
            raise UsageError("there is no project.qde in it", where=str(where), cure="Export it as REFI-QDA project")
        root = parse_xml(archive.read(name), where=f"{where}, {name}")
        if local_name(root) != "Project":
            raise UsageError("this is no REFI-QDA project", where=str(where), cure="Export it as REFI-QDA project")
        project = _Project(archive, notes, read_codes(root, notes))
        _read_users(root, project)
        for sources in children(root, "Sources"):
            for source in children(sources):
                _read_source(source, project)
    for name in _NOT_READ:
        number = sum(len(children(found)) for found in children(root, name))
        if number:
            notes.leave(name.lower(), name, f"{number} of them; Parley has no place for them; left out")
    return _corpus(project), notes.report()


def read_codebook(path: str | PathLike[str]) -> tuple[CodedCorpus, Report]:
    """Read a REFI-QDA codebook.

    Args:
        path: the ``.qdc`` file.

    Returns:
        A corpus of codes only; and what did not come in as it stands.

    Raises:
        UsageError: it is no such file, or is damaged.
    """
    where, notes = Path(path), Notes()
    root = parse_xml(read_bytes(where), where=str(where))
    if local_name(root) not in ("CodeBook", "Codebook"):
        raise UsageError("this is no REFI-QDA codebook", where=str(where), cure="Export it as REFI-QDA codebook")
    codes = read_codes(root, notes)
    for sets in children(root, "Sets"):
        if children(sets):
            notes.leave("sets", "Sets", f"{len(children(sets))} of them; Parley has no place for them; left out")
    notes.came("entities", len(codes.entities))
    return CodedCorpus(types=(codes.statement_type,), entities=codes.entities), notes.report()


@dataclass(slots=True)
class _Project:
    """A project while it is read."""

    archive: Archive
    notes: Notes
    codes: Codes
    users: dict[str, Coder] = field(default_factory=dict)
    """Identifier to coder."""
    documents: list[CodedDocument] = field(default_factory=list)
    statements: list[CodedStatement] = field(default_factory=list)
    keys: UniqueNames = field(default_factory=UniqueNames)

    def coder(self, element: Any) -> str | None:
        """The name of who made an element."""
        user = self.users.get(_identifier(element.get("creatingUser")))
        return user.name if user else None


def _corpus(project: _Project) -> CodedCorpus:
    """The corpus of a project that has been read."""
    notes = project.notes
    notes.came("coders", len(project.users))
    notes.came("entities", len(project.codes.entities))
    notes.came("documents", len(project.documents))
    notes.came("statements", len(project.statements))
    return CodedCorpus(
        coders=tuple(project.users.values()),
        types=(project.codes.statement_type,),
        entities=project.codes.entities,
        documents=tuple(project.documents),
        statements=tuple(project.statements),
    )


def _identifier(written: str | None) -> str:
    """A GUID as it is compared: without braces, in small letters."""
    return (written or "").strip().strip("{}").lower()


def _read_users(root: Any, project: _Project) -> None:
    """The users."""
    names = UniqueNames()
    for users in children(root, "Users"):
        for user in children(users, "User"):
            wanted = (user.get("name") or user.get("id") or "").strip() or "unnamed"
            name = names.give(wanted)
            if name != wanted:
                project.notes.leave("coder", f"user {user.get('guid')}", f"another is {wanted!r} too; now {name!r}")
            guid = _identifier(user.get("guid"))
            project.users[guid] = Coder(name=name, extras={"refi": {"guid": user.get("guid")}})


def _read_source(source: Any, project: _Project) -> None:
    """One source: its text and its codings."""
    kind, where = local_name(source), f"source {source.get('name') or source.get('guid')}"
    if kind in _OTHER_SOURCES:
        codings = sum(1 for found in source.iter() if local_name(found) == "Coding")
        project.notes.leave("document", where, f"it is a {kind} and no text; left out with {codings} codings")
        return
    holder = source
    if kind == "PDFSource":
        holder = next(iter(children(source, "Representation")), None)
        for selection in children(source, "PDFSelection"):
            number = len(children(selection, "Coding"))
            project.notes.leave("statement", where, f"a selection on a PDF page is no text; left out, {number} codings")
    if kind not in ("TextSource", "PDFSource") or holder is None:
        project.notes.leave("document", where, f"this {kind} has no plain text; left out")
        return
    text = _read_text(holder, where, project)
    if text is None:
        return
    document = _add_document(source, text, project)
    _read_codings(source, holder, document, project)


def _read_text(holder: Any, where: str, project: _Project) -> str | None:
    """The plain text of a source; None, and a note, if it is not in the project."""
    inline = next(iter(children(holder, "PlainTextContent")), None)
    if inline is not None:
        return "".join(inline.itertext())
    address = holder.get("plainTextPath") or ""
    entry = None
    if address.startswith("internal://"):
        rest = address.removeprefix("internal://").lstrip("/")
        entry = project.archive.find(f"sources/{rest}") or project.archive.find(rest)
    if entry is None:
        project.notes.leave("document", where, f"its text ({address[:80] or 'none'}) is not in the project; left out")
        return None
    text, supposed = decode_text(project.archive.read(entry))
    if supposed:
        project.notes.leave("encoding", where, supposed)
    return text


def _add_document(source: Any, text: str, project: _Project) -> CodedDocument:
    """Add a source to the documents."""
    guid = source.get("guid") or ""
    date, fault = read_date(source.get("creationDateTime") or "")
    if fault:
        project.notes.leave("date", f"source {source.get('name')}", fault)
    described = next(iter(children(source, "Description")), None)
    document = CodedDocument(
        key=project.keys.give(guid or source.get("name") or "source"),
        title=source.get("name") or guid,
        text=text,
        notes="" if described is None else "".join(described.itertext()).strip(),
        coder=project.coder(source),
        extras={"refi": {"guid": guid, "created": date}},
    )
    project.documents.append(document)
    return document


def _read_codings(source: Any, holder: Any, document: CodedDocument, project: _Project) -> None:
    """The codings of a source as a whole, and of its selections."""
    for coding in children(source, "Coding"):
        _add_statement(coding, source, document, (0, len(document.text)), project)
    selections = children(holder, *_SELECTION)
    offsets = Utf16Offsets(document.text)
    ends = [end for _, end in map(_positions, selections) if end is not None]
    units = bool(ends) and offsets.points < max(ends) <= offsets.units
    if units:
        why = "its positions reach beyond the text unless they count UTF-16 code units; taken as such"
        project.notes.leave("positions", f"source {document.title}", why)
    for selection in selections:
        place = _place(selection, offsets, document, project, units=units)
        codings = children(selection, "Coding")
        if place is None:
            continue
        if not codings:
            where = f"source {document.title}, [{place[0]}, {place[1]})"
            project.notes.leave("selection", where, "it has no code; left out")
        for coding in codings:
            _add_statement(coding, selection, document, place, project)


def _positions(selection: Any) -> tuple[int | None, int | None]:
    """Start and end as they are written; None for what is no number."""
    start, end = (selection.get(name, "").strip() for name in ("startPosition", "endPosition"))
    read = [int(one) if one.isascii() and one.isdigit() and len(one) < 12 else None for one in (start, end)]
    return read[0], read[1]


def _place(
    selection: Any, offsets: Utf16Offsets, document: CodedDocument, project: _Project, *, units: bool
) -> tuple[int, int] | None:
    """Start and end in code points; None, and a note, if the selection has no place in the text."""
    start, end = _positions(selection)
    where = f"source {document.title}, [{selection.get('startPosition')}, {selection.get('endPosition')})"
    length = offsets.units if units else offsets.points
    if start is None or end is None or not 0 <= start < min(end, length):
        project.notes.leave("statement", where, f"it is no stretch of a text of {length} characters; left out")
        return None
    if end > length:
        project.notes.leave("statement", where, f"it ends after the text; cut at the text's end {length}")
        end = length
    if not units:
        return start, end
    return offsets.to_point(start, outward=-1)[0], offsets.to_point(end, outward=1)[0]


def _add_statement(
    coding: Any, selection: Any, document: CodedDocument, place: tuple[int, int], project: _Project
) -> None:
    """Add a coding to the statements."""
    where = f"source {document.title}, [{place[0]}, {place[1]})"
    target = next(iter(children(coding, "CodeRef")), None)
    code = project.codes.by_guid.get(_identifier(None if target is None else target.get("targetGUID")))
    if code is None or place[0] >= place[1]:
        project.notes.leave("statement", where, "its code is not in the codebook, or its text is empty; left out")
        return
    kept = {"guid": coding.get("guid"), "selection": selection.get("guid"), "name": selection.get("name")}
    statement = CodedStatement(
        document=document.key,
        statement_type=TYPE,
        start=place[0],
        end=place[1],
        coder=project.coder(coding) or project.coder(selection),
        values={CODE: code},
        extras={"refi": kept},
    )
    project.statements.append(statement)
