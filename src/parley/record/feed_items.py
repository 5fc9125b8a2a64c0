"""What became of an item of a feed; written in the transaction that keeps its page or its refusal.

Law of this module: an item is settled together with what was read of it, so that a process killed at any moment
leaves it either waiting, with nothing kept, or settled, with all of it.
"""

from __future__ import annotations

from sqlalchemy import Connection, update

from parley.record import sql
from parley.terms.feeds import ItemState

BLANK = ""
"""What stands in place of the address of an item whose page was erased."""


def settle_item(
    connection: Connection,
    item: str,
    *,
    state: ItemState,
    characters: int | None,
    said: str | None = None,
    page_text: str | None = None,
) -> None:
    """Keep what became of an item.

    Args:
        connection: with the writing transaction open.
        item: its key.
        state: read or refused.
        characters: of the article's text; 0 where the page was there and could not be read; None where it was not.
        said: why it was refused.
        page_text: digest of its page's text, where it was read.
    """
    values = {"state": state, "characters": characters, "said": said, "page_text": page_text, "next_at": None}
    connection.execute(update(sql.feed_item).where(sql.feed_item.c.key == item).values(values))


def forget_page(connection: Connection, page_text: str) -> None:
    """Let items no longer lead to a page that is erased, nor tell its address.

    Args:
        connection: with the writing transaction open.
        page_text: digest of the page's text.
    """
    items = update(sql.feed_item).where(sql.feed_item.c.page_text == page_text)
    connection.execute(items.values(page_text=None, url=BLANK, said=None))
