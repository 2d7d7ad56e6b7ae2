"""The figures of a digest: each row's words, and the rows as a picture, a table or a few sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.screens import charts
from handlers.screens.blocks import Block, clipped, fine_print, prose
from handlers.screens.charts import LABEL_MOST
from handlers.screens.words import Voice
from workflows.digests.figures import WHOLE_SCHOOL

Facts = Mapping[str, Any]
MOST_LINES, MOST_IN_TABLE = 4, 6
NAME_MOST = 40  # a digest is read in a minute; the detail shows names whole
LEAST_FOR_A_TABLE = 3


def drawn(voice: Voice, rows: Sequence[Facts]) -> list[Block]:
    """The rows where Slack can draw: a picture, and a table from three rows on; nothing when they make neither."""
    found = [each for each in (_chart(voice, rows), _table(voice, rows)) if each]
    if not found:
        return []
    lines = [] if len(rows) >= LEAST_FOR_A_TABLE else told(voice, rows)
    return [*found, *lines, *more(voice, len(rows) - MOST_IN_TABLE)]


def told(voice: Voice, rows: Sequence[Facts]) -> list[Block]:
    """The rows as sentences."""
    lines = [block for row in rows[:MOST_LINES] for block in prose(voice.say("digest.row", **row))]
    return [*lines, *more(voice, len(rows) - MOST_LINES)]


def together(voice: Voice, rows: Sequence[Facts]) -> list[Block]:
    """That the figures are those of several schools, where a file names none that is called like this one."""
    schools = max((row["schools"] for row in rows), default=1)
    return [fine_print(voice.say("digest.together", schools=schools))] if schools > 1 else []


def more(voice: Voice, left: int) -> list[Block]:
    """That there is more than what is shown here."""
    return [fine_print(voice.say("digest.more", more=left))] if left > 0 else []


def worded(voice: Voice, row: Facts) -> dict[str, Any]:
    """A row with its name and its figures in words."""
    name = row["team"] or voice.plain("digest.name", grade=row["grade"], subject=row["subject"])
    words = {"proficient": voice.plain("digest.percent", **row), "growth": voice.plain("digest.growth", **row)}
    return {**row, **words, "name": name}


def brief(row: Facts) -> dict[str, Any]:
    """The same row with a name short enough to be read in passing."""
    return {**row, "name": clipped(row["name"], NAME_MOST)}


def spot_name(voice: Voice, spot: Facts) -> str:
    """What a team bright spot is called: its team, its grade and subject, or the whole school."""
    if spot["team"]:
        return str(spot["team"])
    return voice.plain("digest.whole" if spot["grade"] == WHOLE_SCHOOL else "digest.name", **spot)


def _chart(voice: Voice, rows: Sequence[Facts]) -> Block | None:
    """A bar for the share of proficient students of each row that may be shown.

    Never for growth in points: a point means another thing in another grade, and side by side younger grades would
    always seem to win. The table names each row's own.
    """
    bars = [(clipped(row["name"], LABEL_MOST), float(row["percent"])) for row in rows if row["percent"] is not None]
    bars = bars[:MOST_IN_TABLE]
    one_test = len({(row["source"], row["window"]) for row in rows}) == 1  # another test has other levels
    if len(bars) < 2 or len({name for name, _ in bars}) < len(bars) or not one_test:
        return None
    return charts.bar_chart(voice.plain("digest.chart"), voice.plain("digest.series"), bars)


def _table(voice: Voice, rows: Sequence[Facts]) -> Block | None:
    """A row for each grade and subject; fewer than three read better as sentences.

    The caption names the test where all rows are of one, a column where they are of several.
    """
    if len(rows) < LEAST_FOR_A_TABLE:
        return None
    tests = [voice.plain("digest.test", **row) for row in rows]
    cells = [[row["name"], test, row["proficient"], row["growth"]] for row, test in zip(rows, tests, strict=True)]
    columns = [voice.plain(f"digest.column_{name}") for name in ("name", "test", "percent", "growth")]
    one_test = tests[0] if len(set(tests)) == 1 else ""
    if one_test:
        cells, columns = [[name, *rest] for name, _, *rest in cells], [columns[0], *columns[2:]]
    return charts.table(voice.plain("digest.caption", test=one_test), columns, cells[:MOST_IN_TABLE])
