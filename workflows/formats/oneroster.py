"""OneRoster's CSV files joined: who sits in which class, and who teaches it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from workflows.formats import values
from workflows.formats.frames import frame_of, looked_up, stem_of, table_of
from workflows.formats.instruction import shares
from workflows.formats.tables import Table
from workflows.refusal import Refusal

FILES = {
    "enrollments": (
        *("classSourcedId", "userSourcedId", "schoolSourcedId", "role", "primary", "status"),
        *("beginDate", "endDate"),
    ),
    "users": ("sourcedId", "status", "givenName", "familyName", "identifier", "grades"),
    "classes": ("sourcedId", "status", "title", "subjects", "courseSourcedId", "termSourcedIds", "grades"),
    "orgs": ("sourcedId", "name"),
    "academicsessions": ("sourcedId", "schoolYear", "startDate", "endDate"),
    "courses": ("sourcedId", "subjects", "title"),
}
OTHERS = frozenset(
    [
        *("manifest", "demographics", "roles", "userprofiles", "resources", "classresources", "courseresources"),
        *("results", "lineitems", "categories", "scorescales", "lineitemscorescales", "resultscorescales"),
    ]
)
DELETED = "tobedeleted"


def is_oneroster(tables: Sequence[Table]) -> bool:
    """Whether an archive's tables are OneRoster's."""
    names = {stem_of(table): {header.lower() for header in table.header} for table in tables}
    return {"usersourcedid", "classsourcedid", "role"} <= names.get("enrollments", set())


def is_ours(table: Table) -> bool:
    """Whether a table is one of OneRoster's files, the marks of its gradebook included."""
    return stem_of(table) in OTHERS | set(FILES)


def joined(tables: Sequence[Table]) -> Table:
    """One table: a row per student's enrolment and teacher of the class, under headers that only our recogniser has.

    Only names of teachers are read from users.csv; the names of students never leave it.
    """
    frames = {name: frame_of(tables, name, headers) for name, headers in FILES.items()}
    if frames["users"].empty:
        raise Refusal("This OneRoster file has enrollments.csv but no users.csv; without it nobody can be named.")
    return table_of(_rows(frames).add_prefix("oneroster "), "enrollments.csv", tables[0])


def _rows(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    enrolled = _with_what_is_gone(frames)
    role = enrolled["role"].str.lower()
    both = enrolled[role == "student"].merge(_teachers(enrolled[role == "teacher"]), on="classSourcedId", how="left")
    users, lessons = frames["users"], _lessons(frames)
    student, teacher, lesson = both["userSourcedId"], both["teacher"].fillna(""), both["classSourcedId"]
    identifier = looked_up(student, users, "sourcedId", "identifier")
    title = looked_up(lesson, lessons, "class", "title")
    family, given = (looked_up(teacher, users, "sourcedId", name) for name in ("familyName", "givenName"))
    return pd.DataFrame(
        {
            "student": identifier.where(identifier != "", student),
            "user": student,
            "class": title.where(title != "", lesson),
            "teacher": teacher,
            "teacher name": (family + ", " + given).str.strip(", "),
            "school": looked_up(both["schoolSourcedId"], frames["orgs"], "sourcedId", "name"),
            "year": looked_up(lesson, lessons, "class", "year"),
            "subject": looked_up(lesson, lessons, "class", "subject"),
            "grade": looked_up(student, users, "sourcedId", "grades").str.split(",").str[0].fillna(""),
            "share": shares(both, lessons).fillna(1.0).astype(str),
            "status": both["status"],
        }
    )


def _with_what_is_gone(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Enrolments, to be deleted when they say so themselves, or when their user or their class does."""
    enrolled, users, classes = (frames[name] for name in ("enrollments", "users", "classes"))
    user = looked_up(enrolled["userSourcedId"], users, "sourcedId", "status").str.lower()
    lesson = looked_up(enrolled["classSourcedId"], classes, "sourcedId", "status").str.lower()
    gone = np.where((user == DELETED) | (lesson == DELETED), DELETED, enrolled["status"])
    return enrolled.assign(status=gone)


def _teachers(enrolled: pd.DataFrame) -> pd.DataFrame:
    """Who teaches each class, and from when to when: its primary teachers, or all where none is called primary.

    Without dates they share it evenly; a teacher who comes twice does so in two stretches.
    """
    present = enrolled[enrolled["status"].str.lower() != DELETED]
    primary = present["primary"].map(values.truth).eq(True)  # noqa: FBT003 - compared, not passed
    counted = present[primary | ~present["classSourcedId"].isin(present.loc[primary, "classSourcedId"])]
    once = counted.drop_duplicates(["classSourcedId", "userSourcedId", "beginDate", "endDate"])
    share = 1 / once.groupby("classSourcedId")["userSourcedId"].transform("nunique")
    return pd.DataFrame(
        {
            "classSourcedId": once["classSourcedId"], "teacher": once["userSourcedId"], "share": share,
            "taught_from": once["beginDate"], "taught_to": once["endDate"],
        }
    )  # fmt: skip


def _lessons(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Each class's id, title, subject and school year."""
    classes, sessions, courses = (frames[name] for name in ("classes", "academicsessions", "courses"))
    term = classes["termSourcedIds"].str.split(",").str[0].fillna("")
    year, start, end = (looked_up(term, sessions, "sourcedId", name) for name in ("schoolYear", "startDate", "endDate"))
    course = looked_up(classes["courseSourcedId"], courses, "sourcedId", "subjects")
    subject = classes["subjects"].where(classes["subjects"] != "", course).str.split(",").str[0].fillna("")
    return pd.DataFrame(
        {
            "class": classes["sourcedId"],
            "title": classes["title"],
            "subject": subject,
            "year": year.where(year != "", end),
            "starts": start,
            "ends": end,
        }
    )
