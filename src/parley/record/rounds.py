"""Blind coding: rounds in which several people code the same articles, none of whom sees what another says.

store.rounds().assign(...)           makes a round, and keeps what the machine proposes as a coding of its own
              .sheet(...), .mark()   what one coder sees and says
              .hand_in(), .close()   opens the round
              .codings(...)          what all said, once it is opened

Law of this module: until a round is opened a coder's marks are given to that coder alone. They are in no other
table, so no list, search, count, network or file of the record can show them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from parley.errors import RecordError, UsageError
from parley.record import sql
from parley.record.audit import now
from parley.record.engine import record_errors, writing
from parley.record.filters import current_articles, find_article
from parley.record.round_rows import DONE, MACHINE_KEY, Reader, machine_payloads, newest_marks, round_of, rounds_of
from parley.record.round_sheets import Sheets
from parley.record.steps import place_coder
from parley.terms.agreement import MACHINE
from parley.terms.names import fold_name
from parley.terms.rounds import BlindCoding, Round, Verdict

SAMPLE = 50
"""So many articles are drawn where nobody says how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How a round is drawn."""

    name: str = ""
    """What people call it; its number if empty."""
    sample: int | None = SAMPLE
    """How many articles; None for all."""
    seed: int = 1
    """The same seed draws the same of the same articles."""
    hide_machine: bool = False
    """Whether the coders see nothing of what the machine proposes."""


CHOICES = frozenset({"all", "another", "none"})
"""What may be chosen where coders differ, besides the name of one of them."""
DRAW = Draw()
"""A sample of fifty, with the machine's proposals."""


