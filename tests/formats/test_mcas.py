"""Massachusetts' MCAS: three subjects and three earlier years in each row."""

# ruff: noqa: E501 - the lines are as long as the state makes them

from tests.formats.said import read, scores, table

MCAS = (
    "adminyear,sprp_dis,sprp_sch,sprp_sch_name,testschoolname,sasid,grade,gradesims,lastname,ecodis,EL,IEP,conenr_sch,ealt,eteststat,erawsc,escaleds,eperflev,eperf2,esgp,malt,mteststat,"
    "mscaleds,mperflev,mperf2,msgp,salt,steststat,ssubject,sscaleds,sperflev,sperf2,grade2017,escaleds2016,escaleds2017,escaleds2018,mscaleds2017,esgp2017,escaleds.legacy.equivalent,ecss,mcss"
)
MCAS_ROW = {
    "adminyear": 2019,
    "sprp_sch_name": "East",
    "testschoolname": "Elsewhere",
    "sasid": "0042",
    "grade": "05",
    "conenr_sch": 1,
}


def test_mcas_reads_this_years_columns_alone() -> None:
    """Three earlier years and older scales ride along; a student who came late counts and is mentioned."""
    row = MCAS_ROW | {
        "eteststat": "T",
        "escaleds": 512,
        "eperf2": "M",
        "esgp": 61,
        "mteststat": "T",
        "mscaleds": 488,
        "mperf2": "PM",
        "ecss": 510,
        "mcss": 480,
    }
    row |= {
        "escaleds2016": 240,
        "escaleds2017": 470,
        "escaleds2018": 480,
        "mscaleds2017": 475,
        "esgp2017": 12,
        "escaleds.legacy.equivalent": 250,
    }

    found = read(*table(MCAS, row, row | {"sasid": "0043", "conenr_sch": 0, "mteststat": "NTA", "mscaleds": ""}))

    assert scores(found, "student", "subject", "year", "window", "school", "score", "proficient", "vendor_growth") == [
        ("0042", "ela", 2019, "spring", "East", 512.0, True, 61.0),
        ("0043", "ela", 2019, "spring", "East", 512.0, True, 61.0),
        ("0042", "math", 2019, "spring", "East", 488.0, False, None),
    ]
    assert (found.understanding.columns["full_year"], found.understanding.part_year) == ("conenr_sch", 1)


def test_mcas_high_school_science_is_four_tests() -> None:
    """A score carried over from the year before (not tested now) is no score; nor is a portfolio's; a retest is apart."""
    science = MCAS_ROW | {"grade": "10", "sscaleds": 232, "sperf2": "NI"}
    rows = [
        science | {"steststat": "T", "ssubject": 1},
        science | {"steststat": "T", "ssubject": 3},
        science | {"steststat": "NTO", "ssubject": 3, "sperflev": "PAS"},
        science | {"steststat": "TR", "ssubject": 1},
        science | {"steststat": "XP", "ssubject": 1},
        science | {"steststat": "T", "salt": 1, "sscaleds": ""},
    ]

    found = read(*table(MCAS, *rows))

    assert scores(found, "source", "score", "proficient") == [
        ("MCAS Biology", 232.0, False),
        ("MCAS Introductory Physics", 232.0, False),
        ("MCAS, test status TR", 232.0, False),
    ]
    assert found.understanding.refused == {
        "not tested (test status)": 1,
        "not an ordinary test (test status)": 1,
        "alternate assessment": 1,
    }


def test_a_february_test_is_winters() -> None:
    """The administration is a month and a year then."""
    found = read(
        *table(MCAS, MCAS_ROW | {"adminyear": "0219", "grade": "10", "steststat": "T", "ssubject": 1, "sscaleds": 230})
    )

    assert scores(found, "year", "window", "score") == [(2019, "winter", 230.0)]
