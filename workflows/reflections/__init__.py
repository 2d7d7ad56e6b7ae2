"""Answers to prompts, what the team reads of them, and what of them the digest may quote."""

from workflows.reflections.anonymity import Answer
from workflows.reflections.reflections import (
    Asked,
    WriteReflection,
    asked,
    colleagues,
    has_answered,
    quoted,
    take_back,
    take_back_by_code,
    withdraw,
    write,
)
from workflows.reflections.summaries import Summary, count, of_phase, read_so_far

__all__ = [
    "Answer",
    "Asked",
    "Summary",
    "WriteReflection",
    "asked",
    "colleagues",
    "count",
    "has_answered",
    "of_phase",
    "quoted",
    "read_so_far",
    "take_back",
    "take_back_by_code",
    "withdraw",
    "write",
]
