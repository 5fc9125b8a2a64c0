"""How names are compared: folded. Texts never are; what is stored is what stood there."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛ʼ´`′", "'") | dict.fromkeys("“”„‟«»″", '"'))


@lru_cache(maxsize=1 << 15)
def fold_name(name: str) -> str:
    """A name as it is compared: without case, diacritics, curly quotes and odd spaces.

    Compatibility forms are unified first (NFKC, which also turns no-break spaces into spaces);
    invisible format characters are dropped, runs of white space become one space.

    Args:
        name: a name as written.

    Returns:
        The folded name; folding it again changes nothing.
    """
    # Quotes before NFKC, which takes some of them apart ("´" into a space and a mark), and after it, which makes some.
    text = unicodedata.normalize("NFKC", name.translate(_QUOTES)).translate(_QUOTES).casefold()
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", bare).split())


def is_full_name(folded: str) -> bool:
    """Whether a folded name has two words or more; a surname alone identifies nobody."""
    return " " in folded
