"""The sheet of one coder in a round of blind coding: what they see of an article, what they say, and undo.

Law of this module: a sheet holds what its coder said and, unless the round hides it, what the machine proposed
when the round was made; what anybody judged of the same entries, before or since, is not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import Connection, Engine, Row, insert, select

from parley.errors import MissingError, RecordError, UsageError
from parley.record import sql
from parley.record.audit import now
from parley.record.digest import canonical_json, short_key
from parley.record.engine import record_errors, writing
from parley.record.filters import current_articles, find_article
from parley.record.rebuild import rebuild_article
from parley.record.round_rows import DONE, MACHINE_KEY, Reader, newest_marks, round_of
from parley.record.spans import to_groups
from parley.record.steps import place_coder
from parley.terms.names import fold_name
from parley.terms.rounds import Round, SheetArticle, SheetUnit, Stance
from parley.terms.statements import Certainty, Polarity
from parley.terms.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a coder says about a unit."""

    held: bool = True
    speaker: str = ""
    polarity: str = "affirmed"
    certainty: str = "certain"
    codes: Sequence[tuple[str, str]] = ()
    """(key of a concept, stance)."""
    note: str = ""


class Sheets:
    """What coders see and say in rounds.

    Args:
        engine: of the record.
        where: the record's place, for messages.
    """

    def __init__(self, engine: Engine, *, where: str) -> None:
        self._engine = engine
        self._where = where

    def articles(self, key: str, coder: str) -> tuple[SheetArticle, ...]:
        """The articles of a round, in its order, and how far a coder is with each.

        Raises:
            RecordError: the coder has no part in the round.
        """
        with record_errors(self._where), self._engine.connect() as connection:
            _, mine = _part_of(connection, key, coder)
            marks = sql.round_mark.c
            rows = newest_marks(connection, marks.round == key, marks.coder == mine)
            said = [row for row in rows if row.payload is not None]
            decided = [row.page_text for row in said if row.unit != DONE]
            done = {row.page_text for row in said if row.unit == DONE}
            state, ours = sql.article_state.c, sql.round_article.c
            query = current_articles(state.page_text, sql.page_text.c.key, state.title, state.date, state.publication)
            query = query.join(sql.round_article, ours.page_text == state.page_text).where(ours.round == key)
            return tuple(
                SheetArticle(
                    key=row.key,
                    title=row.title or row.key,
                    date=row.date,
                    publication=row.publication,
                    decided=decided.count(row.page_text),
                    done=row.page_text in done,
                )
                for row in connection.execute(query.order_by(ours.position))
            )

    def units(self, key: str, coder: str, article: str) -> tuple[str, tuple[SheetUnit, ...]]:
        """The text of an article of a round, and its units as a coder sees them, in the order of the text.

        Raises:
            RecordError: the coder has no part in the round, or the article is none of it.
        """
        with record_errors(self._where), self._engine.connect() as connection:
            found, mine = _part_of(connection, key, coder)
            page_text = _article_of(connection, key, article)
            reader = Reader(connection)
            rows = _marks(connection, key, page_text, (mine, MACHINE_KEY))
            said = {row.unit: reader.coding(row) for row in rows if row.coder == mine and row.unit != DONE}
            proposed = (
                {}
                if found.hides_machine
                else {row.unit: reader.coding(row) for row in rows if row.coder == MACHINE_KEY}
            )
            units = [
                SheetUnit(unit=unit, proposal=proposed.get(unit), mine=said.get(unit))
                for unit in dict.fromkeys([*proposed, *said])
            ]
            text = connection.execute(
                current_articles(sql.reading.c.text).where(sql.article_state.c.page_text == page_text)
            ).scalar_one()
            return text, tuple(sorted(units, key=_place))

    def say(self, key: str, coder: str, article: str, unit: str, said: Said) -> None:
        """Say something about a unit: of the machine's, or of the coder's own.

        Raises:
            RecordError: the coder may not, or there is no such unit on their sheet.
            UsageError: a value is none.
        """
        _check(said)
        with record_errors(self._where), writing(self._engine).begin() as connection:
            found, mine, page_text = _at_work(connection, key, coder, article)
            _check_concepts(connection, said.codes)
            coders = (mine,) if found.hides_machine else (mine, MACHINE_KEY)
            base = next((row for row in _marks(connection, key, page_text, coders) if row.unit == unit), None)
            if base is None:
                raise MissingError("it is not on your sheet", where=f"unit {unit}", cure="Take one of the article's")
            _keep(connection, (key, mine, page_text, unit), json.loads(base.payload) | _values(said))

    def add(self, key: str, coder: str, article: str, said: Said, **spans: Iterable[Span]) -> str:
        """Add a statement that the sheet does not have.

        Args:
            key: of the round.
            coder: who says so.
            article: its key.
            said: what is said about it.
            spans: source, cue and content, as offsets of the article's text; the content at least.

        Returns:
            Key of the unit.

        Raises:
            RecordError: the coder may not.
            EvidenceError: a span holds no words.
            UsageError: a value is none, or there is no content.
        """
        _check(said)
        with record_errors(self._where), writing(self._engine).begin() as connection:
            _, mine, page_text = _at_work(connection, key, coder, article)
            _check_concepts(connection, said.codes)
            state = sql.article_state.c
            reading = connection.execute(select(state.reading).where(state.page_text == page_text)).scalar_one()
            read = rebuild_article(connection, reading, name=article)
            groups = {
                name: to_groups(read, spans.get(name, ()), where="statement") for name in ("source", "cue", "content")
            }
            if not groups["content"]:
                raise UsageError("no words are named", where="statement", cure="Select the words of the statement")
            unit = short_key("unit", key, mine, page_text, canonical_json(groups))
            _keep(connection, (key, mine, page_text, unit), {"entry": None} | groups | _values(said))
            return unit

    def withdraw(self, key: str, coder: str, article: str, unit: str) -> None:
        """Say nothing about a unit any more.

        Raises:
            RecordError: the coder may not, or has said nothing.
        """
        with record_errors(self._where), writing(self._engine).begin() as connection:
            _, mine, page_text = _at_work(connection, key, coder, article)
            if all(row.unit != unit for row in _marks(connection, key, page_text, (mine,))):
                raise MissingError("you have said nothing of it", where=f"unit {unit}", cure="Leave it so")
            _keep(connection, (key, mine, page_text, unit), None)

    def undo(self, key: str, coder: str) -> str:
        """Take back the coder's last mark of a round that holds.

        Returns:
            Key of the article that it was made in.

        Raises:
            RecordError: the coder may not, or there is nothing to take back.
        """
        with record_errors(self._where), writing(self._engine).begin() as connection:
            mine = _coding(connection, key, coder)
            mark = sql.round_mark
            ours = (mark.c.round == key) & (mark.c.coder == mine)
            rows = connection.execute(select(mark).where(ours).order_by(mark.c.id.desc())).all()
            undone = {row.undoes for row in rows}
            last = next((row for row in rows if row.undoes is None and row.id not in undone), None)
            if last is None:
                raise RecordError("there is no mark of yours to take back", where=f"round {key}", cure="Go on coding")
            same = (row for row in rows if (row.page_text, row.unit) == (last.page_text, last.unit))
            before = next((row.payload for row in same if row.id < last.id), None)
            place = (key, mine, last.page_text, last.unit)
            _keep(connection, place, None if before is None else json.loads(before), undoes=last.id)
            page = sql.page_text.c
            return str(connection.execute(select(page.key).where(page.sha256 == last.page_text)).scalar_one())

    def finish(self, key: str, coder: str, article: str) -> None:
        """Say that an article is coded: what is not marked in it is then held to be no statement.

        Raises:
            RecordError: the coder may not, or proposals wait for a word.
        """
        with record_errors(self._where), writing(self._engine).begin() as connection:
            found, mine, page_text = _at_work(connection, key, coder, article)
            rows = _marks(connection, key, page_text, (mine, MACHINE_KEY))
            said = {row.unit for row in rows if row.coder == mine}
            left = sum(row.unit not in said for row in rows if row.coder == MACHINE_KEY)
            if left and not found.hides_machine:
                what = f"{left} proposals of the machine wait for your word"
                raise RecordError(what, where=f"article {article}", cure="Accept or reject each")
            _keep(connection, (key, mine, page_text, DONE), {"done": True})


