"""Bytes to page text and fields, by what the bytes are: one extractor for each media type.

Law of this module: an extractor is named in the rendition, and the same bytes give the same page text for ever.
Strangers' HTML, PDF, Word and mail files are taken apart in a process that can be killed.
"""

from __future__ import annotations

from parley.pages.decode import decode
from parley.pages.linearize import PLAIN
from parley.pages.marked import Marked
from parley.pages.sandbox import Task, take_apart
from parley.terms.text import MediaType, Page

BOXED: dict[MediaType, str] = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "message/rfc822": "mail",
}
"""What is taken apart in another process, and by which extractor."""


def extract(page: Page) -> Marked:
    """What a page says, before it is told which of its lines are the article's.

    Args:
        page: the bytes and what they are.

    Raises:
        PageRefused: they cannot be read as that.
    """
    if page.media_type in BOXED:
        return take_apart(BOXED[page.media_type], page.content, where=page.location)
    if page.media_type == "text/html":
        task = Task(extractor="html", known={"url": page.url, "charset": page.charset})
        return take_apart(task, page.content, where=page.location)
    if page.media_type == "application/json":
        from parley.pages.formats.jsonlines import mark_object  # noqa: PLC0415 - start-up: few pages need it

        return mark_object(page)
    if page.media_type == "text/x-lexisnexis":
        from parley.pages.formats.lexisnexis import mark_document  # noqa: PLC0415 - the same

        return mark_document(page)
    if page.media_type == "text/x-factiva":
        from parley.pages.formats.factiva import mark_document as mark_factiva  # noqa: PLC0415 - the same

        return mark_factiva(page)
    return Marked(page_text=decode(page.content, where=page.location, charset=page.charset), rendition=PLAIN)
