"""Digests and keys."""

from __future__ import annotations

import pytest

from parley.errors import RecordError
from parley.record.digest import KEY_LENGTH, canonical_json, digest_bytes, digest_of, digest_text, short_key


def test_canonical_json_has_one_spelling() -> None:
    """The order of keys and the escaping of letters never change a hash."""
    assert canonical_json({"b": 1, "a": ["é"]}) == '{"a":["é"],"b":1}'
    assert digest_of({"b": 1, "a": 2}) == digest_of({"a": 2, "b": 1})
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_digests_are_those_of_everybody() -> None:
    """Plain SHA-256, so that other tools can check a record."""
    assert (
        digest_text("abc") == digest_bytes(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    with pytest.raises(RecordError, match="character 1 is half a surrogate"):
        digest_text("a\ud800")


def test_keys_are_made_from_what_a_thing_is() -> None:
    """The same parts give the same key, here pinned; other parts another, also where they only join alike."""
    assert short_key("entry", "x", 0) == "yv4ew9q5j4aw5nedbqnt"
    assert len(short_key("entry")) == KEY_LENGTH
    assert short_key("a", "bc") != short_key("ab", "c")
    assert short_key("a", None) != short_key("a", "None")
