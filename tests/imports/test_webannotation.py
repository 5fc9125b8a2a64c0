"""Web annotations come in from all their usual shapes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.imports.anchoring import find_quotes
from parley.imports.webannotation import WebAnnotation, read_annotations
from parley.terms.exchange import Report

QUOTE = {"type": "TextQuoteSelector", "exact": "We agree", "prefix": "said: ", "suffix": "."}
ANNOTATION = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://example.org/a1",
    "type": "Annotation",
    "motivation": "commenting",
    "creator": {"type": "Person", "name": "Ada"},
    "created": "2023-04-03T10:00:00+02:00",
    "body": [
        {"type": "TextualBody", "value": "a remark", "purpose": "commenting"},
        {"type": "TextualBody", "value": "tax", "purpose": "tagging"},
        "https://example.org/remark",
    ],
    "target": {
        "source": "https://example.org/page",
        "selector": {
            "type": "RangeSelector",
            "refinedBy": [QUOTE, {"type": "TextPositionSelector", "start": 10, "end": 18}],
        },
    },
}
HYPOTHESIS = {
    "id": "h1",
    "uri": "https://example.org/page",
    "user": "acct:ada@hypothes.is",
    "text": "a remark",
    "tags": ["tax", "sea"],
    "created": "2023-04-03T08:00:00.123456+00:00",
    "document": {"title": ["Page"]},
    "target": [
        {
            "source": "https://example.org/page",
            "selector": [{"type": "TextPositionSelector", "start": 12, "end": 20}, QUOTE],
        }
    ],
}


def read(tmp_path: Path, value: Any) -> tuple[tuple[WebAnnotation, ...], Report]:
    """Read a value written as JSON."""
    path = tmp_path / "a.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return read_annotations(path)


def test_an_annotation(tmp_path: Path) -> None:
    """Quotation, position, remarks, tags, creator and date of a W3C annotation."""
    (found,), report = read(tmp_path, ANNOTATION)
    assert (found.source, found.exact, found.prefix, found.suffix) == (
        "https://example.org/page",
        "We agree",
        "said: ",
        ".",
    )
    assert (found.start, found.end, found.counted) == (10, 18, "code points")
    assert found.bodies == ("a remark", "https://example.org/remark")
    assert (found.tags, found.creator, found.created) == (("tax",), "Ada", "2023-04-03T08:00:00Z")
    assert found.extras == {"type": "Annotation", "motivation": "commenting"}
    assert report.left == ()
    text = "He said: We agree. She said: We agree."
    anchors = find_quotes(text, found.exact, prefix=found.prefix, suffix=found.suffix, near=found.start)
    assert [one.span.start for one in anchors] == [9, 29]


def test_hypothesis(tmp_path: Path) -> None:
    """An export of Hypothesis, whose offsets count code units."""
    (found,), _ = read(tmp_path, {"rows": [HYPOTHESIS], "total": 1})
    assert (found.creator, found.bodies, found.tags) == ("acct:ada@hypothes.is", ("a remark",), ("tax", "sea"))
    assert (found.exact, found.start, found.counted) == ("We agree", 12, "UTF-16 code units")
    assert found.created == "2023-04-03T08:00:00.123Z"
    assert found.extras["document"] == {"title": ["Page"]}


@pytest.mark.parametrize(
    "value",
    [
        [ANNOTATION, ANNOTATION],
        {"type": "AnnotationPage", "items": [ANNOTATION, ANNOTATION]},
        {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [ANNOTATION, ANNOTATION]}},
        json.dumps(ANNOTATION) + "\n\n" + json.dumps(ANNOTATION) + "\n",
        {**ANNOTATION, "target": [ANNOTATION["target"], "https://example.org/other"]},
    ],
)
def test_shapes(tmp_path: Path, value: Any) -> None:
    """Array, page, collection, JSON Lines, several targets: each gives two."""
    found, report = read(tmp_path, value)
    assert len(found) == report.came["annotations"] == 2


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({"type": "AnnotationCollection", "first": "https://example.org/page1"}, "annotation"),
        ({"items": [ANNOTATION], "next": "https://example.org/page2"}, "annotation"),
        ([ANNOTATION, 7], "annotation"),
        ({"type": "Annotation"}, "annotation"),
        ({"target": {"selector": QUOTE}}, "target"),
        ({"target": {"source": "x", "selector": {"type": "SvgSelector"}}}, "selector"),
        ({"target": {"source": "x", "selector": {"type": "TextPositionSelector", "start": 5, "end": -1}}}, "selector"),
        ({**ANNOTATION, "created": "yesterday"}, "date"),
        (json.dumps(ANNOTATION) + "\n{broken", "annotation"),
        ("[" * 12 + "]" * 12, None),
        ([[[[[[[[[[[[1]]]]]]]]]]]], "annotation"),
    ],
)
def test_what_cannot_come_in_is_reported(tmp_path: Path, value: Any, what: str | None) -> None:
    """Pages that are elsewhere are not fetched; what is no annotation, place or date stands in the report."""
    _, report = read(tmp_path, value)
    assert what is None or what in {line.what for line in report.left}


@pytest.mark.parametrize(
    "content", ["", "{", "no JSON", "[]", "[" * 200_000, "{}" + "\x00", '{"a": ' + "9" * 5000 + "}"]
)
def test_other_files_are_refused(tmp_path: Path, content: str) -> None:
    """What is no JSON, or has nothing in it, is a UsageError."""
    with pytest.raises(UsageError):
        read(tmp_path, content)


def test_half_characters(tmp_path: Path) -> None:
    """Half a surrogate pair, which JSON can write, becomes U+FFFD and breaks no database later."""
    (found,), _ = read(tmp_path, '{"target": "x", "bodyValue": "a\\ud83d b \\ud83d\\ude00"}')
    assert found.bodies == ("a\ufffd b 😀",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["target", "selector", "source", "body", "items", "first", "next", "uri", "user", "creator",
                             "created", "type", "start", "end", "exact", "refinedBy", "tags", "text", "id", "value"]),
            inner, max_size=5)
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON)
def test_any_json(tmp_path: Path, value: Any) -> None:
    """Whatever JSON is in the file: annotations and a report, or a UsageError."""
    try:
        found, report = read(tmp_path, value)
    except UsageError:
        return
    assert found or report.left
