"""Form, polarity and certainty of statements."""

import pytest

from parley.language.manner import certainty_of, form_of, is_asserted, least_certain, polarity_of


@pytest.mark.parametrize(
    ("cue", "content", "polarity"),
    [
        ("denied", "that the port was closed", "denied"),
        ("said:", "The visit cannot be considered a change of policy", "denied"),
        ("said", "the talks were useful", "affirmed"),
        ("did not deny", "that the port was closed", "affirmed"),
        ("rejected", "the claim", "denied"),
        ("does not believe", "that the talks failed", "denied"),
    ],
)
def test_polarity(cue: str, content: str, polarity: str) -> None:
    """What a source puts forward as false is denied; a denial of a denial is not."""
    assert polarity_of(cue, content) == polarity


@pytest.mark.parametrize(
    ("cue", "content", "certainty"),
    [
        ("said", "it seems that the talks have failed", "probable"),
        ("said", "the talks may fail", "possible"),
        ("believes", "the talks have failed", "probable"),
        ("hopes", "the talks succeed", "possible"),
        ("said", "the talks have failed because some may leave", "certain"),
    ],
)
def test_certainty(cue: str, content: str, certainty: str) -> None:
    """The cue and the main clause tell how sure the source is; subordinate clauses do not."""
    assert certainty_of(cue, content) == certainty


def test_what_was_not_said_is_not_asserted() -> None:
    """ "Did not say" makes no statement; "denied" does."""
    assert not is_asserted("did not say")
    assert not is_asserted("says", "Nobody in the capital")
    assert is_asserted("denied")
    assert is_asserted("does not believe")
    assert is_asserted("said")


def test_form_follows_the_quotation_marks() -> None:
    """Only a content that is quoted as a whole is direct."""
    assert form_of([True] * 10) == "direct"
    assert form_of([True] * 3 + [False] * 7) == "mixed"
    assert form_of([False] * 4) == "indirect"


def test_nobody_is_surer_through_another() -> None:
    """A nested statement is at most as certain as the one it stands in."""
    assert least_certain("certain", "possible") == "possible"
