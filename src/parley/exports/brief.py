"""A citable brief: statements under headings, a note on where each stands, the list of sources.

A brief is read by people, so it is made of a selection and holds all of it. It is composed here and
written by ``brief_markdown`` and ``brief_docx``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parley.exports.about import About
from parley.exports.addresses import entry_urn, web_address
from parley.exports.characters import one_line
from parley.exports.cite import NOT_REVIEWED, article_name, long_date, outlet_and_date, spoken
from parley.terms.tables import StatementRow

UNNAMED_SOURCES = "Unnamed sources"
NO_CONCEPT = "Without a concept"
NO_TITLE = "(no title)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A reference: plain text around an address, which a format may make a link."""

    before: str
    address: str | None
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.address or ''}{self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One statement of a brief: what is said, and the note on where it stands."""

    words: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What stands under one heading."""

    heading: str
    definition: str = ""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief, not yet in any format; plain text throughout."""

    title: str
    preface: tuple[str, ...]
    """Paragraphs on how it was made and how it is to be read."""
    groups: tuple[Group, ...]
    sources: tuple[Note, ...]
    statements: int
    """How many statements went in; one with two concepts counts once."""


def compose_brief(rows: Iterable[StatementRow], *, about: About) -> Brief:
    """A brief of some statements.

    Args:
        rows: statements, in the order in which they shall stand under a heading.
        about: title, time, and what to group by.

    Raises:
        UsageError: ``about.made_at`` is no date and time.
    """
    held = tuple(rows)
    groups: dict[str, list[Item]] = {}
    headings: dict[str, str] = {}
    for row in held:
        for key, heading, stance in _places(row, about):
            headings.setdefault(key, heading)
            groups.setdefault(key, []).append(_item(row, stance))
    order = sorted(headings, key=lambda key: (key == "", headings[key].casefold(), key))
    return Brief(
        title=one_line(about.title),
        preface=_preface(held, about),
        groups=tuple(
            Group(
                heading=headings[key],
                definition=one_line(about.concepts.get(key, "")) if about.group_by == "concept" else "",
                items=tuple(groups[key]),
            )
            for key in order
        ),
        sources=_sources(held),
        statements=len(held),
    )


def _places(row: StatementRow, about: About) -> Iterator[tuple[str, str, str]]:
    """Key, heading and stance of each group that a statement stands in; the key is empty for the last one."""
    if about.group_by == "speaker":
        name = row.speaker or next(iter(row.speakers), None)
        key = (row.speaker_key or name) if name else ""
        yield key or "", one_line(name or "") or UNNAMED_SOURCES, ""
        return
    stances: dict[str, list[str]] = {}
    for coding in row.concepts:
        stances.setdefault(coding.concept, []).append(f"{coding.stance}, coded by {one_line(coding.coder)}")
    if not stances:
        yield "", NO_CONCEPT, ""
    for concept, found in stances.items():
        yield concept, one_line(concept), "; ".join(found)


def _item(row: StatementRow, stance: str) -> Item:
    sentence = one_line(row.sentence)
    proof = f" The sentence in the source: {sentence}" if sentence else ""
    after = f". {_title(row)}.{proof} [{entry_urn(row)}]"
    return Item(words=f"{spoken(row)} [{stance}]" if stance else spoken(row), note=_note(row, "", after))


def _title(row: StatementRow) -> str:
    return one_line(row.title or "") or NO_TITLE


def _note(row: StatementRow, before: str, after: str) -> Note:
    """Outlet, date and address, with words before and after."""
    address = web_address(row.url)
    words = f"{before}{outlet_and_date(row)}, "
    return Note(before=words if address else words + article_name(row), address=address, after=after)


def _preface(rows: tuple[StatementRow, ...], about: About) -> tuple[str, ...]:
    made = long_date(about.made.date().isoformat())
    search = f", from the saved search {one_line(about.search)}" if about.search else ""
    number = f"{len(rows)} statement" + ("" if len(rows) == 1 else "s")
    found = [
        f"Made with Parley on {made}{search}: {number}.",
        "Straight quotation marks at the beginning of an entry hold the speaker's own words; everything else is a "
        "paraphrase, or partly quoted as marked. Each note names the source and the sentence that proves the entry.",
    ]
    unjudged = sum(row.judged_by is None for row in rows)
    if unjudged:
        verb = "was" if unjudged == 1 else "were"
        found.append(f"{unjudged} of them {verb} found by a machine and judged by no person: ({NOT_REVIEWED}).")
    return tuple(found)


def _sources(rows: tuple[StatementRow, ...]) -> tuple[Note, ...]:
    """Every article once, the newest first."""
    articles = {row.article_key: row for row in reversed(rows)}
    found = sorted(articles.values(), key=lambda row: (row.article, row.article_key))
    found.sort(key=lambda row: row.date or "", reverse=True)
    return tuple(_source(row) for row in found)


def _source(row: StatementRow) -> Note:
    authors = ", ".join(filter(None, map(one_line, row.byline)))
    before = f"{authors}. {_title(row)}. " if authors else f"{_title(row)}. "
    return _note(row, before, f". {article_name(row)[:1].upper()}{article_name(row)[1:]}." if row.url else ".")
