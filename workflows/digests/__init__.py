"""A school's weekly digest: when it comes, what it tells, how it was written down."""

from workflows.digests.digests import facts, hold, preview, preview_facts, release
from workflows.digests.schedule import extend, plan_school

__all__ = ["extend", "facts", "hold", "plan_school", "preview", "preview_facts", "release"]
