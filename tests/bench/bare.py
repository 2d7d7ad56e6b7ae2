"""The yardstick: a Bolt listener that acknowledges ``/cycle`` and does nothing else.

``python -m tests.bench.bare 4001`` listens on port 4001.
"""

import sys

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from starlette.applications import Starlette
from starlette.routing import Route


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T0", bot_user_id="U0", bot_token="xoxb-0")


async def _cycle(ack: AsyncAck) -> None:
    await ack()


def main() -> None:
    """Listen on the port of the command line."""
    bolt = AsyncApp(signing_secret="playground-signing-secret", authorize=_authorize)
    bolt.command("/cycle")(_cycle)
    handler = AsyncSlackRequestHandler(bolt)
    web = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
    uvicorn.run(web, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False)


if __name__ == "__main__":
    main()
