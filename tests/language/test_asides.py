"""Cues set into what they report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.language.attribution import Attribution
from parley.language.candidates import candidates_of
from parley.language.draft import Draft
from tests.language.build import attribution, draft_of

TEXT = "Brussels, she believes, wants to see one full year without a strike."


def contents(draft: Draft, *found: Attribution) -> list[str]:
    """What the first statement reports, as it stands in the text."""
    (said, *_) = candidates_of(replace(draft, attributions=found, quoted=(False,) * len(draft.words)))
    return [draft.phrase(run) for run in said.content]


def test_both_sides_of_an_aside_are_reported() -> None:
    """The sentence was one before the aside was put in."""
    draft = draft_of(TEXT)
    found = attribution(draft, "she", "believes", "Brussels")
    assert contents(draft, found) == ["Brussels", "wants to see one full year without a strike"]


def test_what_somebody_says_inside_the_second_side_does_not_end_it() -> None:
    """It is nested in what the aside reports."""
    draft = draft_of(TEXT)
    inner = attribution(draft, "Brussels", "wants", "to see one full year without a strike", level="nested")
    assert len(contents(draft, attribution(draft, "she", "believes", "Brussels"), inner)) == 2


def test_a_second_side_that_reports_somebody_else_is_not_taken() -> None:
    """Another statement of the first level has it."""
    draft = draft_of(TEXT)
    other = attribution(draft, "Brussels", "wants", "to see one full year without a strike")
    assert contents(draft, attribution(draft, "she", "believes", "Brussels"), other) == ["Brussels"]


@pytest.mark.parametrize("own", ["adding that more would follow", "and left the room", "while the crowd waited"])
def test_a_clause_of_the_writers_own_is_not_reported(own: str) -> None:
    """A conjunction or a participle after the aside begins one."""
    draft = draft_of(f"The ferries are late, she said, {own}.")
    assert contents(draft, attribution(draft, "she", "said", "The ferries are late")) == ["The ferries are late"]


def test_a_quotation_is_left_as_it_was_tagged() -> None:
    """Quotation marks show better than commas what was said."""
    draft = replace(draft_of(TEXT), quoted=())
    draft = replace(draft, attributions=(attribution(draft, "she", "believes", "Brussels"),))
    quoted = tuple(index < 1 for index in range(len(draft.words)))
    assert len(candidates_of(replace(draft, quoted=quoted))[0].content) == 1
