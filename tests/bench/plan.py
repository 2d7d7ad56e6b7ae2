"""What planning ahead costs on PostgreSQL, where 50 000 cycles run in 500 workspaces.

``plan.idle_statements`` and ``plan.idle_s_50000``: a pass of one worker when nothing is due.
``plan.cycles_per_second``: every cycle's coming days are due at once, and two worker processes share them.
"""

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from typing import Any, cast

from sqlalchemy import Table, event, func, insert, select, update

from bot.migrating import migrate
from bot.planning import plan_what_is_due
from tests.faults.arena import ROOT, SECRET_KEY
from tests.postgres import running_postgres
from workflows.posts import horizons
from workflows.store.engine import Database
from workflows.store.horizons import Horizon
from workflows.store.posts import Post
from workflows.store.tables import Cycle, DayOff, School, Team, Workspace
from workflows.store.vault import Vault

WORKSPACES, EACH = 500, 100
NOW = datetime(2026, 9, 14, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
WORKERS = 2
PASSES = 5


def measure() -> dict[str, float]:
    """Statements and seconds of an idle pass, and cycles planned per second by two workers."""
    with running_postgres() as postgres:
        url = postgres.empty()
        database = Database(url, Vault(SECRET_KEY))
        migrate(database.engine)
        _fill(database)
        figures = _idle(database)
        figures["plan.cycles_per_second"] = round(_shared(database, url))
        database.close()
        return figures


def _idle(database: Database) -> dict[str, float]:
    plan_what_is_due(database, NOW)  # connections are made
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    started = time.monotonic()
    for _pass in range(PASSES):
        assert plan_what_is_due(database, NOW) == 0
    seconds = (time.monotonic() - started) / PASSES
    return {"plan.idle_statements": len(seen) / PASSES, "plan.idle_s_50000": round(seconds, 4)}


def _shared(database: Database, url: str) -> float:
    with database.everywhere() as session:
        session.execute(update(Horizon).values(due_at=horizons.AT_ONCE))
    _analyze(database)
    command = [sys.executable, "-m", "tests.bench.plan", url]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _worker in range(WORKERS)
    ]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    started = time.monotonic()
    planned = [int(each.communicate("go\n")[0]) for each in workers]
    seconds = time.monotonic() - started
    assert sum(planned) == WORKSPACES * EACH
    with database.everywhere() as session:
        posts = session.scalar(select(func.count()).select_from(Post)) or 0
        assert session.scalar(select(func.count()).where(Horizon.due_at == LATER + timedelta(days=7))) == sum(planned)
    assert posts >= 3 * sum(planned), posts
    return sum(planned) / seconds


def work(url: str) -> None:
    """Be one worker: ready, then plan what is due until nothing is."""
    database = Database(url, Vault(SECRET_KEY))
    with database.engine.connect():
        sys.stdout.write("ready\n")
        sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(f"{plan_what_is_due(database, LATER)}\n")
    database.close()


def _fill(database: Database) -> None:
    with database.everywhere() as session:
        for start in range(0, WORKSPACES, 50):
            for number in range(start, start + 50):
                session.connection().execute(insert(_table(Workspace)), _workspace(number))
            numbers = range(start + 1, start + 51)
            _add(session, School, ({"id": each, "workspace_id": each, "name": "Lakeside", "zone": "America/New_York",
                                    "language": "en", "keep_days": 60} for each in numbers))  # fmt: skip
            ids = [(each - 1) * EACH + place + 1 for each in numbers for place in range(EACH)]
            _add(session, Team, (_team(each) for each in ids))
            _add(session, DayOff, ({"workspace_id": _home(each), "team_id": each, "first_on": date(2026, 10, 12),
                                    "last_on": date(2026, 10, 12), "why": ""} for each in ids))  # fmt: skip
            _add(session, Cycle, (_cycle(each) for each in ids))
            _add(session, Horizon, ({"workspace_id": _home(each), "subject": "cycle", "row_id": each, "due_at": LATER}
                                    for each in ids))  # fmt: skip
    _analyze(database)


def _workspace(number: int) -> dict[str, Any]:
    return {
        "id": number + 1, "slack_id": f"T{number}", "name": "A school", "bot_user": "UBOT", "scopes": [],
        "token_sealed": "x", "pupil_key_sealed": "x", "installed_at": NOW,
    }  # fmt: skip


def _home(team: int) -> int:
    return (team - 1) // EACH + 1


def _team(number: int) -> dict[str, Any]:
    return {
        "id": number, "workspace_id": _home(number), "school_id": _home(number), "channel": f"C{number}",
        "name": "Grade 5", "grade": "5", "subject": "Math", "zone": "America/New_York", "language": "en",
        "meeting_weekday": number % 5, "meeting_at": wall_time(8, 15),
    }  # fmt: skip


def _cycle(number: int) -> dict[str, Any]:
    return {
        "id": number, "workspace_id": _home(number), "team_id": number, "question": "Which exit tickets tell us most?",
        "weeks": 6, "starts_on": NOW.date(), "stage": "running", "started_by": "U0", "created_at": NOW, "earlier": 0,
    }  # fmt: skip


def _add(session: Any, model: type, rows: Any) -> None:  # noqa: ANN401 - rows of any table
    session.connection().execute(insert(_table(model)), list(rows))


def _table(model: type) -> Table:
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def _analyze(database: Database) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    work(sys.argv[1])
