"""Which languages are read: in all others nothing is proposed, and it is said so.

Law of this module: whether a language is read is decided here and nowhere else; ``build.Reader``
obeys, and what is printed carries the notes.
"""

from __future__ import annotations

from parley.knowledge.languages import load_language_names

ENGLISH = frozenset({"en", "eng", "english"})
"""How callers write it."""


def is_read(language: str) -> bool:
    """Whether statements are found in texts of a language; "en-GB" is English too."""
    return _base(language) in ENGLISH


def notes_on(language: str | None) -> list[str]:
    """Sentences that a reader of the results must know because of the text's language; mostly none.

    Args:
        language: its code, as found or given; None where nobody asked.
    """
    if language is None or is_read(language):
        return []
    name = load_language_names().get(_base(language))
    called = f"in {name} ({language})" if name else f"of the language {language!r}"
    return [f"This text is {called}; statements are found in English only."]


def _base(language: str) -> str:
    """The language of a tag: "en" of "en-GB" and "EN_us"."""
    return language.strip().casefold().replace("_", "-").split("-")[0]
