"""The Web API through the real SDK: what it gives, and the names of its refusals."""

from collections.abc import Awaitable

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.world.state import clock_text
from tests.playground.bricks import bars, modal, plain, question, section
from tests.playground.world import Stage, play, refusal

VIEW = modal(question({"type": "plain_text_input", "action_id": "q"}, block_id="q"))


def test_messages_are_found_again_by_their_metadata() -> None:
    """History gives metadata only when asked, newest first, after `oldest`, in pages."""

    async def scenario(scene: Stage) -> None:
        stamps = []
        for number in range(5):
            said = await scene.client.chat_postMessage(
                channel=scene.channel.id,
                text=f"number {number}",
                metadata={"event_type": "post", "event_payload": {"id": number}},
            )
            stamps.append(said["ts"])
            scene.clock.turn(seconds=1)
        assert stamps == sorted(set(stamps))

        plainly = await scene.client.conversations_history(channel=scene.channel.id)
        assert [each["text"] for each in plainly["messages"]] == [f"number {number}" for number in (4, 3, 2, 1, 0)]
        assert "metadata" not in plainly["messages"][0]
        later = await scene.client.conversations_history(
            channel=scene.channel.id, oldest=stamps[2], limit=1, include_all_metadata=True
        )
        assert later["has_more"]
        assert later["messages"][0]["metadata"]["event_payload"] == {"id": 4}
        cursor = later["response_metadata"]["next_cursor"]
        onward = await scene.client.conversations_history(
            channel=scene.channel.id, oldest=stamps[2], limit=1, cursor=cursor
        )
        assert [each["text"] for each in onward["messages"]] == ["number 3"]
        assert not onward["has_more"]

    play(scenario)


def test_messages_change_and_go() -> None:
    """An app changes and deletes its own messages, and no others."""

    async def scenario(scene: Stage) -> None:
        client, channel = scene.client, scene.channel.id
        ts = (await client.chat_postMessage(channel=channel, text="old"))["ts"]
        await client.chat_update(channel=channel, ts=ts, text="new")
        assert scene.school.said_in("#grade-5") == ["new"]
        await client.reactions_add(channel=channel, timestamp=ts, name="tada")
        await client.chat_delete(channel=channel, ts=ts)
        assert scene.school.said_in("#grade-5") == []
        assert await refusal(client.chat_update(channel=channel, ts=ts, text="newer")) == "message_not_found"
        hers = await scene.ana.says("mine", in_=scene.channel)
        assert await refusal(client.chat_update(channel=channel, ts=hers.ts, text="x")) == "cant_update_message"
        assert await refusal(client.chat_delete(channel=channel, ts=hers.ts)) == "cant_delete_message"

    play(scenario)


def test_an_older_workspace_refuses_new_blocks() -> None:
    """By Slack's error, naming the block; posted and updated alike; it is no mistake of the app's."""

    async def scenario(scene: Stage) -> None:
        client, channel = scene.client, scene.channel.id
        ts = (await client.chat_postMessage(channel=channel, text="new", blocks=[bars()]))["ts"]
        scene.school.lacks("data_visualization")
        with pytest.raises(SlackApiError) as no:
            await client.chat_postMessage(channel=channel, text="old", blocks=[section("x"), bars()])
        assert no.value.response["error"] == "invalid_blocks"
        assert no.value.response["errors"] == ["unsupported type: data_visualization [json-pointer:/blocks/1/type]"]
        assert await refusal(client.chat_update(channel=channel, ts=ts, text="x", blocks=[bars()])) == "invalid_blocks"
        await client.chat_postMessage(channel=channel, text="plain", blocks=[section("x")])
        assert scene.school.said_in("#grade-5") == ["new", "plain"]
        assert scene.slack.refused == []

    play(scenario)


def test_the_world_says_no_by_its_names() -> None:
    """Channels, people and tokens have states, and each has its error."""

    async def scenario(scene: Stage) -> None:
        client, school = scene.client, scene.school
        hidden = school.channel("hidden", private=True, bot=False)
        strange = school.channel("strange", bot=False)

        def said(channel: str, **more: object) -> Awaitable[str]:
            return refusal(client.api_call("chat.postMessage", json={"channel": channel, "text": "x", **more}))

        assert await said("C404") == "channel_not_found"
        assert await said(hidden.id) == "channel_not_found"
        assert await said(school.bot_id) == "cannot_dm_bot"
        school.team.scopes.remove("chat:write.public")
        assert await said(strange.id) == "not_in_channel"
        await client.conversations_join(channel=strange.id)
        assert (await client.chat_postMessage(channel=strange.id, text="x"))["ok"]
        strange.archived = True
        assert await said(strange.id) == "is_archived"
        scene.ben.user.deleted = True
        assert await said(scene.ben.id) == "cannot_dm_deactivated_user"
        assert await said(scene.channel.id, text="") == "no_text"
        assert await said(scene.channel.id, text="x" * 40_001) == "msg_too_long"
        assert await said(scene.channel.id, metadata={"event_type": "x"}) == "invalid_metadata_format"
        assert await refusal(client.users_info(user="U404")) == "user_not_found"
        whispered = client.chat_postEphemeral(channel=strange.id, user=scene.ana.id, text="x")
        assert await refusal(whispered) == "is_archived"
        school.team.scopes.remove("users:read")
        assert await refusal(client.users_info(user=scene.ana.id)) == "missing_scope"

    play(scenario)


