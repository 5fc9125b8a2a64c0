"""The desk's own state: the record, the people, what is being read, and how pages are rendered."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from parley.errors import ParleyError
from parley.pipeline.records import Record
from parley.settings import Settings
from parley.terms.names import fold_name
from parley.terms.tables import OutletRow, Tally
from parley.web.blindfold import Blindfold
from parley.web.now_and_then import NowAndThen
from parley.web.people import People
from parley.web.preferences import Preferences
from parley.web.queues import Queues
from parley.web.reading import ReadingRoom
from parley.web.remembered import Remembered
from parley.web.security import COSTLY_PER_MINUTE, Budget
from parley.web.wording import FILTERS, TESTS

STATIC = Path(__file__).parent / "static"


ORDERS = 24
"""So many lists are kept whole as numbers or keys, a megabyte each where all of a large record is in them."""
ROUNDS = 8
"""So many opened rounds are kept matched, and as many measured: some kilobytes for each unit."""
NETWORKS = 4
"""So many discourse networks are kept with their statements: some 100 bytes for each statement of the record."""


@dataclass
class Desk:
    """All that the screens share.

    Args:
        settings: of this process.
        record: open; the desk closes it in the end.
    """

    settings: Settings
    record: Record
    judging: threading.Lock = field(default_factory=threading.Lock)
    """Held while a judgement is written: those of one desk wait here in turn rather than at the record's door."""

    def __post_init__(self) -> None:
        self.people = People(self.record)
        self.preferences = Preferences(self.record)
        self.remembered = Remembered(self.record.view().moment)
        self.orders = Remembered(self.record.view().moment, kept=ORDERS)
        self.networks = Remembered(self.record.view().moment, kept=NETWORKS)
        self.rounds = Remembered(self.record.rounds().moment, kept=ROUNDS)
        self.reading = ReadingRoom(self.settings, self.record, self.forget)
        self.queues = Queues(self.record)
        self.blindfold = Blindfold(self.record)
        self.budget = Budget(COSTLY_PER_MINUTE)
        self.counted = NowAndThen(self.record.view().waiting, first=0)
        self.outlets = NowAndThen[tuple[OutletRow, ...]](self.record.view().outlets, first=())
        self.sections = NowAndThen[tuple[Tally, ...]](self.record.view().lists.sections, first=())
        self.assets = assets()
        self._templates = Environment(
            loader=PackageLoader("parley.web"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(FILTERS)
        self._templates.tests.update(TESTS)

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A screen, or the part of one that a script asked for.

        Args:
            request: what asked.
            template: its name; one that begins with "_" is a part and gets no frame.
            status: of the answer.
            values: what stands on it.
        """
        coder = request.scope.get("coder")
        framed = {} if template.startswith("_") else self._frame(coder)
        found = self._templates.get_template(template)
        words = found.render(
            request=request, coder=coder, path=request.url.path, assets=self.assets, **framed, **values
        )
        return HTMLResponse(words, status_code=status)

    def _frame(self, coder: str | None) -> dict[str, Any]:
        if coder is None:
            return {"blind": False, "waiting": 0, "busy": 0, "news": "", "key_map": "{}", "keys_on": False}
        held = self.preferences.of(coder)
        blind = self.blindfold.covered(coder)
        return {
            "blind": blind,
            "waiting": 0 if blind else self.waiting,
            "busy": 0 if blind else self.reading.busy,
            "news": "" if blind else self.news(coder),
            "key_map": json.dumps(dict(held.keys)),
            "keys_on": held.keys_on,
        }

    def part(self, template: str, values: Callable[[], Mapping[str, Any]], *key: Hashable) -> Markup:
        """A part of a screen that is the same for everybody, rendered once for as long as the record stays as it is.

        Args:
            template: its name.
            values: looks up what stands on it.
            key: what, with the template, the part depends on.
        """

        def rendered() -> Markup:
            return Markup(self._templates.get_template(template).render(assets=self.assets, **values()))

        return self.remembered.get((template, *key), rendered)

    def forget(self) -> None:
        """Trust nothing that was looked up without a look: somebody may have changed the record."""
        self.blindfold.forget()
        self.remembered.forget()
        self.orders.forget()
        self.networks.forget()
        self.rounds.forget()

    def status(self, request: Request) -> HTMLResponse:
        """What stands in the head of every screen, as it is now."""
        shown = self._frame(coder_of(request))
        return self.page(
            request, "_status.html", **{name: shown[name] for name in ("waiting", "busy", "news", "blind")}
        )

    def news(self, coder: str) -> str:
        """What somebody else did last, where that is the last thing that was done; empty where the record is busy."""
        with suppress(ParleyError):
            for step in self.remembered.get("last step", lambda: self.record.view().last_steps(1)):
                if fold_name(step.coder) != fold_name(coder):
                    return f"{step.coder}: {step.kind}"
        return ""

    @property
    def waiting(self) -> int:
        """How many entries wait, as counted a moment ago; as counted last where the record does not answer now."""
        return self.counted.get()

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """While a person judges."""
        with self.judging:
            yield
        self.counted.look_soon()


def assets() -> dict[str, str]:
    """Name of each built asset to its address; empty where none were built: the desk works without."""
    try:
        names = json.loads((STATIC / "dist" / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return {name: f"/static/dist/{hashed}" for name, hashed in names.items()}


def desk_of(request: Request) -> Desk:
    """The desk that a request came to."""
    found: Desk = request.app.state.desk
    return found


def wants_part(request: Request) -> bool:
    """Whether a script asks for a part of a page; one that goes back in the history wants the whole."""
    headers = request.headers
    return bool(headers.get("hx-request")) and not headers.get("hx-history-restore-request")


def coder_of(request: Request) -> str:
    """The name of who asks; the doorkeeper has let them in."""
    return str(request.scope["coder"])
