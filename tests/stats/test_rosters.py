"""Scores from readers, joined with who taught whom and with the score each grew from."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bot.commands.brightspots.command import spread
from tests.stats.commandline import ask
from tests.stats.districts import District, simulated
from workflows.refusal import Refusal
from workflows.stats.analyze import analyze
from workflows.stats.rosters import tidy_from_exports
from workflows.stats.tidy import understood

TEST = {"source": "MAP", "subject": "Math", "grade": "3", "school": "A"}
ROSTER = pd.DataFrame([{"student": "1", "teacher": "Ana", "school": "A", "year": 2025, "subject": "Math"}])


def score(student: str, year: int, window: str, value: float, **other: object) -> dict[str, object]:
    """One record as a reader gives it."""
    return {**TEST, "student": student, "year": year, "window": window, "score": value, **other}


def tidied(*rows: dict[str, object], roster: pd.DataFrame | None = None) -> list[dict[Hashable, Any]]:
    """Student, year, prior and score of what comes out."""
    table = tidy_from_exports(pd.DataFrame(rows), roster)
    return table[["student", "year", "prior", "score"]].to_dict("records")


def test_growth_runs_from_the_first_window_of_a_year_to_its_last() -> None:
    rows = score("1", 2025, "Spring", 220), score("1", 2025, "Fall", 200), score("1", 2025, "Winter", 210)
    assert tidied(*rows) == [{"student": "1", "year": 2025, "prior": 200.0, "score": 220}]


def test_the_first_record_opens_and_the_last_one_closes() -> None:
    rows = [
        score("1", 2025, "BOY", 205, taken_on="2024-10-01"),
        score("1", 2025, "BOY", 200, taken_on="2024-09-01"),
        score("1", 2025, "EOY", 225, taken_on="2025-05-09"),
        score("1", 2025, "EOY", 220, taken_on="2025-05-01"),
    ]
    assert tidied(*rows) == [{"student": "1", "year": 2025, "prior": 200.0, "score": 225}]


def test_a_yearly_test_grows_from_the_year_before() -> None:
    found = tidied(score("1", 2024, "Spring", 400), score("1", 2025, "Spring", 430))
    assert found[1] == {"student": "1", "year": 2025, "prior": 400.0, "score": 430}


def test_a_student_without_the_first_window_has_no_prior() -> None:
    found = tidied(score("1", 2025, "Fall", 200), score("1", 2025, "Spring", 220), score("2", 2025, "Spring", 230))
    assert pd.isna(found[1]["prior"])


def test_the_roster_says_who_taught_and_a_blank_subject_means_all() -> None:
    homeroom = ROSTER.assign(teacher="Bo", subject="")
    rows = score("1", 2025, "Spring", 430), score("1", 2025, "Spring", 300, subject="ELA")
    table = tidy_from_exports(pd.DataFrame(rows), pd.concat([ROSTER, homeroom]))

    assert table.set_index("subject")["teacher"].to_dict() == {"Math": "Ana", "ELA": "Bo"}


def test_two_teachers_share_a_student_as_the_roster_says() -> None:
    roster = pd.concat([ROSTER.assign(share=0.7), ROSTER.assign(teacher="Bo", share=0.3)])
    table = tidy_from_exports(pd.DataFrame([score("1", 2025, "Spring", 430)]), roster)

    assert table.set_index("teacher")["weight"].to_dict() == {"Ana": 0.7, "Bo": 0.3}


def test_students_of_the_roster_without_a_score_count_as_missing(tmp_path: Path) -> None:
    scores, _ = simulated(District(schools=6, grades=2), 2)
    roster = scores[["student", "teacher", "school", "year", "subject"]]
    first = scores["teacher"].eq("T0-0-0") & (scores["year"] == 2024)
    gone = first & (scores.groupby(["teacher", "year"]).cumcount() % 2 == 0)
    answer = ask(tmp_path, scores[~gone].drop(columns="teacher"), roster=roster)

    assert answer.result["excluded"] == {
        "score records without a score": int(gone.sum()),
        "classes missing more than 30 % of their students in one year": 1,
    }


def test_students_who_are_not_on_the_roster_are_counted(tmp_path: Path) -> None:
    scores, _ = simulated(District(schools=6, grades=2), 2)
    roster = scores[["student", "teacher", "school", "year", "subject"]]
    answer = ask(tmp_path, scores.drop(columns="teacher"), roster=roster[5:])

    assert answer.result["excluded"] == {
        "score records without a student, teacher, school, grade, year, subject or source": 5
    }


def test_an_option_takes_several_files() -> None:
    given = ["--scores", "a.csv", "b.csv", "--roster", "c.csv", "d.csv", "--json", "o.json", "--explain", "Ana"]
    assert spread(given) == [
        *["--scores", "a.csv", "--scores", "b.csv", "--roster", "c.csv", "--roster", "d.csv"],
        *["--json", "o.json", "--explain", "Ana"],
    ]


def test_a_roster_of_strangers_is_refused() -> None:
    with pytest.raises(Refusal, match="Nobody on the roster"):
        tidy_from_exports(pd.DataFrame([score("9", 2025, "Spring", 430)]), ROSTER)


def test_a_roster_without_teachers_is_refused() -> None:
    with pytest.raises(Refusal, match="needs the columns"):
        tidy_from_exports(pd.DataFrame([score("1", 2025, "Spring", 430)]), ROSTER.drop(columns="teacher"))


def test_the_command_takes_scores_and_a_roster(tmp_path: Path) -> None:
    scores, _ = simulated(District(schools=6, grades=2), 2)
    roster = scores[["student", "teacher", "school", "year", "subject"]]
    apart = ask(tmp_path, scores.drop(columns="teacher"), roster=roster)

    assert apart.code == 0
    assert apart.result["flags"] == ask(tmp_path, scores).result["flags"]


def test_one_teacher_written_in_several_ways_is_one_person() -> None:
    scores, _ = simulated(District(schools=4, grades=2), 2)
    letters = scores["teacher"].map(lambda name: "".join(chr(97 + ord(each) % 26) for each in name).title())
    named = scores.assign(teacher="Ruiz " + letters + ", Ana")
    written = {2024: lambda name: name, 2025: lambda name: name.str.upper(), 2026: lambda name: name + " "}
    parts = [rows.assign(teacher=written[year](rows["teacher"])) for year, rows in named.groupby("year")]  # type: ignore[index]

    assert [flag.teacher for flag in analyze(pd.concat(parts)).flags] == [flag.teacher for flag in analyze(named).flags]


def test_namesakes_of_two_schools_in_different_years_are_two_people() -> None:
    scores, _ = simulated(District(schools=4, grades=2), 2)
    mere = scores.assign(teacher=scores["teacher"].map(lambda name: "".join(chr(97 + ord(each) % 26) for each in name)))
    sides = {"School 0": 2026, "School 1": 2024}
    one, other = (mere[mere["school"] == school]["teacher"].iloc[0] for school in sides)
    namesake = mere["teacher"].replace({one: "Sam Lee", other: "Sam Lee"})
    kept = (namesake != "Sam Lee") | (mere["year"] == mere["school"].map(sides).fillna(0))
    table = understood(mere.assign(teacher=namesake)[kept])

    assert {name for name in table["teacher"].cat.categories if "Sam" in name} == {
        "Sam Lee (School 0)",
        "Sam Lee (School 1)",
    }
