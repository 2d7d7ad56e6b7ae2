"""What will be said and when: planned, moved, taken back, tidied away."""

from workflows.posts.kinds import Kind
from workflows.posts.plan import (
    all_about,
    answer_once,
    cancel,
    count_sent,
    decide,
    follow_zone,
    plan,
    plan_all,
    plan_everywhere,
    reopen,
    upcoming,
)
from workflows.posts.planned import NotNeeded, NotYet, Planned

__all__ = [
    "Kind",
    "NotNeeded",
    "NotYet",
    "Planned",
    "all_about",
    "answer_once",
    "cancel",
    "count_sent",
    "decide",
    "follow_zone",
    "plan",
    "plan_all",
    "plan_everywhere",
    "reopen",
    "upcoming",
]
