"""What stands beside a network: how much of the corpus people have read, and a note on the method to cite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from parley.analysis import EventList, Network
from parley.record import View
from parley.version import __version__

LITERATURE = (
    "Leifeld, P. (2017). Discourse Network Analysis: Policy Debates as Dynamic Networks. In: The Oxford Handbook of "
    "Political Networks, 301-326."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadShare:
    """How many of the record's articles a person has read through; irrelevant ones do not count."""

    read: int
    articles: int

    @property
    def percent(self) -> int:
        """The share, rounded down: all is said only of all."""
        return 100 * self.read // self.articles if self.articles else 0


def measure_read_share(view: View) -> ReadShare:
    """How much of the record people have read through."""
    work = {one.value: one.number for one in view.library_work()}
    return ReadShare(read=work.get("read", 0), articles=sum(work.values()) - work.get("irrelevant", 0))


def last_change(view: View) -> str | None:
    """When the record was last read into or judged: an ISO time; None where it is empty."""
    times = [one.recorded_at for one in view.last_steps(1)]
    times += [one.finished_at or one.started_at for one in view.runs()[:1]]
    return max(times, default=None)


def method_note(drawn: Network | EventList, options: dict[str, Any], view: View) -> str:
    """A text that says how a network was made, so that somebody else can make it again.

    Args:
        drawn: the network, or the list of statements.
        options: those of ``record.network``.
        view: of the record.
    """
    share, changed = measure_read_share(view), last_change(view)
    given = {name: value for name, value in options.items() if value not in (None, [], {}, "", False)}
    parameters = "; ".join(f"{name}={_written(value)}" for name, value in given.items())
    out = ", ".join(f"{number} ({why})" for why, number in sorted(drawn.dropped.items()))
    parts = [
        _subject(drawn),
        f"Left out: {out}." if out else "No statement was left out.",
        f"Parameters: {parameters}.",
        f"Read through by a person: {share.read} of {share.articles} articles ({share.percent} %).",
        f"Record as of {changed or 'its beginning'}; drawn {datetime.now(UTC):%Y-%m-%d} with Parley {__version__}.",
        LITERATURE,
    ]
    return " ".join(parts)


def _subject(drawn: Network | EventList) -> str:
    if isinstance(drawn, EventList):
        return f"List of {len(drawn)} statements."
    request = drawn.request
    two = request.mode == "two"
    tied = f"{request.rows} tied to {request.columns}" if two else f"{request.rows} tied by {request.columns}"
    nodes = f"{len(drawn.row_labels)} rows" + (f" and {len(drawn.column_labels)} columns" if two else "")
    when = f", {drawn.start} to {drawn.stop}" if drawn.start else ""
    return f"Discourse network ({request.mode}-mode: {tied}): {drawn.number} statements, {nodes}{when}."


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}={one}" for name, several in value.items() for one in several)
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
