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
_PROBABLE_CUES = frozenset(
    "believe believes believed believing think thinks thought expect expects expected assume assumes assumed estimate estimates estimated "
    "suspect suspects suspected suggest suggests suggested suggesting predict predicts predicted forecast presume reckon likely".split()
)
_POSSIBLE_CUES = frozenset(
    "hope hopes hoped hoping speculate speculates speculated wonder wondered suppose fear feared fears may might could possibility rumour rumor".split()
)
_PROBABLE = re.compile(
    r"\b(?:it (?:seems|appears)|seems? to|appears? to|appears that|probably|presumably|apparently|likely|unlikely|in all likelihood|most likely|"
    r"is expected|are expected|should be expected|unofficial(?:ly)?|reportedly|allegedly)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could|possibly|perhaps|maybe|possible that|possibility (?:of|that)|cannot be ruled out|can not be ruled out|there are speculations)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^(?:that\s+)?(?:if|unless|provided that|in case)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:cannot|can not|can’t|can't|could not|should not|must not) be (?:considered|regarded|seen|viewed|interpreted|taken|described)\b|"
    r"\b(?:does|do|did) not (?:mean|signify|amount to|constitute|imply)\b|\b(?:is|was|are|were) not (?:true|correct|accurate|the case)\b|"
    r"\b(?:is|was|are|were) (?:false|untrue|baseless|unfounded|fabricated)\b|\bno truth (?:to|in)\b|\bfar from being\b|\bit is (?:a lie|wrong) (?:to say|that)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:because|although|though|while|whereas|which|who|whose|since|so that|in order)\b|[;.]", re.IGNORECASE
)


_HOLDING = frozenset("believe accept agree think consider want support share see expect".split())
"""With a negation these deny their content; the source still takes a position."""


def form_of(quoted: Sequence[bool]) -> Form:
    """Direct where (nearly) all words of the content stand in quotation marks, mixed where some do.

    Args:
        quoted: for each word of the content whether it stands in double quotation marks.
    """
    share = sum(quoted) / max(1, len(quoted))
    return "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"


def is_asserted(cue: str, source: str = "") -> bool:
    """False for "did not say", "nobody says" and the like: the statement was not made."""
    if _words(source)[:1] in (["nobody"], ["none"], ["no"], ["neither"]):
        return False
    words = _words(cue)
    return not any(word in _NOT for word in words) or any(word in _DENYING | _HOLDING for word in words)


def polarity_of(cue: str, content: str) -> Polarity:
    """Denied where the source puts the content forward as false."""
    words = _words(cue)
    negated = any(word in ("not", "never", "n't") for word in words)
    negated = any(word in ("not", "never", "n't") for word in words)
    denies = any(word in (_HOLDING if negated else _DENYING | _DOUBTING) for word in words)
    return "denied" if denies or _DENIED.search(_main_clause(content)) else "affirmed"


def certainty_of(cue: str, content: str) -> Certainty:
    """How surely the source puts the content forward; the page's own surety is not asked."""
    words = set(_words(cue))
    main = _main_clause(content)
    if words & _POSSIBLE_CUES or _POSSIBLE.search(main) or _CONDITION.search(content):
        return "possible"
    if words & _PROBABLE_CUES or _PROBABLE.search(main):
        return "probable"
    return "certain"


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
