"""Web archives (WARC 1.1, ISO 28500:2017): the pages of a record as they were fetched.

For each page a record ``response`` with its bytes (``resource`` where it came from a file, or as a line of one), and a
record ``metadata`` that says where it came from. Headers of the request and of the answer are not kept by records of
Parley and so are not invented: the answer's head holds type and length, no more, and there is no ``request``.

Law of this module: the same pages give the same bytes. Every record is a gzip member of its own, so that programs can
take single ones out.
"""

from __future__ import annotations

import gzip
import json
import uuid
from base64 import b32encode
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from parley.exports.files import whole_file
from parley.terms.text import Page
from parley.version import __version__

ENDINGS = (".warc", ".warc.gz")
ANSWERED = ("text/html", "text/plain", "application/pdf")
"""Media types that are written as answers of the web, which programs that read archives look for."""
_SOME_DAY = "1970-01-01T00:00:00Z"
"""Of the record about the archive itself: a real one would make the same pages other bytes."""


def write_warc(pages: Iterable[Page], target: Path) -> int:
    """Write pages into a web archive.

    Args:
        pages: one after the other; no more than one is in memory.
        target: the archive; packed where its name ends in ".gz".

    Returns:
        How many pages were written.

    Raises:
        UsageError: nothing can be written there.
    """
    with whole_file(target) as file:
        archive = _Archive(file, packed=target.name.casefold().endswith(".gz"))
        about = f"software: Parley {__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
        archive.write("warcinfo", {"Content-Type": "application/warc-fields"}, about, _SOME_DAY)
        number = 0
        for page in pages:
            archive.write_page(page)
            number += 1
    return number


def is_archive(path: Path) -> bool:
    """Whether a file's name is that of a web archive."""
    return path.name.casefold().endswith(ENDINGS)


class _Archive:
    """An archive that is being written."""

    def __init__(self, file: BinaryIO, *, packed: bool) -> None:
        self._file = file
        self._packed = packed
        self._records = 0

    def write_page(self, page: Page) -> None:
        """Write a page, and where it came from."""
        address = page.url or page.location
        from_web = address.startswith(("http://", "https://"))
        target = address if from_web else "file:///" + quote(address.replace("\\", "/").lstrip("/"))
        digest = f"sha256:{b32encode(bytes.fromhex(page.sha256)).decode().rstrip('=')}"
        fields = {"WARC-Target-URI": target, "WARC-Payload-Digest": digest}
        if from_web and page.media_type in ANSWERED:
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {page.media_type}\r\nContent-Length: {len(page.content)}\r\n\r\n"
            fields["Content-Type"] = "application/http; msgtype=response"
            written = self.write("response", fields, head.encode() + page.content, page.fetched_at)
        else:
            fields["Content-Type"] = page.media_type
            written = self.write("resource", fields, page.content, page.fetched_at)
        about = {"location": page.location, "url": page.url, "media_type": page.media_type, "sha256": page.sha256}
        fields = {"WARC-Target-URI": target, "WARC-Refers-To": written, "Content-Type": "application/json"}
        self.write("metadata", fields, json.dumps(about).encode(), page.fetched_at)

    def write(self, kind: str, fields: Mapping[str, str], block: bytes, date: str) -> str:
        """Write a record; its id, which is made of what it is about and of its place."""
        self._records += 1
        name = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([kind, dict(fields), date, self._records]))}>"
        named = {"WARC-Type": kind, "WARC-Record-ID": name, "WARC-Date": date, **fields}
        lines = "".join(f"{field}: {value}\r\n" for field, value in named.items())
        whole = f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
        self._file.write(gzip.compress(whole, mtime=0) if self._packed else whole)
        return name
