"""A person fills in a form: every kind of input, what Slack's form refuses, what the app answers."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.grammar import limits
from tests.playground.bricks import modal, option, plain, question
from tests.playground.world import Stage, play

MENU = [option("First", "1"), option("Second", "2")]


def asked(kind: str, **more: object) -> dict[str, Any]:
    """Ask one question, its ids named after its kind."""
    return question({"type": kind, "action_id": kind, **more}, label=f"A {kind}", block_id=kind, optional=True)


EVERYTHING = modal(
    asked("plain_text_input"),
    asked("email_text_input"),
    asked("url_text_input"),
    asked("number_input", is_decimal_allowed=False, min_value="1", max_value="9"),
    asked("static_select", options=MENU),
    asked("multi_static_select", options=MENU),
    asked("radio_buttons", options=MENU, initial_option=MENU[0]),
    asked("checkboxes", options=MENU),
    asked("users_select"),
    asked("multi_users_select"),
    asked("conversations_select"),
    asked("datepicker", initial_date="2026-09-14"),
    asked("timepicker"),
    asked("datetimepicker"),
    asked("file_input", max_files=1),
    callback_id="everything",
)


def opens(
    scene: Stage, view: dict[str, Any], submitted: list[dict[str, Any]], answer: dict[str, Any] | None = None
) -> None:
    """Teach the app to open a view on /cycle, and to keep and answer what is submitted."""

    @scene.bolt.command("/cycle")
    async def command(ack: AsyncAck, body: dict[str, str], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @scene.bolt.view(view["callback_id"])
    async def keep(ack: AsyncAck, body: dict[str, Any]) -> None:
        submitted.append(body)
        await ack(**(answer or {}))


def test_every_input_sends_its_own_value() -> None:
    """Natural Python values arrive under the keys Slack uses; what is untouched arrives as it was."""

    async def scenario(scene: Stage) -> None:
        submitted: list[dict[str, Any]] = []
        opens(scene, EVERYTHING, submitted)
        await scene.ana.types("/cycle")
        sheet = await scene.ana.uploads(b"a,b\n1,2\n", "scores.csv")
        said = await scene.ana.submits(
            plain_text_input="Why?",
            email_text_input="ana@school.example",
            url_text_input="https://x.example",
            number_input=5,
            static_select="Second",
            multi_static_select=["1", "Second"],
            checkboxes="First",
            users_select=scene.ben,
            multi_users_select=["Ana Ruiz", scene.ben.id],
            conversations_select="#grade-5",
            timepicker=time(15, 30),
            datetimepicker=datetime(2026, 9, 14, 12, tzinfo=UTC),
            file_input=sheet,
        )
        assert said == {}
        values = {name: each[name] for name, each in submitted[0]["view"]["state"]["values"].items()}
        assert values["plain_text_input"] == {"type": "plain_text_input", "value": "Why?"}
        assert values["number_input"]["value"] == "5"
        assert values["static_select"]["selected_option"] == MENU[1]
        assert [each["value"] for each in values["multi_static_select"]["selected_options"]] == ["1", "2"]
        assert values["radio_buttons"]["selected_option"] == MENU[0]
        assert values["checkboxes"]["selected_options"] == [MENU[0]]
        assert values["users_select"]["selected_user"] == scene.ben.id
        assert values["multi_users_select"]["selected_users"] == [scene.ana.id, scene.ben.id]
        assert values["conversations_select"]["selected_conversation"] == scene.channel.id
        assert values["datepicker"]["selected_date"] == "2026-09-14"
        assert values["timepicker"]["selected_time"] == "15:30"
        assert values["datetimepicker"]["selected_date_time"] == 1789387200
        sent = values["file_input"]["files"][0]
        assert (sent["name"], sent["size"], sent["filetype"]) == ("scores.csv", 8, "csv")
        async with scene.slack.browser() as browser:
            with_token = {"Authorization": f"Bearer {scene.school.token}"}
            assert await (await browser.get(sent["url_private"], headers=with_token)).read() == b"a,b\n1,2\n"

    play(scenario)


def test_untouched_inputs_are_null() -> None:
    """Nothing chosen is null, or an empty list where many may be chosen."""

    async def scenario(scene: Stage) -> None:
        submitted: list[dict[str, Any]] = []
        opens(scene, EVERYTHING, submitted)
        await scene.ana.types("/cycle")
        assert await scene.ana.submits(datepicker=None) == {}
        values = {name: each[name] for name, each in submitted[0]["view"]["state"]["values"].items()}
        assert values["plain_text_input"] == {"type": "plain_text_input", "value": None}
        assert values["static_select"]["selected_option"] is None
        assert values["datepicker"]["selected_date"] is None
        assert values["checkboxes"]["selected_options"] == []
        assert values["file_input"]["files"] == []

    play(scenario)


def test_slacks_own_form_refuses_first() -> None:
    """What Slack's form wouldn't send never reaches the app."""

    async def scenario(scene: Stage) -> None:
        submitted: list[dict[str, Any]] = []
        opens(scene, EVERYTHING, submitted)
        ana = scene.ana
        await ana.types("/cycle")
        huge = await ana.uploads(b"x" * (limits.FILE_INPUT_MAX_BYTES + 1), "huge.csv")
        assert await ana.submits(number_input="10", file_input=huge) == {
            "number_input": "out_of_range",
            "file_input": "file_too_large",
        }
        assert await ana.submits(number_input="4.5", email_text_input="ana", url_text_input="x") == {
            "number_input": "not_a_whole_number",
            "email_text_input": "not_an_email",
            "url_text_input": "not_a_url",
            "file_input": "file_too_large",
        }
        assert (await ana.submits(plain_text_input="x" * 3001))["plain_text_input"] == "too_long"
        with pytest.raises(LookupError, match="not one of"):
            await ana.submits(static_select="Third")
        scene.slack.road.patience_seconds = 0.05
        with pytest.raises(LookupError, match="can't answer"):
            await ana.submits(nonsense="x")
        with pytest.raises(LookupError, match="no open modal"):
            await scene.ben.submits(x="y")
        assert submitted == []

    play(scenario)


@pytest.mark.parametrize(
    ("answer", "titles", "complaint"),
    [
        ({"response_action": "update", "view": modal(title=plain("Next"))}, ["Next"], ""),
        ({"response_action": "push", "view": modal(title=plain("Above"))}, ["Everything", "Above"], ""),
        ({"response_action": "clear"}, [], ""),
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, ["Everything"], "invalid_arguments"),
        ({"response_action": "update", "view": modal(title=plain("t" * 25))}, ["Everything"], "invalid_arguments"),
    ],
    ids=["update", "push", "clear", "errors for no input", "an invalid view"],
)
def test_an_answer_changes_the_stack(answer: dict[str, Any], titles: list[str], complaint: str) -> None:
    """response_action updates, pushes, clears; an answer Slack can't follow is trouble, and written down."""

    async def scenario(scene: Stage) -> None:
        view = modal(asked("plain_text_input"), title=plain("Everything"), callback_id="one")
        opens(scene, view, [], answer)
        await scene.ana.types("/cycle")
        said = await scene.ana.submits(plain_text_input="x")
        stack = scene.school.team.stacks.get(scene.ana.id, [])
        assert [each.body["title"]["text"] for each in stack] == titles
        assert [each.error for each in scene.slack.refused] == ([complaint] if complaint else [])
        assert bool(said) == bool(complaint)

    play(scenario)


def test_dates_are_read_as_typed() -> None:
    """A date may be given as a date."""

    async def scenario(scene: Stage) -> None:
        submitted: list[dict[str, Any]] = []
        opens(scene, EVERYTHING, submitted)
        await scene.ana.types("/cycle")
        assert await scene.ana.submits(a_datepicker=date(2026, 11, 1)) == {}
        state = submitted[0]["view"]["state"]["values"]["datepicker"]["datepicker"]
        assert state["selected_date"] == "2026-11-01"

    play(scenario)


def test_a_channel_menu_may_start_where_the_person_is() -> None:
    """default_to_current_conversation sends the channel the command was typed in."""

    async def scenario(scene: Stage) -> None:
        submitted: list[dict[str, Any]] = []
        view = modal(asked("conversations_select", default_to_current_conversation=True), callback_id="here")
        opens(scene, view, submitted)
        await scene.ana.types("/cycle", in_=scene.channel)
        await scene.ana.waits_for_screen()
        assert await scene.ana.submits() == {}
        state = submitted[0]["view"]["state"]["values"]["conversations_select"]["conversations_select"]
        assert state["selected_conversation"] == scene.channel.id

    play(scenario)
