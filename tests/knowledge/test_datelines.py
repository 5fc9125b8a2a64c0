"""Datelines: what stands before the first sentence."""

from __future__ import annotations

import pytest

from parley.knowledge.datelines import find_dateline


@pytest.mark.parametrize(
    ("head", "publication", "genre"),
    [
        ("Straits Council Online - Interview: ", "Straits Council Online", "interview"),
        ("Meridian Studies Group Online - ", "Meridian Studies Group Online", None),
        ("The Harbour Times – ", "The Harbour Times", None),
        ("Centre for the Study of Rivers Press - ", "Centre for the Study of Rivers Press", None),
        ("LAGOS, March 4 (Coastwire) - ", "Coastwire", "wire"),
    ],
)
def test_an_outlet_before_a_dash(head: str, publication: str, genre: str | None) -> None:
    """It is the publication, and what follows is the first sentence."""
    text = head + "An expert on ferries said that ports were full."
    found = find_dateline(text, 0)
    assert found is not None
    assert text[found.end :].startswith("An expert")
    assert (found.publication, found.genre_word) == (publication, genre)


@pytest.mark.parametrize(
    "text",
    [
        "The minister of trade - a lawyer by training - said no.",
        "Sabine Orlandi - the analyst - said no.",
        "Good news - The harbour opens again.",
        "Ports reopen: the harbour is full.",
    ],
)
def test_a_dash_in_a_sentence_is_no_dateline(text: str) -> None:
    """Only a name in capitals that ends as outlets' names end."""
    assert find_dateline(text, 0) is None
