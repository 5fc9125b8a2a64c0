"""Relations and timelines in the API, in the shape that the command line prints with ``--json``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Security
from pydantic import BaseModel, Field

from parley.pipeline.relation_objects import relation_object, timeline_objects
from parley.web.api import RESPONSES, TOKEN, Cursor, Limit, Page, portion
from parley.web.desk import desk_of
from parley.web.relations import Wanted, find_relation, find_timeline, wanted_of

router = APIRouter(prefix="/api/v1", tags=["v1"], dependencies=[Security(TOKEN)])

ACTOR = "Key of an actor, its whole name, or words of it."


class Pair(BaseModel):
    """Which two actors."""

    first: str = Field(description=ACTOR)
    second: str = Field(description=ACTOR)


Asked = Annotated[Wanted, Depends(wanted_of)]


@router.get("/relations", responses=RESPONSES)
def relation(request: Request, pair: Annotated[Pair, Query()], wanted: Asked) -> dict[str, Any]:
    """What two actors do to each other, say of each other and are to each other; points name their entries."""
    return relation_object(find_relation(desk_of(request), pair.first, pair.second, wanted))


@router.get("/actors/{key}/timeline", response_model=Page, responses=RESPONSES)
def timeline(  # noqa: PLR0913, PLR0917 - each filter is a parameter
    request: Request,
    key: str,
    wanted: Asked,
    other: str = "",
    only: str = "everything",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """What an actor does, suffers and says, the oldest first; with another one, between the two alone."""
    _, _, items = find_timeline(desk_of(request), key, other, wanted, only)
    found, following = portion(lambda first, most: items[first : first + most], cursor, limit)
    return {"items": list(timeline_objects(found)), "next": following}
