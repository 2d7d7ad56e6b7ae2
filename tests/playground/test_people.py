"""People at their screens: clicks, choices, whispers, homes, shortcuts, and the events of all that."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.bricks import actions, button, modal, option, question, section
from tests.playground.world import Stage, play

MENU = [option("First", "1"), option("Second", "2")]


def test_homes_menus_and_replies() -> None:
    """Choosing in a home, an overflow in a message, and every way of answering by response_url."""

    async def scenario(scene: Stage) -> None:
        chosen: list[str] = []
        menu = {"type": "static_select", "action_id": "menu", "options": MENU}
        overflow = {"type": "overflow", "action_id": "more", "options": MENU}

        @scene.bolt.event("app_home_opened")
        async def opened(event: dict[str, str], client: AsyncWebClient) -> None:
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [actions(menu)]})

        @scene.bolt.action("menu")
        async def picked(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            chosen.append(action["selected_option"]["value"])
            blocks = [section("Take it?"), actions(button("Yes", action_id="yes"), overflow)]
            await client.chat_postMessage(channel=body["user"]["id"], text="Take it?", blocks=blocks)

        @scene.bolt.action("more")
        async def more(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond) -> None:
            await ack()
            chosen.append(action["selected_option"]["value"])
            await respond("Only you", response_type="ephemeral", replace_original=False)
            await respond("All of us", response_type="in_channel", replace_original=False)

        @scene.bolt.action("yes")
        async def yes(ack: AsyncAck, respond: AsyncRespond) -> None:
            await ack()
            await respond("Taken.", replace_original=True)
            await respond(delete_original=True)

        ana = scene.ana
        await ana.opens_home()
        await ana.chooses("menu", "Second")
        await ana.chooses("more", "First")
        assert chosen == ["2", "1"]
        assert await scene.slack.until(lambda: ana.sees[2:]) == ["All of us"]
        await ana.clicks("Yes")
        await scene.slack.until(lambda: len(ana.has_before_her) == 2)
        assert ana.has_before_her == ["Only you", "All of us"]
        assert "Taken." in ana.sees
        scene.slack.road.patience_seconds = 0.05
        with pytest.raises(LookupError, match="sees no 'Yes'"):
            await ana.clicks("Yes")
        assert scene.slack.refused == []

    play(scenario)


def test_what_was_chosen_in_a_message_goes_with_the_click() -> None:
    """A menu's choice is sent at once, and again as state with the button below it; an input's only with it."""

    async def scenario(scene: Stage) -> None:
        heard: list[dict[str, Any]] = []
        menu = {"type": "static_select", "action_id": "menu", "options": MENU}
        note = question({"type": "plain_text_input", "action_id": "note"}, block_id="note")
        blocks = [{**actions(menu, button("Save", action_id="save")), "block_id": "row"}, note]

        @scene.bolt.action("menu")
        @scene.bolt.action("save")
        async def act(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
            await ack()
            heard.append(body)
            if len(heard) == 2:
                await respond("Saved.")

        await scene.client.chat_postMessage(channel=scene.ana.id, text="Choose", blocks=blocks)
        await scene.ana.chooses("menu", "Second")
        await scene.ana.chooses("note", "because")
        await scene.ana.clicks("Save")
        assert [each["actions"][0]["action_id"] for each in heard] == ["menu", "save"]
        values = heard[1]["state"]["values"]
        assert values["row"]["menu"]["selected_option"] == MENU[1]
        assert values["note"]["note"]["value"] == "because"
        assert await scene.slack.until(lambda: scene.ana.has_before_her == ["Saved."])

    play(scenario)


def test_an_ill_formed_acknowledgement_is_written_down() -> None:
    """Blocks Slack wouldn't take in a command's answer show nothing, and stand among the refusals."""

    async def scenario(scene: Stage) -> None:
        @scene.bolt.command("/cycle")
        async def command(ack: AsyncAck) -> None:
            await ack(text="x", blocks=[section("x" * 3001)])

        await scene.ana.types("/cycle")
        assert scene.ana.sees == []
        assert [(each.method, each.error) for each in scene.slack.refused] == [("ack:command", "invalid_blocks")]

    play(scenario)


def test_commands_answer_in_their_acknowledgement() -> None:
    """Plain text and JSON acknowledgements whisper; in_channel speaks up."""

    async def scenario(scene: Stage) -> None:
        @scene.bolt.command("/cycle")
        async def command(ack: AsyncAck, command: dict[str, str]) -> None:
            aloud = command["text"] == "aloud"
            await ack(f"You said {command['text']}.", response_type="in_channel" if aloud else "ephemeral")

        await scene.ana.types("/cycle  start it ", in_=scene.channel)
        assert scene.ana.sees == ["You said start it."]
        assert scene.ben.sees == []
        await scene.ana.types("/cycle aloud", in_="#grade-5")
        assert scene.ben.sees == ["You said aloud."]

    play(scenario)


def test_the_app_hears_what_happens() -> None:
    """Mentions, direct messages, files, members, archives, uninstalling: each is an event of its name."""

    async def scenario(scene: Stage) -> None:
        heard: list[tuple[str, str]] = []

        @scene.bolt.middleware
        async def listen(body: dict[str, Any], next_: Any) -> None:  # noqa: ANN401 - Bolt gives it no type
            heard.append((body["event"]["type"], body["event"].get("channel_type", "")))
            await next_()

        scene.slack.road.retry_delays_seconds = ()  # nobody listens here, so every event goes unanswered
        await scene.ana.says("good morning", in_=scene.channel)
        await scene.ana.says(f"<@{scene.school.bot_id}> hello", in_=scene.channel)
        await scene.ana.says("a question")
        await scene.ana.uploads(b"x", "a.csv", in_=scene.channel)
        await scene.ana.joins(scene.school.channel("new"))
        await scene.school.archives(scene.channel)
        await scene.school.uninstalls()
        assert heard == [
            ("app_mention", ""),
            ("message", "im"),
            ("file_shared", ""),
            ("member_joined_channel", "C"),
            ("channel_archive", ""),
            ("tokens_revoked", ""),
            ("app_uninstalled", ""),
        ]

    play(scenario)


def test_shortcuts_closing_and_suggestions() -> None:
    """Global and message shortcuts, a modal closed by its cross, and options given by the app."""

    async def scenario(scene: Stage) -> None:
        heard: list[str] = []
        external = question({"type": "external_select", "action_id": "ext"}, block_id="ext")
        view = modal(external, callback_id="v", notify_on_close=True)

        @scene.bolt.shortcut("open")
        async def shortcut(ack: AsyncAck, body: dict[str, str], client: AsyncWebClient) -> None:
            await ack()
            heard.append(body["type"])
            if body["type"] == "shortcut":
                await client.views_open(trigger_id=body["trigger_id"], view=view)

        @scene.bolt.options("ext")
        async def options(ack: AsyncAck, body: dict[str, str]) -> None:
            await ack(options=[option(f"{body['value']} one")])

        @scene.bolt.view_closed("v")
        async def closed(ack: AsyncAck) -> None:
            await ack()
            heard.append("closed")

        await scene.ana.shortcut("open")
        await scene.ana.waits_for_screen("Start")
        assert await scene.ana.asks_options("ext", "try") == ["try one"]
        await scene.ana.closes()
        assert scene.ana.screen is None
        message = await scene.ben.says("hello", in_=scene.channel)
        await scene.ana.message_shortcut("open", message, scene.channel)
        await scene.slack.until(lambda: len(heard) == 3, within_seconds=1)
        assert heard == ["shortcut", "closed", "message_action"]

    play(scenario)
