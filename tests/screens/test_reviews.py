"""What a file leaves open stands in its review, each in a sentence: why to look, and what to do."""

from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.template_loader import TEMPLATES
from handlers.screens import upload_review
from handlers.screens.words import LANGUAGES
from tests.formats import files
from tests.screens.sight import WORDS
from workflows.frames import review
from workflows.jobs.files import GivenFile

PROJECTED = files.rows(
    "TermName,SchoolName,StudentID,Grade,Subject,GrowthMeasureYN,TestStartDate,TestRITScore,TestPercentile,"
    "ProjectedProficiencyStudy1,ProjectedProficiencyLevel1,ProjectedProficiencyStudy2,ProjectedProficiencyLevel2",
    "Winter 2021-2022,East,07,5,Mathematics,TRUE,1/9/2022,226,65,College,Not yet,State test,Proficient",
)
LOOK = "*Before you import, please look at this:*"


def understood(content: bytes, folder: Path, name: str = "export.csv", **said: object) -> dict[str, Any]:
    """What a worker finds a file to be, as the review is told."""
    (folder / name).write_bytes(content)
    file = GivenFile(folder / name, name, TEMPLATES / "formats", folder / "progress")
    return review.understand(file, dict(said) or None, {}).understood


def shown(found: dict[str, Any], language: str = "en") -> str:
    """The review, as its texts."""
    facts = {"upload": 1, "round": 0, "name": "export.csv", "kind": found["kind"], "understood": found}
    message = upload_review.understood(WORDS.in_language(language), facts)
    return "\n".join(unescape(each["text"]["text"]) for each in message.blocks if each["type"] == "section")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            PROJECTED,
            "• The levels in this file are projections of 2 studies: College (ProjectedProficiencyLevel1); "
            "State test (ProjectedProficiencyLevel2). I use none of them by myself;",
        ),
        (
            files.WI_FORWARD,
            "• Usable rows of students who were not there the full year: < 10 (the column Enrolled_in_School_FAY "
            "says so). They count all the same;",
        ),
        (files.WI_FORWARD, "• These are the state's student ids. If your roster uses the school's own,"),
        (
            files.MCAS,
            "I count M, E as proficient, as is usual for this test. If your district draws the line elsewhere,",
        ),
        (
            files.rows("Student ID,Score", "0001,12", "0002,15"),
            "• The file doesn't say the subject, the grade, the school year, the testing window; "
            "without that its scores appear in no digest.",
        ),
        (
            files.rows("Student ID,Section,Teacher", "0001,5A,Ana Ruiz"),
            "• The file doesn't say the school year; without one no class meets its scores.",
        ),
    ],
)
def test_what_is_open_is_said(content: bytes, sentence: str, tmp_path: Path) -> None:
    """Studies, the full year, ids of the state, a cut that was assumed, what the file doesn't say."""
    assert sentence in shown(understood(content, tmp_path))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_open_asks_nothing(language: str, tmp_path: Path) -> None:
    """Once the uploader has said it, it isn't asked again."""
    found = understood(files.MCAS, tmp_path)
    said = understood(files.MCAS, tmp_path, proficient=["M", "E"], columns={})

    assert {"confirm cut", "crosswalk"} <= set(found["needs"])
    assert "confirm cut" not in said["needs"]
    assert "M, E" in shown(said, language)
    assert shown(said, language) != shown(found, language)
    assert not any(each in shown({**said, "needs": []}, language) for each in (LOOK, "*Antes de importar"))


def test_the_study_to_choose_is_among_the_columns_offered(tmp_path: Path) -> None:
    """However many columns the export has, the ones that the review speaks of are in the menu."""
    header, row = PROJECTED.decode().splitlines()
    extra = [f"Goal{n}" for n in range(120)]
    wide = "\n".join([",".join([*extra, header]), ",".join([*["1"] * 120, row])]).encode()

    offered = understood(wide, tmp_path)["offered"]

    assert {"ProjectedProficiencyLevel1", "ProjectedProficiencyLevel2"} <= set(offered)
