"""What is deleted on request, and the list of who did what."""

from workflows.privacy.deletion import (
    audit_log,
    forget_student,
    forget_teacher,
    forget_team,
    forget_upload,
    forget_workspace,
    keep_scores,
    remove_files,
)

__all__ = [
    "audit_log",
    "forget_student",
    "forget_teacher",
    "forget_team",
    "forget_upload",
    "forget_workspace",
    "keep_scores",
    "remove_files",
]
