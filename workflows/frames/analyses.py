"""Look for bright spots in stored scores.

Only what may be stored comes back: flagged teachers who have confirmed their roster, teams, counts, a verdict.
Everybody else's estimates end with the call.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from pyarrow import parquet

from workflows.frames import stored
from workflows.jobs.analyses import Findings, Sources
from workflows.refusal import Refusal
from workflows.rules.names import same_person
from workflows.stats.analyze import analyze
from workflows.stats.evidence import Flag
from workflows.stats.explain import compared, rows
from workflows.stats.inclusion import Admitted, admit
from workflows.stats.parameters import Parameters
from workflows.stats.prior import with_priors
from workflows.stats.record_linkage import identities, linked, unclear
from workflows.stats.rosters import tidy_from_exports
from workflows.stats.suppression import can_stay_nameless, suppressed
from workflows.stats.tidy import understood, without_school
from workflows.stats.variance_components import Variances

Answer = dict[str, Any]
SCORES = (
    "source", "subject", "grade", "year", "window", "tested_on", "student", "school", "teacher", "score", "proficient",
    "vendor_growth", "growth_kind", "english_learner", "special_education", "low_income",
)  # fmt: skip
ROSTER = ("student", "teacher", "school", "year", "subject", "share")


def find(sources: Sources, confirmed: Collection[str]) -> Findings:
    """Analyse; the flags are those of teachers among ``confirmed``, one of each. Raises ``Refusal``."""
    known = _people(sources)
    table = _table(sources, known)
    found = analyze(table)
    keys = {same_person(key): key for key in confirmed}
    named = [flag for flag in found.flags if _key(flag) in keys]
    return Findings(
        verdict=str(found.verdict),
        assumed=any(part.assumed for part in found.variances.values()),
        variances={" · ".join(part): _variance(known) for part, known in found.variances.items()},
        excluded=found.excluded | unclear(known),
        flags=[{**each, "teacher": keys[each["teacher"]]} for each in _with_colleagues(named, table)],
        teams=[each for each in map(_shown, found.teams) if each],
        groups=[asdict(each) for each in found.groups],
    )


def compare(sources: Sources, teacher: str) -> list[Answer]:
    """What was compared for one teacher, class by class; no estimate, for anybody. Raises ``Refusal``."""
    return [vars(each) for each in compared(table_of(sources), teacher, Parameters())]


def table_of(sources: Sources) -> pd.DataFrame:
    """All scores with their teachers, as ``stats.analyze`` takes them, without those who are left out.

    Raises
    ------
    Refusal
        When nobody knows who taught whom.
    """
    return _table(sources, _people(sources))


def _people(sources: Sources) -> pd.DataFrame:
    """Whose id is whose, as the crosswalks tell."""
    return identities([pd.read_parquet(path, columns=list(stored.IDS)) for path in sources.crosswalks])


def _table(sources: Sources, known: pd.DataFrame) -> pd.DataFrame:
    if not sources.scores:
        raise Refusal("No scores are stored, so there is nothing to compare.")
    scores = pd.concat(_scores(sources, known), ignore_index=True)
    rosters = [linked(_read(*each, ROSTER), known) for each in sources.rosters]
    roster = pd.concat(rosters, ignore_index=True).drop_duplicates() if rosters else None
    scores = scores.rename(columns={"tested_on": "taken_on"})
    table = tidy_from_exports(scores, roster)
    out = {same_person(name) for name in sources.left_out}
    return table[~table["teacher"].map(lambda name: same_person(str(name)) in out).astype(bool)] if out else table


def _scores(sources: Sources, known: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """What counts of every school's score files, with each student under one id."""
    for school in dict.fromkeys(school for _, school in sources.scores):
        theirs = [_read(path, school, SCORES) for path, at in sources.scores if at == school]
        yield from stored.in_force([linked(each, known) for each in theirs])


def _read(path: Path, school: str, columns: Sequence[str]) -> pd.DataFrame:
    there = set(parquet.read_schema(path).names)  # what was imported before a column was thought of lacks it
    table = pd.read_parquet(path, columns=[name for name in columns if name in there]).dropna(subset=["year"])
    texts = table.select_dtypes("category").columns
    table = table.astype(dict.fromkeys(texts, object))
    # A school's own export often leaves the school out, or writes it in its own way.
    return table.assign(school=school) if table["school"].nunique() <= 1 else table


def _with_colleagues(flags: Sequence[Flag], table: pd.DataFrame) -> list[Answer]:
    """Flags as plain values, each with who else could be meant and which of its own records were left out."""
    if not flags:
        return []
    known = with_priors(understood(table))
    admitted = admit(known, Parameters())
    shown = [(flag, _shown(flag)) for flag in flags]
    return [{**each, **_around(flag, known, admitted)} for flag, each in shown if each]


def _key(flag: Flag) -> str:
    """Who a flag is about, however the files write the name."""
    return same_person(without_school(str(flag.teacher), flag.school))


def _around(flag: Flag, known: pd.DataFrame, admitted: Admitted) -> Answer:
    teacher = str(flag.teacher)
    here = known[(known["year"] == max(flag.years)) & (known["school"] == flag.school)]
    alike = here[(here["grade"] == flag.grade) & (here["subject"] == flag.subject)]["teacher"].nunique()
    colleagues = int(here["teacher"].nunique())
    classes = [each for each in rows(known[known["teacher"] == teacher], admitted, teacher)
               if each.subject == flag.subject]  # fmt: skip
    return {
        "teacher": _key(flag),
        "may_be_nameless": can_stay_nameless(alike),
        "colleagues": colleagues if can_stay_nameless(colleagues) else 0,
        "left_out": {"listed": sum(each.listed for each in classes), "counted": sum(each.counted for each in classes)},
    }


def _shown(flag: Flag) -> Answer:
    """What is shown of a flag, past the one place of suppression; nothing where its students are too few, or where its
    own median would contradict it."""
    students, share = sum(flag.n_by_year.values()), round(100 * flag.share_above_typical)
    row = {"students": students, "median": flag.median_growth_percentile, "share": share}
    seen = suppressed(pd.DataFrame([row]), [], ["median", "share"], ["share"]).iloc[0]
    if seen["hidden"] or not flag.announceable:
        return {}
    second, known = flag.second_source, flag.proficiency
    return {
        "school": flag.school, "grade": flag.grade, "subject": flag.subject, "tier": str(flag.tier),
        "shown": {
            "source": flag.source, "years": list(flag.years),
            "students": [[year, count] for year, count in flag.n_by_year.items()],
            "median": int(seen["median"]), "low": flag.median_band[0], "high": flag.median_band[1],
            "share": int(seen["share"]), "luck": flag.smaller_one_in,
            "of_two": flag.of_two and flag.teacher is not None,
            "second": second.source if second else None,
            "proficient": known and {
                "students": known.students, "observed": known.observed, "expected": round(known.expected),
                "low": round(100 * known.low), "high": round(100 * known.high), "near_cut": known.near_cut,
            },
        },
    }  # fmt: skip


def _variance(known: Variances) -> Answer:
    names = ("persistent", "classroom_shock", "within", "p")
    told: Answer = {name: round(float(getattr(known, name)), 4) for name in names}
    return told | {"teachers": int(known.teachers), "lasting": bool(known.lasting)}
