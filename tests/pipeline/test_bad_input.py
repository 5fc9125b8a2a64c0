"""Texts that no writer of a grammar expects: never an exception, never an offset outside the text."""

import pytest

from parley.pipeline.build import Reader, build_reader
from parley.settings import Settings
from parley.terms.statements import Proposals

TEXTS = {
    "half surrogate pairs": "The minister \ud83d said that \udc00 taxes would rise.",
    "control characters": "The minister\x00 said\x07 that taxes\x1b[31m would rise.\x0c",
    "combining marks": "The ministe\u0301r Ana Petrova said tha\u0308t taxes would rise.",
    "capitals": 'THE MINISTER, ANA PETROVA, SAID THAT TAXES WOULD RISE. "WE HAVE NO CHOICE," SHE ADDED.',
    "unpaired quotation marks": '"We have no choice, Ana Petrova said. The minister added: “There is no money.',
    "mixed quotation marks": '“We have no choice," Ana Petrova said. «There is no way», she added.',
    "quotation over paragraphs": "“The talks failed,” said Ana Petrova.\n\n“We tried everything.\n\n“We asked. They refused.”",
    "no sentence": "1234 5678 -- ;;; ",
    "nothing": "",
    "white space": " \n\t\u00a0\u2028 ",
    "emoji": "😀 The minister 😀 said 👨‍👩‍👧 that taxes would rise 🇫🇷.",
    "one endless word": "a" * 30_000,
    "only full stops": "." * 5_000,
    "a word a line": "word\n" * 3_000,
    "colons": "a: b: c: d: " * 200,
    "nested marks": "“" * 300 + "said" + "”" * 300,
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    """One reader for all texts."""
    return build_reader(Settings())


def within(text: str, proposals: Proposals) -> bool:
    """Whether every span lies in the text and holds something visible."""
    spans = [span for s in proposals.statements for span in (*s.source, *s.cue, *s.content)] + [
        mention.span for mention in proposals.mentions
    ]
    return all(0 <= span.start < span.end <= len(text) and span.of(text).strip() for span in spans)


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_is_read(reader: Reader, name: str) -> None:
    """Whatever a text is made of, what is found lies in it."""
    assert within(TEXTS[name], reader.annotate(TEXTS[name]))


def test_a_quotation_in_capitals_has_its_speaker(reader: Reader) -> None:
    """All-capital text is read like other text."""
    text = TEXTS["capitals"]
    found = reader.annotate(text)
    contents = [span.of(text) for s in found.statements for span in s.content]
    assert any("TAXES WOULD RISE" in content for content in contents)


def test_a_quotation_over_paragraphs_stays_its_speakers(reader: Reader) -> None:
    """Marks that open each paragraph and close only the last leave every paragraph with the one who speaks."""
    text = (
        "Andres Loik said: “The port is ready.\n\n“The cranes are old.\n\n“We need two years.”\n\nThe crews went home."
    )
    found = reader.annotate(text)
    names = {actor.id: actor.name for actor in found.actors}
    said = {
        span.of(text).strip("“”."): names[s.speakers[0]] for s in found.statements for span in s.content if s.speakers
    }
    assert {"The port is ready", "The cranes are old", "We need two years"} <= set(said)
    assert set(said.values()) == {"Andres Loik"}
    assert not any("crews" in content for content in said)
