"""A typed query cut into signs: parentheses, operators, and leaves (words, phrases, fields).

Law of this module: what a user types is never search syntax of a database. Operators are words in
capitals that this module knows; of everything else only the words are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from parley.errors import UsageError
from parley.record.query_fields import field_named, read_field
from parley.record.query_tree import Term, Tree
from parley.record.tokens import cut

LONGEST_QUERY = 20_000
"""Signs of a query."""
LONGEST_PHRASE = 32
"""Words of a phrase."""
FARTHEST = 50
"""Words between two terms that NEAR asks for, at most."""
NEAR_DISTANCE = 10
"""Words between two terms where NEAR has no number."""

Kind = Literal["(", ")", "AND", "OR", "NOT", "NEAR", "leaf"]

_QUOTES = '"“”„‟«»″'
_PIECE = re.compile(
    rf"""(?P<parenthesis>[()])
    | (?:(?P<name>[A-Za-z]+):)?
      (?: [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)(?P<star>\*?)
        | (?P<word>[^\s(){_QUOTES}]+))""",
    re.VERBOSE,
)
_EMPTY_FIELD = re.compile("([A-Za-z]+):")
_DATE_COMPARED = re.compile("date([<>]=.*)", re.DOTALL | re.IGNORECASE)
_NEAR = re.compile("NEAR(?:/(.*))?", re.DOTALL)
_OPERATORS: dict[str, Kind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")


class Sign(NamedTuple):
    """A piece of a query that means something."""

    kind: Kind
    text: str
    """As it was typed, for messages."""
    leaf: Tree | None = None
    distance: int = 0
    """Of NEAR."""


def signs_of(query: str) -> list[Sign]:
    """The signs of a query; what has no letter and no digit and is no parenthesis is passed over.

    Args:
        query: what the user typed.

    Raises:
        UsageError: it is too long, or one of its pieces cannot be read.
    """
    if len(query) > LONGEST_QUERY:
        what = f"the query has {len(query):,} signs"
        raise UsageError(what, where="search", cure=f"Ask with at most {LONGEST_QUERY:,}")
    pieces = _PIECE.finditer(_UNSPEAKABLE.sub(" ", query))
    return [sign for piece in pieces for sign in _read(piece)]


def _read(piece: re.Match[str]) -> Iterator[Sign]:
    if piece["parenthesis"]:
        yield Sign("(" if piece["parenthesis"] == "(" else ")", piece[0])
        return
    if piece["phrase"] is not None and not piece["close"]:
        cure = "Close it, or leave it out"
        raise UsageError(f"a quotation mark is not closed before {_shown(piece[0])}", where="search", cure=cure)
    name = field_named(piece["name"]) if piece["name"] else None
    if name:
        yield Sign("leaf", _shown(piece[0]), _field(name, piece))
    elif piece["phrase"] is None:
        yield from _word(piece[0])
    else:
        yield from _term(piece["name"] or "")
        yield from _term(piece["phrase"] + piece["star"])


def _field(name: str, piece: re.Match[str]) -> Tree:
    if piece["star"] or (piece["word"] or "").endswith("*"):
        cure = f"Write the whole value of {name}:, or look for the words without the field"
        raise UsageError("a field's value cannot end with a star", where="search", cure=cure)
    return read_field(name, piece["word"] if piece["phrase"] is None else piece["phrase"])


def _word(word: str) -> Iterator[Sign]:
    near, dated, empty = _NEAR.fullmatch(word), _DATE_COMPARED.fullmatch(word), _EMPTY_FIELD.fullmatch(word)
    if word in _OPERATORS:
        yield Sign(_OPERATORS[word], word)
    elif near:
        yield Sign("NEAR", word, distance=_distance(near[1], word))
    elif dated:
        yield Sign("leaf", _shown(word), read_field("date", dated[1]))
    elif empty and (name := field_named(empty[1])):
        yield Sign("leaf", word, read_field(name, ""))
    else:
        yield from _term(word)


def _distance(digits: str | None, word: str) -> int:
    if digits is None:
        return NEAR_DISTANCE
    if not re.fullmatch("[0-9]{1,3}", digits) or int(digits) > FARTHEST:
        cure = f"Write NEAR/5, with a number from 0 to {FARTHEST}: so many words may stand between"
        raise UsageError(f"{_shown(word)} is no distance", where="search", cure=cure)
    return int(digits)


def _term(text: str) -> Iterator[Sign]:
    """The words of a text side by side; a star after the last one makes it a beginning."""
    tokens = cut(text)
    if not tokens:
        return
    if len(tokens) > LONGEST_PHRASE:
        what = f"the phrase {_shown(text)} has {len(tokens)} words"
        raise UsageError(what, where="search", cure=f"Ask for at most {LONGEST_PHRASE} words side by side")
    star = text.find("*")
    if 0 <= star < tokens[-1].start:
        cure = "Put the star at the end of a word, or of the last word of a phrase: sanction*"
        raise UsageError(f"the star in {_shown(text)} does not stand at the end", where="search", cure=cure)
    yield Sign("leaf", _shown(text), Term(tuple(token.word for token in tokens), prefix=star >= 0))


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
