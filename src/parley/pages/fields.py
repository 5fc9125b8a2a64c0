"""Fields of an article from its lines: genre, sections, byline, language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from parley.terms.text import Byline, Genre

_GENRES: tuple[tuple[str, Genre], ...] = (
    ("interview", "interview"),
    ("q&a", "interview"),
    ("opinion", "opinion"),
    ("op-ed", "opinion"),
    ("editorial", "opinion"),
    ("viewpoint", "opinion"),
    ("note", "note"),
    ("analysis", "note"),
    ("commentary", "note"),
    ("policy brief", "note"),
    ("press release", "press release"),
    ("news release", "press release"),
    ("media release", "press release"),
    ("for immediate release", "press release"),
    ("communiqué", "communiqué"),
    ("communique", "communiqué"),
    ("joint statement", "communiqué"),
    ("speech", "speech"),
    ("remarks by", "speech"),
    ("address by", "speech"),
    ("wire", "wire"),
)
_SECTIONS = re.compile(r"^\s*[\w/.,: -]{4,40}?\s*[|•·]\s*(?P<names>[^|•·]{2,120})$")
_BY = re.compile(r"^(?:by|von|par|por|di|author|written by|autor|автор)\s*:?\s+(?P<rest>[^\n]{3,120})$", re.IGNORECASE)
_NAME = r"[A-ZÀ-ÝА-Я][\w.'’-]+(?:\s+(?:(?:al|bin|de|van|von|el|da|di|ben)[ -])?[A-ZÀ-ÝА-Я][\w.'’-]*){1,4}"
_SIGNED = re.compile(
    rf"^(?P<name>{_NAME})\s*(?:[-–—,|]\s*)(?P<role>(?:an?|the|senior|expert|analyst|researcher|professor|former|head|director|political|associate|research|fellow)\b[^.\n]{{2,120}})\.?$",
    re.IGNORECASE,
)
LEAST_LETTERS = 200
"""Language is decided from so many letters on; shorter texts are read as English."""
ENGLISH_AT_MOST = 0.001
"""A text is not English where the chance that it is one is smaller than this. No chance of the other language is asked
for: of Croatian and Bosnian neither may be clear, and yet it is clear that neither is English. Of 3,080 stretches of
450 characters of PolNeAR's train split none is taken for another language, 2026-11-25."""


def find_genre(words: Iterable[str | None]) -> Genre | None:
    """The genre that sections, a dateline or a heading name; the first of them that names one."""
    for word in words:
        folded = (word or "").casefold()
        for mark, genre in _GENRES:
            if re.search(rf"\b{re.escape(mark)}s?\b", folded):
                return genre
    return None


def genre_of_author(byline: tuple[Byline, ...]) -> Genre | None:
    """A page signed by a fellow, analyst or researcher is a note where nothing says otherwise."""
    roles = " ".join(author.role or "" for author in byline).casefold()
    return "note" if re.search(r"\b(?:fellow|analyst|researcher|expert|scholar)\b", roles) else None


def find_sections(line: str) -> tuple[str, ...]:
    """The sections that a line such as "2023/09/09 | interview, politics" names."""
    match = _SECTIONS.match(line)
    if match is None or len(line) > 160:
        return ()
    names = [name.strip() for name in re.split(r"[,;/]", match.group("names"))]
    return tuple(name for name in names if 1 < len(name) <= 40 and not re.search(r"\d{4}", name))


def find_byline(line: str) -> tuple[Byline, ...]:
    """The authors that a byline names: "By A. Name and B. Name, role" or "Name – expert on X"."""
    match = _BY.match(line)
    if match:
        return _authors(match.group("rest"))
    match = _SIGNED.match(line)
    if match and len(line) <= 160:
        return (Byline(name=match.group("name"), role=match.group("role").strip()),)
    return ()


def _authors(rest: str) -> tuple[Byline, ...]:
    """Names before the first comma or dash, the role after it."""
    rest = re.split(r"\s*[|•·]\s*|\s+(?=(?:19|20)\d\d\b)|\s{3,}", rest)[0].strip()
    head, _, role = re.sub(r"\s[-–—]\s", ", ", rest).partition(",")
    names = [name.strip(" .") for name in re.split(r"\s+(?:and|&|und|et|y)\s+", head)]
    if not names or not all(re.fullmatch(rf"(?:{_NAME}|[A-ZÀ-Ý][\w.'’-]+)", name) for name in names):
        return ()
    return tuple(Byline(name=name, role=role.strip(" .") or None) for name in names)


def find_language(text: str) -> str:
    """ISO 639-1 code of a text (639-3 where there is none); "en" where it is too short or may be English."""
    letters = sum(sign.isalpha() for sign in text[:4000])
    if letters < LEAST_LETTERS:
        return "en"
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - start-up: only long texts need it

    global _identifier  # noqa: PLW0603 - the model takes a tenth of a second to load
    if _identifier is None:
        _identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    ranks = _identifier.rank(text[:4000])
    english = sum(chance for code, chance in ranks if code == "en")
    return "en" if english >= ENGLISH_AT_MOST else str(ranks[0][0])


_identifier: Any = None
