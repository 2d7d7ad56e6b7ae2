"""Who is in which programme, each student once; and of which school, grade and year that may be said at all."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.columns import GROUPS
from workflows.stats.parameters import Parameters
from workflows.stats.pools import numbers, sums_by
from workflows.stats.suppress import suppressed
from workflows.stats.teams import LEAST_TEACHERS

UNIT = ["source", "subject", "school", "unit"]
STRATUM = ["source", "subject", "school", "grade", "year"]


@dataclass(frozen=True)
class Level:
    """A programme's students and everybody else, grade by grade or of whole schools.

    ``rows``: one per student and year: ``student, q, inside`` (1, 0, missing) and the numbers of their ``unit``, its
    ``cell`` (a unit in one year), the ``stratum`` they are compared in (grade and year) and their ``teacher``.
    ``units`` and ``cells`` name them; of ``cells``, ``shown`` says which may be told of.
    """

    rows: pd.DataFrame
    units: pd.DataFrame
    cells: pd.DataFrame

    def of(self, inside: pd.Series) -> "Level":
        """The same for another programme: ``inside`` says of every row whether the student is in it."""
        return replace(self, rows=self.rows.assign(inside=inside))


def one_each(records: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """Every student once per school, grade, subject, source and year: of two teachers' records the mean q counts, and
    the class whose name comes first."""
    place = numbers(classes, STRATUM)[records["class_id"].to_numpy()]
    key = pd.Series(records["student"].to_numpy(dtype=np.int64) * (place.max(initial=0) + 1) + place, records.index)
    again = key.duplicated(keep=False)
    if not again.any():
        return records
    ways = {"class_id": "min", "student": "first", "q": "mean"} | {name: "max" for name in GROUPS if name in records}
    return pd.concat([records[~again], records[again].groupby(key[again]).agg(ways)], ignore_index=True)


def level_of(once: pd.DataFrame, classes: pd.DataFrame, unit_of_class: pd.Series) -> Level:
    """Students in units: each class's grade, or one word for the whole school; in which programme, ``of`` says."""
    names = classes[STRATUM].assign(unit=unit_of_class)
    unit, cell = numbers(names, UNIT), numbers(names, [*UNIT, "year"])
    numbered = {
        "unit": unit,
        "cell": cell,
        "stratum": numbers(classes, STRATUM),
        "teacher": numbers(classes, ["teacher"]),
    }
    each = once["class_id"].to_numpy()
    rows = once[["student", "q"]].assign(**{name: of[each] for name, of in numbered.items()})
    cells = names.assign(cell=cell, unit_id=unit).drop_duplicates("cell").set_index("cell").sort_index()
    units = names.assign(unit_id=unit).drop_duplicates("unit_id").set_index("unit_id").sort_index()[UNIT]
    return Level(rows, units, cells)


def publishable(level: Level, parameters: Parameters) -> Level:
    """The same, with the rows of cells that may be shown only.

    Group and everybody else add up to a total that is published elsewhere, and grades add up to their school, so both
    pass ``suppress`` together; students of whom it isn't known are among the others. On either side two teachers or
    more must have taught: what a single one's students did is hers to share.
    """
    rows, cells = level.rows, level.cells
    inside = (rows["inside"] == 1).to_numpy()
    cell, size = rows["cell"].to_numpy(), len(cells)
    sides = [cells.assign(side=side, students=sums_by(cell[inside == side], length=size)) for side in (True, False)]
    both = pd.concat(sides)
    both = both[both["students"].groupby(level=0).transform("sum") > 0]
    totals = [[*UNIT, "year"], ["source", "subject", "school", "year", "side"]]
    seen = suppressed(both, totals, [], [], parameters.least_group)
    large = seen[~seen["hidden"] & seen["side"]].index
    teacher, outside = rows["teacher"].to_numpy(), (rows["inside"] == 0).to_numpy()
    among = [sums_by(taught(cell[side], teacher[side])[0], length=size) for side in (inside, outside)]
    shown = cells.index.isin(large) & (among[0] >= LEAST_TEACHERS) & (among[1] >= LEAST_TEACHERS)
    return replace(level, rows=rows[shown[cell]], cells=cells.assign(shown=shown))


def taught(group: NDArray[np.int64], teacher: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every teacher of every group of rows once, in the order of their numbers: the group of each such pair; and which
    pair each row is."""
    teachers = int(teacher.max(initial=0)) + 1
    of, pairs = pd.factorize(group * teachers + teacher, sort=True)
    return pairs // teachers, of
