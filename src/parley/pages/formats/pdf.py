"""PDF files: opened, bounded, their lines of text with places and sizes, their metadata ("pdf-1").

The page text has the paragraphs in reading order, parted by two line breaks. A single line break inside a paragraph
and each further one between two of them is where a page of the PDF ends, so that ``Article.sheet_of`` can say on
which page a place stands. What every page repeats at its head or foot stands beside the text of its page as a paragraph
of its own, and is furniture.

Runs in the process of ``sandboxed``: the parser is a program in C that reads strangers' bytes.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parley.errors import PageRefused
from parley.pages.dates import find_date
from parley.pages.formats.columns import order_lines
from parley.pages.formats.paragraphs import join_lines
from parley.pages.formats.running_heads import find_furniture
from parley.pages.formats.sheets import Line, Paragraph, Sheet
from parley.pages.marked import Hints, Marked
from parley.terms.text import Byline

RENDITION = "pdf-1"
MOST_SHEETS = 2_000
"""Pages; a longer file is a book."""
MOST_SIGNS = 10_000_000
"""Characters of all pages together."""
LEAST_LETTERS = 12
"""For each page on average; with fewer the pages are pictures."""
WORD_GAP = 0.18
"""A gap of so many font sizes between two signs is a space."""
CELL_GAP = 1.6
"""A gap of so many font sizes begins a new line: the next column."""
_LIGATURES = dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(), strict=True))
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u00ad": "\u00ad"}
"""How the parser writes a hyphen that it takes for one at a line's end."""
_NO_TITLE = re.compile(
    r"^(?:microsoft|untitled|slide|print|layout)\b|\.(?:docx?|indd|pdf|qxd|odt|rtf|pptx?)\b|^[\W\d]*$", re.IGNORECASE
)
_NO_AUTHOR = re.compile(r"^(?:admin|user|owner|microsoft|unknown|author|adobe|default)\w*\b|[@\d]", re.IGNORECASE)
_STAMP = re.compile(r"^(?:D:)?(\d{4})(\d\d)?(\d\d)?")


def mark_up(content: bytes) -> Marked:
    """What a PDF says.

    Args:
        content: the file.

    Raises:
        PageRefused: it is encrypted, damaged, too long, or shows no text.
    """
    document = _open(content)
    number = len(document)
    if number > MOST_SHEETS:
        what = f"the PDF has {number:,} pages, more than the {MOST_SHEETS:,} allowed"
        raise PageRefused(what, cure="Split it and read the parts")
    sheets = list(_sheets(document, number))
    letters = sum(sign.isalpha() for sheet in sheets for line in sheet.lines for sign in line.text)
    if letters < LEAST_LETTERS * number:
        what = "the PDF shows pictures of pages and holds no text" if letters == 0 else "the PDF holds hardly any text"
        raise PageRefused(what, cure="Run text recognition over it, for example with OCRmyPDF, and read the result")
    furniture = find_furniture(sheets)
    own = [[line for line in sheet.lines if line not in furniture] for sheet in sheets]
    ordered = [order_lines(lines) for lines in own]
    outside = [[line for line in sheet.lines if line in furniture] for sheet in sheets]
    paragraphs = join_lines(ordered)
    text, main = lay_out(paragraphs, outside)
    return Marked(
        page_text=text,
        rendition=RENDITION,
        main=tuple(main),
        trusted=False,
        title=_heading(paragraphs),
        hints=_metadata(document),
    )


