"""A record as Python's users have it: everything the record room gives, with exports and imports at hand.

with parley.open_record("parley.db") as record:
    frame = record.statements(query="sanctions").to_pandas()
    record.judge("Anna Lind").entries.accept([...])
    record.export("sanctions.xlsx", query="sanctions")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL

from parley.errors import UsageError
from parley.exports.about import About
from parley.exports.dna import write_dna
from parley.exports.frames import to_pandas, to_polars
from parley.exports.table import export_rows, format_of
from parley.record import Store
from parley.record.base import open_record as open_store
from parley.record.coded import coded_corpus
from parley.terms.relations import RelationQuery
from parley.terms.tables import StatementRow

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from parley.analysis import EventList, Network, Networks
    from parley.analysis.coders import CoderReport
    from parley.record.statements import Statements
    from parley.settings import Settings
    from parley.terms.relations import Relation, TimelineItem


class StatementTable:
    """Statements that stream, and turn into a frame in one call.

    Args:
        rows: of the record.
    """

    def __init__(self, rows: Statements) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[StatementRow]:
        """One row after the other."""
        return iter(self._rows)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas frame, one column for each field.

        Raises:
            UsageError: pandas is not installed.
        """
        return to_pandas(self._rows)

    def to_polars(self) -> polars.DataFrame:
        """A Polars frame.

        Raises:
            UsageError: Polars is not installed.
        """
        return to_polars(self._rows)

    def to_arrow(self) -> pyarrow.Table:
        """An Arrow table.

        Raises:
            UsageError: pyarrow is not installed.
        """
        from parley.exports.parquet import to_arrow  # noqa: PLC0415 - only those who ask need pyarrow

        return to_arrow(self._rows).read_all()


class Record(Store):
    """An open record with exports at hand."""

    def statements(self, *, as_of: str | None = None, **filters: Any) -> StatementTable:
        """Statements that meet filters.

        Args:
            as_of: date as of which the record is seen.
            filters: those of ``View.statements``.
        """
        return StatementTable(self.view(as_of=as_of).statements(**filters))

    def network(self, **options: Any) -> Network | Networks | EventList:
        """A discourse network of what the record holds.

        Args:
            options: those of ``NetworkRequest`` (mode, rows, columns, qualifier, aggregation, normalization, ...) say
                which network; those of ``Reviewed`` (statement_type, query, states, polarity, certainty, nested,
                confidence) which statements may count.

        Returns:
            A network with ``matrix``, ``labels``, ``to_networkx()`` and ``statements(row, column)``; a sequence of
            them with ``window``; a table with mode "events".

        Raises:
            UsageError: options do not go together, there is no such variable, or scipy is not installed.
        """
        with _networks_installed():
            from parley.pipeline.networks import ask_network  # noqa: PLC0415 - scipy takes long to load

        return ask_network(self, options)

    def agreement(self, **options: Any) -> CoderReport:
        """How far the coders of the record agree, the machine among them.

        Args:
            options: fields of ``AgreementRequest``: coders, variables, query, measure, resamples, seed.

        Returns:
            ``variables``: coefficients for each variable and pair of coders; ``spans``: how far they mark the same.

        Raises:
            UsageError: there is no such coder or variable, the query cannot be read, or scipy is not installed.
        """
        with _networks_installed():
            from parley.pipeline.coders import AgreementRequest, ask_agreement  # noqa: PLC0415 - scipy takes long to load

        return ask_agreement(self, AgreementRequest(**options))

    def relation(self, first: str, second: str, *, settings: Settings | None = None, **options: Any) -> Relation:
        """What two actors do to each other, say of each other and are to each other over a period.

        Args:
            first: key or name of an actor.
            second: of another one.
            settings: name the weights and one's own file of actors; the process's own if None.
            options: fields of ``RelationQuery``: since, until, unit, types, statuses, states, confidence.

        Returns:
            ``points``, each with the events it counts; ``events``; what each says about the other (``forth``,
            ``back``); ``readings`` of single sentences; ``facts`` of the actor store.

        Raises:
            MissingError: the record has no such actor.
            UsageError: a name means several actors, or an option is wrong.
        """
        from parley.pipeline.relations import ask_relation  # noqa: PLC0415 - only who asks needs the models
        from parley.settings import read_settings  # noqa: PLC0415 - the same

        return ask_relation(self.view(), first, second, RelationQuery(**options), settings or read_settings())

    def timeline(self, actor: str, other: str | None = None, **options: Any) -> tuple[TimelineItem, ...]:
        """What an actor does, suffers and says, in order of time; with another one, between the two alone.

        Args:
            actor: key or name of an actor.
            other: of another one.
            options: fields of ``RelationQuery``.

        Raises:
            MissingError: the record has no such actor.
            UsageError: a name means several actors, or an option is wrong.
        """
        from parley.pipeline.relations import ask_timeline  # noqa: PLC0415 - as above

        return ask_timeline(self.view(), actor, other, RelationQuery(**options))[2]

    def export(
        self,
        path: str | Path,
        *,
        form: str | None = None,
        title: str = "Statements",
        **filters: Any,
    ) -> int:
        """Write statements that meet filters into a file.

        Args:
            path: of the file; its ending names the format. A .dna file holds everything that was coded.
            form: name of the format, where the ending does not tell.
            title: what it is about.
            filters: those of ``View.statements``.

        Returns:
            How many rows were written.

        Raises:
            UsageError: there is no such format.
        """
        target = Path(path)
        if form == "dna" or (form is None and target.suffix.lower() == ".dna"):
            if filters:
                cure = "Leave the filters out, or take another format"
                raise UsageError("a .dna file holds everything that was coded", where=str(target), cure=cure)
            return write_dna(coded_corpus(self), target).came.get("statements", 0)
        name = form or format_of(target)
        if name is None:
            raise UsageError("its ending names no format", where=str(target), cure="Say which: form=...")
        about = About(title=title, made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        return export_rows(name, self.view().statements(**filters), target, about=about)


@contextmanager
def _networks_installed() -> Iterator[None]:
    """Say how to install what the analysis room needs, where that is not there."""
    try:
        yield
    except ImportError as error:
        cure = "Install it: pip install 'parley-record[networks]'"
        raise UsageError(f"networks need {error.name}", where="network", cure=cure) from error


def open_record(place: Path | URL | str) -> Record:
    """Open a record, making it where there is none.

    Args:
        place: the record's file, or an address such as postgresql://user@host/database.

    Raises:
        RecordError: it is not a record, or cannot be used.
    """
    store = open_store(place)
    return Record(store.engine, place=store.place)
