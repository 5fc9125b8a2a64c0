"""How resolved speakers are scored, on a text small enough to judge by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.terms.actors import Actor, Mention
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Span
from parley.training.speakers import (
    LabelledText,
    SourceLabel,
    interval,
    is_right,
    judge_text,
    read_all,
    read_gum_sources,
    read_labels,
)

TEXT = "Jonas Weiss met Pavel Novak. The mayor said it rains. Weiss slept."


def span(phrase: str) -> tuple[int, int]:
    """Where a phrase first stands in the text."""
    return TEXT.index(phrase), TEXT.index(phrase) + len(phrase)


def label(*actors: str, source: str = "The mayor") -> SourceLabel:
    """A source that stands for actors, each labelled at one name."""
    return SourceLabel(spans=(span(source),), form="nominal", actors=tuple((span(name),) for name in actors))


def statement(*speakers: str, source: str = "The mayor") -> Statement:
    """The statement "it rains" with these speakers."""
    return Statement(
        id="s1",
        source=(Span(*span(source)),),
        cue=(Span(*span("said")),),
        content=(Span(*span("it rains")),),
        speaker_confidence=0.9,
        speaker_reason="made by hand",
        form="indirect",
        polarity="affirmed",
        certainty="certain",
        confidence=0.9,
        speakers=speakers,
    )


def proposals(*statements: Statement) -> Proposals:
    """A reading with two named persons, one of them named twice, and a body that is only described."""
    names = (("m1", "Jonas Weiss", "a1"), ("m2", "Pavel Novak", "a2"))
    weiss = TEXT.rindex("Weiss")
    return Proposals(
        actors=(
            Actor(id="a1", name="Jonas Weiss", kind="person"),
            Actor(id="a2", name="Pavel Novak", kind="person"),
            Actor(id="a3", name="town hall", kind="organization"),
        ),
        mentions=(
            *(
                Mention(id=key, start=span(n)[0], end=span(n)[1], kind="person", form="name", actor=actor)
                for key, n, actor in names
            ),
            Mention(id="m3", start=weiss, end=weiss + 5, kind="person", form="name", actor="a1"),
        ),
        statements=statements,
    )


def right(source: SourceLabel, found: Statement) -> bool:
    """Whether the statement's speakers are those of the label."""
    return is_right(TEXT, source, found, proposals(found))


@pytest.mark.parametrize(
    ("wanted", "given_ones", "judged"),
    [
        (("Jonas Weiss",), ("a1",), True),
        (("Jonas Weiss",), ("a2",), False),
        (("Jonas Weiss",), (), False),
        ((), (), True),
        ((), ("a1",), False),
        (("Jonas Weiss", "Pavel Novak"), ("a1", "a2"), True),
        (("Jonas Weiss", "Pavel Novak"), ("a1",), False),
        (("Jonas Weiss",), ("a1", "a2"), False),
    ],
)
def test_all_speakers_and_nobody_else(wanted: tuple[str, ...], given_ones: tuple[str, ...], judged: bool) -> None:
    """Speakers are right where each is labelled and none is missing; where the text names none, none may be given."""
    assert right(label(*wanted), statement(*given_ones)) is judged


def test_any_name_of_the_actor_counts() -> None:
    """The label may be at another name of the same actor than the one it is known by."""
    weiss = TEXT.rindex("Weiss")
    source = SourceLabel(spans=(span("The mayor"),), form="nominal", actors=(((weiss, weiss + 5),),))
    assert right(source, statement("a1"))


def test_who_is_only_described_is_no_named_actor() -> None:
    """A body without a name is as good as nobody where the text names nobody, and no answer where it names one."""
    assert right(label(), statement("a3"))
    assert not right(label("Jonas Weiss"), statement("a3"))


def test_only_found_sources_are_judged() -> None:
    """A labelled source without a statement is not judged; one with an overlapping source is."""
    labelled = LabelledText(
        id="t", text=TEXT, sources=(label("Jonas Weiss"), label("Pavel Novak", source="Weiss slept"))
    )
    found = statement("a1", source="mayor")
    judged = judge_text(labelled, proposals(found))
    assert [(form, hit) for form, hit, _, _ in judged] == [("nominal", True)]
    assert judged[0][2] == found


def test_speech_that_runs_on_is_not_judged() -> None:
    """A statement without a cue of its own has its speaker from the one before: it is no second answer."""
    running = Statement(
        **{
            **{name: getattr(statement("a2"), name) for name in Statement.__slots__},
            "cue": (),
            "continues": "s0",
        }
    )
    labelled = LabelledText(id="t", text=TEXT, sources=(label("Jonas Weiss"),))
    assert judge_text(labelled, proposals(running)) == []


