"""Which groups of students gained most: named beyond chance, never a small one, never one that gained least."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.stats.commandline import ask
from tests.stats.districts import District, simulated
from workflows.stats.analyze import analyze
from workflows.stats.columns import GROUPS
from workflows.stats.groups import GroupTrend, beyond_chance, group_trends
from workflows.stats.parameters import Parameters

SMALL = District(schools=8, grades=2)
EVERYBODY = Parameters(most_false_groups=1.0, meaningful=-9.0, least_positive_years=0)
ENGLISH, SPECIAL, INCOME = GROUPS


def marked(scores: pd.DataFrame, seed: int, *, gain: float = 0.0, share: float = 0.3) -> pd.DataFrame:
    """A district whose students are in programmes by chance; School 1's multilingual learners gain so many SDs more."""
    draw = np.random.default_rng(seed)
    inside = {name: draw.random(len(scores)) < share for name in GROUPS}
    moved = scores["score"] + 50 * 0.57 * gain * (inside[ENGLISH] & (scores["school"] == "School 1"))
    unsure = {
        name: np.where(draw.random(len(scores)) < 0.02, "?", np.where(yes, "Y", "N")) for name, yes in inside.items()
    }
    return scores.assign(score=moved, **unsure)


SCORES = marked(simulated(SMALL, 3)[0], 3, gain=0.6)


