"""What is behind a digest, and what no digest can tell: both open beside it."""

from collections.abc import Mapping
from typing import Any

from handlers.screens import blocks as b
from handlers.screens import digest_groups, modals
from handlers.screens.blocks import Block, prose
from handlers.screens.digest_figures import spot_name, worded
from handlers.screens.words import Voice
from workflows.refusal import Refusal

Facts = Mapping[str, Any]


def detail(voice: Voice, facts: Facts) -> Block:
    """Everything behind a digest: each team, group and row, what was left out and why."""
    told: list[Block] = []
    for spot in facts["spots"]:
        told += prose(voice.say("digest.detail_spot", **{**spot, "name": spot_name(voice, spot)}))
    told += digest_groups.detail(voice, facts["groups"])
    told += [block for row in facts["rows"] for block in prose(voice.say("digest.detail_row", **worded(voice, row)))]
    told += [block for each in facts["shared"] for block in _shared(voice, each)]
    told += _about_analysis(voice, facts)
    body = told or prose(voice.say("digest.no_detail"))
    return modals.told(voice, voice.plain("digest.detail_title"), body[:95])


def limits(voice: Voice) -> Block:
    """What no digest can tell."""
    return modals.told(voice, voice.plain("digest.limits_title"), prose(voice.say("digest.limits")))


def _shared(voice: Voice, each: Facts) -> list[Block]:
    told = prose(voice.say("digest.shared", **each))
    return [*told, b.quote(each["practice"])] if each["practice"] else told


def _about_analysis(voice: Voice, facts: Facts) -> list[Block]:
    told: list[Block] = []
    if facts["verdict"]:
        told += prose(voice.say("digest.verdict", **facts))
    if facts["excluded"]:
        known = [(voice.refusals.get(reason, reason), count) for reason, count in facts["excluded"]]
        told += prose(voice.say("digest.excluded", excluded=known))
    if facts["refusal"]:
        refusal = Refusal(facts["refusal"], **facts["refusal_facts"])
        told += prose(voice.say("digest.refusal", reason=voice.sentence(refusal)))
    return told
