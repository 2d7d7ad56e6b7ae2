"""What is deleted on request, and the list of who did what.

Deleting one student or teacher rewrites stored tables with pandas, so `deletion` is not loaded along with the rest.
"""

from workflows.privacy.audit import audit_log
from workflows.privacy.workspaces import forget_team, forget_upload, forget_workspace, keep_scores, remove_files

__all__ = ["audit_log", "forget_team", "forget_upload", "forget_workspace", "keep_scores", "remove_files"]
