"""The control plane: what load and fault runs ask of a stand-in in another process."""

import asyncio
import json
import sys

import aiohttp

from bot.playground.control import control_page
from tests.playground.world import Stage, play


def test_a_run_is_set_up_read_and_cleared() -> None:
    """Channels in bulk, mischief by name, counters, messages with metadata as lines, and a clean slate."""

    async def scenario(scene: Stage) -> None:
        scene.slack.pages["control"] = control_page(scene.slack)
        base = scene.slack.api_url.replace("/api/", "/control")
        async with scene.slack.browser() as browser:

            async def post(path: str, **body: object) -> dict[str, object]:
                said: dict[str, object] = await (await browser.post(f"{base}/{path}", json=body)).json()
                return said

            made = await post("setup", workspaces=[{"id": "T9", "people": ["Cy"], "channels": 50}])
            team = made["workspaces"][0]  # type: ignore[index]
            assert len(team["channels"]) == 50
            await post("settings", rate={"enforced": False}, app_url="http://127.0.0.1:1")
            assert scene.slack.app_url == "http://127.0.0.1:1"
            await post("mischief", trick="500", method="chat.postMessage", times=1)
            headers = {"Authorization": f"Bearer {team['token']}"}
            statuses = []
            for number in range(3):
                metadata = {"event_type": "post", "event_payload": {"id": number}}
                said = {"channel": team["channels"][0], "text": "x", "metadata": metadata}
                async with browser.post(f"{scene.slack.api_url}chat.postMessage", json=said, headers=headers) as got:
                    statuses.append(got.status)
            assert statuses == [500, 200, 200]
            lines = (await (await browser.get(f"{base}/messages")).text()).splitlines()
            assert [json.loads(each)["metadata"]["event_payload"]["id"] for each in lines] == [1, 2]
            counted = await (await browser.get(f"{base}/counters")).json()
            assert counted["outcomes"] == {"chat.postMessage 500": 1, "chat.postMessage ok": 2}
            assert (await browser.post(f"{base}/setup", json={})).status == 400
            assert (await browser.get(f"{base}/nonsense")).status == 404
            await post("reset")
            assert (await (await browser.get(f"{base}/counters")).json())["messages"] == 0

    play(scenario)


def test_it_runs_alone() -> None:
    """`python -m bot.playground --port 0` says where it listens, answers there, and ends when told to."""

    async def run() -> None:
        command = [sys.executable, "-m", "bot.playground", "--port", "0"]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        address = (await process.stdout.readline()).decode().split()[-1]
        async with aiohttp.ClientSession() as browser:
            said = await (await browser.post(f"{address}auth.test")).json()
            assert said == {"ok": False, "error": "not_authed"}
            made = await browser.post(address.replace("/api/", "/control/setup"), json={"workspaces": [{"id": "T1"}]})
            token = (await made.json())["workspaces"][0]["token"]
            headers = {"Authorization": f"Bearer {token}"}
            assert (await (await browser.get(f"{address}auth.test", headers=headers)).json())["team_id"] == "T1"
        process.terminate()
        assert await process.wait() == 0

    asyncio.run(run())
