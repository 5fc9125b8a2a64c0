"""What a network is asked for: all options in one place, checked before anything is counted.

The options are those of Discourse Network Analyzer (Leifeld 2017), by the same names where Python allows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from parley.errors import UsageError

Mode = Literal["one", "two", "events"]
Aggregation = Literal["ignore", "congruence", "conflict", "subtract", "combine"]
Normalization = Literal["none", "average", "jaccard", "cosine", "vector-cosine", "activity", "prominence"]
Duplicates = Literal["include", "document", "week", "month", "year", "range"]
Kernel = Literal["uniform", "triangular", "epanechnikov", "gaussian"]
Unit = Literal["seconds", "minutes", "hours", "days", "weeks", "months", "years", "events"]
Weeks = Literal["monday", "sunday"]
Compat = Literal["dna3"]

AGGREGATIONS: Mapping[str, tuple[str, ...]] = {
    "one": ("ignore", "congruence", "conflict", "subtract"),
    "two": ("ignore", "subtract", "combine"),
}
"""What can be done with the qualifier, by mode."""
NORMALIZATIONS: Mapping[str, tuple[str, ...]] = {
    "one": ("none", "average", "jaccard", "cosine", "vector-cosine"),
    "two": ("none", "activity", "prominence"),
}
_SMOOTHED: Mapping[str, tuple[str, ...]] = {
    "one": ("none", "average", "cosine"),
    "two": ("none", "activity", "prominence"),
}
"""What keeps its meaning where statements count in part."""
_WINDOW = re.compile(r"([1-9]\d{0,5}) *([a-z]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How long a window of time is."""

    size: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRequest:
    """Which network is asked for.

    Raises:
        UsageError: the options do not go together; the message names those that do.
    """

    mode: Mode = "two"
    rows: str = "organization"
    columns: str = "concept"
    qualifier: str | None = "stance"
    aggregation: Aggregation = "ignore"
    normalization: Normalization = "none"
    duplicates: Duplicates = "include"
    isolates: bool = False
    """Whether rows and columns without a statement left stay as empty ones."""
    since: str | None = None
    """ISO date or date and time, or its beginning; documents of that time or later."""
    until: str | None = None
    """The same; documents of that time or earlier."""
    exclude: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Variable to values whose statements do not count; yes and no are written 1 and 0."""
    include: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Variable to values; only statements that have one of them in each variable count."""
    minimum: int = 1
    """Rows and columns with fewer statements than this are left out."""
    window: str | None = None
    """Such as ``"3 months"`` or ``"50 events"``: a network for each stretch of time."""
    step: int = 1
    """Units from one window to the next."""
    kernel: Kernel | None = None
    """Statements count the more the nearer they are to a window's middle."""
    indent_time: bool = False
    """Whether the first and the last middle stand half a window inside the range."""
    normalize_to_one: bool = False
    """Whether the cells of each smoothed network are divided by their sum."""
    weeks: Weeks = "monday"
    """How weeks are numbered: as by ISO 8601, or as in the United States."""
    seed: int = 1
    """Of what is drawn by lot: only under ``compat``, among statements of the same second."""
    compat: Compat | None = None
    """``"dna3"``: the numbers of DNA 3.1.2, its mistakes among them."""

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES:
            one_of(name, getattr(self, name), allowed)
        for name, least in (("minimum", 1), ("step", 1)):
            if getattr(self, name) < least:
                raise _error(f"{name} is {getattr(self, name)}", f"It is {least} or more")
        if self.mode == "events":
            self._check_events()
            return
        self._check_qualifier()
        one_of("aggregation", self.aggregation, AGGREGATIONS[self.mode], f" in a {self.mode}-mode network")
        one_of("normalization", self.normalization, self._normalizations(), self._where())
        if self.rows == self.columns:
            raise _error(f"rows and columns are both {self.rows!r}", "Name two different variables")
        self._check_time()

    @property
    def span(self) -> Window | None:
        """The window, read."""
        if self.window is None:
            return None
        found = _WINDOW.fullmatch(self.window.strip().lower())
        unit = found and (found[2] if found[2].endswith("s") else f"{found[2]}s")
        if found is None or unit not in get_args(Unit):
            units = ", ".join(get_args(Unit))
            raise _error(f"{self.window!r} is not a window", f"Write a number and one of {units}: '3 months'")
        return Window(size=int(found[1]), unit=unit)  # type: ignore[arg-type]  # one of Unit, as was looked up

    def _normalizations(self) -> tuple[str, ...]:
        if self.kernel is not None and self.compat is None:
            return _SMOOTHED[self.mode]
        if self.aggregation == "combine":
            return ("none",)
        return NORMALIZATIONS[self.mode]

    def _where(self) -> str:
        with_kernel = " with a kernel" if self.kernel is not None else ""
        combined = " of combined levels" if self.aggregation == "combine" else ""
        return f" in a {self.mode}-mode network{combined}{with_kernel}"

    def _check_qualifier(self) -> None:
        if self.qualifier is None and self.aggregation != "ignore":
            raise _error(f"{self.aggregation} needs a qualifier", "Name one, or take aggregation ignore")

    def _check_events(self) -> None:
        given = {"window": self.window, "kernel": self.kernel}
        for name, value in given.items():
            if value is not None:
                raise _error(f"an event list has no {name}", f"Leave {name} out, or take mode one or two")

    def _check_time(self) -> None:
        span = self.span
        if self.kernel is None:
            if self.indent_time or self.normalize_to_one:
                raise _error("indent_time and normalize_to_one are of kernels", f"Take a kernel: {_KERNELS}")
            return
        if span is None:
            raise _error("a kernel needs a window", "Say how wide: window='3 months'")
        if span.unit in ("seconds", "events"):
            raise _error(f"a kernel has no windows of {span.unit}", "Take minutes, hours, days, weeks, months or years")
        if self.aggregation == "combine" and self.compat is None:
            raise _error("a kernel cannot combine levels", "Take aggregation ignore or subtract")


_KERNELS = ", ".join(get_args(Kernel))
_CHOICES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("mode", get_args(Mode)),
    ("aggregation", get_args(Aggregation)),
    ("normalization", get_args(Normalization)),
    ("duplicates", get_args(Duplicates)),
    ("kernel", (None, *get_args(Kernel))),
    ("weeks", get_args(Weeks)),
    ("compat", (None, *get_args(Compat))),
)


def one_of(name: str, value: object, allowed: Sequence[Any], where: str = "") -> None:
    """Refuse a value that is none of those allowed.

    Raises:
        UsageError: it is none; the message names them.
    """
    if value not in allowed:
        names = ", ".join(str(one) for one in allowed if one is not None)
        raise _error(f"{name} cannot be {value!r}{where}", f"Take one of {names}")


def _error(what: str, cure: str) -> UsageError:
    return UsageError(what, where="network", cure=cure)
