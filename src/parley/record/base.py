"""Opening a record, one file or one database that holds everything, and the ways to use it.

open_record(place) -> Store -> writer(run) -> Writer
                            -> judge(coder) -> Judge
                            -> view()       -> View
                            -> feeds()      -> Feeds
                            -> rounds()     -> Rounds
                            -> verify(store)
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Engine, delete, insert, select

from parley.record import sql
from parley.record.engine import BUSY_SECONDS, Place, find_place, make_engine, name_of, record_errors, writing
from parley.record.expecting import Expected
from parley.record.feeds import Feeds
from parley.record.judging import Judge
from parley.record.migrate import migrate
from parley.record.rounds import Rounds
from parley.record.view import View
from parley.record.writer import Writer
from parley.terms.review import Run


class Store:
    """An open record; also a context manager that closes it.

    Args:
        engine: of the record.
        place: the record's file, or the address of its database.
    """

    def __init__(self, engine: Engine, *, place: Place) -> None:
        self.engine = engine
        self.place = place

    @property
    def name(self) -> str:
        """The place as messages name it, without its password."""
        return name_of(self.place)

    def writer(self, run: Run) -> Writer:
        """A writer for one run; use it as a context manager."""
        return Writer(self.engine, run=run, where=self.name)

    def judge(self, coder: str, *, expected: Expected | None = None) -> Judge:
        """What a person of this name may do.

        Args:
            coder: name of the person.
            expected: what must still be so; else nothing is judged, and ``RecordChangedError`` says so.
        """
        return Judge(self.engine, coder=coder, where=self.name, expected=expected)

    def view(self, *, as_of: str | None = None, judgements: bool = True) -> View:
        """What the record holds, now or as of a date.

        Args:
            as_of: ISO date, or date and time in UTC ending in Z; a date takes in the whole day.
            judgements: False to see what the machine alone makes of the pages.
        """
        return View(self.engine, where=self.name, as_of=as_of, judgements=judgements)

    def feeds(self) -> Feeds:
        """What is followed, and what waits to be read."""
        return Feeds(self.engine, where=self.name)

    def rounds(self) -> Rounds:
        """The rounds of blind coding."""
        return Rounds(self.engine, where=self.name)

    def desk_settings(self) -> dict[str, str]:
        """What the desk keeps about its people, by name."""
        table = sql.setting.c
        with record_errors(self.name), self.engine.connect() as connection:
            rows = connection.execute(select(table.name, table.value).where(table.name.startswith("desk ")))
            return {row.name: row.value for row in rows}

    def desk_setting(self, name: str) -> str | None:
        """One thing that the desk keeps, by its name; None where it keeps none such."""
        table = sql.setting.c
        with record_errors(self.name), self.engine.connect() as connection:
            return connection.execute(select(table.value).where(table.name == name)).scalar()

    def set_desk(self, name: str, value: str | None) -> None:
        """Keep something for the desk; None to forget it.

        Args:
            name: begins with "desk ".
            value: what is kept.
        """
        with record_errors(self.name), writing(self.engine).begin() as connection:
            connection.execute(delete(sql.setting).where(sql.setting.c.name == name))
            if value is not None:
                connection.execute(insert(sql.setting), {"name": name, "value": value})

    def close(self) -> None:
        """Close the record; SQLite then folds the write-ahead log into the file."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_record(place: Path | URL | str, *, wait: float = BUSY_SECONDS) -> Store:
    """Open a record, making it where there is none.

    Args:
        place: the record's file, or an address such as postgresql://user@host/database.
        wait: seconds to wait for another process that writes.

    Raises:
        RecordError: it is not a record, was written by an older or newer Parley, or cannot be written.
        RecordBusyError: another process holds it.
        UsageError: the address is none.
    """
    found = find_place(place)
    with record_errors(name_of(found)):
        migrate(found, wait=wait)
    return Store(make_engine(found, wait=wait), place=found)
