"""Texts that are not English: nothing is proposed about them, and it is said why."""

from __future__ import annotations

import pytest

from parley.pages.fields import LEAST_LETTERS
from parley.pages.files import make_page
from parley.pipeline.build import Reader, build_reader
from parley.pipeline.contract import annotation
from parley.pipeline.languages import is_read, notes_on
from parley.pipeline.read import read_page
from parley.settings import Settings
from parley.terms.review import Reading

FRENCH = (
    "Le ministre des Finances, Jean Dupont, a déclaré mercredi que les impôts augmenteraient l'année prochaine. "
    "« Nous n'avons pas le choix », a-t-il dit devant l'Assemblée. La porte-parole de l'opposition, Marie Lefèvre, "
    "a répondu que le gouvernement mentait. Selon elle, Donald Trump said rien de tel.\n"
)
GERMAN = (
    "Der Finanzminister Karl Weber sagte am Mittwoch, die Steuern würden im nächsten Jahr steigen. „Wir haben keine "
    "Wahl“, sagte er im Bundestag. Die Sprecherin der Opposition, Anna Vogel, erwiderte, die Regierung lüge, und "
    "kündigte an, gegen den Haushalt zu stimmen.\n"
)
RUSSIAN = (
    "Министр финансов Иван Петров заявил в среду, что в следующем году налоги вырастут. «У нас нет выбора», — сказал "
    "он в парламенте. Представитель оппозиции Анна Соколова ответила, что правительство лжёт, и пообещала голосовать "
    "против бюджета, потому что граждане уже заплатили достаточно.\n"
)
CROATIAN = (
    "Ministar financija Ivan Horvat rekao je u srijedu da će porezi sljedeće godine rasti. „Nemamo izbora“, rekao je u "
    "Saboru. Glasnogovornica oporbe Ana Kovač odgovorila je da vlada laže i najavila da će glasati protiv proračuna, "
    "jer su građani već dovoljno platili.\n"
)
ENGLISH = "The finance minister, Ana Petrova, said that taxes would rise next year.\n"


@pytest.fixture(scope="module")
def reader(weights: object) -> Reader:  # noqa: ARG001 - skips where there are none
    """A reader with the weights that ship."""
    return build_reader(Settings())


@pytest.mark.parametrize(("text", "code"), [(FRENCH, "fr"), (GERMAN, "de"), (RUSSIAN, "ru")])
def test_nothing_is_proposed_about_a_text_that_is_not_english(reader: Reader, text: str, code: str) -> None:
    """No nonsense from a machine that knows English only; its sentences are there, so that it can be searched."""
    found = reader.annotate(text)
    assert (found.statements, found.mentions, found.actors) == ((), (), ())
    assert found.sentences
    assert reader.language_of(text) == code
    outcome = read_page(make_page(f"{text}\n{text}".encode(), location="page.txt"), reader)
    assert isinstance(outcome, Reading)
    assert outcome.article.language == code
    assert (outcome.proposals.statements, outcome.proposals.mentions, outcome.proposals.actors) == ((), (), ())


def test_near_languages_are_told_from_english(reader: Reader) -> None:
    """Where two languages are too near to be told apart, neither is English: the text is not read as English."""
    assert reader.language_of(CROATIAN) in {"hr", "bs", "sr"}
    assert reader.annotate(CROATIAN).statements == ()


def test_a_short_text_is_read_as_english(reader: Reader) -> None:
    """Too few letters to tell a language never cost an English text its statements."""
    short = FRENCH[:150]
    assert sum(sign.isalpha() for sign in short) < LEAST_LETTERS
    assert reader.language_of(short) == "en"
    assert annotation("x", short, reader.language_of(short), reader.annotate(short))["notes"] == []


def test_the_caller_knows_better(reader: Reader) -> None:
    """A language that is given is not searched for: an English text called French gets nothing, and the reverse."""
    assert reader.annotate(ENGLISH, language="fr").statements == ()
    assert reader.annotate(ENGLISH, language="en-GB") == reader.annotate(ENGLISH)
    assert reader.annotate(FRENCH, language="en") != reader.annotate(FRENCH)


@pytest.mark.parametrize("language", ["en", "EN", "en-GB", "en_US", "eng"])
def test_english_has_many_spellings(language: str) -> None:
    """Tags of countries and other codes of English are English, and need no note."""
    assert is_read(language)
    assert notes_on(language) == []


def test_a_note_names_the_language() -> None:
    """What is said is a sentence with the name and the code; a code that nobody knows is quoted as it is."""
    assert notes_on("fr") == ["This text is in French (fr); statements are found in English only."]
    assert "'qqq'" in notes_on("qqq")[0]
    assert notes_on(None) == []
