"""A workspace removes the app: our token goes at once; what it stored goes a month later, unless it comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.demo.exports import map_growth_export
from tests.coach import EXPORT, Coach, acts, figures, on_disk, uploads
from tests.people import Slack, Stage
from workflows.store.base import Base
from workflows.store.tables import Workspace


@pytest.fixture
def dana(slack: Slack) -> Coach:
    """A coach whose school has imported scores, and has one more file under review."""
    dana = Coach.at(slack)
    dana.imports(EXPORT)
    dana.gives(map_growth_export(seed=3, pupils_a_grade=12), "more.csv")
    return dana


def tidies(stage: Stage, **later: float) -> None:
    """The daily housekeeping, some time later."""
    stage.play.clock.turn_to(stage.play.clock.now() + timedelta(**later))
    stage.acts(stage.play.brightcycle.heartbeat.tidy())


def token(stage: Stage) -> str:
    """What we keep of the workspace's token."""
    deps = stage.play.brightcycle.deps
    with deps.db.everywhere() as session:
        return deps.db.vault.open(session.scalars(select(Workspace.token_sealed)).one())


def test_the_token_goes_at_once_and_everything_else_after_thirty_days(dana: Coach, stage: Stage) -> None:
    """Rows, score files and waiting files; the audit log keeps the certificate."""
    dana.slack.does(dana.slack.workspace.uninstalls())
    assert token(stage) == ""
    assert acts(stage)[-1] == "app removed: token deleted"

    tidies(stage, days=30)
    assert len(figures(stage)) == 8

    tidies(stage, hours=1)

    assert on_disk(stage) == []
    with stage.play.brightcycle.deps.db.engine.connect() as connection:
        full = [t.name for t in Base.metadata.sorted_tables if connection.execute(select(t)).first()]
    assert full == ["audit_entry"]
    assert acts(stage)[-1] == "workspace deleted"
    tidies(stage, days=1)
    assert acts(stage).count("workspace deleted") == 1


def test_whoever_comes_back_in_time_finds_everything(dana: Coach, stage: Stage) -> None:
    """The new token works, the scores are there, and no later housekeeping takes them."""
    dana.slack.does(dana.slack.workspace.uninstalls())
    tidies(stage, days=20)
    dana.slack.installs_again()
    tidies(stage, days=20)

    assert token(stage).endswith("-again")
    assert [each.state for each in uploads(stage)] == ["imported", "discarded"]
    assert len(figures(stage)) == 8


def test_a_broken_token_is_no_farewell(dana: Coach, stage: Stage) -> None:
    """Slack refuses our token for another reason: scores stay as long as they may, and no longer."""
    deps = stage.play.brightcycle.deps
    with deps.db.everywhere() as session:
        workspace = session.scalars(select(Workspace)).one()
        workspace.stopped_at, workspace.stopped_why = stage.play.clock.now(), "invalid_auth"

    tidies(stage, days=40)
    assert len(on_disk(stage)) == 1

    tidies(stage, days=365)
    assert on_disk(stage) == []
    assert [each.state for each in uploads(stage)] == ["expired", "discarded"]
