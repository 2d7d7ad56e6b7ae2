"""A simulated district as vendors export it: MAP Growth, i-Ready, and the rosters that say who taught whom."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from tests.stats.districts import District, simulated

DISTRICT, SEED = District(schools=4, grades=2), 2
FALL, SPRING = "09/15/{year}", "05/04/{year}"


def drawn() -> pd.DataFrame:
    """The district that every export here tells of, its scores as whole numbers."""
    scores, _ = simulated(DISTRICT, SEED)
    whole = scores.assign(student="0" + scores["student"], score=scores["score"].round())
    return whole.assign(prior=scores["prior"].round(), name="Last, " + scores["teacher"])


def retested(scores: pd.DataFrame) -> pd.DataFrame:
    """The same students on another test, which has errors of its own."""
    draw = np.random.default_rng(SEED)
    moved = {name: (scores[name] + draw.normal(0, 15, len(scores))).round() for name in ("score", "prior")}
    return scores.assign(**moved)


def windows(scores: pd.DataFrame) -> pd.DataFrame:
    """Every record as two tests, fall (the earlier score) and spring."""
    fall = scores.assign(season="Fall", value=scores["prior"], on=(scores["year"] - 1).astype(str))
    spring = scores.assign(season="Spring", value=scores["score"], on=scores["year"].astype(str))
    both = pd.concat([fall.assign(day="09/15/" + fall["on"]), spring.assign(day="05/04/" + spring["on"])])
    return both.assign(term=(both["year"] - 1).astype(str) + "-" + both["year"].astype(str))


def map_growth(scores: pd.DataFrame) -> pd.DataFrame:
    """NWEA's combined export; RIT scores are a fifth of ours."""
    tests = windows(scores)
    return pd.DataFrame(
        {
            "TermName": tests["season"] + " " + tests["term"],
            "DistrictName": "D",
            "SchoolName": tests["school"],
            "StudentID": tests["student"],
            "Grade": tests["grade"],
            "Subject": "Mathematics",
            "Course": "Math K-12",
            "GrowthMeasureYN": "TRUE",
            "TestStartDate": tests["day"],
            "TestRITScore": (tests["value"] / 5 + 100).round(1),
            "TestPercentile": 50,
        }
    )


def i_ready(scores: pd.DataFrame) -> pd.DataFrame:
    """i-Ready's diagnostic export, which names the teachers."""
    tests = windows(scores)
    return pd.DataFrame(
        {
            "Last Name": "X",
            "First Name": "Y",
            "Student ID": tests["student"],
            "Student Grade": tests["grade"],
            "Academic Year": tests["term"],
            "School": tests["school"],
            "Subject": "Math",
            "Class(es)": "Math " + tests["teacher"],
            "Class Teacher(s)": tests["name"],
            "Norming Window": tests["season"],
            "Completion Date": tests["day"],
            "Rush Flag": "",
            "Overall Scale Score": tests["value"],
            "Overall Placement": "Level 3",
            "Diagnostic Gain": 0,
        }
    )


def class_assignments(scores: pd.DataFrame) -> pd.DataFrame:
    """NWEA's class lists: each student's mathematics, and art, which a single teacher gives to all."""
    term = "Fall " + (scores["year"] - 1).astype(str) + "-" + scores["year"].astype(str)
    lists = pd.DataFrame({"TermName": term, "DistrictName": "D", "SchoolName": scores["school"]})
    lists = lists.assign(StudentID=scores["student"], ClassName="Math " + scores["grade"])
    lists = lists.assign(TeacherID=scores["teacher"], TeacherName=scores["name"])
    return pd.concat([lists, lists.assign(ClassName="Art", TeacherID="ART", TeacherName="Art, Ada")])


def five_columns(scores: pd.DataFrame) -> pd.DataFrame:
    """A roster by hand, with its own word for the subject and without the schools."""
    names = {"student": "student_id", "grade": "section"}
    roster = scores[["student", "grade", "teacher", "year"]].rename(columns=names)
    return roster.assign(subject="Mathematics")


def oneroster(scores: pd.DataFrame, path: Path) -> None:
    """Write OneRoster's ZIP file: a class per teacher and year."""
    classes = scores[["teacher", "school", "grade", "year"]].drop_duplicates()
    ids = classes["teacher"] + "/" + classes["year"].astype(str)
    pupils = scores[["teacher", "school", "year", "student"]]
    who = pd.concat([pupils.assign(role="student"), classes.assign(role="teacher", student=classes["teacher"])])
    enrolled = pd.DataFrame({"classSourcedId": who["teacher"] + "/" + who["year"].astype(str)})
    enrolled = enrolled.assign(sourcedId=range(len(who)), status="active", schoolSourcedId=who["school"].to_numpy())
    user = who["student"].where(who["role"] == "teacher", "u" + who["student"])
    enrolled = enrolled.assign(userSourcedId=user.to_numpy(), role=who["role"].to_numpy(), primary="true")
    teachers = pd.DataFrame({"sourcedId": classes["teacher"].unique(), "role": "teacher", "familyName": "Last"})
    users = pd.DataFrame({"sourcedId": "u" + scores["student"], "role": "student", "identifier": scores["student"]})
    terms = pd.DataFrame({"sourcedId": scores["year"].unique()}).assign(schoolYear=scores["year"].unique())
    tables = {
        "enrollments": enrolled,
        "users": pd.concat([users.drop_duplicates(), teachers]).assign(status="active", givenName="Secret"),
        "classes": pd.DataFrame({"sourcedId": ids, "title": "Math", "termSourcedIds": classes["year"]}).assign(
            subjects="Mathematics", schoolSourcedId=classes["school"], status="active"
        ),
        "orgs": pd.DataFrame({"sourcedId": scores["school"].unique(), "name": scores["school"].unique()}),
        "academicSessions": terms,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, table in tables.items():
            held = io.StringIO()
            table.to_csv(held, index=False)
            archive.writestr(f"{name}.csv", held.getvalue())
