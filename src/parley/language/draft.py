"""What the finders hand on to each other while a text is read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from parley.language.attribution import Attribution, Run
from parley.language.reference import Referring
from parley.language.words import Words
from parley.terms.actors import Actor
from parley.terms.events import Event
from parley.terms.statements import Statement
from parley.terms.text import Byline, Genre, Sentence, Span
from parley.terms.times import Quantity, Time

NO_WORDS = Words((), (), (), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in the text, in word indices."""

    first: int
    end: int
    kind: str
    """person, organization, place, state, group or other."""
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement on its way: word indices, no speaker yet."""

    key: int
    source: tuple[Run, ...] = ()
    cue: Run | None = None
    content: tuple[Run, ...] = ()
    mention: bool = False
    parent: int | None = None
    continues: int | None = None
    cue_score: float = 0.0
    span_score: float = 0.0
    lost_source: bool = False
    """A source was tagged, and a rule took it away."""
    colon: bool = False
    """The cue ends in a colon and no quotation marks bound the content: it claims what follows."""

    @property
    def start(self) -> int:
        """Its first word."""
        runs = [*self.source, *self.content, *([self.cue] if self.cue else [])]
        return min(run[0] for run in runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Whose text this is: the one person who speaks throughout, if there is one."""

    interview: bool = False
    """Whether speech runs on without quotation marks, as institutes print their interviews."""
    main: str | None = None
    """Id of the actor who is the single interviewee."""
    speech: bool = False
    """Whether one person holds a speech: "he" and "she" are others there, "I" and "we" the speaker."""
    speakers: tuple[str, ...] = ()
    """Ids of all persons who are named as first-level sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text and all that has been found in it so far."""

    text: str
    genre: Genre | None = None
    byline: tuple[Byline, ...] = ()
    date: str | None = None
    """The article's date, an ISO prefix."""
    words: Words = NO_WORDS
    quoted: tuple[bool, ...] = ()
    """For each word whether it stands in double quotation marks."""
    sentences: tuple[Sentence, ...] = ()
    sentence_of: tuple[int, ...] = ()
    """For each word the index of its sentence."""
    datelines: tuple[Run, ...] = ()
    names: tuple[Name, ...] = ()
    actors: tuple[Actor, ...] = ()
    asked: tuple[Run, ...] = ()
    """The words of an interviewer's turns."""
    attributions: tuple[Attribution, ...] = ()
    voice: Voice = Voice()
    said: tuple[Said, ...] = ()
    references: tuple[Referring, ...] = ()
    """All mentions of actors, with their shares in the named ones."""
    statements: tuple[Statement, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[Event, ...] = ()

    def words_of(self, sentence: int) -> Run:
        """The words [first, end) of a sentence."""
        return bisect_left(self.sentence_of, sentence), bisect_right(self.sentence_of, sentence)

    def names_in(self, run: Run) -> tuple[Name, ...]:
        """The names that lie wholly inside some words; names must be in order."""
        first, end = (bisect_left(self.names, at, key=lambda name: name.first) for at in run)
        return tuple(name for name in self.names[first:end] if name.end <= run[1])

    def span(self, run: Run) -> Span:
        """The text offsets of some words."""
        return Span(self.words.starts[run[0]], self.words.ends[run[1] - 1])

    def phrase(self, run: Run) -> str:
        """The text of some words, as it stands there."""
        return self.span(run).of(self.text)

    def forms(self, run: Run) -> tuple[str, ...]:
        """Some words, folded to lower case."""
        return tuple(form.casefold() for form in self.words.forms[run[0] : run[1]])


def inside(run: Run, runs: tuple[Run, ...]) -> bool:
    """Whether some words lie wholly inside one of several runs."""
    return any(first <= run[0] and run[1] <= end for first, end in runs)


def overlap(run: Run, runs: tuple[Run, ...]) -> bool:
    """Whether some words share one with any of several runs."""
    return any(run[0] < end and first < run[1] for first, end in runs)
