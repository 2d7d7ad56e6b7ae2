"""What will be said and when: planned, moved, taken back, tidied away."""

from workflows.posts.kinds import Kind
from workflows.posts.plan import (
    all_about,
    answer_once,
    cancel,
    cancel_for,
    count_sent,
    decide,
    follow_zone,
    move_channel,
    plan,
    plan_all,
    plan_everywhere,
    refused,
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
    "cancel_for",
    "count_sent",
    "decide",
    "follow_zone",
    "move_channel",
    "plan",
    "plan_all",
    "plan_everywhere",
    "refused",
    "reopen",
    "upcoming",
]
