"""The picture over time keeps the measure of time; a search says how much it found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.web.search import LONGEST_SPAN, unbroken
from tests.record.builders import simple_reading, write
from tests.web.scene import Scene


@given(st.sets(st.tuples(st.integers(1990, 2009), st.integers(1, 12)), min_size=1))
def test_no_month_is_left_out(found: set[tuple[int, int]]) -> None:
    """From the first to the last one each stands once, in order, those in which nothing was found too."""
    given_months = sorted(f"{year}-{month:02}" for year, month in found)
    months = unbroken(given_months)
    assert months == sorted(set(months))
    assert set(given_months) <= set(months)
    first, last = (int(one[:4]) * 12 + int(one[5:]) for one in (given_months[0], given_months[-1]))
    assert len(months) == last - first + 1


def test_years_and_what_is_too_long() -> None:
    """Years are filled too; a date far away leaves the rest as it is; nothing stays nothing."""
    assert unbroken(["2019", "2022"]) == ["2019", "2020", "2021", "2022"]
    far = ["0101-01", "2023-01"]
    assert unbroken(far) == far
    assert len(unbroken(["2000", f"{2000 + LONGEST_SPAN - 1}"])) == LONGEST_SPAN
    assert unbroken([]) == []


def test_the_picture_shows_empty_months_and_the_table_what_was_found(scene: Scene) -> None:
    """A month without passages is a gap that is seen; an article dated by its year is in the table alone."""
    for name, date in (("one", "2024-01-05"), ("two", "2024-04-05"), ("three", "2024")):
        said = ("Anna", "said", f"quays are {name}")
        write(scene.store, simple_reading(name, f"Anna said quays are {name}.", said, date=date))
    client = scene.enter()
    drawn = client.get("/timeline.json", params={"q": "quays"}).json()
    assert drawn["labels"] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert [value > 0 for value in drawn["series"][0]["values"]] == [True, False, False, True]
    listed = client.get("/timeline", params={"q": "quays"}).text
    assert "2024-02" not in listed
    assert ">2024<" in listed
    assert "3 passages" in client.get("/search", params={"q": "quays"}).text
