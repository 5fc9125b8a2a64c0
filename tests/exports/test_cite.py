"""One statement in words that can be cited."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from parley.exports.cite import cite, long_date, spoken, unquoted
from parley.terms.tables import StatementRow
from tests.exports.builders import PLAIN, statement, statements

MARKS = "“”„«»\"‘’‚‹›「」'"


def test_a_quotation_is_cited_in_quotation_marks() -> None:
    """Words, speaker, role, outlet, date, address, in this order."""
    assert cite(PLAIN) == (
        '"We will not sign." - Ahmad Massoud, leader of the National Resistance Front, '
        "The Harbour Post, 9 August 2023, https://example.org/talks"
    )


def test_a_paraphrase_is_never_in_quotation_marks() -> None:
    """What was not said in these words is not shown as if it was, not even where the page's text has marks."""
    row = statement(form="indirect", content="that they would not sign", speaker_role=None)
    assert cite(row) == (
        "Ahmad Massoud (paraphrased): that they would not sign - "
        "The Harbour Post, 9 August 2023, https://example.org/talks"
    )
    assert spoken(statement(form="indirect", content="“they would not sign”")).endswith(": they would not sign")


def test_what_is_partly_quoted_keeps_the_marks_of_the_text() -> None:
    """The speaker's own words stay in marks, the others get none."""
    row = statement(form="mixed", content="that the deal is “a trap” for all", speaker_role=None)
    assert spoken(row) == "Ahmad Massoud (partly quoted): that the deal is “a trap” for all"


@settings(max_examples=150)
@given(statements)
def test_marks_are_put_only_around_quotations(row: StatementRow) -> None:
    """But for direct speech no mark is printed that does not stand in the record; a citation is one line."""
    text = cite(row)
    assert len(text.splitlines()) == 1
    fields = [*row.speakers, row.speaker or "", row.speaker_role or "", row.source, row.content, row.publication or ""]
    fields += [row.article, row.url or "", row.date or ""]
    if row.form != "direct":
        assert all(text.count(mark) <= sum(field.count(mark) for field in fields) for mark in MARKS)
    assert ("not reviewed" in text) >= (row.judged_by is None)


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"judged_by": None}, "(not reviewed)"),
        ({"polarity": "denied"}, "(denied)"),
        ({"certainty": "possible"}, "(possible)"),
        ({"asserted": False}, "(the speaker did not say this)"),
        ({"mention": True}, "(pointed to, not told)"),
        ({"parent": "e0"}, "(as reported by another speaker)"),
        ({"said": "2023-08-07"}, "(said 7 August 2023)"),
        ({"state": "withdrawn"}, "(withdrawn)"),
        ({"polarity": "denied", "judged_by": None}, "(denied; not reviewed)"),
    ],
)
def test_what_must_be_known_is_marked(changes: dict[str, object], mark: str) -> None:
    """A denial, a doubt, a machine's proposal is never printed as a plain fact."""
    assert mark in cite(statement(**changes))


def test_who_is_not_named_is_an_unnamed_source() -> None:
    """No name is made up; the words of the page stand for it."""
    row = statement(speaker=None, speakers=(), source="unofficial reports", form="indirect")
    assert spoken(row).startswith("unnamed source (as written: unofficial reports) (paraphrased)")
    assert spoken(statement(speaker=None, speakers=(), source=" ")).endswith("- unnamed source")


def test_all_speakers_are_named() -> None:
    """A joint statement names everybody; the role is the first one's."""
    several = ("A", "B", "C")
    assert spoken(statement(speakers=several, speaker_role=None)).endswith("- A, B and C")
    assert spoken(statement(speakers=several, speaker_role="envoy")).endswith("- A, envoy; B; C")


def test_what_is_not_known_is_said() -> None:
    """Without date or address the citation says so and names the article."""
    assert cite(statement(date=None, url=None, publication=None)).endswith(", undated, article harbour-post")
    assert spoken(statement(content="")).startswith("Ahmad Massoud")


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("“We go,”", "We go,"),
        ('"We go."', "We go."),
        ("«We go»", "We go"),
        ("„Wir gehen“", "Wir gehen"),
        ("‘We don’t go’", "We don’t go"),
        ("“We go", "We go"),
        ("We go”", "We go"),
        ("“Peace” is “war”", "“Peace” is “war”"),
        ('"Peace" is war', '"Peace" is war'),
        ("We go to “Peace”", "We go to “Peace”"),
        ("the parties’", "the parties’"),
        ("“He said “no” again”", "He said “no” again"),
        ("“", ""),
        ("", ""),
    ],
)
def test_marks_around_a_quotation_come_off_and_those_within_stay(words: str, bare: str) -> None:
    """The page's own marks are not doubled by ours."""
    assert unquoted(words) == bare


def test_stretches_of_a_quotation_are_one_quotation() -> None:
    """A quotation that the cue interrupts is one quotation with an ellipsis."""
    assert spoken(statement(content="“We go,” … “but not now.”")).startswith('"We go, … but not now." - ')


def test_dates_are_as_precise_as_they_are() -> None:
    """A month is not made a day."""
    assert long_date("2023-08-09") == "9 August 2023"
    assert long_date("2023-08") == "August 2023"
    assert long_date("2023") == "2023"
    assert long_date("long ago") == "long ago"
    assert long_date(None) == ""
