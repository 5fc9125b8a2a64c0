"""What a fetch gives, and within which limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a fetch may take."""

    wire_bytes: int = 20_000_000
    """Bytes that come over the wire for one answer, headers included."""
    content_bytes: int = 20_000_000
    """Bytes after decompression."""
    ratio: int = 100
    """Bytes that one compressed byte may become, once there are more than ``ratio_from`` of them."""
    ratio_from: int = 1_000_000
    """Bytes; short texts that repeat themselves compress well without being bombs."""
    header_bytes: int = 65_536
    headers: int = 200
    redirects: int = 5
    connect_seconds: float = 10.0
    """To look the name up, and again to connect."""
    read_seconds: float = 20.0
    """Silence of a server."""
    total_seconds: float = 60.0
    """The whole fetch, its redirects included, without the waiting that politeness asks for."""
    cut: bool = False
    """Cut a body that is too long, where it would be refused otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What is known of a page from its last fetch: it comes again only if it changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered."""

    url: str
    """The address that answered, after redirects."""
    redirects: tuple[str, ...] = ()
    """Addresses that led there, in order, the one asked for first; empty where it answered itself."""
    status: int
    """Of HTTP; 304 where the page has not changed."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """The headers that matter later, by names in small letters."""
    content: bytes = b""
    """The body, decompressed; empty unless the status is 200."""
    fetched_at: str
    """ISO date and time in UTC, ending in Z."""
    etag: str | None = None
    last_modified: str | None = None
    media_type: str | None = None
    """As declared, such as text/html, in small letters."""
    charset: str | None = None
    """As declared, in small letters."""
    retry_after: float | None = None
    """Seconds that the server (429, 503) asks to wait."""
    wire_bytes: int = 0
    """Bytes that came over the wire for the last answer."""
