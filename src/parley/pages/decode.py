"""Bytes to text: byte order mark, the server's word, the page's own word, UTF-8, then detection.

The order is that of the WHATWG's HTML standard ("determining the character encoding"), and labels mean what its
encoding standard says. One departure: bytes that are valid UTF-8 beyond ASCII are read as that, whatever is declared.
No other encoding gives such bytes by chance, and servers that declare Latin-1 for everything are common.
"""

from __future__ import annotations

import codecs
import re

from parley.errors import PageRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"WARC/", "a web archive"),
    (b"\x7fELF", "a program"),
)
_CODECS = {
    label: codec
    for codec, labels in {
        "cp1252": "ascii us-ascii ansi_x3.4-1968 latin1 l1 iso-8859-1 iso8859-1 iso_8859-1 iso88591 x-user-defined "
        "x-cp1252",
        "cp1254": "iso-8859-9 iso8859-9 iso_8859-9 latin5 l5 x-cp1254",
        "cp874": "iso-8859-11 iso8859-11 tis-620 dos-874",
        "cp1251": "x-cp1251",
        "gb18030": "gb2312 gbk x-gbk gb_2312-80 chinese csgb2312",
        "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji csshiftjis windows-31j",
        "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 korean windows-949",
        "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
        "iso8859-8": "iso-8859-8-i logical visual",
        "mac-roman": "macintosh x-mac-roman",
        "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
        "koi8-r": "koi koi8",
        "utf-8": "utf8 unicode-1-1-utf-8 x-unicode20utf8",
        "utf-16-le": "utf-16 ucs-2 unicode",
    }.items()
    for label in labels.split()
}
"""Labels that do not mean what Python takes them for."""
_READ = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 "
    "iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 "
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb18030 big5hkscs euc_jp iso2022_jp cp932 "
    "cp949".split()
)
"""Python's codecs that read what the web has; others (UTF-7, escapes, packers) are none of a page's business."""
BROKEN = 0.01
"""A declared encoding is believed where at most this share of the characters cannot be read in it."""
BROKEN_UNDECLARED = 0.001
"""The same for UTF-8 that nobody declared."""
PRESCAN = 4096
"""Bytes in which a page's own declaration is looked for; the standard asks for 1,024, long heads put it later."""


def decode(content: bytes, *, where: str, charset: str | None = None) -> str:
    """The text that some bytes hold.

    Args:
        content: the bytes as fetched.
        where: the page's location, for the message.
        charset: the encoding that the server declared.

    Raises:
        PageRefused: they are empty, not text, or in no encoding that gives text.
    """
    _check_kind(content, where)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, where)
    server = codec_of(charset)
    if server is not None and server.startswith(("utf-16", "utf-32")):
        return _strictly(content, server, where)
    if b"\x00" in content:
        raise PageRefused(
            "these are binary data, not text or HTML", where=where, cure="Save the page as HTML or plain text"
        )
    names = [name for name in (server, _own_word(content)) if name is not None]
    if not any(name.startswith("iso2022") for name in names):
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in names:
        if (text := _nearly(content, name, BROKEN)) is not None:
            return text
    text = _nearly(content, "utf-8", BROKEN_UNDECLARED)
    return text if text is not None else _detected(content, where)


def charset_in(content_type: str) -> str | None:
    """The encoding that a Content-Type header declares, in small letters; None where it declares none."""
    found = _PARAMETER.search(content_type)
    return found.group(1).lower() if found else None


def codec_of(label: str | None) -> str | None:
    """The codec that a label of the web stands for; None where it is no label."""
    folded = (label or "").strip().casefold()
    if not folded:
        return None
    try:
        name = codecs.lookup(_CODECS.get(folded, folded)).name
    except (LookupError, ValueError):
        return None
    return name if name in _READ else None


def _check_kind(content: bytes, where: str) -> None:
    """Refuse what is empty or known to be something else."""
    if not content.strip():
        raise PageRefused("the page is empty", where=where, cure="Fetch it again or leave it out")
    for start, kind in _KINDS:
        if content.startswith(start):
            raise PageRefused(
                f"this is {kind}, not text or HTML", where=where, cure="Save the page as HTML or plain text"
            )


def _own_word(content: bytes) -> str | None:
    """The encoding that the page declares; one of two-byte units cannot be, since the declaration was readable."""
    declared = _DECLARED.search(content[:PRESCAN])
    name = codec_of((declared.group(1) or declared.group(2)).decode("ascii", "replace")) if declared else None
    return "utf-8" if name is not None and name.startswith(("utf-16", "utf-32")) else name


def _nearly(content: bytes, encoding: str, broken: float) -> str | None:
    """The text, with U+FFFD for what cannot be read; None where that is more than a share of it."""
    text = content.decode(encoding, "replace")
    bad = text.count("\ufffd")
    return text if bad <= max(broken * len(text), 2 if broken >= BROKEN else 0) else None


def _strictly(content: bytes, encoding: str, where: str) -> str:
    try:
        # The zero character is none of a text, and not every database can store it.
        return content.decode(encoding).replace("\x00", "\ufffd")
    except UnicodeDecodeError as error:
        raise PageRefused(
            f"the page says it is {encoding} but is not", where=where, cure="Save it again as UTF-8"
        ) from error


def _detected(content: bytes, where: str) -> str:
    """The text by detection, from a sample that is large enough to tell."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed, slow to import

    best = from_bytes(content[:200_000]).best()
    for encoding in ([best.encoding] if best else []) + ["cp1252"]:
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise PageRefused("the page is in no encoding that gives text", where=where, cure="Save it again as UTF-8")
