"""What shows a team whether its practice works: saved, listed, taken away again."""

from workflows.evidence.evidence import Piece, SaveEvidence, count, of_cycle, remove, save

__all__ = ["Piece", "SaveEvidence", "count", "of_cycle", "remove", "save"]
