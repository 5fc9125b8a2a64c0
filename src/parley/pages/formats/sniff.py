"""What bytes are: first by how they begin, then by the ending of the file's name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from parley.pages.formats import factiva, jsonlines, lexisnexis
from parley.terms.text import MediaType

ContainerKind = Literal["warc", "jsonl", "lexisnexis", "factiva"]

HEAD = 262_144
"""Bytes that are looked at; the first document of an export should fit."""
_HTML_ENDINGS = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
_MAIL = re.compile(rb"(?:[A-Za-z][\w-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
_MAIL_FIELDS = re.compile(
    rb"^(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID):", re.IGNORECASE | re.MULTILINE
)
_WORD: MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def media_type_of(content: bytes, location: str) -> MediaType:
    """What a page's bytes are.

    Args:
        content: all of them, or the first ``HEAD``.
        location: file path or address; its ending decides where the bytes leave it open.
    """
    ending = PurePosixPath(location.partition("#")[0].partition("?")[0]).suffix.casefold()
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = start.lower()
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) and _is_word(content, ending):
        return _WORD
    if ending in _HTML_ENDINGS or lower.startswith(_HTML_STARTS) or b"<html" in lower or b"<!doctype html" in lower:
        return "message/rfc822" if ending == ".eml" or _is_mail(content) else "text/html"
    if ending == ".eml" or _is_mail(content):
        return "message/rfc822"
    return "text/plain"


def _is_word(content: bytes, ending: str) -> bool:
    """Whether an archive is a Word document: by the name of its part, which stands in the list of contents."""
    return b"word/document.xml" in content or ending in (".docx", ".doc")


def _is_mail(content: bytes) -> bool:
    """Whether bytes begin with the headers that only mail programs write."""
    match = _MAIL.match(content[:65_536])
    return match is not None and len(set(_MAIL_FIELDS.findall(match.group()))) >= 2


def container_of(start: bytes, location: str) -> ContainerKind | None:
    """The kind of file that holds many pages, or None where it is one page.

    Args:
        start: its first bytes, unpacked.
        location: file path or address.
    """
    name = location.casefold().removesuffix(".gz")
    if start.startswith(b"WARC/"):
        return "warc"
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        listed = name.endswith((".jsonl", ".ndjson", ".jl"))
        return "jsonl" if listed or jsonlines.looks_like(start) else None
    if name.endswith((".jsonl", ".ndjson", ".jl")):
        return "jsonl"
    if b"\x00" in start[:2048] or any(mark in start[:1024] for mark in (b"%PDF-", b"PK\x03\x04")):
        return None
    if factiva.looks_like(start):
        return "factiva"
    return "lexisnexis" if lexisnexis.looks_like(start) else None
