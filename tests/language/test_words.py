"""Words, their features and sentences."""

from hypothesis import given
from hypothesis import strategies as st

from parley.language.sentences import split_sentences
from parley.language.words import quoted_words, split_words, word_features


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    """Every word equals the text at its offsets, in order and without overlap."""
    words = split_words(text)
    last = 0
    for form, start, end in zip(words.forms, words.starts, words.ends, strict=True):
        assert text[start:end] == form
        assert start >= last
        last = end
    assert word_features(words.forms, words.paragraphs).shape == (len(words), 3)


@given(st.text())
def test_sentences_hold_every_visible_character(text: str) -> None:
    """No visible character of a text is outside a sentence, and no sentence begins or ends in white space."""
    sentences = split_sentences(text)
    covered = {offset for sentence in sentences for offset in range(sentence.start, sentence.end)}
    assert all(offset in covered for offset, sign in enumerate(text) if not sign.isspace())
    assert all(sentence.span.of(text) == sentence.span.of(text).strip() for sentence in sentences)


def test_abbreviations_do_not_end_sentences() -> None:
    """Titles, initials and numbers keep their sentence together."""
    text = "Mr. J. Novak met Gen. Haddad at 3.5 km from the U.S. embassy. He left. The U.S. The end."
    found = [sentence.span.of(text) for sentence in split_sentences(text)]
    assert found[0] == "Mr. J. Novak met Gen. Haddad at 3.5 km from the U.S. embassy."
    assert found[1] == "He left."


def test_a_quotation_ends_with_its_paragraph() -> None:
    """A quotation mark that is never closed does not quote the rest of the page."""
    words = split_words("“We go on\n\nHe left the room")
    quoted = quoted_words(words.forms, words.paragraphs)
    assert quoted == [True] * 4 + [False] * 4