def admitted(
    classes: list[tuple[str, str, int, int]], shares: Mapping[str, float], seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records and classes as step 1 leaves them: a class is its school, grade, year and number of students."""
    draw = np.random.default_rng(seed)
    table = pd.DataFrame(classes, columns=["school", "grade", "year", "size"])
    table = table.assign(source="MAP", subject="math", teacher=[f"t{n}" for n in range(len(table))])
    class_id = np.repeat(np.arange(len(table)), table["size"])
    said = {name: np.where(draw.random(len(class_id)) < 0.05, np.nan, draw.random(len(class_id)) < share)
            for name, share in shares.items()}  # fmt: skip
    records = pd.DataFrame({"class_id": class_id, "student": draw.permutation(len(class_id)), **said})
    return records.assign(q=draw.normal(0.5, 1, len(records))), table


def unlucky(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A district in which only classes differ (variance 0.07), and programmes are spread unevenly over them."""
    draw = np.random.default_rng(seed)
    places = [(f"S{school}", "3", year, 100) for school in range(30) for year in (2025, 2026) for _ in "abcd"]
    records, classes = admitted(places, dict.fromkeys(GROUPS, 0.0), seed)
    teacher = classes["school"] + [f"-{n % 4}" for n in range(len(classes))]
    _, of = np.unique(teacher.to_numpy(dtype=str), return_inverse=True)
    lasting, shock = draw.normal(0, 0.2, of.max() + 1)[of], draw.normal(0, 0.17, len(classes))
    rate = draw.choice([0.1, 0.8], (len(classes), 3))
    each = records["class_id"].to_numpy()
    inside = {name: (draw.random(len(each)) < rate[each, n]).astype(float) for n, name in enumerate(GROUPS)}
    q = draw.normal(0, 1, len(each)) + (lasting + shock)[each]
    return records.assign(q=q, **inside), classes.assign(teacher=teacher)


def test_a_group_that_gained_is_named(tmp_path: Path) -> None:
    """0.6 SDs more than others of the same school: said once, for the whole school, in the JSON and on the screen."""
    answer = ask(tmp_path, SCORES)

    (told,) = answer.result["groups"]
    screen = " ".join(answer.screen.split())
    assert (told["group"], told["school"], told["grade"], told["subject"]) == (ENGLISH, "School 1", "all", "Math")
    assert told["years"] == [2024, 2025, 2026]
    assert told["difference"] == pytest.approx(0.5, abs=0.2)
    assert 55 < told["median_growth_percentile"] < 90
    assert 0.5 < told["share_above_typical"] < 0.95
    assert told["chance"] < 0.001
    assert "School 1, Math, all grades: multilingual learners (" in screen
    assert "students with disabilities" not in screen


def test_without_such_columns_nothing_is_said(tmp_path: Path) -> None:
    """No column, or one that says nothing, gives no groups and no sentence."""
    silent = SCORES.drop(columns=[SPECIAL, INCOME]).assign(**{ENGLISH: "?"})

    answer = ask(tmp_path, silent)

    assert answer.result["groups"] == []
    assert "gained most" not in answer.screen


def test_by_chance_hardly_any_group_is_named() -> None:
    """Classes share a year's luck and programmes fill some classes more than others, but nothing has an effect: of six
    districts of 30 schools with large classes at most two name anybody (a rule that forgot the classes: all six)."""
    named = [group_trends(*unlucky(seed), {}, Parameters()) for seed in range(6)]

    assert sum(bool(each) for each in named) <= 2


def test_the_order_of_rows_changes_nothing() -> None:
    found = analyze(SCORES).groups

    assert found
    assert analyze(SCORES.sample(frac=1, random_state=5)).groups == found


def test_the_difference_is_that_of_a_regression_on_grade_and_year() -> None:
    """The coefficient of being in the group, beside a constant for every school, grade and year."""
    records, classes = admitted([("A", grade, year, 30) for grade in "34" for year in (2025, 2026) for _ in "ab"],
                                {ENGLISH: 0.5}, 1)  # fmt: skip
    records["q"] += 0.4 * (records[ENGLISH] == 1)
    known = records.dropna().join(classes, on="class_id")
    constants = pd.get_dummies(known["grade"] + known["year"].astype(str)).to_numpy(dtype=float)
    table = np.column_stack([known[ENGLISH].to_numpy(), constants])
    slopes = np.linalg.lstsq(table, known["q"].to_numpy(), rcond=None)[0]

    (found,) = group_trends(records, classes, {}, EVERYBODY)

    assert found.grade == "all"
    assert found.difference == pytest.approx(slopes[0], abs=1e-8)


def test_a_group_that_sits_with_one_teacher_is_not_named() -> None:
    """What one teacher's students did is hers to share, however much they gained."""
    records, classes = admitted([("A", "3", year, 30) for year in (2025, 2026) for _ in "abc"], {}, 1)
    together = records.assign(**{ENGLISH: (records["class_id"] % 3 == 0).astype(float)})
    mixed = records.assign(**{ENGLISH: (records["student"] % 3 == 0).astype(float)})
    mixed["q"] += mixed[ENGLISH]
    classes = classes.assign(teacher=[f"t{n % 3}" for n in range(len(classes))])

    assert group_trends(together, classes, {}, EVERYBODY) == ()
    assert len(group_trends(mixed, classes, {}, EVERYBODY)) == 1


def test_a_test_that_says_the_opposite_silences() -> None:
    """A second test on which the same group grew less: nothing is said."""
    records, classes = admitted([("A", "3", year, 40) for year in (2025, 2026) for _ in "ab"], {ENGLISH: 0.5}, 2)
    grown = records.assign(q=records["q"] + 1.0 * (records[ENGLISH] == 1))
    other = records.assign(q=-grown["q"], class_id=records["class_id"] + len(classes)).iloc[:-8]
    tests = pd.concat([classes, classes.assign(source="STAR")], ignore_index=True)
    strict = Parameters()

    assert len(group_trends(grown, classes, {}, strict)) == 1
    assert group_trends(pd.concat([grown, other]), tests, {}, strict) == ()


def test_a_student_who_is_told_both_ways_is_in_neither_group() -> None:
    """The same record twice, once Y and once N: as if nobody had said it, whichever comes first."""
    twice = SCORES.assign(**{ENGLISH: np.where(SCORES[ENGLISH] == "Y", "N", "Y")})
    both = pd.concat([SCORES, twice], ignore_index=True)

    assert analyze(both).groups == ()
    assert analyze(both[::-1]).groups == ()


def test_one_good_year_is_not_enough() -> None:
    """A group that gained in one year only is not named, however much."""
    records, classes = admitted([("A", "3", year, 60) for year in (2025, 2026) for _ in "ab"], {ENGLISH: 0.5}, 4)
    first = classes["year"].to_numpy()[records["class_id"]] == 2025
    inside = (records[ENGLISH] == 1).to_numpy()
    once = records.assign(q=records["q"] + 2.0 * (inside & first) - 0.3 * (inside & ~first))

    assert len(group_trends(records.assign(q=records["q"] + inside), classes, {}, Parameters())) == 1
    assert group_trends(once, classes, {}, Parameters()) == ()


def test_which_chances_are_believed() -> None:
    """Benjamini and Hochberg's own example: of fifteen p-values at 5 %, the first four."""
    given_p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
               0.7590, 1.0]  # fmt: skip

    assert beyond_chance(pd.Series(given_p), 0.05).sum() == 4


