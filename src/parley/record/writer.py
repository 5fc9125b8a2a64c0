"""Writing into a record: one run, one transaction for each article.

Law of this module (law 6): an article is written whole or not at all. A process killed at any
moment leaves every article before it whole and none by half; the next run just goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, insert, select, update

from parley.errors import RecordError
from parley.record import sql
from parley.record.article_states import settle_article
from parley.record.audit import DIGESTS, append_link, now
from parley.record.carrying import carry_over
from parley.record.copies import settle_copies
from parley.record.digest import canonical_json, short_key
from parley.record.drafts import STATEMENT, Draft, draft_all
from parley.record.engine import record_errors, writing
from parley.record.entries import EntryWriter
from parley.record.feed_items import settle_item
from parley.record.readings import check_reading, page_text_key, write_article, write_page
from parley.record.search import index_article
from parley.record.texts import settle_texts
from parley.terms.review import Reading, Refusal, Run
from parley.terms.tables import WrittenReading


class Writer:
    """Writes what one run reads; a context manager that registers the run and its end.

    A run that ends by an error, or is killed, stays without ``finished_at``.

    Args:
        engine: of the record.
        run: what runs.
        where: the record's path, for messages.
    """

    def __init__(self, engine: Engine, *, run: Run, where: str) -> None:
        self._engine = writing(engine)
        self._about = run
        self._where = where
        self._run: int | None = None

    def __enter__(self) -> Self:
        row = {
            "code": self._about.code,
            "weights": self._about.weights,
            "parameters": self._about.parameters,
            "started_at": self._about.started_at,
            "articles": 0,
            "statements": 0,
            "refusals": 0,
        }
        with self._transaction() as connection:
            self._run = _insert_numbered(connection, sql.run, row)
            self._audit(connection, "run", self._run)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        run, self._run = self.run, None
        if error is None:
            with self._transaction() as connection:
                connection.execute(update(sql.run).where(sql.run.c.id == run).values(finished_at=now()))
                self._audit(connection, "finish", run)

    @property
    def run(self) -> int:
        """Number of the run in the record.

        Raises:
            RecordError: the writer is not open.
        """
        if self._run is None:
            cure = "Use it as a context manager: with store.writer(run) as writer"
            raise RecordError("the writer is not open", where=self._where, cure=cure)
        return self._run

    def write_reading(self, reading: Reading, *, item: str | None = None) -> WrittenReading:
        """Write an article with everything proposed about it, in one transaction.

        Reading the same page again with the same proposals adds to the run log and nothing else.

        Args:
            reading: a page, its article, its proposals.
            item: key of the item of a feed that it was read for, which is settled with it.

        Returns:
            The permanent keys of the article, the reading and each statement and actor.

        Raises:
            EvidenceError: a span quotes no words, or the article's text is not the page's.
            RecordError: parts of the reading do not fit together.
            RecordBusyError: another process holds the record.
        """
        run = self.run
        check_reading(reading)
        drafts = draft_all(reading.article, reading.proposals)
        with self._transaction() as connection:
            fetch, page_text = write_page(connection, reading.page, reading.article)
            key = write_article(connection, reading.article, reading.proposals.sentences, page_text)
            entries = EntryWriter(connection, page_text=page_text, text=reading.article.page_text)
            seen = entries.write(drafts)
            moved = settle_article(connection, page_text, reading=key, fetch=fetch)
            if moved or entries.changed:
                index_article(connection, page_text)
            if moved:
                settle_copies(connection, page_text)
            head = {
                "run": run,
                "page_text": page_text,
                "reading": key,
                "fetch": fetch,
                "fetched_at": reading.page.fetched_at,
            }
            self._log(connection, head, seen)
            settle_texts(connection, page_text)
            carried = carry_over(connection, page_text, reading.article, reading.proposals.sentences)
            if item is not None:
                letters = len(reading.article.text)
                settle_item(connection, item, state="read", characters=letters, page_text=page_text)
        changed = moved or entries.changed or carried
        return WrittenReading(
            article_key=page_text_key(page_text), reading_key=key, entries=entries.entries, changed=changed
        )

    def write_refusal(self, refusal: Refusal, *, item: str | None = None) -> None:
        """Write down a page that could not be read.

        The same refusal in a later run is one more line in the run log, not another refusal.

        Args:
            refusal: what happened.
            item: key of the item of a feed that it is about, which is settled with it.

        Raises:
            RecordBusyError: another process holds the record.
        """
        run = self.run
        fields = {
            "location": refusal.location,
            "what": refusal.what,
            "cure": refusal.cure,
            "sha256": refusal.sha256,
        }
        key = short_key("refusal", *fields.values())
        with self._transaction() as connection:
            if connection.execute(select(sql.refusal.c.key).where(sql.refusal.c.key == key)).first() is None:
                connection.execute(insert(sql.refusal), fields | {"key": key})
            line = {"run": run, "refusal": key, "refused_at": refusal.refused_at}
            number = _insert_numbered(connection, sql.run_refusal, line)
            counted = {"refusals": sql.run.c.refusals + 1}
            connection.execute(update(sql.run).where(sql.run.c.id == run).values(counted))
            self._audit(connection, "refusal", number)
            if item is not None:
                had = 0 if refusal.sha256 else None
                settle_item(connection, item, state="refused", characters=had, said=refusal.what)

    def _log(self, connection: Connection, head: dict[str, Any], seen: Sequence[tuple[str, Draft]]) -> None:
        """The run log of one article: which proposals this run saw, how surely and why."""
        number = _insert_numbered(connection, sql.run_reading, head)
        rows = [
            {
                "run_reading": number,
                "version": version,
                "position": place,
                "local": canonical_json([list(draft.local), *(list(twin) for twin in draft.twins)]),
                "confidence": draft.confidence,
                "speaker_confidence": draft.speaker_confidence,
                "reason": draft.reason,
            }
            for place, (version, draft) in enumerate(seen)
        ]
        if rows:
            connection.execute(insert(sql.run_proposal), rows)
        statements = sum(draft.kind == STATEMENT for _, draft in seen)
        counted = {"articles": sql.run.c.articles + 1, "statements": sql.run.c.statements + statements}
        connection.execute(update(sql.run).where(sql.run.c.id == head["run"]).values(counted))
        self._audit(connection, "reading", number)

    def _audit(self, connection: Connection, kind: str, number: int) -> None:
        append_link(connection, kind=kind, subject=str(number), digest=DIGESTS[kind](connection, number))

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with record_errors(self._where), self._engine.begin() as connection:
            yield connection


def _insert_numbered(connection: Connection, table: Any, row: dict[str, Any]) -> int:
    return int(connection.execute(insert(table).returning(table.c.id), row).scalar_one())
