"""Vendors' exports and rosters, from files to the same bright spots that the tidy table gives."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from bot.cli import main
from tests.stats import exports
from tests.stats.commandline import Answer, ask_files
from tests.stats.exports import drawn

SCORES = drawn()


def written(path: Path, table: pd.DataFrame) -> Path:
    """The table as a CSV file."""
    table.to_csv(path, index=False)
    return path


Names = list[tuple[str, str, dict[str, int]]]


def named(answer: Answer) -> Names:
    """Who is flagged, where, on how many students."""
    return [(flag["teacher"], flag["school"], flag["n_by_year"]) for flag in answer.result["flags"]]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Names:
    """What the tidy table of the same district says."""
    folder = tmp_path_factory.mktemp("tidy")
    found = named(ask_files(folder, [written(folder / "tidy.csv", SCORES.drop(columns="name"))]))
    assert found
    return found


ROSTERS: dict[str, Callable[[Path], object]] = {
    "five columns": lambda path: written(path, exports.five_columns(SCORES)),
    "class assignments": lambda path: written(path, exports.class_assignments(SCORES)),
    "OneRoster": lambda path: exports.oneroster(SCORES, path),
}


@pytest.mark.parametrize("kind", ROSTERS)
def test_map_growth_with_a_roster(kind: str, tmp_path: Path, expected: Names) -> None:
    """Three years of files under one option, and a roster of each kind, say what the tidy table says."""
    table = exports.map_growth(SCORES)
    years = [written(tmp_path / f"{term[-4:]}.csv", part) for term, part in table.groupby(table["TermName"].str[-9:])]
    roster = tmp_path / "roster"
    ROSTERS[kind](roster)
    answer = ask_files(tmp_path, years, [roster])

    assert (answer.code, answer.errors.strip()) == (0, "")
    assert named(answer) == expected
    assert "Who taught whom: roster (" in answer.screen


def test_i_ready_names_its_own_teachers(tmp_path: Path, expected: Names) -> None:
    """A file with teachers is its own roster, which the screen says; the teacher may be asked about by name."""
    file = written(tmp_path / "i-ready.csv", exports.i_ready(SCORES))
    answer = ask_files(tmp_path, [file], options=("--explain", "Last, T0-0-0"))

    assert named(answer) == [("Last, " + who, school, years) for who, school, years in expected]
    assert "as i-ready.csv itself says, for no roster was given" in answer.screen
    assert "What was compared for Last, T0-0-0:" in answer.screen


def test_rushed_tests_are_counted(tmp_path: Path) -> None:
    table = exports.i_ready(SCORES)
    table.loc[table.index[:9], "Rush Flag"] = "Red"
    rushed = int((table["Rush Flag"] == "Red").sum())
    answer = ask_files(tmp_path, [written(tmp_path / "i.csv", table)])

    assert answer.result["excluded"]["rows of i.csv: rushed (rush flag)"] == rushed
    assert f"Left out: {rushed} rows of i.csv: rushed (rush flag)." in " ".join(answer.screen.split())


def test_a_crosswalk_links_the_ids_of_two_systems(tmp_path: Path, expected: Names) -> None:
    """Scores under state ids, a roster under local ones."""
    state = ("9" + SCORES["student"].str.zfill(9)).rename("State ID")
    file = written(tmp_path / "map.csv", exports.map_growth(SCORES.assign(student=state)))
    roster = written(tmp_path / "roster.csv", exports.five_columns(SCORES))
    ids = pd.DataFrame({"Local ID": SCORES["student"], "State ID": state, "NWEA ID": ""})
    crosswalk = written(tmp_path / "ids.csv", ids)

    assert ask_files(tmp_path, [file], [roster]).code == 2
    assert named(ask_files(tmp_path, [file], [roster, crosswalk])) == expected


def test_two_tests_confirm_each_other(tmp_path: Path) -> None:
    """i-Ready and MAP together, the roster for both: a flag has a word from the other test."""
    files = [
        written(tmp_path / "i-ready.csv", exports.i_ready(exports.retested(SCORES))),
        written(tmp_path / "map.csv", exports.map_growth(SCORES)),
    ]
    answer = ask_files(tmp_path, files, [written(tmp_path / "r.csv", exports.class_assignments(SCORES))])

    tiers = [flag["tier"] for flag in answer.result["flags"]]
    assert tiers.count("confirmed") > len(tiers) / 2
    assert answer.result["flags"][0]["second_source"]["source"] in {"MAP Growth", "i-Ready"}


def test_a_tidy_table_takes_an_exported_roster(tmp_path: Path, expected: Names) -> None:
    """The roster's “math” is the table's “Math”."""
    file = written(tmp_path / "tidy.csv", SCORES.drop(columns=["name", "teacher"]))
    roster = tmp_path / "one.zip"
    exports.oneroster(SCORES, roster)
    answer = ask_files(tmp_path, [file], [roster])

    assert named(answer) == expected


GRADEBOOK = pd.DataFrame(
    {"Student": "X", "ID": range(9), "SIS User ID": SCORES["student"][:9], "Section": "1", "Final Score": 80}
)
LEVELS = exports.i_ready(SCORES).drop(columns="Overall Scale Score")
REFUSED = {
    "gradebook marks": (GRADEBOOK, "gradebook marks"),
    "levels only": (LEVELS, "no scale scores"),
    "scores left empty": (exports.map_growth(SCORES).assign(TestRITScore=""), "no scale scores"),
    "a roster for scores": (exports.five_columns(SCORES), "holds no scores"),
    "no roster": (exports.map_growth(SCORES), "who taught whom"),
    "something else": (pd.DataFrame({"a": [1], "b": [2]}), "odd.csv: We could not find both"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_carry_an_analysis_is_refused(case: str, tmp_path: Path) -> None:
    table, sentence = REFUSED[case]
    answer = ask_files(tmp_path, [written(tmp_path / "odd.csv", table)])

    assert (answer.code, answer.result) == (2, {})
    assert sentence in answer.errors


def test_rosters_that_say_too_little_are_refused(tmp_path: Path) -> None:
    scores = written(tmp_path / "map.csv", exports.map_growth(SCORES))
    undated = written(tmp_path / "undated.csv", exports.five_columns(SCORES).drop(columns="year"))
    nobody = ask_files(tmp_path, [scores], [scores])

    assert "names no teachers" in nobody.errors
    assert "which school year" in ask_files(tmp_path, [scores], [undated]).errors


def test_the_command_takes_several_files_after_one_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``python -m bot brightspots --scores a b`` reads b, too."""
    there = written(tmp_path / "a.csv", SCORES.drop(columns="name"))
    monkeypatch.setattr("sys.argv", ["bot", "brightspots", "--scores", str(there), str(tmp_path / "b.csv")])
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "There is no file" in capsys.readouterr().err