def _check(said: Said) -> None:
    for value, choices, what in (
        (said.polarity, get_args(Polarity), "polarity"),
        (said.certainty, get_args(Certainty), "certainty"),
        *((stance, get_args(Stance), "stance") for _, stance in said.codes),
    ):
        if value not in choices:
            raise UsageError(f"{value!r} is no {what}", where="statement", cure=f"Choose one of {', '.join(choices)}")


def _check_concepts(connection: Connection, codes: Sequence[tuple[str, str]]) -> None:
    for concept, _ in codes:
        if connection.execute(select(sql.concept.c.key).where(sql.concept.c.key == concept)).first() is None:
            raise MissingError("there is no such concept", where=concept, cure="Take one of the codebook")


def _values(said: Said) -> dict[str, Any]:
    return {
        "held": said.held,
        "speaker": said.speaker.strip(),
        "polarity": said.polarity,
        "certainty": said.certainty,
        "codes": [list(one) for one in said.codes],
        "note": said.note.strip(),
    }


def _part_of(connection: Connection, key: str, coder: str) -> tuple[Round, str]:
    """A round, and the key of a coder who has a part in it."""
    found = round_of(connection, key)
    if all(fold_name(one.name) != fold_name(coder) for one in found.coders):
        raise RecordError("you have no part in it", where=f"round {key}", cure="Ask who assigned it")
    return found, short_key("coder", fold_name(coder))


