"""The library: what is new, and what in it matters? Pages are brought here too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from parley.errors import UsageError
from parley.record.states import WORK_STATES
from parley.terms.text import Genre
from parley.web.desk import Desk, coder_of, desk_of
from parley.web.sent import PageNumber, Sent, whole
from parley.web.tables import plain_table
from parley.web.wording import all_of, queried

router = APIRouter()

PAGE = 50
"""Articles on a page of the library."""
SECTIONS = 200
"""So many sections, those with most articles, are offered to choose from; others can be typed."""
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
    "events",
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
    section: str = ""
    feed: str = ""

    @property
    def query(self) -> str | None:
        """Its part that the search language answers."""
        parts = [self.q]
        for name in ("genre", "work", "review", "collection", "section", "feed"):
            value = getattr(self, name).replace('"', " ").strip()
            parts += [f'{name}:"{value}"'] if value else []
        return all_of(*parts) or None

    @property
    def arguments(self) -> dict[str, Any]:
        """As the record takes it."""
        return {
            "since": self.since or None,
            "until": self.until or None,
            "publication": self.publication or None,
            "query": self.query,
        }

    @property
    def said(self) -> str:
        """What is set, in a line; empty where nothing is."""
        named = {"since": "from", "until": "to", "feed": "fetched from", "section": "under", "review": "entries"}
        given = ((name, getattr(self, name)) for name in self.__slots__)
        return ", ".join(f"{named[name]} {value}" if name in named else value for name, value in given if value)

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
    section: str = "",
    feed: str = "",
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
        section=section,
        feed=feed,
    )


Asked = Annotated[Filter, Depends(asked)]


@router.get("/")
def library(request: Request, wanted: Asked, page: PageNumber = 1) -> Response:
    """The newest articles; the next ones come while scrolling, or as numbered pages."""
    desk = desk_of(request)
    view, held = desk.record.view(), desk.remembered.get
    number = held(("number", wanted), lambda: sum(one.number for one in view.library_work(**wanted.arguments)))
    pages = -(-number // PAGE)
    listed = desk.part(
        "_articles.html", lambda: _listed(desk, wanted, page) | {"more": page < pages, "page": page}, wanted, page
    )
    if request.headers.get("hx-request") and page > 1:
        return HTMLResponse(listed)
    return desk.page(
        request,
        "library.html",
        listed=listed,
        number=number,
        page=page,
        pages=pages,
        wanted=wanted,
        work=held(("work", wanted), lambda: view.library_work(**wanted.arguments)) if page == 1 else (),
        outlets=[one.name for one in desk.outlets.get() if one.articles],
        sections=[one.value for one in desk.sections.get()[:SECTIONS]],
        genres=get_args(Genre),
        works=WORK_STATES,
        collections=held("collections", view.collections),
        searches=held("searches", view.saved_searches),
        jobs=desk.reading.jobs()[:10],
    )


def order_of_library(desk: Desk, wanted: Filter) -> Sequence[int]:
    """Numbers of all articles that meet a filter, in the order of the library."""
    return desk.orders.get(("library", wanted), lambda: desk.record.view().lists.library(**wanted.arguments))


def _listed(desk: Desk, wanted: Filter, page: int) -> dict[str, Any]:
    """The articles of a page: of the whole library found by the index over dates, of a filter in its kept order."""
    view, first = desk.record.view(), (page - 1) * PAGE
    address = wanted.address()
    if address == "/":
        return {"rows": view.library(offset=first, limit=PAGE), "wanted": wanted, "in_list": ""}
    rows = view.lists.articles(order_of_library(desk, wanted)[first : first + PAGE])
    return {"rows": rows, "wanted": wanted, "in_list": queried("", list=address)}


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
                row.article.events,
                row.waiting,
                row.article.url,
            )
            for row in rows
        ),
    )


@router.post("/read")
def bring(request: Request, form: Sent) -> Response:
    """Read files that were dropped or chosen, or a text that was pasted."""
    desk = desk_of(request)
    largest = desk.settings.largest_page_bytes
    numbers = [
        job.number
        for file in form.getlist("files")
        if not isinstance(file, str) and file.filename
        for job in desk.reading.bring(_safe(file.filename) or "page", file.file.read(largest + 1))
    ]
    pasted = form.get("text")
    if isinstance(pasted, str) and pasted.strip():
        content = pasted.replace("\r\n", "\n").encode("utf-8", "replace")
        brought = desk.reading.bring(_safe(str(form.get("name") or "")) or "pasted text", content)
        numbers += [job.number for job in brought]
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
    given = [whole(one, "jobs") for one in request.query_params.getlist("jobs")]
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
def collect(  # noqa: PLR0917  each part of the rule is a field of the form
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


def _safe(name: str) -> str:
    """A file's name without folders and signs that control a terminal or a page's direction."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200].strip()
