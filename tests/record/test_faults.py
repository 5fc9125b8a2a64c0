"""Databases that fail: each fault is one sentence with a cure and without a password, and leaves nothing half written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from parley.errors import ParleyError, RecordError
from parley.record import open_record, verify
from parley.record.engine import name_of, record_errors
from tests.postgresql import address, programs, running_server

from .builders import accept_all, example_reading, simple_reading, write

PASSWORD = "s3kr1t-word"


@pytest.fixture(scope="module")
def own_server() -> Iterator[Path]:
    """A server of this module's own, where one user needs a password; it may be stopped."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL IS NOT INSTALLED: failing servers are not tested (apt install postgresql)")
    with running_server(found) as folder:
        engine = create_engine(address(folder), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE USER guarded PASSWORD '{PASSWORD}'"))
            connection.execute(text("CREATE USER bystander"))
            connection.execute(text("CREATE DATABASE records OWNER guarded"))
            (folder / "data" / "pg_hba.conf").write_text("local all guarded scram-sha-256\nlocal all all trust\n")
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()
        yield folder


def sentence_of(place: Path | URL | str) -> str:
    """What is said when a record cannot be opened."""
    with pytest.raises(ParleyError) as caught:
        open_record(place, wait=0.2)
    sentence = str(caught.value)
    assert PASSWORD not in sentence
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    assert caught.value.cure
    assert isinstance(caught.value, RecordError)
    return sentence


def of(folder: Path, **parts: object) -> URL:
    """An address on the server, with some parts changed."""
    return address(folder, "records").set(username="guarded", password=PASSWORD).set(**parts)  # type: ignore[arg-type]


def test_the_right_password_opens(own_server: Path) -> None:
    """With the right password a record is made and written; so the others below fail for what they say."""
    with open_record(of(own_server)) as store:
        write(store, example_reading())
        assert verify(store).faults == ()


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"password": "wr0ng"}, "does not let this user in"),
        ({"password": ""}, "does not let this user in"),
        ({"username": "nobody-at-all"}, "does not let this user in"),
        ({"database": "nowhere"}, "has no such database"),
        ({"username": "bystander"}, "may not do that|other tables|older Parley"),
        ({"host": "127.0.0.1", "port": 1, "query": {}}, "cannot be reached"),
        ({"host": "no.such.host.invalid", "query": {}}, "cannot be reached"),
    ],
)
def test_a_server_that_does_not_let_us_in(own_server: Path, parts: dict[str, object], said: str) -> None:
    """Wrong password, none, no such user, no such database, no right, no server, no host: each is told apart."""
    sentence = sentence_of(of(own_server, **parts))
    assert any(one in sentence for one in said.split("|")), sentence
    assert "wr0ng" not in sentence


def test_a_password_among_the_options_of_an_address_is_not_said(own_server: Path) -> None:
    """A password stands there too, for the driver takes it from there."""
    place = f"postgresql://guarded@/nowhere?host={own_server}&password={PASSWORD}&sslpassword={PASSWORD}"
    assert "has no such database" in sentence_of(place)
    assert PASSWORD not in name_of(of(own_server).update_query_dict({"password": PASSWORD}))


def test_a_server_that_stops_is_said_and_nothing_is_lost(own_server: Path) -> None:
    """In the midst of judging the server stops; when it runs again, all is there, whole, and the work goes on."""
    run = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    control = [*run, str((programs() or Path()) / "pg_ctl"), "-D", str(own_server / "data"), "-w"]

    def call(*arguments: str) -> None:
        subprocess.run([*control, *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60)

    with open_record(of(own_server)) as store:
        write(store, simple_reading("one", "He said it rains.", ("He", "said", "it rains")))
        judge = store.judge("Anna Lind")
        (row,) = store.view().statements(article="one")

        def judge_and_lose_the_server() -> None:
            with judge.step("accept") as step:
                state = step.read("entry", row.key)
                assert state is not None
                step.change("entry", row.key, state | {"state": "accepted"})
                call("-m", "fast", "stop")

        with pytest.raises(RecordError, match=r"server is stopping or starting") as caught:
            judge_and_lose_the_server()
        assert PASSWORD not in str(caught.value)
        try:
            assert "cannot be reached" in sentence_of(of(own_server))
        finally:
            call("-l", str(own_server / "log"), "-o", f"-k {own_server} -c listen_addresses=''", "start")
        assert [row.state for row in store.view().statements(article="one")] == ["proposed"]
        judge.entries.accept([row.key])
        assert [row.state for row in store.view().statements(article="one")] == ["accepted"]
        assert verify(store).faults == ()


def test_a_file_that_was_cut_off_is_said_to_be_damaged(tmp_path: Path) -> None:
    """A record of which the end is missing is refused, and not written to."""
    path = tmp_path / "record.db"
    with open_record(path) as store:
        write(store, example_reading())
    os.truncate(path, path.stat().st_size // 2)
    before = path.read_bytes()
    assert "the file is damaged" in sentence_of(path)
    assert path.read_bytes() == before


def test_a_folder_that_may_not_be_looked_into_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operating system's refusal becomes a sentence with a cure."""

    def refuse(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert "cannot be looked at: Permission denied" in sentence_of(tmp_path / "record.db")


def test_a_judgement_for_which_there_is_no_room_is_not_there_by_half(tmp_path: Path) -> None:
    """Where the file may not grow, a bulk step ends in a sentence; entries, history and chain are as before."""
    path = tmp_path / "record.db"
    with open_record(path) as store:
        for number in range(40):
            words = f"He said it rains {number} times."
            write(store, simple_reading(f"page{number}", words, ("He", "said", "it rains")))
    code = (
        "import resource, signal, sys\n"
        "from parley.errors import RecordError\n"
        "from parley.record import open_record\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "with open_record(sys.argv[1]) as store:\n"
        "    keys = [row.key for row in store.view().statements()]\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "    try:\n"
        "        store.judge('Anna Lind').entries.accept(keys, reason='x' * 50000)\n"
        "    except RecordError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "disk is full" in done.stdout or "disk failed" in done.stdout
    with open_record(path) as store:
        assert {row.state for row in store.view().statements()} == {"proposed"}
        assert store.view().history() == ()
        assert verify(store).faults == ()
        accept_all(store)
        assert verify(store).faults == ()


def test_an_error_without_a_code_that_is_no_lost_connection_is_said_as_it_is() -> None:
    """A value that the driver refuses is not taken for a server that cannot be reached."""
    psycopg = pytest.importorskip("psycopg")
    from sqlalchemy.exc import DataError  # noqa: PLC0415 - beside the driver

    with pytest.raises(RecordError, match="the database refused: no zeros"), record_errors("here"):
        raise DataError("", None, psycopg.DataError("no zeros"))
    with pytest.raises(RecordError, match="a database"), closing(sqlite3.connect(":memory:")), record_errors("here"):
        raise sqlite3.DatabaseError("a database without a code")
