"""Whose id is whose, where each system calls a student otherwise and no file knows all of them.

An id A stands beside B in one crosswalk and B beside C in another: A, B and C are one student. What would make two
students one is left out, because scores of two students under one name are worse than scores that find no teacher.
"""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from workflows.stats.stacked import as_text

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
    rows = pd.concat(tables, ignore_index=True).apply(as_text).drop_duplicates(ignore_index=True)
    every = _ids_in(rows).drop_duplicates(["system", "id"])
    clear = rows.mask(rows.apply(lambda column: column.isin(_ambiguous(rows, str(column.name)))))
    return every[["system", "id"]].merge(_persons(_ids_in(clear)), how="left", on=["system", "id"])


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


def _ids_in(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per id as it stands in a row: ``row``, ``system``, ``id``; the first system's ids first."""
    told = rows.rename_axis("row").reset_index()
    return told.melt("row", list(SYSTEMS), "system", "id").dropna().reset_index(drop=True)


def _ambiguous(rows: pd.DataFrame, system: str) -> set[str]:
    """The ids of a system that stand beside two different ids of another."""
    found: set[str] = set()
    for own, other in permutations(SYSTEMS, 2):
        if own == system:
            pairs = rows[[own, other]].dropna().drop_duplicates()
            found |= set(pairs.loc[pairs[own].duplicated(), own])
    return found


def _persons(ids: pd.DataFrame) -> pd.DataFrame:
    """``system``, ``id`` and ``person`` of every id whose rows, followed, end in one student."""
    row, node = ids["row"].to_numpy(), ids.groupby(["system", "id"], sort=False).ngroup().to_numpy()
    rows = int(row.max(initial=-1)) + 1
    size = rows + int(node.max(initial=-1)) + 1
    graph = coo_matrix((np.ones(len(ids), dtype=np.int8), (row, rows + node)), shape=(size, size))
    _, group = connected_components(graph, directed=False)
    once = ids.assign(group=group[row]).drop_duplicates(["system", "id"])
    two = once.loc[once.duplicated(["system", "group"]), "group"]
    told = once[~once["group"].isin(two)]
    first = told.drop_duplicates("group").set_index("group")  # of the first system that knows the student
    apart = first["id"].where(~first["id"].duplicated(), first["id"] + " (" + first["system"] + ")")
    return told.assign(person=told["group"].map(apart))[["system", "id", "person"]]
