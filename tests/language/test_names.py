"""Names from tags and from who speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.attribution import Run
from parley.language.draft import Name
from parley.language.encoder import EncodedWindow
from parley.language.names import KINDS, find_names
from parley.language.words import Words, split_words

TAGS = {
    f"{mark}-{kind}": 2 * number + 1 + inside for number, kind in enumerate(KINDS) for inside, mark in enumerate("BI")
}
FORMS = [
    "Abu",
    "-",
    "Dhabi",
    "Novak",
    "’",
    "'",
    "s",
    "“",
    "Bobby",
    "”",
    '"',
    "the",
    "The",
    "of",
    "J",
    ".",
    "N",
    "mr",
    "17",
]


def window_of(words: Words, tags: Mapping[int, int], *, first: int = 0, end: int | None = None) -> EncodedWindow:
    """The encoder's answer for some words: which name tag each has."""
    end = len(words) if end is None else end
    name = np.zeros((end - first, 9), dtype=np.float32)
    name[:, 0] = 0.5
    for index, tag in tags.items():
        if first <= index < end:
            name[index - first, tag] = 1
    zeros = np.zeros((end - first, 4), dtype=np.float32)
    return EncodedWindow(
        first=first,
        end=end,
        cue=zeros,
        nested=zeros,
        name=name,
        states=zeros,
        head=zeros,
        points=zeros,
        refer=zeros,
        factual=zeros[:, 0],
    )


def names_of(text: str, tags: str, sources: Iterable[Run] = ()) -> list[tuple[str, str]]:
    """Names and kinds in a text; tags are written as "Novak/B-person", each for the first word of that form."""
    words = split_words(text)
    at = {}
    for tag in tags.split():
        form, _, label = tag.rpartition("/")
        at[words.forms.index(form)] = TAGS[label]
    found = find_names(text, words, [window_of(words, at)], sources, (load_gazetteer(), load_words()))
    return [(text[words.starts[n.first] : words.ends[n.end - 1]], n.kind) for n in found]


def names_of_source(text: str, source: str, tags: str = "") -> list[tuple[str, str]]:
    """Names in a text in which these words are a source."""
    words = split_words(text)
    first = words.starts.index(text.index(source))
    return names_of(text, tags, [(first, first + len(split_words(source)))])


@pytest.mark.parametrize(
    "tags",
    [
        "Robert/B-person Scott/B-person",
        "Robert/B-person Bobby/B-person Scott/I-person",
        "Robert/B-person Bobby/B-person Scott/B-person",
    ],
)
def test_a_nickname_does_not_divide_a_name(tags: str) -> None:
    """Robert "Bobby" Scott is one person, however the tagger cuts him up."""
    assert names_of("Then Robert “Bobby” Scott spoke.", tags) == [("Robert “Bobby” Scott", "person")]
    assert names_of('Then Robert "Bobby" Scott spoke.', tags) == [('Robert "Bobby" Scott', "person")]


def test_two_who_stand_beside_a_quotation_are_two() -> None:
    """A quotation between two names is no nickname unless it is short."""
    text = "Novak “was late again that day” Haddad said."
    assert len(names_of(text, "Novak/B-person Haddad/B-person")) == 2


def test_an_initial_does_not_divide_a_name() -> None:
    """Donald J. Trump is one name with the full stop inside."""
    tags = "Donald/B-person J/I-person ./I-person Trump/I-person"
    assert names_of("So Donald J. Trump spoke.", tags) == [("Donald J. Trump", "person")]


@pytest.mark.parametrize(
    "tags", ["Djamena/B-place", "N/B-place '/I-place Djamena/I-place", "N/B-place Djamena/B-place"]
)
def test_an_apostrophe_does_not_divide_a_name(tags: str) -> None:
    """N'Djamena is one name, however much of it the tagger saw."""
    assert names_of("In N'Djamena it rains.", tags) == [("N'Djamena", "place")]


def test_a_hyphen_does_not_divide_a_name() -> None:
    """The parts of Port-Louis are one name; a dash between spaces joins nothing."""
    assert names_of("In Port-Louis it rains.", "Louis/B-place") == [("Port-Louis", "place")]
    assert names_of("In Port-Louis it rains.", "Port/B-place") == [("Port-Louis", "place")]
    assert names_of("In Port - Louis left.", "Louis/B-person") == [("Louis", "person")]


