"""Whose id is whose, where each system calls a student otherwise and no file knows all of them.

An id A stands beside B in one crosswalk and B beside C in another: A, B and C are one student. What would make two
students one is left out, because scores of two students under one name are worse than scores that find no teacher.
"""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from workflows.stats.counting import distinct, sums_by
from workflows.stats.stacked import as_text

Places = NDArray[np.int64]
SYSTEMS = ("student", "student_state", "student_vendor")
LEFT_OUT = "student ids that crosswalks give to two students"


def identities(crosswalks: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Every id of some crosswalks and the student it belongs to, followed through as many rows as it takes.

    Parameters
    ----------
    crosswalks
        One row per student: the columns of ``SYSTEMS`` that a file has, missing where it doesn't know the id.

    Returns
    -------
    DataFrame
        One row per ``system`` and ``id``; ``person`` is the id by which the first of the ``SYSTEMS`` that knows the
        student calls them. It is missing where the id stands beside two others of one system, or where following the
        rows would end in a student with two ids of one system.
    """
    if not crosswalks:
        return pd.DataFrame(columns=["system", "id", "person"])
    tables = [each.reindex(columns=list(SYSTEMS)) for each in crosswalks]
    rows = pd.concat(tables, ignore_index=True)
    coded = [pd.factorize(as_text(rows[name])) for name in SYSTEMS]
    sizes = [len(names) for _, names in coded]
    firsts = np.cumsum([0, *sizes])
    nodes = [np.where(codes < 0, -1, codes + first) for (codes, _), first in zip(coded, firsts, strict=False)]
    system, ids = np.repeat(np.arange(len(SYSTEMS)), sizes), np.concatenate([names for _, names in coded])
    person = _persons(np.stack(nodes), system, ids)
    return pd.DataFrame({"system": np.array(SYSTEMS)[system], "id": ids, "person": person}, dtype="str")


def linked(table: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The table with each student under one id, whichever system's ids it speaks: the one most of its students are of.

    An id that isn't known, or isn't clear, stays as it is, apart from whoever has the same id in another system.
    """
    if known.empty:
        return table
    place, own = pd.factorize(as_text(table["student"]))
    students = pd.Series(own, dtype=object)
    of = {name: known[known["system"] == name].set_index("id")["person"] for name in SYSTEMS}
    spoken = max(SYSTEMS, key=lambda name: students.isin(of[name].index).sum())
    person = students.map(of[spoken])
    taken = person.isna() & students.isin(known["person"].dropna())
    named = person.fillna(students.mask(taken, students + f" ({spoken})"))
    return table.assign(student=named.reindex(place).to_numpy(object))


def unclear(known: pd.DataFrame) -> dict[str, int]:
    """How many ids link nothing because they would make two students one, and the reason."""
    many = int(known["person"].isna().sum())
    return {LEFT_OUT: many} if many else {}


def _persons(nodes: Places, system: Places, ids: NDArray[np.object_]) -> NDArray[np.object_]:
    """The person of every id that is clear, and whose rows, followed, end in one student.

    ``nodes`` holds the place of every row's ids among ``ids``, a line per system, -1 where the row has none.
    """
    group, known = _groups(np.where(_ambiguous(nodes, len(ids))[nodes], -1, nodes), len(ids))
    key = group * len(SYSTEMS) + system
    two = np.bincount(key, known)[key] > 1  # Of such a group each system's ids are told to be several students.
    told = np.flatnonzero(known & (np.bincount(group, two)[group] == 0))
    firsts = np.sort(told[np.unique(group[told], return_index=True)[1]])  # of the first system that knows the student
    first = pd.Series(ids[firsts], dtype=object)
    apart = first.where(~first.duplicated(), first + " (" + np.array(SYSTEMS, dtype=object)[system[firsts]] + ")")
    person, of_group = np.full(len(ids), np.nan, dtype=object), np.empty(group.max(initial=0) + 1, dtype=object)
    of_group[group[firsts]] = apart
    person[told] = of_group[group[told]]
    return person


def _ambiguous(nodes: Places, ids: int) -> NDArray[np.bool_]:
    """Which ids stand beside two different ids of another system; the last entry is yes, for where there is no id."""
    found = np.zeros(ids + 1, dtype=bool)
    found[-1] = True
    for own, other in permutations(nodes, 2):
        both = (own >= 0) & (other >= 0)
        found[:-1] |= sums_by(distinct(own[both], other[both])[0], length=ids) > 1
    return found


def _groups(nodes: Places, ids: int) -> tuple[Places, NDArray[np.bool_]]:
    """The group that each id belongs to, followed from row to row; and whether any row has it."""
    rows = nodes.shape[1]
    at, row = np.nonzero(nodes >= 0)
    node = nodes[at, row]
    graph = coo_matrix((np.ones(len(node), dtype=np.int8), (row, rows + node)), shape=(rows + ids, rows + ids))
    _, group = connected_components(graph, directed=False)
    return group[rows:].astype(np.int64), sums_by(node, length=ids) > 0
