"""Who stands where in a clause: subjects, objects and prepositional complements of a verb or noun.

Law of this module: it speaks of words of one sentence only. Who a word refers to is not its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parley.language.grammar import Parsed

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
_CLAUSES = frozenset(("acl", "acl:relcl", "advcl", "ccomp", "parataxis", "appos"))
_APART = _CLAUSES | {"conj", "cc", "cop", "nsubj", "nsubj:pass", "mark", "obj", "obl", "advmod"}
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_SUBJECTS = ("nsubj", "nsubj:pass")
_DEEPEST = 3
"""So many clauses up a subject is looked for."""
_BE = frozenset("be is are was were been being am got gets get".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence's words and grammar; all indices count from the sentence's first word."""

    forms: Sequence[str]
    """Folded."""
    grammar: Parsed

    def all_of(self, index: int) -> list[int]:
        """A noun and those coordinated with it."""
        found = [index]
        for at in found:
            found += [child for child in self.grammar.children(at, "conj") if self.grammar.parts[child] in NOMINAL]
        return found

    def passive(self, verb: int) -> bool:
        """Whether a verb stands in the passive, or as a participle behind its noun ("troops deployed there").

        A form of "be" is asked for: what the parser calls a passive subject without one is a plain subject.
        """
        grammar = self.grammar
        if self.forms[verb].endswith("ing"):
            return False
        opened = max((at for at in grammar.children(verb, "mark") if self.forms[at] == "to"), default=-1)
        if any(self.forms[at] in _BE for at in grammar.children(verb, "aux", "aux:pass", "cop") if at > opened):
            return True
        if grammar.relations[verb] == "conj" and not grammar.children(verb, *_SUBJECTS, "aux", "obj"):
            head = grammar.heads[verb]
            return grammar.parts[head] == "VERB" and self.passive(head)
        plain = grammar.relations[verb] == "acl" and grammar.parts[grammar.heads[verb]] in NOMINAL
        return plain and not grammar.children(verb, "mark", "obj", *_SUBJECTS)

    def subject(self, verb: int, depth: int = 0) -> int | None:
        """The head of a verb's subject, taken from the governing clause where it has none of its own."""
        grammar = self.grammar
        own = grammar.children(verb, *_SUBJECTS)
        if own:
            return self._referred(own[0], verb)
        relation, head = grammar.relations[verb], grammar.heads[verb]
        if depth > _DEEPEST or head == verb:
            return None
        if relation in ("acl", "acl:relcl"):
            return head if grammar.parts[head] in NOMINAL else None
        return self._shared_subject(verb, depth)

    def _shared_subject(self, verb: int, depth: int) -> int | None:
        """The subject that a verb shares with the one above it, or the one who is asked to do it."""
        grammar = self.grammar
        relation, head = grammar.relations[verb], grammar.heads[verb]
        to_do = relation in ("advcl", "ccomp") and "to" in [self.forms[at] for at in grammar.children(verb, "mark")]
        if relation == "xcomp" or to_do:
            controlled = [None if self.passive(head) else self.object_of(head)]
            controlled += [self.with_case(head, case) for case in ("on", "upon")]
            return next((at for at in controlled if at is not None), self.subject(head, depth + 1))
        above = grammar.parts[head] in ("VERB", "AUX", "ADJ")
        shares = relation == "conj" and self.passive(verb) == self.passive(head)
        shares = shares or (relation == "advcl" and self._is_bare(verb))
        return self.subject(head, depth + 1) if above and shares else None

    def _is_bare(self, verb: int) -> bool:
        """Whether an adverbial clause is a participle, which shares its governor's subject: "saying", "accused by"."""
        opened = self.grammar.children(verb, "mark", "aux", "advmod")
        return self.forms[verb].endswith("ing") or not any(at < verb for at in opened)

    def _referred(self, subject: int, verb: int) -> int:
        """The noun that a relative pronoun stands for."""
        grammar = self.grammar
        if self.forms[subject] in _RELATIVE and grammar.relations[verb] == "acl:relcl":
            return grammar.heads[verb]
        return subject

    def actor_of(self, verb: int) -> int | None:
        """The head of who does what a verb says."""
        return self.with_case(verb, "by") if self.passive(verb) else self.subject(verb)

    def object_of(self, verb: int) -> int | None:
        """The head of to whom a verb does it: its object, or the subject of a passive."""
        if self.passive(verb):
            return self.subject(verb)
        return next(iter(self.objects(verb)), None)

    def objects(self, verb: int) -> list[int]:
        """The heads of all objects that an active verb has."""
        found = self.grammar.children(verb, "obj", "iobj")
        kept = [self._referred(one, verb) for one in found if not self.grammar.children(one, "case")]
        behind = None if kept or found else self._behind(verb + 1)
        return [behind] if behind is not None else kept

    def _behind(self, first: int) -> int | None:
        """The last noun of what begins with a word, where the parser gave it to something else.

        "accuses Beijing of", "urge Madame High Commissioner not to": the words themselves are plain.
        """
        parts, last = self.grammar.parts, None
        for at in range(first, len(parts)):
            if parts[at] in ("NOUN", "PROPN", "PRON"):
                last = at
            elif last is not None or parts[at] not in ("DET", "ADJ", "NUM", "ADV"):
                break
        passed = last is not None and self.grammar.relations[last] in ("nsubj", "nsubj:pass", "obl:tmod")
        return None if passed else last

    def with_case(self, index: int, preposition: str) -> int | None:
        """The head of the complement of a preposition on a word ("attack on the convoy")."""
        for child in self.grammar.children(index, "obl", "obl:agent", "nmod", "iobj", "obj"):
            if preposition in [self.forms[case] for case in self.grammar.children(child, "case")]:
                return child
        plain = self.forms[index + 1 : index + 2] == (preposition,) and self.grammar.parts[index] == "VERB"
        return self._behind(index + 2) if plain else None

    def renamed(self, noun: int) -> list[int]:
        """What names a noun anew: "envoy Name", "the minister, Name"."""
        return self.grammar.children(noun, "appos", "flat")

    def owners(self, noun: int) -> Iterator[int]:
        """Who a noun belongs to: possessives, names and adjectives before it, or before the one it goes on from."""
        yield from self.grammar.children(noun, "nmod:poss")
        yield from self.grammar.children(noun, "amod", "compound")
        if self.grammar.relations[noun] == "conj":
            yield from self.grammar.children(self.grammar.heads[noun], "nmod:poss")

    def phrase(self, head: int) -> tuple[int, int]:
        """The words [first, end) of a noun phrase in one piece, without clauses and coordinated nouns."""
        grammar = self.grammar
        inside = {head}
        todo = [head]
        while todo:
            at = todo.pop()
            for child in grammar.children(at):
                joins = grammar.parts[child] != "PUNCT" or self.forms[child] in "'’-–"
                if (
                    joins
                    and grammar.relations[child] not in _APART
                    and (
                        grammar.parts[child] not in ("VERB", "AUX") or grammar.relations[child] in ("amod", "compound")
                    )
                ):
                    inside.add(child)
                    todo.append(child)
        first, end = head, head + 1
        while first - 1 in inside:
            first -= 1
        while end in inside:
            end += 1
        while first < head and grammar.parts[first] in ("ADP", "PUNCT", "SCONJ"):
            first += 1
        return first, end