class Rounds:
    """The rounds of blind coding of a record.

    Args:
        engine: of the record.
        where: the record's place, for messages.
    """

    def __init__(self, engine: Engine, *, where: str) -> None:
        self._engine = engine
        self._where = where
        self.sheets = Sheets(engine, where=where)

    def assign(
        self,
        coders: Sequence[str],
        articles: Sequence[str],
        *,
        by: str,
        draw: Draw = DRAW,
    ) -> Round:
        """Give the same articles to several coders, who code them blind to each other.

        Args:
            coders: names of two people or more.
            articles: keys of the articles to draw from, in any order.
            by: name of who assigns.
            draw: how many of the articles, and what the coders are shown.

        Raises:
            UsageError: there are fewer than two coders, one is the machine or named twice, or there are no articles.
            RecordError: there is no such article.
        """
        _check_coders(coders)
        chosen = sorted(set(articles))
        if draw.sample is not None and draw.sample < len(chosen):
            chosen = sorted(random.Random(draw.seed).sample(chosen, draw.sample))
        if not chosen:
            raise UsageError("there are no articles to code", where="round", cure="Name a query that articles meet")
        with record_errors(self._where), writing(self._engine).begin() as connection:
            key = str(connection.execute(select(func.count()).select_from(sql.coding_round)).scalar_one() + 1)
            row: dict[str, Any] = {"key": key, "name": draw.name.strip() or f"Round {key}", "seed": draw.seed}
            row |= {"hides_machine": int(draw.hide_machine), "made_by": by, "made_at": now(), "closed_at": None}
            connection.execute(insert(sql.coding_round), row)
            keys = [place_coder(connection, coder) for coder in coders]
            connection.execute(insert(sql.round_coder), [{"round": key, "coder": one} for one in keys])
            texts = dict.fromkeys(find_article(connection, article)[0] for article in chosen)
            for position, page_text in enumerate(texts):
                _take_in(connection, key, page_text, position)
            return round_of(connection, key)

    def all(self) -> tuple[Round, ...]:
        """Every round, the newest first; how far its coders are, and nothing of what they say."""
        with record_errors(self._where), self._engine.connect() as connection:
            return rounds_of(connection)

    def one(self, key: str) -> Round:
        """A round.

        Raises:
            MissingError: there is none of this key.
        """
        with record_errors(self._where), self._engine.connect() as connection:
            return round_of(connection, key)

    def blind(self) -> frozenset[str]:
        """Folded names of the coders who are at work in a round, and may see nothing else meanwhile."""
        coder, ours, about = sql.coder.c, sql.round_coder.c, sql.coding_round.c
        query = (
            select(coder.folded)
            .join(sql.round_coder, ours.coder == coder.key)
            .join(sql.coding_round, about.key == ours.round)
            .where(ours.done_at.is_(None), about.closed_at.is_(None))
        )
        with record_errors(self._where), self._engine.connect() as connection:
            return frozenset(connection.execute(query).scalars())

    def hand_in(self, key: str, coder: str) -> Round:
        """Say that a coder has coded all articles; nothing of it can be changed from then on.

        Raises:
            RecordError: articles are not finished, it was handed in, or the round is none of this coder's.
        """
        with record_errors(self._where), writing(self._engine).begin() as connection:
            found, mine = round_of(connection, key), place_coder(connection, coder)
            about = next((one for one in found.coders if fold_name(one.name) == fold_name(coder)), None)
            if about is None or about.done_at is not None or found.opened:
                raise RecordError(
                    "there is nothing of yours to hand in", where=f"round {key}", cure="Look at the round"
                )
            if about.articles < found.articles:
                what = f"{found.articles - about.articles} of {found.articles} articles are not finished"
                raise RecordError(what, where=f"round {key}", cure="Finish each of them first")
            table = sql.round_coder
            ours = (table.c.round == key) & (table.c.coder == mine)
            connection.execute(update(table).where(ours).values(done_at=now()))
            return round_of(connection, key)

    def close(self, key: str) -> Round:
        """Open a round that is not handed in by everybody: nobody can code in it any more, and all may see it.

        Raises:
            RecordError: it is open already.
        """
        with record_errors(self._where), writing(self._engine).begin() as connection:
            if round_of(connection, key).opened:
                raise RecordError("it is open already", where=f"round {key}", cure="Look at its disagreements")
            table = sql.coding_round
            connection.execute(update(table).where(table.c.key == key).values(closed_at=now()))
            return round_of(connection, key)

    def codings(self, key: str) -> tuple[BlindCoding, ...]:
        """What every coder says in a round, the machine among them, in the articles that all have finished.

        Where a round was closed early, an article that a coder had not finished says nothing of what they left out.

        Raises:
            RecordError: the round is not open yet.
        """
        with record_errors(self._where), self._engine.connect() as connection:
            found = round_of(connection, key)
            _check_open(found)
            rows = newest_marks(connection, sql.round_mark.c.round == key)
            finished: dict[str, set[str]] = {}
            for row in rows:
                if row.unit == DONE and row.payload is not None:
                    finished.setdefault(row.page_text, set()).add(row.coder)
            whole = {page_text for page_text, coders in finished.items() if len(coders) == len(found.coders)}
            reader = Reader(connection)
            return tuple(
                reader.coding(row) for row in rows if row.unit and row.payload is not None and row.page_text in whole
            )

    def moment(self) -> int:
        """A number that stays as it is for as long as what opened rounds say does.

        Their marks change no more; readings of their articles, names of concepts and erasures do.
        """
        judged, read = sql.judgement.c, sql.run_reading.c
        with record_errors(self._where), self._engine.connect() as connection:
            concept = connection.execute(select(func.max(judged.id)).where(judged.subject_kind == "concept")).scalar()
            erased = connection.execute(select(func.max(sql.erasure.c.id))).scalar()
            reading = connection.execute(select(func.max(read.id))).scalar()
            return hash((concept, erased, reading))

    def lengths(self, key: str) -> dict[str, int]:
        """Digest of each page text of a round to the code points of its article's text."""
        piece, state, ours = sql.piece.c, sql.article_state.c, sql.round_article.c
        query = (
            select(state.page_text, func.sum(piece.end - piece.start).label("length"))
            .join(sql.piece, piece.reading == state.reading)
            .join(sql.round_article, ours.page_text == state.page_text)
            .where(ours.round == key)
            .group_by(state.page_text)
        )
        with record_errors(self._where), self._engine.connect() as connection:
            return {row.page_text: int(row.length) for row in connection.execute(query)}

    def articles(self, key: str) -> dict[str, tuple[str, str, str]]:
        """Digest of each page text of a round to its article's key, title and text."""
        state, ours = sql.article_state.c, sql.round_article.c
        query = current_articles(state.page_text, sql.page_text.c.key, state.title, sql.reading.c.text)
        query = query.join(sql.round_article, ours.page_text == state.page_text).where(ours.round == key)
        with record_errors(self._where), self._engine.connect() as connection:
            rows = connection.execute(query.order_by(ours.position))
            return {row.page_text: (row.key, row.title or row.key, row.text) for row in rows}

    def verdicts(self, key: str) -> tuple[Verdict, ...]:
        """What was decided about the units of a round."""
        table, coder = sql.round_verdict.c, sql.coder.c
        query = (
            select(table.unit, table.page_text, table.choice, table.entry, coder.name.label("coder"))
            .join(sql.coder, coder.key == table.coder)
            .where(table.round == key)
            .order_by(table.page_text, table.unit)
        )
        with record_errors(self._where), self._engine.connect() as connection:
            return tuple(Verdict(**row._mapping) for row in connection.execute(query))


def _check_coders(coders: Sequence[str]) -> None:
    folded = {fold_name(one) for one in coders}
    if len(folded) < 2 or len(folded) < len(coders) or "" in folded:
        raise UsageError("a round needs two different coders or more", where="round", cure="--coder ana --coder ben")
    if fold_name(MACHINE) in folded:
        raise UsageError("the machine codes in every round", where="round", cure="Name people")
    if taken := folded & CHOICES:
        what = f"{min(taken)!r} is what a decision is called, and nobody's name"
        raise UsageError(what, where="round", cure="Let them use another name")


def _check_open(found: Round) -> None:
    if not found.opened:
        raise RecordError(
            "it is blind until everybody has handed in",
            where=f"round {found.key}",
            cure=f"Wait for the coders, or close it: parley coding close {found.key}",
        )


def _take_in(connection: Connection, key: str, page_text: str, position: int) -> None:
    """Take an article into a round, with what the machine proposes for it at this moment."""
    row: dict[str, Any] = {"round": key, "page_text": page_text, "position": position}
    connection.execute(insert(sql.round_article), row)
    marks: list[dict[str, Any]] = [
        {"round": key, "coder": MACHINE_KEY, "page_text": page_text, "unit": entry, "payload": payload}
        | {"recorded_at": now(), "undoes": None}
        for entry, payload in machine_payloads(connection, page_text)
    ]
    if marks:
        connection.execute(insert(sql.round_mark), marks)
