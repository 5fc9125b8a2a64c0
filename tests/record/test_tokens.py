"""How texts are cut into words for the search index."""

from __future__ import annotations

import sqlite3
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.tokens import (
    LONGEST_WORD,
    MOST_BYTES,
    MOST_PLACES,
    MOST_WORDS,
    cut,
    index_vector,
    index_words,
    lexeme,
    words_of,
)
from parley.terms.names import fold_name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Armed resistance.", "armed resistance"),
        ("COVID-19, al-Qaida; the U.S.", "covid 19 al qaida the u s"),
        ("O'Brien O’Brien Oʼbrien", "o brien o brien o brien"),
        ("Été ÉTÉ e\u0301te\u0301", "ete ete ete"),
        ("İstanbul STRASSE straße ﬁn", "istanbul strasse strasse fin"),
        ("ＡＢＣ Ⅷ ٣", "abc viii ٣"),
        ("Мирзиёев", "мирзиеев"),
        ("نَصْر", "نصر"),
        ("می\u200cخواهم sanc\u00adtions", "میخواهم sanctions"),
        ("one\u200btwo", "one two"),
        ("said² 5½ CO₂", "said 5 co2"),
        ("1\ufe0f\u20e3 कि", "1 कि"),
        ("\u0301 — ₠ ❤\ufe0f \ud800 \x00", ""),
        ("ͺ", "ι"),
        ("a_b@c.d", "a b c d"),
        ("北京 会谈", "北京 会谈"),
        ("", ""),
    ],
)
def test_words_are_runs_of_letters_and_digits_folded(text: str, words: str) -> None:
    """Case, diacritics, compatibility forms and invisible signs do not keep a word from being found."""
    assert index_words(text) == words


def test_offsets_are_those_of_the_original_text() -> None:
    """What folding makes longer or shorter still points at what stood there."""
    text = "Die ﬁnnische Straße e\u0301te\u0301 sanc\u00adtions’ 1\u00ad."
    assert [text[token.start : token.end] for token in cut(text)] == [
        "Die",
        "ﬁnnische",
        "Straße",
        "e\u0301te\u0301",
        "sanc\u00adtions",
        "1",
    ]


def test_a_run_that_folds_to_nothing_is_no_word() -> None:
    """A letter that is nothing but what folding takes away is passed over."""
    nothing = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code))[0] == "L" and not cut(chr(code))]
    assert set(nothing) <= {"\u02bc"} | {sign for sign in nothing if fold_name(sign).strip() == ""}


@given(st.text())
def test_a_word_folds_like_a_name(text: str) -> None:
    """Names and texts are compared by one folding: a name that is one word is that word."""
    for token in cut(text):
        if token.word.isascii() and text[token.start : token.end].isalpha():
            assert token.word == fold_name(text[token.start : token.end])


@given(st.text())
def test_offsets_are_in_order_and_words_are_clean(text: str) -> None:
    """Tokens never overlap, and no word holds a sign that a database could take for syntax."""
    end = 0
    for token in cut(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert cut(text[token.start : token.end])[0].word == token.word
        assert all(unicodedata.category(sign)[0] in "LNM" for sign in token.word)
        assert not any("A" <= sign <= "Z" for sign in token.word)


@given(st.text())
def test_an_ascii_text_is_cut_as_any_other(text: str) -> None:
    """The short way for ASCII gives what the long way gives."""
    plain = text.encode("ascii", "replace").decode()
    assert [*cut(plain), *cut("é")] == [*cut(plain + " é")[:-1], *cut("é")]


def test_very_long_words_are_cut_alike_in_texts_and_queries() -> None:
    """Neither database has to take a word that is longer than it takes; long runs of marks cost no time."""
    assert words_of("x" * 10_000) == ["x" * LONGEST_WORD]
    assert words_of("é" * 10_000) == ["e" * LONGEST_WORD]
    assert words_of("ﷺ" * LONGEST_WORD)[0] == ("صلىاللهعليهوسلم" * LONGEST_WORD)[:LONGEST_WORD]
    assert words_of("a" + "\u0301\u0316" * 1_000_000) == ["a"]
    assert len(("\U00020000" * LONGEST_WORD).encode()) <= 2046


def test_a_vector_names_each_word_with_its_positions() -> None:
    """PostgreSQL is given words with positions from 1 on; of quotes and backslashes none is bare."""
    assert index_vector("War and war, and peace") == "'war':1,3 'and':2,4 'peace':5"
    assert index_vector("—") == ""
    assert lexeme("o'b\\") == "'o''b\\\\'"


def test_what_a_vector_cannot_hold_is_left_out_of_both_indexes() -> None:
    """Both databases hold the same words of a passage that is too long for one of them."""
    often = index_words("war " * 300 + "peace").split()
    assert often[: MOST_PLACES + 1] == ["war"] * MOST_PLACES + ["\ue000"]
    assert len(often) == 301
    assert index_vector("war " * 300 + "peace").endswith("'peace':301")
    assert "\ue000" not in index_vector("war " * 300)
    many = " ".join(map(str, range(20_000)))
    assert len(index_words(many).split()) == MOST_WORDS
    assert index_vector(many).endswith(f":{MOST_WORDS}")
    wide = " ".join(f"{number}{'x' * 240}" for number in range(10_000))
    assert MOST_BYTES - 300 < len(index_words(wide).replace(" ", "")) <= MOST_BYTES


def _tokenized(words: list[str]) -> list[list[str]]:
    """What FTS5's own tokenizer makes of each text."""
    database = sqlite3.connect(":memory:")
    database.execute('CREATE VIRTUAL TABLE search USING fts5(words, tokenize = "ascii")')
    database.execute("CREATE VIRTUAL TABLE instance USING fts5vocab(search, instance)")
    database.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", enumerate(words))
    found: list[list[str]] = [[] for _ in words]
    for number, term in database.execute("SELECT doc, term FROM instance ORDER BY doc, offset"):
        found[number].append(term)
    database.close()
    return found


@given(st.lists(st.text(max_size=30), max_size=30))
def test_fts5_cuts_what_it_is_given_into_exactly_our_words(texts: list[str]) -> None:
    """SQLite's tokenizer changes nothing about the words and finds no other border."""
    assert _tokenized([index_words(text) for text in texts]) == [words_of(text) for text in texts]


def test_fts5_takes_every_sign_that_a_word_can_hold() -> None:
    """There is no letter, digit or mark at all on which our tokenizer and SQLite's disagree."""
    signs = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] in "LNM"]
    texts = ["a" + " a".join(signs[at : at + 1000]) for at in range(0, len(signs), 1000)]
    assert _tokenized([index_words(text) for text in texts]) == [words_of(index_words(text)) for text in texts]
