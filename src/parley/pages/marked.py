"""What a page's own markup says about it: the page text, which of its lines are the article's, and fields.

Law of this module: it holds plain values only, so that a page can be taken apart in another process and what was
found sent back as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from parley.terms.text import PARAGRAPH_BREAK, Byline, Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Fields of low trust, such as a file's metadata: used only where neither markup nor text says anything."""

    title: str | None = None
    date: str | None = None
    byline: tuple[Byline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What a page's markup says about it; empty for plain text."""

    page_text: str
    rendition: str
    main: tuple[bool, ...] | None = None
    """For each line whether it was taken for the article's; None without markup."""
    trusted: bool = True
    """Whether ``main`` was decided with the markup in sight; if not, the lines' own looks can overrule it."""
    title: str | None = None
    date: str | None = None
    publication: str | None = None
    byline: tuple[Byline, ...] = ()
    sections: tuple[str, ...] = ()
    url: str | None = None
    genre_words: tuple[str, ...] = field(default=())
    kind: str | None = None
    """The schema.org type of the article."""
    found: tuple[Found, ...] = ()
    """Where the fields were found."""
    hints: Hints = field(default=Hints())


def mark_paragraphs(paragraphs: Iterable[tuple[str, bool]], *, rendition: str, **fields: Any) -> Marked:
    """Paragraphs as a page text.

    Args:
        paragraphs: each with whether it is the article's; empty ones are left out.
        rendition: name and version of the linearization.
        fields: of ``Marked``.
    """
    kept = [(text, own) for text, own in paragraphs if text]
    return Marked(
        page_text=PARAGRAPH_BREAK.join(text for text, _ in kept),
        rendition=rendition,
        main=tuple(own for _, own in kept),
        **fields,
    )


def to_plain(marked: Marked) -> dict[str, Any]:
    """What JSON can carry."""
    return asdict(marked)


def from_plain(found: Mapping[str, Any]) -> Marked:
    """The markup that ``to_plain`` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is something else; it came from a process that read a stranger's bytes.
    """
    given = dict(found)
    hints = dict(given.pop("hints"))
    main = given.pop("main")
    for name in ("page_text", "rendition"):
        if not isinstance(given[name], str):
            raise TypeError(name)
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    values["byline"] = _authors(given["byline"])
    values["found"] = tuple(
        Found(field=str(one["field"]), value=str(one["value"]), where=str(one["where"])) for one in given["found"]
    )
    return Marked(
        **values,
        main=None if main is None else tuple(bool(one) for one in main),
        hints=Hints(title=hints["title"], date=hints["date"], byline=_authors(hints["byline"])),
    )


def _authors(found: Any) -> tuple[Byline, ...]:
    return tuple(Byline(name=str(one["name"]), role=one["role"]) for one in found)
