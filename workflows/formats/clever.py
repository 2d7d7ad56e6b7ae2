"""Clever's CSV files joined: who sits in which section, and who teaches it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from workflows.formats.frames import frame_of, looked_up, stem_of, table_of
from workflows.formats.tables import Table

TEACHERS = ("Teacher_id", *(f"Teacher_{place}_id" for place in range(2, 11)))
FILES = {
    "enrollments": ("Section_id", "Student_id"),
    "students": ("Student_id", "Student_number", "State_id", "Grade"),
    "teachers": ("Teacher_id", "First_name", "Last_name"),
    "sections": ("Section_id", "School_id", *TEACHERS, "Name", "Course_name", "Subject", "Term_name", "Term_end"),
    "schools": ("School_id", "School_name"),
}
OTHERS = ("admins", "staff", "contacts", "studentcontacts", "attendance", "courses", "terms")


def is_clever(tables: Sequence[Table]) -> bool:
    """Whether an archive's tables are Clever's, all that a roster needs among them."""
    names = {stem_of(table): {header.lower() for header in table.header} for table in tables}
    needed = {"enrollments": {"section_id", "student_id"}, "sections": {"section_id", "teacher_id"}, "students": set()}
    return all(stem in names and headers <= names[stem] for stem, headers in needed.items())


def is_ours(table: Table) -> bool:
    """Whether a table is one of Clever's files."""
    return stem_of(table) in (*FILES, *OTHERS)


def joined(tables: Sequence[Table]) -> Table:
    """One table: a row per student's enrolment and teacher of the section, under headers that only our recogniser has.

    Only names of teachers are read; the names of students never leave students.csv.
    """
    frames = {name: frame_of(tables, name, headers) for name, headers in FILES.items()}
    return table_of(_rows(frames).add_prefix("clever "), "enrollments.csv", tables[0])


def _rows(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    students, teachers, sections = (frames[name] for name in ("students", "teachers", "sections"))
    both = frames["enrollments"].merge(_taught(sections), on="Section_id", how="left")
    student, teacher, section = both["Student_id"], both["teacher"].fillna(""), both["Section_id"]
    number = looked_up(student, students, "Student_id", "Student_number")
    said = {name: looked_up(section, sections, "Section_id", name) for name in FILES["sections"][1:]}
    family, given = (looked_up(teacher, teachers, "Teacher_id", name) for name in ("Last_name", "First_name"))
    return pd.DataFrame(
        {
            "student": number.where(number != "", student),
            "state id": looked_up(student, students, "Student_id", "State_id"),
            "user": student,
            "section": said["Name"].where(said["Name"] != "", said["Course_name"]),
            "teacher": teacher,
            "teacher name": (family + ", " + given).str.strip(", "),
            "school": looked_up(said["School_id"], frames["schools"], "School_id", "School_name"),
            "year": said["Term_end"].where(said["Term_end"] != "", said["Term_name"]),
            "subject": said["Subject"].where(said["Subject"] != "", said["Course_name"]),
            "grade": looked_up(student, students, "Student_id", "Grade"),
            "share": both["share"].fillna(1.0).astype(str),
        }
    )


def _taught(sections: pd.DataFrame) -> pd.DataFrame:
    """Who teaches each section: all its teachers, who share it evenly."""
    long = sections.melt("Section_id", list(TEACHERS), value_name="teacher")
    once = long[long["teacher"] != ""].drop_duplicates(["Section_id", "teacher"])
    share = 1 / once.groupby("Section_id")["teacher"].transform("size")
    return pd.DataFrame({"Section_id": once["Section_id"], "teacher": once["teacher"], "share": share})
