"""Opening a record: one file that holds everything, and the three ways to use it.

open_record(path) -> Store -> writer(run) -> Writer
                           -> view()      -> View
                           -> verify(store)
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from parley.record.engine import BUSY_SECONDS, make_engine, record_errors
from parley.record.migrate import migrate
from parley.record.view import View
from parley.record.writer import Writer
from parley.terms.review import Run


class Store:
    """An open record; also a context manager that closes it.

    Args:
        engine: of the record.
        path: the record file.
    """

    def __init__(self, engine: Engine, *, path: Path) -> None:
        self.engine = engine
        self.path = path

    def writer(self, run: Run) -> Writer:
        """A writer for one run; use it as a context manager."""
        return Writer(self.engine, run=run, where=str(self.path))

    def view(self) -> View:
        """What the record holds."""
        return View(self.engine, where=str(self.path))

    def close(self) -> None:
        """Close the record; SQLite then folds the write-ahead log into the file."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_record(path: Path | str, *, wait: float = BUSY_SECONDS) -> Store:
    """Open a record, making it or bringing it to the present schema where needed.

    Args:
        path: the record file; made where there is none.
        wait: seconds to wait for another process that writes.

    Raises:
        RecordError: the file is not a record, is newer than this Parley, or cannot be written.
        RecordBusyError: another process holds it.
    """
    place = Path(path)
    with record_errors(str(place)):
        migrate(place, wait=wait)
    return Store(make_engine(place, wait=wait), path=place)
