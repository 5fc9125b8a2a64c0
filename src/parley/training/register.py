"""Rewrites of annotated news into the register of interviews and institute notes.

PolNeAR is campaign news: hardly any "X said: ..." without quotation marks, no cue inside
another content. These rewrites put its sentences into the shapes that are missing, so that
the tagger meets them in training: quotation marks dropped, the cue before the content with
a colon, sentences that run on, participles in front ("Referring to ..., she said: ..."),
and attributions wrapped into another speaker's content (the ``nested`` level).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from parley.language.words import QUOTES
from parley.training.corpora import Attribution, Document

SAYING = (
    "said stated added continued noted clarified recalled emphasized stressed explained argued announced declared "
    "pointed_out went_on_to_say further_said underlined maintained reiterated concluded told_reporters warned"
).split()
THAT_SAYING = (
    "said_that stated_that noted_that emphasized_that stressed_that explained_that argued_that believes_that "
    "pointed_out_that recalled_that maintained_that thinks_that reported_that claimed_that told_reporters_that"
).split()
POINTING_FRONT = (
    "referring_to pointing_to alluding_to citing recalling while_referring_to while_pointing_to mentioning".split()
)
POINTING = "referred_to pointed_to alluded_to mentioned cited recalled touched_on".split()
DESCRIPTIONS = "analyst expert researcher scholar observer commentator professor diplomat official lecturer".split()
FIELDS = (
    "Central_Asian_affairs European_affairs regional_issues security_issues Middle_East_affairs African_affairs Balkan_issues "
    "economic_affairs strategic_studies energy_policy international_law East_Asian_issues migration_policy"
).split()
NAMED_FIRST = (
    "Amir Leila Jonas Marta Pavel Noor Samuel Ines Tariq Olga Victor Hana Daniel Ruth Karim Elena Yusuf Clara".split()
)
NAMED_LAST = "Haddad Novak Rahimi Lindqvist Okafor Marchetti Petrov Farouk Weiss Tanaka Mbeki Castell Yilmaz Orlov Duarte Shah".split()


@dataclass(slots=True)
class Sentence:
    """One sentence of the corpus with the attributions that lie wholly inside it."""

    forms: list[str]
    attributions: list[Attribution] = field(default_factory=list)


@dataclass(slots=True)
class Builder:
    """A document under construction."""

    document: Document = field(default_factory=lambda: Document([], []))
    paragraph: int = 0

    def put(self, forms: list[str]) -> list[int]:
        """Append words to the present paragraph; returns their indices."""
        first = len(self.document.forms)
        self.document.forms.extend(forms)
        self.document.paragraphs.extend([self.paragraph] * len(forms))
        return list(range(first, first + len(forms)))

    def put_sentence(self, sentence: Sentence, level: str, *, stop: bool = True) -> list[int]:
        """Append a sentence with its attributions at a level; returns its indices without the final stop."""
        ended = sentence.forms and sentence.forms[-1] in ".!?"
        indices = self.put(sentence.forms if stop or not ended else sentence.forms[:-1])
        shift = indices[0] if indices else 0
        for a in sentence.attributions:
            cue, source, content = ([i + shift for i in part] for part in (a.cue, a.source, a.content))
            self.document.attributions.append(Attribution(cue, source, content, level))
        return indices[:-1] if stop and ended else indices

    def attribute(self, source: list[int], cue: list[int], content: list[int], level: str = "outer") -> None:
        """Add an attribution over words already put."""
        self.document.attributions.append(Attribution(cue, source, content, level))

    def end_paragraph(self) -> None:
        """The next words begin a new paragraph."""
        self.paragraph += 1


def moved(a: Attribution, place: dict[int, int]) -> Attribution:
    """An attribution at the new places of its words; words without one are left out."""
    cue, source, content = ([place[i] for i in part if i in place] for part in (a.cue, a.source, a.content))
    return Attribution(cue, source, content, a.level)


def sentences_of(document: Document) -> list[Sentence]:
    """The sentences of a document (by final punctuation), unquoted, attributions kept where they fit in one."""
    bounds, start = [], 0
    forms, paragraphs = document.forms, document.paragraphs
    for i, form in enumerate(forms):
        last = i + 1 == len(forms) or paragraphs[i + 1] != paragraphs[i]
        ends = (
            form in ".!?"
            and not last
            and (forms[i + 1][0].isupper() or forms[i + 1] in QUOTES)
            and len(forms[i - 1]) > 2
        )
        if last or ends:
            bounds.append((start, i + 1))
            start = i + 1
    found = []
    for first, end in bounds:
        kept = [i for i in range(first, end) if forms[i] not in QUOTES]
        place = {old: new for new, old in enumerate(kept)}
        inside = [
            moved(a, place)
            for a in document.attributions
            if all(first <= i < end for part in (a.cue, a.source, a.content) for i in part)
        ]
        touched = any(first <= i < end for a in document.attributions for part in (a.cue, a.content) for i in part)
        if (
            6 <= len(kept) <= 60
            and forms[kept[0]][0].isupper()
            and forms[kept[-1]] in ".!?"
            and bool(inside) == touched
        ):
            found.append(Sentence([forms[i] for i in kept], [a for a in inside if a.cue and a.content]))
    return found


def phrase_of(sentence: Sentence, draw: random.Random) -> list[str] | None:
    """A noun phrase of the sentence: from "the" or "a" on, 3 to 16 words, no stop inside."""
    starts = [i for i, form in enumerate(sentence.forms) if form in ("the", "a", "an", "his", "its", "their")]
    if not starts:
        return None
    start = draw.choice(starts)
    phrase: list[str] = []
    for form in sentence.forms[start:]:
        if (
            form in ",.;:!?—–()"
            or len(phrase) == 16
            or (form in ("said", "that", "is", "was", "has") and len(phrase) > 2)
        ):
            break
        phrase.append(form)
    return phrase if len(phrase) >= 3 else None


class Rewriter:
    """Makes synthetic windows from the sentences of a corpus."""

    def __init__(self, documents: list[Document], draw: random.Random) -> None:
        self.draw = draw
        sentences = [s for d in documents for s in sentences_of(d)]
        self.plain = [s for s in sentences if not s.attributions]
        self.attributed = [s for s in sentences if s.attributions]
        self.sources = [
            [d.forms[i] for i in a.source]
            for d in documents
            for a in d.attributions
            if 0 < len(a.source) <= 12 and not any(d.forms[i] in QUOTES for i in a.source)
        ]

    def source(self) -> list[str]:
        """A speaker as a writer would name one."""
        roll = self.draw.random()
        if roll < 0.22:
            return [self.draw.choice(("He", "She", "He", "She", "They"))]
        if roll < 0.5:
            noun, subject = self.draw.choice(DESCRIPTIONS), self.draw.choice(FIELDS).split("_")
            article = self.draw.choice(("The", "The", "A"))
            return [article, noun, *self.draw.choice((["of", *subject], ["on", *subject], ["in", *subject], []))]
        if roll < 0.68:
            return [self.draw.choice(NAMED_LAST)]
        if roll < 0.76:
            return [self.draw.choice(NAMED_FIRST), self.draw.choice(NAMED_LAST)]
        forms = list(self.draw.choice(self.sources))
        return [forms[0][:1].upper() + forms[0][1:], *forms[1:]]

    def sentence(self) -> Sentence:
        """A sentence to be said; nearly one in two already reports someone else."""
        return self.draw.choice(self.attributed if self.draw.random() < 0.45 else self.plain)

    def window(self, size: int) -> Document:
        """A synthetic stretch of an interview or note, about ``size`` words."""
        builder = Builder()
        shapes = (
            self.colon,
            self.colon,
            self.participle,
            self.pointing,
            self.that,
            self.inverted,
            self.told_twice,
            self.narrative,
        )
        while len(builder.document.forms) < size:
            self.draw.choice(shapes)(builder)
            builder.end_paragraph()
        return builder.document

    def run_on(self, builder: Builder, *, level: str = "nested", most: int = 3) -> None:
        """Sentences that go on without a cue; what they report is inside the running speech."""
        for _ in range(self.draw.randint(0, most)):
            builder.put_sentence(self.sentence(), level)

    def colon(self, builder: Builder) -> None:
        """``X said: S1. S2.``"""
        source = builder.put(self.source())
        if self.draw.random() < 0.15:
            builder.put(
                [
                    ",",
                    "in",
                    "an",
                    "interview",
                    "with",
                    "the",
                    "Institute",
                    "for",
                    *self.draw.choice(FIELDS).split("_"),
                    ",",
                ]
            )
        cue = builder.put([*self.draw.choice(SAYING).split("_"), ":"])
        content = builder.put_sentence(self.sentence(), "nested")
        builder.attribute(source, cue, content)
        self.run_on(builder)

    def participle(self, builder: Builder) -> None:
        """``Referring to NP, X said: S`` and ``X, recalling that S0, said: S``."""
        if self.draw.random() < 0.35:
            source = builder.put(self.source())
            builder.put([","])
            cue = builder.put(
                [self.draw.choice(("recalling", "noting", "stressing", "stating", "emphasizing", "adding"))]
            )
            that = builder.put(["that"])
            content = builder.put_sentence(self._lowered(self.sentence()), "nested", stop=False)
            builder.put([","])
            builder.attribute(source, cue, [*that, *content])
            self._say(builder, source)
            return
        front = self.draw.choice(POINTING_FRONT).split("_")
        front[0] = front[0].capitalize()
        phrase = phrase_of(self.draw.choice(self.plain), self.draw) or ["the", "agreement"]
        cue, content = builder.put(front), builder.put(phrase)
        builder.put([","])
        source = builder.put(self._lowered_forms(self.source()))
        if self.draw.random() < 0.15:
            builder.put(["in", "this", "regard"])
        builder.attribute(source, cue[1:] if front[0] == "While" else cue, content, "mention")
        self._say(builder, source)

    def pointing(self, builder: Builder) -> None:
        """``X referred to NP and said: S``."""
        source = builder.put(self.source())
        phrase = phrase_of(self.draw.choice(self.plain), self.draw) or ["the", "agreement"]
        cue, content = builder.put(self.draw.choice(POINTING).split("_")), builder.put(phrase)
        builder.attribute(source, cue, content, "mention")
        if self.draw.random() < 0.2:
            builder.put(["."])
            return
        builder.put(["and"])
        self._say(builder, source)

    def that(self, builder: Builder) -> None:
        """``X said that S``, with what follows left to the author or the speaker."""
        source = builder.put(self.source())
        words = self.draw.choice(THAT_SAYING).split("_")
        cue, that = builder.put(words[:-1]), builder.put(words[-1:])
        content = builder.put_sentence(self._lowered(self.sentence()), "nested")
        builder.attribute(source, cue, [*that, *content])
        self.run_on(builder, level="outer", most=1)

    def inverted(self, builder: Builder) -> None:
        """``S, X said.`` without quotation marks, and ``According to X, S.``"""
        if self.draw.random() < 0.4:
            cue, source = builder.put(["According", "to"]), builder.put(self._lowered_forms(self.source()))
            builder.put([","])
            builder.attribute(source, cue, builder.put_sentence(self._lowered(self.sentence()), "nested"))
            self.run_on(builder, most=2)
            return
        content = builder.put_sentence(self.sentence(), "nested", stop=False)
        builder.put([","])
        source, cue = builder.put(self.source()), builder.put(self.draw.choice(SAYING).split("_"))
        builder.put(["."])
        builder.attribute(source, cue, content)

    def told_twice(self, builder: Builder) -> None:
        """``X stated that S0 and added: S``."""
        source = builder.put(self.source())
        words = self.draw.choice(THAT_SAYING).split("_")
        cue, that = builder.put(words[:-1]), builder.put(words[-1:])
        content = builder.put_sentence(self._lowered(self.sentence()), "nested", stop=False)
        builder.attribute(source, cue, [*that, *content])
        builder.put(["and"])
        self._say(builder, source)

    def narrative(self, builder: Builder) -> None:
        """The author's own sentences."""
        for _ in range(self.draw.randint(1, 3)):
            builder.put_sentence(self.sentence(), "outer")

    def _say(self, builder: Builder, source: list[int]) -> None:
        """``said: S`` or ``said that S``, by a source already put."""
        if self.draw.random() < 0.3:
            words = self.draw.choice(THAT_SAYING).split("_")
            cue, that = builder.put(words[:-1]), builder.put(words[-1:])
            content = builder.put_sentence(self._lowered(self.sentence()), "nested")
            builder.attribute(source, cue, [*that, *content])
            return
        cue = builder.put([*self.draw.choice(SAYING).split("_"), ":"])
        builder.attribute(source, cue, builder.put_sentence(self.sentence(), "nested"))
        self.run_on(builder, most=2)

    def _lowered(self, sentence: Sentence) -> Sentence:
        return Sentence(self._lowered_forms(sentence.forms), sentence.attributions)

    @staticmethod
    def _lowered_forms(forms: list[str]) -> list[str]:
        common = {
            "The",
            "A",
            "An",
            "He",
            "She",
            "They",
            "It",
            "We",
            "In",
            "This",
            "That",
            "There",
            "But",
            "And",
            "For",
            "On",
            "If",
            "At",
        }
        return [forms[0].lower(), *forms[1:]] if forms and forms[0] in common else forms


def without_quotes(document: Document) -> Document:
    """The document with its double quotation marks dropped."""
    kept = [i for i, form in enumerate(document.forms) if form not in QUOTES]
    place = {old: new for new, old in enumerate(kept)}
    found = [moved(a, place) for a in document.attributions]
    return Document(
        [document.forms[i] for i in kept],
        [document.paragraphs[i] for i in kept],
        [a for a in found if a.cue and a.content],
    )
