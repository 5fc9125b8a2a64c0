"""The full-text table of each database: passages that meet a tree of words, and how well they meet it.

SQLite's FTS5 ranks by BM25, PostgreSQL by cover density (``ts_rank_cd``): which passages are met is the
same on both, their order by rank is each engine's own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal, literal_column, select, table

from parley.record.query_postgresql import tsquery_expression
from parley.record.query_sqlite import fts5_expression
from parley.record.query_tree import Tree

_FTS5 = table("search", column("rowid"))
_VECTORS = table("search", column("id"), column("vector"))


def meeting(dialect: str, tree: Tree) -> Select[Any]:
    """A select of the numbers of all passages that meet a tree of words.

    Args:
        dialect: sqlite or postgresql.
        tree: of words alone.
    """
    return _select(dialect, tree, [])


def ranked(dialect: str, tree: Tree) -> Select[Any]:
    """The same with a score for each passage, the best the lowest: columns ``id`` and ``score``."""
    if dialect == "sqlite":
        return _select(dialect, tree, [literal_column("bm25(search)").label("score")])
    return _select(dialect, tree, [(-func.ts_rank_cd(_VECTORS.c.vector, _tsquery(tree))).label("score")])


def _select(dialect: str, tree: Tree, extra: list[Any]) -> Select[Any]:
    if dialect == "sqlite":
        met: ColumnElement[bool] = literal_column("search").op("MATCH")(literal(fts5_expression(tree)))
        return select(_FTS5.c.rowid.label("id"), *extra).where(met)
    return select(_VECTORS.c.id.label("id"), *extra).where(_VECTORS.c.vector.op("@@")(_tsquery(tree)))


def _tsquery(tree: Tree) -> ColumnElement[Any]:
    # Lexemes are quoted by the compiler; the cast reads them as they are, with no dictionary in between.
    return literal(tsquery_expression(tree)).op("::")(literal_column("tsquery"))
