"""What can go wrong on the wire, as refusals that say what, where and what to do."""

from __future__ import annotations

import ssl

import httpcore

from parley.errors import PageRefused
from parley.pages.fetching.outcome import Limits
from parley.pages.fetching.wire import OutOfBytesError, OutOfTimeError

AGAIN = "Try again later"


def refusal_of(error: Exception, *, where: str, limits: Limits) -> PageRefused:
    """The refusal that an exception of the wire amounts to."""
    certificate = _certificate_error(error)
    if certificate is not None:
        cure = "Somebody may be listening in; check the address and this computer's clock"
        what = f"the site's certificate does not hold ({_reason(certificate)})"
        return PageRefused(what, where=where, cure=cure)
    for kinds, what, cure in (
        (OutOfTimeError, f"it took more than the {limits.total_seconds:g} seconds that a page has", AGAIN),
        (OutOfBytesError, f"the answer has more than the {limits.wire_bytes:,} bytes allowed", "Leave it out"),
        (httpcore.ConnectTimeout, f"no connection within {limits.connect_seconds:g} seconds", AGAIN),
        (httpcore.TimeoutException, f"the server was silent for {limits.read_seconds:g} seconds", AGAIN),
        (httpcore.ProxyError, "the proxy refused", "Check the setting `proxy`"),
        (httpcore.ConnectError, f"no connection could be made ({_reason(error)})", AGAIN),
        (httpcore.RemoteProtocolError, f"the answer breaks the rules of HTTP ({_reason(error)})", AGAIN),
        (httpcore.LocalProtocolError, f"the request cannot be made ({_reason(error)})", "Check the address"),
        ((httpcore.NetworkError, OSError), f"the connection broke ({_reason(error)})", AGAIN),
    ):
        if isinstance(error, kinds):
            return PageRefused(what, where=where, cure=cure)
    what = f"Parley itself failed here ({type(error).__name__}: {_reason(error)})"
    return PageRefused(what, where=where, cure="Please report it with the address")


def _certificate_error(error: BaseException | None) -> ssl.SSLError | None:
    """The failed handshake behind an exception, if that is what it was."""
    for _ in range(8):
        if error is None:
            return None
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _reason(error: BaseException) -> str:
    """An exception's own words, on one line of bounded length."""
    words = getattr(error, "verify_message", "") or str(error) or type(error).__name__
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:160].rstrip(".")
