"""OneRoster's CSV files joined: who sits in which class, and who teaches it."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from workflows.formats import cells, values
from workflows.formats.cells import Coded
from workflows.formats.tables import Table
from workflows.refusal import Refusal

FILES = {
    "enrollments": ("classSourcedId", "userSourcedId", "schoolSourcedId", "role", "primary", "status"),
    "users": ("sourcedId", "status", "givenName", "familyName", "identifier", "grades"),
    "classes": ("sourcedId", "title", "subjects", "courseSourcedId", "termSourcedIds", "grades"),
    "orgs": ("sourcedId", "name"),
    "academicsessions": ("sourcedId", "schoolYear", "endDate"),
    "courses": ("sourcedId", "subjects", "title"),
}
DELETED = "tobedeleted"
COLUMNS = (
    "student",
    "user",
    "class",
    "teacher",
    "teacher name",
    "school",
    "year",
    "subject",
    "grade",
    "share",
    "status",
)


def is_oneroster(tables: Sequence[Table]) -> bool:
    """Whether an archive's tables are OneRoster's."""
    names = {_stem(table): {header.lower() for header in table.header} for table in tables}
    return {"usersourcedid", "classsourcedid", "role"} <= names.get("enrollments", set())


def joined(tables: Sequence[Table]) -> Table:
    """One table: a row per student's enrolment and teacher of the class, under headers that only our recogniser has.

    Only names of teachers are read from users.csv; the names of students never leave it.
    """
    frames = {name: _frame(tables, name, headers) for name, headers in FILES.items()}
    if frames["users"].empty:
        raise Refusal("This OneRoster file has enrollments.csv but no users.csv; without it nobody can be named.")
    rows = _rows(frames)
    header = tuple(f"oneroster {name}" for name in COLUMNS)

    def batches(wanted: Sequence[str]) -> Iterator[Mapping[str, Coded]]:
        if len(rows):
            yield {each: cells.from_texts(rows[each.removeprefix("oneroster ")].tolist()) for each in wanted}

    head = tuple(tuple(row) for row in rows.head(60).itertuples(index=False, name=None))
    first = tables[0]
    return Table("enrollments.csv", first.encoding, first.delimiter, header, 1, head, batches)


def _rows(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    enrolled = frames["enrollments"]
    role = enrolled["role"].str.lower()
    students = enrolled[role == "student"]
    users = frames["users"].set_index("sourcedId")
    both = students.merge(_teachers(enrolled[role == "teacher"]), on="classSourcedId", how="left")
    lessons = _lessons(frames)
    student, teacher, lesson = both["userSourcedId"], both["teacher"].fillna(""), both["classSourcedId"]
    identifier = _said(student.map(_column(users, "identifier")))
    family, given = (_said(teacher.map(_column(users, name))) for name in ("familyName", "givenName"))
    return pd.DataFrame(
        {
            "student": identifier.where(identifier != "", student),
            "user": student,
            "class": lesson.map(lessons["title"]).fillna(lesson),
            "teacher": teacher,
            "teacher name": (family + ", " + given).str.strip(", "),
            "school": _said(both["schoolSourcedId"].map(_column(frames["orgs"].set_index("sourcedId"), "name"))),
            "year": _said(lesson.map(lessons["year"])),
            "subject": _said(lesson.map(lessons["subject"])),
            "grade": _said(student.map(_column(users, "grades"))).str.split(",").str[0].fillna(""),
            "share": both["share"].fillna(1.0).astype(str),
            "status": both["status"],
        }
    )[list(COLUMNS)]


def _teachers(enrolled: pd.DataFrame) -> pd.DataFrame:
    """Who teaches each class: its primary teachers, or all where none is called primary; they share it evenly."""
    present = enrolled[enrolled["status"].str.lower() != DELETED]
    primary = present["primary"].map(values.truth).eq(True)  # noqa: FBT003 - compared, not passed
    counted = present[primary | ~present["classSourcedId"].isin(present.loc[primary, "classSourcedId"])]
    once = counted.drop_duplicates(["classSourcedId", "userSourcedId"])
    share = 1 / once.groupby("classSourcedId")["userSourcedId"].transform("size")
    return pd.DataFrame({"classSourcedId": once["classSourcedId"], "teacher": once["userSourcedId"], "share": share})


def _lessons(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Each class's title, subject and school year, by its id."""
    classes = frames["classes"].set_index("sourcedId")
    sessions = frames["academicsessions"].set_index("sourcedId")
    ends = _column(sessions, "schoolYear").where(lambda year: year != "", _column(sessions, "endDate"))
    term = classes["termSourcedIds"].str.split(",").str[0].fillna("")
    course = _said(classes["courseSourcedId"].map(_column(frames["courses"].set_index("sourcedId"), "subjects")))
    subject = classes["subjects"].where(classes["subjects"] != "", course).str.split(",").str[0].fillna("")
    titled = pd.DataFrame({"title": classes["title"], "subject": subject, "year": term.map(ends)})
    return titled[~titled.index.duplicated()]


def _said(found: pd.Series) -> pd.Series:
    """What was looked up, blank where there was nothing; looking up in a file that isn't there gives numbers."""
    return found.astype(object).fillna("")


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame.loc[~frame.index.duplicated(), name]


def _frame(tables: Sequence[Table], name: str, headers: Sequence[str]) -> pd.DataFrame:
    """The wanted columns of one file as text; a column that isn't there is blank, a missing file has no rows."""
    table = next((table for table in tables if _stem(table) == name), None)
    if table is None:
        return pd.DataFrame({header: pd.Series([], dtype="str") for header in headers})
    found = {header: each for header in headers for each in table.header if each.lower() == header.lower()}
    parts = [_texts(raw, found) for raw in table.batches(tuple(found.values()))]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({header: [] for header in found})
    return frame.reindex(columns=list(headers), fill_value="").fillna("").astype("str")


def _texts(raw: Mapping[str, Coded], found: Mapping[str, str]) -> pd.DataFrame:
    clean = {header: cells.clean(raw[each]) for header, each in found.items()}
    return pd.DataFrame({header: column.series().astype("str").fillna("") for header, column in clean.items()})


def _stem(table: Table) -> str:
    return table.name.lower().rsplit(".", 1)[0]
