"""A school's weekly digest: when it comes, what it tells, how it was written down."""

from workflows.digests.digests import facts, hold, preview, preview_facts, release
from workflows.digests.schedule import PREVIEW, SCHOOL, TEAM, plan, plan_school

__all__ = ["PREVIEW", "SCHOOL", "TEAM", "facts", "hold", "plan", "plan_school", "preview", "preview_facts", "release"]
