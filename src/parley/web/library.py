"""The library: what is new, and what in it matters? Pages are brought here too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, get_args
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from parley.errors import UsageError
from parley.record.states import WORK_STATES
from parley.terms.text import Genre
from parley.web.desk import coder_of, desk_of
from parley.web.entries import card_of, entry_of, shown_on
from parley.web.queue import queue_of, queue_part
from parley.web.tables import plain_table
from parley.web.wording import queried

router = APIRouter()

PAGE = 50
"""Articles on a page of the library."""
LONGEST_TABLE = 20_000
COLUMNS = (
    "key",
    "title",
    "date",
    "publication",
    "genre",
    "language",
    "work",
    "speakers",
    "statements",
    "waiting",
    "url",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the library is asked for, as it stands in the address."""

    q: str = ""
    publication: str = ""
    genre: str = ""
    since: str = ""
    until: str = ""
    work: str = ""
    review: str = ""
    collection: str = ""

    @property
    def query(self) -> str | None:
        """Its part that the search language answers."""
        parts = [f"({self.q})"] if self.q.strip() else []
        for name in ("genre", "work", "review", "collection"):
            value = getattr(self, name).replace('"', " ").strip()
            parts += [f'{name}:"{value}"'] if value else []
        return " AND ".join(parts) or None

    @property
    def arguments(self) -> dict[str, Any]:
        """As the record takes it."""
        return {
            "since": self.since or None,
            "until": self.until or None,
            "publication": self.publication or None,
            "query": self.query,
        }

    def address(self, path: str = "/", **more: Any) -> str:
        """An address that asks for the same."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return queried(path, **(named | more))


def asked(  # noqa: PLR0913, PLR0917  each filter is a field of the form
    q: str = "",
    publication: str = "",
    genre: str = "",
    since: str = "",
    until: str = "",
    work: str = "",
    review: str = "",
    collection: str = "",
) -> Filter:
    """The filter of a request."""
    return Filter(
        q=q,
        publication=publication,
        genre=genre,
        since=since,
        until=until,
        work=work,
        review=review,
        collection=collection,
    )


Asked = Annotated[Filter, Depends(asked)]


@router.get("/")
def library(request: Request, wanted: Asked, page: int = 1) -> Response:
    """The newest articles; the next ones come while scrolling, or as numbered pages."""
    desk, page = desk_of(request), max(1, page)
    view = desk.record.view()
    found = view.library(**wanted.arguments, offset=(page - 1) * PAGE, limit=PAGE + 1)
    rows, more = found[:PAGE], len(found) > PAGE
    if request.headers.get("hx-request") and page > 1:
        return desk.page(request, "_articles.html", rows=rows, more=more, page=page, wanted=wanted)
    return desk.page(
        request,
        "library.html",
        rows=rows,
        more=more,
        page=page,
        wanted=wanted,
        work=view.library_work(**wanted.arguments) if wanted.query or wanted.collection or page == 1 else (),
        outlets=[one.name for one in view.outlets() if one.articles],
        genres=get_args(Genre),
        works=WORK_STATES,
        collections=view.collections(),
        searches=view.saved_searches(),
        jobs=desk.reading.jobs()[:10],
    )


@router.get("/library.{form}")
def library_table(request: Request, wanted: Asked, form: str) -> Response:
    """The same articles as a table."""
    if form not in ("csv", "json"):
        raise UsageError(f"there is no {form} here", where="library", cure="Ask for .csv or .json")
    rows = desk_of(request).record.view().library(**wanted.arguments, limit=LONGEST_TABLE)
    return plain_table(
        "articles",
        form,
        COLUMNS,
        (
            (
                row.article.key,
                row.article.title,
                row.article.date,
                row.article.publication,
                row.article.genre,
                row.article.language,
                row.article.work,
                row.speakers,
                row.article.statements,
                row.waiting,
                row.article.url,
            )
            for row in rows
        ),
    )


@router.post("/read")
async def bring(request: Request) -> Response:
    """Read files that were dropped or chosen, or a text that was pasted."""
    desk = desk_of(request)
    largest = desk.settings.largest_page_bytes
    if int(request.headers.get("content-length") or 0) > 10 * largest:
        raise UsageError("that is too much at once", where="read", cure="Bring fewer pages, or use `parley read`")
    async with request.form(max_files=1000, max_part_size=largest) as form:
        numbers = []
        for file in form.getlist("files"):
            if isinstance(file, str) or not file.filename:
                continue
            content = await file.read(largest + 1)
            _check_size(content, largest, file.filename)
            numbers.append(desk.reading.bring(_safe(file.filename), content).number)
        pasted = form.get("text")
        if isinstance(pasted, str) and pasted.strip():
            content = pasted.replace("\r\n", "\n").encode("utf-8", "replace")
            _check_size(content, largest, "the pasted text")
            name = form.get("name")
            numbers.append(desk.reading.bring(_safe(str(name or "")) or "pasted text", content).number)
    if not numbers:
        raise UsageError("nothing was brought", where="read", cure="Choose a file, or paste a text")
    address = queried("/reading", jobs=numbers)
    if request.headers.get("hx-request"):
        return desk.page(request, "_jobs.html", jobs=desk.reading.jobs(numbers), address=address)
    return RedirectResponse(address, status_code=303)


@router.get("/reading")
def progress(request: Request) -> Response:
    """What became of pages that were brought."""
    desk = desk_of(request)
    given = [int(one) for one in request.query_params.getlist("jobs") if one.isdecimal()]
    jobs = desk.reading.jobs(given or None)
    address = queried("/reading", jobs=given)
    template = "_jobs.html" if request.headers.get("hx-request") else "reading.html"
    return desk.page(request, template, jobs=jobs, address=address)


@router.post("/searches")
def save_search(request: Request, name: Annotated[str, Form()], query: Annotated[str, Form()]) -> Response:
    """Keep a query under a name."""
    desk_of(request).record.judge(coder_of(request)).library.save_search(name, query)
    return RedirectResponse("/", status_code=303)


@router.post("/searches/drop")
def drop_search(request: Request, name: Annotated[str, Form()]) -> Response:
    """Do away with a saved search."""
    desk_of(request).record.judge(coder_of(request)).library.drop_search(name)
    return RedirectResponse("/", status_code=303)


@router.post("/collections")
def collect(
    request: Request,
    name: Annotated[str, Form()],
    query: Annotated[str, Form()] = "",
    publication: Annotated[str, Form()] = "",
    since: Annotated[str, Form()] = "",
    until: Annotated[str, Form()] = "",
) -> Response:
    """Define a collection by a rule."""
    desk_of(request).record.judge(coder_of(request)).library.collect(
        name,
        outlets=[publication] if publication else [],
        since=since or None,
        until=until or None,
        query=query or None,
    )
    return RedirectResponse(queried("/", collection=name), status_code=303)


@router.post("/undo")
def undo(request: Request, back: Annotated[str, Form()] = "/", step: Annotated[str, Form()] = "") -> Response:
    """Take back this person's last step, or one by its number."""
    number = int(step) if step.isdecimal() else None
    with desk_of(request).judging:
        undone = desk_of(request).record.judge(coder_of(request)).undo(number)
    return _after(request, back, undone, "undone")


