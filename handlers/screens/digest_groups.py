"""Which groups of students gained most: a line in the school's digest, and the figures behind it."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.screens.blocks import Block, clipped, prose
from handlers.screens.digest_figures import NAME_MOST
from handlers.screens.words import Voice

Facts = Mapping[str, Any]
MOST_GROUPS = 2


def line(voice: Voice, groups: Sequence[Facts]) -> list[Block]:
    """Who gained most, in one sentence; nothing about anybody else."""
    if not groups:
        return []
    named = [_named(voice, each) for each in groups[:MOST_GROUPS]]
    told = [(each["whom"], clipped(each["name"], NAME_MOST)) for each in named]
    return prose(voice.say("digest.gained", told=told, more=len(groups) - MOST_GROUPS))


def detail(voice: Voice, groups: Sequence[Facts]) -> list[Block]:
    """Years, students and growth of each group that gained most."""
    named = [_named(voice, each) for each in groups]
    return [block for each in named for block in prose(voice.say("digest.detail_group", **each))]


def _named(voice: Voice, each: Facts) -> dict[str, Any]:
    return {**each, "whom": voice.plain("digest.group", **each), "name": voice.plain("digest.group_place", **each)}
