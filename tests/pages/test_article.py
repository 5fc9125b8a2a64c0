"""Pages to articles: blocks, pieces, teasers, fields."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import PageRefused
from parley.pages.article import read_article
from parley.pages.files import make_page
from parley.terms.text import Article


class LongLines:
    """Takes every long line for the article's: no weights needed."""

    cut = 0.5

    def score(self, lines: list[str]) -> np.ndarray:
        """1 for lines of more than 60 characters."""
        return np.array([float(len(line) > 60) for line in lines])


def read(content: str | bytes, name: str = "page.txt") -> Article:
    """The article of a page's content."""
    raw = content.encode() if isinstance(content, str) else content
    return read_article(make_page(raw, location=name), classifier=LongLines())  # type: ignore[arg-type]


TEASER = """A Look at the New Customs Union

River Post – Note: The customs union that the three coastal states signed last week changes the trade of the whole basin.
Ines Marchetti – an expert on trade
"""
PAGE = f"""River Post | Home | World

The Port and Its Rivals

2024/05/02 | interview, economy

River Post - Interview: A scholar of maritime trade, asked about the new port, said: The port will not pay for itself in this decade.

Samuel Okafor, who teaches at the coast, explained that the older harbours have contracts until the end of the decade.

He added: The insurers decide, not the ministers. They have raised their rates twice since the spring.

2 Comments

Great article, I had no idea about the insurers. Thank you for the clear explanation of the rates.

I do not agree with the professor at all, the ministers decide everything in this country.

LATEST CONTENT

{TEASER}
Loading

Últimas publicaciones

{TEASER}
Loading
"""


def check_whole(article: Article) -> None:
    """Blocks tile the page text; pieces lead every character back."""
    at = 0
    for block in article.blocks:
        assert block.start == at
        at = block.end
    assert at == len(article.page_text)
    for piece in article.pieces:
        length = piece.end - piece.start
        assert article.text[piece.start : piece.end] == article.page_text[piece.page_start : piece.page_start + length]
    outside = set(range(len(article.text))) - {o for p in article.pieces for o in range(p.start, p.end)}
    assert all(article.text[offset] == "\n" for offset in outside)


def test_an_interview_page() -> None:
    """The article is what stands between the date line and the comments; the dateline becomes fields."""
    article = read(PAGE)
    check_whole(article)
    assert article.title == "The Port and Its Rivals"
    assert (article.date, article.sections) == ("2024-05-02", ("interview", "economy"))
    assert (article.genre, article.publication) == ("interview", "River Post")
    assert article.text.startswith("A scholar of maritime trade")
    assert article.text.endswith("since the spring.")
    assert article.comments == 2


def test_teasers_once_each() -> None:
    """A teaser that the page prints twice is one teaser with two places, and none of it is in the text."""
    article = read(PAGE)
    assert [teaser.title for teaser in article.teasers] == ["A Look at the New Customs Union"]
    teaser = article.teasers[0]
    assert len(teaser.spans) == 2
    assert (teaser.genre, teaser.publication) == ("note", "River Post")
    assert teaser.byline is not None
    assert teaser.byline.name == "Ines Marchetti"
    assert "customs union" not in article.text


def test_comments_stay_out() -> None:
    """Comment text has its own role and is never mixed into the article."""
    article = read(PAGE)
    comments = [article.page_text[b.start : b.end] for b in article.blocks if b.role == "comment"]
    assert len(comments) == 2
    assert "insurers. Thank you" not in article.text


def test_one_paragraph_a_line() -> None:
    """A dump without blank lines is read line by line."""
    article = read("\n".join(line for line in PAGE.splitlines() if line))
    check_whole(article)
    assert article.text.count("\n\n") == 2


def test_windows_encoding() -> None:
    """A page in another encoding is read, not refused."""
    article = read(
        "Título de la página\n\nEl ministro habló de la situación económica y dijo que mañana habrá más información.".encode(
            "cp1252"
        )
    )
    assert "economía" not in article.text
    assert "económica" in article.page_text