@router.post("/redo")
def redo(request: Request, back: Annotated[str, Form()] = "/") -> Response:
    """Do again what the last undo took back."""
    with desk_of(request).judging:
        redone = desk_of(request).record.judge(coder_of(request)).redo()
    return _after(request, back, redone, "done again")


def _after(request: Request, back: str, step: int, said: str) -> Response:
    """Back to where a step was undone or redone: the queue and a card then show the entry that it was about.

    Args:
        request: what asked.
        back: the address that the form was sent from.
        step: what was undone or redone.
        said: what a screen reader is told.
    """
    desk = desk_of(request)
    path, _, query = back.partition("?")
    keys = (entry_of(one) for one in desk.record.view().judgements_of(step))
    key = next((one for one in keys if one), "")
    if path == "/queue":
        given = dict(parse_qsl(query))
        if key in queue_of(desk, coder_of(request), given):
            given |= {"at": key, "on": ""}
        address = queried("/queue", **given)
        return queue_part(request, address) if request.headers.get("hx-request") else went(request, address)
    if not key or not path.startswith("/entries/"):
        return went(request, back)
    if not request.headers.get("hx-request"):
        return went(request, f"/entries/{key}")
    shown = shown_on(card_of(desk, key, coder_of(request)), back=f"/entries/{key}", said=said)
    return desk.page(request, "_entry.html", **shown, now_waiting=desk.record.view().waiting())


def went(request: Request, back: str) -> Response:
    """Back to where a form was sent from, within this desk only."""
    address = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def _safe(name: str) -> str:
    """A file's name without folders and signs that control a terminal or a page's direction."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200].strip()


def _check_size(content: bytes, largest: int, name: str) -> None:
    if len(content) > largest:
        cure = "Raise the setting `largest_page_bytes`, or bring a smaller page"
        raise UsageError(f"it is larger than {largest} bytes", where=name, cure=cure)
