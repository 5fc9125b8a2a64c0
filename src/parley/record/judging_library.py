"""What a person does with the library: collections, attributes of outlets, saved searches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from parley.errors import UsageError
from parley.record.collections import Definition, check_circle, check_definition
from parley.record.digest import canonical_json, short_key
from parley.record.filters import find_article
from parley.record.outlets import REACHES, RELIABILITIES
from parley.record.query_parser import parse_query
from parley.record.selection import several
from parley.record.steps import Step
from parley.terms.names import fold_name

Steps = Callable[..., AbstractContextManager[Step]]


class LibraryJudge:
    """Changes of the library.

    Args:
        steps: opens a step.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def collect(  # noqa: PLR0913  each part of the rule is an argument
        self,
        name: str,
        *,
        outlets: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        query: str | None = None,
        articles: Sequence[str] = (),
        without: Sequence[str] = (),
        reason: str = "",
    ) -> None:
        """Define a collection: a corpus by rule, to which single articles are added or from which they are taken.

        Args:
            name: of the collection; one of this name is defined anew.
            outlets: publications; none means all.
            since: first date of the articles.
            until: last date of the articles.
            query: what a passage of each article must meet.
            articles: keys or names of articles that belong to it whatever the rule says.
            without: keys or names of articles that do not.
            reason: why.

        Raises:
            UsageError: a date or the query cannot be read, or the rule refers to the collection itself.
            RecordError: there is no such article.
        """
        folded = _folded(name, "collection")
        definition = Definition(outlets=tuple(outlets), since=since, until=until, query=query)
        check_definition(definition)
        for names in (outlets, articles, without):
            if names or isinstance(names, str):
                several(names, "name")
        with self._steps("collect", reason) as step:
            check_circle(step.connection, folded, query)
            picked = {
                "articles": sorted(find_article(step.connection, one)[0] for one in articles),
                "without": sorted(find_article(step.connection, one)[0] for one in without),
            }
            key = short_key("collection", folded)
            row = {
                "key": key,
                "name": name.strip(),
                "folded": folded,
                "definition": canonical_json(definition.as_json() | picked),
            }
            step.change("collection", key, row)

    def drop_collection(self, name: str) -> None:
        """Do away with a collection; the articles stay."""
        with self._steps("drop") as step:
            step.change("collection", short_key("collection", fold_name(name)), None)

    def describe_outlet(self, name: str, *, reason: str = "", **attributes: Any) -> None:
        """Say what is known about an outlet.

        Args:
            name: as its articles have it.
            reason: why.
            attributes: country (a code such as AFG), owner, reach, reliability (A to F), state_run.
        """
        folded = _folded(name, "outlet")
        known = {"country": None, "owner": None, "reach": None, "reliability": None, "state_run": None}
        for attribute, value in attributes.items():
            _check_attribute(attribute, value, known)
        with self._steps("describe", reason) as step:
            held = step.read("outlet", folded) or known
            state_run = attributes.get("state_run", held["state_run"])
            row = held | attributes | {"folded": folded, "name": name.strip()}
            step.change("outlet", folded, row | {"state_run": None if state_run is None else int(state_run)})

    def save_search(self, name: str, query: str, *, reason: str = "") -> None:
        """Keep a query under a name; one of this name is replaced.

        Raises:
            UsageError: the query cannot be read.
        """
        folded = _folded(name, "saved search")
        parse_query(query)
        with self._steps("save", reason) as step:
            key = short_key("saved search", folded)
            step.change("saved_search", key, {"key": key, "name": name.strip(), "folded": folded, "query": query})

    def drop_search(self, name: str) -> None:
        """Do away with a saved search."""
        with self._steps("drop") as step:
            step.change("saved_search", short_key("saved search", fold_name(name)), None)


def _folded(name: str, thing: str) -> str:
    folded = fold_name(name)
    if not folded:
        raise UsageError("its name has no letter", where=thing, cure="Name it")
    return folded


def _check_attribute(attribute: str, value: Any, known: dict[str, Any]) -> None:
    choices: dict[str, tuple[Any, ...]] = {
        "reach": (None, *REACHES),
        "reliability": (None, *RELIABILITIES),
        "state_run": (None, True, False),
    }
    if attribute not in known:
        cure = f"It may have {', '.join(known)}"
        raise UsageError(f"an outlet has no attribute {attribute!r}", where="outlet", cure=cure)
    if attribute in ("country", "owner") and not isinstance(value, str | None):
        raise UsageError(f"{value!r} is no text", where="outlet", cure="Give a text")
    if attribute in choices and value not in choices[attribute]:
        cure = f"Choose one of {', '.join(str(one) for one in choices[attribute] if one is not None)}"
        raise UsageError(f"{value!r} is no {attribute}", where="outlet", cure=cure)