def _open(content: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            what, cure = "the PDF is locked with a password", "Save it without one, or print it into a new PDF"
        else:
            what, cure = "the PDF is damaged or not whole", "Fetch it again, or open it and save it anew"
        raise PageRefused(what, cure=cure) from error


def _sheets(document: Any, number: int) -> Iterator[Sheet]:
    """The pages; one that cannot be opened has no lines."""
    signs = 0
    for index in range(number):
        try:
            page = document[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            yield Sheet(number=index, width=1.0, height=1.0, lines=())
            continue
        signs += text.count_chars()
        if signs > MOST_SIGNS:
            raise PageRefused("the PDF has more text than is allowed", cure="Split it and read the parts")
        width, height = page.get_size()
        lines = tuple(_lines(text, index, page.get_rotation(), width, height))
        yield Sheet(number=index, width=width, height=height, lines=lines)
        text.close()
        page.close()


def _lines(text: Any, sheet: int, rotation: int, width: float, height: float) -> Iterator[Line]:
    """Stretches of signs on one baseline without a gap, as the file gives them."""
    signs: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    size = baseline = 0.0
    space = False

    def done() -> Iterator[Line]:
        words = re.sub(r"\s+", " ", "".join(signs)).strip()
        if words:
            yield Line(text=words, left=box[0], top=box[1], right=box[2], bottom=box[3], size=size, sheet=sheet)
        signs.clear()

    for sign, place, own_size in _signs(text):
        left, top, right, bottom, base = _upright(place, rotation, width, height)
        if sign.isspace():
            space = True
            continue
        gap = left - box[2]
        same = signs and abs(base - baseline) < 0.4 * max(own_size, size) and -1.0 * size < gap < CELL_GAP * size
        if not same:
            yield from done()
            box, size, baseline, space = [left, top, right, bottom], own_size, base, False
        if space or (signs and gap > WORD_GAP * size):
            signs.append(" ")
        space = False
        signs.append(_LIGATURES.get(sign, _HYPHENS.get(sign, sign)))
        box = [min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)]
        if own_size > size:  # a raised number or a small first letter does not make the line's size
            size, baseline = own_size, base
    yield from done()


def _signs(text: Any) -> Iterator[tuple[str, tuple[float, float, float, float, float, float], float]]:
    """Each sign with its box (left, bottom, right, top), origin (x, y), and font size."""
    raw = text.raw
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (0, 10, 13) or (code < 32 and code not in (2, 9)) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        height = abs(box.top - box.bottom)
        yield chr(code), (box.left, box.bottom, box.right, box.top, x.value, y.value), height or 1.0


def _upright(
    place: tuple[float, float, float, float, float, float], rotation: int, width: float, height: float
) -> tuple[float, float, float, float, float]:
    """Left, top, right, bottom and baseline as a reader sees them, from the upper left corner down."""
    left, low, right, high, x, y = place
    if rotation == 90:
        return low, left, high, right, x
    if rotation == 180:
        return width - right, low, width - left, high, y
    if rotation == 270:
        return width - high, height - right, width - low, height - left, height - x
    return left, height - high, right, height - low, height - y


def lay_out(paragraphs: Sequence[Paragraph], outside: Sequence[Sequence[Line]]) -> tuple[str, list[bool]]:
    """The page text and, for each of its paragraphs, whether it is the article's.

    Args:
        paragraphs: in reading order.
        outside: for each page the lines of its furniture; they stand before the first paragraph that begins on it.
    """
    parts: list[str] = []
    main: list[bool] = []
    sheet = 0

    def put(words: str, own: bool, on: int) -> None:
        nonlocal sheet
        on = max(on, sheet)
        if main or on:
            parts.append("\n\n" + "\n" * (on - sheet))
        parts.append(words)
        main.append(own)
        sheet = on

    waiting = [list(lines) for lines in outside]
    for paragraph in paragraphs:
        for before in range(paragraph.sheet + 1):
            for line in waiting[before]:
                put(line.text, False, before)
            waiting[before].clear()
        put(paragraph.text, True, paragraph.sheet)
        sheet += paragraph.text.count("\n")
    for number, lines in enumerate(waiting):
        for line in lines:
            put(line.text, False, number)
    return "".join(parts), main


def _heading(paragraphs: Sequence[Paragraph]) -> str | None:
    """The paragraph of the first page in the largest type, where it is clearly larger than the text's."""
    first = [one for one in paragraphs if one.sheet == 0 and 1 < len(one.text.split()) <= 40]
    if not first:
        return None
    sizes = sorted((one.size, len(one.text)) for one in paragraphs)
    half, seen, usual = sum(length for _, length in sizes) / 2, 0, sizes[-1][0]
    for size, length in sizes:
        seen += length
        if seen >= half:
            usual = size
            break
    largest = max(first, key=lambda one: one.size)
    return largest.text.replace("\n", " ") if largest.size > 1.2 * usual else None


def _metadata(document: Any) -> Hints:
    """Title, author and day of making as the file states them: often those of a template or a machine."""
    title = document.get_metadata_value("Title").strip()
    author = document.get_metadata_value("Author").strip()
    stamp = _STAMP.match(document.get_metadata_value("CreationDate").strip())
    names = [name.strip() for name in re.split(r"[;,]|\band\b", author)]
    return Hints(
        title=title if title and not _NO_TITLE.search(title) else None,
        date=find_date("-".join(part for part in stamp.groups() if part)) if stamp else None,
        byline=tuple(Byline(name=name) for name in names[:6] if len(name.split()) > 1 and not _NO_AUTHOR.search(name)),
    )
