"""Step 1: which records and classes may speak, and how many may not, by reason."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.refusal import Refusal
from workflows.stats.columns import GROUPS, LABELS
from workflows.stats.duplicates import agreed, conflicting, repeated, shares, twice
from workflows.stats.exclusions import CLASS, cells, constant, in_two_schools, incomplete
from workflows.stats.limits import at_limits, class_means
from workflows.stats.parameters import Parameters
from workflows.stats.renamed_subjects import refuse_renamed_subjects
from workflows.stats.runs import run_starts, runs_of
from workflows.stats.same_test import copies

CELL = ["source", "subject", "year", "grade"]
MEASURES = ["score", "prior", "prior_before", "proficient", "vendor_growth"]

# In the order they are asked; the first that applies is counted.
REASONS = (
    "",
    COPY := "score records of a test that is another test under a second name",
    OLDER := "score records of years before the ones analysed",
    INCOMPLETE := "score records without a student, teacher, school, grade, year, subject or source",
    TWO_SCHOOLS := "score records of a teacher listed in two schools in one year",
    TWICE := "score records that appear twice",
    CONFLICTING := "score records of a student with two different scores on one test",
    SHARED := "score records where the teacher taught less than half",
    BASELINE := "score records of years or grades without any earlier score",
    FLAT := "score records of grades where every score is the same",
    FLAT_PRIOR := "score records of grades where every earlier score is the same",
    FEW := "score records of grades with too few students to know what is usual",
    NO_SCORE := "score records without a score",
    NO_PRIOR := "score records without an earlier score",
    AT_LIMIT := "score records whose earlier score was the highest or lowest that the test gives",
)
INCOMPLETE_CLASS = "classes missing more than 30 % of their students in one year"
LIMITED_CLASS = "classes where too many students had the highest or lowest score that the test gives"
SMALL_CLASS = "classes with fewer than 10 students in one year"


@dataclass(frozen=True)
class Admitted:
    """What may be analysed.

    ``records``: one row per student and class: ``class_id, student, score, prior, weight`` and, where known,
    ``proficient`` and ``vendor_growth``. ``classes``: one row per teacher, school, grade, subject, source and
    year, with ``own`` (its cell has enough students to expect scores from) and ``prior_mean`` (what its mean earlier
    score would be if the test had no ceiling or floor; missing where it has none); its index is ``class_id``.
    ``excluded``: how many records or classes were left out, by reason.
    """

    records: pd.DataFrame
    classes: pd.DataFrame
    excluded: dict[str, int]


def admit(scores: pd.DataFrame, parameters: Parameters) -> Admitted:
    """Keep the valid records of complete enough classes, and count what is left out.

    Parameters
    ----------
    scores
        One row per student, teacher, subject, source and year, with ``prior``, as ``prior.with_priors`` makes it.
    parameters
        The thresholds.

    Raises
    ------
    Refusal
        When a single year is left: one year is mostly noise (Schochet & Chiang, NCEE 2010-4004).
    """
    classes, class_id = class_table(scores)
    refuse_renamed_subjects(classes)
    again = repeated(scores)
    weight = shares(scores, again)
    reason, own = record_reasons(scores, again, in_two_schools(classes)[class_id], weight, parameters)
    limited, classes["prior_mean"] = limits_of(scores, class_id, reason, own, parameters)
    year = scores["year"].to_numpy()
    refuse_single_year(year[reason == 0] if (reason == 0).any() else year[scores["score"].notna()])
    classes["own"] = runs_of(class_id).sums(own, len(classes)) > 0
    incomplete, small = class_reasons(class_id, reason, weight, parameters)
    excluded = {REASONS[code]: int(times) for code, times in enumerate(np.bincount(reason)) if code and times}
    limited &= ~incomplete
    small &= ~limited
    excluded |= {INCOMPLETE_CLASS: int(incomplete.sum()), LIMITED_CLASS: int(limited.sum())}
    excluded |= {SMALL_CLASS: int(small.sum())}
    kept = (reason == 0) & ~(incomplete | limited | small)[class_id]
    classes["why"] = whys(class_id, reason, {INCOMPLETE_CLASS: incomplete, LIMITED_CLASS: limited, SMALL_CLASS: small})
    columns = {name: scores[name].to_numpy() for name in ["student", *MEASURES] if name in scores}
    programmes = {name: agreed(again, scores[name].to_numpy(), name) for name in GROUPS if name in scores}
    columns = {"class_id": class_id, "weight": weight, **columns, **programmes}
    columns = columns if kept.all() else {name: values[kept] for name, values in columns.items()}
    records = pd.DataFrame(columns, copy=False)
    return Admitted(records, classes, {why: times for why, times in excluded.items() if times})


def class_table(scores: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int32]]:
    """One row per class and year in the order of their names, and each record's class."""
    columns = {name: scores[name].cat.codes.to_numpy() if name in LABELS else scores[name].to_numpy() for name in CLASS}
    lows = {name: int(codes.min()) for name, codes in columns.items()}
    spans = {name: int(codes.max()) - lows[name] + 1 for name, codes in columns.items()}
    # Of most files a class's rows lie together, so that only the first row of each run needs to be looked up.
    starts = run_starts(list(columns.values()))
    key = np.zeros(len(starts), dtype=np.int64)
    for name, codes in columns.items():
        key = key * spans[name] + codes[starts] - lows[name]
    found, names = pd.factorize(key)
    order = np.argsort(names)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    left, table = names[order], {}
    for name in reversed(CLASS):
        left, codes = np.divmod(left, spans[name])
        codes = codes + lows[name]
        table[name] = pd.Categorical.from_codes(codes, scores[name].cat.categories) if name in LABELS else codes
    return pd.DataFrame(table)[CLASS], np.repeat(place[found], np.diff(starts, append=len(scores)))


