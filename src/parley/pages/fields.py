"""Fields of an article from its lines: genre, sections, byline, language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from parley.pages.dates import find_date
from parley.terms.text import Byline, Genre

_GENRES: tuple[tuple[str, Genre], ...] = (
    ("press release", "press release"),
    ("news release", "press release"),
    ("media release", "press release"),
    ("for immediate release", "press release"),
    ("communiqué de presse", "press release"),
    ("pressemitteilung", "press release"),
    ("comunicado de prensa", "press release"),
    ("communiqué", "communiqué"),
    ("communique", "communiqué"),
    ("joint statement", "communiqué"),
    ("joint declaration", "communiqué"),
    ("interview", "interview"),
    ("q&a", "interview"),
    ("entretien", "interview"),
    ("entrevista", "interview"),
    ("intervista", "interview"),
    ("röportaj", "interview"),
    ("интервью", "interview"),
    ("інтерв'ю", "interview"),
    ("conversation", "interview"),
    ("dialogue", "interview"),
    ("opinion", "opinion"),
    ("opinión", "opinion"),
    ("opinião", "opinion"),
    ("op-ed", "opinion"),
    ("editorial", "opinion"),
    ("viewpoint", "opinion"),
    ("tribune", "opinion"),
    ("мнение", "opinion"),
    ("note", "note"),
    ("analysis", "note"),
    ("analyse", "note"),
    ("análisis", "note"),
    ("análise", "note"),
    ("commentary", "note"),
    ("policy brief", "note"),
    ("speech", "speech"),
    ("speeches", "speech"),
    ("remarks by", "speech"),
    ("address by", "speech"),
    ("address at", "speech"),
    ("address to", "speech"),
    ("discours", "speech"),
    ("wire", "wire"),
    ("press service", "press release"),
    ("press room", "press release"),
)
_KINDS: dict[str, Genre] = {
    "OpinionNewsArticle": "opinion",
    "AnalysisNewsArticle": "note",
    "Report": "note",
    "PressRelease": "press release",
    "Interview": "interview",
}
_QUESTION = re.compile(r"^(?:Q(?:uestion)?\s*[.:–—-]|[^\n]{2,40}:\s[^\n]{4,}\?$)", re.IGNORECASE)
_SECTIONS = re.compile(r"^\s*(?P<day>[\w/.,: -]{4,40}?)\s*[|•·]\s*(?P<names>[^|•·]{2,120})$")
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
    if match is None or len(line) > 160 or find_date(match.group("day")) is None:
        return ()
    names = [name.strip() for name in re.split(r"[,;/]", match.group("names"))]
    return tuple(name for name in names if 1 < len(name) <= 40 and not re.search(r"\d", name))


def genre_of_kind(kind: str | None) -> Genre | None:
    """The genre that a schema.org type names."""
    return _KINDS.get(kind or "")


def genre_of_text(paragraphs: Sequence[str]) -> Genre | None:
    """An interview where questions and answers alternate: three questions or more, on lines of their own."""
    questions = [index for index, line in enumerate(paragraphs) if line.endswith("?") and len(line) < 300]
    alone = [i for i in questions if i + 1 < len(paragraphs) and i + 1 not in questions]
    marked = sum(bool(_QUESTION.match(paragraphs[i])) for i in alone)
    enough = len(alone) >= 3 and 4 * len(alone) >= len(paragraphs)
    return "interview" if enough or marked >= 2 else None


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
