"""Who sits at the desk: one-time login addresses, sessions, tokens of the API, and each one's keys.

Law of this module: secrets are kept as digests only. Sessions live as long as the process; tokens and
keys are kept in the record, so that they outlive it.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field

IDLE_SECONDS = 12 * 3600.0
"""After so long without a request a session ends."""
LONGEST_SECONDS = 7 * 24 * 3600.0
"""After so long it ends in any case."""


@dataclass
class _Session:
    coder: str
    begun: float
    seen: float


def digest(secret: str) -> str:
    """What is kept of a secret: SHA-256, in hexadecimal; the secrets are random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass
class People:
    """The people who were let in."""

    _logins: dict[str, str] = field(default_factory=dict)
    _sessions: dict[str, _Session] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def invite(self, coder: str) -> str:
        """A secret that lets a coder in once."""
        secret = secrets.token_urlsafe(24)
        with self._lock:
            self._logins[digest(secret)] = coder
        return secret

    def enter(self, secret: str) -> str | None:
        """The secret of a new session for the coder who was invited; None where the invitation is used or none."""
        with self._lock:
            coder = self._logins.pop(digest(secret), None)
            if coder is None:
                return None
            session, now = secrets.token_urlsafe(32), time.monotonic()
            self._sessions[digest(session)] = _Session(coder, now, now)
            return session

    def coder_of(self, session: str, *, present: bool = True) -> str | None:
        """Who holds a session; None where it has ended.

        Args:
            session: its secret.
            present: whether a person asks, so that it goes on; False where a page asks by itself.
        """
        key, now = digest(session), time.monotonic()
        with self._lock:
            found = self._sessions.get(key)
            if found is None:
                return None
            if now - found.seen > IDLE_SECONDS or now - found.begun > LONGEST_SECONDS:
                del self._sessions[key]
                return None
            if present:
                found.seen = now
            return found.coder

    def leave(self, session: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(digest(session), None)
