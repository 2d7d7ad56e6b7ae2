"""The conversation with a leadership team: set its channel up, upload scores, see, hold and understand the digest."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import consent, rosters, upload_page
from handlers.delivery.writing import Letter
from handlers.screens import digest_detail, modals
from handlers.screens import digests as screens
from handlers.screens import ilt as ilt_screens
from handlers.screens import uploads as upload_screens
from handlers.screens.words import Voice
from handlers.slack import forms
from handlers.slack.commands import HELP, subcommand
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows import digests, schools
from workflows.digests import archive
from workflows.posts import Kind
from workflows.uploads import imports


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.command("/brightspots")(command)
    app.view("ilt.set_up")(set_up)
    app.action("digest.detail")(detail)
    app.action("digest.limits")(limits)
    for act in ("hold", "release"):
        app.action(f"digest.{act}")(partial(decide, act=act))


def letters(_house: Dependencies) -> dict[str, Letter]:
    """What a leadership team and its teams hear every week, and what the lead sees before the first time."""
    return {
        Kind.DIGEST_WEEKLY: Letter(digests.facts, screens.weekly_digest),
        Kind.DIGEST_TEAM: Letter(digests.facts, screens.weekly_digest),
        Kind.DIGEST_PREVIEW: Letter(digests.preview_facts, screens.previewed),
    }


async def command(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody types /brightspots."""
    await ack()
    looks = {"files": rosters.show_files, "preview": _preview, "why": consent.why}
    known = ["setup", "upload", *looks]
    chosen = subcommand("/brightspots", command.get("text", ""), known, usual=HELP)
    voice = await visit.voice()
    if chosen == HELP:
        await respond(voice.say("help.brightspots"))
    elif chosen in looks:
        await looks[chosen](visit, respond)
    elif chosen == "upload" and not visit.deps.files_in_slack:
        await upload_page.offer_page(respond, visit)
    else:
        await _open_form(visit, voice, chosen, command["trigger_id"])


async def set_up(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A leadership team has chosen its school and the time of its digest."""
    voice = await visit.voice()
    form = forms.read(view, schools.SetUpIlt, channel=visit.channel, language=voice.language)
    school = await visit.ask(schools.set_up, form, by=visit.person, now=visit.now)
    *_, wanted = forms.memo(view)
    if wanted == "upload":
        await ack(response_action="update", view=upload_screens.upload_form(voice, visit.channel))
    else:
        await ack()
    await visit.look(imports.share_out, now=visit.now)
    await visit.look(digests.plan_school, school.id, now=visit.now)
    on = modals.MONDAY.replace(day=modals.MONDAY.day + form.weekday)
    await visit.whisper(voice.say("ilt_form.done", school=school.name, weekday=on, at=form.at))


async def detail(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """Somebody wants to see what is behind a digest."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    facts = await visit.look(archive.issue, int(action["value"]), channel=visit.channel, by=visit.person)
    await visit.fills(shown, digest_detail.detail(voice, facts))


async def limits(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody wants to know what the digest can't tell."""
    await ack()
    await visit.opens(body["trigger_id"], digest_detail.limits(await visit.voice()))


async def decide(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit, act: str) -> None:
    """The lead holds the digest, or lets it go on."""
    await ack()
    verb = digests.hold if act == "hold" else digests.release
    await visit.ask(verb, int(action["value"]), by=visit.person, now=visit.now)
    text = (await visit.voice()).say("digest.is_held" if act == "hold" else "digest.is_released")
    await respond(text, response_type="ephemeral", replace_original=False)


async def _open_form(visit: Visit, voice: Voice, wanted: str, trigger: str) -> None:
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    school = await visit.look(schools.in_channel, visit.channel)
    if wanted == "upload" and school is not None:
        await visit.fills(shown, upload_screens.upload_form(voice, visit.channel))
        return
    zone = await visit.zone()
    known = [school.name] if school else await visit.look(schools.schools)
    memo = f"{visit.channel} {wanted}"
    await visit.fills(shown, ilt_screens.ilt_form(voice, memo, zone, known[0] if known else ""))


async def _preview(visit: Visit, respond: AsyncRespond) -> None:
    facts = await visit.look(digests.preview, visit.channel, by=visit.person, now=visit.now)
    message = screens.previewed(visit.deps.words.in_language(facts["language"]), facts)
    plainer = message.plainer or message
    await respond(plainer.text, blocks=plainer.blocks)
