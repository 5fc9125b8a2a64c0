"""What people said of an article itself holds for the newer text of its page too: corrections, state of work, tags.

Law of this module: it is done once, in the name of who said it, and can be undone; what people said of the newer text
goes before. That somebody read the earlier text through is not said of the newer one: it is in work again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, or_, select

from parley.record import sql
from parley.record.states import IN_WORK, READ, UNREAD
from parley.record.steps import CARRY, Step
from parley.record.subjects import SUBJECTS, State, compound
from parley.record.texts import earlier_texts

BLOCKS = "blocks"
"""Corrections of blocks go by places of the earlier text, which the newer one does not share."""


def carry_article(connection: Connection, page_text: str) -> bool:
    """Carry over what people said of the last earlier text of a page, unless that was done before.

    Args:
        connection: with the writing transaction open.
        page_text: digest of the newer text.

    Returns:
        Whether anything was carried.
    """
    earlier = earlier_texts(connection, page_text)
    if not earlier or _was_carried(connection, page_text):
        return False
    before, key = earlier[0]
    coder = _who_said(connection, before)
    if coder is None:
        return False
    step = Step(connection, kind=CARRY, coder=coder, reason=f"the page changed; said of its text {key}")
    held = step.read("article", page_text)
    said = SUBJECTS["article"].read(connection, before)
    assert held is not None
    assert said is not None
    step.change("article", page_text, _with(held, said))
    tag = sql.tag.c
    tags = select(sql.tag).where(tag.subject_kind == "article", tag.subject == before)
    for row in connection.execute(tags).mappings().all():
        step.change("tag", compound("article", page_text, row["folded"]), dict(row) | {"subject": page_text})
    return step.finish() is not None


def _with(held: State, said: State) -> State:
    """The state of the newer text with what was said of the earlier one under it."""
    corrections = {name: value for name, value in said["corrections"].items() if name != BLOCKS}
    work = {"work": said["work"], "work_reason": said["work_reason"]}
    if said["work"] == READ:
        work = {"work": IN_WORK, "work_reason": ""}
    if held["work"] != UNREAD:
        work = {}
    return held | work | {"corrections": corrections | held["corrections"]}


def _was_carried(connection: Connection, page_text: str) -> bool:
    """Whether it was done before: what a person has undone is not done again."""
    return connection.execute(_said_of(page_text).where(sql.step.c.kind == CARRY).limit(1)).first() is not None


def _who_said(connection: Connection, page_text: str) -> str | None:
    """Name of who last said something of an article that is carried over; None where nobody did."""
    names = connection.execute(_said_of(page_text).order_by(sql.judgement.c.id.desc()).limit(1)).scalars().all()
    return names[0] if names else None


def _said_of(page_text: str) -> Select[Any]:
    """Names of those who judged an article or its tags, with the judgements beside them."""
    judged = sql.judgement.c
    about_article = (judged.subject_kind == "article") & (judged.subject == page_text)
    start = compound("article", page_text)[:-1] + ","
    about_tags = (judged.subject_kind == "tag") & judged.subject.startswith(start, autoescape=True)
    return (
        select(sql.coder.c.name)
        .join(sql.step, sql.step.c.coder == sql.coder.c.key)
        .join(sql.judgement, judged.step == sql.step.c.id)
        .where(or_(about_article, about_tags))
    )
