"""What a network at the desk is asked about the past, and about what was printed several times."""

from __future__ import annotations

from starlette.datastructures import QueryParams

from parley.web.network_query import NetworkQuery


def test_an_address_asks_for_a_day_and_for_printings() -> None:
    """Both stand in the address, are read again, and reach the record; left out, they ask for nothing."""
    query = NetworkQuery.read(QueryParams("as_of=2024-05-01&all_printings=no"))
    assert (query.as_of, query.all_printings) == ("2024-05-01", False)
    again = NetworkQuery.read(QueryParams(query.address("/networks/discourse").partition("?")[2]))
    assert again == query
    options = query.options()
    assert (options["as_of"], options["all_printings"]) == ("2024-05-01", False)
    assert NetworkQuery.read(QueryParams("as_of=&all_printings=")).given() == {}
