"""Judging: what a person does with the record, each action one step in one transaction.

store.judge("Anna Lind").entries.accept([...])     entries: accept, reject, edit, add, merge, split ...
                        .articles.correct(...)     articles: corrections, work states, comments, tags
                        .actors.merge(...)         actors: merge, split, rename
                        .events.join(...)          events of several articles: join, take out
                        .codebook.define(...)      concepts, codings, types of statements
                        .library.collect(...)      collections, outlets, saved searches
                        .rounds.settle(...)        where coders of a round of blind coding disagree
                        .undo(), .redo()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from parley.record.engine import record_errors, writing
from parley.record.expecting import Expected
from parley.record.judging_actors import ActorJudge
from parley.record.judging_articles import ArticleJudge
from parley.record.judging_codebook import CodebookJudge
from parley.record.judging_entries import EntryJudge
from parley.record.judging_events import EventJudge
from parley.record.judging_library import LibraryJudge
from parley.record.judging_rounds import RoundJudge
from parley.record.people_rows import judgement_rows_of
from parley.record.steps import Step, newest_step, redo_step, undo_step
from parley.terms.tables import JudgementRow


class Judge:
    """What one person may do with a record.

    Args:
        engine: of the record.
        coder: name of the person.
        where: the record's place, for messages.
        expected: what must still be so, looked at within the transaction of each step; None for nothing.
    """

    def __init__(self, engine: Engine, *, coder: str, where: str, expected: Expected | None = None) -> None:
        self._engine = writing(engine)
        self._where = where
        self._expected = expected
        self.coder = coder
        self._tried: list[JudgementRow] | None = None
        """What was tried, for a judge who only previews; None for one who judges."""
        self.entries = EntryJudge(self.step)
        self.articles = ArticleJudge(self.step)
        self.actors = ActorJudge(self.step)
        self.events = EventJudge(self.step)
        self.codebook = CodebookJudge(self.step)
        self.library = LibraryJudge(self.step)
        self.rounds = RoundJudge(self.step)

    @contextmanager
    def step(self, kind: str, reason: str = "") -> Iterator[Step]:
        """A step to fill with changes; it is kept when the block ends, and not at all if the block fails.

        Args:
            kind: what is done.
            reason: why.

        Raises:
            RecordBusyError: another process holds the record.
            RecordChangedError: what is expected is no longer so.
        """
        with record_errors(self._where), self._engine.begin() as connection:
            if self._expected is not None:
                self._expected.check(connection, self.coder)
            step = Step(connection, kind=kind, coder=self.coder, reason=reason)
            yield step
            if step.finish() is None:
                connection.rollback()
            else:
                self._end_trial(connection, step.number)

    def preview(self, act: Callable[[Judge], object]) -> tuple[JudgementRow, ...]:
        """What an action would change, without changing it.

        Args:
            act: the action, such as ``lambda judge: judge.codebook.merge("Aid", ["Help"])``.

        Returns:
            The judgements it would consist of; each step of it is tried on the record as it is.

        Raises:
            ParleyError: what the action itself raises.
        """
        trial = Judge(self._engine, coder=self.coder, where=self._where)
        trial._tried = []
        act(trial)
        return tuple(trial._tried)

    def undo(self, number: int | None = None) -> int:
        """Undo a step: the last one of this person that holds, or the one of a number.

        Returns:
            Number of the step that was undone.

        Raises:
            RecordError: there is none, or something later stands on it.
        """
        with record_errors(self._where), self._engine.begin() as connection:
            undone = undo_step(connection, coder=self.coder, number=number)
            self._end_trial(connection, newest_step(connection))
            return undone

    def redo(self) -> int:
        """Do again what this person's last undo took back.

        Returns:
            Number of the step of that undo.

        Raises:
            RecordError: there is nothing to redo, or something later stands on it.
        """
        with record_errors(self._where), self._engine.begin() as connection:
            redone = redo_step(connection, coder=self.coder)
            self._end_trial(connection, newest_step(connection))
            return redone

    def _end_trial(self, connection: Connection, number: int | None) -> None:
        """Note what a step consists of and take it back, where it was only tried."""
        if self._tried is not None:
            self._tried += judgement_rows_of(connection, number)
            connection.rollback()