def record_reasons(
    scores: pd.DataFrame,
    again: pd.DataFrame,
    two_schools: NDArray[np.bool_],
    weight: NDArray[np.float64],
    parameters: Parameters,
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Why each record is left out, as a place in ``REASONS`` (0: it isn't), and whether its own cell is large
    enough."""
    reason = np.zeros(len(scores), dtype=np.int8)
    year = scores["year"].to_numpy()
    mark(reason, COPY, copies(scores))
    mark(reason, INCOMPLETE, incomplete(scores))
    mark(reason, TWO_SCHOOLS, two_schools)
    if len(again):
        mark(reason, TWICE, twice(again, len(scores)))
        mark(reason, CONFLICTING, conflicting(again, len(scores)))
    mark(reason, SHARED, weight < parameters.least_share)
    scored = scores["score"].notna().to_numpy()
    prior = scores["prior"].notna().to_numpy()
    vendor = scores["vendor_growth"].notna().to_numpy() if "vendor_growth" in scores else np.zeros_like(prior)
    cell = cells(scores)
    mark(reason, BASELINE, np.bincount(cell, prior | vendor)[cell] == 0)
    flat = constant(scores["score"].to_numpy(), cell)
    if flat[scored].all():
        raise Refusal("All scores in this file are the same, so they can't show growth. Please check the score column.")
    mark(reason, FLAT, flat)
    mark(reason, FLAT_PRIOR, constant(scores["prior"].to_numpy(), cell) & ~vendor)
    own = (np.bincount(cell, (reason == 0) & scored & prior) >= parameters.pooled_cell)[cell]
    mark(reason, FEW, ~own & (np.bincount(cell, vendor)[cell] == 0))
    mark(reason, NO_SCORE, ~scored & own)
    mark(reason, NO_PRIOR, ~np.where(own, prior, vendor))
    grown = np.unique(year[reason == 0])
    newest = int(grown.max(initial=0))
    mark(reason, OLDER, year < max([*grown[-parameters.years_used :][:1], newest - parameters.oldest]))
    return reason, own


def limits_of(
    scores: pd.DataFrame,
    class_id: NDArray[np.int32],
    reason: NDArray[np.int8],
    own: NDArray[np.bool_],
    parameters: Parameters,
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Leave records at a ceiling or floor of the earlier test out, and say which classes have too many of them.

    A student at a ceiling of the *later* test stays: leaving out who did best would look like weak teaching
    (``growth`` takes such a score as “at least so much”). A class with too many of either kind can't be compared.
    """
    cell, classes = cells(scores), int(class_id.max(initial=-1)) + 1
    speaks = (reason == 0) & own
    prior, score = (np.where(speaks, scores[name].to_numpy(), np.nan) for name in ("prior", "score"))
    earlier, later = at_limits(prior, cell), at_limits(score, cell)
    means = np.full(classes, np.nan)
    if not earlier.any() and not later.any():
        return np.zeros(classes, dtype=bool), means
    piled = np.bincount(cell, earlier != 0)[cell] > 0
    some = np.flatnonzero(speaks & piled)
    if len(some):
        found = class_means(prior[some], earlier[some], class_id[some].astype(np.int64))
        means[: len(found)] = np.where(np.bincount(class_id[some]) > 0, found, np.nan)
    mark(reason, AT_LIMIT, earlier != 0)
    counts = [np.bincount(class_id, here, classes) for here in (earlier != 0, later != 0, speaks)]
    return np.maximum(counts[0], counts[1]) > parameters.most_limited * counts[2], means


def mark(reason: NDArray[np.int8], name: str, where: NDArray[np.bool_]) -> None:
    """Write a reason where it applies and none was found before."""
    if where.any():
        reason[(reason == 0) & where] = REASONS.index(name)


def whys(
    class_id: NDArray[np.int32], reason: NDArray[np.int8], of_class: dict[str, NDArray[np.bool_]]
) -> NDArray[np.object_]:
    """Why each class isn't compared: a reason of its own, or that of most of its records; empty where it is."""
    sizes = len(next(iter(of_class.values()))), len(REASONS)
    counts = np.bincount(class_id.astype(np.int64) * sizes[1] + reason, minlength=sizes[0] * sizes[1]).reshape(sizes)
    commonest = np.where(counts[:, 0] > 0, 0, counts[:, 1:].argmax(1) + 1)
    why = np.array(REASONS, dtype=object)[commonest]
    for name, where in of_class.items():
        why[where] = name
    return why


def refuse_single_year(year: NDArray[np.int32]) -> None:
    """Say no to one year of growth."""
    if year.size and year.min() == year.max():
        raise Refusal(
            "These files show growth for one school year only ({year}). One year is mostly luck, so we name nobody on"
            " it: please add an earlier year.",
            year=int(year[0]),
        )


def class_reasons(
    class_id: NDArray[np.int32], reason: NDArray[np.int8], weight: NDArray[np.float64], parameters: Parameters
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which classes lost too many of their students, and which others are too small to speak."""
    kept = reason == 0
    unmeasured = (reason == REASONS.index(NO_SCORE)) | (reason == REASONS.index(NO_PRIOR))
    runs = runs_of(class_id)
    n_kept, n_lost = runs.sums(kept), runs.sums(unmeasured)
    counted = weight * kept
    sums = runs.sums(counted)
    squares = runs.sums(counted * weight)
    incomplete = n_lost > parameters.most_missing * (n_kept + n_lost)
    small = sums**2 < parameters.least_class * squares
    return incomplete, small & ~incomplete & (n_kept > 0)
