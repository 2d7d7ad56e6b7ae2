"""What one teacher can ask: which of my classes were compared, with how many others, and what was left out."""

from dataclasses import dataclass

import pandas as pd

from workflows.refusal import Refusal
from workflows.rules.names import same_person
from workflows.stats import tidy
from workflows.stats.contrast import PEERS
from workflows.stats.inclusion import Admitted, admit
from workflows.stats.parameters import Parameters
from workflows.stats.prior import with_priors


@dataclass(frozen=True)
class Compared:
    """One class of the teacher's in one year: how many students were counted, how many peers it has. No estimate.

    ``why`` it wasn't compared itself (empty where it was); ``there`` are the peers that the files know, ``others``
    those of them that could be compared.
    """

    source: str
    subject: str
    year: int
    grade: str
    school: str
    listed: int
    counted: int
    others: int
    there: int
    why: str


def compared(scores: pd.DataFrame, teacher: str, parameters: Parameters) -> tuple[Compared, ...]:
    """What entered the comparison for one teacher; deliberately nothing about how it came out.

    Parameters
    ----------
    scores
        The table that was analysed.
    teacher
        The teacher as the table names them.

    Raises
    ------
    Refusal
        When the table doesn't know the teacher.
    """
    table = with_priors(tidy.understood(scores))
    mine = table[table["teacher"].isin(names_of(table, teacher))]
    if mine.empty:
        raise Refusal("These files name no teacher “{teacher}”.", teacher=teacher)
    admitted = admit(table, parameters)
    return tuple(each for name in mine["teacher"].unique() for each in rows(mine, admitted, str(name)))


def names_of(table: pd.DataFrame, teacher: str) -> list[str]:
    """Under which names a table knows a teacher: written otherwise, or with the school behind."""
    wanted, schools = same_person(teacher), [f" ({school})" for school in table["school"].cat.categories]
    names = [str(name) for name in table["teacher"].cat.categories]
    endings = tuple(schools)
    bare = [next((name.removesuffix(each) for each in schools if name.endswith(each)), name)
            if name.endswith(endings) else name for name in names]  # fmt: skip
    return [name for name, plain in zip(names, bare, strict=True) if same_person(plain) == wanted]


def rows(mine: pd.DataFrame, admitted: Admitted, teacher: str) -> list[Compared]:
    """One row per class, the earliest first."""
    classes = admitted.classes.assign(counted=admitted.records.groupby("class_id").size()).fillna({"counted": 0})
    speaking = classes[classes["counted"] > 0]
    others = speaking.groupby(PEERS).size().rename("others")
    there = classes.groupby(PEERS, observed=True).size().rename("there")
    listed = mine.groupby(PEERS, observed=True).size().rename("listed").reset_index()
    own = classes[classes["teacher"] == teacher].join(others, on=PEERS).join(there, on=PEERS)
    own = own.merge(listed.astype({"year": int}), on=PEERS)
    return [
        Compared(
            source=str(row["source"]),
            subject=str(row["subject"]),
            year=int(row["year"]),
            grade=str(row["grade"]),
            school=str(row["school"]),
            listed=int(row["listed"]),
            counted=int(row["counted"]),
            others=int(row["others"]) - 1 if row["counted"] else 0,
            there=int(row["there"]) - 1,
            why="" if row["counted"] else str(row["why"]),
        )
        for _, row in own.sort_values(["year", "subject", "source"]).iterrows()
    ]
