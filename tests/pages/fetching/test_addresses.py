"""Addresses: one reading each, and no disguise."""

from __future__ import annotations

import pytest

from parley.errors import PageRefused
from parley.pages.fetching.addresses import is_address, parse_address, shown


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://Example.ORG", "https://example.org/"),
        ("HTTP://example.org:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org.:443/", "https://example.org/"),
        ("https://example.org:8443/a%20b", "https://example.org:8443/a%20b"),
        ("https://bücher.example/straße?q=ü", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC"),
        ("https://пример.example/", "https://xn--e1afmkfd.example/"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:2800:0220:0001::1]/", "http://[2606:2800:220:1::1]/"),
        ("http://example.org/a b".replace(" ", "%20"), "http://example.org/a%20b"),
        ("http://example.org/[x]'\"<>", "http://example.org/%5Bx%5D'%22%3C%3E"),
    ],
)
def test_an_address_has_one_form(given: str, wanted: str) -> None:
    """Case, default ports, fragments and international letters are brought into one ASCII form."""
    assert parse_address(given).url == wanted


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("ftp://example.org/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://example.org:70/x", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("data:text/html,x", "only http and https"),
        ("//example.org/", "only http and https"),
        ("http://user@example.org/", "user name"),
        ("http://user:secret@example.org/", "user name"),
        ("http://example.org@127.0.0.1/", "user name"),
        ("http://2130706433/", "in disguise"),
        ("http://0x7f000001/", "in disguise"),
        ("http://0x7f.0.0.1/", "in disguise"),
        ("http://0177.0.0.1/", "in disguise"),
        ("http://127.1/", "in disguise"),
        ("http://127.0.0.0x1/", "in disguise"),
        ("http://１２７.０.０.１:99999/", "no address"),
        ("http://①②⑦.１/", "in disguise"),
        ("http://[::1%25eth0]/", "no IPv6"),
        ("http://[::ffff:127.0.0.1/", "no address"),
        ("http://exa%6dple.org/", "no name"),
        ("http://-bad.example/", "no name"),
        ("http:///path", "no name"),
        ("http://a..b/", "no name"),
        ("http://" + "a" * 64 + ".example/", "no name"),
        ("http://example.org\\@127.0.0.1/", "control character"),
        ("http://example.org/\r\nHost: other", "control character"),
        ("http://exam\tple.org/", "control character"),
        ("http://example.org/\x00", "control character"),
        ("http://example.org/\ud800", "control character"),
        ("http://example.org:port/", "no address"),
        ("http://example.org:70000/", "no address"),
        ("http://example.org/" + "a" * 9000, "characters"),
        ("", "only http and https"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(given: str, words: str) -> None:
    """Other schemes, user-info, numbers in disguise, control characters and broken hosts are refused with a sentence."""
    with pytest.raises(PageRefused) as refused:
        parse_address(given)
    assert words in refused.value.what
    assert refused.value.cure
    assert refused.value.sentence().isprintable()


def test_messages_hide_passwords_and_control_characters() -> None:
    """What is shown of an address gives no secret away and cannot steer a terminal."""
    assert "secret" not in shown("http://user:secret@example.org/")
    assert shown("http://a/\x1b[31m").isprintable()
    assert len(shown("http://a/" + "b" * 100_000)) <= 300


def test_an_address_is_told_from_a_file() -> None:
    """Only what begins with a scheme and two strokes is fetched."""
    assert is_address("https://example.org/?a=*")
    assert is_address("FTP://example.org")
    assert not is_address("news/page.html")
    assert not is_address("C:\\news\\page.html")
