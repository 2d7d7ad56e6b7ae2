"""How commands speak on a terminal: lines of eighty signs at most, a verdict in front, no colour in a file."""

import re

from typer.testing import CliRunner

from bot.commands import terminal
from bot.commands.scores import scores
from tests.formats.test_inspection import SAMPLES

LONG = (
    "  The school year of these scores isn't said anywhere, so say it when you upload the file, or none of them count."
)


def test_a_long_line_goes_on_set_in() -> None:
    """No word is cut, and the margin of the first line is kept."""
    lines = terminal.wrapped(LONG).splitlines()

    assert all(len(line) <= terminal.WIDTH for line in lines)
    assert [re.match(" *", line).end() for line in lines] == [2, 4]  # type: ignore[union-attr]
    assert " ".join(line.strip() for line in lines) == LONG.strip()


def test_a_verdict_stands_before_its_sentence() -> None:
    """Further lines begin under the sentence, and the colour is only around the verdict."""
    first, second = terminal.judged("wrong", LONG.strip()).splitlines()

    assert first.startswith("wrong  The school year")
    assert second.startswith("       ")
    assert terminal.coloured("ok     Well.") == "\x1b[32mok\x1b[0m     Well."
    assert terminal.coloured("All is well.") == "All is well."


def test_an_inspection_fits_on_a_terminal() -> None:
    """Every line, whatever the file's headers are."""
    said = CliRunner().invoke(scores, ["inspect", str(SAMPLES / "MAP_Growth/sample_anonymized_file.csv")])

    assert said.exit_code == 0
    assert all(len(line) <= terminal.WIDTH for line in said.stdout.splitlines())
    assert "\x1b" not in said.stdout
    assert "  window: fall, says TermName" in said.stdout
