"""The citable brief, as Markdown and as DOCX."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from parley.exports.addresses import web_address
from parley.exports.brief import compose_brief
from parley.exports.brief_docx import write_docx
from parley.exports.brief_markdown import escape_markdown, write_markdown
from parley.terms.tables import Coding, StatementRow
from tests.exports.builders import ABOUT, PLAIN, statement, statements

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OPC = "http://schemas.openxmlformats.org/package/2006"
PEACE = Coding(concept="peace", stance="agree", coder="ruth")
ALLOWED = {
    "softbreak",  # between two notes, once their marks are taken away
    *(
        f"{name}_{side}"
        for name in "heading paragraph bullet_list ordered_list list_item link".split()
        for side in ("open", "close")
    ),
    *("inline", "text", "text_special"),
}
"""What a Markdown parser may find in a brief."""
ROWS = [
    PLAIN,
    statement(key="e2", form="indirect", content="that talks go on", speaker="Zoe", speakers=("Zoe",), speaker_key="z"),
    statement(key="e3", speaker=None, speakers=(), speaker_key=None, judged_by=None, article_key="b", url=None),
    statement(key="e4", concepts=(PEACE, replace(PEACE, concept="amnesty", stance="disagree"))),
]


def markdown(rows: list[StatementRow], about: Any = ABOUT) -> str:
    """The brief as Markdown."""
    file = io.BytesIO()
    assert write_markdown(rows, file, about=about) == len(rows)
    return file.getvalue().decode()


def document(rows: list[StatementRow], about: Any = ABOUT) -> io.BytesIO:
    """The brief as a Word document."""
    file = io.BytesIO()
    assert write_docx(rows, file, about=about) == len(rows)
    return file


def test_statements_stand_under_their_speakers() -> None:
    """Speakers by name, unnamed sources last, statements in the order they came."""
    found = compose_brief(ROWS, about=ABOUT)
    assert [group.heading for group in found.groups] == ["Ahmad Massoud", "Zoe", "Unnamed sources"]
    assert [len(group.items) for group in found.groups] == [2, 1, 1]
    assert found.preface[0] == "Made with Parley on 1 May 2024, from the saved search harbour & talks: 4 statements."
    assert found.preface[-1].startswith("1 of them was found by a machine")
    assert len(found.sources) == 2


def test_statements_stand_under_their_concepts() -> None:
    """A statement stands under each concept with its stance and who coded it; the rest come last."""
    about = replace(ABOUT, group_by="concept", concepts={"peace": "ends the war"})
    found = compose_brief(ROWS, about=about)
    assert [group.heading for group in found.groups] == ["amnesty", "peace", "Without a concept"]
    assert [group.definition for group in found.groups] == ["", "ends the war", ""]
    assert found.groups[0].items[0].words.endswith("[disagree, coded by ruth]")
    assert "ends the war" in markdown(ROWS, about)


def test_markdown_has_a_footnote_for_each_statement() -> None:
    """Each statement leads to its source, its proof and its permanent key; sources stand at the end."""
    text = markdown(ROWS)
    marks = re.findall(r"^- .*\[\^(\d+)\]$", text, re.MULTILINE)
    notes = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert marks == notes == ["1", "2", "3", "4"]
    assert '- "We will not sign." - Ahmad Massoud, leader of the National Resistance Front[^1]' in text
    assert "[^1]: The Harbour Post, 9 August 2023, <https://example.org/talks>. Talks fail. The sentence" in text
    assert r"\[urn:parley:entry:e1\]" in text
    assert "1. Jo March. Talks fail. The Harbour Post, 9 August 2023, <https://example.org/talks>. Article" in text


@settings(max_examples=80)
@given(st.lists(statements, max_size=3), st.sampled_from(["speaker", "concept"]))
def test_no_page_brings_markup_along(rows: list[StatementRow], group_by: Any) -> None:
    """Links, HTML, emphasis, headings of a page are text in the brief; only web addresses of articles are links."""
    about = replace(ABOUT, group_by=group_by)
    text = re.sub(r"\[\^\d+\](: )?", "", markdown(rows, about))
    tokens = [one for block in MarkdownIt().parse(text) for one in (block, *(block.children or []))]
    assert {token.type for token in tokens} <= ALLOWED
    assert {token.attrGet("href") for token in tokens if token.type == "link_open"} <= {
        MarkdownIt().normalizeLink(web_address(row.url) or "") for row in rows
    }
    assert sum(token.type == "heading_open" for token in tokens) == len(compose_brief(rows, about=about).groups) + 2


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("[x](javascript:y)", r"\[x\](javascript:y)"),
        ("<b>&lt;", r"\<b\>\&lt;"),
        ("see https://x.org and www.x.org", r"see https:\//x.org and www\.x.org"),
        ("a_b*c*", r"a\_b\*c\*"),
    ],
)
def test_markup_is_escaped(text: str, escaped: str) -> None:
    """What Markdown acts on has a backslash before it."""
    assert escape_markdown(text) == escaped


def test_a_word_document_has_real_footnotes() -> None:
    """Each mark in the text has its footnote, in a part that the package declares."""
    with ZipFile(document(ROWS)) as archive:
        names = archive.namelist()
        trees: dict[str, Any] = {
            name: etree.fromstring(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))
        }
    assert len(names) == len(set(names))
    types = {
        one.get("PartName"): one.get("ContentType")
        for one in trees["[Content_Types].xml"].iter(f"{{{OPC}/content-types}}Override")
    }
    assert types["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")
    assert all(part.lstrip("/") in names for part in types)
    relations = [
        one for one in trees["word/_rels/document.xml.rels"] if one.get("Type").endswith("/relationships/footnotes")
    ]
    assert [one.get("Target") for one in relations] == ["footnotes.xml"]
    marks = [one.get(f"{W}id") for one in trees["word/document.xml"].iter(f"{W}footnoteReference")]
    notes = [one.get(f"{W}id") for one in trees["word/footnotes.xml"] if one.get(f"{W}type") is None]
    assert marks == notes == ["1", "2", "3", "4"]
    named = [one.get(f"{W}id") for one in trees["word/settings.xml"].iter(f"{W}footnote")]
    special = [one.get(f"{W}id") for one in trees["word/footnotes.xml"] if one.get(f"{W}type")]
    assert named == special == ["-1", "0"]
    styles = {one.get(f"{W}styleId") for one in trees["word/styles.xml"].iter(f"{W}style")}
    parts = (trees["word/document.xml"], trees["word/footnotes.xml"])
    used = {one.get(f"{W}val") for part in parts for one in part.iter(f"{W}rStyle", f"{W}pStyle")}
    assert used <= styles


def test_a_word_document_can_be_opened_and_saved_again() -> None:
    """python-docx reads it, and its own footnotes survive."""
    found = docx.Document(document(ROWS))
    assert [one.text for one in found.paragraphs if str(one.style and one.style.name) == "Heading 1"] == [
        "Ahmad Massoud",
        "Zoe",
        "Unnamed sources",
        "Sources",
    ]
    assert found.core_properties.title == "The harbour talks"
    again = io.BytesIO()
    found.save(again)
    with ZipFile(again) as archive:
        assert b"The sentence in the source" in archive.read("word/footnotes.xml")


@settings(max_examples=25)
@given(st.lists(statements, min_size=1, max_size=3))
def test_any_page_gives_a_whole_word_document(rows: list[StatementRow]) -> None:
    """Whatever pages say, every part of the document is well-formed, and it is the same each time."""
    file = document(rows)
    with ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    assert file.getvalue() == document(rows).getvalue()
