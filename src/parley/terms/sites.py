"""Stored articles as a second look at sites takes them: their addresses, and how they are divided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.terms.text import Block, BlockRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """A stored article and the address it was fetched from."""

    number: int
    """Of the article in the record."""
    url: str
    run: int
    """Number of the run that read it last."""
    present: bool
    """Whether the present models read it last."""
    newest: bool
    """Whether no other text of the address was fetched later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """How a stored article is divided into blocks."""

    fetch: str
    """Key of the fetch it was read from."""
    blocks: tuple[Block, ...]
    corrections: Mapping[int, BlockRole]
    """Roles that people gave to blocks, by where these begin in the page text."""
