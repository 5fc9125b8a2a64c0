"""Servers and fetchers that may reach them."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parley.pages.fetching.fetch import Fetcher
from parley.pages.fetching.guard import Guard
from parley.pages.fetching.outcome import Limits
from tests.pages.fetching.servers import Server, certificate

QUICK = Limits(connect_seconds=5, read_seconds=5, total_seconds=10)
MakeFetcher = Callable[..., Fetcher]


def on_loopback(host: str, port: int) -> tuple[str, ...]:  # noqa: ARG001 - every name leads there
    """A resolver for which every name is this computer's."""
    return ("127.0.0.1",)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server without answers yet."""
    with Server() as one:
        yield one


@pytest.fixture
def fetcher_to() -> MakeFetcher:
    """Makes a fetcher that may reach some servers on loopback and no other."""

    def make(
        *servers: Server,
        limits: Limits = QUICK,
        roots: ssl.SSLContext | None = None,
        resolver: Callable[[str, int], tuple[str, ...]] = on_loopback,
    ) -> Fetcher:
        guard = Guard(reachable=[one.endpoint for one in servers], resolver=resolver)
        return Fetcher(guard, user_agent="Parley/test", limits=limits, roots=roots)

    return make


@pytest.fixture(scope="session")
def news_certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for news.example."""
    if shutil.which("openssl") is None:
        pytest.skip("the program openssl is missing: certificates are not tested")
    return certificate(tmp_path_factory.mktemp("certificates"), "news.example")
