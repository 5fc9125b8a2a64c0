"""A page as lines: plain text as it stands, HTML by our own versioned linearization.

Law of this module: whatever comes out is the page text for ever. A change of the HTML
linearization is a new version, never a new meaning of the old one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parley.terms.text import PARAGRAPH_BREAK, Span

PLAIN = "plain-1"
HTML = "html-1"

_DROPPED = frozenset(
    "script style noscript template svg head iframe object embed canvas math select option button textarea".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
_SPACES = re.compile(r"\s+")


def linearize_html(tree: Any) -> str:
    """The visible text of an HTML tree, one block-level stretch a paragraph, in document order ("html-1").

    Args:
        tree: the root element, as lxml gives it.
    """
    lines: list[str] = []
    open_line: list[str] = []

    def close() -> None:
        line = _SPACES.sub(" ", "".join(open_line)).strip()
        if line:
            lines.append(line)
        open_line.clear()

    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, leaving = stack.pop()
        name = node.tag if isinstance(node.tag, str) else None
        block = name is not None and name.lower() not in _INLINE
        if leaving:
            if block:
                close()
            open_line.append(node.tail or "")
            continue
        if name is None or name.lower() in _DROPPED:
            open_line.append(node.tail or "")
            continue
        if block:
            close()
        open_line.append(node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    close()
    return PARAGRAPH_BREAK.join(lines)


def find_lines(page_text: str) -> tuple[Span, ...]:
    """The paragraphs of a page text, without white space around them.

    A blank line ends a paragraph, and so does a line break, unless the text is hard-wrapped:
    then lines that stop in mid-sentence near the common width belong together.
    """
    lines = [span for span in _lines(page_text) if len(span)]
    lengths = sorted(len(span) for span in lines)
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    wrapped = (
        len(lines) >= 8
        and 45 <= width <= 100
        and lengths[-1] <= width * 1.25
        and sum(1 for n in lengths if n > 0.75 * width) >= 0.4 * len(lengths)
    )
    if not wrapped:
        return tuple(lines)
    return tuple(_joined(page_text, lines, width))


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        yield Span(start, end)


def _joined(text: str, lines: list[Span], width: int) -> Iterator[Span]:
    """Hard-wrapped lines put together again."""
    current = lines[0]
    last = lines[0]
    for line in lines[1:]:
        between = text[last.end : line.start]
        goes_on = between.count("\n") == 1 and len(last) > 0.7 * width
        if goes_on:
            current = Span(current.start, line.end)
        else:
            yield current
            current = line
        last = line
    yield current
