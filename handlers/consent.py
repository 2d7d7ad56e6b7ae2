"""The conversation with a teacher about her own bright spot: what was noticed, what she shares, what she takes back."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers.delivery.edits import rewrite
from handlers.delivery.writing import Letter
from handlers.screens import consent as screens
from handlers.screens import modals
from handlers.slack import forms
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from handlers.workers.analyses import why_failed
from workflows import brightspots
from workflows.brightspots import consent, findings, sharings
from workflows.jobs import JobFailed
from workflows.jobs.analyses import CompareClasses
from workflows.posts import Kind
from workflows.store.brightspots import Choice

log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    for how in (Choice.NAMED, Choice.NAMELESS):
        app.action(f"spot.{how}")(partial(begin, how=str(how)))
    app.view("spot.share")(share)
    app.action("spot.later")(later)
    app.action("spot.withdraw")(withdraw)
    app.action("spot.more")(more)
    app.action("spot.leave")(leave)
    app.action("spot.back")(come_back)


def letters(_house: Dependencies) -> dict[str, Letter]:
    """What a teacher is told alone, and what her leadership team reads once she has said yes."""
    return {
        Kind.SPOT_FOUND: Letter(brightspots.facts, screens.noticed),
        Kind.SPOT_SHARED: Letter(sharings.facts, screens.shared),
    }


async def begin(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit, how: str) -> None:
    """A teacher wants to share: she sees what will be read, by whom, and adds her own words."""
    await ack()
    voice = await visit.voice()
    spot = int(action["value"])
    where = f"{visit.channel} {body['container']['message_ts']} {spot} {how}"
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, where))
    facts = await visit.look(_sharable, spot, how, by=visit.person, now=visit.now)
    await visit.fills(shown, screens.share_form(voice, facts, how, where))


async def share(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """She shares it."""
    _channel, ts, spot, how = forms.memo(view)
    form = forms.read(view, consent.Share, spot=int(spot), how=how)
    await visit.ask(consent.share, form, by=visit.person, now=visit.now)
    await ack()
    await _redraw(visit, int(spot), ts)


async def more(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """She asks how it was found and what stands behind it; here she can also leave the analysis for good."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, ""))
    facts = await visit.look(_own, int(action["value"]), by=visit.person, now=visit.now)
    await visit.fills(shown, screens.more(voice, facts))


async def later(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """Not now."""
    await ack()
    spot = await visit.ask(consent.not_now, int(action["value"]), by=visit.person, now=visit.now)
    await _redraw(visit, spot.id, body["container"]["message_ts"])


async def withdraw(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """She takes it back; the heartbeat edits what was posted."""
    await ack()
    sharing = await visit.ask(consent.withdraw, int(action["value"]), by=visit.person, now=visit.now)
    spots = await visit.look(brightspots.of_teacher, visit.person)
    same = next((spot.id for spot in spots if spot.subject == sharing.subject), None)
    if same is not None:
        await _redraw(visit, same, body["container"]["message_ts"])
    else:
        await respond((await visit.voice()).say("shared.gone"), blocks=[], replace_original=True)


async def leave(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """She wants no part in any analysis."""
    await ack()
    await visit.teacher()
    dead = await visit.ask(consent.leave, by=visit.person, now=visit.now)
    voice = await visit.voice()
    left = screens.left(voice)
    if "view" in body:
        await visit.fills(body["view"], modals.told(voice, voice.plain("spot.more_title"), [*left.blocks[:1]]))
    else:
        await respond(left.text, blocks=left.blocks, replace_original=True)
    for channel, ts in dead:  # she may have left from `/brightspots why`, with her earlier message above it
        await rewrite(visit.client, channel, ts, left)


async def come_back(ack: AsyncAck, respond: AsyncRespond, visit: Visit) -> None:
    """She takes part again."""
    await ack()
    await visit.ask(consent.come_back, by=visit.person, now=visit.now)
    await respond((await visit.voice()).say("spot.is_back"), blocks=[], replace_original=True)


async def why(visit: Visit, respond: AsyncRespond) -> None:
    """What was compared for the person who asks, and for nobody else; nothing of it is kept."""
    voice = await visit.voice()
    if await visit.look(consent.is_left_out, visit.person):
        left = screens.left(voice)
        await respond(left.text, blocks=left.blocks)
        return
    mine = [each for each in await visit.look(brightspots.linked) if each.slack_id == visit.person]
    if not mine:
        await respond(voice.say("why.unknown"))
        return
    await respond(voice.say("why.looking"))
    classes = [row for key in dict.fromkeys(each.key for each in mine) for row in await _compared(visit, key)]
    spots = await visit.look(brightspots.of_teacher, visit.person)
    facts = {"classes": classes, "spots": [(spot.subject, spot.shown["luck"]) for spot in spots]}
    told = screens.why(voice, facts)
    await respond(told.text, blocks=told.blocks, replace_original=True)


async def _compared(visit: Visit, teacher: str) -> Sequence[Mapping[str, Any]]:
    sources, _ = await visit.look(findings.work, visit.deps.scores_at)
    try:
        return await visit.deps.in_pandas_process(CompareClasses(sources, teacher))
    except JobFailed as failed:
        log.error("compare.failed", error=str(failed))
        raise why_failed(failed) from None


def _own(session: Any, spot_id: int, *, by: str, now: Any) -> dict[str, Any]:  # noqa: ANN401
    return brightspots.standing(session, brightspots.own(session, spot_id, by), now)


def _sharable(session: Any, spot_id: int, how: str, *, by: str, now: Any) -> dict[str, Any]:  # noqa: ANN401
    spot = brightspots.own(session, spot_id, by)
    consent.check_way(spot, how)
    return brightspots.standing(session, spot, now) | {"who": by}


async def _redraw(visit: Visit, spot: int, ts: str) -> None:
    """Show in her private message how things stand now."""
    facts = await visit.look(brightspots.facts, {"spot": spot}, visit.now)
    message = screens.noticed(await visit.voice(), facts)
    await rewrite(visit.client, visit.channel, ts, message)
