"""News agencies, and where a text names the one that it comes from: dateline, byline, credit.

The list is our own: the world's and the greater national agencies under the names and short forms by which they
sign (each agency's own site, November 2026).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SIGNED = {
    "Reuters": "Reuters|Thomson Reuters",
    "Associated Press": "AP|Associated Press|The Associated Press",
    "Agence France-Presse": "AFP|Agence France[- ]Presse",
    "dpa": "dpa|Deutsche Presse-Agentur",
    "UPI": "UPI|United Press International",
    "EFE": "EFE|Agencia EFE",
    "ANSA": "ANSA",
    "APA": "APA",
    "Press Association": "PA|PA Media|Press Association",
    "Bloomberg": "Bloomberg|Bloomberg News",
    "TASS": "TASS|ITAR-TASS",
    "RIA Novosti": "RIA Novosti|RIA",
    "Interfax": "Interfax",
    "Ukrinform": "Ukrinform",
    "Xinhua": "Xinhua|Xinhua News Agency",
    "Kyodo": "Kyodo|Kyodo News|Jiji Press",
    "Yonhap": "Yonhap|Yonhap News Agency",
    "PTI": "PTI|Press Trust of India",
    "ANI": "ANI|Asian News International",
    "APP": "APP|Associated Press of Pakistan",
    "Anadolu": "AA|Anadolu|Anadolu Agency|Anadolu Ajansi",
    "IRNA": "IRNA",
    "Tasnim": "Tasnim|Tasnim News Agency",
    "Fars": "FNA|Fars News Agency",
    "WAFA": "WAFA",
    "SANA": "SANA",
    "MENA": "MENA|Middle East News Agency",
    "SPA": "SPA|Saudi Press Agency",
    "WAM": "WAM|Emirates News Agency",
    "Khaama": "Khaama Press",
    "Pajhwok": "Pajhwok|Pajhwok Afghan News",
    "Agencia Brasil": "Agência Brasil|Agencia Brasil",
    "Inter Press Service": "IPS|Inter Press Service",
    "States Newsroom": "States Newsroom",
}
_NAMES = "|".join(names for names in _SIGNED.values())
_HEAD = re.compile(rf"^[^\n]{{0,80}}?\((?P<name>{_NAMES})\)\s*[-–—:]*\s", re.MULTILINE)
_TAIL = re.compile(
    rf"(?:\((?P<closed>{_NAMES})\)\.?|[-–—]{{1,2}} ?(?P<dashed>{_NAMES})|"
    rf"(?:Source|Credit|Copyright|©)[:\s]+(?:\d{{4}} )?(?P<credited>{_NAMES})\.?)\s*$"
)
_BYLINE = re.compile(rf"^(?:by )?(?:.*(?:,|/|\||\bof\b|\bfor\b) ?)?(?P<name>{_NAMES})$", re.IGNORECASE)
_LINES_AT_HEAD, _LINES_AT_END = 3, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An agency that a text is said to come from."""

    agency: str
    reason: str
    """Where it is named, as a sentence."""


def find_agency(text: str, byline: Iterable[str] = ()) -> Credit | None:
    """The agency whose text an article says it is; None where it names none.

    Args:
        text: of the article.
        byline: names of its authors.
    """
    for author in byline:
        if signed := _BYLINE.match(author.strip()):
            return _credit(signed.group("name"), f"the byline names {author.strip()!r}")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[:_LINES_AT_HEAD]:
        if found := _HEAD.match(line):
            return _credit(found.group("name"), f"'({found.group('name')})' stands at the head of the text")
    for line in reversed(lines[-_LINES_AT_END:]):
        if closed := _TAIL.search(line[-120:]):
            name = next(filter(None, closed.groups()))
            return _credit(name, f"{name!r} stands at the end as its source")
    return None


def _credit(name: str, where: str) -> Credit:
    agency = next(
        (agency for agency, names in _SIGNED.items() if re.fullmatch(names, name, re.IGNORECASE)),
        name,
    )
    return Credit(agency=agency, reason=f"It is a text of the agency {agency}: {where}.")
