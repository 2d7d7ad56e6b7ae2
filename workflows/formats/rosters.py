"""Rosters and crosswalks: who sits with whom, and which ids belong to one student."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from workflows.formats import coded_columns, ids, teachers, values
from workflows.formats.coded_columns import Coded, Codes, Floats, Mask
from workflows.formats.column_meaning import Column, Raw, Told
from workflows.formats.recognised import Match
from workflows.formats.tidy import NO_STUDENT, Batch, Reasons, texts_of

ROSTER = (
    *("student", "student_state", "student_vendor", "section", "teacher", "teacher_name", "school", "grade", "year"),
    *("window", "subject", "share", "status"),
)
ROSTER_IN_SCORES = ("student", "section", "teacher", "teacher_name", "school", "grade", "year", "subject")
IDS = ids.ROLES
BETWEEN = r"\s*[;|\n/]\s*|\s+(?:&|and)\s+"
DELETED = frozenset(["tobedeleted", "deleted"])
LEFT = frozenset(["inactive", "withdrawn", "dropped", "exited", "transferred", "left", "no longer enrolled"])
NO_TEACHER, GONE, ONE_ID = "no teacher", "marked for deletion", "only one id"
NOT_HERE = "no longer in the class"


def tidy_roster(raw: Raw, match: Match, told: Told) -> Batch:
    """Roster rows; ``share`` is the part of the instruction in (0, 1], 1 where nothing is said."""
    texts, nothing = texts_of(raw, match)
    made: dict[str, Column] = {role: texts.get(role, nothing) for role in ("school", "status")}
    made["section"] = _section(texts, nothing)
    made |= {role: ids.genuine(texts.get(role, nothing)) for role in IDS}
    name = teachers.names(texts, nothing)
    teacher = _with_second(coded_columns.filled(teachers.ids(texts, name, nothing), name), texts)
    name = _with_second(name, texts)
    year = coded_columns.numbers(texts.get("year", nothing), values.year)
    subject = (
        coded_columns.constant(told.hints.subject, len(nothing)) if told.hints.subject else _subject(texts, nothing)
    )
    made |= {"teacher": teacher, "teacher_name": name, "subject": subject}
    made["year"] = np.full(len(nothing), told.hints.year, dtype=np.float32) if told.hints.year else year
    made["grade"] = coded_columns.numbers(texts.get("grade", nothing), values.grade)
    made["window"] = coded_columns.labels(texts.get("window", nothing), values.window)
    made["share"] = _share(texts.get("share", nothing))
    student = texts.get("student", nothing)
    status = texts.get("status", nothing)
    checks = [(coded_columns.one_of(status, DELETED), GONE), (coded_columns.one_of(status, LEFT), NOT_HERE)]
    checks += [(student.blank(), NO_STUDENT), *ids.oddities(student), (teacher.blank(), NO_TEACHER)]
    batch = _batch({role: made[role] for role in ROSTER}, checks, student)
    return replace(batch, columns=_shared(batch.columns))


def _section(texts: Raw, nothing: Coded) -> Coded:
    """What a class is called: the number of a section stands behind its course, for every course has a first one."""
    section, course = texts.get("section", nothing), texts.get("course", nothing)
    numbered = coded_columns.flagged(section, [text.isdigit() for text in section.distinct()])
    return coded_columns.filled(section.without(numbered), coded_columns.joined([course, section], " "))


def _with_second(teacher: Coded, texts: Raw) -> Coded:
    """The teacher and the one beside, as if both stood in one cell."""
    return coded_columns.joined([teacher, texts["co_teacher"]], "; ") if "co_teacher" in texts else teacher


def _shared(columns: Mapping[str, Column]) -> Mapping[str, Column]:
    """A row for each of several teachers in one cell ("Ada; Grace"), who share the section evenly."""
    teachers, names = (_parts(columns[role]) for role in ("teacher", "teacher_name"))
    many = np.array([len(each) for each in teachers], dtype=np.int64)
    if (many <= 1).all():
        return columns
    rows = np.repeat(np.arange(len(many)), many)
    places = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    even = [own if len(own) == len(each) else each for own, each in zip(names, teachers, strict=True)]
    made = {name: _taken(column, rows) for name, column in columns.items()}
    made["teacher"] = coded_columns.from_texts([teachers[row][place] for row, place in zip(rows, places, strict=True)])
    made["teacher_name"] = coded_columns.from_texts([even[row][place] for row, place in zip(rows, places, strict=True)])
    made["share"] = (np.asarray(made["share"]) / many[rows]).astype(np.float32)
    return made


def _parts(column: Column) -> list[list[str]]:
    texts = [column.text(row) or "" for row in range(len(column))] if isinstance(column, Coded) else []
    return [[part.strip() for part in re.split(BETWEEN, text) if part.strip()] or [""] for text in texts]


def _taken(column: Column, rows: Codes) -> Column:
    return column.taken(rows) if isinstance(column, Coded) else column[rows]


def tidy_crosswalk(raw: Raw, match: Match) -> Batch:
    """Crosswalk rows: the ids of one student in several systems; a row with a single id links nothing."""
    texts, nothing = texts_of(raw, match)
    known = {role: ids.genuine(texts.get(role, nothing)) for role in IDS}
    given = np.sum([~column.blank() for column in known.values()], axis=0)
    return _batch(dict(known), [(given == 0, NO_STUDENT), (given == 1, ONE_ID)], known["student"])


def roster_of(scores: pd.DataFrame) -> pd.DataFrame:
    """The roster that a score file with teachers holds: each student, section and teacher once.

    Several teachers in one cell ("Ada; Grace") share the section evenly.
    """
    known = scores[list(ROSTER_IN_SCORES)]
    once = known[known["teacher"].notna()].drop_duplicates().astype({"teacher": "str", "teacher_name": "str"})
    teachers = once["teacher"].str.split(BETWEEN, regex=True)
    names = once["teacher_name"].fillna(once["teacher"]).str.split(BETWEEN, regex=True)
    even = names.where(names.map(len) == teachers.map(len), teachers)
    split = once.assign(teacher=teachers, teacher_name=even, share=(1 / teachers.map(len)).astype("float32"))
    return split.explode(["teacher", "teacher_name"], ignore_index=True)


def _subject(texts: Mapping[str, Coded], nothing: Coded) -> Coded:
    stated = coded_columns.labels(texts.get("subject", nothing), lambda text: values.subject(text) or text.lower())
    return coded_columns.filled(stated, coded_columns.labels(texts.get("section", nothing), values.subject))


def _share(column: Coded) -> Floats:
    said = coded_columns.numbers(column)
    part = np.where(said > 1, said / 100, said)
    return np.where((part > 0) & (part <= 1), part, 1.0).astype(np.float32)


def _batch(columns: Mapping[str, Column], checks: list[tuple[Mask, str]], student: Coded) -> Batch:
    codes = np.zeros(len(student), dtype=np.int16)
    for place, (broken, _) in reversed(list(enumerate(checks, start=1))):
        codes[broken] = place
    kept = {
        name: each.kept(codes == 0) if isinstance(each, Coded) else each[codes == 0] for name, each in columns.items()
    }
    return Batch(kept, Reasons(codes, ("", *(reason for _, reason in checks))), student)
