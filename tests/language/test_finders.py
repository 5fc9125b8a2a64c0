"""All finders in their order, with a word list in place of the trained parts."""

from __future__ import annotations

from collections.abc import Mapping

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.confidence import FEATURES
from parley.language.encoder import Floats, Integers
from parley.language.finders import Tools, find_proposals
from parley.terms.statements import Proposals
from parley.terms.text import Byline
from tests.language.models import Lexicon

PERSON, PLACE = 1, 5
"""Name tags: the first word of a person's name, of a place's."""


class SecondLook(Lexicon):
    """A tagger that is sure of "claims" only where no "said" stands beside it."""

    def encode(self, ids: Integers, features: Integers, words: Integers) -> Mapping[str, Floats]:
        """As the word list says, "claims" a sure cue where the text is read without "said"."""
        found = super().encode(ids, features, words)
        for index, form in enumerate(self.read[-1]):
            if form == "claims" and "said" not in self.read[-1]:
                found["cue"][index] = (-3, 3, -50)
        return found


def proposals(text: str, models: Lexicon, *, byline: tuple[Byline, ...] = ()) -> Proposals:
    """What is proposed about a text."""
    numbers = {f"confidence_{name}": 0.0 for name in FEATURES} | {"cue_threshold": 0.6, "nested_threshold": 0.4}
    tools = Tools(models=models, numbers=numbers, gazetteer=load_gazetteer(), nouns=load_words())
    return find_proposals(text, tools, byline=byline)


def test_who_speaks_is_an_actor() -> None:
    """A name that is a source is an actor and speaks."""
    models = Lexicon(cues={"said": 0.9}, names={"Novak": PERSON}, spans={"said": "S.Cccc."})
    found = proposals("Novak said that it will rain.", models)
    assert [(actor.id, actor.name) for actor in found.actors] == [("a1", "Novak")]
    assert [statement.speakers for statement in found.statements] == [("a1",)]


def test_brussels_that_acts_is_the_union() -> None:
    """A seat of a body acts for the body, but not beside another body that sits there."""
    models = Lexicon(cues={"said": 0.9}, names={"Brussels": PLACE}, spans={"said": "S.Cccc."})
    union = proposals("Brussels said that it will rain.", models)
    assert {a.id: a.known_as for a in union.actors}[union.statements[0].speakers[0]] == "org:eu"
    models = Lexicon(cues={"said": 0.9}, names={"Brussels": PLACE, "NATO": 3}, spans={"said": "S.Cccc."})
    unsure = proposals("NATO slept. Brussels said that it will rain.", models)
    assert "org:eu" not in [actor.known_as for actor in unsure.actors]


def test_actors_whom_nobody_mentions_are_dropped() -> None:
    """The state behind a seat of government is no actor of a text in which it neither speaks nor is spoken of."""
    names = {"Novak": PERSON, "Ankara": PLACE}
    found = proposals("Ankara slept. Novak slept.", Lexicon(names=names))
    assert [actor.name for actor in found.actors] == ["Ankara", "Novak"]
    assert found.statements == ()


def test_a_state_that_speaks_or_is_spoken_of_stays() -> None:
    """The state behind a seat of government is kept where it speaks, and where something is said about it."""
    names = {"Novak": PERSON, "Ankara": PLACE}
    models = Lexicon(cues={"said": 0.9}, names=names, spans={"said": "S.Cccc."})
    spoken = proposals("Ankara said that it will rain.", models)
    assert {a.id: a.name for a in spoken.actors}[spoken.statements[0].speakers[0]] == "Turkey"
    about = proposals("Novak said that Ankara will pay.", models)
    assert [{a.id: a.name for a in about.actors}[key] for key in about.statements[0].about] == ["Turkey"]


def test_the_author_is_an_actor_only_as_a_speaker() -> None:
    """Who wrote an article is one of its actors where "I" speaks, and not otherwise."""
    byline = (Byline(name="Clara Weiss", role="columnist"),)
    models = Lexicon(cues={"believe": 0.9}, spans={"believe": "S.Cccc."})
    (author,) = proposals("I believe that it will rain.", models, byline=byline).actors
    assert (author.name, author.role, author.kind) == ("Clara Weiss", "columnist", "person")
    assert proposals("It will rain.", models, byline=byline).actors == ()


def test_all_ids_are_known() -> None:
    """Whoever is mentioned, speaks or is spoken of is among the actors."""
    names = {"Novak": PERSON, "Ankara": PLACE}
    models = Lexicon(cues={"said": 0.9}, names=names, spans={"said": "S.Cccc."})
    found = proposals("Novak said that Ankara will pay. It rained in Ankara.", models)
    known = {actor.id for actor in found.actors}
    assert {m.actor for m in found.mentions if m.actor} <= known
    assert {key for s in found.statements for key in (*s.speakers, *s.about)} <= known


def test_nested_speech_that_only_a_second_reading_finds() -> None:
    """What the mayor claims inside what Novak said is a statement of its own, with Novak's as its parent."""
    text = "Novak said that the mayor claims it will rain today."
    models = SecondLook(
        cues={"said": 0.9, "claims": 0.1}, names={"Novak": PERSON}, spans={"said": "S.Cccccccc.", "claims": "Ss.Cccc"}
    )
    found = proposals(text, models)
    assert [(s.source[0].of(text), s.parent) for s in found.statements] == [("Novak", None), ("the mayor", "s1")]
