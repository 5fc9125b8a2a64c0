"""Files of other tools into the record and out of it: the imports' and exports' way through the house.

file -> imports.read_* -> CodedCorpus, Report -> articles (Writer) -> statements, codebook -> Report
record -> CodedCorpus -> exports.write_dna
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parley.errors import ParleyError, RecordError, UsageError
from parley.imports.anchoring import find_quotes
from parley.imports.dna import read_dna
from parley.imports.refi import read_codebook, read_qdpx
from parley.imports.tabular import QuotedStatement, read_documents, read_statements
from parley.imports.webannotation import WebAnnotation, read_annotations
from parley.language.sentences import split_sentences
from parley.record import Store
from parley.record.bringing import Import, bring_corpus, check_new
from parley.terms.exchange import CodedCorpus, CodedDocument, LeftOut, Report
from parley.terms.review import Reading, Run
from parley.terms.statements import Proposals
from parley.terms.text import Article, Block, Byline, Page, Piece, Span
from parley.version import __version__

Finder = Callable[[Article], Proposals]
"""What proposes statements about an article."""

CORPORA: dict[str, Callable[[Path], tuple[CodedCorpus, Report]]] = {
    ".dna": read_dna,
    ".qdpx": read_qdpx,
    ".qdc": read_codebook,
}
"""Files that hold a coded corpus, by their ending."""

TABLES = (".csv", ".tsv", ".xlsx")
"""Endings of tables: of documents, or of statements where a column holds quotations."""

STANCES = {
    "agree": "agree",
    "agreement": "agree",
    "support": "agree",
    "yes": "agree",
    "true": "agree",
    "+": "agree",
    "1": "agree",
    "disagree": "disagree",
    "disagreement": "disagree",
    "oppose": "disagree",
    "no": "disagree",
    "false": "disagree",
    "-": "disagree",
    "-1": "disagree",
    "neutral": "neutral",
    "0": "neutral",
    "": "neutral",
}
"""How stances are written in tables; 0 is neutral on a scale from -1 to 1."""


def import_file(store: Store, path: Path, *, coder: str, finder: Finder | None = None) -> Report:
    """Bring a file of another tool into a record.

    Args:
        store: the open record.
        path: a database of Discourse Network Analyzer, a project or codebook of REFI-QDA, a table of documents or
            of statements (CSV, TSV, XLSX), or W3C Web Annotations (JSON, JSON-LD, JSON Lines).
        coder: who brings it in, and who coded where the file does not say.
        finder: proposes statements about the documents too; None proposes nothing.

    Returns:
        What came in, and what did not or not as it stood there, and why.

    Raises:
        UsageError: it is no file of a kind that can be brought in.
        RecordError: this very file came in before.
    """
    ending = path.suffix.lower()
    if ending in CORPORA:
        corpus, report = CORPORA[ending](path)
        return _bring(store, corpus, report, _source(path, ending, coder), finder)
    if ending in TABLES:
        return _import_table(store, path, coder=coder, finder=finder)
    if ending in (".json", ".jsonld", ".jsonl"):
        annotations, report = read_annotations(path)
        return _place(store, [_of_annotation(one, coder) for one in annotations], report)
    cure = f"These can be brought in: {', '.join([*CORPORA, *TABLES, '.json', '.jsonld', '.jsonl'])}"
    raise UsageError(f"files that end in {ending or 'nothing'} are none of another tool", where=str(path), cure=cure)


def _import_table(store: Store, path: Path, *, coder: str, finder: Finder | None) -> Report:
    try:
        corpus, report = read_documents(path)
    except UsageError as no_documents:
        try:
            quoted, report = read_statements(path)
        except UsageError:
            raise no_documents from None
        return _place(store, [_of_row(one, coder) for one in quoted], report)
    return _bring(store, corpus, report, _source(path, path.suffix.lower(), coder), finder)


def _source(path: Path, form: str, coder: str) -> Import:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror}", where=str(path), cure="Name another file") from error
    return Import(name=path.name, form=form.removeprefix("."), sha256=digest, coder=coder)


def _bring(store: Store, corpus: CodedCorpus, report: Report, source: Import, finder: Finder | None) -> Report:
    """The documents as articles, each in its own transaction; then all the rest in one."""
    check_new(store, source)
    run = Run(code=__version__, weights="import" if finder is None else "", started_at=_now(), parameters="{}")
    pages: dict[str, str] = {}
    with store.writer(run) as writer:
        for document in corpus.documents:
            reading = _reading(document, source, finder)
            writer.write_reading(reading)
            pages[document.key] = hashlib.sha256(reading.article.page_text.encode()).hexdigest()
    said = replace(source, report={"came": dict(report.came), "left": [_line(one) for one in report.left]})
    bring_corpus(store, corpus, said, pages=pages)
    return report


def _reading(document: CodedDocument, source: Import, finder: Finder | None) -> Reading:
    """A document as a page of plain text whose whole text is the article's."""
    text = document.text.replace("\x00", "\ufffd")
    content = text.encode()
    whole = len(text)
    page = Page(
        location=f"{source.name}#{document.key}",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        fetched_at=_now(),
        media_type="text/plain",
        url=document.url,
    )
    article = Article(
        id=f"{source.name}#{document.key}",
        page_text=text,
        rendition="imported-1",
        blocks=(Block(start=0, end=whole, role="body"),) if whole else (),
        text=text,
        pieces=(Piece(start=0, end=whole, page_start=0),) if whole else (),
        title=document.title or None,
        date=document.date[:10] if document.date else None,
        sections=(document.section,) if document.section else (),
        publication=document.source or None,
        byline=(Byline(name=document.author),) if document.author else (),
        url=document.url,
    )
    proposals = finder(article) if finder else Proposals(sentences=split_sentences(text))
    return Reading(page=page, article=article, proposals=proposals)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A statement of somebody's that is still to be found in a text of the record."""

    quote: str
    document: str | None
    coder: str
    where: str
    speaker: str = ""
    concept: str = ""
    stance: str = "neutral"
    prefix: str = ""
    suffix: str = ""
    comments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def _of_row(row: QuotedStatement, coder: str) -> _Wanted:
    return _Wanted(
        quote=row.quote,
        document=row.document,
        coder=row.coder or coder,
        where=f"row {row.row}",
        speaker=row.speaker,
        concept=row.concept,
        stance=row.stance,
    )


