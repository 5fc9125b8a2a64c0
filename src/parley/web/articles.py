"""An article: what this text says, who says it, and whether that is right."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Annotated, Any, get_args

import nh3
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import escape

from parley.errors import UsageError
from parley.pages.decode import decode
from parley.pipeline.correcting import read_again
from parley.pipeline.found import where_found
from parley.pipeline.timing import with_times
from parley.record.judging import Judge
from parley.record.states import WORK_STATES
from parley.terms.tables import ArticleRow
from parley.terms.text import ENDINGS, BlockRole, Genre
from parley.web.beside import beside
from parley.web.desk import Desk, coder_of, desk_of
from parley.web.entries import spans_of
from parley.web.mark_layers import tints_of, values_of
from parley.web.marks import paragraphs_of
from parley.web.moving import named, went
from parley.web.naming import resolved
from parley.web.sent import Sent, texts_of

router = APIRouter()

_STYLE = (
    "body{font:15px/1.5 serif;max-width:44em;margin:1em auto;padding:0 1em;color:#1d1c1a;background:#fbfaf7}"
    "pre{white-space:pre-wrap;font:inherit}"
)
FRAME_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; sandbox; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
"""The page as fetched: nothing runs in it, nothing is loaded from anywhere, and no style but this one holds."""
FRAME_HEAD = f'<!doctype html><html lang="und"><meta charset="utf-8"><title>As fetched</title><style>{_STYLE}</style>'
TAGS = frozenset(
    "a abbr article aside b blockquote br caption cite code dd div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hr i li main nav ol p pre q s section small span strong sub sup table tbody td tfoot th thead time tr u ul"
    " html body".split()
)
UNSHOWN = frozenset("script style noscript template iframe noembed noframes xmp textarea svg math title".split())
"""Elements that go with all that stands in them."""
SHOWN = frozenset(("text/html", "text/plain"))
"""Media types whose bytes can be shown as they are."""
FIELDS = ("title", "date", "publication", "genre", "language", "url", "byline")


@router.get("/articles/{key}")
def article(request: Request, key: str, came_from: Annotated[str, Query(alias="list")] = "") -> Response:
    """The text with its marks, and the entries in the margin."""
    desk = desk_of(request)
    view = desk.record.view()
    about = desk.remembered.get(("article", key), lambda: view.article_row(key))
    return desk.page(
        request,
        "article.html",
        key=about.key,
        title=about.title or about.article,
        screen=desk.part("_article.html", lambda: _screen(desk, about), about.key),
        beside=beside(desk, coder_of(request), about.key, came_from),
        comments=desk.remembered.get(
            ("notes", about.key), lambda: view.comments(f"article {view.page_text_of(about.key)}")
        ),
    )


def _screen(desk: Desk, about: ArticleRow) -> dict[str, Any]:
    """What stands on an article's screen, the same for everybody."""
    view = desk.record.view()
    stored = view.article(about.key)
    reading = with_times(stored.reading)
    rows = tuple(view.statements(article=stored.article_key))
    events = view.events(article=stored.article_key)
    text = reading.article
    return {
        "key": stored.article_key,
        "article": text,
        "page": reading.page,
        "rows": rows,
        "events": events,
        "values": values_of(reading.proposals, text.text),
        "tints": tints_of(rows),
        "actors": {actor.id: actor for actor in reading.proposals.actors},
        "paragraphs": paragraphs_of(text.text, reading.proposals, stored.entries, rows, events),
        "furniture": _furniture(text),
        "about": about,
        "printings": view.printings(stored.article_key),
        "texts": view.texts(stored.article_key),
        "works": WORK_STATES,
        "genres": get_args(Genre),
        "roles": get_args(BlockRole),
        "byline": "; ".join(one.name for one in text.byline),
        "rtl": text.language in ("ar", "fa", "he", "ur", "ps"),
    }


def _furniture(article: Any) -> list[dict[str, Any]]:
    """The blocks of the page with their roles and first words."""
    return [
        {"start": one.start, "role": one.role, "words": article.page_text[one.start : one.end].strip()}
        for one in article.blocks
        if article.page_text[one.start : one.end].strip()
    ]


@router.get("/articles/{key}/changes")
def changes(request: Request, key: str) -> Response:
    """What changed since the text that was read from the same address before."""
    desk = desk_of(request)
    view = desk.record.view()
    about = view.article_row(key)
    return desk.page(request, "changes.html", about=about, changes=view.changes(key), texts=view.texts(key))


@router.get("/articles/{key}/found")
def found(request: Request, key: str) -> Response:
    """Where on the page each field was found; asked for by itself, since the page is taken apart again for it."""
    desk = desk_of(request)
    view = desk.record.view()
    places = where_found(view.article(key).reading, desk.reading.reader)
    template = "_where_found.html" if request.headers.get("hx-request") else "found.html"
    return desk.page(request, template, about=view.article_row(key), found=places)


