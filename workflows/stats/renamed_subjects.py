"""A subject that changed its name between years would quietly lose its history, so we ask."""

import re
from itertools import permutations

import pandas as pd

from workflows.refusal import Refusal

# Names of one family may be one subject; names of different families never are.
FAMILIES = {
    "mathematics": re.compile(r"math|algebra|geometry|calculus|numeracy|quantitative", re.I),
    "language": re.compile(r"\bela\b|read|english|language|literacy|writing|rla", re.I),
    "science": re.compile(r"science|biology|chemistry|physics", re.I),
    "society": re.compile(r"social|history|civics|geography", re.I),
}


def refuse_renamed_subjects(classes: pd.DataFrame) -> None:
    """Say no when one name of a subject stops where another begins, with mostly the same teachers and grades.

    Raises
    ------
    Refusal
        Naming both subjects and the year of the change.
    """
    for source, seen in classes.groupby("source"):
        years = seen.groupby("subject")["year"]
        first, last = years.min(), years.max()
        for old, new in permutations(first.index, 2):
            if last[old] < first[new] and may_be_one(seen, old, new):
                raise Refusal(
                    "In {source}, “{old}” ends in {year} and “{new}” begins after it. If they are one subject, give"
                    " them one name; if not, leave one of them out.",
                    source=source,
                    old=old,
                    new=new,
                    year=int(last[old]),
                )


def may_be_one(seen: pd.DataFrame, old: str, new: str) -> bool:
    """Whether two subjects share grades and half of the smaller one's teachers, and no family name tells them apart."""
    families = family(old), family(new)
    if None not in families and families[0] != families[1]:
        return False
    before, after = (seen[seen["subject"] == name] for name in (old, new))
    teachers = set(before["teacher"]), set(after["teacher"])
    shared = len(teachers[0] & teachers[1]) >= 0.5 * min(map(len, teachers))
    return shared and bool(set(before["grade"]) & set(after["grade"]))


def family(subject: str) -> str | None:
    """The family of subjects a name belongs to, if it is a known one."""
    return next((name for name, pattern in FAMILIES.items() if pattern.search(subject)), None)
