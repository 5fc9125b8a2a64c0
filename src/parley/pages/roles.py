"""The role of each line of a page: title, lead, body, teaser, comment or furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parley.knowledge.furniture import load_furniture
from parley.pages.bylines import find_bare_byline, find_byline
from parley.pages.dates import find_date
from parley.pages.fields import find_sections
from parley.terms.names import fold_name
from parley.terms.text import BlockRole

LEAST_BODY = 80
"""Characters from which a line with a final mark is running text whatever stands around it."""
MOST_TRIMMED = 3
"""Short lines at either end of the text that are taken for furniture. Chosen on the held-out pages of the block
classifier's corpus, 2026-11-25."""
_STRAP = re.compile(
    r"(?:an? )?(?:exclusive )?(?:interview|conversation|q&a) (?:with|by)\b"
    r"|(?:analysis|analyse|análisis|analisi|анализ|opinion|opinión|meinung|мнение|interview|entrevista|entretien|"
    r"интервью|comment|commentary|kommentar|editorial|explainer|exclusive|feature|tribune) ?:?$",
    re.IGNORECASE,
)
"""A line above or beneath the title that says who is interviewed, or what kind of text follows."""
_ADVERTS = ("advert", "anzeige", "publicidad", "publicite", "pubblicita", "реклама")
"""Beginnings of lines, folded, that close nothing: advertisements stand anywhere."""
_INTERRUPTING = (
    "newsletter",
    "subscribe",
    "sign up",
    "share",
    "teilen",
    "compart",
    "partager",
    "condividi",
    "read more",
    "read also",
    "see also",
    "also read",
    "mehr zum thema",
    "zum thema",
    "lesen sie auch",
    "leggi anche",
    "lire aussi",
    "a lire aussi",
    "sur le meme sujet",
    "leer mas",
    "leia ",
    "lees ",
    "читаите также",
    "по теме",
    "related article",
)
"""Beginnings of headings, folded, that stand in the midst of texts as often as beneath them. Chosen on the held-out
pages of the block classifier's corpus, 2026-11-25."""
_OCCASION = re.compile(r"(?:address|speech|remarks|statement|lecture|keynote) (?:by|of)\b", re.IGNORECASE)
"""A line that may be a title, and beneath another one says whose words follow."""
_OUTLET = re.compile(
    r"^(?:[^\W\d_][\w’'&-]*\s+){0,5}(?:institute|centre|center|office|ministry|government|republic|foundation|agency|press|"
    r"herald|courier|times|post|review|observer|quarterly|monthly|journal|gazette|tribune|ledger|forum|council|portal)\b"
    r"(?:\s+(?:of|for|on|and|the)\b.*)?$",
    re.IGNORECASE,
)
"""What an outlet calls itself at the top of its pages."""
_CONTROLS = re.compile(
    r"\[[^\]]*\].*\[|\S\s{3,}\S|^(?:font size|text size|print|share|send|listen|download|save as|reading time|photo|"
    r"skip to|you are here|for immediate|press release|check against)|^\[[^\]]*\]$",
    re.IGNORECASE,
)
"""What a page's tools and notices look like."""
_FINAL = frozenset('.!?…。؟:"”’»)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """What was decided about the lines of a page."""

    roles: tuple[BlockRole, ...]
    closing: int
    """Index of the first line that is no longer the article's."""
    comments: int | None = None


def is_running(line: str) -> bool:
    """Whether a line is running text: long, and ended like a sentence."""
    return len(line) >= LEAST_BODY and line.rstrip()[-1:] in _FINAL


def find_roles(
    lines: Sequence[str],
    main: Sequence[bool],
    copies: Mapping[int, int],
    *,
    title: str | None = None,
    trusted: bool = False,
) -> Roles:
    """Roles by what the lines are and where they stand.

    Args:
        lines: the lines of a page.
        main: for each whether it was taken for the article's own.
        copies: lines that repeat an earlier one.
        title: the title, where the page's markup names it.
        trusted: whether ``main`` was decided with the markup in sight; then the lines' own looks overrule nothing.

    Returns:
        A role for each line; everything from the first closing heading on is outside the article.
    """
    closing = after_last(main) if trusted else find_closing(lines, main, copies)
    heading = find_title(lines, main, closing, title)
    teasers = {index for pair in copies.items() for index in pair if pair[0] >= closing or pair[1] >= closing}
    roles: list[BlockRole] = []
    for index in range(len(lines)):
        inside = index < closing and main[index] and index not in teasers and index != heading
        inside = inside and not (heading is not None and index < heading and _STRAP.match(lines[index]))
        if index == heading:
            roles.append("title")
        elif inside and (trusted or ((heading is None or index > heading) and not _is_field(lines[index]))):
            roles.append("body")
        else:
            roles.append("furniture")
    if trusted:
        _trim_fields(roles, lines, heading)
    else:
        _trim_ends(roles, lines)
    _mark_lead(roles, lines)
    comments = _mark_outside(roles, lines, closing, teasers)
    return Roles(roles=tuple(roles), closing=closing, comments=comments)


def after_last(main: Sequence[bool]) -> int:
    """The index behind the last line of the article."""
    return max((index + 1 for index, flag in enumerate(main) if flag), default=len(main))


def find_closing(lines: Sequence[str], main: Sequence[bool], copies: Mapping[int, int]) -> int:
    """The first closing heading after the article has begun, or the number of lines.

    A heading that more of the article follows than went before ("Share" above the text, "Read more"
    in its midst) closes nothing; of headings that often interrupt a text ("Share", "Read also") a quarter is
    enough; lines that the page prints twice are not counted for either side.
    """
    furniture = load_furniture()
    twice = {*copies.keys(), *copies.values()}
    running = [
        len(line) if flag and index not in twice and is_running(line) else 0
        for index, (flag, line) in enumerate(zip(main, lines, strict=True))
    ]
    before, after = 0, sum(running)
    for index, line in enumerate(lines):
        if len(line) <= 80 and furniture.closes(line) and 0 < before * _reach(line) >= after:
            return index
        before += running[index]
        after -= running[index]
    return len(lines)


def _reach(line: str) -> float:
    """So many times the text before a heading may follow it, and the heading still closes the article."""
    folded = fold_name(line).lstrip("•-– ")
    if folded.startswith(_ADVERTS):
        return 0.0
    return 0.25 if folded.startswith(_INTERRUPTING) else 1.0


def find_title(lines: Sequence[str], main: Sequence[bool], closing: int, named: str | None) -> int | None:
    """Index of the title: the line that equals the named one, else the last heading above the text."""
    text = (i for i in range(closing) if main[i] and is_running(lines[i]) and not _STRAP.match(lines[i]))
    first = next(text, min(closing, len(lines)))
    if named:
        folded = fold_name(named)
        for index in range(min(closing, len(lines))):
            line = fold_name(lines[index])
            if line == folded or (len(line) > 20 and folded.startswith(line)):
                return index
        return None
    likely = [index for index in range(first) if is_title_like(lines[index])]
    said = Counter(word for line in lines[first:closing] if is_running(line) for word in set(_words(line)))
    return max(likely, key=lambda index: (_title_score(lines, index, first, said), index), default=None)


def _title_score(lines: Sequence[str], index: int, first: int, said: Mapping[str, int]) -> float:
    """How much a line above the text looks like its title.

    Its words come back in the text, there are some, and dates and authors stand beneath it; the weights are round
    numbers, chosen on the tuning pages of ``tests/golden``, 2026-11-25.
    """
    line = lines[index]
    words = _words(line)
    shared = sum(said[word] > 0 for word in words) / max(1, len(words))
    below = [lines[i] for i in range(index + 1, min(first, index + 4))]
    fields = any(find_date(one) or find_byline(one) for one in below)
    short = len(line.split()) < 4
    strap = _OCCASION.match(line) is not None and index > 0 and is_title_like(lines[index - 1])
    masthead = index < 4 and _OUTLET.search(line) is not None
    good = 2.0 * shared * min(1.0, len(words) / 3) + 0.6 * fields
    return good - 0.8 * short - 0.6 * (index == 0) - 1.0 * strap - 1.5 * masthead


def _words(line: str) -> list[str]:
    """The words of a line that are long enough to be about something."""
    return [word for word in re.findall(r"\w+", fold_name(line)) if len(word) > 3]


def is_title_like(line: str) -> bool:
    """Whether a line may be a title: 2 to 30 words, no date line, byline, section line or menu."""
    words = line.split()
    if _STRAP.match(line) or _CONTROLS.search(line) or len(find_date(line) or "") == len("2024-01-01"):
        return False
    if not 2 <= len(words) <= 30 or len(line) > 220 or load_furniture().closes(line) or _is_field(line):
        return False
    return (
        not any(mark in line for mark in ("|", "›", "»  ", "©", "http", " > ", " / ", "·", "•"))
        and line.rstrip()[-1:] != "."
    )


def _is_field(line: str) -> bool:
    """Whether a line is a date line, a section line or a byline rather than text."""
    if len(line) > 160 or is_running(line):
        return bool(len(line) <= 160 and find_byline(line))
    return (
        bool(find_sections(line))
        or bool(find_byline(line))
        or (len(line) <= 60 and find_date(line) is not None and len(line.split()) <= 8)
    )


def _trim_fields(roles: list[BlockRole], lines: Sequence[str], heading: int | None) -> None:
    """Above the running text, lines that are fields (dates, authors, sections) or stand over the title are no body."""
    running = [index for index, role in enumerate(roles) if role == "body" and is_running(lines[index])]
    if not running:
        return
    for index in range(running[0]):
        above = heading is not None and index < heading
        line = lines[index]
        if roles[index] == "body" and (above or _is_field(line) or _STRAP.match(line) or find_bare_byline(line)):
            roles[index] = "furniture"
    furniture = load_furniture()
    for index in range(running[-1] + 1, len(roles)):
        if roles[index] == "body" and (furniture.closes(lines[index]) or find_byline(lines[index])):
            roles[index] = "furniture"


def _trim_ends(roles: list[BlockRole], lines: Sequence[str]) -> None:
    """A few short lines before the first or after the last running text are no body ("Press release", "Contact: ...").

    More of them than ``MOST_TRIMMED`` are a list that belongs to the text.
    """
    running = [index for index, role in enumerate(roles) if role == "body" and is_running(lines[index])]
    if not running:
        return
    ends = (range(running[0]), range(running[-1] + 1, len(roles)))
    for outside in ends:
        loose = [i for i in outside if roles[i] == "body" and lines[i].rstrip()[-1:] not in '.!?…。؟”"»']
        if len(loose) <= MOST_TRIMMED:
            for index in loose:
                roles[index] = "furniture"


def _mark_lead(roles: list[BlockRole], lines: Sequence[str]) -> None:
    """The first line of running text is the lead where more text follows it."""
    body = [index for index, role in enumerate(roles) if role == "body"]
    running = [index for index in body if is_running(lines[index])]
    if len(running) > 1:
        roles[running[0]] = "lead"


def _mark_outside(roles: list[BlockRole], lines: Sequence[str], closing: int, teasers: set[int]) -> int | None:
    """Teasers and comments after the closing heading; returns the number of comments stated."""
    furniture = load_furniture()
    count: int | None = None
    section = ""
    for index, line in enumerate(lines):
        if len(line) <= 80 and furniture.is_comments(line):
            stated = furniture.comment_count(line)
            count = stated if count is None else count
            section = "comments" if stated != 0 else ""
        elif index < closing:
            if index in teasers:
                roles[index] = "teaser"
        elif furniture.closes(line):
            section = "teasers" if _heads_teasers(line) else ""
        elif section == "comments":
            roles[index] = "comment"
        elif index in teasers or (section == "teasers" and len(line) > 15 and not furniture.is_service(line)):
            roles[index] = "teaser"
    return count


def _heads_teasers(line: str) -> bool:
    """Whether a closing heading is followed by pointers to other articles."""
    folded = fold_name(line)
    return not any(
        word in folded
        for word in (
            "loading",
            "share",
            "tags",
            "subscribe",
            "newsletter",
            "sign up",
            "follow",
            "contact",
            "about",
            "comment",
            "reply",
            "advert",
        )
    )