def _of_annotation(one: WebAnnotation, coder: str) -> _Wanted:
    return _Wanted(
        quote=one.exact,
        document=one.source,
        coder=one.creator or coder,
        where=one.id or one.source,
        prefix=one.prefix,
        suffix=one.suffix,
        comments=one.bodies,
        tags=one.tags,
    )


def _place(store: Store, wanted: Sequence[_Wanted], report: Report) -> Report:
    """Find each quotation in the texts of the record and keep it as a statement of who coded it."""
    texts = _Texts(store)
    left = list(report.left)
    came = 0
    for one in wanted:
        try:
            article, span, note = texts.find(one)
            _keep(store, one, article, span)
        except ParleyError as error:
            left.append(LeftOut(what="statement", where=one.where, why=f"{error.what}. {error.cure}"))
            continue
        came += 1
        if note:
            left.append(LeftOut(what="statement", where=one.where, why=note))
    return Report(came={"statements": came}, left=tuple(left))


def _keep(store: Store, one: _Wanted, article: str, span: Span) -> None:
    stance = STANCES.get(one.stance.strip().casefold())
    if stance is None:
        cure = "Write agree, disagree or neutral"
        raise UsageError(f"{one.stance!r} is no stance", where=one.where, cure=cure)
    judge = store.judge(one.coder)
    speakers = [one.speaker] if one.speaker else []
    entry = judge.entries.add(article, content=[span], speakers=speakers, reason="brought in")
    if one.concept:
        judge.codebook.find_or_define(one.concept)
        judge.codebook.code([entry], one.concept, stance, reason="brought in")
    for words in one.comments:
        judge.entries.comment(entry, words)
    for tag in one.tags:
        judge.articles.tag([], tag, entries=[entry])


class _Texts:
    """The texts of a record in which quotations are looked for."""

    def __init__(self, store: Store) -> None:
        self._view = store.view()
        self._rows = self._view.articles()

    def find(self, one: _Wanted) -> tuple[str, Span, str]:
        """Key of the article, place of the quotation, and what is to be said about it.

        Raises:
            RecordError: it stands nowhere, or in several articles alike.
        """
        best = [
            (anchor.score, key, anchor.span, len(found)) for key, found in self._anchors(one) for anchor in found[:1]
        ]
        if not best:
            raise RecordError(
                "the quotation stands in no text of the record", where=one.where, cure="Read its page first"
            )
        best.sort(key=lambda found: -found[0])
        if len(best) > 1 and best[1][0] == best[0][0]:
            cure = "Say in which document it stands"
            raise RecordError("the quotation stands in several articles", where=one.where, cure=cure)
        score, key, span, places = best[0]
        notes = [f"placed by likeness, {score:.0%}"] if score < 0.99 else []
        notes += [f"it stands {places} times there; the first place was taken"] if places > 1 else []
        return key, span, "; ".join(notes)

    def _anchors(self, one: _Wanted) -> Iterator[tuple[str, Sequence[Any]]]:
        for key in self._candidates(one.document):
            text = self._view.article(key).reading.article.text
            found = find_quotes(text, one.quote, prefix=one.prefix, suffix=one.suffix)
            if found:
                yield key, found

    def _candidates(self, document: str | None) -> Iterable[str]:
        if not document:
            return [row.key for row in self._rows]
        same = [row.key for row in self._rows if document in (row.key, row.article, row.url, row.title, row.location)]
        return same or [row.key for row in self._rows if row.article.endswith(f"#{document}")]


def _line(one: LeftOut) -> list[str]:
    return [one.what, one.where, one.why]


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
