"""A desk in a thread and a browser before it, for tests of what the desk's script does.

Nothing may leave this machine and nothing may break the desk's content security policy: each page is watched for
both, and a test that did either fails in the end.
"""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from parley.record.view import View
from parley.settings import Settings
from parley.web import create_app
from parley.web.desk import assets
from tests.web.builders import desk_record
from tools.chromium import NAMES, driver_starts, find_browser

LIFE = 300.0
"""Seconds after which a desk of the tests ends, whatever happened to its test."""
PATIENCE = 10_000
"""Milliseconds that a page may take to do what is awaited."""

TELL_VIOLATIONS = "document.addEventListener('securitypolicyviolation', e => tellViolation("
TELL_VIOLATIONS += "`${e.violatedDirective} ${e.blockedURI} on ${e.documentURI}`))"
ELSEWHERE = re.compile(r"^(?!(?:https?://127\.0\.0\.1[:/]|data:|blob:|about:))")


@dataclass
class Served:
    """A desk that answers at an address."""

    app: FastAPI
    address: str

    @property
    def view(self) -> View:
        """The record as it is now."""
        found: View = self.app.state.desk.record.view()
        return found

    def article(self, title: str) -> str:
        """Key of an article."""
        return next(row.article.key for row in self.view.library(limit=9) if row.article.title == title)

    def key(self, content: str) -> str:
        """Key of the statement with this content."""
        return next(row.key for row in self.view.statements() if row.content == content)


@dataclass
class Watched:
    """What a page did that it must not do."""

    went_out: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def serving(record: Path) -> Iterator[Served]:
    """A desk over a record, in a thread of its own, on a free port of this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        host = "{}:{}".format(*listening.getsockname())
        app = create_app(Settings(record=record), hosts=[host])
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        ending = threading.Timer(LIFE, setattr, (server, "should_exit", True))
        ending.daemon = True
        thread.start()
        ending.start()
        try:
            began = time.monotonic()
            while not server.started:
                assert time.monotonic() - began < 20, "the desk did not start"
                time.sleep(0.01)
            yield Served(app=app, address=f"http://{host}")
        finally:
            ending.cancel()
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser for all tests; skipped loudly where there is none, or nothing for it to run."""
    found = find_browser()
    if found is None:
        pytest.skip(f"NO BROWSER: none of {', '.join(NAMES)} is installed; the desk's keys are NOT tested")
    if not driver_starts():
        pytest.skip("NO DRIVER: Playwright's own Node does not start (libatomic1?); the desk's keys are NOT tested")
    if "desk.js" not in assets():
        pytest.skip("NO ASSETS: run `node frontend/build.mjs`; the desk's keys are NOT tested")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def fresh_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record as each test finds it."""
    return desk_record(tmp_path_factory.mktemp("desk") / "fresh.db")


@pytest.fixture
def served(fresh_record: Path, tmp_path: Path) -> Iterator[Served]:
    """A desk over a record of the test's own."""
    place = tmp_path / "record.db"
    shutil.copyfile(fresh_record, place)
    with serving(place) as desk:
        yield desk


def watch(context: BrowserContext) -> Watched:
    """Abort and note each request that would leave this machine; note what the policy forbade, and errors."""
    seen = Watched()

    def abort(route: Any) -> None:
        seen.went_out.append(route.request.url)
        route.abort()

    context.route(ELSEWHERE, abort)
    context.on("request", lambda one: seen.went_out.append(one.url) if ELSEWHERE.match(one.url) else None)
    context.expose_function("tellViolation", lambda words: seen.violations.append(words))  # noqa: PLW0108  a built-in has no place for a mark
    context.add_init_script(TELL_VIOLATIONS)
    context.on("weberror", lambda one: seen.errors.append(str(one.error)))
    return seen


def let_in(context: BrowserContext, served: Served, coder: str) -> Page:
    """A page of a person who was let in."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{served.address}/login?token={served.app.state.desk.people.invite(coder)}")
    assert urlsplit(page.url).path == "/", page.url
    return page


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A page on the desk's library, watched until its test is over."""
    context = chromium.new_context(reduced_motion="reduce")
    seen = watch(context)
    try:
        yield let_in(context, served, "Ana")
    finally:
        context.close()
    assert seen == Watched()