def many_schools(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sixty schools, each with a few classes of 2 to 30 students and its own share of students in each programme."""
    draw = np.random.default_rng(seed)
    places = [(grade, year) for grade in "345" for year in (2025, 2026)]
    schools = []
    for school in range(60):
        classes = [(f"S{school}", *places[n % 6], int(draw.integers(2, 31))) for n in range(draw.integers(2, 15))]
        shares = {name: draw.choice([0.0, 0.1, 0.3, 0.6, 0.97, 1.0]) for name in GROUPS}
        schools.append(admitted(classes, shares, int(draw.integers(2**32))))
    tables = [table.assign(teacher=table["school"] + table["teacher"]) for _, table in schools]
    before = np.cumsum([0, *map(len, tables)])
    numbered = [
        rows.assign(class_id=rows["class_id"] + first) for (rows, _), first in zip(schools, before[:-1], strict=True)
    ]
    records = pd.concat(numbered, ignore_index=True)
    return records.assign(student=records.index), pd.concat(tables, ignore_index=True)


@pytest.mark.parametrize(("minimum", "seed"), [(5, 0), (10, 1), (17, 2)])
def test_no_group_below_the_minimum_appears_or_can_be_worked_out(minimum: int, seed: int) -> None:
    """Neither a named group, nor everybody else of its grade or school, nor what is left of a school's group when its
    named grades are taken away, has fewer students than the minimum in any year."""
    records, table = many_schools(seed)
    parameters = replace(EVERYBODY, least_group=minimum)

    named = group_trends(records, table, {}, parameters)

    assert len(named) >= 10
    assert named == group_trends(records.sample(frac=1, random_state=seed), table, {}, parameters)
    for each in named:
        assert each.median_growth_percentile > 50
        assert 5 <= each.share_above_typical <= 95
    check_counts(named, records.join(table, on="class_id"), minimum)


Place = tuple[str, str, int]  # School, grade or “all”, year.


def check_counts(named: tuple[GroupTrend, ...], rows: pd.DataFrame, minimum: int) -> None:
    """Count by hand what somebody with all totals could work out."""
    everybody, inside, teachers = counts(rows)
    told: Counter[tuple[str, str, int]] = Counter()
    for each in named:
        for year, n in each.n_by_year.items():
            place = each.school, each.grade, year
            assert n == inside[each.group, *place] >= minimum
            assert everybody[place] - n >= minimum
            assert len(teachers[each.group, 1.0, *place]) >= 2
            assert len(teachers[each.group, 0.0, *place]) >= 2
            told[each.group, each.school, year] += n
    for (group, school, year), n in told.items():
        left = inside[group, school, "all", year] - n
        assert left == 0 or left >= minimum


def counts(
    rows: pd.DataFrame,
) -> tuple[Counter[Place], Counter[tuple[str, *Place]], defaultdict[tuple[str, float, *Place], set[str]]]:
    """Of every grade (or “all”) of a school in a year: its students, those in a programme, and the teachers of those in
    it and of those not in it."""
    everybody: Counter[Place] = Counter()
    inside: Counter[tuple[str, *Place]] = Counter()
    teachers: defaultdict[tuple[str, float, *Place], set[str]] = defaultdict(set)
    columns = rows[["school", "grade", "year", "teacher", *GROUPS]]
    for school, grade, year, teacher, *programmes in columns.itertuples(index=False):
        for unit in (grade, "all"):
            everybody[school, unit, year] += 1
            for group, said in zip(GROUPS, programmes, strict=True):
                inside[group, school, unit, year] += said == 1
                teachers[group, said, school, unit, year].add(teacher)
    return everybody, inside, teachers