def _coding(connection: Connection, key: str, coder: str) -> str:
    """The key of a coder who is still at work in a round."""
    found, _ = _part_of(connection, key, coder)
    mine = next(one for one in found.coders if fold_name(one.name) == fold_name(coder))
    if found.opened or mine.done_at is not None:
        what = "the round is open" if found.opened else "you have handed it in"
        raise RecordError(f"{what}: nothing in it changes any more", where=f"round {key}", cure="Settle disagreements")
    return place_coder(connection, coder)


def _at_work(connection: Connection, key: str, coder: str, article: str) -> tuple[Round, str, str]:
    mine = _coding(connection, key, coder)
    return round_of(connection, key), mine, _article_of(connection, key, article)


def _article_of(connection: Connection, key: str, article: str) -> str:
    page_text, _ = find_article(connection, article)
    ours = sql.round_article.c
    if connection.execute(select(ours.round).where(ours.round == key, ours.page_text == page_text)).first() is None:
        raise MissingError("it is no article of this round", where=f"article {article}", cure="Take one of its list")
    return page_text


def _marks(connection: Connection, key: str, page_text: str, coders: Sequence[str]) -> list[Row[Any]]:
    """The marks that hold, of some coders, in an article of a round."""
    mark = sql.round_mark.c
    rows = newest_marks(connection, mark.round == key, mark.page_text == page_text, mark.coder.in_(coders))
    return [row for row in rows if row.payload is not None]


def _keep(
    connection: Connection,
    place: tuple[str, str, str, str],
    payload: dict[str, Any] | None,
    *,
    undoes: int | None = None,
) -> None:
    """Keep a mark; an article in which something is taken back is no longer finished."""
    names = ("round", "coder", "page_text", "unit")
    row: dict[str, Any] = dict(zip(names, place, strict=True)) | {"recorded_at": now(), "undoes": undoes}
    row["payload"] = None if payload is None else canonical_json(payload)
    connection.execute(insert(sql.round_mark), row)
    if payload is None and row["unit"] != DONE:
        key, mine, page_text, _ = place
        for done in (one for one in _marks(connection, key, page_text, (mine,)) if one.unit == DONE):
            connection.execute(insert(sql.round_mark), row | {"unit": DONE, "undoes": done.id})


def _place(unit: SheetUnit) -> tuple[int, str]:
    shown = unit.mine or unit.proposal
    return (shown.start if shown else 0, unit.unit)
