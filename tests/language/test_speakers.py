"""Sources resolved to actors, each with its reason."""

from dataclasses import replace

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.cast import Speaker
from parley.language.draft import Draft, Name, Said, Voice
from parley.language.speakers import SpeakerResolver
from parley.terms.actors import Actor
from tests.language.build import draft_of, run_of


def speakers(draft: Draft, *sources: str, nth: int = 0) -> list[Speaker]:
    """The speakers of statements with these sources, in order."""
    said = []
    for key, source in enumerate(sources):
        run = run_of(draft, source, nth=nth)
        said.append(Said(key=key, source=(run,), cue=(run[1], run[1] + 1), content=((run[1] + 1, run[1] + 2),)))
    found = SpeakerResolver(draft, load_words(), load_gazetteer()).resolve(said)
    return [found[one.key] for one in said]


def name_of(draft: Draft, speaker: Speaker) -> list[str]:
    """Names of a speaker's actors."""
    return [actor.name for key in speaker.actors for actor in draft.actors if actor.id == key]


def test_a_surname_stands_for_the_full_name() -> None:
    """ "Rahimi" is the Leila Rahimi of the same article."""
    draft = draft_of("Leila Rahimi spoke first. Later Rahimi said more.", persons=("Leila Rahimi", "Rahimi"))
    assert name_of(draft, speakers(draft, "Rahimi", nth=1)[0]) == ["Leila Rahimi"]


def test_a_description_goes_to_the_person_introduced_by_it() -> None:
    """ "The analyst" is the one introduced as an analyst, and the reason quotes the introduction."""
    text = "Leila Rahimi, an analyst of regional affairs, met the minister Pavel Novak. The analyst warned him."
    draft = draft_of(text, persons=("Leila Rahimi", "Pavel Novak"))
    found = speakers(draft, "The analyst")[0]
    assert name_of(draft, found) == ["Leila Rahimi"]
    assert "analyst of regional affairs" in found.reason


def test_two_experts_leave_it_open() -> None:
    """Where two fit alike nobody is chosen, and the reason names both."""
    text = "Leila Rahimi, an analyst, and Pavel Novak, an analyst, met. The analyst warned them."
    draft = draft_of(text, persons=("Leila Rahimi", "Pavel Novak"))
    found = speakers(draft, "The analyst")[0]
    assert not found.actors
    assert "alike" in found.reason


def test_an_introduction_may_come_later() -> None:
    """ "A researcher" before the name is the only person interviewed."""
    draft = draft_of("A researcher said so. Leila Rahimi, in an interview, said more.", persons=("Leila Rahimi",))
    draft = replace(draft, voice=Voice(interview=True, main=draft.actors[0].id, speakers=(draft.actors[0].id,)))
    assert name_of(draft, speakers(draft, "A researcher")[0]) == ["Leila Rahimi"]


def test_officials_are_nobody_in_particular() -> None:
    """Unnamed sources stay unnamed."""
    draft = draft_of("Officials said so. A spokesman for Pavel Novak denied it.", persons=("Pavel Novak",))
    assert all(
        not speaker.actors and speaker.reason for speaker in speakers(draft, "Officials", "A spokesman for Pavel Novak")
    )


def test_joint_speakers_are_both() -> None:
    """Two names joined by "and" both speak."""
    draft = draft_of("Leila Rahimi and Pavel Novak said so.", persons=("Leila Rahimi", "Pavel Novak"))
    assert name_of(draft, speakers(draft, "Leila Rahimi and Pavel Novak")[0]) == ["Leila Rahimi", "Pavel Novak"]


def test_a_capital_may_stand_for_its_government() -> None:
    """A seat of government that speaks is the state, and the reason says so."""
    draft = draft_of("Ankara wants a patrol.", persons=())
    draft = replace(
        draft,
        names=(Name(first=0, end=1, kind="place", actor="a1"),),
        actors=(Actor(id="a1", name="Ankara", kind="place"),),
    )
    said = Said(key=0, source=((0, 1),), cue=(1, 2), content=((2, 4),))
    resolver = SpeakerResolver(draft, load_words(), load_gazetteer())
    found = resolver.resolve([said])[0]
    assert [resolver.cast.actors[key].known_as for key in found.actors] == ["iso3:TUR"]
    assert "stands for the government" in found.reason


def test_who_is_only_spoken_of_has_not_spoken() -> None:
    """ "He" after "Quispe recalled that President Arce had promised" is Quispe, not the man inside what he says."""
    text = 'Quispe said it. Quispe recalled that Arce promised a factory. "There is no road," he explained.'
    draft = draft_of(text, persons=("Quispe", "Arce"))
    first, recalled, last = run_of(draft, "Quispe"), run_of(draft, "Quispe", nth=1), run_of(draft, "he explained")
    said = [
        Said(key=0, source=(first,), cue=run_of(draft, "said"), content=(run_of(draft, "it"),)),
        Said(
            key=1,
            source=(recalled,),
            cue=run_of(draft, "recalled"),
            content=(run_of(draft, "that Arce promised a factory"),),
        ),
        Said(
            key=2,
            source=((last[0], last[0] + 1),),
            cue=run_of(draft, "explained"),
            content=(run_of(draft, "There is no road"),),
        ),
    ]
    found = SpeakerResolver(draft, load_words(), load_gazetteer()).resolve(said)
    assert name_of(draft, found[2]) == ["Quispe"]


def test_a_surname_may_stand_in_the_middle() -> None:
    """ "Quispe" is the Tomas Quispe Alanoca of the same article; with two such names it is nobody's short form."""
    draft = draft_of("Tomas Quispe Alanoca came. Quispe spoke.", persons=("Tomas Quispe Alanoca", "Quispe"))
    assert [actor.name for actor in draft.actors] == ["Tomas Quispe Alanoca"]
    names = ("Tomas Quispe Alanoca", "Rosa Quispe Flores", "Quispe")
    draft = draft_of("Tomas Quispe Alanoca met Rosa Quispe Flores. Quispe spoke.", persons=names)
    assert len(draft.actors) == 3
