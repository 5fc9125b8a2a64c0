"""Copies: articles that say the same, whole, cut down or led anew, and the groups they make.

When an article is written its fingerprint is kept, those that share a bucket with it are looked up, and their words
are compared: reading one more article costs what its candidates cost, in a record of any size. Copies of copies are
of one group, named after the article of the lowest number in it.

Law of this module: articles placed one by one or many at once come into the same groups. What is kept here follows
from the texts alone; it can be thrown away and made anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, delete, insert, select, text, update

from parley.record import sql
from parley.record.filters import portions
from parley.record.fingerprints import SHARED_AT_LEAST, Fingerprint, fingerprint, runs_of, share_of, unpack_buckets

Texts = Callable[[int], str]
"""The text of an article by its number."""

MOST_IN_BUCKET = 64
"""So many articles stand in one bucket; a further copy of what is printed everywhere is found by these."""
MOST_COMPARED = 64
"""With so many candidates the words of an article are compared, those first that share most buckets."""
AT_ONCE = 500
"""Articles that are placed in one go when a whole record is."""
_REMEMBERED = 1_000
_HELD = {
    "sqlite": text(
        "SELECT copy_bucket.bucket, copy_bucket.article FROM json_each(:buckets) AS wanted "
        "JOIN copy_bucket ON copy_bucket.bucket = wanted.value ORDER BY copy_bucket.bucket, copy_bucket.article"
    ),
    "postgresql": text(
        "SELECT copy_bucket.bucket, copy_bucket.article "
        "FROM json_array_elements_text(CAST(:buckets AS json)) AS wanted "
        "JOIN copy_bucket ON copy_bucket.bucket = CAST(wanted.value AS BIGINT) "
        "ORDER BY copy_bucket.bucket, copy_bucket.article"
    ),
}
"""What stands in some buckets; given as one list, since there are thousands when a whole record is placed."""
_KEEP = {
    "sqlite": "INSERT INTO copy_bucket (bucket, article) VALUES (?, ?)",
    "postgresql": "INSERT INTO copy_bucket (bucket, article) VALUES (%s, %s)",
}
"""Given to the driver as they are: rows of buckets are many and small."""


def place_all(connection: Connection) -> None:
    """Look for the copies of every article of a record, in place of what was found before.

    Args:
        connection: with the writing transaction open.
    """
    for table in (sql.article_copy, sql.copy_bucket, sql.copy_print):
        connection.execute(delete(table))
    numbers = connection.execute(select(sql.article_state.c.id).order_by(sql.article_state.c.id)).scalars().all()
    for start in range(0, len(numbers), AT_ONCE):
        _place_stored(connection, numbers[start : start + AT_ONCE])


def settle_copies(connection: Connection, page_text: str) -> None:
    """Look for the copies of an article whose reading is new, unless its fingerprint is the one it had.

    Args:
        connection: with the writing transaction open.
        page_text: digest of its page text.
    """
    state, held = sql.article_state.c, sql.copy_print.c
    row = connection.execute(
        select(state.id, sql.reading.c.text, held.buckets)
        .join(sql.reading, sql.reading.c.key == state.reading)
        .outerjoin(sql.copy_print, held.article == state.id)
        .where(state.page_text == page_text)
    ).one()
    found = fingerprint(row.text)
    if row.buckets == (None if found is None else found.packed()):
        return
    if row.buckets is not None:
        forget_copies(connection, row.id)
    if found is not None:
        place_prints(connection, {row.id: found}, lambda article: _stored_text(connection, article))


def forget_copies(connection: Connection, article: int) -> None:
    """Take an article's fingerprint away, and place those anew that were copies with it.

    Args:
        connection: with the writing transaction open.
        article: row number of the article's state.
    """
    copy = sql.article_copy.c
    leader = connection.execute(select(copy.leader).where(copy.article == article)).scalar()
    group = select(copy.article).where(copy.leader == leader).order_by(copy.article)
    members = [] if leader is None else list(connection.execute(group).scalars())
    _remove(connection, [article, *members])
    _place_stored(connection, [one for one in members if one != article])


def place_prints(connection: Connection, prints: Mapping[int, Fingerprint], text_of: Texts) -> None:
    """Keep the fingerprints of some articles, and put each into the group of those that it copies.

    Args:
        connection: with the writing transaction open.
        prints: by number of the article; none of them is kept yet.
        text_of: gives the text of any article.
    """
    _Placing(connection, prints, text_of).place()


class _Placing:
    """Some articles on their way to their groups; they are taken in order of their numbers."""

    def __init__(self, connection: Connection, prints: Mapping[int, Fingerprint], text_of: Texts) -> None:
        self._connection = connection
        self._prints = dict(sorted(prints.items()))
        self._runs = lru_cache(maxsize=_REMEMBERED)(lambda article: runs_of(text_of(article)))
        self._held = self._articles_in({bucket for one in prints.values() for bucket in one.buckets})
        self._leaders = self._groups({one for held in self._held.values() for one in held})
        self._joined: dict[int, tuple[int, float]] = {}

    def place(self) -> None:
        """Join each article to its group, and keep it in its buckets."""
        buckets: list[tuple[int, int]] = []
        for article, one in self._prints.items():
            self._join(article, one)
            for bucket in dict.fromkeys(one.buckets):
                held = self._held.setdefault(bucket, [])
                if len(held) < MOST_IN_BUCKET:
                    held.append(article)
                    buckets.append((bucket, article))
        self._write(buckets)

    def _write(self, buckets: list[tuple[int, int]]) -> None:
        prints = [
            {"article": article, "words": one.words, "buckets": one.packed()} for article, one in self._prints.items()
        ]
        copies = [
            {"article": article, "leader": self._leaders[article], "near": near, "share": share}
            for article, (near, share) in self._joined.items()
        ]
        for table, rows in ((sql.copy_print, prints), (sql.article_copy, copies)):
            if rows:
                self._connection.execute(insert(table), rows)
        if buckets:
            self._connection.exec_driver_sql(_KEEP[self._connection.dialect.name], sorted(buckets))

    def _join(self, article: int, one: Fingerprint) -> None:
        """Compare an article with its candidates, one of each group until one is met, and join what it copies."""
        candidates = Counter(other for bucket in one.buckets for other in self._held.get(bucket, ()))
        ranked = sorted(candidates, key=lambda other: (-candidates[other], other))[:MOST_COMPARED]
        for other in ranked:
            if self._leader(other) != self._leader(article):
                share = share_of(self._runs(article), self._runs(other))
                if share >= SHARED_AT_LEAST:
                    self._unite(article, other, share)

    def _leader(self, article: int) -> int:
        return self._leaders.get(article, article)

    def _unite(self, article: int, other: int, share: float) -> None:
        """Make one group of the groups of two articles; each remembers by whom it came into its first one."""
        leader = min(self._leader(article), self._leader(other))
        for one, near in ((article, other), (other, article)):
            before = self._leaders.get(one)
            if before is None:
                self._joined[one] = (near, share)
                self._leaders[one] = leader
            elif before != leader:
                table = sql.article_copy
                self._connection.execute(update(table).where(table.c.leader == before).values(leader=leader))
                self._leaders |= {member: leader for member, held in self._leaders.items() if held == before}

    def _articles_in(self, buckets: Iterable[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        wanted = {"buckets": json.dumps(sorted(buckets))}
        for bucket, article in self._connection.execute(_HELD[self._connection.dialect.name], wanted):
            found.setdefault(bucket, []).append(article)
        return found

    def _groups(self, articles: Iterable[int]) -> dict[int, int]:
        table = sql.article_copy.c
        found: dict[int, int] = {}
        for portion in portions(sorted(articles)):
            query = select(table.article, table.leader).where(table.article.in_(portion))
            found |= {row.article: row.leader for row in self._connection.execute(query)}
        return found


def _place_stored(connection: Connection, articles: Sequence[int]) -> None:
    """Place articles of the record that have no fingerprint yet."""
    texts = {article: _stored_text(connection, article) for article in articles}
    prints = {article: found for article, text in texts.items() if (found := fingerprint(text)) is not None}
    place_prints(connection, prints, lambda article: texts.get(article) or _stored_text(connection, article))


def _stored_text(connection: Connection, article: int) -> str:
    state = sql.article_state.c
    query = select(sql.reading.c.text).join(sql.article_state, state.reading == sql.reading.c.key)
    return str(connection.execute(query.where(state.id == article)).scalar_one())


def _remove(connection: Connection, articles: Sequence[int]) -> None:
    """Take what is kept about some articles away."""
    held, bucket, copy = sql.copy_print.c, sql.copy_bucket.c, sql.article_copy.c
    for portion in portions(articles):
        for row in connection.execute(select(held.article, held.buckets).where(held.article.in_(portion))).all():
            mine = (bucket.bucket.in_(unpack_buckets(row.buckets))) & (bucket.article == row.article)
            connection.execute(delete(sql.copy_bucket).where(mine))
        connection.execute(delete(sql.copy_print).where(held.article.in_(portion)))
        connection.execute(delete(sql.article_copy).where(copy.article.in_(portion)))
