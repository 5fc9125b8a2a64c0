"""Rows of blind coding as objects: rounds with their coders, and the newest mark of each unit.

Law of this module: nothing here asks who may see what; ``rounds`` does, before it calls.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select

from parley.errors import MissingError
from parley.record import sql
from parley.record.digest import canonical_json
from parley.record.drafts import STATEMENT
from parley.record.search import pieces_of
from parley.record.spans import flat, from_groups, hull
from parley.record.states import WITHDRAWN
from parley.terms.agreement import MACHINE
from parley.terms.rounds import BlindCoding, Code, Round, RoundCoder

MACHINE_KEY = ""
"""In place of the key of a coder: what the machine proposed when the round was made."""
DONE = ""
"""In place of a unit: that the coder has finished the article."""

Payload = dict[str, Any]


def rounds_of(connection: Connection) -> tuple[Round, ...]:
    """Every round, the newest first."""
    articles = select(sql.round_article.c.round, func.count().label("number")).group_by(sql.round_article.c.round)
    numbers = {row.round: row.number for row in connection.execute(articles)}
    finished = _finished(connection)
    coder, mine = sql.coder.c, sql.round_coder.c
    coders: dict[str, list[RoundCoder]] = {}
    query = select(mine.round, mine.coder, coder.name, mine.done_at).join(sql.coder, coder.key == mine.coder)
    for row in connection.execute(query.order_by(mine.round, coder.name)):
        one = RoundCoder(name=row.name, articles=finished.get((row.round, row.coder), 0), done_at=row.done_at)
        coders.setdefault(row.round, []).append(one)
    rows = connection.execute(select(sql.coding_round)).all()
    return tuple(
        Round(
            key=row.key,
            name=row.name,
            hides_machine=bool(row.hides_machine),
            seed=row.seed,
            made_by=row.made_by,
            made_at=row.made_at,
            closed_at=row.closed_at,
            articles=numbers.get(row.key, 0),
            coders=tuple(coders.get(row.key, ())),
        )
        for row in sorted(rows, key=lambda row: -int(row.key))
    )


def round_of(connection: Connection, key: str) -> Round:
    """One round.

    Raises:
        MissingError: there is none of this key.
    """
    for one in rounds_of(connection):
        if one.key == key:
            return one
    raise MissingError("there is no such round of coding", where=f"round {key}", cure="`parley coding list` lists them")


def _finished(connection: Connection) -> dict[tuple[str, str], int]:
    """Round and coder to the number of articles that the coder has finished."""
    found: dict[tuple[str, str], int] = {}
    for row in newest_marks(connection, sql.round_mark.c.unit == DONE):
        if row.payload is not None:
            found[row.round, row.coder] = found.get((row.round, row.coder), 0) + 1
    return found


def newest_marks(connection: Connection, *conditions: Any) -> list[Row[Any]]:
    """The newest mark of each coder about each unit that meets some conditions, in the order of the first ones."""
    mark = sql.round_mark.c
    newest = (
        select(func.max(mark.id))
        .where(*conditions)
        .group_by(mark.round, mark.coder, mark.page_text, mark.unit)
        .scalar_subquery()
    )
    return list(connection.execute(select(sql.round_mark).where(mark.id.in_(newest)).order_by(mark.id)))


def machine_payloads(connection: Connection, page_text: str) -> Iterator[tuple[str, str]]:
    """Key of each statement that the newest run over a page text proposed, and what it says, as a mark keeps it."""
    state, version = sql.entry_state.c, sql.version.c
    query = (
        select(sql.entry.c.key, version.payload)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, version.key == state.seen)
        .where(sql.entry.c.page_text == page_text, sql.entry.c.kind == STATEMENT, state.state != WITHDRAWN)
        .order_by(version.start, sql.entry.c.key)
    )
    for row in connection.execute(query):
        said = json.loads(row.payload)
        if not said["mention"]:
            yield row.key, canonical_json(_of_proposal(row.key, said))


def _of_proposal(entry: str, said: Mapping[str, Any]) -> Payload:
    return {
        "entry": entry,
        "held": True,
        "source": said["source"],
        "cue": said["cue"],
        "content": said["content"],
        "speaker": next(iter(said["speakers"]), ""),
        "polarity": said["polarity"],
        "certainty": said["certainty"],
        "codes": [],
        "note": "",
    }


class Reader:
    """Turns marks into codings.

    Args:
        connection: to the record.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        coder, concept, root = sql.coder.c, sql.concept.c, sql.concept.alias("root")
        self._names = {row.key: row.name for row in connection.execute(select(coder.key, coder.name))}
        self._names[MACHINE_KEY] = MACHINE
        query = select(concept.key, root.c.key.label("root"), root.c.name)
        query = query.join(root, root.c.key == func.coalesce(concept.merged_into, concept.key))
        self._concepts = {row.key: (row.root, row.name) for row in connection.execute(query)}
        self._pieces: dict[str, Any] = {}

    def coding(self, row: Row[Any]) -> BlindCoding:
        """The coding that a mark, which is not taken back, keeps."""
        said = json.loads(row.payload)
        pieces = self._pieces_of(row.page_text)
        place = hull(flat(said["content"] or said["cue"] or said["source"]))
        codes = [(*self._concepts[key], stance) for key, stance in said["codes"] if key in self._concepts]
        return BlindCoding(
            unit=row.unit,
            coder=self._names.get(row.coder, row.coder),
            page_text=row.page_text,
            entry=said["entry"],
            held=said["held"],
            start=place.start,
            end=place.end,
            source=from_groups(pieces, said["source"]),
            cue=from_groups(pieces, said["cue"]),
            content=from_groups(pieces, said["content"]),
            speaker=said["speaker"],
            polarity=said["polarity"],
            certainty=said["certainty"],
            codes=tuple(Code(concept=key, name=name, stance=stance) for key, name, stance in codes),
            note=said["note"],
        )

    def _pieces_of(self, page_text: str) -> Any:
        if page_text not in self._pieces:
            state = sql.article_state.c
            reading = self._connection.execute(select(state.reading).where(state.page_text == page_text)).scalar_one()
            self._pieces[page_text] = pieces_of(self._connection, reading)
        return self._pieces[page_text]
