"""Answers to clicks on Home and in modals, where Slack gives no address for a reply: they are shown in a modal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from slack_sdk.errors import SlackApiError

from handlers.screens import modals
from handlers.screens.blocks import Block, escaped, prose

if TYPE_CHECKING:
    from handlers.slack.request import Visit

PRODUCT = "Brightcycle"


class ModalAnswer:
    """Stands where Bolt's ``respond`` stands, and is called like it."""

    response_url = "a modal"  # there is a place to answer in

    def __init__(self, visit: "Visit", body: dict[str, Any]) -> None:
        self._visit, self._body = visit, body

    async def __call__(self, text: str = "", *, blocks: Sequence[Block] | None = None, **_more: Any) -> None:  # noqa: ANN401
        """Show an answer: in the modal that was clicked in, else in one of its own, else in a direct message."""
        shown = list(blocks or prose(Markup(escaped(text))))
        view = modals.told(await self._visit.voice(), PRODUCT, shown)
        clicked_in = self._body.get("view") or {}
        try:
            if self._visit.progress.modal:
                await self._visit.fills(self._visit.progress.modal, view)
            elif clicked_in.get("type") == "modal":
                await self._visit.client.views_update(view_id=clicked_in["id"], view=view)
            else:
                await self._visit.opens(self._body["trigger_id"], view)
        except SlackApiError:
            await self._visit.whisper(text, blocks=shown)


def replaces(body: dict[str, Any]) -> bool:
    """Whether a request is a click for which Slack gives no other place to answer."""
    return body.get("type") == "block_actions" and not body.get("response_url") and "trigger_id" in body
