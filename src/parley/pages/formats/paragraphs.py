"""Lines of a PDF to paragraphs, over the ends of columns and sheets; words parted at a line's end are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parley.pages.formats.sheets import Line, Paragraph

LOOSE = 1.45
"""A step to the next line of so many times the usual one parts paragraphs."""
INDENT = 0.6
"""Font sizes by which the first line of a paragraph stands in."""
SLACK = 2.0
"""Font sizes: a line that ends a sentence with room for the next word and so much more ends a paragraph."""
LONGEST_WORD = 60
_FINAL = re.compile(r"[.!?…:;。؟][\"'”’»)\]]*$")
_PARTED = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LIST_MARK = re.compile(r"^(?:[•▪‣●○■–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")


def join_lines(sheets: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of some sheets.

    Args:
        sheets: the lines of each, in reading order.
    """
    lines = [line for sheet in sheets for line in sheet]
    words = {word.casefold() for line in lines for word in _WORD.findall(line.text)[:-1]}
    step = _usual_step(lines)
    found: list[list[Line]] = []
    for index, line in enumerate(lines):
        if index and goes_on(found[-1], line, step, _column(lines, index)):
            found[-1].append(line)
        else:
            found.append([line])
    made = (
        Paragraph(text=_text(group, words), sheet=group[0].sheet, size=max(group, key=lambda one: len(one.text)).size)
        for group in found
    )
    return [one for one in made if one.text.strip()]


def _usual_step(lines: Sequence[Line]) -> float:
    """The commonest step from one line to the next, in font sizes."""
    steps = sorted(
        (line.middle - last.middle) / line.size
        for last, line in pairwise(lines)
        if last.sheet == line.sheet and 0.5 < (line.middle - last.middle) / line.size < 3
    )
    return steps[len(steps) // 3] if steps else 1.2


def _column(lines: Sequence[Line], index: int) -> tuple[float, float]:
    """Left and right of the column in which a line stands: of the lines around it that overlap it."""
    line = lines[index]
    near = [
        one
        for one in lines[max(0, index - 12) : index + 13]
        if one.sheet == line.sheet and one.left < line.right and one.right > line.left and _alike(one, line)
    ]
    lefts, rights = sorted(one.left for one in near), [one.right for one in near]
    return lefts[len(lefts) // 3], max(rights)


def goes_on(group: Sequence[Line], line: Line, step: float, column: tuple[float, float]) -> bool:
    """Whether a line belongs to the paragraph of the lines before it.

    Args:
        group: the paragraph so far.
        line: the next line.
        step: the usual step to the next line, in font sizes.
        column: left and right of the line's column.
    """
    last = group[-1]
    if not _alike(last, line) or _LIST_MARK.match(line.text):
        return False
    ended = bool(_FINAL.search(last.text[-8:]))
    down = line.middle - last.middle
    if last.sheet == line.sheet and abs(down) < 0.5 * line.size:
        return True  # the rest of a row
    if last.sheet != line.sheet or down < 0 or down > 12 * line.size:
        return not ended and line.sheet - last.sheet < 2  # the next column or sheet
    if down > LOOSE * step * line.size:
        return False
    if ended and (line.left - column[0] > INDENT * line.size or _had_room(last, line, column[1])):
        return False
    return not (
        line.left - last.left > INDENT * line.size and len(group) > 1 and line.left - column[0] > INDENT * line.size
    )


def _had_room(last: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would have stood on the last line with room to spare."""
    word = len(line.text.split(" ", 1)[0]) + 1
    return right - last.right > word * line.width / max(1, len(line.text)) + SLACK * line.size


def _alike(one: Line, other: Line) -> bool:
    """Whether two lines are in one size of type."""
    return abs(one.size - other.size) <= 0.12 * max(one.size, other.size)


def _text(group: Sequence[Line], words: set[str]) -> str:
    """The text of a paragraph's lines.

    Args:
        group: the lines.
        words: all words that stand whole in the file, folded.
    """
    first_line, *rest = group
    parts = [first_line.text]
    sheet, owed = first_line.sheet, 0
    for line in rest:
        owed += line.sheet - sheet
        sheet = line.sheet
        words_here = line.text
        parted = _PARTED.search(parts[-1][-LONGEST_WORD:])
        head = _LETTERS.match(line.text)
        if parted and head and head.group()[0].islower():
            hyphen = "-" if _is_compound(parted.group(1), head.group(), words) else ""
            end = next((at for at in range(head.end(), len(line.text)) if line.text[at].isspace()), len(line.text))
            parts[-1] = parts[-1][:-1] + hyphen + line.text[:end]  # the word's own marks stay with it
            words_here = line.text[end:].lstrip()
        if words_here:
            parts += ["\n" + " \n" * (owed - 1) if owed else " ", words_here]
            owed = 0
    return "".join(parts).replace("\u00ad", "")


def _is_compound(first: str, second: str, words: set[str]) -> bool:
    """Whether the hyphen between two parts is the word's own: where the file has it so in the midst of a line."""
    joined, compound = (first + second).casefold(), f"{first}-{second}".casefold()
    return compound in words and joined not in words