def test_tokens_have_states() -> None:
    """A token may be missing, wrong, revoked, or of a closed account."""

    async def scenario(scene: Stage) -> None:
        known = await scene.client.auth_test()
        assert known["team_id"] == "T1"
        assert "chat:write" in known.headers["x-oauth-scopes"]
        scene.client.token = "xoxb-wrong"
        assert await refusal(scene.client.auth_test()) == "invalid_auth"
        scene.client.token = scene.school.token
        for trouble in ("token_revoked", "account_inactive"):
            scene.school.team.token_trouble = trouble
            assert await refusal(scene.client.auth_test()) == trouble
        code = scene.school.consents()
        asked = {"client_id": "1111.2222", "client_secret": "playground-client-secret", "code": code}
        async with scene.slack.browser() as browser:
            address = f"{scene.slack.api_url}oauth.v2.access"
            granted = await (await browser.post(address, data=asked)).json()
            assert (granted["access_token"], granted["team"]["id"]) == (scene.school.token, "T1")
            assert (await (await browser.post(address, data=asked)).json())["error"] == "invalid_code"

    play(scenario)


def test_invalid_blocks_say_where() -> None:
    """The refusal of blocks names the place, for messages and for views each in its own way."""

    async def scenario(scene: Stage) -> None:
        with pytest.raises(SlackApiError) as caught:
            await scene.client.chat_postMessage(channel=scene.channel.id, text="x", blocks=[section("x" * 3001)])
        response = caught.value.response
        assert response["error"] == "invalid_blocks"
        assert response["response_metadata"]["messages"] == [
            "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
        ]
        trigger_id = scene.slack.world.trigger(scene.school.team, scene.ana.user)
        bad = {**VIEW, "title": plain("t" * 25)}
        assert await refusal(scene.client.views_open(trigger_id=trigger_id, view=bad)) == "invalid_arguments"
        assert [each.error for each in scene.slack.refused] == ["invalid_blocks", "invalid_arguments"]

    play(scenario)


def test_a_trigger_lives_three_seconds_and_opens_once() -> None:
    """A trigger_id is used up by opening, and by time."""

    async def scenario(scene: Stage) -> None:
        fresh, client = scene.slack.world.trigger, scene.client
        used = fresh(scene.school.team, scene.ana.user)
        await client.views_open(trigger_id=used, view=VIEW)
        assert await refusal(client.views_open(trigger_id=used, view=VIEW)) == "exchanged_trigger_id"
        late = fresh(scene.school.team, scene.ana.user)
        scene.clock.turn(seconds=3.1)
        assert await refusal(client.views_open(trigger_id=late, view=VIEW)) == "expired_trigger_id"
        assert await refusal(client.views_open(trigger_id="1.2.3", view=VIEW)) == "invalid_trigger_id"
        large = {**VIEW, "blocks": [section("é" * 3000)] * 50}
        again = fresh(scene.school.team, scene.ana.user)
        assert await refusal(client.views_open(trigger_id=again, view=large)) == "view_too_large"

    play(scenario)


def test_views_are_guarded_by_their_hash_and_stack_three_high() -> None:
    """A stale hash conflicts; a fourth modal doesn't fit; an external id is one view's."""

    async def scenario(scene: Stage) -> None:
        client = scene.client

        def trigger() -> str:
            return scene.slack.world.trigger(scene.school.team, scene.ana.user)

        first = (await client.views_open(trigger_id=trigger(), view={**VIEW, "external_id": "e1"}))["view"]
        changed = await client.views_update(view_id=first["id"], hash=first["hash"], view=VIEW)
        stale = client.views_update(view_id=first["id"], hash=first["hash"], view=VIEW)
        assert await refusal(stale) == "hash_conflict"
        assert changed["view"]["root_view_id"] == first["id"]
        second = (await client.views_push(trigger_id=trigger(), view={**VIEW, "external_id": "e2"}))["view"]
        assert second["previous_view_id"] == first["id"]
        twin = client.views_push(trigger_id=trigger(), view={**VIEW, "external_id": "e2"})
        assert await refusal(twin) == "duplicate_external_id"
        await client.views_push(trigger_id=trigger(), view=VIEW)
        assert await refusal(client.views_push(trigger_id=trigger(), view=VIEW)) == "push_limit_reached"
        assert await refusal(client.views_update(view_id="V404", view=VIEW)) == "not_found"
        await client.views_publish(user_id=scene.ana.id, view={"type": "home", "blocks": [section("Hi")]})
        assert scene.ana.home is not None
        assert scene.ana.home.text == "Hi"

    play(scenario)


