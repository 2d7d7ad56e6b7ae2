"""The page with a bot that it has never met: everything Slack lets an app do to a screen."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from bot.playground.page import Alone, App, Page
from tests.page.orders import MANIFEST, listen
from tests.page.school import Visitor
from tests.people import Loop
from tests.playground.world import Stage, stage

pytestmark = pytest.mark.long


@pytest.fixture
def scene(loop: Loop) -> Iterator[Stage]:
    """Slack with another bot, and the page beside them."""
    curtain = AsyncExitStack()
    opened = loop.run(curtain.enter_async_context(stage()))
    opened.school.team.bot.real_name = "Orders"
    Page(opened.slack, Alone(App.of_manifest(MANIFEST))).open()
    yield opened
    loop.run(curtain.aclose())


@pytest.fixture
def heard(scene: Stage) -> list[Any]:
    """What the bot was told."""
    told: list[Any] = []
    listen(scene.bolt, told)
    return told


@pytest.fixture
def guest(scene: Stage, heard: list[Any], browser: Browser) -> Iterator[Visitor]:
    """Somebody at the page."""
    came = Visitor.comes(browser, scene.slack.world.base_url)
    yield came
    came.leaves()


def test_a_form_with_every_kind_of_answer(guest: Visitor, heard: list[Any]) -> None:
    """What was typed survives that the app draws the form anew; a complaint stands at its question."""
    guest.sends("/order")
    form = guest.dialog("Start")
    form.get_by_label("What", exact=True).fill("nothing")
    form.get_by_role("combobox", name="Fruit").fill("ap")
    expect(form.get_by_role("option")).to_have_count(2)
    form.get_by_role("option", name="Apricots").click()
    form.get_by_label("When").fill("2026-09-20T15:30")
    form.get_by_label("Cheap").check()
    form.locator("input[type=file]").set_input_files(FilePayload(name="list.csv", mimeType="text/csv", buffer=b"a,b"))
    expect(form.get_by_role("listitem")).to_contain_text("list.csv")

    form.get_by_role("button", name="Another note").click()
    expect(form).to_contain_text("Another note it is.")
    expect(form.get_by_label("What", exact=True)).to_have_value("nothing")
    expect(form.get_by_label("Cheap")).to_be_checked()
    form.get_by_role("button", name="Go").click()
    expect(form.get_by_role("alert").filter(has_text="Nothing is not enough.")).to_be_visible()

    form.get_by_label("What", exact=True).fill("Two boxes")
    form.get_by_role("button", name="Go").click()
    expect(form).to_be_hidden()
    (values,) = heard
    assert values["fruit"]["fruit"]["selected_option"]["value"] == "Apricots"
    assert values["when"]["when"]["selected_date_time"] == 1789932600
    assert [each["value"] for each in values["how"]["how"]["selected_options"]] == ["Cheap"]
    assert [each["name"] for each in values["list"]["list"]["files"]] == ["list.csv"]


def test_forms_are_stacked(guest: Visitor) -> None:
    """The one on top is in front; closed, the one below is as it was."""
    guest.sends("/order")
    form = guest.dialog("Start")
    form.get_by_label("What", exact=True).fill("Two boxes")
    form.get_by_role("button", name="A form on top").click()
    above = guest.dialog("On top")
    guest.tab.keyboard.press("Escape")

    expect(above).to_be_hidden()
    expect(form.get_by_label("What", exact=True)).to_have_value("Two boxes")


def test_a_home_with_a_menu_and_a_question_before_deleting(guest: Visitor, heard: list[Any]) -> None:
    """Home is published when it is opened; an overflow menu chooses; a confirmation asks first."""
    guest.tab.get_by_role("tab", name="Home").click()
    home = guest.tab.locator("#home")
    expect(home).to_contain_text("Welcome home")
    home.get_by_label("More actions").first.click()
    home.get_by_role("button", name="Snooze").click()

    home.get_by_role("button", name="Delete").click()
    guest.dialog("Sure?").get_by_role("button", name="No").click()
    home.get_by_role("button", name="Delete").click()
    guest.dialog("Sure?").get_by_role("button", name="Yes").click()
    expect(home.get_by_role("button", name="Delete")).not_to_have_attribute("aria-busy", "true")
    assert [each.get("selected_option", {}).get("value") or each["action_id"] for each in heard] == ["snooze", "delete"]


def test_shortcuts_anywhere_and_on_a_message(guest: Visitor, heard: list[Any]) -> None:
    """The manifest's shortcuts are offered where Slack offers them."""
    guest.sends("I need *apples*")
    guest.sees("I need")
    guest.tab.get_by_text("Shortcuts").click()
    guest.tab.get_by_role("button", name="Order anything").click()
    message = guest.log.get_by_role("article").last
    message.hover()
    message.locator("summary").click()
    message.get_by_role("button", name="Order this").click()
    guest.tab.wait_for_timeout(300)

    assert [each["callback_id"] for each in heard] == ["anything", "this"]
    assert heard[1]["message"]["text"] == "I need *apples*"


def test_messages_change_and_go(guest: Visitor, scene: Stage, loop: Loop) -> None:
    """An update stands in the same place; what is deleted vanishes; a whisper reaches one."""
    channel = scene.channel.id
    first = loop.run(scene.client.chat_postMessage(channel=channel, text="Step 1"))
    guest.sees("Step 1")
    loop.run(scene.client.chat_postMessage(channel=channel, text="Below"))
    loop.run(scene.client.chat_update(channel=channel, ts=first["ts"], text="Step 2"))
    guest.sees("Step 2")
    expect(guest.log.get_by_role("article").first).to_contain_text("Step 2")

    loop.run(scene.client.chat_delete(channel=channel, ts=first["ts"]))
    expect(guest.log.get_by_text("Step 2")).to_be_hidden()
    loop.run(scene.client.chat_postEphemeral(channel=channel, user=scene.ana.id, text="Between us"))
    guest.sees("Between us")
    guest.is_now("Ben O'Neil")
    expect(guest.log.get_by_text("Between us")).to_be_hidden()
