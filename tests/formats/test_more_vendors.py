"""DIBELS Next, WIDA ACCESS and DRC Beacon in years other than the samples'."""

from tests.formats import files
from workflows.formats import reading
from workflows.formats.reading import Reading

KNOWN = files.known()
ACCESS = (
    "State Name Abbreviation,District Name,School Name,Unique DRC Student ID,Reported Record,Student Last Name,"
    "Birth Date,State Student ID,District Student ID,Grade,IEP Status,Proficiency Level - Listening,"
    "Proficiency Level - Overall,Scale Score - Listening,Scale Score - Overall,CSEM - Overall,Test Completion Date"
)


def read(*lines: str) -> Reading:
    """What these lines hold."""
    return reading.read(files.rows(*lines), "export.csv", recognisers=KNOWN)


def test_dibels_next_has_the_schools_id_and_the_official_teacher() -> None:
    """Not the state's id, not a middle name, not who gave the test; the Spanish edition is another test."""
    header = (
        "School Year,School Name,Student Last Name,Student First Name,Student Middle Name,Grade,"
        "Student ID (District ID),Primary ID - Student ID (State ID),Official Teacher Name,Assessing Teacher Name,"
        "Assessment,Assessment Grade,Benchmark Period,Assessment Measure-Composite Score-Levels,"
        "Assessment Measure-Composite Score-Score,Assessment Measure-FSF-Score"
    )

    found = read(
        header,
        "2016-2017,East,J,J,C,1,0042,3732544882,Lovelace,Hopper,mCLASS:DIBELS,K,MOY,Benchmark,156,32",
        "2016-2017,East,J,J,C,1,0043,3732544883,Lovelace,Hopper,mCLASS:IDEL,K,MOY,Benchmark,156,32",
    )

    assert found.understanding.refused == {"Spanish test on another scale": 1}
    columns = ["student", "student_state", "teacher", "grade", "window", "score", "proficient"]
    assert found.scores[columns].values.tolist() == [["0042", "3732544882", "Lovelace", 0, "winter", 156.0, True]]


def test_access_is_no_reading_test() -> None:
    """The overall composite counts, under a subject of its own; its decimal level has no cut that we could know."""
    found = read(
        ACCESS,
        "XY,D,East,123456789,1,L,1/1/1900,605000,23456,03,,1.7,1.4,278,228,,2/6/2026",
        "XY,D,East,223456789,1,L,1/1/1900,605001,,0,Y,1.7,,278,,,3/6/2026",
    )

    assert (found.understanding.format, found.understanding.refused) == ("wida-access", {"no score": 1})
    columns = ["student", "subject", "grade", "year", "window", "score"]
    assert found.scores[columns].values.tolist() == [["605000", "english as a new language", 3, 2026, "winter", 228.0]]
    assert found.scores["level"].isna().all()


def test_alternate_access_is_another_scale() -> None:
    """The same headers and some more; 903 is no score of ACCESS."""
    found = read(
        f"{ACCESS},State Alternate Assessment AAAS,Receptive - Point",
        "XY,D,East,123456789,1,L,1/1/1900,605000,23456,1,Y,1,1,922,903,,3/5/2026,1,",
    )

    assert set(found.scores["source"]) == {"WIDA Alternate ACCESS"}
    assert found.scores["score"].tolist() == [903.0]


def test_beacon_names_its_levels_since_2025() -> None:
    """Three numbers in one year, three names in the next."""
    named = files.BEACON.replace(b",452,36,1", b",452,36,Prepared")

    before = reading.read(files.BEACON, "beacon.csv", recognisers=KNOWN).scores
    after = reading.read(named, "beacon.csv", recognisers=KNOWN).scores

    assert (before["level"].tolist(), before["proficient"].tolist()) == (["1"], [False])
    assert (after["level"].tolist(), after["proficient"].tolist()) == (["Prepared"], [True])


def test_the_dibels_data_system_has_a_column_per_grade_and_time() -> None:
    """The composite is read, not the measure before it; a grade that the child is not in is blank."""
    person = "district_name,school_name,class_name,student_id,secondary_id,last_name,birthdate,year"
    header = (
        f"{person},fsf_K_beg,fsf_K_beg_status,composite_K_beg,composite_K_beg_status,composite_K_beg_percentile_S,"
        "composite_K_beg_percentile_N,composite_K_mid,composite_1_beg"
    )

    found = read(header, "D,East,KA,0042,S1,X,1/1/2015,2020-2021,12,,28,Likely to Need Core Support,90,44,130,")
    other = read(header.replace("fsf", "wrf"), "D,East,KA,0042,S1,X,1/1/2015,2020-2021,12,,28,,90,44,130,")

    columns = ["source", "student", "grade", "year", "window", "score"]
    assert found.scores[columns].values.tolist() == [
        ["DIBELS Next", "0042", 0, 2021, "fall", 28.0],
        ["DIBELS Next", "0042", 0, 2021, "winter", 130.0],
    ]
    assert found.scores["percentile"].tolist()[0] == 44
    assert found.scores["proficient"].tolist()[0]
    assert set(other.scores["source"]) == {"DIBELS (edition not said)"}
