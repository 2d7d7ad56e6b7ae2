"""Requests only a forger sends: the receiver can tell them, and Slack's own it takes."""

from datetime import timedelta

from slack_bolt.async_app import AsyncAck

from bot.playground.api.sending import JSON
from tests.playground.world import Stage, play

BODY = b"command=%2Fcycle&team_id=T1&user_id=U1"


def test_bad_signatures_and_old_timestamps_are_refused() -> None:
    """The SDK's own verifier takes true requests and no others."""

    async def scenario(scene: Stage) -> None:
        forge = scene.slack.forge
        assert (await forge.badly_signed(BODY)).status == 401
        assert (await forge.unsigned(BODY)).status == 401
        assert (await forge.replayed(BODY)).status == 401
        assert (await forge.replayed(BODY, age=timedelta(minutes=4))).status != 401
        assert (await forge.badly_signed(b"{}", JSON)).status == 401
        assert (await forge.command(command="/cycle", team_id="T404", user_id="U404")).status != 401
        assert (await forge.event({"type": "url_verification", "challenge": "c"})).status == 200

    play(scenario)


def test_an_app_that_is_away_is_reported_as_slack_reports_it() -> None:
    """A command nobody answers shows Slack's own complaint."""

    async def scenario(scene: Stage) -> None:
        scene.slack.app_url = "http://127.0.0.1:9"
        ack = await scene.ana.types("/cycle", in_=scene.channel)
        assert ack.status == 0
        lines = scene.slack.transcript(scene.ana.id)
        assert [(each.kind, each.author) for each in lines] == [("typed", "Ana Ruiz"), ("slackbot", "Slackbot")]

    play(scenario)


def test_a_slow_app_times_out() -> None:
    """Slack waits three seconds; here a tenth."""

    async def scenario(scene: Stage) -> None:
        @scene.bolt.command("/cycle")
        async def slow(ack: AsyncAck) -> None:
            await scene.slack.until(lambda: False, within_seconds=0.3)
            await ack()

        scene.slack.road.patience_seconds = 0.1
        ack = await scene.ana.types("/cycle", in_=scene.channel)
        assert (ack.status, ack.text) == (0, "operation_timeout")
        assert ack.seconds < 0.3

    play(scenario)
