"""What a view answers about the work on a record: steps and judgements, the codebook, collections, outlets, runs."""

from __future__ import annotations

from parley.record import people_rows, rows
from parley.record.page_view import PageView
from parley.terms.exchange import Entity, StatementType
from parley.terms.tables import (
    CollectionRow,
    CommentRow,
    ConceptRow,
    JudgementRow,
    OutletRow,
    RefusalRow,
    RunRow,
    SavedSearchRow,
    StepRow,
)


class WorkView(PageView):
    """Answers about what people did and keep; ``View`` says what its arguments are."""

    def history(self, *, coder: str | None = None, limit: int | None = None) -> tuple[StepRow, ...]:
        """What people did, the newest step first.

        Args:
            coder: name of a person.
            limit: how many at most.
        """
        with self._connection() as connection:
            return people_rows.step_rows(connection, coder=coder, limit=limit)

    def last_steps(self, limit: int) -> tuple[StepRow, ...]:
        """The newest steps, whether they stand or not: what just happened, at the cost of a look."""
        with self._connection() as connection:
            return people_rows.last_step_rows(connection, limit)

    def judgements(self, subject_kind: str, subject: str) -> tuple[JudgementRow, ...]:
        """Everything that was decided about one thing ("entry", "actor", "concept", ...), the oldest first."""
        with self._connection() as connection:
            return people_rows.judgement_rows(connection, subject_kind, subject)

    def judgements_of(self, step: int) -> tuple[JudgementRow, ...]:
        """Everything that was decided in one step, in order."""
        with self._connection() as connection:
            return people_rows.judgement_rows_of(connection, step)

    def comments(self, subject: str) -> tuple[CommentRow, ...]:
        """The comments on "entry KEY", "article KEY" or "actor KEY", the oldest first."""
        with self._connection() as connection:
            return people_rows.comment_rows(connection, subject)

    def concepts(self) -> tuple[ConceptRow, ...]:
        """The concepts of the codebook, with how many statements take each up."""
        with self._connection() as connection:
            return people_rows.concept_rows(connection)

    def statement_types(self) -> tuple[StatementType, ...]:
        """The types of statements, with their variables."""
        with self._connection() as connection:
            return people_rows.statement_types(connection)

    def entities(self) -> tuple[Entity, ...]:
        """The values that the short texts of all types take."""
        with self._connection() as connection:
            return people_rows.entity_rows(connection)

    def collections(self) -> tuple[CollectionRow, ...]:
        """The collections, by name."""
        with self._connection() as connection:
            return people_rows.collection_rows(connection)

    def saved_searches(self) -> tuple[SavedSearchRow, ...]:
        """The saved searches, by name."""
        with self._connection() as connection:
            return people_rows.saved_search_rows(connection)

    def outlets(self) -> tuple[OutletRow, ...]:
        """The outlets, with what people said about them."""
        with self._connection() as connection:
            return people_rows.outlet_rows(connection)

    def outlet_health(self) -> dict[str, str]:
        """Name of each outlet, folded, to when a page of it was last fetched (ISO, UTC)."""
        with self._connection() as connection:
            return people_rows.last_fetches(connection)

    def refusals(self) -> tuple[RefusalRow, ...]:
        """Pages that could not be read, the last refused first."""
        with self._connection() as connection:
            return rows.refusal_rows(connection)

    def runs(self) -> tuple[RunRow, ...]:
        """Runs, the newest first; one without ``finished_at`` was cut short or still goes on."""
        with self._connection() as connection:
            return rows.run_rows(connection)
