"""Who is in which programme, each student once; and of which school, grade and year that may be said at all."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.columns import GROUPS
from workflows.stats.counting import distinct, numbers, sums_by, taken
from workflows.stats.parameters import Parameters
from workflows.stats.suppression import hidden_of
from workflows.stats.teams import LEAST_TEACHERS

UNIT = ["source", "subject", "school", "unit"]
STRATUM = ["source", "subject", "school", "grade", "year"]


@dataclass(frozen=True)
class Level:
    """A programme's students and everybody else, grade by grade or of whole schools.

    ``rows``: one per student and year: ``student, q, inside`` (1, 0, missing) and the numbers of their ``unit``, its
    ``cell`` (a unit in one year), the ``stratum`` they are compared in (grade and year) and their ``teacher``.
    ``units`` names them; ``cells`` tells their ``unit``, ``year`` and the number of their ``school`` in that year, and
    by ``shown`` which may be told of.
    """

    rows: pd.DataFrame
    units: pd.DataFrame
    cells: pd.DataFrame

    def of(self, inside: NDArray[np.float64]) -> "Level":
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
    rows = {name: of[each] for name, of in numbered.items()}
    firsts = [np.unique(of, return_index=True)[1] for of in (unit, cell)]
    cells = {"unit": unit, "year": names["year"].to_numpy(), "school": numbers(names, [*UNIT[:3], "year"])}
    return Level(
        pd.DataFrame({"student": once["student"].to_numpy(), "q": once["q"].to_numpy(), **rows}),
        pd.DataFrame(taken(names, UNIT, firsts[0])),
        pd.DataFrame({name: of[firsts[1]] for name, of in cells.items()}),
    )


def publishable(level: Level, parameters: Parameters) -> Level:
    """The same, with the rows of cells that may be shown only.

    Group and everybody else add up to a total that is published elsewhere, and grades add up to their school, so both
    pass ``suppress`` together; students of whom it isn't known are among the others. On either side two teachers or
    more must have taught: what a single one's students did is hers to share.
    """
    cell, teacher, inside = (level.rows[name].to_numpy() for name in ("cell", "teacher", "inside"))
    size, school = len(level.cells), level.cells["school"].to_numpy()
    there = np.flatnonzero(sums_by(cell, length=size))
    students = [sums_by(cell[side], length=size)[there] for side in (inside == 1, inside != 1)]
    totals = [np.tile(there, 2), np.concatenate([2 * school[there], 2 * school[there] + 1])]
    hidden = hidden_of(np.concatenate(students), totals, parameters.least_group)
    shown = np.zeros(size, dtype=bool)
    shown[there] = ~hidden[: len(there)]
    for side in (inside == 1, inside == 0):
        shown &= sums_by(distinct(cell[side], teacher[side])[0], length=size) >= LEAST_TEACHERS
    return replace(level, rows=level.rows[shown[cell]], cells=level.cells.assign(shown=shown))
