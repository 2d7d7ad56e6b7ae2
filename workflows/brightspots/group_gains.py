"""Which groups of students gained most: kept with the analysis that found them, told to the leadership team."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from workflows.rules.school_names import same_name
from workflows.store.brightspots import Analysis
from workflows.store.engine import workspace_of
from workflows.store.tables import School

Row = dict[str, Any]


def keep(
    session: Session,
    analysis: Analysis,
    trends: Iterable[Mapping[str, Any]],
    schools: Mapping[str, School],
    now: datetime,
) -> None:
    """Keep what was found in place of what was found before; the same students of the same years are no news."""
    known = {each["mark"]: each["found_at"] for some in _kept(session).values() for each in some}
    told: dict[str, list[Row]] = defaultdict(list)
    for each in trends:
        school = schools.get(same_name(each["school"]))
        if school:
            row = _row(each)
            mark = _mark(school.id, row)
            told[str(school.id)].append({**row, "mark": mark, "found_at": known.get(mark, now.isoformat())})
    forget(session)
    analysis.groups = dict(told)


def forget(session: Session) -> None:
    """Let go of everything that analyses said about groups."""
    session.execute(update(Analysis).where(Analysis.workspace_id == workspace_of(session)).values(groups=null()))


def since(session: Session, school: School, moment: datetime) -> list[Row]:
    """The groups that gained most at a school, as far as they were found since; in no order of gain."""
    rows = _kept(session).get(str(school.id), [])
    return [each for each in rows if datetime.fromisoformat(each["found_at"]) > moment]


def _kept(session: Session) -> dict[str, list[Row]]:
    latest = select(Analysis.groups).where(Analysis.groups.is_not(None)).order_by(Analysis.id.desc()).limit(1)
    return session.scalar(latest) or {}


def _row(trend: Mapping[str, Any]) -> Row:
    """What is shown of a group; every figure of it has passed suppression."""
    names = ("group", "grade", "subject", "source")
    return {
        **{name: trend[name] for name in names},
        "students": [[year, count] for year, count in trend["n_by_year"].items()],
        "median": trend["median_growth_percentile"],
        "share": trend["share_above_typical"],
    }


def _mark(school_id: int, row: Row) -> str:
    behind = [school_id, *(row[name] for name in ("group", "grade", "subject", "source", "students"))]
    return hashlib.sha256(json.dumps(behind).encode()).hexdigest()[:16]
