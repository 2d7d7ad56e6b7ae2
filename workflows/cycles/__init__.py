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
from workflows.cycles.schedule import about, announced_at, plan_anew, plan_running, school_weeks_of, where

__all__ = [
    "StartCycle",
    "about",
    "already_open",
    "announced_at",
    "make",
    "open_cycle",
    "plan_anew",
    "plan_running",
    "running",
    "school_weeks_of",
    "start",
    "team_of",
    "usual_start",
    "what_next",
    "where",
]