@router.get("/articles/{key}/fetched")
def fetched(request: Request, key: str) -> Response:
    """The page as it was fetched: cleaned, and shown where nothing runs and nothing is loaded."""
    reading = desk_of(request).record.view().article(key).reading
    page = reading.page
    # What is neither HTML nor text (PDF, Word, mail, lines of other crawlers) is shown as the text that was read.
    words = reading.article.page_text
    if page.media_type in SHOWN:
        words = decode(page.content, where=page.location, charset=page.charset)
    if page.media_type == "text/html":
        body = nh3.clean(words, tags=set(TAGS), attributes={"*": {"dir", "lang"}}, clean_content_tags=set(UNSHOWN))
    else:
        body = f"<pre>{escape(words)}</pre>"
    return HTMLResponse(FRAME_HEAD + body, headers={"Content-Security-Policy": FRAME_POLICY})


@router.get("/articles/{key}/bytes")
def raw(request: Request, key: str) -> Response:
    """The bytes as they came, to be kept and never shown."""
    stored = desk_of(request).record.view().article(key)
    page = stored.reading.page
    ending = ENDINGS.get(page.media_type, "bin")
    headers = {"Content-Disposition": f'attachment; filename="{stored.article_key}.{ending}"'}
    return Response(page.content, media_type="application/octet-stream", headers=headers)


@router.post("/articles/{key}/work")
def work(request: Request, key: str, state: Annotated[str, Form()], reason: Annotated[str, Form()] = "") -> Response:
    """Say how far the work with an article is."""
    judge = desk_of(request).record.judge(coder_of(request)).articles
    if state == "read":
        judge.read_through(key)
    else:
        judge.work(key, state, reason=reason)
    return went(request, named("articles", key))


@router.post("/articles/{key}/correct")
def correct(request: Request, key: str, form: Sent) -> Response:
    """Correct what the page was taken to say about itself: all that was changed, or nothing where one is wrong."""
    desk = desk_of(request)
    given = {name: value.strip() for name, value in texts_of(form).items() if name in FIELDS}
    now = desk.record.view().article(key).reading.article
    held: dict[str, Any] = {name: getattr(now, name) for name in FIELDS if name != "byline"}
    held["byline"] = "; ".join(one.name for one in now.byline)
    changes = {name: _new(name, value) for name, value in given.items() if value != (held[name] or "")}

    def change(judge: Judge) -> None:
        for name, value in changes.items():
            judge.articles.correct(key, name, value)

    with desk.deciding():
        judge = desk.record.judge(coder_of(request))
        judge.preview(change)
        change(judge)
    return went(request, named("articles", key))


def _new(field: str, value: str) -> Any:
    """A value of a field as the record takes it."""
    return [one.strip() for one in value.split(";") if one.strip()] if field == "byline" else value or None


@router.post("/articles/{key}/blocks")
def block(request: Request, key: str, start: Annotated[int, Form()], role: Annotated[str, Form()]) -> Response:
    """Correct the role of a block; the page is read again at once."""
    desk = desk_of(request)
    if role not in get_args(BlockRole):
        raise UsageError(f"{role!r} is no role", where="block", cure=f"Choose one of {', '.join(get_args(BlockRole))}")
    blocks = desk.record.view().article(key).reading.article.blocks
    if all(one.start != start for one in blocks):
        raise UsageError("no block begins there", where="block", cure="Take one of the article's page")
    desk.record.judge(coder_of(request)).articles.correct_block(key, start, role)
    read_again(desk.record, desk.reading.reader, key)
    return went(request, named("articles", key, fragment="rest"))


@router.post("/articles/{key}/note")
def note(request: Request, key: str, words: Annotated[str, Form()]) -> Response:
    """Leave a remark on an article."""
    desk_of(request).record.judge(coder_of(request)).articles.comment(key, words)
    return went(request, named("articles", key))


@router.post("/articles/{key}/tag")
def tag(request: Request, key: str, name: Annotated[str, Form()]) -> Response:
    """Put a tag on an article."""
    desk_of(request).record.judge(coder_of(request)).articles.tag([key], name)
    return went(request, named("articles", key))


@router.post("/articles/{key}/statements")
def add(  # noqa: PLR0917  each part of the statement is a field of the form
    request: Request,
    key: str,
    content: Annotated[str, Form()],
    speaker: Annotated[str, Form()] = "",
    cue: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
) -> Response:
    """Add a statement that the machine did not propose, from the words that were selected."""
    fields: dict[str, Any] = {"content": spans_of(content)}
    if cue:
        fields["cue"] = spans_of(cue)
    if source:
        fields["source"] = spans_of(source)
    desk = desk_of(request)
    if speaker.strip():
        fields["speakers"] = [resolved(desk, key, speaker.strip())]
    entry = desk.record.judge(coder_of(request)).entries.add(key, **fields)
    return went(request, named("articles", key, fragment=f"e-{entry}"))
