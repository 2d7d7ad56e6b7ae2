"""A bot that the page has never met: it takes orders, with everything Slack lets an app do to a screen."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from tests.playground.bricks import button, modal, option, plain, question, section

Body = dict[str, Any]
MANIFEST = {
    "features": {
        "bot_user": {"display_name": "Orders"},
        "slash_commands": [{"command": "/order", "description": "Order something", "usage_hint": "[what]"}],
        "shortcuts": [
            {"name": "Order anything", "type": "global", "callback_id": "anything", "description": "x"},
            {"name": "Order this", "type": "message", "callback_id": "this", "description": "x"},
        ],
    }
}
FRUITS = ("Apples", "Apricots", "Pears")
SURE = {"title": plain("Sure?"), "text": plain("Really."), "confirm": plain("Yes"), "deny": plain("No")}


def listen(bolt: AsyncApp, heard: list[Body]) -> None:
    """Write the bot; ``heard`` is told what it was sent."""
    bolt.command("/order")(order)
    bolt.action("renote")(write_another_note)
    bolt.action("push")(push)
    bolt.options("fruit")(offer)
    bolt.event("app_home_opened")(show_home)

    async def take(ack: AsyncAck, body: Body) -> None:
        values = body["view"]["state"]["values"]
        if values["what"]["what"]["value"] == "nothing":
            await ack(response_action="errors", errors={"what": "Nothing is not enough."})
            return
        heard.append(values)
        await ack()

    async def hear(ack: AsyncAck, body: Body) -> None:
        heard.append(body["actions"][0] if "actions" in body else body)
        await ack()

    bolt.view("order")(take)
    for name in ("menu", "delete"):
        bolt.action(name)(hear)
    for name in ("anything", "this"):
        bolt.shortcut(name)(hear)


def form(note: str = "What do you need?") -> Body:
    """A form with the inputs that our own bot doesn't use."""
    when, files = {"type": "datetimepicker", "action_id": "when"}, {"type": "file_input", "action_id": "list"}
    fruit = {"type": "external_select", "action_id": "fruit", "min_query_length": 1, "placeholder": plain("Fruit")}
    how = {"type": "checkboxes", "action_id": "how", "options": [option("Fast"), option("Cheap")]}
    return modal(
        section(note, block_id="note", accessory=button("Another note", action_id="renote")),
        question({"type": "plain_text_input", "action_id": "what"}, "What", block_id="what"),
        question(fruit, "Fruit", block_id="fruit"),
        question(when, "When", block_id="when"),
        question(how, "How", block_id="how"),
        question({**files, "max_files": 2}, "List", block_id="list", optional=True),
        {"type": "actions", "block_id": "more", "elements": [button("A form on top", action_id="push")]},
        callback_id="order",
    )


async def order(ack: AsyncAck, body: Body, client: Any) -> None:  # noqa: ANN401 - the SDK's
    """The form opens."""
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=form())


async def write_another_note(ack: AsyncAck, body: Body, client: Any) -> None:  # noqa: ANN401
    """The form is drawn anew."""
    await ack()
    await client.views_update(view_id=body["view"]["id"], view=form("Another note it is."))


async def push(ack: AsyncAck, body: Body, client: Any) -> None:  # noqa: ANN401
    """A second form comes on top."""
    await ack()
    above = {"type": "modal", "title": plain("On top"), "blocks": [section("Above")]}
    await client.views_push(trigger_id=body["trigger_id"], view=above)


async def offer(ack: AsyncAck, body: Body) -> None:
    """What begins as was typed."""
    fits = [each for each in FRUITS if each.lower().startswith(body["value"].lower())]
    await ack(options=[option(each) for each in fits])


async def show_home(event: Body, client: Any) -> None:  # noqa: ANN401
    """A home with a menu, and a button that asks first."""
    menu = {"type": "overflow", "action_id": "menu", "options": [option("Mute", "mute"), option("Snooze", "snooze")]}
    delete = {"type": "actions", "elements": [button("Delete", action_id="delete", confirm=SURE)]}
    blocks = [section("Welcome *home*", accessory=menu), delete]
    await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})
