"""Files of each format, made by the tests themselves."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Sequence

LOREM = (
    "The harbour council met on Tuesday to hear what the pilots had to say about the new lights. ",
    "Nobody had expected that the engineers would agree with the insurers on the very first day. ",
    "Ines Marchetti, who leads the council, said that the old contracts would not be renewed. ",
    "The ferries go on running until the spring, and the ministers will decide after that. ",
)


def pdf(
    sheets: Iterable[Sequence[tuple[float, float, float, str]]], *, info: str = "", catalog: str = "", trailer: str = ""
) -> bytes:
    """A PDF.

    Args:
        sheets: for each page its texts: x and y from the lower left corner, size, words.
        info: entries of the information dictionary.
        catalog: more entries of the catalogue.
        trailer: more entries of the trailer.
    """
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for sheet in sheets:
        parts = []
        for x, y, size, words in sheet:
            shown = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            parts.append(f"BT /F1 {size} Tf {x} {y} Td ({shown}) Tj ET")
        stream = "\n".join(parts).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    objects.append(f"<< {info} >>".encode("cp1252"))
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), trailer.encode(), start)
    )
    return file.getvalue()


def column(
    words: str, x: float, y: float, *, width: int, size: float = 10, step: float = 13
) -> list[tuple[float, float, float, str]]:
    """Lines of a text in one column, parted at the last space that fits."""
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [(x, y - index * step, size, text) for index, text in enumerate([*lines, line])]


def answer(body: bytes, *, kind: str = "text/html", status: str = "200 OK", headers: str = "") -> bytes:
    """An answer of a web server."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body


def record(
    content: bytes,
    *,
    url: str = "",
    kind: str = "response",
    date: str = "2024-05-02T10:00:00Z",
    length: int | None = None,
) -> bytes:
    """A record of a web archive."""
    size = len(content) if length is None else length
    inner = "application/http; msgtype=response" if kind == "response" else "text/plain"
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nContent-Type: {inner}\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


def html(title: str, *paragraphs: str) -> bytes:
    """A small page of HTML."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def gzipped(*members: bytes) -> bytes:
    """Members packed each by itself, as web archives are."""
    return b"".join(gzip.compress(member, mtime=0) for member in members)


def raw_deflate(content: bytes) -> bytes:
    """Packed without a head."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()
