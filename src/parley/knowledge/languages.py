"""Languages by their codes: what people call them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def load_language_names() -> Mapping[str, str]:
    """English names of languages by their codes (ISO 639-1, some of 639-3), read once."""
    data = json.loads((files("parley.knowledge") / "data" / "languages.json").read_text(encoding="utf-8"))
    return dict(data["names"])
