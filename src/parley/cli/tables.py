"""What the terminal shows: tables of statements, passages and articles, and a marked text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from parley.pipeline.languages import notes_on
from parley.terms.review import Reading
from parley.terms.statements import Proposals, Statement
from parley.terms.tables import ArticleRow, Hit, Printings, StatementRow
from parley.terms.text import Article, Block, Span

EXCERPT = 180
"""Characters of a content that a table row shows."""

WIDEST = {"Speaker": 24, "Cue": 16, "Marks": 14, "Publication": 22, "Article": 26}
"""Columns of the terminal beside the one that holds the words; that one takes what is left."""

SOURCE, CUE, CONTENT, FAINT = "bold cyan", "bold yellow", "green", "dim"


def reading_table(reading: Reading) -> RenderableType:
    """An article's fields, notes on it, and a row for each statement: speaker, cue, content, marks."""
    return Group(
        _heading(reading.article),
        *_notes(reading.article),
        statements_table(reading.article.text, reading.proposals),
        Text(""),
    )


def statements_table(text: str, proposals: Proposals, *, forms: bool = False) -> RenderableType:
    """A row for each statement.

    Args:
        text: the article's text.
        proposals: what was found in it.
        forms: whether to say which are direct speech and which are paraphrase.
    """
    if not proposals.statements:
        return Text("No statements found.", style=FAINT)
    names = {actor.id: actor.name for actor in proposals.actors}
    depths = _depths(proposals.statements)
    table = _table("", "Speaker", *(["Form"] if forms else []), "Cue", "Content", "Marks")
    for statement in proposals.statements:
        speaker = Text("↳ " * depths[statement.id]) + _speaker(statement, names, text)
        cells = [
            Text(statement.id, style=FAINT),
            speaker,
            *([Text(statement.form)] if forms else []),
            Text(_words(statement.cue, text), style="yellow"),
            Text(_excerpt(_words(statement.content, text))),
            Text(", ".join(_marks(statement)), style=FAINT),
        ]
        table.add_row(*cells)
    return table


def article_table(article: Article) -> RenderableType:
    """An article's fields, and how its page is divided."""
    table = _table("Role", "From", "To", "Beginning")
    for block in article.blocks:
        words = _excerpt(article.page_text[block.start : block.end], 70)
        if words:
            table.add_row(_role(block), str(block.start), str(block.end), Text(words))
    return Group(_heading(article), table, Text(""))


def articles_table(rows: Sequence[ArticleRow]) -> RenderableType:
    """The articles of a record."""
    if not rows:
        return Text("The record holds no article yet.", style=FAINT)
    table = _table("ID", "Date", "Title", "Publication", "Genre", "Statements")
    for row in rows:
        number = str(row.statements)
        table.add_row(row.article, row.date or "", row.title or "", row.publication or "", row.genre or "", number)
    return table


def printings_table(printings: Printings) -> RenderableType:
    """A row for each other printing of an article, the earliest first."""
    table = _table("Also printed at", "Date", "Key", "Why")
    for one in printings.others:
        where = one.publication or one.article
        first = ", the earliest" if one.first else ""
        table.add_row(Text(where), Text((one.date or "-") + first), Text(one.key, style=FAINT), Text(one.reason))
    return table


def hits_table(hits: Iterable[Hit]) -> RenderableType:
    """Passages that a search found, with its words marked."""
    table = _table("Date", "Speaker", "Passage", "Article")
    for hit in hits:
        passage = Text(hit.text)
        for span in hit.highlights:
            passage.stylize("bold yellow", span.start, span.end)
        table.add_row(hit.date or "", hit.speaker or "", passage, hit.article)
    return table


def statement_rows_table(rows: Iterable[StatementRow]) -> RenderableType:
    """Statements of a record: key, date, who, what, in which state."""
    table = _table("Key", "Date", "Speaker", "Content", "State")
    for row in rows:
        judged = f" by {row.judged_by}" if row.judged_by else ""
        speaker = Text(row.speaker, style="cyan") if row.speaker else Text(row.source or "?", style="italic")
        content = Text(_excerpt(row.content or row.cue))
        table.add_row(Text(row.key), row.date or "", speaker, content, Text(row.state + judged, style=FAINT))
    return table


