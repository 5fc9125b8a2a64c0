"""Addresses as they are written to addresses that can be asked for, or a sentence why not.

Law of this module: one address has one reading. What programs are known to read differently
(user-info, backslashes, control characters, numbers for hosts) is refused, never repaired.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from parley.errors import PageRefused

LONGEST = 8_192
"""Characters of an address; servers take no longer ones."""
PORTS = {"http": 80, "https": 443}

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_BAD = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\\]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_USER = re.compile(r"//[^/?#]*@")
_SAFE = "/:@!$&'()*+,;=~-._%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address in its one form, all ASCII."""

    scheme: str
    host: str
    """A name, or an IP address; IPv6 without brackets."""
    port: int
    target: str
    """Path and query, as they are asked for."""

    @property
    def own_port(self) -> bool:
        """Whether the port is the scheme's own."""
        return self.port == PORTS[self.scheme]

    @property
    def authority(self) -> str:
        """The host, and the port where it is not the scheme's own: what the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.own_port else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target


def is_address(text: str) -> bool:
    """Whether a text is meant as an address, not as a file: it begins with a scheme and two strokes."""
    return _SCHEME.match(text) is not None


def shown(text: str) -> str:
    """An address as messages show it: no control characters, no user-info, of bounded length."""
    clean = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:LONGEST])
    clean = _USER.sub("//", clean)
    return clean if len(clean) <= 300 else clean[:299] + "…"


def parse_address(text: str) -> Address:
    """The address that a text writes.

    Raises:
        PageRefused: it is none, or one that is not asked for.
    """
    where = shown(text)
    text = text.strip(" ")
    if len(text) > LONGEST:
        raise PageRefused(f"the address has more than {LONGEST:,} characters", where=where, cure="Shorten it")
    if _BAD.search(text):
        cure = "Copy it again, whole and on one line"
        raise PageRefused("the address holds a control character, blank or backslash", where=where, cure=cure)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise PageRefused(f"this is no address ({error})", where=where, cure="Copy it again") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        cure = "Give an address that begins with https:// or http://"
        raise PageRefused("only http and https are fetched", where=where, cure=cure)
    if "@" in parts.netloc:
        raise PageRefused("the address holds a user name", where=where, cure="Leave out what stands before the @")
    host = _host(parts, where)
    path = quote(parts.path or "/", safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE + '?[]')}" if parts.query else ""
    return Address(scheme=scheme, host=host, port=PORTS[scheme] if port is None else port, target=path + query)


def _host(parts: SplitResult, where: str) -> str:
    """The host in its one form."""
    host = parts.hostname or ""
    if parts.netloc.startswith("["):
        try:
            return str(ipaddress.IPv6Address(host if "%" not in host else ""))
        except ValueError as error:
            raise PageRefused("the host is no IPv6 address", where=where, cure="Give the site's name") from error
    if not host.isascii():
        host = _ascii(host, where)
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise PageRefused("the host is no name", where=where, cure="Check how the site's name is written")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            cure = "Give the site's name, or the four numbers of its IP address"
            raise PageRefused("the host is a number in disguise", where=where, cure=cure) from error
    return host


def _ascii(host: str, where: str) -> str:
    """An international name in the letters of the domain name system (IDNA 2008, after the mapping of UTS 46)."""
    import idna  # noqa: PLC0415 - rarely needed, slow to import

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise PageRefused("the host is no name", where=where, cure="Check how the site's name is written") from error
