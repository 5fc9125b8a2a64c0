"""An empty record for each test: once in a file, once on a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from parley.record import Store, open_record
from parley.record.engine import Place
from tests.postgresql import address, new_database, programs, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A PostgreSQL server; gives the folder of its socket."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL IS NOT INSTALLED: records on a server are not tested (apt install postgresql)")
    with running_server(found) as folder:
        yield folder


@pytest.fixture(scope="session")
def template(server: Path) -> str:
    """Name of a database with an empty record, from which each test gets its copy."""
    engine = create_engine(address(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE empty_record"))
    engine.dispose()
    open_record(address(server, "empty_record")).close()
    return "empty_record"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Where a new record is, on each database; a server's record is backed up into the folder one works in."""
    monkeypatch.chdir(tmp_path)
    if request.param == "sqlite":
        yield tmp_path / "record.db"
        return
    template = request.getfixturevalue("template")
    with new_database(request.getfixturevalue("server"), template=template) as found:
        yield found


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """A new record on each database, closed after the test."""
    with open_record(place) as opened:
        yield opened
