"""What an analysis says: as JSON for other programs, and on the screen."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.analysis_files import Gathered
from bot.inspection import GROUPS
from workflows.stats.analyze import Analysis, Verdict
from workflows.stats.evidence import Flag
from workflows.stats.explain import Compared
from workflows.stats.groups import GroupTrend
from workflows.stats.teams import WHOLE_SCHOOL

SENTENCES = {
    Verdict.FLAGGED: "These classrooms are worth a visit. The list is neither complete nor a ranking.",
    Verdict.NOTHING_LASTING: "These data show no lasting differences between classrooms, so nobody is named.",
    Verdict.NOT_ENOUGH: "There is not enough data to name anybody fairly.",
}


def contract(found: Analysis) -> dict[str, Any]:
    """The result as the JSON that other programs read."""
    parts = [part for part in found.variances.values() if not part.assumed] or list(found.variances.values())
    weights = [max(part.teachers, 1) for part in parts]
    return {
        "verdict": str(found.verdict),
        "parameters": asdict(found.parameters),
        "flags": [one(flag) for flag in found.flags],
        "teams": [without_teacher(one(flag)) for flag in found.teams],
        "excluded": found.excluded,
        "variance": {
            name: round(float(np.average([getattr(part, name) for part in parts], weights=weights)), 6)
            if parts
            else None
            for name in ("persistent", "classroom_shock", "within")
        },
        "groups": [gained(trend) for trend in found.groups],
    }


def one(flag: Flag) -> dict[str, Any]:
    """A flag as JSON."""
    known = flag.proficiency
    return {
        "teacher": flag.teacher,
        "school": flag.school,
        "grade": flag.grade,
        "subject": flag.subject,
        "tier": str(flag.tier),
        "posterior_mean": round(flag.posterior_mean, 6),
        "posterior_sd": round(flag.posterior_sd, 6),
        "probability": round(flag.probability, 6),
        "years": list(flag.years),
        "n_by_year": {str(year): n for year, n in flag.n_by_year.items()},
        "median_growth_percentile": flag.median_growth_percentile,
        "share_above_typical": round(flag.share_above_typical, 4),
        "proficient_observed": known.observed if known else None,
        "proficient_expected": round(known.expected, 1) if known else None,
        "second_source": asdict(flag.second_source) if flag.second_source else None,
    }


def without_teacher(flag: dict[str, Any]) -> dict[str, Any]:
    """A team's flag names no teacher and has no second source of its own."""
    return {name: value for name, value in flag.items() if name not in ("teacher", "second_source")}


def gained(trend: GroupTrend) -> dict[str, Any]:
    """A group that gained most as JSON."""
    told = asdict(trend) | {"years": list(trend.n_by_year), "difference": round(trend.difference, 6)}
    return told | {
        "n_by_year": {str(year): n for year, n in trend.n_by_year.items()},
        "share_above_typical": trend.share_above_typical / 100,
        "chance": round(trend.chance, 6),
    }


def show(found: Analysis, files: Gathered, screen: Console) -> None:
    """Print whose word the roster is, the verdict, the flags in the alphabet's order, and what was left out."""
    for note in files.notes:
        screen.print(note, markup=False)
    screen.print(SENTENCES[found.verdict])
    if any(part.assumed for part in found.variances.values()):
        screen.print(
            "Fewer than 30 teachers have two years here, so documented typical variances stand in for estimates."
        )
    table = Table("teacher", "school", "grade", "subject", "tier", "median growth percentile", "luck: about 1 in")
    for flag in sorted([*found.teams, *found.flags], key=lambda each: (each.school, each.grade, each.teacher or "")):
        low, high = flag.median_band
        median = f"{flag.median_growth_percentile} ({low} to {high})"
        who = files.called(flag.teacher) if flag.teacher else "the team"
        table.add_row(who, flag.school, flag.grade, flag.subject, str(flag.tier), median, str(flag.luck_one_in))
    if table.row_count:
        screen.print(table)
    show_groups(found.groups, screen)
    for reason, times in found.excluded.items():
        screen.print(f"Left out: {times} {reason}.", markup=False)


def show_groups(groups: Sequence[GroupTrend], screen: Console) -> None:
    """Which groups of students gained most; no word about any other."""
    if groups:
        screen.print("Who gained most, beside the other students of the same school and grade:")
    for each in groups:
        grade = "all grades" if each.grade == WHOLE_SCHOOL else f"grade {each.grade}"
        years = ", ".join(f"{n} in {year}" for year, n in each.n_by_year.items())
        screen.print(
            f"  {each.school}, {each.subject}, {grade}: {GROUPS[each.group]} ({years}). Half of them grew more than"
            f" {each.median_growth_percentile} in 100 students with the same earlier scores.",
            markup=False,
        )


def show_comparison(mine: tuple[Compared, ...], found: Analysis, teacher: str, screen: Console) -> None:
    """Say in plain words what was compared; what came out is said about flagged teachers only."""
    screen.print(f"What was compared for {teacher}:", markup=False)
    for each in mine:
        peers = f"beside {each.others} other classes" if each.others > 0 else "with no other class to compare with"
        screen.print(
            f"  {each.year}, {each.subject} grade {each.grade} ({each.source}): {each.counted} of {each.listed}"
            f" students counted, {peers} of the same school and grade.",
            markup=False,
        )
    for flag in (each for each in found.flags if each.teacher == teacher):
        screen.print(
            f"  {flag.subject}: half of these students grew more than {flag.median_growth_percentile} in 100 students"
            f" with the same earlier scores. The chance that this is luck is about 1 in {flag.luck_one_in}.",
            markup=False,
        )
    screen.print("We name a classroom only when fairly sure; we keep and show no estimate for any other.")
