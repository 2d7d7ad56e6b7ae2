"""What people see of a meeting under way: one message that is edited in place, and its thread."""

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, fine_print, header, prose
from handlers.screens.words import Voice
from workflows.meetings.facts import Live, StepNow, minutes_left
from workflows.meetings.live import ZERO
from workflows.rules.wall_time import local

MINUTE_S = 60


def meeting_live(voice: Voice, facts: Live) -> Message:
    """The running meeting: what is on, how long still, what comes next, and what can be pressed."""
    t = "meeting_live"
    summary = voice.say(f"{t}.summary", title=facts.title, **_told(facts))
    blocks: list[Block] = [header(voice.plain(f"{t}.headline", title=facts.title, **_told(facts)))]
    if facts.ended:
        return Message(voice.say(f"{t}.ended"), [*blocks, *prose(voice.say(f"{t}.ended"))])
    blocks += prose(voice.say(f"{t}.now", **_told(facts)))
    if not facts.brief:
        blocks += prose(voice.say(f"{t}.prompts", prompts=facts.step.prompts))
    blocks += _norms(voice, facts)
    blocks += [fine_print(voice.say(f"{t}.time", **_time(facts))), *_buttons(voice, facts)]
    return Message(summary, _fresh(blocks, facts))


def meeting_step(voice: Voice, facts: Live) -> Message:
    """In the thread, as a step begins: the step with its questions; for those who know it, its title only."""
    t = "meeting_live"
    text = voice.say(f"{t}.step", **_told(facts))
    blocks = prose(text)
    if not facts.brief:
        blocks += prose(voice.say(f"{t}.prompts", prompts=facts.step.prompts))
        if facts.step.guidance:
            blocks.append(fine_print(facts.step.guidance))
        if facts.step.captures:
            blocks.append(fine_print(voice.say(f"{t}.captures", captures=facts.step.captures)))
    if facts.step.listens and facts.step.presenter:
        blocks += prose(voice.say(f"{t}.listens", who=facts.step.presenter))
    return Message(text, blocks, thread=facts.thread)


def meeting_cue(voice: Voice, facts: Live) -> Message:
    """In the thread, to the timekeeper: half the time is gone, a minute is left, time is up. Said late, it says so."""
    left = facts.left
    cue = "over" if left <= ZERO else facts.cue
    text = voice.say(
        "meeting_live.cue", cue=cue, title=facts.step.part or facts.step.title, who=facts.timekeeper,
        minutes=minutes_left(left), next_title=facts.next_title, silent=facts.step.silent,
    )  # fmt: skip
    return Message(text, prose(text), thread=facts.thread)


def _told(facts: Live) -> dict[str, object]:
    step: StepNow = facts.step
    return {
        "number": step.number, "steps": step.steps, "step": step.title, "part": step.part,
        "presenter": step.presenter, "room": step.room,
        "minutes": step.minutes, "left": minutes_left(facts.left), "until": local(facts.ends_at, facts.zone).time(),
        "who_speaks": step.who_speaks, "silent": step.silent, "next_title": facts.next_title,
        "paused": facts.paused, "over": facts.left < ZERO,
    }  # fmt: skip


def _time(facts: Live) -> dict[str, object]:
    drift = round(facts.drift.total_seconds() / MINUTE_S)
    return {
        "over_at": local(facts.over_at, facts.zone).time(), "rest": minutes_left(facts.rest), "drift": drift,
        "lines": facts.lines,
    }  # fmt: skip


def _norms(voice: Voice, facts: Live) -> list[Block]:
    """Norms that everybody agrees to one by one."""
    blocks: list[Block] = []
    for norm in facts.step.norms:
        label = voice.plain("meeting_live.agree", count=facts.agreed.get(norm.key, 0))
        agree = button(label, "meeting.agree", f"{facts.meeting} {norm.key}")
        blocks.append(prose(norm.title)[0] | {"accessory": agree})
    return blocks


def _buttons(voice: Voice, facts: Live) -> list[Block]:
    t, value = "meeting_live", f"{facts.meeting} {facts.act}"
    onward = voice.plain(f"{t}.finish" if facts.last else f"{t}.next")
    pause = (
        button(voice.plain(f"{t}.resume"), "meeting.resume", value, style="primary")
        if facts.paused
        else button(voice.plain(f"{t}.pause"), "meeting.pause", value)
    )
    first = [
        button(onward, "meeting.next", value, style=None if facts.paused else "primary"),
        button(voice.plain(f"{t}.more"), "meeting.more", value),
        pause,
        button(voice.plain(f"{t}.write"), "meeting.write", str(facts.meeting)),
    ]
    second = [button(voice.plain(f"{t}.here"), "meeting.here", str(facts.meeting))]
    if not facts.first:
        second.append(button(voice.plain(f"{t}.back"), "meeting.back", value))
    if facts.step.private:
        second.append(button(voice.plain(f"{t}.share"), "meeting.share", str(facts.meeting)))
    if facts.step.votes:
        second.append(button(voice.plain(f"{t}.vote"), "meeting.votes", str(facts.meeting)))
    if not facts.last:
        second += [
            button(voice.plain(f"{t}.skip"), "meeting.skip", value),
            button(voice.plain(f"{t}.end"), "meeting.end", value) | {"confirm": _sure(voice)},
        ]
    return [actions(*first), actions(*second)]


def _sure(voice: Voice) -> Block:
    t = "meeting_live"
    return {
        "title": b.plain(voice.plain(f"{t}.sure")),
        "text": b.plain(voice.plain(f"{t}.sure_text")),
        "confirm": b.plain(voice.plain(f"{t}.sure_yes")),
        "deny": b.plain(voice.plain(f"{t}.sure_no")),
    }


def _fresh(blocks: list[Block], facts: Live) -> list[Block]:
    """New ids for every edit: Slack keeps what it shows of a block whose id stays."""
    return [block | {"block_id": f"live:{facts.act}:{place}"} for place, block in enumerate(blocks)]
