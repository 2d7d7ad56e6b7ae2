"""Answers to prompts, and what of them the digest may quote."""

from workflows.reflections.reflections import (
    Asked,
    WriteReflection,
    asked,
    colleagues,
    count,
    has_answered,
    quoted,
    take_back,
    write,
)

__all__ = ["Asked", "WriteReflection", "asked", "colleagues", "count", "has_answered", "quoted", "take_back", "write"]
