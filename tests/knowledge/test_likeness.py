"""How surely two names are of one person or body, by the names alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.knowledge.likeness import bodies_alike, persons_alike

NAMES = st.text("abcd -'.", max_size=16)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bismillah Qanooni", "Basmullah Qanuni"),
        ("President Grace Okello", "Grace Okello"),
        ("Tomas Alanoca", "Tomas Quispe Alanoca"),
        ("Tae-yang Kim", "Kim Tae-yang"),
        ("I. Kovač", "Ivana Kovac"),
        ("Okello", "Grace Okello"),
    ],
)
def test_names_that_may_be_of_one_person(one: str, other: str) -> None:
    """Spellings, titles, middle names, order, initials, last names; the same both ways."""
    found = persons_alike(one, other)
    assert found is not None
    assert 0.4 <= found[0] <= 1
    turned = persons_alike(other, one)
    assert turned is not None
    assert turned[0] == found[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marko Kovač", "Ivana Kovač"),
        ("M. Kovač", "Ivana Kovač"),
        ("Joseph Mbala", "Jean Mbala"),
        ("Smith", "Lindqvist"),
    ],
)
def test_names_that_are_not_of_one_person(one: str, other: str) -> None:
    """Another first name or initial is another person."""
    assert persons_alike(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("River Brigade", "the River Brigade", 1.0),
        ("NRF", "National Renewal Front", 0.7),
        ("OSCR", "Organization for Security of the Caspian Region", 0.7),
        ("Galle Institute", "Galle Institute for Public Law", 0.6),
        ("Renewal Front", "National Renewal Front", 0.55),
        ("Ministry of Railways", "Railways Ministry", 0.6),
        ("Foreign Ministry", "Foreign Ministry", 0.4),
        ("Foreign Ministry", "Chinese Foreign Ministry", 0.4),
        ("Ministry", "Ministry", None),
        ("Commission", "Lake Commission", None),
        ("Lake Commission", "Lake Council", None),
        ("PLK", "Alliance for Peace", None),
    ],
)
def test_names_of_bodies(one: str, other: str, score: float | None) -> None:
    """Initials, beginnings, ends; what every state has says little, a bare noun nothing."""
    for first, second in ((one, other), (other, one)):
        found = bodies_alike(first, second)
        assert (None if found is None else found[0]) == score


@given(NAMES, NAMES)
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    """Whatever the names are, and never above 1."""
    for alike in (persons_alike, bodies_alike):
        found, turned = alike(one, other), alike(other, one)
        assert (found is None) == (turned is None)
        assert found is None or turned is None or (found[0] == turned[0] and 0 < found[0] <= 1)
