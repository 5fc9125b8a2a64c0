"""E-mail (.eml): the subject as title, the sender as author or publication, the day, the text ("mail-1").

Attachments are not read; each is named in a paragraph of furniture, so that a reader sees that there was one.
Runs in the process of ``sandboxed``.
"""

from __future__ import annotations

import re
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

import lxml.html

from parley.errors import PageRefused
from parley.pages.html import match_lines
from parley.pages.linearize import find_lines, linearize_html
from parley.pages.marked import Marked, mark_paragraphs
from parley.terms.text import PARAGRAPH_BREAK, Byline

RENDITION = "mail-1"
MOST_PARTS = 500
MOST_ATTACHMENTS = 50
"""So many are named."""
LEAST_PLAIN = 0.5
"""The plain part is read where it has so many of the letters of the HTML part; else that one."""
_MACHINE = re.compile(
    r"^(?:news|newsletters?|no-?reply|do-?not-?reply|info|mail|mailing|editors?|press|media|alerts?|briefings?|hello|"
    r"contact|updates?|subscriptions?|team)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")


def mark_up(content: bytes) -> Marked:
    """What a mail says.

    Args:
        content: the message, headers and all.

    Raises:
        PageRefused: it is none, has too many parts, or no text.
    """
    message = message_from_bytes(content, policy=policy.default)
    if not message.keys() or ("from" not in message and "subject" not in message):
        raise PageRefused("this is no e-mail: it has no sender and no subject", cure="Save the message as .eml again")
    number = 0
    for number, _ in enumerate(message.walk(), 1):
        if number > MOST_PARTS:
            raise PageRefused(f"the e-mail has more than {MOST_PARTS} parts", cure="Save its text alone")
    body = _body(message)
    if not any(own for _, own in body):
        cure = "Save the attachment by itself and read that"
        raise PageRefused("the e-mail has no text of its own", cure=cure)
    subject = header(message, "subject")
    heads = [(f"{name}: {value}", False) for name in ("From", "Date", "To") if (value := header(message, name))]
    files = [name for name in (_file_name(part) for part in message.iter_attachments()) if name][:MOST_ATTACHMENTS]
    person, publication = sender(message)
    return mark_paragraphs(
        [*heads, (subject, False), *body, *((f"Attachment, not read: {name}", False) for name in files)],
        rendition=RENDITION,
        title=subject or None,
        date=_day(message),
        byline=person,
        publication=publication,
    )


def header(message: MIMEPart, name: str) -> str:
    """A header on one line; empty where there is none that can be read."""
    try:
        value = str(message.get(name) or "")
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):  # broken headers break their parser
        value = ""
    return re.sub(r"\s+", " ", value.encode("utf-8", "replace").decode())[:1000].strip()


def sender(message: MIMEPart) -> tuple[tuple[Byline, ...], str | None]:
    """Who wrote the mail: a person, or a publication where it went out to a list or from a machine's address."""
    names = getaddresses([header(message, "from")])
    name, address = names[0] if names else ("", "")
    name = name.strip().strip("\"'")
    if not name:
        return (), None
    listed = any(header(message, mark) for mark in ("list-id", "list-unsubscribe", "list-post"))
    if listed or _MACHINE.match(address) or not _PERSON.fullmatch(name):
        return (), name
    return (Byline(name=name),), None


def _day(message: MIMEPart) -> str | None:
    """The day on which it was sent, where the sender was."""
    try:
        sent = parsedate_to_datetime(header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).date().isoformat()


def _body(message: EmailMessage) -> list[tuple[str, bool]]:
    """The paragraphs of the text and whether each is the mail's own."""
    plain, marked = message.get_body(("plain",)), message.get_body(("html",))
    lines = _plain(_content(plain)) if plain is not None else []
    if marked is None:
        return lines
    source = _content(marked)
    shown = _html(source) if source.strip() else []
    if sum(len(text) for text, _ in lines) >= LEAST_PLAIN * sum(len(text) for text, _ in shown):
        return lines
    return shown


def _content(part: MIMEPart) -> str:
    """The text of a part, in the encoding that it names or else in one that always gives text."""
    try:
        found: Any = part.get_content()
    except (LookupError, UnicodeError, ValueError, AttributeError, KeyError):
        raw: Any = part.get_payload(decode=True)
        found = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return found if isinstance(found, str) else ""


def _plain(text: str) -> list[tuple[str, bool]]:
    """Paragraphs of plain text; what is quoted from another mail and the signature are not its own."""
    text = text.encode("utf-8", "replace").decode()
    signed = re.search(r"^-- ?\r?$", text, re.MULTILINE)
    end = signed.start() if signed else len(text)
    found = []
    for span in find_lines(text):
        shown = re.sub(r"\s+", " ", span.of(text)).strip()
        found.append((shown, span.start < end and not shown.startswith(">")))
    return found


def _html(source: str) -> list[tuple[str, bool]]:
    """Paragraphs of an HTML part; those of the article are told as on any HTML page, or else all are."""
    from trafilatura import extract  # noqa: PLC0415 - slow to import, and only HTML mail needs it

    try:
        tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source))
    except (lxml.etree.LxmlError, ValueError):
        return []
    lines = [line for line in linearize_html(tree).split(PARAGRAPH_BREAK) if line]
    try:
        words = extract(source, include_comments=False, include_tables=True, favor_recall=True) or ""
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, lxml.etree.LxmlError):
        words = ""
    own = match_lines(lines, words)
    return list(zip(lines, own if any(own) else [True] * len(lines), strict=True))


def _file_name(part: MIMEPart) -> str:
    try:
        name = part.get_filename() or part.get_content_type()
    except (ValueError, LookupError, AttributeError, TypeError):
        name = "without a name"
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)[:200]
