"""A whole conversation with a real Bolt app: command, modal, complaint, message, click, whisper."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.world import Stage, stage

MODAL = {
    "type": "modal",
    "callback_id": "start",
    "title": {"type": "plain_text", "text": "Start a cycle"},
    "submit": {"type": "plain_text", "text": "Start"},
    "blocks": [
        {
            "type": "input",
            "block_id": "question",
            "label": {"type": "plain_text", "text": "Your question"},
            "element": {"type": "plain_text_input", "action_id": "question"},
        },
        {
            "type": "input",
            "block_id": "weeks_block",
            "label": {"type": "plain_text", "text": "How many weeks?"},
            "element": {"type": "plain_text_input", "action_id": "weeks", "initial_value": "5"},
        },
    ],
}
BUTTON = {"type": "button", "action_id": "done", "text": {"type": "plain_text", "text": "I did it"}, "value": "42"}


def listen(scene: Stage) -> None:
    """Teach the Bolt app a small cycle."""

    @scene.bolt.command("/cycle")
    async def command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view={**MODAL, "private_metadata": body["channel_id"]})
        await ack()

    @scene.bolt.view("start")
    async def submitted(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient) -> None:
        values = view["state"]["values"]
        if values["weeks_block"]["weeks"]["value"] == "7":
            await ack(response_action="errors", errors={"weeks_block": "A cycle lasts 4 to 6 weeks."})
            return
        await ack()
        question = values["question"]["question"]["value"]
        blocks: list[dict[str, Any]] = [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"*New cycle*: {question}"}},
            {"type": "actions", "elements": [BUTTON]},
        ]
        await client.chat_postMessage(channel=view["private_metadata"], text=f"New cycle: {question}", blocks=blocks)

    @scene.bolt.action("done")
    async def clicked(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        await respond(text=f"Well done ({action['value']}).", replace_original=False)


def test_a_teacher_starts_a_cycle_and_clicks() -> None:
    """What a person does reaches the app, and what the app says reaches her screen."""

    async def play() -> None:
        async with stage() as scene:
            listen(scene)
            ana = scene.ana
            assert (await ana.types("/cycle start", in_=scene.channel)).ok
            assert ana.screen is not None
            assert ana.screen.title == "Start a cycle"
            assert [each.label for each in ana.screen.inputs] == ["Your question", "How many weeks?"]
            assert ana.screen.values["weeks_block"]["weeks"]["value"] == "5"

            assert await ana.submits(weeks="7") == {"question": "missing_required_input"}
            assert await ana.submits(your_question="Exit tickets", weeks="7") == {
                "weeks": "A cycle lasts 4 to 6 weeks."
            }
            assert await ana.submits(question="Exit &amp; tickets?", weeks="5") == {}
            assert ana.screen is None

            await scene.slack.until(lambda: scene.school.said_in("#grade-5"))
            assert scene.school.said_in("#grade-5") == ["New cycle: Exit & tickets?"]
            assert scene.ben.sees == ["*New cycle*: Exit & tickets?\n[ I did it ]"]
            assert (await scene.ben.clicks("I did it")).ok
            assert await scene.slack.until(lambda: scene.ben.sees[1:]) == ["Well done (42)."]
            assert len(ana.sees) == 1
            assert scene.slack.refused == []

    asyncio.run(play())
