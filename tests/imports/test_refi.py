"""REFI-QDA projects and codebooks come in with codes, coders and exact offsets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from parley.errors import UsageError
from parley.imports.refi import read_codebook, read_qdpx
from parley.terms.exchange import CodedCorpus, Report

TEXT = "Ada 😀 said:\r\n“We agree.”\r\n"
CODES = """<Codes>
 <Code guid="{C1}" name="EU" isCodable="false" color="#00FF00">
  <Description>about the Union</Description>
  <Code guid="C2" name="positive" isCodable="true" color="#0f0"/>
 </Code>
 <Code guid="C3" name="UN"><Code guid="C4" name="positive" color="green"/></Code>
</Codes>"""


def project(sources: str, more: str = "") -> str:
    """The XML of a project."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Project name="P" origin="Test" xmlns="urn:QDA-XML:project:1.0">
 <Users><User guid="U1" name="Ada"/><User guid="U2" name="Ada"/></Users>
 <CodeBook>{CODES}</CodeBook>
 <Sources>{sources}</Sources>{more}
</Project>"""


def source(*selections: str, path: str = "internal://S1.txt") -> str:
    """The XML of a text source."""
    return f"""<TextSource guid="S1" name="Interview" plainTextPath="{path}" creatingUser="{{u1}}"
  creationDateTime="2023-04-03T10:00:00Z">{"".join(selections)}</TextSource>"""


def selection(start: object, end: object, *codes: str) -> str:
    """The XML of a selection."""
    codings = "".join(f'<Coding guid="X" creatingUser="U2"><CodeRef targetGUID="{code}"/></Coding>' for code in codes)
    return f'<PlainTextSelection guid="P" startPosition="{start}" endPosition="{end}">{codings}</PlainTextSelection>'


def read(tmp_path: Path, xml: str, text: bytes = TEXT.encode()) -> tuple[CodedCorpus, Report]:
    """Read a project."""
    with zipfile.ZipFile(tmp_path / "p.qdpx", "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("Sources/s1.txt", text)
    return read_qdpx(tmp_path / "p.qdpx")


def test_a_project(tmp_path: Path) -> None:
    """Codes become entities with parents and colours; each selection and code is a statement of its coder."""
    corpus, report = read(tmp_path, project(source(selection(14, 23, "C2", "{c4}"))))
    (document,) = corpus.documents
    assert (document.title, document.text, document.coder) == ("Interview", TEXT, "Ada")
    assert [(one.value, one.parent, one.colour) for one in corpus.entities] == [
        ("EU", None, "#00ff00"),
        ("EU > positive", "EU", "#00ff00"),
        ("UN", None, None),
        ("UN > positive", "UN", None),
    ]
    assert corpus.entities[0].attributes == {"description": "about the Union"}
    assert [one.values["code"] for one in corpus.statements] == ["EU > positive", "UN > positive"]
    assert {document.text[one.start : one.end] for one in corpus.statements} == {"We agree."}
    assert {one.coder for one in corpus.statements} == {"Ada (2)"}
    assert {line.what for line in report.left} == {"code", "colour", "coder"}
    assert report.came == {"coders": 2, "entities": 4, "documents": 1, "statements": 2}


def test_code_units_are_noticed(tmp_path: Path) -> None:
    """Positions that fit the text only as UTF-16 code units are taken as such, and that is reported."""
    whole = len(TEXT.encode("utf-16-le")) // 2
    corpus, report = read(tmp_path, project(source(selection(15, 24, "C2"), selection(0, whole, "C1"))))
    assert [TEXT[one.start : one.end] for one in corpus.statements] == ["We agree.", TEXT]
    assert "positions" in {line.what for line in report.left}


def test_what_cannot_come_in_is_reported(tmp_path: Path) -> None:
    """Selections without place or code, other media, sets, notes, texts that are elsewhere."""
    xml = project(
        source(
            *(selection(0, 99, "C1"), selection(5, 5, "C1"), selection(-1, 4, "C1"), selection("x", 4, "C1")),
            *(selection(99, 100, "C1"), selection(0, 3, "C9"), selection(0, 3)),
        )
        + source(path="relative://elsewhere.txt")
        + source(path="internal://../../etc/passwd")
        + '<PictureSource name="photo"><PictureSelection><Coding/></PictureSelection></PictureSource>'
        + '<PDFSource name="paper"><PDFSelection><Coding/></PDFSelection></PDFSource>',
        "<Sets><Set/></Sets><Notes><Note/><Note/></Notes>",
    )
    corpus, report = read(tmp_path, xml)
    assert [(one.start, one.end) for one in corpus.statements] == [(0, len(TEXT))]
    counts: dict[str, int] = {}
    for line in report.left:
        counts[line.what] = counts.get(line.what, 0) + 1
    assert {name: counts[name] for name in ("statement", "selection", "document", "sets", "notes")} == {
        "statement": 7,
        "selection": 1,
        "document": 4,
        "sets": 1,
        "notes": 1,
    }


def test_texts_within_the_xml_and_of_papers(tmp_path: Path) -> None:
    """A text in the XML itself, and the plain text of a PDF, are texts; a coding of the whole source covers it."""
    inline = f"<PlainTextContent>{'Some words'}</PlainTextContent>"
    paper = (
        f'<PDFSource guid="F" name="paper"><Representation>{inline}{selection(5, 10, "C3")}</Representation></PDFSource>'
        f'<TextSource guid="G" name="t">{inline}<Coding guid="X"><CodeRef targetGUID="C1"/></Coding></TextSource>'
    )
    corpus, _ = read(tmp_path, project(paper))
    assert [(one.document, one.start, one.end) for one in corpus.statements] == [("F", 5, 10), ("G", 0, 10)]


def test_codebooks(tmp_path: Path) -> None:
    """A codebook alone gives its codes."""
    path = tmp_path / "c.qdc"
    path.write_text(f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">{CODES}<Sets><Set/></Sets></CodeBook>', "utf-8")
    corpus, report = read_codebook(path)
    assert [one.value for one in corpus.entities] == ["EU", "EU > positive", "UN", "UN > positive"]
    assert corpus.types[0].name == "Coding"
    assert "sets" in {line.what for line in report.left}


def test_other_files_are_refused(tmp_path: Path) -> None:
    """Archives without a project, other XML, entities: a UsageError each."""
    bad = tmp_path / "bad.qdpx"
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(UsageError, match=r"no project\.qde"):
        read_qdpx(bad)
    for xml in ("<Other/>", "<broken", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>'):
        with pytest.raises(UsageError):
            read(tmp_path, xml)
        (tmp_path / "c.qdc").write_text(xml, "utf-8")
        with pytest.raises(UsageError):
            read_codebook(tmp_path / "c.qdc")
