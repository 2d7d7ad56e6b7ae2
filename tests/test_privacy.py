"""What was imported can be deleted for good, by student, teacher, team, upload or workspace, and is told to nobody."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from bot.commands.privacy import app as privacy
from bot.migrating import migrate
from handlers.install import SCOPES
from tests.coach import Coach, acts, figures, on_disk, uploads
from tests.people import Clock, Stage
from tests.planted import PUPILS, crosswalk, export, ids
from tests.postgres import Postgres
from workflows.store.base import Base
from workflows.store.engine import open_engine
from workflows.store.uploads import Upload
from workflows.uploads import files

ROOT = Path(__file__).resolve().parent.parent


def test_the_plain_file_is_on_disk_only_while_it_is_read(dana: Coach, stage: Stage) -> None:
    """Before the confirmation there is no file at all; after it one Parquet file without ids."""
    dana.gives(export(), "scores.csv")
    assert on_disk(stage) == []

    dana.clicks("Import")

    assert {path.suffix for path in on_disk(stage)} == {".parquet"}


def test_a_deleted_student_is_in_no_file_and_no_figure(dana: Coach, stage: Stage, tmp_path: Path) -> None:
    """The id is typed at the command line, never as an argument; the certificate names nobody."""
    dana.imports(export(), "scores.csv", cut="50")
    dana.imports(crosswalk(), "ids.csv")
    before = {path.name for path in on_disk(stage)}
    compared = [each.compared for each in figures(stage)]

    said = process(stage, tmp_path, "student", typed=f"{ids(3)[1]}\n")  # her state id, which the crosswalk links

    assert "Done." in said
    with stage.play.brightcycle.deps.db.begin(1) as session:
        (scores,) = files.files(session, stage.play.brightcycle.deps.scores_at, "scores")
        assert session.query(Upload).count() == 2
    assert len(pd.read_parquet(scores)) == 2 * (PUPILS - 1)
    assert before.isdisjoint(path.name for path in on_disk(stage))
    assert [each.compared for each in figures(stage)] == [each and each - 1 for each in compared]
    assert acts(stage)[-1] == "student deleted"
    log = [json.loads(line) for line in command(stage, tmp_path, "audit").splitlines()]
    assert log[-1]["about"] == "4 rows in 3 files" or log[-1]["about"].endswith("files")
    assert ids(3)[0] not in str(log)


def test_a_deleted_teacher_is_in_no_file(dana: Coach, stage: Stage, tmp_path: Path) -> None:
    """Scores stay, without the name beside them; the roster loses the class."""
    dana.imports(export(), "scores.csv")

    command(stage, tmp_path, "teacher", "Ben Cho")

    assert all("Ben Cho" not in pd.read_parquet(path).to_csv() for path in on_disk(stage))
    assert any("Ana Ruiz" in pd.read_parquet(path).to_csv() for path in on_disk(stage))
    assert acts(stage)[-1] == "teacher deleted"


def test_a_deleted_upload_and_workspace_leave_only_their_certificates(
    dana: Coach, stage: Stage, tmp_path: Path
) -> None:
    """Rows, figures and files go; the audit log stays."""
    dana.imports(export(), "scores.csv")
    command(stage, tmp_path, "upload", "1")
    assert (uploads(stage), figures(stage), on_disk(stage)) == ([], [], [])
    assert acts(stage)[-1] == "upload deleted"

    command(stage, tmp_path, "everything", typed="y\n")

    with stage.play.brightcycle.deps.db.engine.connect() as connection:
        full = [t.name for t in Base.metadata.sorted_tables if connection.execute(select(t)).first()]
    assert full == ["audit_entry"]
    assert acts(stage)[-1] == "workspace deleted"


def test_scores_go_when_their_time_is_over(dana: Coach, stage: Stage, clock: Clock) -> None:
    """Sixty days after the school year the daily housekeeping deletes them; the figures that were shown stay."""
    dana.imports(export(), "scores.csv", cut="50")
    deps, heartbeat = stage.play.brightcycle.deps, stage.play.brightcycle.heartbeat
    shown = len(figures(stage))

    stage.play.clock.turn_to(clock.now.replace(year=2027, month=8, day=29))
    stage.acts(heartbeat.tidy())
    assert [each.state for each in uploads(stage)] == ["imported"]

    stage.play.clock.turn_to(clock.now.replace(month=8, day=30))
    stage.acts(heartbeat.tidy())

    assert [each.state for each in uploads(stage)] == ["expired"]
    assert list(deps.scores_at.rglob("*.parquet")) == []
    assert len(figures(stage)) == shown
    assert acts(stage)[-1] == "scores deleted: their time was over"


def test_the_audit_log_only_grows_on_sqlite(dana: Coach, stage: Stage) -> None:
    """The database itself refuses to change or delete an entry."""
    dana.gives(export(), "scores.csv")
    refuses_to_forget(str(stage.play.brightcycle.deps.db.engine.url))


def test_the_audit_log_only_grows_on_postgresql(postgres: Postgres) -> None:
    """There it can't be emptied at once either."""
    url = postgres.empty()
    engine = open_engine(url)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO audit_entry (workspace_id, at, actor, act, about) VALUES (1, now(), 'U1', 'a', 'b')")
        )
        with pytest.raises(DBAPIError, match="append-only"), connection.begin_nested():
            connection.execute(text("TRUNCATE audit_entry"))
    engine.dispose()
    refuses_to_forget(url)