def test_one_message_a_second_and_channel() -> None:
    """Beyond a small burst the stand-in asks to wait, channel by channel, until the rule is switched off."""

    async def scenario(scene: Stage) -> None:
        async def post(channel: str) -> str:
            return str((await scene.client.chat_postMessage(channel=channel, text="x"))["ok"])

        for _ in range(scene.slack.rate.burst):
            await post(scene.channel.id)
        with pytest.raises(SlackApiError) as caught:
            await post(scene.channel.id)
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "1"
        await post(scene.school.channel("other").id)
        scene.clock.turn(seconds=1)
        await post(scene.channel.id)
        scene.slack.rate.enforced = False
        await post(scene.channel.id)

    play(scenario)


def test_a_file_goes_up_and_comes_down() -> None:
    """The SDK's three-step upload arrives; the bytes need a token; a file deleted is gone."""

    async def scenario(scene: Stage) -> None:
        await scene.client.files_upload_v2(
            channel=scene.channel.id, filename="growth.png", content="picture", initial_comment="Look"
        )
        message = scene.school.messages_in("#grade-5")[0]
        assert (message.text, message.files[0]["name"]) == ("Look", "growth.png")
        described = (await scene.client.files_info(file=message.files[0]["id"]))["file"]
        assert described["size"] == len("picture")
        address = described["url_private"]
        async with scene.slack.browser() as browser:
            with_token = {"Authorization": f"Bearer {scene.school.token}"}
            assert await (await browser.get(address, headers=with_token)).read() == b"picture"
            assert "Sign in" in await (await browser.get(address)).text()
        await scene.client.files_delete(file=described["id"])
        assert await refusal(scene.client.files_info(file=described["id"])) == "file_not_found"

    play(scenario)


def test_channels_and_people_are_described() -> None:
    """Members, direct messages, locale, bookmarks: what the SDK asks by GET, form and JSON alike."""

    async def scenario(scene: Stage) -> None:
        client = scene.client
        described = (await client.conversations_info(channel=scene.channel.id))["channel"]
        assert (described["name"], described["is_member"]) == ("grade-5", True)
        members = (await client.conversations_members(channel=scene.channel.id, limit=2))["members"]
        assert members == [scene.school.bot_id, scene.ana.id]
        person = (await client.users_info(user=scene.ana.id, include_locale=True))["user"]
        assert (person["real_name"], person["tz"], person["locale"]) == ("Ana Ruiz", "America/New_York", "en-US")
        direct = (await client.conversations_open(users=[scene.ana.id]))["channel"]["id"]
        assert (await client.chat_postMessage(channel=scene.ana.id, text="psst"))["channel"] == direct
        assert scene.ana.sees == ["psst"]
        assert scene.ben.sees == []
        await client.bookmarks_add(channel_id=scene.channel.id, title="Plan", type="link", link="https://x.example")
        assert [each["title"] for each in (await client.bookmarks_list(channel_id=scene.channel.id))["bookmarks"]] == [
            "Plan"
        ]
        mine = (await client.users_conversations(types="public_channel,im"))["channels"]
        assert {each["id"] for each in mine} == {scene.channel.id, direct}

    play(scenario)


def test_workspaces_know_nothing_of_each_other() -> None:
    """One workspace's token finds no channel, person or file of another's; a view needs files:read for files."""

    async def scenario(scene: Stage) -> None:
        other = scene.slack.workspace("T2", "Oak School")
        sheet = await scene.ana.uploads(b"x", "a.csv")
        scene.client.token = other.token
        assert await refusal(scene.client.chat_postMessage(channel=scene.channel.id, text="x")) == "channel_not_found"
        assert await refusal(scene.client.users_info(user=scene.ana.id)) == "user_not_found"
        assert await refusal(scene.client.files_info(file=sheet.id)) == "file_not_found"
        trigger_id = scene.slack.world.trigger(scene.school.team, scene.ana.user)
        assert await refusal(scene.client.views_open(trigger_id=trigger_id, view=VIEW)) == "invalid_trigger_id"
        other.team.scopes.remove("files:read")
        asking = modal(question({"type": "file_input"}))
        assert await refusal(scene.client.views_open(trigger_id=trigger_id, view=asking)) == "missing_scope"

    play(scenario)


def test_timestamps_are_slack_like() -> None:
    """A ts has six decimals."""
    assert clock_text(1_789_000_000_000_001) == "1789000000.000001"
