"""The list that one came from: which article is before and after one in it, and the way back.

An article's address carries the address of its list (``?list=...``): a filtered library, a search, a queue. Without
one it is the whole library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from parley.errors import ParleyError
from parley.record import View
from parley.web.desk import Desk
from parley.web.library import Filter, asked, order_of_library
from parley.web.moving import named
from parley.web.queue import queue_of
from parley.web.search import hits_of
from parley.web.wording import queried


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Where an article stands in a list."""

    newer: str = ""
    """Address of the article before it; empty where it is the first."""
    older: str = ""
    """Address of the one after it; empty where it is the last."""
    address: str = "/"
    """Of the list."""
    name: str = "library"
    """Of the list, as a person reads it."""
    place: int = 0
    """From 1 on; 0 where that is not known."""
    number: int = 0
    """Articles of the list."""


def article_in(key: str, address: str) -> str:
    """The address of an article that one comes to from a list.

    Args:
        key: of the article.
        address: of the list; empty for the whole library.
    """
    return queried(named("articles", key), list=address)


def beside(desk: Desk, coder: str, key: str, address: str) -> Beside:
    """Where an article stands in the list that one came from; in the library, where it stands in none.

    Args:
        desk: with the record.
        coder: who reads.
        key: of the article.
        address: of the list, as the article's address carries it.
    """
    return desk.remembered.get(("beside", coder, key, address), lambda: _looked_up(desk, coder, key, address))


def _looked_up(desk: Desk, coder: str, key: str, address: str) -> Beside:
    view = desk.record.view()
    path, _, query = address.partition("?")
    if path in LISTS and query:
        given = dict(parse_qsl(query))
        name, numbers = LISTS[path]
        try:
            found = _placed(view, numbers(desk, coder, given), key)
        except ParleyError:  # a list that cannot be asked for leads nowhere; the article is there all the same
            found = None
        if found is not None:
            before, after, place, number = found
            return Beside(
                newer=article_in(before, address) if before else "",
                older=article_in(after, address) if after else "",
                address=queried(path, **given),
                name=" ".join([name, *_words(given)]),
                place=place,
                number=number,
            )
    newer, older = view.neighbours(key)
    return Beside(newer=article_in(newer, "") if newer else "", older=article_in(older, "") if older else "")


def _placed(view: View, numbers: Sequence[int], key: str) -> tuple[str, str, int, int] | None:
    """The keys before and after an article, its place, and how many there are; None where it is not among them."""
    (number,) = view.lists.numbers([key])
    if number not in numbers:
        return None
    at = numbers.index(number)
    near = {by: numbers[at + by] for by in (-1, 1) if 0 <= at + by < len(numbers)}
    keys = view.lists.keys(list(near.values()))
    before, after = (keys.get(near[by], "") if by in near else "" for by in (-1, 1))
    return before, after, at + 1, len(numbers)


def _words(given: Mapping[str, str]) -> list[str]:
    """What a list asks for, in the words of its address."""
    return [value for name, value in given.items() if name not in ("order", "page", "at", "on") and value]


def _of_library(desk: Desk, _coder: str, given: Mapping[str, Any]) -> Sequence[int]:
    return order_of_library(desk, asked(**{name: given[name] for name in Filter.__slots__ if name in given}))


def _of_search(desk: Desk, _coder: str, given: Mapping[str, Any]) -> Sequence[int]:
    hits = hits_of(desk, given.get("q", ""), given.get("order", "rank"))
    key = ("articles found", given.get("q", ""), given.get("order", "rank"))
    return desk.orders.get(key, lambda: desk.record.view().lists.numbers([hit.article_key for hit in hits]))


def _of_queue(desk: Desk, coder: str, given: Mapping[str, Any]) -> Sequence[int]:
    keys = queue_of(desk, coder, {**given, "at": "kept"})
    key = ("articles to judge", tuple(keys))
    return desk.orders.get(key, lambda: desk.record.view().lists.numbers_of_entries(keys))


LISTS: dict[str, tuple[str, Callable[[Desk, str, Mapping[str, Any]], Sequence[int]]]] = {
    "/": ("library:", _of_library),
    "/search": ("search:", _of_search),
    "/queue": ("queue", _of_queue),
}
"""Path of each kind of list, its name, and what gives the numbers of its articles."""
