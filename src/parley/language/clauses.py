"""Who stands where in a clause: subjects, objects and prepositional complements of a verb or noun.

Law of this module: it speaks of words of one sentence only. Who a word refers to is not its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parley.language.grammar import Parsed

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
_CLAUSES = frozenset(("acl", "acl:relcl", "advcl", "ccomp", "parataxis", "appos"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_SUBJECTS = ("nsubj", "nsubj:pass")


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
        """Whether a verb stands in the passive, or as a participle behind its noun ("troops deployed there")."""
        grammar = self.grammar
        if grammar.children(verb, "nsubj:pass", "aux:pass"):
            return True
        if grammar.relations[verb] == "conj" and not grammar.children(verb, "nsubj", "aux"):
            head = grammar.heads[verb]
            return grammar.parts[head] == "VERB" and self.passive(head) and not grammar.children(verb, "obj")
        plain = grammar.relations[verb] == "acl" and not self.forms[verb].endswith("ing")
        return plain and not grammar.children(verb, "mark", "obj") and not grammar.children(verb, "nsubj")

    def subject(self, verb: int, depth: int = 0) -> int | None:
        """The head of a verb's subject, taken from the governing clause where it has none of its own."""
        grammar = self.grammar
        own = grammar.children(verb, *_SUBJECTS)
        if own:
            return self._referred(own[0], verb)
        relation, head = grammar.relations[verb], grammar.heads[verb]
        if depth > 3 or head == verb:
            return None
        if relation in ("acl", "acl:relcl"):
            return head if grammar.parts[head] in NOMINAL else None
        if relation == "xcomp":
            controlled = grammar.children(head, "obj", "iobj")
            return controlled[0] if controlled else self.subject(head, depth + 1)
        if relation in ("conj", "advcl") and grammar.parts[head] in ("VERB", "AUX", "ADJ"):
            return None if self.passive(verb) != self.passive(head) and relation == "conj" else self.subject(head, depth + 1)
        return None

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
        found = self.grammar.children(verb, "obj") or self.grammar.children(verb, "iobj")
        return self._referred(found[0], verb) if found else None

    def with_case(self, index: int, preposition: str) -> int | None:
        """The head of the complement of a preposition on a word ("attack on the convoy")."""
        for child in self.grammar.children(index, "obl", "obl:agent", "nmod", "iobj"):
            if preposition in [self.forms[case] for case in self.grammar.children(child, "case")]:
                return child
        return None

    def owners(self, noun: int) -> Iterator[int]:
        """Who a noun belongs to: possessives, names and adjectives before it."""
        yield from self.grammar.children(noun, "nmod:poss")
        yield from self.grammar.children(noun, "amod", "compound")

    def phrase(self, head: int) -> tuple[int, int]:
        """The words [first, end) of a noun phrase without the clauses and coordinated nouns that hang on it."""
        grammar = self.grammar
        found, todo = [head], [head]
        while todo:
            at = todo.pop()
            for child in grammar.children(at):
                apart = grammar.relations[child] in _CLAUSES | {"conj", "cc", "punct", "case", "cop", "nsubj", "mark"}
                if not apart and (child < at or grammar.relations[child] in ("nmod", "flat", "same")):
                    found.append(child)
                    todo.append(child)
        return min(found), max(found) + 1
