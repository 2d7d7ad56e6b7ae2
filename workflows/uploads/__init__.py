"""A file from its sending to its import: reviewed, corrected, confirmed, undone, forgotten."""

from workflows.uploads.decisions import ReceiveUpload, confirm, correct, discard, receive, school_of, under_review

__all__ = ["ReceiveUpload", "confirm", "correct", "discard", "receive", "school_of", "under_review"]
