"""The weekly digest as people see it: a few lines, one picture and a table where Slack can draw them, one next step."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.screens import digest_figures as figures
from handlers.screens import digest_groups
from handlers.screens.blocks import Block, Message, actions, button, clipped, fine_print, header, prose, quote
from handlers.screens.digest_figures import NAME_MOST, brief, spot_name, worded
from handlers.screens.words import Voice
from workflows.digests.content import NEW, NOTHING, TOO_SMALL

Facts = Mapping[str, Any]
BEHIND = ("rows", "spots", "groups", "shared", "verdict", "refusal")  # what a digest has a detail of
MOST_SPOTS, QUESTION_MOST, QUOTE_MOST, SHORT_MOST, MOST_TEAMS = 2, 66, 120, 24, 5


def weekly_digest(voice: Voice, facts: Facts) -> Message:
    """What moved since the last time; the same facts as text where Slack can't draw charts or tables yet."""
    summary = voice.say("digest.summary", **_counts(facts))
    if facts["situation"] == NOTHING:
        return Message(summary, prose(voice.say("digest.nothing", **facts)))
    rows = [brief(worded(voice, row)) for row in facts["rows"]]
    first = [header(voice.plain("digest.headline", **facts)), *_news(voice, facts), *figures.together(voice, rows)]
    last = [*_work(voice, facts), *_next(voice, facts), _buttons(voice, facts)]
    without = Message(summary, [*first, *figures.told(voice, rows), *last])
    picture = figures.drawn(voice, rows)
    return Message(summary, [*first, *picture, *last], plainer=without) if picture else without


def previewed(voice: Voice, facts: Facts) -> Message:
    """The digest before anybody else sees it, with the choice to hold it for whom that is up to."""
    message = weekly_digest(voice, facts)
    note = voice.say("digest.preview_first", **facts) if facts["may_hold"] else voice.say("digest.preview_note")
    ends: list[Block] = []
    if facts["may_hold"]:
        ends = [actions(_hold(voice, facts))]
    plainer = message.plainer
    return Message(
        str(note),
        [*prose(note), *message.blocks, *ends],
        plainer=Message(str(note), [*prose(note), *plainer.blocks, *ends]) if plainer else None,
    )


def _counts(facts: Facts) -> dict[str, Any]:
    return {**facts, "results": len(facts["rows"]), "found": len(facts["spots"]) + len(facts["shared"])}


def _news(voice: Voice, facts: Facts) -> list[Block]:
    """Team bright spots first, then what teachers share, then who gained most."""
    if facts["situation"] == TOO_SMALL:
        return prose(voice.say("digest.too_small"))
    if facts["situation"] != NEW:
        return prose(voice.say("digest.no_news"))
    told = [voice.say("digest.spot", **brief({**each, "name": spot_name(voice, each)})) for each in facts["spots"]]
    told += [voice.say("digest.shared", **each) for each in facts["shared"]]
    most = MOST_SPOTS - bool(facts["groups"])  # all of it in a minute
    found = [block for each in told[:most] for block in prose(each)]
    return [*found, *figures.more(voice, len(told) - most), *digest_groups.line(voice, facts["groups"])]


def _work(voice: Voice, facts: Facts) -> list[Block]:
    told: list[Block] = []
    if facts["waiting"]:
        told.append(fine_print(voice.say("digest.waiting", **facts)))
    if facts["situation"] != NEW:
        told += [block for each in facts["tried"] for block in _tried(voice, each)]
        told += _others(voice, facts)
    for each in facts["quotes"]:
        told += [quote(clipped(each["text"], QUOTE_MOST)), fine_print(voice.say("digest.quoted", **each))]
    if (facts["cycles"] and not facts["team"]) or facts["kept"] or facts["written"]:
        told.append(fine_print(voice.say("digest.work", **facts)))
    coming = facts["coming"] if facts["situation"] != NEW else []  # with new figures there is enough to read
    return [*told, *_coming(voice, coming)]


def _tried(voice: Voice, each: Facts) -> list[Block]:
    short = {"team": clipped(each["team"], NAME_MOST), "question": clipped(each["question"], QUESTION_MOST)}
    return prose(voice.say("digest.tried", **{**each, **short}))


def _others(voice: Voice, facts: Facts) -> list[Block]:
    """The teams that aren't told in full this week, and those whose cycle waits to be closed."""
    told = {name: facts.get(name, []) for name in ("also", "over")}
    return [
        fine_print(voice.say(f"digest.{name}", teams=[clipped(team, SHORT_MOST) for team in teams[:MOST_TEAMS]],
                             more=len(teams) - MOST_TEAMS))
        for name, teams in told.items() if teams
    ]  # fmt: skip


def _coming(voice: Voice, meetings: Sequence[Facts]) -> list[Block]:
    told = [(clipped(each["team"], NAME_MOST), date.fromisoformat(each["on"])) for each in meetings]
    return [fine_print(voice.say("digest.coming", meetings=told))] if told else []


def _next(voice: Voice, facts: Facts) -> list[Block]:
    action, whom = _action(voice, facts)
    return prose(voice.say("digest.next", action=action, whom=whom))


def _action(voice: Voice, facts: Facts) -> tuple[str, str]:
    """The one thing to do, and with whom."""
    if facts["team"]:
        return "team", ""
    if facts["shared"]:
        return "shared", ""
    if facts["spots"]:
        return "ask", clipped(spot_name(voice, facts["spots"][0]), NAME_MOST)
    leading = facts["top"] or next(iter(facts["rows"]), None)
    if leading:
        return "ask", brief(worded(voice, leading))["name"]
    if facts["situation"] == TOO_SMALL:
        return "small", ""
    return ("ask", facts["tried"][0]["team"]) if facts["tried"] else ("begin", "")


def _buttons(voice: Voice, facts: Facts) -> Block:
    limits_button = button(voice.plain("digest.cant_tell"), "digest.limits")
    if not facts["issue"] or not any(facts[name] for name in BEHIND):
        return actions(limits_button)
    return actions(button(voice.plain("digest.detail"), "digest.detail", str(facts["issue"])), limits_button)


def _hold(voice: Voice, facts: Facts) -> Block:
    if facts["held"]:
        return button(voice.plain("digest.release"), "digest.release", str(facts["school_id"]))
    return button(voice.plain("digest.hold"), "digest.hold", str(facts["school_id"]))
