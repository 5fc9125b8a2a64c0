"""Addresses and permanent names that stand in exports."""

from __future__ import annotations

import re
from urllib.parse import quote

from parley.terms.tables import Hit, StatementRow

_WEB = re.compile(r"https?://\S", re.IGNORECASE)
_LEGAL = "!#$%&'()*+,-./:;=?@[]_~"
"""Characters beside letters and digits that an address keeps as they are (RFC 3986)."""


def web_address(url: str | None) -> str | None:
    """An address as it can stand in any format, or None if it is not one of the web.

    Characters that no address may have are percent-encoded, so that a page's own address can bring
    no markup and no script along.
    """
    if url is None or not _WEB.match(url.strip()):
        return None
    return quote(url.strip(), safe=_LEGAL, errors="replace")


def urn(kind: str, key: str) -> str:
    """The permanent name of a thing of the record: ``urn:parley:entry:KEY`` (RFC 8141)."""
    return f"urn:parley:{kind}:{quote(key, safe='', errors='replace')}"


def entry_urn(row: StatementRow | Hit) -> str:
    """The permanent name of a statement; of a passage its article and place."""
    if isinstance(row, StatementRow):
        return urn("entry", row.key)
    if row.kind == "statement" and row.statement is not None:
        return urn("entry", row.statement)
    return f"{urn('passage', row.article_key)}:{row.start}-{row.end}"
