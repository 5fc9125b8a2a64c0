"""Form, polarity and certainty of statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.language.manner import certainty_of, form_of, is_asserted, least_certain, polarity_of
from parley.terms.statements import Certainty


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


@pytest.mark.parametrize(
    "cue", ["did not deny", "has not denied", "didn’t dispute", "never denied", "would not reject"]
)
def test_a_denial_denied_is_affirmed(cue: str) -> None:
    """ "Did not deny" and "has not denied" let the content stand, and a statement was made."""
    assert polarity_of(cue, "that the port was closed") == "affirmed"
    assert is_asserted(cue, "", "that the port was closed")


@pytest.mark.parametrize(
    ("content", "certainty"),
    [
        ("the talks in May have failed", "certain"),
        ("May was a good month", "certain"),
        ("the talks may have failed in May", "possible"),
        ("the talks may not fail", "certain"),
        ("the port might close", "possible"),
        ("the talks could not succeed", "certain"),
    ],
)
def test_the_month_is_no_hedge(content: str, certainty: str) -> None:
    """May is a month, "may" a hedge; a negated "may" or "could" is none."""
    assert certainty_of("said", content) == certainty


@pytest.mark.parametrize(
    ("cue", "content", "certainty"),
    [
        ("said", "if the talks fail, the port will close", "possible"),
        ("said", "that if the talks fail, the port will close", "possible"),
        ("said", "the port will close if the talks fail", "possible"),
        ("said", "the port will close unless the talks succeed", "possible"),
        ("said", "the port will close even if the talks succeed", "certain"),
        ("said", "the port looks as if it were closed", "certain"),
        ("asked", "if the talks failed", "certain"),
        ("did not say", "if the talks failed", "certain"),
    ],
)
def test_a_condition_is_a_possibility(cue: str, content: str, certainty: str) -> None:
    """What holds only under a condition is possible; "even if", "as if" and the "if" of a question set none."""
    assert certainty_of(cue, content) == certainty


def test_a_proposal_is_no_guess() -> None:
    """ "Suggested that aid be routed by sea" proposes; "suggested that aid failed" guesses."""
    assert certainty_of("suggested", "that aid be routed by sea") == "certain"
    assert certainty_of("suggested", "that aid failed") == "probable"


def test_the_first_sentence_counts() -> None:
    """Of a content of several sentences the first tells the certainty; running speech without a cue is certain."""
    assert certainty_of("said", "He stays. They may go.") == "certain"
    assert certainty_of("said", "He may stay. They go.") == "possible"
    assert certainty_of("", "He may stay. They go.") == "certain"
    assert certainty_of("", "He may stay.") == "possible"


@pytest.mark.parametrize(
    ("content", "polarity"),
    [
        ("the report is not true", "denied"),
        ("the claims were baseless", "denied"),
        ("that is nonsense", "denied"),
        ("the minister left because the report is not true", "affirmed"),
        ("the port is open. The report is not true.", "affirmed"),
        ("it cannot be denied that the port is closed", "affirmed"),
    ],
)
def test_the_main_clause_denies(content: str, polarity: str) -> None:
    """A content denies where its first main clause does, not where a subordinate clause or a later sentence does."""
    assert polarity_of("said", content) == polarity


def test_nobody_denies_by_what_nobody_believes() -> None:
    """ "Nobody believes that P" denies P; "nobody said that P" is no statement at all."""
    assert polarity_of("believes", "that the talks failed", "Nobody") == "denied"
    assert is_asserted("believes", "Nobody", "that the talks failed")
    assert not is_asserted("said", "Nobody", "that the talks failed")


def test_agreement() -> None:
    """ "Did not agree that P" denies P; "did not agree to come" says nothing."""
    assert polarity_of("did not agree", "that the talks failed") == "denied"
    assert polarity_of("agreed", "that the talks failed") == "affirmed"
    assert not is_asserted("did not agree", "", "to come")


def test_a_question_is_not_asserted() -> None:
    """ "Asked whether" puts nothing forward; "asked for help" does."""
    assert not is_asserted("asked", "", "whether the port is open")
    assert is_asserted("asked", "", "for help")


CERTAINTIES: tuple[Certainty, ...] = ("possible", "probable", "certain")


@given(st.lists(st.sampled_from(CERTAINTIES), min_size=1, max_size=5))
def test_the_weakest_certainty_wins(given_ones: list[Certainty]) -> None:
    """The order of certainties does not matter, and none is below the result."""
    weakest = least_certain(*given_ones)
    assert weakest == least_certain(*reversed(given_ones))
    assert all(least_certain(weakest, other) == weakest for other in given_ones)


@given(st.text(), st.text(), st.text())
def test_every_statement_has_a_manner(cue: str, content: str, source: str) -> None:
    """Whatever the words are, they have a polarity and a certainty."""
    assert polarity_of(cue, content, source) in ("affirmed", "denied")
    assert certainty_of(cue, content) in CERTAINTIES
    assert is_asserted(cue, source, content) in (True, False)


@given(st.lists(st.booleans(), max_size=30))
def test_more_quoted_words_make_it_no_less_direct(quoted: list[bool]) -> None:
    """Quoting one more word never makes a content less direct."""
    order = ("indirect", "mixed", "direct")
    for index, inside in enumerate(quoted):
        if not inside:
            more = [*quoted[:index], True, *quoted[index + 1 :]]
            assert order.index(form_of(more)) >= order.index(form_of(quoted))