def marked_article(reading: Reading, *, brackets: bool) -> Iterator[RenderableType]:
    """An article with its statements marked, and the table of them.

    Args:
        reading: the article and what was found in it.
        brackets: whether to mark contents with brackets, for where there are no colours.
    """
    yield _heading(reading.article)
    yield from _notes(reading.article)
    yield marked_text(reading.article.text, reading.proposals.statements, brackets=brackets)
    yield Text("")
    yield statements_table(reading.article.text, reading.proposals, forms=True)


def marked_text(text: str, statements: Sequence[Statement], *, brackets: bool) -> Text:
    """A text with sources, cues and contents in colours, and the statement's id before its cue or content."""
    styled = Text(text)
    inserts: list[tuple[int, int, str]] = []
    for statement in statements:
        for style, spans in ((CONTENT, statement.content), (SOURCE, statement.source), (CUE, statement.cue)):
            for span in spans:
                styled.stylize(style, span.start, span.end)
        label = (statement.cue or statement.content)[:1]
        inserts += [(span.start, 1, f"[{statement.id}] ") for span in label]
        if brackets:
            inserts += [(span.start, 2, "⟦") for span in statement.content]
            inserts += [(span.end, 0, "⟧") for span in statement.content]
    result, done = Text(), 0
    for place, _, mark in sorted(inserts):
        result.append_text(styled[done:place])
        result.append(mark, style=FAINT)
        done = place
    return result.append_text(styled[done:])


def _heading(article: Article) -> Text:
    """Title, and a line of what is known about the article."""
    bylines = [f"{one.name}, {one.role}" if one.role else one.name for one in article.byline]
    teasers = _number(len(article.teasers), "teaser") if article.teasers else None
    facts = [article.id, article.date, article.publication, article.genre, "; ".join(bylines), teasers]
    line = " · ".join(fact for fact in facts if fact)
    return Text(article.title or "(no title)", style="bold").append("\n" + line + "\n", style=FAINT)


def _notes(article: Article) -> Iterator[Text]:
    """What must be known before the statements are looked at, such as that the text is not English."""
    return (Text(note, style="italic") for note in notes_on(article.language))


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold", max_width=WIDEST.get(column), no_wrap=column == "ID")
    return table


def _speaker(statement: Statement, names: dict[str, str], text: str) -> Text:
    """The names of the speakers; where they stay open, who speaks as written, and a question mark."""
    if statement.speakers:
        return Text(", ".join(names.get(speaker, speaker) for speaker in statement.speakers), style="cyan")
    written = _words(statement.source, text)
    return Text(f"{written} ?" if written else "?", style="italic")


def _marks(statement: Statement) -> list[str]:
    """What sets a statement apart from a plain one."""
    marks = {
        "nested": statement.nested,
        "goes on": statement.extended,
        "points at": statement.mention,
        "not said": not statement.asserted,
        "denied": statement.polarity == "denied",
        statement.certainty: statement.certainty != "certain",
        f"repeats {statement.same_as}": statement.same_as is not None,
    }
    return [mark for mark, present in marks.items() if present]


def _depths(statements: Iterable[Statement]) -> dict[str, int]:
    """How many statements each one stands inside."""
    parents = {statement.id: statement.parent for statement in statements}
    depths = {}
    for name, nearest in parents.items():
        depth, parent = 0, nearest
        while parent is not None and depth < len(parents):
            depth, parent = depth + 1, parents.get(parent)
        depths[name] = depth
    return depths


def _role(block: Block) -> str:
    return block.role if block.copy_of is None else f"{block.role} (copy)"


def _words(spans: Iterable[Span], text: str) -> str:
    """The words at some spans; stretches apart are joined by an ellipsis."""
    return " … ".join(span.of(text) for span in spans)


def _excerpt(words: str, length: int = EXCERPT) -> str:
    """Words on one line, cut at a word's end where they are many."""
    line = " ".join(words.split())
    if len(line) <= length:
        return line
    return line[: line.rfind(" ", 0, length)] + " …" if " " in line[:length] else line[:length] + " …"
