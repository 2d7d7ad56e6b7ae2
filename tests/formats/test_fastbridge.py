"""FastBridge: each test has a scale of its own, and the subtests beside a composite have headers like it."""

from tests.formats import files
from workflows.formats import reading
from workflows.formats.reading import Reading

KNOWN = files.known()
PERSON = (
    "Assessment,Assessment Language,State,District,School,Local ID,State ID,FAST ID,First Name,Last Name,Gender,DOB,"
    "Race,Special Ed. Status,Grade"
)
PUPIL = "English,WI,D,East,0042,S1,F1,X,Y,Male,2017-01-01,White,General Ed"
SHOWN = ["subject", "grade", "year", "window", "score", "percentile"]


def read(*lines: str) -> Reading:
    """What these lines hold."""
    return reading.read(files.rows(*lines), "fastbridge.csv", recognisers=KNOWN)


def test_a_composite_is_not_mixed_with_its_subtests() -> None:
    """Fall's composite has neither percentile nor level: those of a subtest are not taken instead."""
    early, print_ = "Early Reading English", "Concepts of Print"
    header = (
        f"{PERSON},Fall {early} Composite Score,Fall {early} Percentile at School,Fall {early} Percentile at Nation,"
        f"Fall {early} Risk Level,Fall {early} Final Date,Fall {print_} Total Items,Fall {print_} Percentile at Nation,"
        f"Fall {print_} Risk Level,Error,Fall CBMR-English WRC per minute,Winter {early} Composite Score,"
        f"Winter {early} Percentile at Nation,Winter {early} Risk Level,Winter {early} Final Date,"
        "National Growth Percentile from Fall to Winter,Error,National Growth Percentile from Fall to Winter"
    )
    row = "28,27.4,,,8/18/2022,12,21,someRisk,3,78,40,55,lowRisk,1/18/2023,66,1,99"

    found = read(header, f"Early Reading English,{PUPIL},Kindergarten,{row}")

    assert found.understanding.format == "fastbridge-early"
    fall, winter = found.scores.to_dict("records")
    assert [fall[name] for name in SHOWN[:5]] == ["ela", 0, 2023, "fall", 28.0]
    assert found.scores["percentile"].isna().tolist() == [True, False]
    assert found.scores["level"].isna().tolist() == [True, False]
    assert (winter["score"], winter["percentile"], winter["level"], winter["vendor_growth"]) == (40, 55, "lowRisk", 66)


def test_words_per_minute_are_a_test_of_their_own() -> None:
    """CBMreading's words per minute are on another scale than aReading's."""
    name = "Fall CBMR-English"
    header = (
        f"{PERSON},{name} Total Words Read,{name} Words Read Correct,{name} WRC per minute,{name} Median Accuracy,"
        f"{name} Percentile at School,{name} Percentile at Nation,{name} Risk Level,{name} Final Date"
    )

    found = read(header, f"CBMR,{PUPIL},Three,81,78,77,96,N/A*,32,someRisk,8/19/2022")

    assert found.understanding.format == "fastbridge-cbm"
    assert set(found.scores["source"]) == {"FastBridge CBMreading"}
    assert found.scores[SHOWN].values.tolist() == [["ela", 3, 2023, "fall", 77.0, 32.0]]


def test_the_median_of_three_passages_counts() -> None:
    """Where each passage has its columns, the median is the score, not the first passage."""
    name = "Fall CBMR-English"
    header = f"{PERSON},{name} - (Passage 1) WRC_PER_MIN,{name} Median WRC,{name} Median Accuracy,{name} Final Date"

    found = read(header, f"CBMR,{PUPIL},Three,91,77,96,8/19/2022")

    assert found.scores["score"].tolist() == [77.0]


def test_areading_is_read_by_season() -> None:
    """Blank rows of children who were not tested are left out, the fourth screening period too."""
    header = (
        f"{PERSON},Unnamed: 15,Fall aReading Test Theta,Fall aReading Percentile at School,"
        "Fall aReading Percentile at Nation,Fall aReading Risk Level,"
        "Fall aReading Final Date,Screening Period 4 aReading Test Theta,Fall Lexile"
    )

    found = read(
        header, f"aReading,{PUPIL},Two,,480.5,N/A*,32,someRisk,8/19/2022,490,100L", f"aReading,{PUPIL},Two,,,,,,,,"
    )

    assert (found.understanding.format, found.understanding.refused) == ("fastbridge", {"no score": 1})
    assert found.scores[SHOWN].values.tolist() == [["ela", 2, 2023, "fall", 480.5, 32.0]]


def test_a_row_per_season_is_read_too() -> None:
    """Districts turn the wide file for their databases; most have only one of the three ids then."""
    header = (
        f"{PERSON},Season,Final_Date,cbmr_english_wrc_per_minute,concepts_of_print_percentile_at_nation,"
        "early_reading_english_composite_score,early_reading_english_percentile_at_nation,early_reading_english_risk_level"
    )

    found = read(
        header,
        "Early Reading English,,,,,,770487,,,,,,,,Kindergarten,Fall,8/18/2022,,21,28,13,someRisk",
        "Early Reading English,,,,,,770488,,,,,,,,Three,Fall,8/18/2022,81,,,,",
    )

    assert found.understanding.refused == {"no score": 1}
    assert found.scores[["student", *SHOWN]].values.tolist() == [["770487", "ela", 0, 2023, "fall", 28.0, 13.0]]