def test_possessives_and_quotation_marks_are_no_part_of_a_name() -> None:
    """A name ends before "’s" and begins after "the" and a quotation mark."""
    assert names_of("Then Novak’s aide left.", "Novak/B-person ’/I-person s/I-person") == [("Novak", "person")]
    tags = "“/B-organization Harbour/I-organization Board/I-organization ”/I-organization"
    assert names_of("So “Harbour Board” met.", tags) == [("Harbour Board", "organization")]
    tags = "the/B-organization Harbour/I-organization Board/I-organization"
    assert names_of("Now the Harbour Board met.", tags) == [("Harbour Board", "organization")]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("So they left.", "they/B-person"),
        ("He left.", "He/B-person"),
        ("The President left.", "President/B-person"),
        ("Officials left.", "Officials/B-organization"),
        ("It is so. Farmers left.", "Farmers/B-organization"),
        ("So rain fell.", "rain/B-other"),
    ],
)
def test_common_words_are_no_names(text: str, tags: str) -> None:
    """Pronouns, titles alone, words in lower case, and plurals that only begin a sentence are no names."""
    assert names_of(text, tags) == []


def test_a_title_makes_a_name() -> None:
    """ "Mr. Farmers" is a man, though farmers are many."""
    assert names_of("Mr. Farmers left.", "Farmers/B-person") == [("Farmers", "person")]


def test_most_tags_decide_the_kind() -> None:
    """A name that is tagged differently in one text is what it is tagged most often."""
    text = "Novak met us. We like Novak. We saw Novak."
    words = split_words(text)
    at = [i for i, form in enumerate(words.forms) if form == "Novak"]
    tags = {at[0]: TAGS["B-place"], at[1]: TAGS["B-person"], at[2]: TAGS["B-person"]}
    found = find_names(text, words, [window_of(words, tags)], (), (load_gazetteer(), load_words()))
    assert [name.kind for name in found] == ["person"] * 3


def test_the_gazetteer_overrules_the_tagger() -> None:
    """A known state is a state and a seat of government a place, whatever the tag; a state without a tag is found."""
    assert names_of("Then Turkey left.", "Turkey/B-person") == [("Turkey", "state")]
    assert names_of("Then Ankara left.", "Ankara/B-organization") == [("Ankara", "place")]
    assert names_of("Then Uzbekistan left.", "") == [("Uzbekistan", "state")]


def test_who_speaks_has_a_name() -> None:
    """A source in capitalized words is a name that the tagger passed over: a person, or a body after "the"."""
    assert names_of_source("Then Noor Haddad said so.", "Noor Haddad") == [("Noor Haddad", "person")]
    assert names_of_source("Then Mr. Haddad said so.", "Mr. Haddad") == [("Haddad", "person")]
    assert names_of_source("Then the Harbour Board said so.", "the Harbour Board") == [
        ("Harbour Board", "organization")
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("He said so.", "He"),
        ("Officials said so.", "Officials"),
        ("The minister said so.", "The minister"),
        ("Rain said so, and rain fell.", "Rain"),
    ],
)
def test_not_every_source_is_a_name(text: str, source: str) -> None:
    """Pronouns, descriptions and common nouns that begin a sentence stay what they are."""
    assert names_of_source(text, source) == []


def test_a_source_joins_what_the_tagger_cut() -> None:
    """A body of which only a part was tagged has its whole name from the source."""
    text = "Then the Harbour Board said so."
    assert names_of_source(text, "the Harbour Board", "Harbour/B-place") == [("Harbour Board", "organization")]


@pytest.mark.parametrize("text", ["Tudor Manescu spoke.", "Then it rained.\n\nTudor Manescu spoke."])
def test_a_first_name_at_the_head_of_a_paragraph_is_part_of_the_name(text: str) -> None:
    """The tagger often passes over the first word of a paragraph, which is capitalized anyway: "Tudor Manescu"."""
    assert names_of(text, "Manescu/B-person") == [("Tudor Manescu", "person")]


@pytest.mark.parametrize(
    "text",
    [
        "However Manescu spoke.",
        "Yesterday Manescu spoke.",
        "Minister Manescu spoke.",
        "Senators Manescu liked spoke.",
        "Rain Manescu saw, and then rain fell.",
        "NATO Manescu left.",
        "J Manescu left.",
        "“Manescu spoke.",
        "Tudor\n\nManescu spoke.",
        "Tudor, Manescu said, slept.",
        "Mr. Manescu spoke.",
        "Dr Manescu spoke.",
    ],
)
def test_not_every_first_word_is_a_first_name(text: str) -> None:
    """Openers, offices, words that are common elsewhere, capitals, titles and other paragraphs stay outside a name."""
    assert names_of(text, "Manescu/B-person") == [("Manescu", "person")]


