"""What a person does with articles: correct their fields, say how far the work is, read through, tag, comment."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, get_args

from parley.errors import UsageError
from parley.record.article_states import FIELDS
from parley.record.filters import find_article
from parley.record.judging_entries import state_of
from parley.record.selection import several
from parley.record.states import WORK_STATES
from parley.record.steps import Step
from parley.record.subjects import State, compound
from parley.terms.names import fold_name
from parley.terms.text import BlockRole, Genre

Steps = Callable[..., AbstractContextManager[Step]]
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


class ArticleJudge:
    """Judgements of articles.

    Args:
        steps: opens a step.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def correct(self, article: str, field: str, value: Any, *, reason: str = "") -> None:
        """Correct a field of an article; the correction lies over every later reading too.

        Args:
            article: key or name.
            field: title, date, genre, publication, byline, language or url.
            value: what is right; None says that the page does not tell.
            reason: why.

        Raises:
            RecordError: there is no such article.
            UsageError: there is no such field, or the value does not fit it.
        """
        checked = _checked(field, value)
        self._set(article, "field", reason, lambda state: _corrected(state, field, checked))

    def correct_block(self, article: str, start: int, role: str, *, reason: str = "") -> None:
        """Say what a stretch of the page is; it shows when the page is read again.

        Args:
            article: key or name.
            start: where the block begins, in the page text.
            role: title, lead, body, teaser, comment or furniture.
            reason: why.
        """
        if role not in get_args(BlockRole):
            cure = f"Choose one of {', '.join(get_args(BlockRole))}"
            raise UsageError(f"{role!r} is no role of a block", where=f"block at {start}", cure=cure)

        def change(state: State) -> State:
            blocks = dict(state["corrections"].get("blocks", {})) | {str(start): role}
            return _corrected(state, "blocks", blocks)

        self._set(article, "field", reason, change)

    def work(self, article: str, state: str, *, reason: str = "") -> None:
        """Say how far the work on an article is; that it is irrelevant needs a reason.

        Args:
            article: key or name.
            state: unread, in work, read or irrelevant.
            reason: why.
        """
        if state not in WORK_STATES:
            cure = f"Choose one of {', '.join(WORK_STATES)}"
            raise UsageError(f"{state!r} is no state of work", where=article, cure=cure)
        if state == "irrelevant" and not reason.strip():
            raise UsageError("that it is irrelevant needs a reason", where=article, cure="Say why: --reason")
        self._set(article, "work", reason, lambda held: held | {"work": state, "work_reason": reason})

    def read_through(self, article: str) -> None:
        """Say that this person has read the article through."""
        with self._steps("read through") as step:
            page_text, _ = find_article(step.connection, article)
            held = step.read("article", page_text)
            assert held is not None
            readers = sorted({*held["read_by"], step.coder})
            step.change("article", page_text, held | {"read_by": readers, "work": "read", "work_reason": ""})

    def comment(self, article: str, words: str) -> None:
        """Leave a remark on an article."""
        with self._steps("comment") as step:
            step.remark(f"article {find_article(step.connection, article)[0]}", words)

    def tag(self, articles: Collection[str], name: str, *, entries: Collection[str] = ()) -> None:
        """Put a tag on articles and entries."""
        folded = fold_name(name)
        if not folded:
            raise UsageError("a tag needs a letter", where="tag", cure="Name it")
        with self._steps("tag") as step:
            for kind, subject in _tagged(step, articles, entries):
                row = {"subject_kind": kind, "subject": subject, "folded": folded, "name": name.strip()}
                step.change("tag", compound(kind, subject, folded), row)

    def untag(self, articles: Collection[str], name: str, *, entries: Collection[str] = ()) -> None:
        """Take a tag off articles and entries."""
        with self._steps("untag") as step:
            for kind, subject in _tagged(step, articles, entries):
                step.change("tag", compound(kind, subject, fold_name(name)), None)

    def _set(self, article: str, kind: str, reason: str, change: Callable[[State], State]) -> None:
        with self._steps(kind, reason) as step:
            page_text, _ = find_article(step.connection, article)
            held = step.read("article", page_text)
            assert held is not None
            step.change("article", page_text, change(held))


def _tagged(step: Step, articles: Collection[str], entries: Collection[str]) -> list[tuple[str, str]]:
    for names in (articles, entries):
        if names or isinstance(names, str):
            several(names, "key")
    for entry in entries:
        state_of(step, entry)
    found = [("article", find_article(step.connection, article)[0]) for article in articles]
    return found + [("entry", entry) for entry in entries]


def _corrected(state: State, field: str, value: Any) -> State:
    return state | {"corrections": state["corrections"] | {field: value}}


def _checked(field: str, value: Any) -> Any:
    if field not in FIELDS:
        cure = f"These can be corrected: {', '.join(FIELDS)}"
        raise UsageError(f"an article has no field {field!r} to correct", where="article", cure=cure)
    if field == "byline":
        return _byline(value or ())
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{value!r} is no text", where=field, cure="Give a text")
    if field == "date" and value is not None and not _is_date(value):
        raise UsageError(f"{value!r} is not a date", where=field, cure="Write 2023, 2023-08 or 2023-08-09")
    if field == "genre" and value is not None and value not in get_args(Genre):
        raise UsageError(f"{value!r} is no genre", where=field, cure=f"Choose one of {', '.join(get_args(Genre))}")
    if field == "language" and not value:
        raise UsageError("an article needs a language", where=field, cure="Give its code, such as en")
    return value


def _byline(value: Any) -> list[list[str | None]]:
    """Names, or pairs of name and role, as the record keeps them."""
    pairs = [
        [one, None] if isinstance(one, str) else list(one) for one in ([value] if isinstance(value, str) else value)
    ]
    for pair in pairs:
        if len(pair) != 2 or not isinstance(pair[0], str) or not isinstance(pair[1], str | None) or not pair[0].strip():
            cure = 'Write ["A. Writer"] or [("A. Writer", "editor")]'
            raise UsageError(f"{value!r} is no byline", where="byline", cure=cure)
    return pairs


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True
