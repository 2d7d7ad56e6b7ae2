"""Write three past years of a made-up school: its MAP Growth export, and the roster that says who taught whom."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.demo.exports import HEADER, NORMS, SPREAD

YEARS = (2024, 2025, 2026)  # by the calendar year in which the school year ends
PUPILS = 24
# Points from fall to spring: what is typical, how far pupils, teachers and years differ, and the bright one's lead.
TYPICAL, PUPILS_VARY, TEACHERS_VARY, YEARS_VARY, LEAD = 10, 6, 1, 0.6, 4


@dataclass(frozen=True)
class Class:
    """One class of one school year."""

    year: int
    grade: str
    teacher: str

    @property
    def school_year(self) -> str:
        """Name the school year as exports do."""
        return f"{self.year - 1}-{self.year}"

    def pupils(self) -> Iterator[str]:
        """List the numbers of its pupils; nobody is in two classes."""
        place = sum(ord(letter) * (index + 1) for index, letter in enumerate(self.teacher)) % 1000
        yield from (f"0{self.year % 100}{self.grade}{place:03d}{number:02d}" for number in range(PUPILS))


def classes(teachers: Mapping[str, Sequence[str]]) -> list[Class]:
    """List every class of the three years; each grade's teachers are named under it."""
    return [Class(year, grade, each) for year in YEARS for grade, some in teachers.items() for each in some]


def scores_export(taught: Sequence[Class], *, bright: str, school: str, seed: int) -> bytes:
    """A CSV of fall and spring mathematics of three years; one teacher's pupils grow more, every year."""
    rng, text = Random(seed), io.StringIO()
    rows = csv.DictWriter(text, HEADER, restval="", lineterminator="\r\n")
    rows.writeheader()
    usual = {name: rng.gauss(TYPICAL, TEACHERS_VARY) for name in dict.fromkeys(each.teacher for each in taught)}
    usual[bright] = TYPICAL + LEAD
    for each in taught:
        lift = rng.gauss(usual[each.teacher], YEARS_VARY)
        for pupil in each.pupils():
            fall = rng.gauss(NORMS[each.grade, "Mathematics"], SPREAD)
            spring = rng.gauss(fall + lift, PUPILS_VARY)
            rows.writerow(_row(each, school, pupil, "Fall", f"09/15/{each.year - 1}", fall))
            rows.writerow(_row(each, school, pupil, "Spring", f"05/12/{each.year}", spring))
    return text.getvalue().encode("utf-8-sig")


def roster_export(taught: Sequence[Class]) -> bytes:
    """A CSV of who taught whom, in the five columns of the simple roster."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(("Student ID", "Section", "Teacher", "School Year", "Subject"))
    for each in taught:
        section = f"Grade {each.grade} Math, {each.teacher.split()[-1]}"
        rows.writerows((pupil, section, each.teacher, each.school_year, "Mathematics") for pupil in each.pupils())
    return text.getvalue().encode("utf-8-sig")


def _row(of: Class, school: str, pupil: str, season: str, day: str, score: float) -> dict[str, object]:
    percentile = min(99, max(1, round(50 + (score - NORMS[of.grade, "Mathematics"]) * 2)))
    return {
        "TermName": f"{season} {of.school_year}", "DistrictName": "Lakeside Schools", "SchoolName": school,
        "StudentID": pupil, "Grade": of.grade, "Subject": "Mathematics", "Course": "Math K-12",
        "GrowthMeasureYN": "TRUE", "NormsReferenceData": "2020", "TestType": "Survey With Goals",
        "TestName": "Growth: Math 2-5", "TestStartDate": day, "TestRITScore": round(score), "TestStandardError": 3.1,
        "TestPercentile": percentile,
    }  # fmt: skip
