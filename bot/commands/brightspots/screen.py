"""What an analysis says: as JSON for other programs, and on the screen."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from rich.console import Console

from bot.commands.brightspots.files import Gathered
from bot.commands.scores import GROUPS
from bot.commands.terminal import wrapped
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
    lines = [*files.notes, SENTENCES[found.verdict]]
    if any(part.assumed for part in found.variances.values()):
        lines.append(
            "Fewer than 30 teachers have two years here, so documented typical variances stand in for estimates."
        )
    for flag in sorted([*found.teams, *found.flags], key=lambda each: (each.school, each.grade, each.teacher or "")):
        low, high = flag.median_band
        who = files.called(flag.teacher) if flag.teacher else "the team"
        unsaid = "" if flag.announceable else "; not to be announced: beside the whole district it is typical"
        if flag.teacher and flag.of_two:
            unsaid += "; compared with one other alone, so naming one says who is lower: speak with both first"
        lines.append(
            f"  {flag.school}, grade {flag.grade}, {flag.subject}: {who} ({flag.tier}), median growth percentile"
            f" {flag.median_growth_percentile} ({low} to {high}), chance that the lead is smaller than 5"
            f" percentile points about 1 in {flag.smaller_one_in}{unsaid}"
        )
    lines += _gained_most(found.groups)
    lines += [f"Left out: {times} {reason}." for reason, times in found.excluded.items()]
    _say(lines, screen)


def _gained_most(groups: Sequence[GroupTrend]) -> list[str]:
    """Which groups of students gained most; no word about any other."""
    lines = ["Who gained most, beside the other students of the same school and grade:"] if groups else []
    for each in groups:
        grade = "all grades" if each.grade == WHOLE_SCHOOL else f"grade {each.grade}"
        years = ", ".join(f"{n} in {year}" for year, n in each.n_by_year.items())
        lines.append(
            f"  {each.school}, {each.subject}, {grade}: {GROUPS[each.group]} ({years}). Half of them grew more than"
            f" {each.median_growth_percentile} in 100 students with the same earlier scores."
        )
    return lines


def show_comparison(mine: tuple[Compared, ...], found: Analysis, teacher: str, screen: Console) -> None:
    """Say in plain words what was compared; what came out is said about flagged teachers only."""
    lines = [f"What was compared for {teacher}:"]
    for each in mine:
        lines.append(
            f"  {each.year}, {each.subject} grade {each.grade} ({each.source}): {each.counted} of {each.listed}"
            f" students counted, {_peers(each)}"
        )
    for flag in (each for each in found.flags if each.teacher == teacher):
        lines.append(
            f"  {flag.subject}: half of these students grew more than {flag.median_growth_percentile} in 100 students"
            f" with the same earlier scores. The chance that the lead over the other classes is smaller than 5"
            f" percentile points is about 1 in {flag.smaller_one_in}."
        )
    lines.append("We name a classroom only when fairly sure; we keep and show no estimate for any other.")
    _say(lines, screen)


def _peers(each: Compared) -> str:
    """Beside how many others a class was compared, or why it wasn't."""
    if each.why:
        return f"not compared: {each.why}."
    if each.others > 0:
        return f"beside {each.others} other classes of the same school and grade."
    if each.there > 0:
        return f"and none of the {each.there} other classes of the same school and grade could be compared."
    return "with no other class of the same school and grade to compare with."


def _say(lines: list[str], screen: Console) -> None:
    """Write the lines: wrapped on a terminal, as they are where another program reads them.

    Names come from files, and brackets or colons in them mean nothing to us; thousands of lines cost no time like this.
    """
    screen.file.write("\n".join(map(wrapped, lines) if screen.is_terminal else lines) + "\n")