@pytest.mark.parametrize("content", [b"", b"  \n ", b"\x00\x01\x02binary", b"%PDF-1.7 ...", b"PK\x03\x04zip"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    """Empty and binary input is refused with a cure, never a crash."""
    with pytest.raises(PageRefused) as refused:
        read(content)
    assert refused.value.cure


@settings(max_examples=60)
@given(st.text(min_size=1))
def test_blocks_tile_any_text(text: str) -> None:
    """Whatever the text, every character of the page belongs to one block."""
    raw = text.encode("utf-8", "ignore")
    try:
        article = read(raw)
    except PageRefused:
        return
    check_whole(article)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """No bytes make the reader fail in any other way than a refusal."""
    try:
        check_whole(read(raw))
    except PageRefused:
        return


HTML = """<!doctype html><html><head><title>Ferries stop again | Coast Herald</title>
<meta property="og:site_name" content="Coast Herald"><meta property="article:published_time" content="2024-02-03T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Ferries stop again</h1>
<p>The ferries between the islands stopped on Friday for the third time this winter, the harbour office said in a statement.</p>
<p>“We cannot sail in this wind,” said <b>Marta Castell</b>, who commands the largest ship of the line and has done so for ten years.</p>
<p>The company hopes that the boats will sail again on Monday, when the weather service expects the storm to have passed.</p></article>
<aside><h3>Most read</h3><a href="/x">Ten ways to cook cabbage in winter</a></aside><footer>Copyright Coast Herald</footer></body></html>"""


def test_an_html_page() -> None:
    """Of an HTML page the extractor's choice becomes the text; the rest of the page is still accounted for."""
    article = read(HTML, "page.html")
    check_whole(article)
    assert article.title == "Ferries stop again"
    assert (article.date, article.publication) == ("2024-02-03", "Coast Herald")
    assert "“We cannot sail in this wind,” said Marta Castell" in article.text
    assert "cabbage" not in article.text
    assert "cabbage" in article.page_text


def test_a_strap_is_no_title() -> None:
    """A line beneath the title that says who is interviewed is not taken for it."""
    body = "The contracts were signed in a hurry, and the parliament saw them three days before it voted."
    article = read(
        f"Lithium Is Nobody's Friend\n\nInterview with Dr. Tomas Quispe\n\n7 August 2024\n\n{body}\n\n{body[4:]}"
    )
    assert article.title == "Lithium Is Nobody's Friend"


PROSE = "The two delegations met again in the old town hall and spoke for six hours about the northern line."


def test_an_advertisement_closes_nothing() -> None:
    """Notices in the midst of a text are furniture, and the text goes on beneath them."""
    parts = [f"{PROSE} It was round {number}." for number in range(6)]
    page = "\n\n".join(["Talks Go On in the North", *parts[:4], "ADVERTISEMENT", *parts[4:]])
    assert read(page).text == "\n\n".join(parts)


def test_a_heading_that_interrupts_closes_where_little_follows() -> None:
    """ "Read also" stands in the midst of texts as often as beneath them; "Latest news" does not."""
    parts = [f"{PROSE} It was round {number}." for number in range(6)]
    page = "\n\n".join(["Talks Go On in the North", *parts[:4], "{}", *parts[4:]])
    assert read(page.format("Read also")).text == "\n\n".join(parts)
    assert read(page.format("Latest news")).text == "\n\n".join(parts[:4])


HARBOUR = (
    "The harbour of the town will be rebuilt next year, the council decided on Monday after a debate of six hours.",
    "Bert Olsen, who has run the harbour since the flood of 1998, said that it will cost more than was planned.",
    "People who live near the harbour worry about noise, dust and lorries in their narrow and crowded streets.",
)
NAMED = "A harbour that nobody wanted to pay for"


@pytest.mark.parametrize(
    "above",
    [
        "Interview with Bert Olsen",
        "Interview with Bert Olsen, who has run the harbour since the flood, about money and the sea.",
        "Analysis:",
        "Kommentar",
    ],
)
def test_a_line_above_the_title_is_no_text(above: str) -> None:
    """It says who is interviewed or what follows, on plain pages and in HTML, and leaves the title to be found."""
    plain = read("\n\n".join(["Home | News", above, NAMED, *HARBOUR]))
    paragraphs = "".join(f"<p>{one}</p>" for one in HARBOUR)
    head = f"<html><head><title>{NAMED}</title></head><body><article><p>{above}</p><h1>{NAMED}</h1>"
    marked = read(f"{head}{paragraphs}</article></body></html>", "page.html")
    for article in (plain, marked):
        assert article.title == NAMED
        assert above not in article.text
        assert article.text == "\n\n".join(HARBOUR)


@pytest.mark.parametrize("heading", ["More in Interviews", "Other releases", "On the same theme", "More conversations"])
def test_a_heading_of_other_articles_is_followed_by_teasers(heading: str) -> None:
    """What the site says of itself among them is no teaser."""
    others = ["Why the ferry waits for a captain", "Grain and ports: a long winter"]
    service = ["Comments are closed.", "Newsletter | Legal mentions | Contact", "Harbour Post. All rights reserved."]
    article = read("\n\n".join([NAMED, *HARBOUR, heading, *others, *service]))
    assert [teaser.title for teaser in article.teasers] == others
    assert article.text == "\n\n".join(HARBOUR)


def test_a_sentence_that_begins_like_a_heading_is_text() -> None:
    """ "More in ..." that goes on is a sentence of the article."""
    line = "More in the town than in the country, people worry about noise."
    assert line in read("\n\n".join([NAMED, HARBOUR[0], line, *HARBOUR[1:]])).text
