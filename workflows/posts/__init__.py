"""What will be said and when: planned, moved, taken back, tidied away."""

from workflows.posts.plan import (
    NotNeeded,
    NotYet,
    Planned,
    all_about,
    answer_once,
    cancel,
    count_sent,
    decide,
    follow_zone,
    plan,
    plan_all,
    reopen,
    upcoming,
)

__all__ = [
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
    "reopen",
    "upcoming",
]
