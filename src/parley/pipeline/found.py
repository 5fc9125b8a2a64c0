"""Where the fields of a stored article were found on its page.

Law of this module: the record keeps the page and the fields; where each was found is told by taking the page apart
again. A field that people corrected, or that another version of Parley read otherwise, was found nowhere.
"""

from __future__ import annotations

from parley.errors import PageRefused
from parley.pipeline.build import Reader
from parley.terms.review import Reading
from parley.terms.text import Article, Found


def where_found(reading: Reading, reader: Reader) -> tuple[Found, ...]:
    """What the page says about each field of an article, and where.

    Args:
        reading: of the record.
        reader: made by ``build_reader``; what is said in the text is not looked for.
    """
    fresh = reader.article_or_refusal(reading.page)
    if isinstance(fresh, PageRefused):
        return ()
    return tuple(one for one in fresh.found if _field(reading.article, one.field) == _field(fresh, one.field))


def _field(article: Article, name: str) -> object:
    """A field by the name that ``Found`` gives it."""
    if name == "byline":
        return [one.name for one in article.byline]
    return getattr(article, "sections" if name == "section" else name)
