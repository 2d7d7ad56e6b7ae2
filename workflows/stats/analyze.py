"""The ten steps in order: from a tidy table of scores to the few bright spots we are fairly sure of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from workflows.stats import columns, composition, contrast, growth, teams, tidy
from workflows.stats.evidence import (
    Flag,
    SecondSource,
    behind,
    counts_by_year,
    flags_of,
    records_of,
    shown,
    with_proficiency,
)
from workflows.stats.examine import Evidence, Part, examined, leading, listed, second_opinions
from workflows.stats.groups import GroupTrend, group_trends
from workflows.stats.inclusion import Admitted, admit
from workflows.stats.parameters import Parameters
from workflows.stats.pools import Pools, pooled
from workflows.stats.prior import with_priors
from workflows.stats.scale import refuse_impossible_scales
from workflows.stats.second_source import Tier, proficiencies, tier
from workflows.stats.variance_components import Variances


class Verdict(StrEnum):
    """What an analysis can say."""

    FLAGGED = "flagged"
    NOTHING_LASTING = "nothing lasting"
    NOT_ENOUGH = "not enough data"


@dataclass(frozen=True)
class Analysis:
    """Everything that may leave an analysis: flags, counts, variances; nothing about anybody who isn't flagged."""

    verdict: Verdict
    parameters: Parameters
    flags: tuple[Flag, ...]
    teams: tuple[Flag, ...]
    groups: tuple[GroupTrend, ...]
    excluded: dict[str, int]
    variances: dict[tuple[str, str], Variances]


def analyze(
    scores: pd.DataFrame, parameters: Parameters | None = None, report: Callable[[str], None] = lambda step: None
) -> Analysis:
    """Find bright spots.

    Parameters
    ----------
    scores
        One row per student, teacher, subject, source and year; see ``tidy.understood``. Never changed.
    parameters
        The choices; the defaults are the documented ones.
    report
        Is told each step before it begins.

    Returns
    -------
    Analysis
        The same for any order of the rows.

    Raises
    ------
    Refusal
        When the table can't carry an analysis, with the reason.
    """
    parameters = parameters or Parameters()
    report("Reading the table")
    table = with_priors(tidy.understood(scores))
    report("Choosing whom to compare")
    admitted = admit(table, parameters)
    del table
    report("Expecting scores")
    pools = pooled(admitted, parameters)
    refuse_impossible_scales(admitted, pools)
    grown = growth.growth(admitted, pools, parameters)
    report("Comparing classrooms")
    years = contrast.class_years(grown, admitted.classes)
    beside = contrast.beside_peers(years, contrast.PEERS)
    parts = examined(years, beside, contrast.TEACHER, contrast.PEERS, parameters)
    report("Comparing teams")
    flags = teacher_flags(parts, beside, grown, parameters)
    alone = {contrast.NO_PEER: len(years) - len(beside)} if len(years) > len(beside) else {}
    return Analysis(
        verdict=verdict(parts, flags, parameters),
        parameters=parameters,
        flags=flags,
        teams=team_flags(years, grown, parameters),
        groups=group_gains(admitted, pools, grown, parts, parameters),
        excluded=admitted.excluded | alone,
        variances={part: parts[part].found for part in leading(parts)},
    )


def teacher_flags(
    parts: dict[Part, Evidence], beside: pd.DataFrame, grown: pd.DataFrame, parameters: Parameters
) -> tuple[Flag, ...]:
    """Steps 7 to 9: the flagged teachers with what stands behind each; those whose tests disagree are dropped."""
    found = listed(parts, contrast.TEACHER, parameters)
    if found.empty:
        return ()
    classes = behind(found, beside, contrast.TEACHER)
    records = with_proficiency(records_of(classes, grown), beside, grown, parameters)
    opinions = second_opinions(parts, found)
    seconds = {
        int(flag): SecondSource(str(source), float(chance))
        for flag, source, chance in zip(opinions.index, opinions["source"], opinions["above_zero"], strict=True)
    }
    chances = {int(flag): seconds[flag].probability if flag in seconds else None for flag in found["flag"]}
    tiers: dict[int, Tier] = {flag: tier(chance, parameters) for flag, chance in chances.items()}
    kept: dict[int, Tier] = {flag: each for flag, each in tiers.items() if each is not Tier.DISAGREE}
    facts = shown(found, classes, records)
    return flags_of(facts, counts_by_year(classes), proficiencies(records), kept, seconds)


def team_flags(years: pd.DataFrame, grown: pd.DataFrame, parameters: Parameters) -> tuple[Flag, ...]:
    """Step 10: the flagged teams, by the same rules, against the same grade of other schools."""
    each = composition.adjusted(teams.team_years(years), contrast.CELL)
    parts = examined(each, contrast.beside_peers(each, contrast.CELL), teams.TEAM, contrast.CELL, parameters)
    found = listed(parts, teams.TEAM, replace(parameters, list_false=parameters.team_list_false))
    if found.empty:
        return ()
    mine = behind(found, years.assign(team=teams.team_names(years)), teams.TEAM)
    facts = shown(found, mine, records_of(mine, grown))
    return flags_of(facts, counts_by_year(mine), {}, dict.fromkeys(found["flag"], Tier.TEAM), {})


def group_gains(
    admitted: Admitted, pools: Pools, grown: pd.DataFrame, parts: dict[Part, Evidence], parameters: Parameters
) -> tuple[GroupTrend, ...]:
    """Step 10: the groups of students that gained most, where the file says who is in which programme."""
    names = ["class_id", "student", *(name for name in columns.GROUPS if name in admitted.records)]
    if len(names) == 2:
        return ()
    records = admitted.records[names].iloc[pools.order].assign(q=grown["q"].to_numpy())
    return group_trends(records, admitted.classes, {part: each.found for part, each in parts.items()}, parameters)


def verdict(parts: dict[Part, Evidence], flags: tuple[Flag, ...], parameters: Parameters) -> Verdict:
    """What may be said: somebody stands out; nothing lasts; or there is too little to tell."""
    if flags:
        return Verdict.FLAGGED
    found_in = [parts[part].found for part in leading(parts)]
    compared = [found for found in found_in if found.teachers >= parameters.fewest_teachers]
    if compared and not any(found.lasting for found in compared):
        return Verdict.NOTHING_LASTING
    return Verdict.NOT_ENOUGH
