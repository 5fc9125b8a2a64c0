"""The golden pages, read with the weights that ship."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from parley.errors import PageRefused, WeightsError
from parley.pages.files import make_page, read_file
from parley.pipeline.build import Reader, build_reader
from parley.pipeline.read import Read, read_page, read_pages
from parley.settings import Settings
from parley.terms.review import Reading, Refusal
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Article, Page

PAGES = Path(__file__).parent.parent / "golden"
WANTED: Mapping[str, Any] = json.loads((PAGES / "wanted.json").read_text(encoding="utf-8"))
FOUND_AT_LEAST = 0.85
"""Share of the wanted statements that must be found; the figures of the release stand in the docs."""


@cache
def reader() -> Reader:
    """One reader for all tests of this file."""
    return build_reader(Settings())


@cache
def reading(name: str) -> Reading:
    """The reading of a golden page."""
    outcome = read_page(read_file(PAGES / f"{name}.txt"), reader())
    assert isinstance(outcome, Reading)
    return outcome


def fits(found: Reading, statement: Statement, speaker: str | None, cue: str, content: str) -> bool:
    """Whether a statement has this speaker, a cue with these words and a content that begins so."""
    text = found.article.text
    names = [actor.name for actor in found.proposals.actors if actor.id in statement.speakers]
    said = "".join(span.of(text) for span in statement.content).lstrip('“" ')
    cues = " ".join(span.of(text) for span in statement.cue)
    begins = content in said and said.index(content) <= 12
    return begins and cue.rstrip(":") in cues and (speaker is None or speaker in names)


@pytest.mark.parametrize("name", sorted(WANTED))
def test_fields(name: str) -> None:
    """Title, date, genre, comments and teasers are what a reader of the page would say."""
    article = reading(name).article
    found = {
        "title": article.title,
        "date": article.date,
        "genre": article.genre,
        "comments": article.comments,
        "teasers": len(article.teasers),
    }
    for field, value in WANTED[name]["fields"].items():
        assert found[field] == value, field


def test_most_wanted_statements_are_found() -> None:
    """The statements a reader would note are found with their speaker, where they begin."""
    missed = [
        (name, *row)
        for name in WANTED
        for row in WANTED[name]["wanted"]
        if not any(fits(reading(name), statement, *row) for statement in reading(name).proposals.statements)
    ]
    total = sum(len(WANTED[name]["wanted"]) for name in WANTED)
    assert total - len(missed) >= FOUND_AT_LEAST * total, missed


def test_the_interviewee_speaks_throughout() -> None:
    """In an interview every first-level statement is the interviewee's, whatever he is called."""
    found = reading("interview-black-sea-insurance")
    names = {actor.id: actor.name for actor in found.proposals.actors}
    outer = [statement for statement in found.proposals.statements if not statement.nested]
    speakers = {names[s.speaker] for s in outer if s.speaker}
    assert speakers == {"Tudor Manescu-Vale"}
    assert len([s for s in outer if s.cue]) >= 8


def test_nothing_of_the_teasers_is_said() -> None:
    """No statement touches a teaser, a comment or page furniture."""
    for name in WANTED:
        found = reading(name)
        allowed = [(b.start, b.end) for b in found.article.blocks if b.role in ("lead", "body")]
        for statement in found.proposals.statements:
            for span in (*statement.source, *statement.cue, *statement.content):
                for place in found.article.page_spans(span):
                    assert any(start <= place.start and place.end <= end for start, end in allowed)


def test_alone_and_among_others() -> None:
    """An article gives the same proposals alone and among fifty: nothing depends on its neighbours."""
    page = read_file(PAGES / "wire-border-talks.txt")
    alone = read_page(page, build_reader(Settings()))
    others = [read_file(PAGES / f"{name}.txt") for name in sorted(WANTED)] * 10
    among = [read_page(other, reader()) for other in [*others[:25], page, *others[25:]]][25]
    assert isinstance(alone, Reading)
    assert isinstance(among, Reading)
    assert alone.proposals == among.proposals


def test_a_refused_page_is_an_answer() -> None:
    """A page that cannot be read becomes a refusal with its reason; nothing is raised."""
    outcome = read_page(PageRefused("the page is empty", where="a.txt", cure="Leave it out"), reader())
    assert not isinstance(outcome, Reading)
    assert (outcome.location, outcome.what, outcome.cure) == ("a.txt", "the page is empty", "Leave it out")


def test_any_text_can_be_annotated() -> None:
    """Odd texts give proposals with valid spans, never an error."""
    for text in (
        "",
        "\n\n",
        "“",
        "said:",
        "He said: ",
        "A" * 5000,
        "said " * 400,
        "“" * 50,
        "Он сказал: да.",
        "👩‍🚀 said 👩‍🚀.",
    ):
        found = reader().annotate(text)
        for statement in found.statements:
            for span in (*statement.source, *statement.cue, *statement.content):
                assert 0 <= span.start < span.end <= len(text)


class Failing:
    """A reader that fails on one page, as a fault of its own would make it."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read_article(self, page: Page) -> Article:
        """The real reader's article; fails on the page named "bad"."""
        if page.name == "bad":
            raise self.error
        return reader().read_article(page)

    def find(self, article: Article) -> Proposals:
        """The real reader's proposals."""
        return reader().find(article)


def test_a_fault_of_our_own_refuses_one_page() -> None:
    """Whatever fails while one page is read, the others are read, and the refusal says that the fault is ours."""
    content = (PAGES / "wire-border-talks.txt").read_bytes()
    pages = [make_page(content, location=name) for name in ("one.txt", "bad.txt", "two.txt")]
    outcomes = list(read_pages(pages, Failing(KeyError("lost"))))  # type: ignore[arg-type]
    assert [type(outcome) for outcome in outcomes] == [Read, Refusal, Read]
    assert isinstance(outcomes[1], Refusal)
    assert outcomes[1].location == "bad.txt"
    assert "Parley itself failed" in outcomes[1].what


def test_missing_weights_stop_the_run() -> None:
    """Weights that are not there are one error, not a refusal of every page."""
    page = make_page(b"A page.", location="bad.txt")
    with pytest.raises(WeightsError):
        list(read_pages([page], Failing(WeightsError("gone"))))  # type: ignore[arg-type]
