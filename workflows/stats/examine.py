"""Steps 5 to 7 for every source and subject: variances, posteriors in memory, and the few that are flagged."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workflows.stats.contrast import within_variance
from workflows.stats.counting import parted
from workflows.stats.flag import flagged
from workflows.stats.parameters import Parameters
from workflows.stats.shrinkage import posterior
from workflows.stats.variance_components import Variances, variances

FACTS = ["mean", "sd", "probability", "level", "level_sd"]
Part = tuple[str, str]  # source, subject


@dataclass(frozen=True)
class Evidence:
    """One source and subject: its variances and, in memory only, every unit's posterior. Never store or return it."""

    found: Variances
    posteriors: pd.DataFrame
    unit_years: int


def examined(
    years: pd.DataFrame, contrasts: pd.DataFrame, unit: list[str], peers: list[str], parameters: Parameters
) -> dict[Part, Evidence]:
    """Steps 5 and 6, source by source and subject by subject.

    Parameters
    ----------
    years
        One row per unit and year with its ``spread``, for the variance within.
    contrasts
        The same beside its peers, from ``contrast.beside_peers``.
    unit, peers
        The columns that name a unit, and those that make others comparable; ``source`` and ``subject`` in both.
    parameters
        Thresholds and defaults.
    """
    parts = {}
    for some in parted(contrasts, ["source", "subject"]):
        source, subject = (some[name].iloc[0] for name in ("source", "subject"))
        within = within_variance(years[(years["source"] == source) & (years["subject"] == subject)])
        found, likely = variances(some, unit, within, parameters)
        each = posterior(some, unit, peers, within, likely, parameters)
        parts[str(source), str(subject)] = Evidence(found, each, int(each["years"].sum()))
    return parts


def leading(parts: dict[Part, Evidence]) -> list[Part]:
    """For each subject the test that flags are made on: the one with the most unit-years; the others corroborate."""
    first = sorted(parts, key=lambda part: (part[1], -parts[part].unit_years, part[0]))
    return [part for place, part in enumerate(first) if place == 0 or first[place - 1][1] != part[1]]


def listed(parts: dict[Part, Evidence], unit: list[str], parameters: Parameters) -> pd.DataFrame:
    """Step 7: the flagged units of every leading test that shows lasting differences; no other unit is in it.

    Returns
    -------
    DataFrame
        Rows of the posteriors with a number, ``flag``.
    """
    lists = [flagged(parts[part].posteriors, unit, parameters) for part in leading(parts) if parts[part].found.lasting]
    found = pd.concat(lists, ignore_index=True) if lists else pd.DataFrame(columns=[*unit, *FACTS])
    return found.assign(flag=np.arange(len(found)))


def second_opinions(parts: dict[Part, Evidence], found: pd.DataFrame) -> pd.DataFrame:
    """Step 8: Pr(μ > 0) of flagged teachers on the other test of their subject; of several, on the one with most
    students.

    Returns
    -------
    DataFrame
        ``flag`` (its index), ``source`` and ``above_zero``; teachers without another test are missing.
    """
    columns = ["source", "subject", "teacher", "students", "above_zero"]
    first = leading(parts)
    others = [each.posteriors[columns] for part, each in parts.items() if part not in first]
    if not others:
        return pd.DataFrame(columns=["source", "above_zero"])
    met = found[["flag", "subject", "teacher"]].merge(pd.concat(others), on=["subject", "teacher"])
    return met.sort_values(["students", "source"]).drop_duplicates("flag", keep="last").set_index("flag")
