"""Page furniture by its words: headings that close an article, comment counts, menu words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from parley.terms.names import fold_name

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_POINTING = re.compile(
    r"(?:more|other|further) (?:in|from|on|about|by) (?!than\b)[\w ]+"
    r"|(?:more|other|further) (?:\w+ )?(?:articles|stories|news|interviews|conversations|releases|analyses|analysis|"
    r"essays|notes|publications|posts|opinions|columns|videos|reports|texts)"
    r"|you (?:may|might) (?:also )?(?:be interested in|like|enjoy)"
    r"|(?:on|about) the same (?:theme|topic|subject)"
)
"""Headings, folded, that say which other articles follow; from the tuning pages of ``tests/golden``, 2026-11-25."""
_SERVICE = re.compile(
    r"(?:no comments|comments are|copyright|last (?:modified|updated)|sign up|subscribe|newsletter|our standards)\b"
    r"|comments? \(\d+\)"
    r"|.*(?:\bnot responsible for\b|\bin your inbox\b|\bprivacy policy\b|\bcookies?\b|\ball rights reserved\b|"
    r"\balle rechte vorbehalten\b|\btous droits reserves\b|\btodos los derechos reservados\b|"
    r"\bвсе права защищены\b|\bmentions legales\b|\bdatenschutz\b|©)"
    r"|[^|]*\|[^|]*\|.*"
)
"""Lines, folded, in which a site speaks of itself; from the same pages, and what sites in other languages write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Words of page furniture in many languages, folded."""

    closing: frozenset[str]
    comments: frozenset[str]
    words: frozenset[str]

    def closes(self, line: str) -> bool:
        """Whether a line is a heading after which the article is over ("Latest content")."""
        folded = _EDGES.sub("", fold_name(line))
        if len(folded) > 60:
            return False
        return folded in self.closing or self.comment_count(line) is not None or self.points(line)

    def points(self, line: str) -> bool:
        """Whether a line is a heading that pointers to other articles follow ("More conversations")."""
        folded = _EDGES.sub("", fold_name(line))
        return len(folded.split()) <= 6 and line.rstrip()[-1:] not in ".!?" and bool(_POINTING.fullmatch(folded))

    def is_service(self, line: str) -> bool:
        """Whether a site speaks of itself in a line ("Comments are closed", "Privacy policy"), and points nowhere."""
        return len(line) <= 160 and _SERVICE.match(fold_name(line)) is not None

    def comment_count(self, line: str) -> int | None:
        """The number of comments that a line states ("3 Comments", "Comments (3)", "No comments")."""
        folded = fold_name(line)
        match = re.fullmatch(r"(?:(\d{1,6}|no|one)\s+(\w+)|(\w+)\s*[(:]?\s*(\d{1,6})\s*\)?)[\s:.]*", folded)
        if match is None or (match.group(2) or match.group(3)) not in self.comments:
            return None
        number = match.group(1) or match.group(4)
        return {"no": 0, "one": 1}.get(number) if number in ("no", "one") else int(number)

    def is_comments(self, line: str) -> bool:
        """Whether a line heads the comments, with or without a number."""
        return self.comment_count(line) is not None or _EDGES.sub("", fold_name(line)) in self.comments


@cache
def load_furniture() -> Furniture:
    """The furniture words of this installation, read once."""
    data = json.loads((files("parley.knowledge") / "data" / "furniture.json").read_text(encoding="utf-8"))
    closing = frozenset(_EDGES.sub("", fold_name(heading)) for heading in data["closing"])
    return Furniture(
        closing=closing,
        comments=frozenset(map(fold_name, data["comments"])),
        words=frozenset(map(fold_name, data["furniture_words"])),
    )
