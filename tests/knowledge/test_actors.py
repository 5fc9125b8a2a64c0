"""The actor store: names, roles with dates, ties, spellings, a file of one's own; the tables themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import SettingsError
from parley.knowledge.actors import load_actor_store
from parley.knowledge.gazetteer import load_gazetteer, read_table
from parley.knowledge.spelling import first_sound, skeleton_of
from parley.terms.actors import Role
from parley.terms.names import fold_name

STORE = load_actor_store()


def test_one_bearer_is_found_by_each_full_name() -> None:
    """Aliases and diacritics lead to the same person."""
    keys = {found.key for name in ("Sergei Lavrov", "sergey lavrov", "Lavrov") if (found := STORE.find_actor(name))}
    assert keys == {"person:sergei-lavrov"}
    assert STORE.find_actor("François Hollande") == STORE.find_actor("Francois Hollande")


def test_states_bodies_and_groups_are_found_too() -> None:
    """The store answers for the gazetteer."""
    assert (found := STORE.find_actor("NATO")) is not None
    assert found.key == "org:nato"
    assert STORE.find_actor("nobody of this name") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Basmullah Khan Mohammadi", "Bismillah Khan Mohammadi"),
        ("Younis Qanooni", "Yunus Qanuni"),
        ("Sergey Lavrow", "Sergei Lavrov"),
        ("Ahmed Masood", "Ahmad Massoud"),
    ],
)
def test_spellings_that_sound_alike_are_candidates(written: str, meant: str) -> None:
    """Each with a score below certainty and a reason that names both spellings."""
    first, *_ = STORE.candidates(written)
    assert first.actor.name == meant
    assert 0 < first.score < 1
    assert written in first.reason


def test_a_shared_surname_has_several_candidates_and_no_actor() -> None:
    """Massoud is nobody; who holds a role on the day comes first."""
    found = STORE.candidates("Massoud", date="2023")
    assert STORE.find_actor("Massoud") is None
    assert len(found) > 2
    assert found[0].actor.name == "Ahmad Massoud"


def test_ties_are_followed_and_dated() -> None:
    """The Haqqani network is part of the Taliban, who have governed since 15 August 2021."""
    now = [(tie.kind, tie.other) for tie in STORE.ties_of("org:haqqani-network", date="2023-09")]
    assert now == [("part of", "org:taliban"), ("governs", "iso3:AFG")]
    assert [tie.other for tie in STORE.ties_of("org:haqqani-network", date="2019")] == ["org:taliban"]
    assert STORE.sector_of("org:taliban", date="1999") == "GOV"
    assert STORE.sector_of("org:un") is None


@given(st.dates(), st.integers(0, 2), st.dates(), st.integers(0, 2))
def test_a_role_holds_where_its_dates_may_hold(since: object, cut: int, date: object, other: int) -> None:
    """Dates are compared as far as both are precise; a role without an end has none."""
    begin, day = str(since)[: (4, 7, 10)[cut]], str(date)[: (4, 7, 10)[other]]
    shorter = min(len(begin), len(day))
    assert Role(since=begin).holds_at(day) == (begin[:shorter] <= day[:shorter])
    assert Role(until=begin).holds_at(day) == (day[:shorter] <= begin[:shorter])
    assert Role().holds_at(None)


def test_an_own_file_adds_persons_and_wins(tmp_path: Path) -> None:
    """Its rows stand beside those that ship."""
    path = tmp_path / "actors.tsv"
    path.write_text("name\taliases\troles\nOna Beke\tO. Beke\tmayor@HUN/GOV:2020..\nXi Jinping\t\t\n", "utf-8")
    store = load_actor_store(path)
    assert (found := store.find_actor("O. Beke")) is not None
    assert (found.country, found.source) == ("HUN", "user")
    assert (other := store.find_actor("Xi Jinping")) is not None
    assert other.roles == ()
    assert store.find_actor("Sergei Lavrov") == STORE.find_actor("Sergei Lavrov")


@pytest.mark.parametrize(
    "content", ["name\taliases\nOna\t\n", "name\taliases\troles\nOna\t\tmayor\n", "name\tx\nOna\n"]
)
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, content: str) -> None:
    """What, where, and what to do."""
    path = tmp_path / "actors.tsv"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match="name, aliases and roles"):
        load_actor_store(path)


def test_the_tables_hold_what_they_promise() -> None:
    """Roles have their form and order of dates, countries and bodies exist, every source is explained."""
    states = {row["iso3"] for row in read_table("states.tsv")}
    bodies = {bearer.target.key for bearers in load_gazetteer().organizations.values() for bearer in bearers}
    sources = {row["source"] for row in read_table("sources.tsv")}
    for table in ("people.tsv", "people_compiled.tsv"):
        for row in read_table(table):
            person = STORE.find_actor(row["name"])
            assert row.get("source", "parley") in sources
            for written in filter(None, row["roles"].split("|")):
                match = re.fullmatch(r"[^@]*@([A-Z]{3}|org:[a-z0-9-]+|)/([A-Z]{3}):([\d-]*)\.\.([\d-]*)", written)
                assert match is not None, (row["name"], written)
                whom, _, since, until = match.groups()
                assert not whom or whom in states | bodies, (row["name"], whom)
                assert not since or not until or since[: len(until)] <= until[: len(since)], row["name"]
            assert person is None or person.kind in ("person", "state", "organization", "group")
    for row in read_table("ties.tsv"):
        assert {row["actor"], row["other"]} <= bodies | {f"iso3:{iso3}" for iso3 in states}, row


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz -'", min_size=1, max_size=30))
def test_names_of_one_skeleton_begin_with_one_sound(name: str) -> None:
    """Candidates are looked for among names that begin alike only; a skeleton has no vowels but the first."""
    folded = fold_name(name)
    for word in skeleton_of(folded).split():
        assert not set(word[1:]) & set("aeiou")
    assert first_sound(folded) == first_sound(first_sound(folded))
