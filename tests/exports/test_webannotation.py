"""W3C Web Annotation."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.exports.quoted import quoted_roles
from parley.exports.webannotation import CONTEXT, write_web_annotations
from parley.terms.review import Evidence
from parley.terms.tables import Coding, StatementRow
from tests.exports.builders import ABOUT, PLAIN, statement, statements


def written(rows: list[StatementRow], **changes: Any) -> dict[str, Any]:
    """The collection of some statements."""
    file = io.BytesIO()
    assert write_web_annotations(rows, file, about=replace(ABOUT, **changes)) == len(rows)
    found: dict[str, Any] = json.loads(file.getvalue())
    return found


@settings(max_examples=60)
@given(st.lists(statements, max_size=3))
def test_whatever_a_page_says_the_document_is_of_the_model(rows: list[StatementRow]) -> None:
    """Every annotation has an id, a type, and targets with selectors, as the model demands."""
    found = written(rows)
    assert CONTEXT in found["@context"]
    assert (found["type"], found["total"], found["first"]["type"]) == (
        "AnnotationCollection",
        len(rows),
        "AnnotationPage",
    )
    assert found["first"]["partOf"] == found["id"]
    for item in found["first"]["items"]:
        assert item["type"] == "Annotation"
        assert item["id"].startswith("urn:parley:entry:")
        assert item["target"]
        for target in item["target"]:
            assert target["source"].startswith(("https://", "http://", "urn:parley:article:"))
            selectors = target["selector"] if isinstance(target["selector"], list) else [target["selector"]]
            assert {one["type"] for one in selectors} <= {"TextQuoteSelector", "TextPositionSelector"}
        assert {body["type"] for body in item["body"]} == {"TextualBody"}
        assert not any(key for body in item["body"] for key in body if body[key] is None)


def test_each_part_is_a_target_by_quotation_and_by_position() -> None:
    """Another tool finds the content first, then the other parts, by their words or their place."""
    (item,) = written([PLAIN])["first"]["items"]
    assert [target["parley:role"] for target in item["target"]] == ["content", "source", "cue", "sentence"]
    assert item["target"][0] == {
        "type": "SpecificResource",
        "source": "https://example.org/talks",
        "parley:article": "urn:parley:article:0123abcd",
        "parley:role": "content",
        "selector": [
            {"type": "TextQuoteSelector", "exact": "“We will not sign.”", "suffix": " said"},
            {"type": "TextPositionSelector", "start": 10, "end": 29},
        ],
    }


def test_who_judged_and_what_was_coded_is_told() -> None:
    """Concepts become tags with their stance; who judged is the creator; what nobody judged has none."""
    coded = (Coding(concept="peace", stance="disagree", coder="ruth"),)
    (judged,) = written([statement(concepts=coded, tags=("war",))])["first"]["items"]
    assert judged["creator"] == {"type": "Person", "name": "ruth"}
    assert [body["value"] for body in judged["body"][1:]] == ["peace: disagree", "war"]
    assert judged["motivation"] == ["describing", "tagging"]
    assert judged["body"][0]["parley:speaker"] == "Ahmad Massoud"
    (machine,) = written([statement(judged_by=None)])["first"]["items"]
    assert "creator" not in machine
    assert "(not reviewed)" in machine["body"][0]["value"]


def test_a_statement_without_evidence_has_its_place() -> None:
    """A row without quotations is still found by its place."""
    (item,) = written([statement(evidence=(), url=None)], address="https://example.org/x")["first"]["items"]
    (target,) = item["target"]
    assert target["source"] == "urn:parley:article:0123abcd"
    assert target["selector"] == {"type": "TextPositionSelector", "start": 10, "end": 44}
    assert written([], address="https://example.org/x")["id"] == "https://example.org/x"


def piece(words: str) -> Evidence:
    """A piece of evidence with these words."""
    return Evidence(start=0, end=len(words), exact=words, prefix="", suffix="", sha256="")


def test_pieces_of_one_part_are_told_apart_from_the_next() -> None:
    """A part of several stretches has them all, whether words were left out between them or not."""
    pieces = tuple(map(piece, ["he", "said", "A", "B", "C", "A said he"]))
    row = statement(source="he", cue="said", content="A B … C", sentence="A said he", evidence=pieces)
    assert [role for role, _ in quoted_roles(row)] == ["source", "cue", *["content"] * 3, "sentence"]
    assert tuple(evidence for _, evidence in quoted_roles(row)) == pieces


def test_an_edited_part_has_no_role() -> None:
    """Where a person changed the words, the quotation is not said to be them; the other parts keep theirs."""
    row = statement(source="", cue="told", evidence=tuple(map(piece, ["said", "“We will not sign.”"])))
    assert [role for role, _ in quoted_roles(row)] == [None, "content"]
    assert [role for role, _ in quoted_roles(statement(content="x", sentence="y"))] == ["source", "cue", None, None]
