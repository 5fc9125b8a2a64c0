"""Where a form leads after it was sent: on within this desk, never out of it."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

_INSIDE = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path of this desk with its query: one slash, then signs of ASCII without white space and backslashes."""


def inside(address: str, *, otherwise: str = "/") -> str:
    """An address that a form carries, where it is one of this desk's.

    Args:
        address: as it was sent.
        otherwise: the address that takes its place where it is not.
    """
    return address if _INSIDE.fullmatch(address) else otherwise


def went(request: Request, address: str) -> Response:
    """Lead a form, or the page whose script sent it, on to an address of this desk."""
    address = inside(address)
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def named(kind: str, key: str, *, fragment: str = "") -> str:
    """The address of an article, an actor, a concept, an entry.

    Args:
        kind: articles, actors, concepts, entries.
        key: its key or name.
        fragment: a place on its page.
    """
    return f"/{kind}/{quote(key, safe='')}" + (f"#{quote(fragment)}" if fragment else "")
