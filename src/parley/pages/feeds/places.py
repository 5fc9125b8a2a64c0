"""What a person names to be followed, as addresses: an address, or a file that lists some (OPML, or a line each)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from parley.errors import PageRefused
from parley.pages.decode import decode
from parley.pages.feeds.documents import kind_of
from parley.pages.fetching.addresses import is_address, parse_address
from parley.pages.files import read_file
from parley.pages.sandbox import list_in_box


def addresses_at(place: str) -> Iterator[str | PageRefused]:
    """The addresses that a place holds, each once in its one form, or why one cannot be followed.

    Args:
        place: an address, or the path of a file.
    """
    seen: set[str] = set()
    try:
        written = [place] if is_address(place) else _in_file(Path(place))
    except PageRefused as refused:
        yield refused
        return
    for one in written:
        try:
            address = parse_address(one).url
        except PageRefused as refused:
            yield refused
            continue
        if address not in seen:
            seen.add(address)
            yield address


def _in_file(path: Path) -> list[str]:
    """The addresses as a file writes them.

    Raises:
        PageRefused: it cannot be read, or holds none.
    """
    content = read_file(path).content
    if kind_of(content) == "opml":
        found = [link.url for link in list_in_box(content, where=str(path)).links]
    else:
        lines = [line.strip() for line in decode(content, where=str(path)).splitlines()]
        found = [line for line in lines if line and not line.startswith("#")]
        if not any(map(is_address, found)):
            found = []
    if not found:
        cure = "Give OPML from a feed reader, or a text with an address on each line"
        raise PageRefused("the file holds no address to follow", where=str(path), cure=cure)
    return found
