"""E-mail: subject, sender, day, the text in either part, attachments, and what is refused."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from parley.errors import PageRefused
from parley.pages.files import make_page
from parley.pages.formats.mail import mark_up
from tests.pages.formats.makers import LOREM, html
from tests.pages.test_article import read


def mail(**heads: str) -> EmailMessage:
    """A mail with heads; underscores stand for hyphens."""
    message = EmailMessage()
    given = {
        "From": '"Inés Marchetti" <ines@harbour.example>',
        "Subject": "Lights — and who pays",
        "Date": "Thu, 02 May 2024 23:30:00 +0500",
    }
    for name, value in (given | heads).items():
        message[name.replace("_", "-")] = value
    return message


def test_a_plain_mail_is_read() -> None:
    """Subject is the title, the sender the author, the day that of the sender; quoted lines and signature are furniture."""
    message = mail()
    message.set_content(
        "\n\n".join(word.strip() for word in LOREM)
        + "\n\n> An older mail that said something else entirely.\n\n-- \nHarbour office\n"
    )
    article = read(message.as_bytes(), "one.eml")
    assert article.rendition == "mail-1"
    assert (article.title, article.date) == ("Lights — and who pays", "2024-05-02")
    assert [one.name for one in article.byline] == ["Inés Marchetti"]
    assert article.text == "\n\n".join(word.strip() for word in LOREM)


def test_a_newsletter_is_a_publication() -> None:
    """What goes out to a list, or comes from a machine's address, has no author."""
    message = mail(From="Harbour Brief <news@harbour.example>", List_Unsubscribe="<mailto:off@harbour.example>")
    message.set_content("See the page.")
    message.add_alternative(html("Lights", *(word * 2 for word in LOREM)).decode(), subtype="html")
    article = read(message.as_bytes(), "brief.eml")
    assert (article.publication, article.byline) == ("Harbour Brief", ())
    assert LOREM[2].strip() in article.text, "the plain part only points at the other one"


def test_attachments_are_named_and_not_read() -> None:
    """A reader sees that there was one."""
    message = mail()
    message.set_content(LOREM[0] * 3)
    message.add_attachment(b"%PDF-1.4 ...", maintype="application", subtype="pdf", filename="contract.pdf")
    article = read(message.as_bytes(), "x.eml")
    assert "Attachment, not read: contract.pdf" in article.page_text
    assert "contract.pdf" not in article.text


def test_mail_is_told_by_its_heads() -> None:
    """Without the ending, too; a text that begins with words and colons is none."""
    message = mail(MIME_Version="1.0", Message_ID="<1@harbour.example>")
    message.set_payload(LOREM[0])
    assert make_page(message.as_bytes(), location="mail").media_type == "message/rfc822"
    assert make_page(b"Question: who?\nAnswer: me.\n\nSo it was.", location="talk").media_type == "text/plain"


def test_broken_charsets_give_text() -> None:
    """An encoding that nobody knows is no reason to lose a mail."""
    heads = b"From: a@b.example\nSubject: =?nonsense?Q?x?=\nContent-Type: text/plain; charset=nonsense\nMIME-Version: 1.0\n\n"
    assert LOREM[0].strip() in mark_up(heads + LOREM[0].encode()).page_text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no heads at all\n\nonly text", "no e-mail"),
        (b"From: a@b.example\nSubject: x\n\n", "no text"),
    ],
)
def test_what_is_no_mail_is_refused(content: bytes, said: str) -> None:
    """Each with its own sentence."""
    with pytest.raises(PageRefused, match=said):
        read(content, "x.eml")


def test_deep_nesting_is_refused() -> None:
    """Parts within parts without end neither hang nor break anything."""
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
    nest = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    with pytest.raises(PageRefused):
        read(head + nest + b"Content-Type: text/plain\n\nhello", "x.eml")
