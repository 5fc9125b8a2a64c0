"""What the desk remembers of its people in the record: their keys, and their tokens for the API."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from parley.errors import UsageError
from parley.record import Store
from parley.web.people import digest

KEYS: dict[str, str] = {
    "search": "/",
    "legend": "?",
    "layers": "l",
    "previous article": "[",
    "next article": "]",
    "next": "j",
    "previous": "k",
    "next waiting": "n",
    "accept": "a",
    "reject": "r",
    "edit": "e",
    "speaker": "s",
    "concept": "c",
    "agree": "+",
    "disagree": "-",
    "neutral": "0",
    "denied": "d",
    "certainty": "f",
    "source from selection": "w",
    "cue from selection": "q",
    "content from selection": "t",
    "new statement": "i",
    "merge": "m",
    "split": "x",
    "undo": "u",
    "redo": "U",
    "accept all": "A",
    "note": ",",
}
"""What each key does, as it is before anybody changes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one person set."""

    keys: Mapping[str, str] = field(default_factory=lambda: dict(KEYS))
    keys_on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token of the API, without its secret."""

    digest: str
    name: str
    coder: str
    made_at: str


class Preferences:
    """Reads and writes them.

    Args:
        record: open.
    """

    def __init__(self, record: Store) -> None:
        self._record = record
        self._known: dict[str, Held] = {}

    def of(self, coder: str) -> Held:
        """What a person set; the defaults where they set nothing."""
        if coder not in self._known:
            held = self._record.desk_setting(_keys_name(coder))
            given: dict[str, Any] = json.loads(held) if held else {}
            self._known[coder] = Held(keys=KEYS | given.get("keys", {}), keys_on=given.get("keys_on", True))
        return self._known[coder]

    def keep(self, coder: str, *, keys: Mapping[str, str], keys_on: bool) -> None:
        """Set a person's keys.

        Raises:
            UsageError: two things would have one key, or a key is not one sign.
        """
        for name, key in keys.items():
            if name not in KEYS or len(key) != 1:
                raise UsageError(f"{key!r} is no key for {name!r}", where="keys", cure="Give each one sign")
        taken = list((KEYS | dict(keys)).values())
        double = next((key for key in taken if taken.count(key) > 1), None)
        if double is not None:
            raise UsageError(f"two things would have the key {double}", where="keys", cure="Give each its own")
        self._record.set_desk(_keys_name(coder), json.dumps({"keys": dict(keys), "keys_on": keys_on}))
        self._known.pop(coder, None)

    def tokens(self) -> tuple[Token, ...]:
        """The tokens that hold, the newest first."""
        found = [
            Token(digest=name.removeprefix(_TOKEN), **json.loads(value))
            for name, value in self._record.desk_settings().items()
            if name.startswith(_TOKEN)
        ]
        return tuple(sorted(found, key=lambda token: token.made_at, reverse=True))

    def make_token(self, coder: str, name: str) -> str:
        """A new token; it is shown this once, its digest is kept."""
        secret = f"parley_{secrets.token_urlsafe(32)}"
        made_at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        about = {"name": name.strip() or "token", "coder": coder, "made_at": made_at}
        self._record.set_desk(_TOKEN + digest(secret), json.dumps(about))
        return secret

    def revoke(self, token: str) -> None:
        """Let a token, named by its digest, hold no longer."""
        self._record.set_desk(_TOKEN + token, None)

    def owner_of(self, secret: str) -> str | None:
        """The coder for whom a token of the API speaks."""
        held = self._record.desk_setting(_TOKEN + digest(secret))
        return str(json.loads(held)["coder"]) if held else None


_TOKEN = "desk token "


def _keys_name(coder: str) -> str:
    return f"desk keys {coder}"
