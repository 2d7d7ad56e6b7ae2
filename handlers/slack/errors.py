"""One answer for everything that goes wrong in a door: a kind sentence, in the right place, in the right language.

The right place is a field of the submitted form, the modal that was just opened, or else a whisper.
"""

import secrets
from typing import Any

import structlog
from aiohttp import ClientError
from markupsafe import Markup
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.screens import blocks, modals
from handlers.screens.words import Voice
from handlers.slack.modal_answers import ModalAnswer
from handlers.slack.request import AnsweredBefore, Visit
from handlers.slack.responder import Responder
from handlers.slack.web_client import read_no
from workflows.refusal import Refusal

log = structlog.get_logger()
PRODUCT = "Brightcycle"
MOST_NAMED = 3
TRIGGER_GONE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"}
TOO_SLOW = "That took too long, and Slack lets me open a form only at once. Please try again."
OUR_FAULT = (
    "Something went wrong on our side and nothing was saved. Please try again; "
    "if it happens again, tell your admin this number: {number}."
)
SAVED_THOUGH = (
    "What you sent was saved, but something went wrong on our side after that. "
    "If you miss anything, tell your admin this number: {number}."
)


async def answer(
    error: Exception, body: dict[str, Any], context: AsyncBoltContext, ack: AsyncAck, client: AsyncWebClient
) -> BoltResponse | None:
    """Bolt's error handler: a field error inside a form, words in the modal just opened, a whisper elsewhere."""
    # Once it is acknowledged, there is nothing left to respond to; Bolt minds if we try.
    nothing_more = None if ack.response else BoltResponse(status=200, body="")
    if isinstance(error, AnsweredBefore):
        return nothing_more
    visit: Visit | None = context.get("visit")
    refusal = _refusal(error, body, visit)
    voice = await _voice(visit)
    sentence = voice.sentence(refusal) if voice else str(refusal)
    if body.get("type") == "view_submission" and ack.response is None:
        field = refusal.field if refusal.field in _fields(body) else next(iter(_fields(body)), None)
        if field:
            return BoltResponse(status=200, body={"response_action": "errors", "errors": {field: sentence}})
    try:
        # Not Bolt's own: what went wrong may have done so before ours was in place.
        answer_to = context.get("respond")
        if not isinstance(answer_to, ModalAnswer):
            answer_to = Responder(context.response_url, client.session)
        await _say(_with_names(sentence, refusal, voice), refusal.instead, visit, voice, answer_to)
    except (SlackApiError, ClientError) as failure:
        log.error("refusal.unsaid", exc_info=failure)
    return nothing_more


def _refusal(error: Exception, body: dict[str, Any], visit: Visit | None) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, SlackApiError) and read_no(error).name in TRIGGER_GONE:
        return Refusal(TOO_SLOW)
    number = secrets.token_hex(3)
    # Never the request itself: it holds what people wrote.
    log.error("door.failed", number=number, request=body.get("type") or body.get("command"), exc_info=error)
    if visit and visit.progress.saved:
        return Refusal(SAVED_THOUGH, number=number)
    return Refusal(OUR_FAULT, number=number)


def _with_names(sentence: str, refusal: Refusal, voice: Voice | None) -> str:
    """The sentence as mrkdwn, and who could do it instead: places that show text literally name nobody."""
    named = voice.say("asking.who_can", people=refusal.who[:MOST_NAMED]) if voice and refusal.who else ""
    return f"{blocks.escaped(sentence)} {named}".strip()


async def _voice(visit: Visit | None) -> Voice | None:
    """Their language, unless the database is what went wrong."""
    try:
        return await visit.voice() if visit else None
    except Exception as error:
        log.error("refusal.untranslated", exc_info=error)
        return None


def _fields(body: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in body.get("view", {}).get("blocks", []) if block["type"] == "input"]


async def _say(
    said: str, instead: str, visit: Visit | None, voice: Voice | None, respond: Responder | ModalAnswer
) -> None:
    if visit and voice and visit.progress.modal:
        await visit.fills(visit.progress.modal, modals.told(voice, PRODUCT, blocks.prose(Markup(said))))
    elif respond.response_url:
        offered = [*blocks.prose(Markup(said)), blocks.actions(_offer(instead))] if instead else None
        await respond(said, blocks=offered, response_type="ephemeral", replace_original=False)
    elif visit is not None:
        await visit.whisper(said)


def _offer(instead: str) -> blocks.Block:
    """A button that does what was probably meant."""
    return blocks.button(instead, "command.instead", instead)
