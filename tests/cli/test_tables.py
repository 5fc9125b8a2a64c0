"""What the terminal shows, on readings made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console, Group, RenderableType

from parley.cli import tables
from parley.terms.actors import Actor
from parley.terms.review import Reading
from parley.terms.statements import Proposals, Statement
from parley.terms.tables import ArticleRow, Hit
from parley.terms.text import Article, Block, Byline, Page, Piece, Span, Teaser

TEXT = "Ana Petrova said that, as Bo Li noted, taxes may rise."


def spans(*words: str) -> tuple[Span, ...]:
    """Where some words stand in the text."""
    return tuple(Span(TEXT.index(one), TEXT.index(one) + len(one)) for one in words)


def statement(name: str, **changes: Any) -> Statement:
    """A statement of Ana Petrova's, with some fields changed."""
    first = Statement(
        id=name,
        source=spans("Ana Petrova"),
        cue=spans("said"),
        content=spans("that, as Bo Li noted, taxes may rise"),
        speakers=("a1",),
        speaker_confidence=0.9,
        speaker_reason="named in full",
        form="indirect",
        polarity="affirmed",
        certainty="certain",
        confidence=0.9,
    )
    return replace(first, **changes)


NESTED = statement(
    "s2", source=spans("Bo Li"), cue=spans("noted"), content=spans("taxes may rise"), speakers=(), parent="s1"
)


def reading(*statements: Statement) -> Reading:
    """An article with some statements."""
    article = Article(
        id="page-7",
        page_text=f"Taxes\n\n{TEXT}\n",
        rendition="plain-1",
        blocks=(Block(start=0, end=7, role="title"), Block(start=7, end=8 + len(TEXT), role="body", copy_of=0)),
        text=TEXT,
        pieces=(Piece(start=0, end=len(TEXT), page_start=7),),
        title="Taxes",
        date="2023-08",
        genre="wire",
        publication="The Paper",
        byline=(Byline(name="Cy", role="reporter"),),
        teasers=(Teaser(title="Other"),),
    )
    page = Page(location="page-7.txt", content=b"", sha256="0" * 64, fetched_at="2023", media_type="text/plain")
    actors = (Actor(id="a1", name="Ana Petrova", kind="person"),)
    return Reading(page=page, article=article, proposals=Proposals(actors=actors, statements=statements))


def drawn(*parts: RenderableType) -> str:
    """What a console of 110 columns without colours prints."""
    console = Console(width=110, color_system=None, force_terminal=False, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return capture.get()


def test_a_reading_shows_fields_and_statements() -> None:
    """Title, date, publication, genre and byline stand above a row for each statement."""
    shown = drawn(tables.reading_table(reading(statement("s1"), NESTED)))
    for word in ("Taxes", "2023-08", "The Paper", "wire", "Cy, reporter", "Ana Petrova", "said", "↳ Bo Li ?", "nested"):
        assert word in shown


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"continues": "s0", "cue": ()}, "goes on"),
        ({"polarity": "denied"}, "denied"),
        ({"certainty": "possible"}, "possible"),
        ({"asserted": False}, "not said"),
        ({"mention": True}, "points at"),
        ({"same_as": "s9"}, "repeats s9"),
    ],
)
def test_what_sets_a_statement_apart_is_marked(changes: dict[str, Any], mark: str) -> None:
    """Nothing that weakens or repeats a statement is shown as a plain one."""
    assert mark in drawn(tables.reading_table(reading(statement("s1", **changes))))
    assert mark not in drawn(tables.reading_table(reading(statement("s1"))))


def test_what_is_not_english_is_said_above_the_statements() -> None:
    """A reader learns why no statement is there, in both ways of drawing an article; an English one has no note."""
    english = reading()
    french = replace(english, article=replace(english.article, language="fr"))
    for draw in (tables.reading_table, lambda one: Group(*tables.marked_article(one, brackets=True))):
        assert "This text is in French (fr)" in drawn(draw(french))
        assert "This text" not in drawn(draw(english))


def test_a_text_is_marked_without_losing_a_letter() -> None:
    """Brackets and ids are added around nested statements; taking them away gives the text back."""
    marked = tables.marked_text(TEXT, (statement("s1"), NESTED), brackets=True).plain
    assert marked == "Ana Petrova [s1] said ⟦that, as Bo Li [s2] noted, ⟦taxes may rise⟧⟧."
    assert tables.marked_text(TEXT, (), brackets=True).plain == TEXT


def test_colours_replace_brackets() -> None:
    """Where there are colours only the ids are added, and source, cue and content have their own."""
    marked = tables.marked_text(TEXT, (statement("s1"),), brackets=False)
    assert marked.plain == TEXT.replace("said", "[s1] said")
    assert {str(span.style) for span in marked.spans} >= {tables.SOURCE, tables.CUE, tables.CONTENT}


def test_a_whole_article_is_drawn() -> None:
    """Heading, marked text, and the table with the form of each statement."""
    shown = drawn(*tables.marked_article(reading(statement("s1")), brackets=True))
    assert "[s1] said" in shown
    assert "indirect" in shown


def test_an_article_without_statements_says_so() -> None:
    """No empty table is drawn."""
    assert "No statements found." in drawn(tables.reading_table(reading()))


def test_brackets_in_a_text_are_not_taken_for_styles() -> None:
    """A page may write [bold] or :smile: and sees it printed as it stands."""
    text = "He said [bold]yes[/bold] :smile: \\[x]."
    assert tables.marked_text(text, (), brackets=True).plain == text
    row = Hit(
        kind="sentence",
        article="a",
        article_key="k",
        title=None,
        date=None,
        publication=None,
        speaker="[red]X",
        statement=None,
        text=text,
        highlights=(Span(3, 7),),
        start=0,
        end=len(text),
    )
    shown = drawn(tables.hits_table([row]))
    assert text in shown
    assert "[red]X" in shown


def test_an_article_shows_its_blocks() -> None:
    """Each block's role, place and first words; copies are told."""
    shown = drawn(tables.article_table(reading().article))
    assert "title" in shown
    assert "body (copy)" in shown


def test_articles_are_listed() -> None:
    """A row for each article; an empty record says that it is."""
    row = ArticleRow(
        key="k",
        article="page-7",
        title="Taxes",
        date="2023",
        publication=None,
        genre="wire",
        language="en",
        url=None,
        location="page-7.txt",
        fetched_at="2023",
        statements=4,
    )
    assert "page-7" in drawn(tables.articles_table([row]))
    assert "no article yet" in drawn(tables.articles_table([]))


def test_long_contents_are_cut_at_a_word() -> None:
    """An excerpt is one line, and its cut is shown."""
    assert tables._excerpt("one\n two  three", 80) == "one two three"
    assert tables._excerpt("one two three", 9) == "one two …"
    assert tables._excerpt("onetwothree", 6) == "onetwo …"
