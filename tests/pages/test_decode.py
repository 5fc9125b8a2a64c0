"""Bytes to text: whose word about the encoding counts."""

import pytest

from parley.errors import PageRefused
from parley.pages.decode import charset_in, codec_of, decode

WORDS = "Переговоры о границе продолжатся осенью, сообщил министр."


def test_the_server_comes_before_the_page() -> None:
    """HTTP's charset wins over a meta element that says otherwise."""
    content = f'<meta charset="koi8-r"><p>{WORDS}'.encode("cp1251")
    assert WORDS in decode(content, where="x", charset="windows-1251")
    assert WORDS not in decode(content, where="x")


def test_a_mark_comes_before_the_server() -> None:
    """A byte order mark wins over everything and is no character of the text."""
    content = "\ufeff".encode("utf-16-le") + WORDS.encode("utf-16-le")
    assert decode(content, where="x", charset="windows-1251") == WORDS
    assert decode(b"\xef\xbb\xbf" + WORDS.encode(), where="x", charset="koi8-r") == WORDS


def test_the_page_comes_before_detection() -> None:
    """Without a server's word the page's own declaration is read."""
    for head in ('<meta charset="windows-1251">', '<?xml version="1.0" encoding="windows-1251"?>'):
        assert WORDS in decode((head + WORDS).encode("cp1251"), where="x")


def test_valid_utf8_is_read_as_that_whatever_is_declared() -> None:
    """Servers that declare Latin-1 for everything are common; no other encoding gives valid UTF-8 by chance."""
    assert decode(WORDS.encode(), where="x", charset="iso-8859-1") == WORDS


def test_escapes_of_japanese_are_no_ascii() -> None:
    """ISO-2022-JP consists of ASCII bytes, so the declaration must be asked before UTF-8."""
    content = "会談は続く".encode("iso2022_jp")
    assert decode(content, where="x", charset="iso-2022-jp") == "会談は続く"


def test_a_server_may_declare_utf16() -> None:
    """Two-byte text without a mark is read where the server says so, and is binary data where nobody does."""
    assert decode(WORDS.encode("utf-16-be"), where="x", charset="utf-16be") == WORDS
    with pytest.raises(PageRefused, match="binary"):
        decode("Talks".encode("utf-16-be"), where="x")


def test_a_page_that_could_be_read_does_not_declare_utf16() -> None:
    """The WHATWG's rule: such a declaration means UTF-8."""
    assert WORDS in decode(f'<meta charset="utf-16">{WORDS}'.encode(), where="x")


def test_a_few_broken_bytes_spoil_nothing() -> None:
    """One cut-off character becomes U+FFFD; the rest stays what was declared."""
    content = b'<meta charset="utf-8">' + WORDS.encode() * 5 + "д".encode()[:1]
    text = decode(content, where="x")
    assert WORDS in text
    assert text.endswith("\ufffd")


def test_labels_mean_what_the_web_takes_them_for() -> None:
    """Latin-1 is Windows-1252, GB2312 is GB18030, Shift_JIS has Microsoft's characters."""
    assert decode(b"<p>\x93Talks\x94", where="x", charset="ISO-8859-1") == "<p>“Talks”"
    assert codec_of("gb2312") == "gb18030"
    assert codec_of("Shift_JIS") == "cp932"


@pytest.mark.parametrize(
    "label", ["", " ", "utf-7", "zip", "unicode_escape", "no-such", "x" * 5000, "ü", "a\x00b", None]
)
def test_what_is_no_label_is_left_out(label: str | None) -> None:
    """Codecs that unpack or escape are none of a page's business."""
    assert codec_of(label) is None
    assert decode(WORDS.encode(), where="x", charset=label) == WORDS


def test_a_header_names_its_charset() -> None:
    """With and without quotes, whatever the case."""
    assert charset_in('text/html; Charset="Windows-1251"') == "windows-1251"
    assert charset_in("text/html") is None
