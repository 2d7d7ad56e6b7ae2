"""Files that are no export: each gets a sentence its uploader understands, and nothing of it is kept."""

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.coach import EXPORT, Coach, acts, figures, on_disk, uploads
from tests.people import Slack, Stage

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 2000


def bomb() -> bytes:
    """A small XLSX whose sheet unpacks to more than any sheet of a school."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(400):
                sheet.write(b"\0" * (1 << 20))
    return file.getvalue()


BAD: dict[str, tuple[bytes | Callable[[], bytes], str, str]] = {
    "empty": (b"", "scores.csv", "empty"),
    "a picture": (PNG, "cake.png", "a picture, not a table"),
    "a renamed picture": (PNG, "scores.csv", "a picture, not a table"),
    "a web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "scores.csv", "web page"),
    "prose": (b"Dear Dana,\nhere are no scores at all.\nBest, Eve\n", "scores.csv", ""),
    "headers only": (EXPORT.splitlines()[0] + b"\r\n", "scores.csv", "no rows"),
    "no header row": (b"12345,Quill,Marisol,Mathematics,201\n12346,Roe,Jan,Mathematics,204\n", "scores.csv", ""),
    "a bomb": (bomb, "scores.xlsx", "unpacks to far more"),
    "a gradebook": (
        b"Student,ID,SIS User ID,SIS Login ID,Section,Quiz (12),Current Score,Final Score\n"
        b"    Points Possible,,,,,10,,\n\"Quill, Marisol\",1,77123,mq,Math 5,9,90,90\n",
        "grades.csv", "Marks don't measure growth",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_export_is_refused_kindly(name: str, dana: Coach, stage: Stage) -> None:
    """A sentence to the uploader and to nobody else; no figure, no file, no student in the database."""
    content, called, says = BAD[name]
    dana.gives(content() if callable(content) else content, called)

    assert dana.last.startswith("I couldn't use your file.")
    assert dana.last.partition("Nothing of it was kept.")[1]
    assert says in dana.last
    for secret in ("Marisol", "Quill", "12345", "77123", "Traceback", "Error"):
        assert secret not in dana.last
    assert [each.state for each in uploads(stage)] == ["refused"]
    assert (figures(stage), on_disk(stage)) == ([], [])
    assert acts(stage)[-1] == "upload refused"
    assert len(dana.slack.said_in("#lakeside-ilt")) == 0


def test_a_refused_file_disturbs_nobody_elses(dana: Coach, stage: Stage) -> None:
    """Between two bad files a good one is imported as if they weren't there."""
    dana.gives(PNG, "scores.csv")
    dana.imports(EXPORT)
    dana.gives(b"", "nothing.csv")

    assert [each.state for each in uploads(stage)] == ["refused", "imported", "refused"]
    assert len(figures(stage)) == 8


def test_eleven_megabytes_are_too_many_for_slack(dana: Coach, stage: Stage) -> None:
    """Slack's form doesn't take it; put into the channel, it isn't even fetched, and she hears of the private page."""
    file = EXPORT + b"\n" * (11 << 20)
    dana.slack.does(dana.teacher.person.uploads(file, "scores.csv", in_=dana.teacher.home))
    dana.clicks("Read it")

    assert "larger than 10 MB" in dana.last
    assert "/brightspots files" in dana.last
    assert [each.state for each in uploads(stage)] == ["refused"]


DIRTY = {
    "formulas": EXPORT.replace(b"Lakeside Elementary", b"=HYPERLINK(1)"),
    "another encoding": EXPORT.decode("utf-8-sig").replace("Lakeside E", "Peñasco E").encode("cp1252"),
    "UTF-16": EXPORT.decode("utf-8-sig").encode("utf-16"),
    "a duplicate header": EXPORT.replace(b"TestDurationMinutes", b"TestName", 1),
    "semicolons": EXPORT.replace(b",", b";"),
}


@pytest.mark.parametrize("name", DIRTY)
def test_what_is_merely_dirty_is_read(name: str, dana: Coach, stage: Stage) -> None:
    """Every row counts; no formula of a cell is ever worked out or alive in Slack."""
    dana.gives(DIRTY[name])

    assert "450 of 450 rows" in dana.last
    assert [each.state for each in uploads(stage)] == ["understood"]


def test_slack_is_away_for_a_moment(dana: Coach, stage: Stage, slack: Slack) -> None:
    """A file that can't be fetched now is fetched a minute later; nothing is refused for that."""
    file = slack.does(dana.teacher.person.uploads(EXPORT, "scores.csv"))
    dana.teacher.types("/brightspots upload")
    slack.mischief.order("500", "files.info")
    dana.teacher.submits(file=file)

    assert [each.state for each in uploads(stage)] == ["received"]

    dana.waits(seconds=90)

    assert [each.state for each in uploads(stage)] == ["understood"]
