"""What changed on a page that was fetched again: the texts of one address, and what two of them say differently.

Every text has entries of its own; here two texts are set side by side, sentence by sentence (difflib's longest
matching blocks), with what became of the statements that people judged on the earlier ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from sqlalchemy import Connection, func, select

from parley.record import sql
from parley.record.lost import judged_changes
from parley.terms.tables import ArticleText, Change, Changes


def texts_of_address(connection: Connection, page_text: str) -> tuple[ArticleText, ...]:
    """The texts that were read from the address of an article, in the order in which they were first read.

    Args:
        connection: to the record.
        page_text: digest of its page text.
    """
    state, fetch, line = sql.article_state.c, sql.fetch.c, sql.run_reading.c
    own = connection.execute(
        select(fetch.name, fetch.location, fetch.url)
        .join(sql.article_state, state.fetch == fetch.key)
        .where(state.page_text == page_text)
    ).one()
    query = (
        select(sql.page_text.c.key, func.min(line.fetched_at).label("fetched_at"), func.min(line.id).label("first"))
        .join(sql.run_reading, line.page_text == sql.page_text.c.sha256)
        .join(sql.article_state, state.page_text == line.page_text)
        .join(sql.fetch, fetch.key == line.fetch)
        # The name, which one address always gives, has an index; the address itself has none.
        .where(fetch.name == own.name, func.coalesce(fetch.url, fetch.location) == (own.url or own.location))
        .group_by(sql.page_text.c.key)
        .order_by(func.min(line.id))
    )
    return tuple(ArticleText(key=row.key, fetched_at=row.fetched_at) for row in connection.execute(query))


def find_changes(connection: Connection, before: str, after: str) -> Changes:
    """What one article says that another one does not.

    Args:
        connection: to the record.
        before: key of the one.
        after: key of the other.
    """
    said = [_sentences(connection, key) for key in (before, after)]
    newer = connection.execute(select(sql.page_text.c.sha256).where(sql.page_text.c.key == after)).scalar_one()
    return Changes(before=before, after=after, parts=compare_sentences(*said), judged=judged_changes(connection, newer))


def compare_sentences(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """Sentences that two texts share, and those of one alone, in the order of the texts."""
    found: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            found += [Change(kind="same", text=text) for text in before[start:end]]
            continue
        found += [Change(kind="gone", text=text) for text in before[start:end]]
        found += [Change(kind="new", text=text) for text in after[new_start:new_end]]
    return tuple(found)


def _sentences(connection: Connection, key: str) -> list[str]:
    state, sentence = sql.article_state.c, sql.sentence.c
    query = (
        select(sql.reading.c.text, sentence.start, sentence.end)
        .join(sql.article_state, state.reading == sql.reading.c.key)
        .join(sql.page_text, sql.page_text.c.sha256 == state.page_text)
        .join(sql.sentence, sentence.reading == sql.reading.c.key)
        .where(sql.page_text.c.key == key)
        .order_by(sentence.position)
    )
    return [" ".join(row.text[row.start : row.end].split()) for row in connection.execute(query)]
