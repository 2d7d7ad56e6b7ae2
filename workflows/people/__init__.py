"""People: who somebody is here, what they may do, and how they get and lose a role."""

from workflows.people.grants import ALIVE, facilitators, give, holders, kind_of, members, present, schools_of, take
from workflows.people.profiles import FRESH_FOR, Profile, expect, is_fresh, known, learn
from workflows.people.roles import VERBS, Act, Kind, Role, act_of
from workflows.people.standing import admit, allowed, require, roles_of, runs

__all__ = [
    "ALIVE",
    "FRESH_FOR",
    "VERBS",
    "Act",
    "Kind",
    "Profile",
    "Role",
    "act_of",
    "admit",
    "allowed",
    "expect",
    "facilitators",
    "give",
    "holders",
    "is_fresh",
    "kind_of",
    "known",
    "learn",
    "members",
    "present",
    "require",
    "roles_of",
    "runs",
    "schools_of",
    "take",
]
