"""A PostgreSQL server of the tests' own: made when the first test asks for it, gone when the tests end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, create_engine, text

from tools.postgresql import find_programs

OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
"""No port, only a socket in the server's own folder; and no care for power cuts."""


@contextmanager
def running_server(programs: Path) -> Iterator[Path]:
    """A server while the block lasts.

    Args:
        programs: folder of ``initdb`` and ``pg_ctl``.

    Yields:
        The folder of its socket.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: the path of a socket has 107 bytes at most
    run: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        run = ["runuser", "-u", "postgres", "--"]

    def call(*command: str) -> None:
        subprocess.run([*run, *command], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=120)

    data, log = str(folder / "data"), str(folder / "log")
    try:
        call(
            str(programs / "initdb"),
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        call(str(programs / "pg_ctl"), "-D", data, "-w", "-l", log, "-o", f"-k {folder} {OPTIONS}", "start")
        try:
            yield folder
        finally:
            call(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def address(folder: Path, database: str = "postgres") -> URL:
    """The address of a database of the server."""
    return URL.create("postgresql+psycopg", username="postgres", database=database, query={"host": str(folder)})


@contextmanager
def new_database(folder: Path, *, template: str = "template1") -> Iterator[URL]:
    """A database while the block lasts."""
    name = f"t{uuid4().hex}"
    engine = create_engine(address(folder), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
        yield address(folder, name)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


def programs() -> Path | None:
    """Where PostgreSQL's programs are; None where they are not installed."""
    return find_programs()
