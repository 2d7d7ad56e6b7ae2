"""The figures of a digest: what came in since the last one, and the team bright spots that were found in it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.rules.privacy import could_be_one_adult
from workflows.store.brightspots import TeamSpot
from workflows.store.tables import School, Team
from workflows.store.uploads import Figure, Upload

MOST_IN_DETAIL = 40
WHOLE_SCHOOL = "all"

Row = dict[str, Any]
Shown = tuple[int | None, float | None]  # percent proficient, median gain; None where it isn't for the reader


def since(
    session: Session, school: School, members: Sequence[Team], last_at: datetime, *, only: Team | None
) -> dict[str, Any]:
    """What is new: ``rows`` and ``spots``, the row that leads as ``top``, and whether small groups were ``hidden``."""
    rows, hidden = _rows(session, school, members, last_at, only=only)
    spots = _team_spots(session, school, members, last_at, only=only)
    return {"rows": rows, "spots": spots, "top": _top(rows), "hidden": hidden}


def _rows(
    session: Session, school: School, members: Sequence[Team], since: datetime, *, only: Team | None
) -> tuple[list[Row], bool]:
    """What came in since: the latest window of each grade, subject and test, a team's own first; and is any hidden?"""
    figures = list(session.scalars(select(Figure).where(Figure.school_id == school.id)))
    held = {each.upload_id for each in figures}  # a district's office may have uploaded it for all of its schools
    new = set(session.scalars(select(Upload.id).where(Upload.id.in_(held), Upload.settled_at > since)))
    newest: dict[tuple[str, str, str], Figure] = {}
    for figure in sorted((each for each in figures if each.upload_id in new), key=_age):
        newest[figure.source, figure.grade, figure.subject] = figure
    named = {(team.grade.upper(), team.subject.casefold()): team.name for team in members}
    earlier = {_window(each): each for each in sorted(figures, key=_age)}
    show = _whole if only else _about_several
    rows = [_row(each, _team(each, named), earlier.get(_window(each, years=1)), show) for each in newest.values()]
    mine = [row for row in rows if only is None or row["team"]]
    shown = [row for row in mine if row["percent"] is not None or row["gain"] is not None]
    return sorted(shown, key=_place)[:MOST_IN_DETAIL], len(shown) < len(mine)


def _team(figure: Figure, named: Mapping[tuple[str, str], str]) -> str | None:
    """The team whose students a figure is about; nobody's when it is about several schools."""
    return named.get(_cell(figure)) if figure.schools == 1 else None


def _age(figure: Figure) -> tuple[int, int, int]:
    return figure.year, figure.place, figure.upload_id


def _window(figure: Figure, *, years: int = 0) -> tuple[object, ...]:
    return figure.source, figure.grade, figure.subject, figure.window, figure.year - years


def _cell(figure: Figure) -> tuple[str, str]:
    return _grade(figure), figure.subject.casefold()


def _grade(figure: Figure) -> str:
    return "K" if figure.grade == "0" else figure.grade


def _place(row: Row) -> tuple[object, ...]:
    return row["team"] is None, row["subject"], len(row["grade"]), row["grade"], row["source"]


def _whole(figure: Figure) -> Shown:
    """A team reads its own figures as they are: whoever could be meant is who reads."""
    return figure.percent_proficient, figure.median_gain


def _about_several(figure: Figure) -> Shown:
    """What others may read of a figure: nothing that could be about one adult."""
    percent_is_hidden = could_be_one_adult(figure.teachers, students=figure.rated or 0)
    gain_is_hidden = could_be_one_adult(figure.teachers, students=figure.compared or 0)
    return (None if percent_is_hidden else figure.percent_proficient), (None if gain_is_hidden else figure.median_gain)


def _row(figure: Figure, team: str | None, year_ago: Figure | None, show: Callable[[Figure], Shown]) -> Row:
    percent, gain = show(figure)
    return {
        "team": team, "source": figure.source, "grade": _grade(figure), "subject": figure.subject, "year": figure.year,
        "window": figure.window, "window_before": figure.window_before, "percent": percent,
        "schools": figure.schools, "year_ago": show(year_ago)[0] if year_ago else None,
        "rated": figure.rated if percent is not None else None, "gain": gain,
        "compared": figure.compared if gain is not None else None,
    }  # fmt: skip


def _top(rows: Sequence[Row]) -> Row | None:
    """The row that gained most, where there are several of one test and one of them leads; never the least."""
    grown = [row for row in rows if row["gain"] is not None]
    if len(grown) < 2 or len({(row["source"], row["window_before"]) for row in grown}) > 1:
        return None
    best = max(row["gain"] for row in grown)
    leaders = [row for row in grown if row["gain"] == best]
    return leaders[0] if best > 0 and len(leaders) == 1 else None


def _team_spots(
    session: Session, school: School, members: Sequence[Team], since: datetime, *, only: Team | None
) -> list[Row]:
    """Team bright spots found since, the teams that work here by their names."""
    named = {(team.grade.upper(), team.subject.casefold()): team.name for team in members}
    found = session.scalars(
        select(TeamSpot)
        .where(TeamSpot.school_id == school.id, TeamSpot.found_at > since)
        .order_by(TeamSpot.subject, TeamSpot.grade)
    )
    rows = [{"team": named.get((each.grade.upper(), each.subject.casefold())), "grade": each.grade,
             "subject": each.subject, **each.shown} for each in found]  # fmt: skip
    return [row for row in rows if only is None or row["team"]]
