"""A format is data: what is misspelt in its file is said when it is loaded."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.formats import files
from tests.formats.said import KNOWN, read
from workflows.formats import recognisers
from workflows.formats.headers import all_fitting, indexed
from workflows.formats.patterns import Block, Patterns, Recogniser

GOOD = {"format": "x", "title": "X", "need": [["Score"]], "columns": {"student": ["ID"], "score": ["Score"]}}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colums": {}}, "unknown key colums"),
        ({"kind": "scorse"}, "kind must be one of"),
        ({"columns": {"pupil": ["ID"]}}, "unknown key pupil"),
        ({"columns": {"score": 7}}, "expected a list"),
        ({"rules": [{"column": ["A"], "reason": "r"}]}, "either when or unless"),
        ({"rules": [{"column": ["A"], "reason": "r", "whenever": ["x"]}]}, "unknown key whenever"),
        ({"growth": [{"column": ["A"], "kind": "gain"}]}, "cgi or sgp"),
        ({"levels": {"order": ["A"], "proficient": ["B"]}}, "must be in the order"),
        ({"blocks": [{"colums": {}}]}, "unknown key colums"),
        ({"fixed": {"season": "fall"}}, "unknown key season"),
        ({"kind": "refused"}, "needs its sentence"),
        ({"range": [1]}, "two numbers"),
        ({"tests": [{"column": ["A"], "when": ["x"], "cut": ["3"]}]}, "unknown key cut"),
    ],
)
def test_a_misspelt_format_is_refused(change: dict[str, object], complaint: str) -> None:
    """An unknown key, role, kind or pattern is an error, never ignored."""
    with pytest.raises(ValueError, match=complaint):
        recognisers.parse(GOOD | change)


def test_the_file_is_named(tmp_path: Path) -> None:
    """The complaint says which file to mend."""
    (tmp_path / "mine.toml").write_text("format = [", encoding="utf-8")

    with pytest.raises(ValueError, match=r"mine\.toml"):
        recognisers.load(tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        'need = [["re:(score"]]',
        'columns = {score = ["Points", "re:(score"]}',
        'subjects = {"re:(score" = "math"}',
        'blocks = [{columns = {score = ["re:(score"]}}]',
        'rules = [{column = ["A"], when = ["re:(score"], reason = "r"}]',
        'levels = {flags = {High = ["re:(score"]}}',
    ],
)
def test_a_pattern_that_is_none_is_found_wherever_it_stands(tmp_path: Path, wrong: str) -> None:
    """Reading compiles the few patterns that a header asks for; the check of the project's files compiles all."""
    (tmp_path / "mine.toml").write_text(f'format = "mine"\ntitle = "Mine"\n{wrong}\n', encoding="utf-8")

    with pytest.raises(ValueError, match=r"mine: re:\(score is no pattern"):
        recognisers.check(tmp_path)


def test_every_pattern_of_the_project_is_one() -> None:
    """All of them, also those that no file of these tests asks for."""
    recognisers.check(files.TEMPLATES)


def test_every_format_of_the_project_loads() -> None:
    """Each has a name of its own and something it is known by."""
    known = files.known()

    assert len({each.format for each in known}) == len(known)
    assert all(each.need for each in known if not each.generic)


def test_a_block_stands_for_many() -> None:
    """``each`` writes one block per value, and fills it in wherever its name stands."""
    block = {
        "each": {"season": ["Fall", "Spring"]},
        "fixed": {"window": "{season}"},
        "columns": {"score": ["re:{season}.*"]},
    }

    made = recognisers.parse(GOOD | {"blocks": [block]}).blocks

    assert [(each.fixed["window"], each.columns["score"]) for each in made] == [
        ("Fall", ("re:fall.*",)),
        ("Spring", ("re:spring.*",)),
    ]


WHOSE = (
    *(
        "",
        "Student",
        "Local",
        "State",
        "Local Student",
        "State Student",
        "Student ID",
        "Primary ID",
        "Alaska Student ID",
    ),
    *("Statewide Student Identifier", "Vendor", "Star", "Fast", "NWEA", "SAP ID", "Guardian", "Guardian Id", "Parent"),
)
PERSONAL = (
    *("Name", "First Name", "Middle Name", "Last Name", "Middle Initial", "Maiden Name", "Preferred Name", "Nickname"),
    *("Date of Birth", "Birthdate", "Birth Identity", "Identified Gender", "Gender Identity", "Pronouns"),
    *("Residence", "Residential Address", "Home Address", "Email", "Phone", "Guidance Notes"),
)


def spellings() -> Iterator[str]:
    """Headers of columns that say who a student is, as programs write them."""
    for words in (f"{whose} {what}".strip() for whose, what in itertools.product(WHOSE, PERSONAL)):
        yield from (
            words,
            words.title().replace(" ", ""),
            words.lower().replace(" ", "_"),
            words.upper().replace(" ", ""),
        )


def read_patterns(format_: Recogniser) -> Iterator[tuple[str, Patterns]]:
    """Everything of a format whose column would be read, by what it is read as."""
    parts: tuple[Recogniser | Block, ...] = (format_, *format_.blocks)
    for part in parts:
        yield from part.columns.items()
        yield from (("growth", each.column) for each in part.growth)
        yield from (("rule", each.column) for each in part.rules)
    yield from ((f"group {each.group}", each.headers) for each in format_.groups)
    yield from (("level", patterns) for offer in format_.offers for patterns in offer)


def test_no_format_takes_a_name_or_a_birthdate_for_anything() -> None:
    """Student Mi-id-dle Name holds no id, Residence and Identified Gender neither."""
    index = indexed(tuple(spellings()))

    taken = [
        (format_.format, role, header)
        for format_ in KNOWN
        for role, patterns in read_patterns(format_)
        for header in all_fitting(patterns, index)
    ]

    assert taken == []


def test_ids_are_found_beside_names() -> None:
    """A middle name before the id is passed over, whatever the id is called."""
    for header in ("Student State ID", "studentid", "Student_Identifier", "LocalStudentID", "Student ID (Local)"):
        csv = f"Student Middle Name,{header},Grade 5 FAST Mathematics Scale Score\nMarie,0001,310\nLee,0002,320\n"
        found = read(csv)
        assert (found.understanding.format, found.understanding.columns["student"]) == ("fl-fast", header)
        assert found.scores["student"].tolist() == ["0001", "0002"]
