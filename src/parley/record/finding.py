"""Finding passages by a query: with who says them, ranked or by date, counted by month and by facet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, FromClause, Row, Select, and_, exists, func, or_, select

from parley.errors import UsageError
from parley.record import sql
from parley.record.actors import root_of
from parley.record.conditions import Condition, Conditions
from parley.record.drafts import STATEMENT
from parley.record.filters import Filters, current_articles, portions, spoken_by
from parley.record.full_text import ranked
from parley.record.printings import counted_once, has_copies
from parley.record.query_parser import parse_query
from parley.record.query_plan import plan
from parley.record.query_tree import And, Plan, TextLeaf, Tree, highlights
from parley.record.search import passage_text, pieces_of
from parley.record.spans import from_groups, hull, overlap
from parley.record.texts import is_newest
from parley.terms.tables import Hit, Tally
from parley.terms.text import Span

Order = Literal["rank", "date"]
FACETS = ("speaker", "publication", "genre", "language", "month", "year")

_COLUMNS = (
    sql.search_row.c.id,
    sql.search_row.c.entry,
    sql.search_row.c.start,
    sql.search_row.c.end,
    sql.fetch.c.name,
    sql.page_text.c.key,
    sql.article_state.c.reading,
    sql.article_state.c.title,
    sql.article_state.c.date,
    sql.article_state.c.publication,
    sql.article_state.c.url,
    sql.reading.c.text,
)


class Search:
    """One question put to the search index.

    A statement is only a passage of its own where none of its sentences meets the query.

    Args:
        connection: to the record.
        query: what the user typed.
        filters: on the articles.
        speaker: key or name of who says it.
        once: whether passages that were printed several times are found in one printing only.

    Raises:
        UsageError: the query cannot be read, or a date is none.
    """

    def __init__(
        self,
        connection: Connection,
        query: str,
        *,
        filters: Filters | None = None,
        speaker: str | None = None,
        once: bool = False,
    ) -> None:
        self._connection = connection
        self._tree: Tree = parse_query(query)
        self._plan: Plan = plan(self._tree)
        self._speaker = speaker
        self._more = [is_newest(), *(filters or Filters()).conditions()]
        if once and has_copies(connection):
            met = self._passages(sql.search_row.c.article, joined=True).correlate(None)
            self._more = [*self._more, counted_once(met)]

    def hits(self, *, limit: int | None, order: Order) -> tuple[Hit, ...]:
        """The passages that meet the question.

        Args:
            limit: how many at most.
            order: the best first, or the newest first; a query without words has no rank.
        """
        numbers = self._best(limit) if order == "rank" and self._leaf() is not None else self._newest(limit)
        rows: dict[int, Row[Any]] = {}
        for portion in portions(numbers):
            query = current_articles(*_COLUMNS).join(sql.search_row, sql.search_row.c.article == sql.article_state.c.id)
            found = self._connection.execute(query.where(sql.search_row.c.id.in_(portion)))
            rows |= {row.id: row for row in found}
        return tuple(self._hit(rows[number]) for number in numbers)

    def tallies(self, facet: str) -> tuple[Tally, ...]:
        """How many passages meet the question, by a property of their articles.

        Args:
            facet: speaker, publication, genre, language, month or year; a passage of two speakers counts for both.

        Raises:
            UsageError: there is no such facet.
        """
        if facet == "speaker":
            return self._by_speaker()
        article, row = sql.article_state.c, sql.search_row.c
        columns = {
            "publication": article.publication,
            "genre": article.genre,
            "language": article.language,
            "month": func.substr(row.date, 1, 7),
            "year": func.substr(row.date, 1, 4),
        }
        if facet not in columns:
            cure = f"Choose one of {', '.join(FACETS)}"
            raise UsageError(f"{facet!r} is nothing to count by", where="search", cure=cure)
        value = columns[facet].label("value")
        needs_article = facet not in ("month", "year") or not isinstance(self._plan, TextLeaf) or self._more
        query = self._passages(value, func.count().label("number"), joined=bool(needs_article)).group_by(value)
        by_time = facet in ("month", "year")
        query = query.order_by(value) if by_time else query.order_by(func.count().desc(), value)
        return tuple(Tally(value=row.value, number=row.number) for row in self._connection.execute(query))

    def _by_speaker(self) -> tuple[Tally, ...]:
        """Passages by who says them; those that nobody known says count for None."""
        owner, link = sql.search_entry.c, sql.version_link.c
        said, spoken, one = sql.entry_state.alias("said"), sql.entry_state.alias("spoken"), sql.actor.alias("one")
        met = self._passages(sql.search_row.c.id, joined=True).subquery("met")
        speakers = (
            select(owner.passage, root_of(one).label("actor"))
            .join(said, said.c.entry == owner.entry)
            .join(sql.version_link, (link.version == said.c.version) & (link.role == "speaker"))
            .join(spoken, spoken.c.entry == link.entry)
            .join(one, one.c.key == spoken.c.actor)
            .where(owner.passage.in_(select(met.c.id)))
            .distinct()
            .subquery("speakers")
        )
        number = func.count().label("number")
        query = (
            select(sql.actor.c.name.label("value"), number)
            .select_from(met)
            .outerjoin(speakers, speakers.c.passage == met.c.id)
            .outerjoin(sql.actor, sql.actor.c.key == speakers.c.actor)
            .group_by(sql.actor.c.key, sql.actor.c.name)
            .order_by(func.count().desc(), sql.actor.c.name)
        )
        return tuple(Tally(value=row.value, number=row.number) for row in self._connection.execute(query))

    def count(self) -> int:
        """How many passages meet the question."""
        return int(self._connection.execute(self._passages(func.count(), joined=True)).scalar_one())

    def _leaf(self) -> TextLeaf | None:
        """The words that every hit must meet, where the question has such: they give the rank."""
        if isinstance(self._plan, TextLeaf):
            return self._plan
        if isinstance(self._plan, And):
            return next((part for part in self._plan.parts if isinstance(part, TextLeaf)), None)
        return None

    def _condition(self, row: FromClause) -> Condition:
        found = Conditions(self._connection).of_passage(self._plan, row)
        if self._speaker is None:
            return found
        owned = (
            select(sql.search_entry.c.passage)
            .join(sql.entry_state, sql.entry_state.c.entry == sql.search_entry.c.entry)
            .where(spoken_by(sql.entry_state.c.version, self._speaker))
        )
        return and_(found, row.c.id.in_(owned))

    def _not_met_by_sentence(self) -> Condition:
        """That a passage is a sentence, or a statement none of whose sentences meets the question by itself."""
        sentence = sql.search_row.alias("sentence_row")
        owner = sql.search_entry.c
        met = exists(
            select(owner.entry)
            .join(sentence, sentence.c.id == owner.passage)
            .where(owner.entry == sql.search_row.c.entry, sentence.c.entry.is_(None), self._condition(sentence))
        )
        return or_(sql.search_row.c.entry.is_(None), ~met)

    def _passages(self, *columns: Any, joined: bool) -> Select[Any]:
        row = sql.search_row
        query = select(*columns).select_from(row)
        if joined:
            query = query.join(sql.article_state, sql.article_state.c.id == row.c.article)
        return query.where(self._condition(row), self._not_met_by_sentence(), *self._more)

    def _newest(self, limit: int | None) -> Sequence[int]:
        row = sql.search_row.c
        query = self._passages(row.id, joined=True)
        query = query.order_by(row.date.is_(None), row.date.desc(), row.id).limit(limit)
        return self._connection.execute(query).scalars().all()

    def _best(self, limit: int | None) -> Sequence[int]:
        leaf = self._leaf()
        assert leaf is not None
        scored = ranked(self._connection.dialect.name, leaf.tree).subquery("scored")
        row = sql.search_row.c
        query = self._passages(row.id, joined=True).join(scored, scored.c.id == row.id)
        query = query.order_by(scored.c.score, row.id).limit(limit)
        return self._connection.execute(query).scalars().all()

    def _hit(self, row: Row[Any]) -> Hit:
        owners = self._owners(row)
        if row.entry is None:
            words = row.text[row.start : row.end]
            met = highlights(self._tree, words)
            places = [Span(span.start + row.start, span.end + row.start) for span in met]
            # Of statements within statements the innermost says it; those that the words met stand in come first.
            owners.sort(key=lambda owner: (not overlap(owner[2], places), len(hull(owner[2])), owner[0]))
        else:
            words = passage_text(row.text, owners[0][2])
            met = highlights(self._tree, words)
        return Hit(
            kind="sentence" if row.entry is None else "statement",
            article=row.name,
            article_key=row.key,
            title=row.title,
            date=row.date,
            publication=row.publication,
            speaker=owners[0][1] if owners else None,
            statement=owners[0][0] if owners else None,
            text=words,
            highlights=met,
            start=row.start,
            end=row.end,
            url=row.url,
        )

    def _owners(self, row: Row[Any]) -> list[tuple[str, str | None, tuple[Span, ...]]]:
        """Entry, speaker and content (in the article's text) of each statement a passage is in."""
        state = sql.entry_state.c
        query = (
            select(state.entry, sql.version.c.payload)
            .join(sql.search_entry, sql.search_entry.c.entry == state.entry)
            .join(sql.version, sql.version.c.key == state.version)
            .join(sql.entry, sql.entry.c.key == state.entry)
            .where(sql.search_entry.c.passage == row.id, sql.entry.c.kind == STATEMENT)
        )
        if self._speaker is not None:
            query = query.where(spoken_by(sql.version.c.key, self._speaker))
        pieces = pieces_of(self._connection, row.reading)
        found = [(owner.entry, json.loads(owner.payload)) for owner in self._connection.execute(query)]
        return [
            (entry, next(iter(payload["speakers"]), None), from_groups(pieces, payload["content"]))
            for entry, payload in found
        ]
