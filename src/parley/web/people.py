"""Who sits at the desk: one-time login addresses, and sessions that outlive the desk's process.

Law of this module: secrets are kept as digests only. Invitations live as long as the process; sessions, tokens
and keys are kept in the record, so that a desk that is opened anew knows who was let in, and so do others over it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from parley.errors import RecordBusyError
from parley.record import Store

IDLE_SECONDS = 12 * 3600.0
"""After so long without a request a session ends."""
LONGEST_SECONDS = 7 * 24 * 3600.0
"""After so long it ends in any case."""
TRUSTED_SECONDS = 5.0
"""So long a session is taken to hold without a look into the record, where another desk may have ended it."""
NOTED_SECONDS = 300.0
"""So often at most the record is told that a session goes on."""

_SESSION = "desk session "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    """Whose it is, and when it began, was last used and was last noted in the record: seconds of the epoch."""

    coder: str
    begun: float
    seen: float
    noted: float

    def holds(self, now: float) -> bool:
        return now - self.seen <= IDLE_SECONDS and now - self.begun <= LONGEST_SECONDS


def digest(secret: str) -> str:
    """What is kept of a secret: SHA-256, in hexadecimal; the secrets are random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class People:
    """The people who were let in.

    Args:
        record: open.
    """

    def __init__(self, record: Store) -> None:
        self._record = record
        self._logins: dict[str, str] = {}
        self._known: dict[str, tuple[float, _Session]] = {}
        """Digest to when the record was looked into, on the monotonic clock, and what it held."""
        self._lock = threading.Lock()

    def invite(self, coder: str) -> str:
        """A secret that lets a coder in once."""
        secret = secrets.token_urlsafe(24)
        with self._lock:
            self._logins[digest(secret)] = coder
        return secret

    def enter(self, secret: str) -> str | None:
        """The secret of a new session for the coder who was invited; None where the invitation is used or none.

        Raises:
            RecordError: the session cannot be kept; the invitation then still holds.
        """
        with self._lock:
            coder = self._logins.pop(digest(secret), None)
        if coder is None:
            return None
        session, now = secrets.token_urlsafe(32), time.time()
        try:
            for name in list(self._ended(now)):
                self._record.set_desk(name, None)
            self._keep(digest(session), _Session(coder=coder, begun=now, seen=now, noted=now))
        except BaseException:
            with self._lock:
                self._logins[digest(secret)] = coder
            raise
        return session

    def remembers(self, session: str) -> bool:
        """Whether it can be said at once who holds a session, without the record."""
        with self._lock:
            looked, found = self._known.get(digest(session), (-TRUSTED_SECONDS, None))
        fresh = time.monotonic() - looked < TRUSTED_SECONDS
        return fresh and found is not None and time.time() - found.noted < NOTED_SECONDS

    def coder_of(self, session: str, *, present: bool = True) -> str | None:
        """Who holds a session; None where it has ended.

        Args:
            session: its secret.
            present: whether a person asks, so that it goes on; False where a page asks by itself.

        Raises:
            RecordError: it must be looked up, and the record cannot be read.
        """
        key, now = digest(session), time.time()
        found = self._look_up(key)
        if found is None:
            return None
        if not found.holds(now):
            with suppress(RecordBusyError):  # it has ended all the same
                self.leave(session)
            return None
        if present:
            self._go_on(key, found, now)
        return found.coder

    def leave(self, session: str) -> None:
        """End a session.

        Raises:
            RecordError: the record cannot be written; the session then still holds.
        """
        key = digest(session)
        self._record.set_desk(_SESSION + key, None)
        with self._lock:
            self._known.pop(key, None)

    def _look_up(self, key: str) -> _Session | None:
        with self._lock:
            looked, found = self._known.get(key, (-TRUSTED_SECONDS, None))
        if found is not None and time.monotonic() - looked < TRUSTED_SECONDS:
            return found
        held = self._record.desk_setting(_SESSION + key)
        with self._lock:
            if held is None:
                self._known.pop(key, None)
                return None
            kept = _Session(**json.loads(held))
            # Used since it was noted: the record need not be told at each request.
            kept = replace(kept, seen=max(kept.seen, found.seen)) if found else kept
            self._known[key] = (time.monotonic(), kept)
        return kept

    def _go_on(self, key: str, session: _Session, now: float) -> None:
        """Note that a session is used: here at once, in the record now and then."""
        due = now - session.noted >= NOTED_SECONDS
        seen = replace(session, seen=now, noted=now if due else session.noted)
        with self._lock:
            if key not in self._known:
                return  # it was ended meanwhile
            self._known[key] = (self._known[key][0], seen)
        if due:
            with suppress(RecordBusyError):  # noted the next time
                self._keep(key, seen)

    def _keep(self, key: str, session: _Session) -> None:
        self._record.set_desk(_SESSION + key, json.dumps(asdict(session)))
        with self._lock:
            self._known[key] = (time.monotonic(), session)

    def _ended(self, now: float) -> Iterator[str]:
        """Names under which the record keeps sessions that have ended."""
        for name, value in self._record.desk_settings().items():
            if name.startswith(_SESSION) and not _Session(**json.loads(value)).holds(now):
                yield name
