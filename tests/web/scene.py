"""A desk over a small record, without weights: two coders, three articles, a codebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from parley.record import Store, sql
from parley.record.engine import Place
from parley.settings import Settings
from parley.terms.actors import Actor
from parley.terms.exchange import StatementType, Variable
from parley.web import create_app
from parley.web.desk import Desk
from tests.record.builders import example_reading, simple_reading, write

HTMX = {"HX-Request": "true"}


@dataclass
class Scene:
    """An open desk.

    Args:
        app: the application.
    """

    app: FastAPI

    @property
    def desk(self) -> Desk:
        """What the screens share."""
        found: Desk = self.app.state.desk
        return found

    @property
    def store(self) -> Store:
        """The record."""
        return self.desk.record

    def stranger(self) -> TestClient:
        """A client that was not let in."""
        return TestClient(self.app, raise_server_exceptions=False, follow_redirects=False)

    def enter(self, coder: str = "ana") -> TestClient:
        """A client that was let in as a coder."""
        client = self.stranger()
        answer = client.get("/login", params={"token": self.desk.people.invite(coder)})
        assert answer.status_code == 303
        client.headers["Sec-Fetch-Site"] = "same-origin"
        return client

    def rows(self) -> list[Any]:
        """The statements of the record."""
        return list(self.store.view().statements())

    def row(self, words: str) -> Any:
        """The statement whose content begins so."""
        return next(one for one in self.rows() if (one.content or "").startswith(words))

    def article(self) -> str:
        """The key of the example article."""
        return next(one.key for one in self.store.view().articles() if one.article == "visit")

    def actor(self, name: str) -> str:
        """The key of an actor."""
        return next(one.key for one in self.store.view().actors() if one.name == name)

    def concept(self, name: str) -> str:
        """The key of a concept."""
        return next(one.key for one in self.store.view().concepts() if one.name == name)

    def chain(self) -> list[Any]:
        """The audit chain: every write adds to it."""
        with self.store.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(select(sql.audit).order_by(sql.audit.c.position))]

    def steps(self) -> int:
        """How many steps people took."""
        return len(self.store.view().history())


@contextmanager
def opened(place: Place, **more: Any) -> Iterator[Scene]:
    """A desk over a record at a place, filled."""
    where = place if isinstance(place, str) or not hasattr(place, "render_as_string") else place.render_as_string(False)
    app = create_app(Settings(record=where, **more), hosts=["testserver"])
    found = Scene(app)
    fill(found.store)
    try:
        yield found
    finally:
        found.store.close()


def fill(store: Store) -> None:
    """Three articles, a concept with codings, a type of statements."""
    lind = Actor(id="a1", name="Anna Lind", kind="person", role="minister")
    write(
        store,
        example_reading(),
        simple_reading(
            "north",
            "Anna Lind said that aid must grow, and that help is slow.",
            ("Anna Lind", "said", "that aid must grow"),
            ("Anna Lind", "said", "that help is slow"),
            speaker=lind,
            date="2024-02-01",
            publication="Gazette",
            title="Aid",
            language="en",
        ),
        simple_reading(
            "south",
            "Anna Lind warned that sanctions bite.",
            ("Anna Lind", "warned", "that sanctions bite"),
            speaker=lind,
            date="2023-01-05",
            publication="Post",
            title="Sanctions",
        ),
    )
    judge = store.judge("carl")
    judge.codebook.define("Aid", definition="More of it")
    judge.codebook.define("Help")
    aid = next(one.key for one in store.view().statements() if one.content == "that aid must grow")
    judge.codebook.code([aid], "Aid", "agree")
    variables = (
        Variable(name="frame", kind="short text"),
        Variable(name="why", kind="long text"),
        Variable(name="strength", kind="integer", low=1, high=5),
        Variable(name="public", kind="boolean"),
    )
    judge.codebook.define_type(StatementType(name="Claim", variables=variables))
    judge.library.save_search("Aid news", "aid")
    judge.library.collect("North", outlets=["Gazette"])


def basis(page: str) -> str:
    """What a card says of the last step that concerned it."""
    found = re.search(r'name="basis" value="(\d+)"', page)
    assert found is not None
    return found[1]


def shown(page: str) -> str:
    """The key of the entry whose card a page shows."""
    found = re.search(r'data-card="(\w+)"', page)
    assert found is not None
    return found[1]