def test_only_persons_have_first_names() -> None:
    """A town after a capitalized word keeps its own name."""
    assert names_of("Sunny Samarkand slept.", "Samarkand/B-place") == [("Samarkand", "place")]


def test_a_first_name_that_was_tagged_is_not_doubled() -> None:
    """A name that the tagger cut in two, or tagged whole, is one name."""
    for tags in ("Tudor/B-person Manescu/B-person", "Tudor/B-person Manescu/I-person"):
        assert names_of("Tudor Manescu spoke.", tags) == [("Tudor Manescu", "person")]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Mr. Haddad", "Haddad"),
        ("Dr. Noor Haddad", "Noor Haddad"),
        ("the Rev. Noor Haddad", "Noor Haddad"),
        ("Sir Noor Haddad", "Noor Haddad"),
    ],
)
def test_a_title_before_a_source_is_no_part_of_the_name(source: str, name: str) -> None:
    """Who speaks under a title is a person, named without it, even after "the"."""
    assert names_of_source(f"Then {source} said so.", source) == [(name, "person")]


@pytest.mark.parametrize("source", ["Bureau of Statistics", "the Ministry of Trade", "Council for the Harbour"])
def test_a_body_with_small_words_in_its_name(source: str) -> None:
    """ "of" and "for" do not end the name of a body that speaks, and its noun tells that it is one."""
    body = source.removeprefix("the ")
    assert names_of_source(f"Then {source} said so.", source) == [(body, "organization")]


def test_a_body_of_which_several_parts_were_tagged_is_one() -> None:
    """ "Ministry of Trade" that the tagger cut into two names is one name."""
    tags = "Ministry/B-organization Trade/B-other"
    assert names_of_source("Then the Ministry of Trade said so.", "the Ministry of Trade", tags) == [
        ("Ministry of Trade", "organization")
    ]


@pytest.mark.parametrize(
    ("source", "tags", "found"),
    [
        ("Harbour Board", "Harbour/B-organization Board/I-organization", [("Harbour Board", "organization")]),
        ("Harbour Bay", "Harbour/B-place Bay/I-place", [("Harbour Bay", "place")]),
        ("Noor Haddad of Oslo", "Haddad/B-person Oslo/B-place", [("Haddad", "person"), ("Oslo", "place")]),
        ("Minister of Trade", "Trade/B-other", [("Trade", "other")]),
        ("the harbour of Oslo", "Oslo/B-place", [("Oslo", "place")]),
    ],
)
def test_what_was_tagged_well_is_left_alone(source: str, tags: str, found: list[tuple[str, str]]) -> None:
    """A whole name, a source with a person in it, an office and a description in small letters change nothing."""
    assert names_of_source(f"Then {source} said so.", source, tags) == found


def test_windows_count_from_the_text() -> None:
    """Names of a later window stand where they stand in the text."""
    text = "Rain fell.\n\nThen Novak spoke."
    words = split_words(text)
    windows = [
        window_of(words, {}, end=3),
        window_of(words, {words.forms.index("Novak"): TAGS["B-person"]}, first=3),
    ]
    found = find_names(text, words, windows, (), (load_gazetteer(), load_words()))
    assert [(name.first, name.end) for name in found] == [(4, 5)]


@st.composite
def tagged_texts(draw: st.DrawFn) -> tuple[str, dict[int, int], list[Run]]:
    """A text of few forms with any tags on its words and any of its words as sources."""
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=25))
    joins = draw(st.lists(st.sampled_from(["", " ", " "]), min_size=len(forms), max_size=len(forms)))
    text = "".join(form + join for form, join in zip(forms, joins, strict=True))
    size = len(split_words(text))
    tags = draw(st.dictionaries(st.integers(0, size - 1), st.integers(0, 8)))
    sources = []
    for first in draw(st.lists(st.integers(0, size - 1), max_size=3)):
        sources.append((first, draw(st.integers(first + 1, min(size, first + 5)))))
    return text, tags, sources


@given(tagged_texts())
def test_names_stay_within_the_text(made: tuple[str, dict[int, int], list[Run]]) -> None:
    """Whatever is tagged, healed and joined, every name is words of the text, in order, with a known kind."""
    text, tags, sources = made
    words = split_words(text)
    found: tuple[Name, ...] = find_names(
        text, words, [window_of(words, tags)], sources, (load_gazetteer(), load_words())
    )
    assert all(0 <= name.first < name.end <= len(words) for name in found)
    assert list(found) == sorted(found, key=lambda name: name.first)
    assert {name.kind for name in found} <= {*KINDS, "state", "group"}
