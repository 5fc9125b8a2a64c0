"""The series of a relation as a picture: bars of cooperation above a line, of conflict below it.

Drawn here, as SVG, so that it is there without script; each bar leads to the events it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parley.pipeline.relation_series import periods_between
from parley.terms.relations import RelationPoint, Unit

WIDTH, HEIGHT = 720.0, 180.0
"""Of the drawing, in its own units."""
LEFT, WIDEST = 34.0, 28.0
"""Room for the numbers of the scale; the widest bar."""
LABELS = 8
"""So many periods are named under the bars at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The sum of the scores of one period on one side of the line."""

    period: str
    side: str
    """agree for cooperation, disagree for conflict: the desk's colours of stances."""
    sum: float
    number: int
    x: float
    y: float
    width: float
    height: float
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A period named under the bars, or a number beside them."""

    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    line: float
    """Height of zero."""
    width: float = WIDTH
    height: float = HEIGHT + 20


def draw_bars(points: Sequence[RelationPoint], unit: Unit, href: Callable[[str], str]) -> Picture | None:
    """The picture of the points of one direction; None where no point has a period.

    Args:
        points: in order of time.
        unit: of their periods.
        href: the address that opens a period.
    """
    dated = [point for point in points if point.period is not None]
    if not dated:
        return None
    names = sorted({point.period or "" for point in dated})
    unbroken = periods_between(names[0], names[-1], unit)
    periods = unbroken if set(names) <= set(unbroken) else tuple(names)
    sums = {(name, up): _sum(dated, name, up=up) for name in periods for up in (True, False)}
    highest, lowest = max(0.0, *(s for s, _ in sums.values())), min(0.0, *(s for s, _ in sums.values()))
    scale = HEIGHT / ((highest - lowest) or 1.0)
    line, step = highest * scale, (WIDTH - LEFT) / len(periods)
    bars = []
    for place, name in enumerate(periods):
        for up in (True, False):
            value, number = sums[name, up]
            if number:
                size = max(2.0, abs(value) * scale)
                wide = min(WIDEST, step * 0.8)
                bars.append(
                    Bar(
                        period=name,
                        side="agree" if up else "disagree",
                        sum=value,
                        number=number,
                        x=round(LEFT + place * step + (step - wide) / 2, 1),
                        y=round(line - size if up else line, 1),
                        width=round(wide, 1),
                        height=round(size, 1),
                        href=href(name),
                    )
                )
    return Picture(bars=tuple(bars), labels=_labels(periods, step, highest, lowest, line), line=round(line, 1))


def _sum(points: Sequence[RelationPoint], period: str, *, up: bool) -> tuple[float, int]:
    """Sum of the scores, and number, of the cooperation or of the conflict of a period."""
    chosen = [one for one in points if one.period == period and (one.quad <= 2) == up]
    return round(sum(one.sum for one in chosen), 3), sum(one.number for one in chosen)


def _labels(periods: Sequence[str], step: float, highest: float, lowest: float, line: float) -> tuple[Label, ...]:
    every = -(-len(periods) // LABELS)
    named = [
        Label(words=name, x=round(LEFT + (place + 0.5) * step, 1), y=HEIGHT + 16)
        for place, name in enumerate(periods)
        if place % every == 0
    ]
    scale = [Label(words=f"{value:g}", x=LEFT - 6, y=y) for value, y in ((highest, 10.0), (lowest, HEIGHT)) if value]
    return (*named, *scale, Label(words="0", x=LEFT - 6, y=min(HEIGHT, round(line + 4, 1))))
