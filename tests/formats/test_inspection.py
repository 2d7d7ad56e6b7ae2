"""`python -m bot scores inspect FILE`, as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from bot.commands.scores import scores
from tests.formats import files

SAMPLES = Path(__file__).parent / "samples"
KEYS = [
    *("format", "confidence", "rows", "columns", "subjects", "grades", "years", "windows"),
    *("usable_rows", "refused", "needs"),
]


def test_json_has_the_promised_keys() -> None:
    """One object, for a script to read."""
    typed = CliRunner().invoke(scores, ["inspect", str(SAMPLES / "MAP_Growth/sample_anonymized_file.csv"), "--json"])

    said = json.loads(typed.stdout)
    assert typed.exit_code == 0
    assert list(said) == KEYS
    assert said["columns"]["score"] == "TestRITScore"
    assert said["refused"] == {"not a growth test": 1}


def test_a_refusal_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    """For a script an object, for a person the sentence."""
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")

    for_scripts = CliRunner().invoke(scores, ["inspect", str(empty), "--json"])
    for_people = CliRunner().invoke(scores, ["inspect", str(empty)])
    missing = CliRunner().invoke(scores, ["inspect", str(tmp_path / "none.csv"), "--json"])

    assert (for_scripts.exit_code, json.loads(for_scripts.stdout)) == (2, {"refused": "This file is empty."})
    assert (for_people.exit_code, for_people.stdout) == (2, "This file is empty.\n")
    assert (missing.exit_code, set(json.loads(missing.stdout))) == (2, {"refused"})


def test_people_read_what_was_understood(tmp_path: Path) -> None:
    """Layout, columns, levels, the cut, teachers, reasons, masked examples and what was ignored."""
    upload = tmp_path / "mcas.csv"
    upload.write_bytes(files.MCAS)

    said = CliRunner().invoke(scores, ["inspect", str(upload)]).stdout

    for sentence in [
        "utf-8, comma, headers in row 1, 3 rows",
        "  score: escaleds",
        "Proficient is assumed to mean: M or E",
        "Teachers: none in this file, a roster is needed",
        "Usable: 2 of 3 rows, 3 records",
        "  not tested (test status): 1",
        "student ••••01",
        "Ignored: sprp_dis, lastname, highneeds, plan504, escaleds2017, esgp2017",
    ]:
        assert sentence in said
    assert "1000000001" not in said


def test_the_command_loads_neither_database_nor_slack() -> None:
    """A small file is looked at in less time than those would take to load."""
    sample = str(SAMPLES / "MAP_Growth/sample_anonymized_file.csv")

    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "scores", "inspect", sample],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )

    assert "NWEA MAP Growth" in ended.stdout
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}
    assert "workflows" in loaded
    assert not loaded & {"sqlalchemy", "slack_bolt"}