GUM_ROWS = (
    "# newpar",
    "1 Jonas PROPN 3 Entity=(1-person-new-cf1-1-coref",
    "2 Weiss PROPN 1 Entity=1)",
    "3 came VERB 0 SpaceAfter=No",
    "4 . PUNCT 3 _",
    "",
    "# newpar",
    "1 The DET 2 Entity=(1-person-giv:act-cf1-2-coref",
    "2 mayor NOUN 3 Entity=1)",
    "3 said VERB 0 Discourse=attribution-positive:2->3:0:sem-atsrc-5-6-_+lex-indwd-7-_",
    "4 rain NOUN 5 _",
    "5 fell VERB 3 Discourse=attribution-positive:4->5:0:sem-atsrc-5-6-_;joint-list:5->6:1",
    "6 and CCONJ 8 _",
    "7 some PRON 8 _",
    "8 agree VERB 3 Discourse=attribution-positive:6->7:0:sem-atsrc-11-_|SpaceAfter=No",
    "9 . PUNCT 3 _",
    "",
)


def gum_file(folder: Path, name: str) -> Path:
    """A GUM dependency file with three attributions, two of them of one source."""
    lines = []
    for line in GUM_ROWS:
        if line and not line.startswith("#"):
            number, form, tag, head, misc = line.split(" ")
            lines.append("\t".join((number, form, form, tag, tag, "_", head, "_", "_", misc)))
        else:
            lines.append(line)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.conllu"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_gum_sources(tmp_path: Path) -> None:
    """The text of a GUM document with the sources of its attributions, each once, and the names they stand for."""
    labelled = read_gum_sources(gum_file(tmp_path, "GUM_news_port"))
    assert labelled.text == "Jonas Weiss came.\n\nThe mayor said rain fell and some agree. "
    words = [labelled.text[a:b] for source in labelled.sources for a, b in source.spans]
    assert words == ["The mayor", "some"]
    mayor, some = labelled.sources
    assert [labelled.text[a:b] for spans in mayor.actors for a, b in spans] == ["Jonas Weiss"]
    assert (mayor.form, some.form, some.actors) == ("nominal", "pronoun", ())


def test_stand_off_labels(tmp_path: Path) -> None:
    """Labels are read with the offsets of their texts; "null" speakers are open ones."""
    rows = [
        {
            "id": "t",
            "labels": [
                {"source": [[0, 11]], "form": "name", "speakers": [[0, 11]]},
                {"source": [[29, 38]], "form": "nominal", "speakers": None},
            ],
        }
    ]
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    (labelled,) = read_labels(path, {"t": TEXT})
    assert labelled.text == TEXT
    assert labelled.sources[0].actors == (((0, 11),),)
    assert labelled.sources[1].actors == ()


def test_both_corpora_are_read(tmp_path: Path) -> None:
    """GUM's development split, as far as its files are there, and the labelled articles."""
    gum_file(tmp_path / "gum" / "dep", "GUM_news_port")
    gum_file(tmp_path / "gum" / "dep", "GUM_news_rain")
    splits = "## dev\n\n  * GUM_news_port\n  * GUM_news_gone\n\n## test\n\n  * GUM_news_rain\n"
    (tmp_path / "gum" / "splits.md").write_text(splits, encoding="utf-8")
    (tmp_path / "polnear").mkdir()
    (tmp_path / "polnear" / "dev.jsonl").write_text(json.dumps({"id": "t", "text": TEXT}) + "\n", encoding="utf-8")
    (tmp_path / "labels.json").write_text(json.dumps([{"id": "t", "labels": []}]), encoding="utf-8")
    found = read_all(tmp_path, tmp_path / "labels.json")
    assert [labelled.id for labelled in found] == ["GUM_news_port", "t"]


def test_the_interval_of_equal_texts_is_a_point() -> None:
    """Texts with the same share of hits leave no spread, and no label at all is no hit."""
    assert interval([[True, False]] * 4, samples=50) == (50, 50, 50)
    assert interval([[], []], samples=50) == (0, 0, 0)


@given(st.lists(st.lists(st.booleans(), max_size=5), min_size=1, max_size=6))
def test_an_interval_is_in_order(hits: list[list[bool]]) -> None:
    """The ends of an interval are in order and are shares from 0 to 100."""
    mean, low, high = interval(hits, samples=40)
    assert 0 <= low <= high <= 100
    assert 0 <= mean <= 100
