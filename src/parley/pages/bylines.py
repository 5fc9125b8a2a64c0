"""Bylines as pages write them, to names and roles: "By A. Name and B. Name, role", "Interview by ...", "Name | 3 May".

Law of this module: a line without a word such as "by" is a byline only where everything in it is a person's name, a
role or a date; a name too few is better than a slogan taken for a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.pages.dates import find_date
from parley.terms.names import fold_name
from parley.terms.text import Byline

MOST = 6
"""Authors of one article; a longer list is a staff page."""
LONGEST = 160
_BY = re.compile(
    r"^\W*(?P<by>(?:written|reporting|reported|report|story|text|words|posted|published|analysis|commentary|compiled) by|"
    r"interview(?:ed)? by|conversation with|authors?|by|from|von|par|por|door|av|di|entrevista (?:de|por)|"
    r"propos recueillis par|intervista di|texto|texte|text|autore?n?|autora|auteure?|autori|yazan|yazar|röportaj|"
    r"автор[ыи]?|текст|беседовала?|бесіду вела?|розмовляла?|بقلم|كتبت?|نوشته|از)"
    r"(?:\s*:\s*|\s+)(?P<rest>\S[^\n]{1,150})$",
    re.IGNORECASE,
)
_NEEDS_COLON = frozenset(("text", "texto", "texte", "from", "از", "conversation with", "di", "av", "текст"))
"""Words that begin sentences, too."""
_INTERVIEWER = re.compile(r"interview|entrevista|propos|intervista|röportaj|бесед|бесіду|розмов", re.IGNORECASE)
_POSTED_ON = re.compile(r"^(?:posted|published|written)\s+(?:on\s+)?.{4,40}?\s+(?=by\s+\S)", re.IGNORECASE)
_ENDS = re.compile(
    r"\s*(?:[|•·\[/]|\s{3,}|\s[-–—]\s(?=\d|\W*(?:updated|published))|\bat \d|\bin (?:the )?[A-Z]|\bfor [A-Z]|\b(?:19|20)\d\d\b|"
    r"\b\d{1,2}[.:/]\d{2}\b|\b(?:on )?(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b,?\s|"
    r"\b(?:updated|published|photo(?:graph)?s? by|translated by)\b|\b\d+ (?:min|hours?|days?|weeks?)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_ENDS_CASED = re.compile(r"\s+in (?:the )?[A-Z].*$")
_AND = re.compile(
    r"\s*(?:[;,]\s*(?:and|und|et|y|e|и|та|і|ve)\s|;|,|&|/|\s(?:and|und|et|y|e|en|i|og|och|и|та|і|ve|و)\s)\s*"
)
_PART = r"(?:al|bin|bint|ben|ibn|de|del|della|dela|di|da|das|dos|do|du|van|von|der|den|ter|ten|le|la|el|zu|af|y|e)"
_WORD = r"(?:[^\W\d_a-zа-яёіїєґ][\w’'ʼ.-]*|[a-z]{1,2}[’'-][A-ZÀ-Ý][\w’'-]*)"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_PART}\s+){{0,2}}{_WORD}){{1,4}}")
_UNCASED = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u3040-\u9fff\uac00-\ud7af][^\d,;|]{1,40}")
_ROLE = re.compile(
    r"\b(?:senior|junior|fellow|editors?|reporters?|correspondents?|writers?|staff|analysts?|researchers?|professor|director|"
    r"columnists?|economist|chief|contributors?|contributing|associate|experts?|head|former|minister|lecturer|advis[eo]r|"
    r"hydrologist|historian|scholar|retired|attaché|officer|diplomat|engineer|general|admiral|lawyer|activist|specialist|author|member|founder|coordinator|co-founder|journalist|president|secretary|ambassador|research|political|special|visiting|"
    r"investigador[a]?|redactor[a]?|corresponsal|economista|professeure?|chercheu(?:r|se)|journaliste|redakteur(?:in)?|"
    r"korrespondent(?:in)?|разработчик|корреспондент|обозреватель|аналитик|эксперт|bureau|desk)\b",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"(?:[^\W\d_][\w’'&.-]*\s+){0,4}(?:news ?wire|news agency|press agency|wire service|newsroom|wire|agencies|agency|news service)",
    re.IGNORECASE,
)
_NO_PERSON = frozenset(
    "the a an and of for on in to with from news desk world press home policy politics business sport sports culture opinion "
    "analysis review post times today daily weekly journal institute centre center foundation ministry department office "
    "university council international affairs foreign national local region regional breaking live latest more read share "
    "print email subscribe sign menu search contact about us our your view all morning evening report reports update "
    "economy security defence defense middle east west north south africa asia europe america americas latin united states "
    "war peace crisis talks election elections government parliament facebook twitter whatsapp linkedin telegram "
    "article articles interview interviews conversation podcast video photo photos gallery letter letters magazine "
    "newsletter briefing bulletin society science health tech technology climate energy environment special top stories "
    "published updated minutes min ago reading time comments comment page version download pdf cite dispatch "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_SIGNED = re.compile(r"^(?P<name>[^|,–—]{4,60}?)\s*(?:\s[-–—]\s|,\s|\s?\|\s)(?P<role>[^.\n|]{2,120})\.?$")
_BIOGRAPHY = re.compile(rf"^(?P<name>{_NAME.pattern})\s+is\s+(?P<role>(?:an?|the)\s+[^.\n]{{4,140}})", re.UNICODE)


def find_byline(line: str) -> tuple[Byline, ...]:
    """The authors that a line names, with "by" or a role beside them; nobody where it is no byline.

    Args:
        line: a line of a page.
    """
    line = _POSTED_ON.sub("", line.strip())
    if len(line) > LONGEST:
        return ()
    match = _BY.match(line)
    if match:
        word = match.group("by").casefold()
        if word in _NEEDS_COLON and ":" not in line[: match.start("rest")]:
            return ()
        role = "interviewer" if _INTERVIEWER.search(word) else None
        return read_authors(match.group("rest"), role=role)
    match = _SIGNED.match(line)
    if match and _ROLE.search(match.group("role")) and is_person(match.group("name")):
        role = match.group("role").strip()
        return () if find_date(role) or role[-1:] in "?!" else (Byline(name=_cased(match.group("name")), role=role),)
    return ()


def find_bare_byline(line: str) -> tuple[Byline, ...]:
    """The authors of a line beneath a title that holds nothing but names, dates and roles, or an agency's name.

    Args:
        line: a line next to the title of an article.
    """
    if len(line) > LONGEST or line.rstrip()[-1:] in ".?!:":
        return ()
    if (found := find_byline(line)) or _BY.match(line):
        return found
    parts = [part.strip() for part in re.split(r"[|•·]|\s[-–—]\s|\s{3,}", line) if part.strip()]
    names = [part for part in parts if not find_date(part) and not re.search(r"\d", part)]
    if not names or len(names) > 2:
        return ()
    head = _ENDS.sub("", names[0]).strip(" ,") or names[0]
    if _AGENCY.fullmatch(head):
        return (Byline(name=head),)
    people = _AND.split(_ENDS_CASED.sub("", head))
    if all(is_person(one) for one in people):
        return read_authors(head)
    return ()


def find_biography(line: str) -> tuple[Byline, ...]:
    """The author that a line beneath an article introduces: "A. Name is a senior fellow at ..."."""
    match = _BIOGRAPHY.match(line.strip())
    if match and _ROLE.search(match.group("role")) and is_person(match.group("name")):
        role = re.split(r"[,;]|\s(?:and|who|whose)\s", match.group("role"))[0]
        return (Byline(name=match.group("name"), role=re.sub(r"^(?:an?|the)\s+", "", role).strip()),)
    return ()


def read_authors(written: str, *, role: str | None = None) -> tuple[Byline, ...]:
    """The authors in the words behind "by": names parted by commas and "and", then a role.

    Args:
        written: the words.
        role: of all of them, where none is written.

    Returns:
        Authors in order, none twice; empty where the words are no names.
    """
    rest = _ENDS_CASED.sub("", re.split(r"[|•·\[]|\s{3,}", written)[0])
    rest = re.sub(r"\s[-–—]\s", ", ", rest)
    rest = _ENDS.sub("", rest).strip(" .,:")
    parts = [part.strip(" .") for part in _AND.split(rest) if part.strip(" .")]
    names: list[str] = []
    for number, part in enumerate(parts):
        if names and not is_person(part):
            position = rest.find(part)
            role = rest[position:].strip(" .,") or role
            break
        if not (is_person(part) or (number == 0 and _is_single(part))):
            return ()
        names.append(_cased(part))
    unique = dict.fromkeys(names)
    return tuple(Byline(name=name, role=role) for name in unique)[:MOST]


def is_person(words: str) -> bool:
    """Whether words have the shape of a person's name: two to six words in capitals, none that names a section."""
    words = words.strip(" .")
    if _UNCASED.fullmatch(words):
        return 2 <= len(words.split()) <= 5
    cased = _cased(words)
    if not _NAME.fullmatch(cased) or len(words) > 60 or any(sign.isdigit() for sign in words):
        return False
    return not any(word.strip(".") in _NO_PERSON for word in fold_name(cased).split()) and not _ROLE.search(words)


def is_agency(words: str) -> bool:
    """Whether words name a news agency."""
    return bool(_AGENCY.fullmatch(words.strip()))


def with_roles(byline: Sequence[Byline], others: Sequence[Byline]) -> tuple[Byline, ...]:
    """Authors with the roles that other places of the page give them."""
    roles = {fold_name(one.name): one.role for one in others if one.role}
    return tuple(Byline(name=one.name, role=one.role or roles.get(fold_name(one.name))) for one in byline)


def _is_single(part: str) -> bool:
    """Whether it may be the one name of an agency or a pen name: capitals, no sentence."""
    words = part.split()
    return len(words) <= 4 and all(word[:1].isupper() or word in ("and", "of", "the") for word in words)


def _cased(name: str) -> str:
    """A name in capitals with the usual ones."""
    name = " ".join(name.split()).strip(" .,")
    if not name.isupper() or len(name) < 4:
        return name
    small = rf"(?<=\s){_PART}(?=\s)"
    return re.sub(small, lambda match: match.group().lower(), name.title(), flags=re.IGNORECASE)
