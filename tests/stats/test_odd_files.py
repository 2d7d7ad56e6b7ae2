"""Files as spreadsheets, vendors and people with unusual names make them: read as what they are, or refused."""

import json
from itertools import cycle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.stats.commandline import Answer, ask, ask_files
from tests.stats.districts import District, simulated
from workflows.stats.vendor import vendor_q

SCORES = simulated(District(schools=5, grades=2, teacher_sd=0.3), 3)[0].assign(
    school=lambda rows: rows["school"] + " é"
)
TEXT = SCORES.to_csv(index=False)
WRITTEN = {
    "as UTF-8": TEXT.encode(),
    "with a byte order mark": TEXT.encode("utf-8-sig"),
    "as UTF-16": TEXT.encode("utf-16"),
    "as Windows writes": TEXT.encode("cp1252"),
    "with semicolons": TEXT.replace(",", ";").encode(),
    "with tabs": TEXT.replace(",", "\t").encode(),
    "with odd line ends": TEXT.replace("\n", "\r\n").encode(),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """What the plain file says."""
    return ask(tmp_path_factory.mktemp("plain"), SCORES)


def names(answer: Answer) -> list[str]:
    """The flagged teachers."""
    return [flag["teacher"] for flag in answer.result["flags"]]


@pytest.mark.parametrize("way", WRITTEN)
def test_a_tidy_file_says_the_same_however_it_is_written(way: str, plain: Answer, tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_bytes(WRITTEN[way])
    assert names(plain)
    assert ask_files(tmp_path, [tmp_path / "scores.csv"]).result["flags"] == plain.result["flags"]


def test_a_name_is_shown_as_it_is_written(plain: Answer, tmp_path: Path) -> None:
    ways = ["[red]{}[/x]", "المعلمة سارة {}", "👩‍🏫 :smile: {}", "{} " + 20 * "long ", "=cmd|'{}'"]
    odd = {each: way.format(each) for each, way in zip(names(plain), cycle(ways), strict=False)}
    answer = ask(tmp_path, SCORES.assign(teacher=SCORES["teacher"].replace(odd)))

    assert len(odd) >= len(ways)
    assert sorted(names(answer)) == sorted(each.strip() for each in odd.values())
    assert all(each in answer.screen for each in names(answer))


def test_many_years_files_are_one_table(plain: Answer, tmp_path: Path) -> None:
    paths = [tmp_path / f"{year}.csv" for year in (2024, 2025, 2026)]
    for path in paths:
        # One year's numbers went through a spreadsheet, which made text of them.
        table = SCORES[SCORES["year"] == int(path.stem)]
        table = table.assign(student="S" + table["student"]) if path is paths[0] else table
        table.to_csv(path, index=False)

    assert ask_files(tmp_path, paths).result["flags"] == plain.result["flags"]


def test_a_roster_may_have_lost_its_whole_numbers(plain: Answer, tmp_path: Path) -> None:
    roster = SCORES[["student", "teacher", "year", "subject"]].assign(student=SCORES["student"] + ".0", section="1")
    answer = ask(tmp_path, SCORES.drop(columns="teacher"), roster=roster.sample(frac=1, random_state=1))

    assert answer.result["flags"] == plain.result["flags"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 40, "not a table"),
        (f"{TEXT.partition(chr(10))[0]}\n".encode(), "no rows"),
        (None, "There is no file"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    path.mkdir() if content is None else path.write_bytes(content)
    for answer in (ask_files(tmp_path, [path]), ask(tmp_path, SCORES, "--roster", str(path))):
        assert (answer.code, answer.result) == (2, {})
    assert sentence in ask_files(tmp_path, [path]).errors


@pytest.mark.parametrize("share", ["50%", "full", "-0.5", "1.5"])
def test_a_share_that_is_none_is_refused_by_name(share: str, tmp_path: Path) -> None:
    answer = ask(tmp_path, SCORES.assign(weight=np.where(SCORES.index == 7, share, "1")))

    assert answer.code == 2
    assert f"but this file has {share}" in answer.errors


def test_one_year_without_earlier_scores_is_one_year(tmp_path: Path) -> None:
    answer = ask(tmp_path, SCORES[SCORES["year"] == 2025].drop(columns="prior"))

    assert answer.code == 2
    assert "one school year only (2025)" in answer.errors


def test_earlier_scores_that_are_all_equal_say_nothing(tmp_path: Path) -> None:
    answer = ask(tmp_path, SCORES.assign(prior=500))

    assert (answer.result["verdict"], answer.result["flags"], answer.result["teams"]) == ("not enough data", [], [])
    assert answer.result["excluded"] == {"score records of grades where every earlier score is the same": len(SCORES)}


def test_years_long_ago_are_left_out(tmp_path: Path) -> None:
    answer = ask(tmp_path, SCORES.assign(year=SCORES["year"].replace(2024, 2009)))

    old = int((SCORES["year"] == 2024).sum())
    assert answer.result["excluded"]["score records of years before the ones analysed"] == old


def test_a_class_of_one_and_a_class_of_thousands(tmp_path: Path) -> None:
    one_each = SCORES.drop_duplicates(["teacher", "year"])
    everybody = SCORES.assign(teacher="Ana")[SCORES["school"] == "School 1 é"]
    crowded = pd.concat([SCORES[SCORES["school"] != "School 1 é"], everybody])

    assert ask(tmp_path, one_each).result["flags"] == []
    assert "Ana" not in names(ask(tmp_path, crowded))


def test_nobody_is_named_who_is_not_flagged(plain: Answer, tmp_path: Path) -> None:
    everybody = set(SCORES["teacher"])
    refused = ask(tmp_path, SCORES[SCORES["year"] == 2025])
    said = json.dumps(plain.result, ensure_ascii=False) + plain.screen + plain.errors

    assert {each for each in everybody if f'"{each}"' in said or f": {each} (" in said} == set(names(plain))
    assert not any(each in refused.screen + refused.errors for each in everybody)


def test_a_vendors_figure_is_what_the_file_says_it_is() -> None:
    source = pd.Series(["NWEA MAP Growth"] * 4, dtype="category")
    kind = pd.Series(["sgp", "cgi fall-spring", "gain", None], dtype="category")
    q = vendor_q(pd.Series([84.134, 0.4, 12.0, 0.4]), source, kind)

    assert q[:2] == pytest.approx([1.0, 0.4], abs=1e-4)
    assert np.isnan(q[2:]).all()


def test_figures_of_unknown_kind_are_told_apart_by_their_size_or_not_used() -> None:
    source = pd.Series(["MAP"] * 100 + ["Star"] * 99 + ["Other"] * 100, dtype="category")
    index, percentiles = np.linspace(-2.5, 2.5, 100), np.arange(1.0, 100.0)
    q = vendor_q(pd.Series([*index, *percentiles, *np.where(np.arange(100) % 2, index, 50.0)]), source)

    assert q[:100] == pytest.approx(index)
    assert q[100 + 49] == pytest.approx(0.0)
    assert np.isnan(q[199:]).all()
