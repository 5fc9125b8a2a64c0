"""In what coders of a round differ, and what may be decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.pipeline.rounds import agreed, decide, differences
from parley.terms.rounds import BlindCoding, Case, Code
from parley.terms.text import Span

BASE = BlindCoding(
    unit="u",
    coder="ana",
    page_text="p",
    entry="e",
    held=True,
    start=0,
    end=9,
    source=(),
    cue=(),
    content=(Span(0, 9),),
    speaker="Anna Lind",
)
AID = Code(concept="c1", name="Aid", stance="agree")

CODINGS = st.builds(
    replace,
    st.just(BASE),
    held=st.booleans(),
    speaker=st.sampled_from(["Anna Lind", "ANNA LIND", "Bo Ek", ""]),
    polarity=st.sampled_from(["affirmed", "denied"]),
    codes=st.sampled_from([(), (AID,), (replace(AID, stance="disagree"),), (replace(AID, concept="c2"),)]),
)


def case(*codings: BlindCoding, silent: tuple[str, ...] = ()) -> Case:
    """A case of some codings."""
    found = differences(codings, silent=bool(silent))
    return Case(
        unit="u", page_text="p", article="a", title="A", words="w", entry="e",
        codings=codings, silent=silent, differs=found, verdict=None,
    )  # fmt: skip


@given(one=CODINGS, other=CODINGS)
def test_differences_know_no_order_and_none_to_oneself(one: BlindCoding, other: BlindCoding) -> None:
    """Whoever is named first, the same is found; what is coded alike does not differ."""
    assert differences([one, other], silent=False) == differences([other, one], silent=False)
    assert differences([one, one], silent=False) == ()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (replace(BASE, speaker="anna  lind"), ()),
        (replace(BASE, speaker="Bo Ek"), ("speaker",)),
        (replace(BASE, held=False), ("statement",)),
        (replace(BASE, codes=()), ("concept",)),
        (replace(BASE, codes=(replace(AID, stance="disagree"),)), ("stance",)),
        (replace(BASE, polarity="denied", certainty="possible"), ("polarity", "certainty")),
    ],
)
def test_each_difference_has_its_name(other: BlindCoding, expected: tuple[str, ...]) -> None:
    """Names are compared folded; a stance differs only about one concept."""
    codes = other.codes if other.codes or expected == ("concept",) else (AID,)
    assert differences([replace(BASE, codes=(AID,)), replace(other, codes=codes)], silent=False) == expected


def test_who_marked_nothing_holds_it_to_be_no_statement() -> None:
    """A unit that one of two marked is a disagreement; one that was only rejected is none."""
    assert case(BASE, silent=("ben",)).differs == ("statement",)
    assert case(replace(BASE, held=False), silent=("ben",)).differs == ()


def test_whose_coding_may_be_chosen() -> None:
    """Any coder's, that of one who marked nothing among them; nobody else's."""
    disputed = case(BASE, silent=("ben",))
    assert decide(disputed, "ana").coding == BASE
    assert decide(disputed, "ben").coding is None
    assert decide(disputed, "none").coding is None
    with pytest.raises(UsageError, match="dora"):
        decide(disputed, "dora")


def test_only_what_all_say_alike_is_agreed() -> None:
    """A disagreement waits for a person."""
    same = case(BASE, replace(BASE, coder="ben"))
    assert [one.choice for one in agreed([same, case(BASE, silent=("ben",))])] == ["all"]
