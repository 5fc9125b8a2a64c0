"""How real an event is, from the words that govern its trigger.

The auxiliary modes of PLOVER (historical, future, hypothetical, negation), which no coder before put to use.
"""

from __future__ import annotations

from parley.language.clauses import Clause
from parley.terms.events import EventStatus

_NEGATIONS = frozenset("not n't never no neither nor without t cannot".split())
_REFUSING = frozenset(
    "refuse refused refuses refusing decline declined declines declining fail failed fails failing deny denied denies "
    "denying avoid avoided avoids stop stopped".split()
)
_WILL = frozenset("will shall 'll wo".split())
_MAYBE = frozenset("would could may might should must can ought ca".split())
_GOALS = (
    "plan intend prepare expect agree promise pledge vow want decide schedule propose offer set due ready poised "
    "likely commit undertake"
).split()
_ASKING = (
    "threaten urge call ask demand warn suggest recommend request press allow ban order advise advocate imagine "
    "suppose invite fear doubt consider propose insist need able aim hope wish seek try attempt willing encourage "
    "persuade convince inspire help enable dream"
).split()
_CONDITIONS = frozenset("if unless whether should lest until".split())
_COMING = frozenset("planned upcoming forthcoming scheduled future next proposed possible potential expected".split())
_LACKING = frozenset("lack lacks absence shortage".split())
"""What hangs on these with "of" is not there."""
_AGES = frozenset("years decades decade century centuries generations".split())
_MAYBE_NOUNS = frozenset("possible potential proposed threatened alleged hypothetical".split())


_DECADES = frozenset(f"{number}0s" for number in range(1, 10))
_OBJECTS = frozenset(("xcomp", "obj", "obl"))
_SHARING = frozenset(("xcomp", "conj", "nsubj", "nsubj:pass", "obj", "obl"))
"""Relations over which an auxiliary of the governing verb holds below too."""


def _forms(verbs: list[str]) -> frozenset[str]:
    """Common forms of verbs; what is no word does no harm."""
    found = set()
    for verb in verbs:
        stem = verb.removesuffix("e")
        found |= {verb, verb + "s", stem + "ed", stem + "ing", verb[:-1] + "ies", verb + verb[-1] + "ed"}
    return frozenset(found)


_GOAL_FORMS, _ASKING_FORMS = _forms(_GOALS), _forms(_ASKING)


def status_of(clause: Clause, trigger: int) -> EventStatus:
    """Status by the grammar above and beside a trigger; "historical" is told by dates, not here.

    Args:
        clause: the sentence.
        trigger: the event's head word.
    """
    grammar = clause.grammar
    own = {
        clause.forms[child] for child in grammar.children(trigger, "aux", "aux:pass", "advmod", "det", "amod", "mark")
    }
    before = set(clause.forms[max(0, trigger - 3) : trigger])
    noun = grammar.parts[trigger] in ("NOUN", "PROPN")
    if own & _NEGATIONS or (not noun and before & {"not", "never", "n't"}) or (noun and "no" in before):
        return "negated"
    if own & (_MAYBE | _CONDITIONS) or (noun and own & _MAYBE_NOUNS):
        return "hypothetical"
    if own & _WILL or (noun and own & _COMING):
        return "future"
    if noun and before & {"planned", "proposed", "possible", "threatened", "potential", "calls", "call"}:
        return "future" if "planned" in before else "hypothetical"
    return _by_governors(clause, trigger)


def is_long_ago(clause: Clause) -> bool:
    """Whether a sentence says that it speaks of long ago: "decades ago", "in the 1990s"."""
    ago = any(clause.forms[at + 1 : at + 2] == ("ago",) for at, form in enumerate(clause.forms) if form in _AGES)
    return ago or any(form[:2] in ("18", "19") and form[2:] in _DECADES for form in clause.forms)


def _by_governors(clause: Clause, trigger: int) -> EventStatus:
    """What the verbs above a trigger make of it, as long as they govern it as something to be done."""
    grammar, below = clause.grammar, trigger
    if any(_marks(clause, word) & _CONDITIONS for word in (trigger, *grammar.above(trigger))):
        return "hypothetical"
    for head in grammar.above(trigger):
        relation, marks = grammar.relations[below], _marks(clause, below)
        found = _by_verb(clause, head, relation, marks) or _by_company(clause, head, relation)
        if found is not None:
            return found
        if relation in ("nmod", "obl") and "of" not in marks:
            return "actual"  # what stands beside a governing word is not said of all that its phrases name
        below = head
    return "actual"


def _marks(clause: Clause, word: int) -> set[str]:
    """The conjunctions and prepositions that open what a word heads."""
    return {clause.forms[child] for child in clause.grammar.children(word, "mark", "case")}


def _by_verb(clause: Clause, head: int, relation: str, marks: set[str]) -> EventStatus | None:
    """Status by the meaning of a governing word: it refuses, plans, or asks for what hangs on it."""
    form, part = clause.forms[head], clause.grammar.parts[head]
    if (relation in _OBJECTS and form in _REFUSING) or (relation == "nmod" and form in _LACKING and "of" in marks):
        return "negated"
    to_do = relation in ("xcomp", "acl", "csubj") or (relation in ("ccomp", "advcl") and "to" in marks)
    if to_do and form in _GOAL_FORMS:
        return "future"
    if (to_do or relation in ("obj", "obl") or "for" in marks) and form in _ASKING_FORMS:
        return "hypothetical"
    if to_do and "to" in marks and part in ("NOUN", "ADJ", "PROPN"):
        return "future" if part == "ADJ" else "hypothetical"
    return None


def _by_company(clause: Clause, head: int, relation: str) -> EventStatus | None:
    """Status by what stands beside a governing word: "will", "could", "not", "if"."""
    beside = {clause.forms[child] for child in clause.grammar.children(head, "aux", "advmod", "mark")}
    if relation == "ccomp" and beside & _CONDITIONS:
        return "hypothetical"
    if relation not in _SHARING:
        return None
    if relation == "obl":
        return None
    if relation in _OBJECTS and beside & _NEGATIONS:
        return "negated"
    if beside & _MAYBE:
        return "hypothetical"
    return "future" if beside & _WILL else None
