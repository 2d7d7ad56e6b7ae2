"""The conversation about a file: given in a modal or put into the channel, read, corrected, imported, taken back."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError

from handlers.delivery.writing import Letter
from handlers.screens import modals, upload_correction, upload_review
from handlers.slack import forms
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from handlers.workers.files import forget_file, sweep
from workflows import schools, uploads
from workflows.posts import Kind
from workflows.uploads import imports, results

TABLES = ("csv", "tsv", "txt", "xlsx", "xls", "zip")


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.view("upload.send")(send)
    app.event("file_shared")(shared)
    app.action("upload.offered")(take_offer)
    app.action("upload.left")(leave_offer)
    app.action("upload.cut")(choose)
    app.action("upload.fix")(fix)
    app.view("upload.correct")(correct)
    app.action("upload.confirm")(confirm)
    app.action("upload.discard")(discard)
    app.action("upload.undo")(undo)


def letters(_house: Dependencies) -> dict[str, Letter]:
    """What the uploader is told, and nobody else."""
    return {
        Kind.UPLOAD_UNDERSTOOD: Letter(results.facts, upload_review.understood),
        Kind.UPLOAD_REFUSED: Letter(results.facts, upload_review.refused),
        Kind.UPLOAD_IMPORTED: Letter(results.facts, upload_review.imported),
    }


async def send(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A coach has given a file."""
    form = forms.read(view, uploads.ReceiveUpload, channel=visit.channel)
    await visit.teacher()
    await visit.ask(uploads.receive, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("upload_form.received"))


async def shared(event: dict[str, Any], visit: Visit) -> None:
    """A file appeared in a channel: in a leadership team's, the person who put it there is asked, and nobody else."""
    channel, person = event.get("channel_id", ""), event.get("user_id", "")
    if not person or not visit.deps.files_in_slack or await visit.look(schools.in_channel, channel) is None:
        return
    try:
        file = (await visit.client.files_info(file=event["file_id"]))["file"]
    except SlackApiError:
        return
    if str(file.get("name", "")).rpartition(".")[2].lower() not in TABLES:
        return
    offer = upload_review.offered(await visit.voice(), event["file_id"])
    await visit.client.chat_postEphemeral(channel=channel, user=person, text=offer.text, blocks=offer.blocks)


async def take_offer(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """The file in the channel may be read."""
    await ack()
    form = uploads.ReceiveUpload(channel=visit.channel, file=action["value"])
    await visit.teacher()
    await visit.ask(uploads.receive, form, by=visit.person, now=visit.now)
    await respond((await visit.voice()).say("upload_form.received"), replace_original=True)


async def leave_offer(ack: AsyncAck, respond: AsyncRespond, visit: Visit) -> None:
    """The file in the channel is left alone."""
    await ack()
    await respond((await visit.voice()).say("upload_review.left"), replace_original=True)


async def choose(ack: AsyncAck) -> None:
    """A cut was chosen in the review; it counts when the import is confirmed."""
    await ack()


async def fix(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """A coach sees that a column was read wrong."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    found = await _under_review(visit, action["value"])
    await visit.fills(shown, upload_correction.correction_form(voice, found, f"{visit.channel} {action['value']}"))


async def correct(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A coach has said which column is what; a worker reads the file again."""
    _, upload, round_ = forms.memo(view)
    hints = upload_correction.said(view, await _under_review(visit, f"{upload} {round_}"))
    await visit.ask(uploads.correct, int(upload), int(round_), hints, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("upload_form.again"))


async def confirm(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """A coach says that the file was understood right."""
    await ack()
    upload, round_ = map(int, action["value"].split())
    await visit.ask(uploads.confirm, upload, round_, cut=_cut(body), by=visit.person, now=visit.now)
    text = (await visit.voice()).say("upload_review.confirmed")
    await respond(text, replace_original=True)


async def discard(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """A coach doesn't want the file imported."""
    await ack()
    number, round_ = map(int, action["value"].split())
    upload = await visit.ask(uploads.discard, number, round_, by=visit.person, now=visit.now)
    gone = await forget_file(visit.deps, visit.workspace_id, upload.slack_file, upload.held)
    text = (await visit.voice()).say("upload_review.discarded", in_slack=bool(upload.slack_file and not gone))
    await respond(text, replace_original=True)


async def undo(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """A coach takes an import back."""
    await ack()
    upload = await visit.ask(imports.undo, int(action["value"]), by=visit.person, now=visit.now)
    await visit.deps.in_pool(sweep, visit.deps, visit.workspace_id)
    text = (await visit.voice()).say("upload_review.undone", kind=upload.kind)
    await respond(text, replace_original=True)


async def _under_review(visit: Visit, value: str) -> dict[str, Any]:
    upload, round_ = map(int, value.split())
    found = await visit.look(uploads.under_review, upload, round_, by=visit.person)
    return {**found, "this_year": visit.now.year}


def _cut(body: dict[str, Any]) -> int | None:
    chosen = [
        element["selected_option"]["value"]
        for block in body.get("state", {}).get("values", {}).values()
        for name, element in block.items()
        if name == "upload.cut" and element.get("selected_option")
    ]
    return int(chosen[0]) if chosen and chosen[0] != "none" else None
