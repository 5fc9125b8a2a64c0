"""Columns the tables are made of, and the names their constraints get."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""Row numbers; SQLite counts up by itself only for a plain INTEGER."""


def text(name: str, *, null: bool = False) -> Column[str]:
    """A column of text."""
    return Column(name, Text, nullable=null)


def integer(name: str, *, null: bool = False) -> Column[int]:
    """A column of whole numbers that fit 32 bits."""
    return Column(name, Integer, nullable=null)


def key(name: str) -> Column[str]:
    """A primary key (or part of one) that is text."""
    return Column(name, Text, primary_key=True)


def to(name: str, target: str, *, primary: bool = False, null: bool = False) -> Column[str]:
    """A reference to another table by its text key."""
    return Column(name, Text, ForeignKey(target), primary_key=primary, nullable=null)


def number_to(name: str, target: str, *, primary: bool = False) -> Column[int]:
    """A reference to another table by its row number."""
    return Column(name, NUMBER, ForeignKey(target), primary_key=primary, autoincrement=False, nullable=False)


def position() -> Column[int]:
    """The place in an ordered list, from 0; part of the primary key."""
    return Column("position", Integer, primary_key=True, autoincrement=False)
