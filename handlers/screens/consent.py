"""What a teacher sees of her own bright spot, what she may share, and what her leadership team reads of it."""

from collections.abc import Mapping
from typing import Any

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, fine_print, header, prose, quote
from handlers.screens.charts import bar_chart
from handlers.screens.words import Voice
from workflows.store.brightspots import Choice

Facts = Mapping[str, Any]
MOST_CLASSES = 12


def noticed(voice: Voice, facts: Facts) -> Message:
    """The private message, one screen of a phone: the fact, the picture, how sure it is, who sees it, her choices."""
    top = [header(voice.plain("spot.headline", **facts)), *prose(voice.say("spot.noticed", **facts))]
    bars = [(voice.plain("spot.typical"), 50.0), (voice.plain("spot.yours"), float(facts["median"]))]
    chart = bar_chart(voice.plain("spot.chart"), voice.plain("spot.series"), bars)
    rest = [
        *prose(voice.say("spot.state", **facts)),
        actions(*_choices(voice, facts)),
        fine_print(voice.say("spot.who_sees", **facts)),
        actions(button(voice.plain("spot.more"), "spot.more", str(facts["spot"]))),
    ]
    summary = voice.say("spot.summary", **facts)
    words = fine_print(voice.say("spot.picture", **facts))
    return Message(summary, [*top, chart, *rest], plainer=Message(summary, [*top, words, *rest]))


def more(voice: Voice, facts: Facts) -> Block:
    """How it was found, what stands behind it, what it can't tell; and the way out of the analysis."""
    body = [
        *prose(voice.say("spot.explained", **facts)),
        *prose(voice.say("spot.behind", **facts)),
        fine_print(voice.say("spot.picture", **facts), voice.say("spot.limits")),
        actions(_leave(voice)),
    ]
    return b.modal("told", voice.plain("spot.more_title"), body, close=voice.plain("waiting.close"))


def share_form(voice: Voice, facts: Facts, how: str, memo: str) -> Block:
    """What will be read, word for word, and by whom; and the teacher's own words."""
    t = "share_form"
    read = {**facts, "named": how == Choice.NAMED, "shown": facts}
    words = b.ask(
        "practice", voice.plain(f"{t}.practice"), b.lines(most=1500),
        hint=voice.plain(f"{t}.practice_hint", how=how), optional=how == Choice.NAMED,
    )  # fmt: skip
    return b.modal(
        "spot.share",
        voice.plain(f"{t}.title"),
        [
            *prose(voice.say(f"{t}.intro", how=how)),
            *prose(voice.say("shared.body", **read)),
            b.divider(),
            words,
            fine_print(voice.say(f"{t}.after")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=memo,
    )


def shared(voice: Voice, facts: Facts) -> Message:
    """What the leadership team reads, exactly as its teacher wants it."""
    blocks = [header(voice.plain("shared.headline")), *prose(voice.say("shared.body", **facts))]
    if facts["practice"]:
        blocks += [*prose(voice.say("shared.practice")), quote(facts["practice"])]
    blocks += [*prose(voice.say("shared.next", **facts)), fine_print(voice.say("shared.limits"))]
    return Message(voice.say("shared.summary", **facts), blocks)


def left(voice: Voice) -> Message:
    """A teacher is left out, and may come back."""
    text = voice.say("spot.left")
    return Message(text, [*prose(text), actions(button(voice.plain("spot.back"), "spot.back"))])


def gone(voice: Voice, facts: Facts) -> Message:
    """Newer data don't show it any more: nothing is left to decide, but what she shared can still be taken back."""
    text = voice.say("spot.gone", **facts)
    back = button(voice.plain("spot.take_back"), "spot.withdraw", str(facts["sharing"]))
    return Message(text, [*prose(text), *([actions(back)] if facts["sharing"] else [])])


def why(voice: Voice, facts: Facts) -> Message:
    """What was compared for a teacher, what was left out, how sure it is; for her alone."""
    classes = facts["classes"]
    missing = sum(each["listed"] - each["counted"] for each in classes)
    shown = [{**each, "why": voice.refusals.get(each["why"], each["why"])} for each in classes[:MOST_CLASSES]]
    told = {"classes": shown, "more": max(0, len(classes) - MOST_CLASSES)}
    parts = [
        voice.say("why.compared", **told),
        voice.say("why.left", missing=missing),
        voice.say("why.sure", spots=facts["spots"]),
    ]
    blocks = [block for part in parts for block in prose(part)]
    return Message(str(parts[-1]), [*blocks, fine_print(voice.say("spot.limits")), actions(_leave(voice))])


def _choices(voice: Voice, facts: Facts) -> list[Block]:
    spot = str(facts["spot"])
    if facts["sharing"]:
        back = button(voice.plain("spot.take_back"), "spot.withdraw", str(facts["sharing"]))
        return [back]
    ways: list[Block] = [button(voice.plain("spot.named"), "spot.named", spot)]
    if facts["may_be_nameless"]:
        ways.append(button(voice.plain("spot.nameless"), "spot.nameless", spot))
    return [*ways, button(voice.plain("spot.later"), "spot.later", spot)]


def _leave(voice: Voice) -> Block:
    sure = {
        "title": b.plain(voice.plain("spot.sure"), 100),
        "text": b.plain(voice.plain("spot.sure_text"), 300),
        "confirm": b.plain(voice.plain("spot.sure"), 30),
        "deny": b.plain(voice.plain("spot.cancel"), 30),
    }
    return button(voice.plain("spot.leave"), "spot.leave") | {"confirm": sure}
