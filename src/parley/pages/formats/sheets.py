"""The words of the PDF modules: a sheet (page of a PDF), its lines, and the paragraphs made of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text within one column. Places are points from the sheet's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Height of its type."""
    sheet: int

    @property
    def width(self) -> float:
        """From its left to its right end."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of a PDF."""

    number: int
    """From 0."""
    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; a line break in its text is where a sheet ends."""

    text: str
    sheet: int
    """Where it begins."""
    size: float
