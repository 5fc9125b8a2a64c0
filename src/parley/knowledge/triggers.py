"""The words that name events, in all their forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from parley.knowledge.ontology import YIELD

BOTH = "both"
NONE = "-"
OBJECT = "obj"
GUEST = "guest"

_IRREGULAR = """
meet met met|hold held held|have had had|begin began begun|speak spoke spoken|pay paid paid
give gave given|send sent sent|lend lent lent|feed fed fed|bow bowed bowed|free freed freed
withdraw withdrew withdrawn|pull pulled pulled|quit quit quit|step stepped stepped|lay laid laid
seek sought sought|beg begged begged|take took taken|make made made|sue sued sued|rule ruled ruled
deny denied denied|set set set|cut cut cut|break broke broken|freeze froze frozen
stop stopped stopped|put put put|ban banned banned|bar barred barred|shut shut shut
overrun overran overrun|slay slew slain|fight fought fought|strike struck struck|shoot shot shot
retake retook retaken|burn burned burnt|beat beat beaten|stab stabbed stabbed|rap rapped rapped
hit hit hit|throw threw thrown|fly flew flown|travel travelled traveled|withhold withheld withheld
get got gotten|slam slammed slammed|bail bailed bailed|ship shipped shipped|drop dropped dropped
commit committed committed|overthrow overthrew overthrown|kidnap kidnapped kidnaped
sever severed severed|call called called|arm armed armed|gun gunned gunned|blow blew blown
go went gone|expel expelled expelled|repel repelled repelled|admit admitted admitted
disarm disarmed disarmed|acquit acquitted acquitted|nab nabbed nabbed|rebuff rebuffed rebuffed
confer conferred conferred
""".replace("\n", "|")
_FORMS = {row.split()[0]: tuple(row.split()[1:]) for row in _IRREGULAR.split("|") if row.strip()}
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that may name an event, with what has to stand by it."""

    type: str
    mode: str | None
    kind: Literal["verb", "noun"]
    places: tuple[str, ...]
    """Where the recipient stands, tried in this order: "obj", a preposition, "both", "guest", "-"."""
    known: bool
    """Whether only a named actor can be the recipient: the word has other senses."""
    base: str
    after: str | None = None
    """A preposition or particle that has to follow."""
    objects: frozenset[str] = frozenset()
    """The nouns of which one has to be its object; the event's own words then, not its recipient."""


def verb_forms(base: str) -> frozenset[str]:
    """All forms of a verb.

    Args:
        base: its base form, in lower case.
    """
    past = _FORMS.get(base, (_past(base),))
    return frozenset((base, _third(base), _participle(base), *past))


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in _VOWELS else base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if base.endswith("y") and base[-2] not in _VOWELS else base + "ed"


def _participle(base: str) -> str:
    past = _FORMS.get(base, ("",))[0]
    doubled = past == base + base[-1] + "ed" or base in _DOUBLED
    if doubled:
        return base + base[-1] + "ing"
    return base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else base + "ing"


_DOUBLED = frozenset("cut put set shut quit stop begin beget get hit run".split())


def noun_forms(base: str) -> frozenset[str]:
    """A noun's singular and plural, from either."""
    return frozenset((base, _third(base)))


@cache
def load_triggers() -> Mapping[str, tuple[Trigger, ...]]:
    """The triggers of each form of a word, folded; those that ask for more company first."""
    found: dict[str, list[Trigger]] = {}
    for trigger in _triggers():
        forms = verb_forms(trigger.base) if trigger.kind == "verb" else noun_forms(trigger.base)
        for form in forms:
            found.setdefault(form, []).append(trigger)
    return {form: tuple(sorted(rows, key=_company)) for form, rows in found.items()}


def _company(trigger: Trigger) -> int:
    return -2 * bool(trigger.objects) - (trigger.after is not None)


def _triggers() -> Iterator[Trigger]:
    text = (files("parley.knowledge") / "data" / "plover-triggers.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        name, mode, kind, places, words = (cell.strip() for cell in line.split("|", 4))
        for word in words.split():
            verb, _, objects = word.partition(">")
            base, _, after = verb.partition("_")
            yield Trigger(
                type=name,
                mode=mode or None,
                kind="verb" if kind == "verb" else "noun",
                places=tuple(place.rstrip("!") for place in places.split()),
                known="!" in places,
                base=base,
                after=after or None,
                objects=frozenset(form for noun in objects.split("|") if noun for form in noun_forms(noun)),
            )


def as_yield(event_type: str) -> str:
    """The type as PLV's gold standard names it: CONCEDE and RETREAT are YIELD there."""
    return "YIELD" if event_type in YIELD else event_type