def refuses_to_forget(url: str) -> None:
    """Neither UPDATE nor DELETE gets through."""
    engine = open_engine(url)
    for statement in ("UPDATE audit_entry SET act = 'nothing'", "DELETE FROM audit_entry"):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit_entry")).scalar_one() > 0
    engine.dispose()


def command(stage: Stage, folder: Path, *words: str, typed: str = "") -> str:
    """Give ``privacy …`` at the command line, beside the running product."""
    done = CliRunner().invoke(privacy, words, input=typed, env=settings_of(stage, folder))
    assert done.exit_code == 0, done.output
    return done.stdout


def process(stage: Stage, folder: Path, *words: str, typed: str = "") -> str:
    """The same as an operator does it, in a process of its own: two seconds go by before it begins."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "privacy", *words], cwd=ROOT, env=settings_of(stage, folder), input=typed,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def settings_of(stage: Stage, folder: Path) -> dict[str, str]:
    """The running product's settings."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "0123456789abcdef",
        "SECRET_KEY": "a secret for the simulation only",
        "DATABASE_URL": str(stage.play.brightcycle.deps.db.engine.url), "DATA_URL": str(folder / "scores"),
    }  # fmt: skip


def test_a_reviewer_finds_every_scope_and_all_questions() -> None:
    """docs/privacy.md names exactly the scopes we ask for, and answers twenty-five questions."""
    text = (ROOT / "docs" / "privacy.md").read_text()
    table = "\n".join(line for line in text.splitlines() if line.strip().startswith("| `"))

    assert set(re.findall(r"`([a-z_:]+)`", table)) == set(SCOPES)
    assert [int(number) for number in re.findall(r"^(\d+)\. \*\*", text, re.MULTILINE)] == list(range(1, 26))


def test_a_team_is_deleted_with_all_its_work(dana: Coach, team: object, stage: Stage, tmp_path: Path) -> None:
    """Its channel, members, cycles and commitments go; the certificate stays."""
    command(stage, tmp_path, "team", "1")

    with stage.play.brightcycle.deps.db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM team")).scalar_one() == 0
    assert acts(stage)[-1] == "team deleted"


def test_a_shorter_retention_counts_for_what_is_there(dana: Coach, stage: Stage, tmp_path: Path) -> None:
    """Thirty days instead of sixty: the last day of what was imported moves, too."""
    dana.imports(export(), "scores.csv")
    command(stage, tmp_path, "keep", "30")

    assert [str(each.kept_until_on) for each in uploads(stage)] == ["2027-07-30"]
