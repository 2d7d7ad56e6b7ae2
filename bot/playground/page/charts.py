"""Where the parts of a chart lie: Slack's data_visualization, as shapes that a template writes into an SVG."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.playground.grammar.shapes import Json

WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 12, 28
TICKS = 4


@dataclass(frozen=True)
class Line:
    """A line of the grid, with the value it stands for."""

    x1: float
    x2: float
    y: float
    label: str


@dataclass(frozen=True)
class Bar:
    """A bar of one series."""

    series: int
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Path:
    """A line, area or slice of one series, as SVG writes paths."""

    kind: str
    series: int
    d: str
    title: str = ""


@dataclass(frozen=True)
class Dot:
    """One point of a line."""

    series: int
    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Label:
    """A word on an axis."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Entry:
    """A line of the legend."""

    series: int
    text: str


@dataclass
class Chart:
    """All parts of a chart, and its numbers as a table."""

    legend: list[Entry]
    table: list[list[str]]
    width: int = WIDTH
    height: int = HEIGHT
    x_label: str = ""
    y_label: str = ""
    lines: list[Line] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def chart(wanted: Json) -> Chart:
    """Lay a chart out."""
    return _pie(wanted["segments"]) if wanted["type"] == "pie" else _axes(wanted)


def _pie(segments: Sequence[Json]) -> Chart:
    total = sum(each["value"] for each in segments)
    shares = [f"{each['label']} {each['value']:g} ({each['value'] / total:.0%})" for each in segments]
    drawn = Chart(
        [Entry(place, share) for place, share in enumerate(shares)],
        [["", "%"], *([each["label"], f"{each['value']:g}"] for each in segments)],
    )
    before = 0.0
    for place, each in enumerate(segments):
        share = each["value"] / total
        drawn.paths.append(Path("slice", place, _slice(before, share), shares[place]))
        before += share
    return drawn


def _slice(before: float, share: float) -> str:
    middle_x, middle_y, radius = WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 10
    share = min(share, 0.99999)  # an arc that ends where it began is drawn as nothing
    ends = [math.tau * (before + part) - math.pi / 2 for part in (0, share)]
    (x1, y1), (x2, y2) = ((middle_x + radius * math.cos(end), middle_y + radius * math.sin(end)) for end in ends)
    return (
        f"M{middle_x:.1f} {middle_y:.1f} L{x1:.2f} {y1:.2f} "
        f"A{radius:.1f} {radius:.1f} 0 {int(share > 0.5)} 1 {x2:.2f} {y2:.2f} Z"
    )


def _axes(wanted: Json) -> Chart:
    series, axes = wanted["series"], wanted["axis_config"]
    categories: list[str] = axes["categories"]
    values = [point["value"] for each in series for point in each["data"]]
    height_of, ticks = _scale(min(0, *values), max(0, *values))
    drawn = Chart(
        [Entry(place, each["name"]) for place, each in enumerate(series)],
        [
            ["", *(each["name"] for each in series)],
            *([name, *(f"{each['data'][row]['value']:g}" for each in series)] for row, name in enumerate(categories)),
        ],
        x_label=axes.get("x_label", ""),
        y_label=axes.get("y_label", ""),
    )
    drawn.lines = [Line(LEFT, WIDTH - RIGHT, height_of(tick), f"{tick:g}") for tick in ticks]
    step = (WIDTH - LEFT - RIGHT) / len(categories)
    drawn.labels = [
        Label(LEFT + step * (row + 0.5), HEIGHT - 8, _short(name, step)) for row, name in enumerate(categories)
    ]
    if wanted["type"] == "bar":
        drawn.bars = list(_bars(series, step, height_of))
    else:
        for place, each in enumerate(series):
            _draw_line(drawn, place, each, (step, height_of, wanted["type"]))
    return drawn


def _short(name: str, width: float) -> str:
    most = max(3, int(width / 7))
    return name if len(name) <= most else name[: most - 1] + "…"


def _scale(lowest: float, highest: float) -> tuple[Callable[[float], float], list[float]]:
    """The height at which a value is drawn, and the values that get a line."""
    span = (highest - lowest) or 1.0
    rough = span / TICKS
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough)
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    bottom, top = first * step, max(last, first + 1) * step

    def height_of(value: float) -> float:
        return round(float(TOP + (HEIGHT - TOP - BOTTOM) * (top - value) / (top - bottom)), 2)

    return height_of, [round(step * tick, 10) for tick in range(first, max(last, first + 1) + 1)]


def _bars(series: Sequence[Json], step: float, height_of: Callable[[float], float]) -> Iterator[Bar]:
    width = step * 0.76 / len(series)
    for place, each in enumerate(series):
        for row, point in enumerate(each["data"]):
            ends = sorted((height_of(0), height_of(point["value"])))
            x = LEFT + step * (row + 0.12) + width * place
            said = f"{each['name']}, {point['label']}: {point['value']:g}"
            yield Bar(place, round(x, 2), ends[0], round(width * 0.94, 2), round(ends[1] - ends[0], 2), said)


def _draw_line(drawn: Chart, place: int, each: Json, how: tuple[float, Callable[[float], float], str]) -> None:
    step, height_of, kind = how
    points = [
        (round(LEFT + step * (row + 0.5), 2), height_of(point["value"])) for row, point in enumerate(each["data"])
    ]
    trace = "M" + " L".join(f"{x} {y}" for x, y in points)
    if kind == "area":
        floor = height_of(0)
        drawn.paths.append(Path("area", place, f"{trace} L{points[-1][0]} {floor} L{points[0][0]} {floor} Z"))
    drawn.paths.append(Path("line", place, trace))
    drawn.dots += [
        Dot(place, x, y, f"{each['name']}, {point['label']}: {point['value']:g}")
        for (x, y), point in zip(points, each["data"], strict=True)
    ]
