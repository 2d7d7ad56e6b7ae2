"""A team's inquiry cycle: its stages, phases and weeks, and what it says when."""

from workflows.cycles.moves import (
    StartCycle,
    already_open,
    make,
    open_cycle,
    running,
    start,
    team_of,
    usual_start,
    what_next,
)
from workflows.cycles.schedule import about, announced_at, extend, plan_anew, school_weeks_of, where

__all__ = [
    "StartCycle",
    "about",
    "already_open",
    "announced_at",
    "extend",
    "make",
    "open_cycle",
    "plan_anew",
    "running",
    "school_weeks_of",
    "start",
    "team_of",
    "usual_start",
    "what_next",
    "where",
]
