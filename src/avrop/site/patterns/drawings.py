"""Drawings: figures as SVG made on the server, without script or style of their own, so that they are
there on paper, in forced colours and without script. The numbers stand beside them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avrop.site.patterns.shapes import Drawing, Point

WIDTH, HEIGHT = 600.0, 200.0
SPARK_WIDTH, SPARK_HEIGHT = 96.0, 24.0
MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A point and how long its bar is, in percent of the scale."""

    point: Point
    length: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points: SVG's `points`, its last point as SVG writes numbers (a template would
    write them as people do), and the ends of the scale."""

    path: str
    last_x: str
    last_y: str
    lowest: Point
    highest: Point


def bars(drawing: Drawing) -> tuple[Bar, ...]:
    """The bars of a drawing; nothing is longer than the scale or shorter than nothing."""
    scale = drawing.highest or max((point.value for point in drawing.points), default=0.0)
    return tuple(
        Bar(point, round(100 * min(max(point.value, 0.0) / scale, 1.0), 2) if scale else 0.0)
        for point in drawing.points
    )


def curve(
    points: Sequence[Point], width: float = WIDTH, height: float = HEIGHT, *, from_zero: bool = True
) -> Curve | None:
    """The line through the points, the first at the left; None for fewer than two."""
    if len(points) < 2:
        return None
    lowest = min(points, key=lambda point: point.value)
    highest = max(points, key=lambda point: point.value)
    bottom = min(0.0, lowest.value) if from_zero else lowest.value
    span = (highest.value - bottom) or 1.0
    step = (width - 2 * MARGIN) / (len(points) - 1)
    places = [
        (
            round(MARGIN + number * step, 1),
            round(height - MARGIN - (point.value - bottom) / span * (height - 2 * MARGIN), 1),
        )
        for number, point in enumerate(points)
    ]
    path = " ".join(f"{x},{y}" for x, y in places)
    last_x, last_y = places[-1]
    return Curve(path, str(last_x), str(last_y), lowest, highest)


def sparkline(values: Sequence[float]) -> Curve | None:
    """A small line without a scale, for a cell."""
    points = [Point("", value) for value in values]
    return curve(points, SPARK_WIDTH, SPARK_HEIGHT, from_zero=False)
