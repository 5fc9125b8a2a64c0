"""Files of all formats side by side: told by their bytes, read through the whole house, one refusal stopping none."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.errors import PageRefused
from parley.pages.files import make_page, read_pages_at, read_pages_in
from parley.terms.text import ENDINGS, Page
from tests.pages.formats.makers import LOREM, answer, column, html, pdf, record
from tests.pages.formats.test_exports import BODY, TAGGED, article_of
from tests.pages.formats.test_mail import mail
from tests.pages.formats.test_word import document


def contents() -> dict[str, bytes]:
    """A file of each format under a name that says nothing."""
    message = mail(MIME_Version="1.0", Message_ID="<1@harbour.example>")
    message.set_payload(" ".join(LOREM))
    return {
        "a": pdf([column(" ".join(LOREM), 60, 700, width=80)]),
        "b": document(),
        "c": message.as_bytes(),
        "d": record(answer(html("Lights", *LOREM)), url="https://harbour.example/1") * 2,
        "e": b'{"text": "%s"}\n{broken\n' % " ".join(LOREM).encode(),
        "f": TAGGED.format(number=1, body=BODY, lead=LOREM[0]).encode(),
        "g": html("Lights", *LOREM),
        "h": " ".join(LOREM).encode(),
        "i": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "j": b"",
    }


def test_a_folder_of_everything(tmp_path: Path) -> None:
    """Each file is told by its bytes, in the order of names; what cannot be read is refused and the others go on."""
    for name, content in contents().items():
        (tmp_path / name).write_bytes(content)
    found = list(read_pages_at((str(tmp_path), str(tmp_path / "missing"))))
    kinds = [page.media_type if isinstance(page, Page) else "refused" for page in found]
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert kinds == [
        "application/pdf", word, "message/rfc822", "text/html", "text/html", "application/json", "refused",
        "text/x-factiva", "text/html", "text/plain", "text/plain", "refused", "refused",
    ]  # fmt: skip
    assert {page.media_type for page in found if isinstance(page, Page)} <= ENDINGS.keys()
    with pytest.raises(PageRefused, match="PNG"):
        article_of(found[-3])
    assert all(article_of(page).text for page in found[:-3] if isinstance(page, Page))


def test_bytes_are_read_as_files_are(tmp_path: Path) -> None:
    """The desk's and standard input's way gives the same pages."""
    for name, content in contents().items():
        path = tmp_path / name
        path.write_bytes(content)
        one, other = list(read_pages_at((str(path),))), list(read_pages_in(content, location=str(path)))
        assert [getattr(page, "content", None) for page in one] == [getattr(page, "content", None) for page in other]


def test_blocks_tile_the_page_text_of_each_format() -> None:
    """And pieces lead every word of the text back to it, so that evidence holds."""
    for name, content in contents().items():
        for page in read_pages_in(content, location=name):
            if isinstance(page, PageRefused) or page.content.startswith(b"\x89PNG"):
                continue
            article = article_of(page)
            places = [place for block in article.blocks for place in (block.start, block.end)]
            assert places[0] == 0
            assert places[-1] == len(article.page_text)
            assert places[1:-1:2] == places[2::2]
            for piece in article.pieces:
                length = piece.end - piece.start
                shown = article.page_text[piece.page_start : piece.page_start + length]
                assert shown == article.text[piece.start : piece.end]
            assert article_of(page) == article


def test_names_of_parts() -> None:
    """A part of a file is named by file and number; a file whose name has such a sign keeps its own."""
    page = make_page(b"text", location="/news/crawl.warc.gz#12")
    assert page.name == "crawl.warc#12"
    assert make_page(b"text", location="/news/no#where.txt").name == "no#where"
