"""ZIP files: several exports of one test are one table, several tests are a sentence that names them."""

import pytest

from tests.formats import files
from workflows.formats import reading
from workflows.formats.reading import Reading
from workflows.formats.tables import Limits
from workflows.refusal import Refusal

KNOWN = files.known()
I_READY = "Student ID,Student Grade,Academic Year,Norming Window,Overall Scale Score,Overall Placement,Class Teacher(s)"


def read(name: str = "export.zip", **members: bytes) -> Reading:
    """What a ZIP file of these CSV files holds."""
    return reading.read(
        files.packed({f"{each}.csv": each_of for each, each_of in members.items()}), name, recognisers=KNOWN
    )


def test_one_file_per_subject_is_one_table() -> None:
    """Each file's own name tells its subject, whatever the archive is called."""
    ela = files.rows(I_READY, "007,3,2023-2024,Fall,424,Grade 2,Ada Lovelace")
    math = files.rows(I_READY, "007,3,2023-2024,Fall,404,Grade 2,Ada Lovelace")

    found = read("iready_ela_and_math.zip", diagnostic_ela=ela, diagnostic_math=math)

    assert found.scores[["subject", "score"]].values.tolist() == [["ela", 424.0], ["math", 404.0]]
    assert found.understanding.rows == 2
    assert "subject" in found.understanding.needs


def test_one_file_per_term_is_one_table() -> None:
    """NWEA gives one file per term."""
    spring = files.MAP_RESULTS.replace(b"Fall", b"Spring").replace(b"09/16/2021", b"05/02/2022")

    found = read(fall=files.MAP_RESULTS, spring=spring, ClassAssignments=files.CLASS_ASSIGNMENTS)

    assert found.understanding.windows == ("fall", "spring")
    assert (found.understanding.rows, found.understanding.teachers) == (4, 2)


def test_different_tests_are_named() -> None:
    """The sentence says which file is what."""
    with pytest.raises(Refusal) as no:
        read(MAP=files.MAP_RESULTS, DIBELS=files.DIBELS_NEXT)

    assert str(no.value) == (
        "This file holds tables of different kinds: MAP.csv (NWEA MAP Growth); DIBELS.csv (DIBELS Next (mCLASS)). "
        "Upload them one by one."
    )


def test_unknown_tables_are_not_guessed_together() -> None:
    """Two guesses with other columns each would be confirmed as one."""
    one = files.rows("Pupil Number,Sitting,Total Score", "0042,Autumn 2024,61")
    other = files.rows("Student ID,Score,Test Date", "0042,61,2024-10-01")

    with pytest.raises(Refusal, match="tables of different kinds"):
        read(one=one, other=other)


def test_stars_nightly_files_come_together() -> None:
    """The lists of standards beside the scores are left out, and said."""
    found = read(SM_v2=files.STAR_MATH, SM_Dashboard_Standards_v2=files.STAR_STANDARDS)

    assert (found.understanding.format, found.understanding.subjects) == ("renaissance-star", ("math",))
    assert found.understanding.notes[-1] == "SM_Dashboard_Standards_v2.csv was not read."


def test_archives_in_an_archive_are_refused() -> None:
    """Nothing is unpacked twice."""
    inner = files.packed({"AssessmentResults.csv": files.MAP_RESULTS})

    with pytest.raises(Refusal, match="holds other ZIP files"):
        reading.read(files.packed({"fall.zip": inner, "spring.zip": inner}), "terms.zip", recognisers=KNOWN)


def much(content: bytes, times: int = 400) -> bytes:
    """The same export with many rows, as a whole district's has: it packs to a tenth of its size."""
    header, *rows = content.splitlines(keepends=True)
    return header + b"".join(rows * times)


@pytest.mark.parametrize(
    "members",
    [
        {
            "AssessmentResults.csv": much(files.MAP_RESULTS),
            "ClassAssignments.csv": much(files.CLASS_ASSIGNMENTS),
            "StudentsBySchool.csv": files.STUDENTS_BY_SCHOOL,
        },
        {"SR_v2.csv": much(files.STAR_MATH), "notes/SM_v2.csv": much(files.STAR_MATH)},
    ],
)
def test_an_ordinary_zip_file_is_larger_inside_than_outside(members: dict[str, bytes]) -> None:
    """The limit of an upload is for what is sent; what it unpacks to has a limit of its own."""
    packed = files.packed(members)
    assert len(packed) < max(map(len, members.values()))

    found = reading.read(packed, "export.zip", recognisers=KNOWN, limits=Limits(upload_bytes=len(packed)))

    assert found.understanding.usable_rows >= 800
