"""How a statement is made: form, polarity, certainty, and whether it was made at all.

Read from quotation marks, the cue's words and the main clause of the content. The cue lists
are small on purpose: each entry changes what the record says about a source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.terms.statements import Certainty, Form, Polarity

_DENYING = frozenset(
    "deny denies denied denying denial refute refutes refuted refuting rebut rebutted disprove disproved dismiss dismisses dismissed "
    "dismissing reject rejects rejected rejecting repudiate repudiated dispute disputes disputed disputing contradict contradicted disavowed".split()
)
_NOT = frozenset("not never no neither nor n't cannot without refused declined failed refuses declines".split())
_DOUBTING = frozenset("doubt doubts doubted doubting questioned questions".split())
_POSSIBLE_CUES = frozenset(
    "hope hopes hoped hoping speculate speculates speculated wonder wondered fear fears feared fearing worry worries worried concern "
    "concerned may might could possibility possible rumour rumor rumours rumors considering contemplating".split()
)
_PROBABLE_CUES = frozenset(
    "believe believes believed believing think thinks thought expect expects expected assume assumes assumed assumption estimate estimates "
    "estimated suspect suspects suspected suspicion suggest suggests suggested suggesting predict predicts predicted forecast presume reckon "
    "likely suppose supposes supposed hypothesis guess guesses guessed seem seems seemed appear appears appeared understood calculate "
    "calculates calculated doubt doubts doubted doubting questioned impression".split()
)
_PROPOSING = re.compile(r"^(?:that\s+)?[^.]{0,60}?\bbe\s+\w+(?:ed|en)\b", re.IGNORECASE)
"""A subjunctive: "suggested that aid be routed" proposes, it does not guess."""
_PROBABLE = re.compile(
    r"\b(?:it (?:seems|appears)|seems? to|appears? to|appears that|probably|presumably|apparently|likely|unlikely|in all likelihood|most likely|"
    r"is expected|are expected|should be expected|unofficial(?:ly)?|reportedly|allegedly)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:may(?! not\b| only\b| be \w+ only\b)|might|could(?! not\b)|[Pp]ossibly|[Pp]erhaps|[Mm]aybe|possible that|possibility (?:of|that)|"
    r"cannot be ruled out|can not be ruled out|there are speculations)\b"
)
"""Lower-case "may" only: the month is written with a capital."""
_CONDITION = re.compile(
    r"^(?:that\s+)?[“\"'‘]?(?:if|unless|provided that|in case)\b|(?<!as)(?<!even),? (?:if|unless|provided that)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:cannot|can not|can’t|can't|could not|should not|must not) be (?:considered|regarded|seen|viewed|interpreted|taken|described)\b|"
    r"\b(?:does|do|did) not (?:mean|signify|amount to|constitute|imply)\b|\b(?:is|was|are|were) not (?:true|correct|accurate|the case|so)\b|"
    r"\b(?:is|was|are|were|be|being) (?:false|untrue|baseless|unfounded|fabricated|groundless)\b|\bno truth (?:to|in)\b|\bfar from being\b|"
    r"\bit is (?:a lie|wrong) (?:to say|that)\b|\b(?:as )?(?:false|untrue|baseless|unfounded|groundless|a lie|lies|nonsense|fabricated)[”\"’']?$",
    re.IGNORECASE,
)
_DENYING_CUE = re.compile(
    r"\b(?:is|was|are|were) (?:not (?:true|so|correct|the case)|untrue|false|unfounded|baseless)\b|\bcan ?not be considered\b"
)
_SUBORDINATE = re.compile(
    r"\b(?:because|although|though|while|whereas|which|who|whose|since|so that|in order|that|says?|said|told|warned|warns|insists?|insisted|"
    r"announced|claimed)\b|[;.]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?][”\"’']?\s+(?=[“\"‘A-Z])")
_QUESTION = re.compile(r"^(?:whether|if|what|why|how|when|where|who|which)\b", re.IGNORECASE)
_ASKING = frozenset("ask asks asked asking wonder wonders wondered inquired".split())


_HOLDING = frozenset(
    "believe accept think consider want support share see expect like wish intend call prefer recognise recognize regard trust seek "
    "satisfied happy ready willing interested worried convinced sure confident opposed afraid concerned aware".split()
)
"""With a negation these deny their content; the source still takes a position."""
_NOBODY = frozenset("nobody none no neither".split())


def form_of(quoted: Sequence[bool]) -> Form:
    """Direct where (nearly) all words of the content stand in quotation marks, mixed where some do.

    Args:
        quoted: for each word of the content whether it stands in double quotation marks.
    """
    share = sum(quoted) / max(1, len(quoted))
    return "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"


def is_asserted(cue: str, source: str = "", content: str = "") -> bool:
    """False for "did not say", "nobody says", "asked whether" and the like: the statement was not made."""
    words = _words(cue)
    holds = any(word in _HOLDING or word.rstrip("s") in _HOLDING for word in words)
    if (_words(source)[:1] or words[:1] or [""])[0] in _NOBODY:
        return holds
    if any(word in _ASKING for word in words) and _QUESTION.search(content):
        return False
    if _DENYING_CUE.search(cue.casefold()) or "rule" in words or not any(word in _NOT for word in words):
        return True
    if _agrees(words):
        return content.casefold().startswith(("that", "with"))
    return holds or any(word in _DENYING for word in words)


def polarity_of(cue: str, content: str, source: str = "") -> Polarity:
    """Denied where the source puts the content forward as false."""
    words = _words(cue)
    negated = any(word in _NOT - {"refused", "declined", "failed", "refuses", "declines"} for word in words)
    negated = negated or (_words(source)[:1] or [""])[0] in _NOBODY
    holds = any(word in _HOLDING or word.rstrip("s") in _HOLDING for word in words) or (
        _agrees(words) and content.casefold().startswith("that")
    )
    refuses = any(word in _DENYING | _DOUBTING for word in words)
    denies = holds if negated else refuses and not any(word in _NOT for word in words)
    if denies or _DENYING_CUE.search(cue.casefold()):
        return "denied"
    return "denied" if _DENIED.search(_main_clause(_first_sentence(content))) else "affirmed"


def _agrees(words: Sequence[str]) -> bool:
    return any(word.startswith("agree") for word in words)


def certainty_of(cue: str, content: str) -> Certainty:
    """How surely the source puts the content forward; the page's own surety is not asked.

    The cue decides before the content does. Of several sentences the first one counts; what
    runs on without a cue over several sentences is certain unless it says otherwise throughout.
    """
    words = set(_words(cue))
    if not cue and _SENTENCE.search(content):
        return "certain"
    first = _first_sentence(content)
    if words & _POSSIBLE_CUES:
        return "possible"
    if words & _PROBABLE_CUES and not (words & {"suggest", "suggests", "suggested"} and _PROPOSING.search(first)):
        return "probable"
    main = _main_clause(first)
    conditional = _CONDITION.search(first) and not ({"not", "never"} & words or words & _ASKING)
    if _POSSIBLE.search(main) or conditional:
        return "possible"
    return "probable" if _PROBABLE.search(main) else "certain"


def _first_sentence(content: str) -> str:
    end = _SENTENCE.search(content)
    return content[: end.start() + 1] if end else content


def least_certain(*certainties: Certainty) -> Certainty:
    """The weakest of some certainties: nobody is surer through another's mouth."""
    order: tuple[Certainty, ...] = ("possible", "probable", "certain")
    return min(certainties, key=order.index)


def _words(cue: str) -> list[str]:
    return re.findall(r"n't|\w+", cue.casefold().replace("’", "'").replace("n't", " n't"))


def _main_clause(content: str) -> str:
    """The content up to its first subordinate clause; an opening one is skipped over."""
    start = 0
    opening = re.match(
        r"(?:that\s+)?(?:considering|although|though|while|since|given|because|due to)\b[^,]*,", content, re.IGNORECASE
    )
    if opening:
        start = opening.end()
    cut = _SUBORDINATE.search(content, start + 12)
    return content[start : cut.start()] if cut else content[start:]
