"""The stand-in's limits against a published registry, and the grammar against what Slack refuses."""

from typing import Any

import pytest
import slackblocks
from slackblocks import _limits as published

from bot.playground.grammar import limits
from bot.playground.grammar.surfaces import message_faults, view_faults
from tests.playground.bricks import actions, bars, button, modal, mrkdwn, option, plain, question, section, table

# Slack's documents differ here; the stricter one holds.
DIFFERING = {"DATA_TABLE_ROWS_MAX_ITEMS"}
SHARED = [name for name in vars(limits) if name.isupper() and hasattr(published, name) and name not in DIFFERING]


def test_limits_agree_with_the_published_registry() -> None:
    """Every limit both know is the same number."""
    assert len(SHARED) > 55
    assert {name: getattr(limits, name) for name in SHARED} == {name: getattr(published, name) for name in SHARED}
    assert limits.DATA_TABLE_ROWS_MAX_ITEMS < published.DATA_TABLE_ROWS_MAX_ITEMS


SELECT = {"type": "static_select", "options": [option("a"), option("b")]}
TEXT = {"type": "plain_text_input"}
GOOD_ON_MESSAGES: list[dict[str, Any]] = [
    section("x" * 3000),
    {"type": "section", "fields": [mrkdwn("f")] * 10},
    section(accessory={"type": "overflow", "options": [option(str(n)) for n in range(5)]}),
    actions(*[button("x" * 75, value="v" * 2000) for _ in range(25)]),
    {"type": "header", "text": plain("h" * 150)},
    {"type": "context", "elements": [mrkdwn("c")] * 10},
    {"type": "divider"},
    {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A chart"},
    {"type": "markdown", "text": "m" * 12_000},
    table(101, 20),
    bars(12, 20, "t" * 50),
    {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": "So"}]}]},
    {
        "type": "data_visualization",
        "title": "Shares",
        "chart": {"type": "pie", "segments": [{"label": "yes", "value": 2}]},
    },
]
# Each: what is wrong, the blocks, and a word of Slack's complaint.
BAD_ON_MESSAGES: list[tuple[str, list[dict[str, Any]], str]] = [
    ("long section", [section("x" * 3001)], "less than 3001 characters"),
    ("empty section", [section("")], "more than 0 characters"),
    ("section of nothing", [{"type": "section"}], "text or fields"),
    ("11 fields", [{"type": "section", "fields": [mrkdwn("f")] * 11}], "no more than 10"),
    ("long field", [{"type": "section", "fields": [mrkdwn("f" * 2001)]}], "less than 2001"),
    ("51 blocks", [section()] * 51, "no more than 50"),
    ("unknown block", [{"type": "poem"}], "unsupported block type"),
    ("unknown field", [section(colour="red")], "invalid additional property: colour"),
    ("unknown element", [actions({"type": "lever"})], "unsupported type: lever"),
    ("mrkdwn header", [{"type": "header", "text": mrkdwn("h")}], "valid enum value: plain_text"),
    ("long header", [{"type": "header", "text": plain("h" * 151)}], "less than 151"),
    ("26 buttons", [actions(*[button()] * 26)], "no more than 25"),
    ("long button", [actions(button("x" * 76))], "less than 76"),
    ("long value", [actions(button(value="v" * 2001))], "less than 2001"),
    ("11 context elements", [{"type": "context", "elements": [mrkdwn("c")] * 11}], "no more than 10"),
    ("duplicate block_id", [section(block_id="b"), section(block_id="b")], "must be unique: b"),
    ("duplicate action_id", [actions(button(action_id="a"), button(action_id="a"))], "must be unique in its block: a"),
    ("alert on a message", [{"type": "alert", "text": plain("Oh")}], "unsupported block type on a message"),
    ("file input on a message", [question({"type": "file_input"})], "only available in modals"),
    ("text input in actions", [actions(TEXT)], "unsupported type: plain_text_input"),
    ("two markdowns too long", [{"type": "markdown", "text": "m" * 6001}] * 2, "12000 characters in all"),
    ("101 options", [actions({"type": "static_select", "options": [option(str(n)) for n in range(101)]})], "100 items"),
    ("long option", [actions({"type": "static_select", "options": [option("o" * 76)]})], "less than 76"),
    ("11 radios", [actions({"type": "radio_buttons", "options": [option(str(n)) for n in range(11)]})], "10 items"),
    ("6 overflow", [actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]})], "5 items"),
    ("foreign initial", [actions({**SELECT, "initial_option": option("z")})], "must be one of the options"),
    ("102 rows", [table(102)], "no more than 101"),
    ("1 row", [table(1)], "no fewer than 2"),
    ("21 columns", [table(3, 21)], "no more than 20"),
    ("no caption", [{key: value for key, value in table().items() if key != "caption"}], "missing required field"),
    ("20 001 characters", [table(2, 1, "x" * 10_001)], "20000 characters"),
    ("uneven rows", [{**table(), "rows": [*table(2, 2)["rows"], *table(2, 3)["rows"]]}], "same number of cells"),
    ("3 charts", [bars()] * 3, "no more than 2 data_visualization"),
    ("13 series", [bars(13)], "no more than 12"),
    ("21 categories", [bars(1, 21)], "no more than 20"),
    ("long title", [bars(title="t" * 51)], "less than 51"),
    ("points off the axis", [bars(axis_config={"categories": ["other"]})], "one point per category"),
    ("a null", [section(block_id=None)], "must provide a string"),
]


@pytest.mark.parametrize("block", GOOD_ON_MESSAGES, ids=lambda block: block["type"])
def test_a_message_may_go_to_the_limit(block: dict[str, Any]) -> None:
    """What is just allowed passes."""
    assert message_faults([block]) == []


@pytest.mark.parametrize(("what", "blocks", "said"), BAD_ON_MESSAGES, ids=[each[0] for each in BAD_ON_MESSAGES])
def test_a_message_may_not_go_beyond(what: str, blocks: list[dict[str, Any]], said: str) -> None:
    """What is one too much is refused, and the refusal points at it."""
    faults = message_faults(blocks)

    assert any(said in each for each in faults), (what, faults)
    assert all(each.startswith("[ERROR] ") and "[json-pointer:/blocks" in each for each in faults)


GOOD_MODALS: list[dict[str, Any]] = [
    modal(*[section()] * 100, private_metadata="p" * 3000, callback_id="c" * 255),
    modal(question({"type": "file_input", "max_files": 10, "filetypes": ["csv"]})),
    modal({"type": "alert", "text": plain("Careful"), "level": "warning"}),
    modal(question({"type": "datepicker", "initial_date": "2026-09-14"}), question({"type": "timepicker"})),
    modal(question({"type": "multi_users_select", "initial_users": ["U1"]}), question(SELECT)),
    modal(question({"type": "number_input", "is_decimal_allowed": False, "min_value": "4"})),
]
BAD_MODALS: list[tuple[str, dict[str, Any], str]] = [
    ("long title", modal(title=plain("t" * 25)), "less than 25"),
    ("long submit", modal(submit=plain("t" * 25)), "less than 25"),
    ("101 blocks", modal(*[section()] * 101), "no more than 100"),
    ("long metadata", modal(private_metadata="p" * 3001), "less than 3001"),
    ("no title", {"type": "modal", "blocks": []}, "missing required field: title"),
    ("inputs without submit", {"type": "modal", "title": plain("T"), "blocks": [question(TEXT)]}, "field: submit"),
    ("table in a modal", modal(table()), "unsupported block type on a modal"),
    ("markdown in a modal", modal({"type": "markdown", "text": "m"}), "unsupported block type on a modal"),
    ("unknown field", modal(submit_disabled=True), "invalid additional property: submit_disabled"),
    ("11 files", modal(question({"type": "file_input", "max_files": 11})), "between 1 and 10"),
    ("bad date", modal(question({"type": "datepicker", "initial_date": "14.9."})), "must be a date"),
    ("long label", modal(question(TEXT, label="l" * 2001)), "less than 2001"),
    ("two in focus", modal(*[question({**TEXT, "focus_on_load": True})] * 2), "focus_on_load"),
    ("button as input", modal(question(button())), "unsupported type: button"),
    ("bad confirm", modal(actions(button(confirm={"title": plain("Sure?")}))), "missing required field: deny"),
]


@pytest.mark.parametrize("view", GOOD_MODALS, ids=lambda view: view["blocks"][0]["type"])
def test_a_modal_may_go_to_the_limit(view: dict[str, Any]) -> None:
    """What is just allowed passes."""
    assert view_faults(view, "modal") == []


@pytest.mark.parametrize(("what", "view", "said"), BAD_MODALS, ids=[each[0] for each in BAD_MODALS])
def test_a_modal_may_not_go_beyond(what: str, view: dict[str, Any], said: str) -> None:
    """What is one too much is refused."""
    faults = view_faults(view, "modal")

    assert any(said in each for each in faults), (what, faults)


def test_a_home_takes_tables_but_no_alerts_and_no_title() -> None:
    """The App Home has its own list of blocks."""
    assert view_faults({"type": "home", "blocks": [table(), section()]}, "home") == []
    assert (
        "unsupported block type on a home"
        in view_faults({"type": "home", "blocks": [{"type": "alert", "text": plain("Oh")}]}, "home")[0]
    )
    assert "invalid additional property: title" in view_faults(modal(type="home"), "home")[0]


def test_slackblocks_own_messages_pass() -> None:
    """Blocks that another library builds from Slack's documents are what the stand-in takes."""
    built = [
        slackblocks.SectionBlock("Hello", accessory=slackblocks.Button("Go", action_id="go")),
        slackblocks.HeaderBlock("Title"),
        slackblocks.DividerBlock(),
        slackblocks.ContextBlock([slackblocks.Text("foot")]),
        slackblocks.ActionsBlock([slackblocks.Button("Go", action_id="go2", value="1", style="primary")]),
    ]

    assert message_faults([block.to_dict() if hasattr(block, "to_dict") else block._resolve() for block in built]) == []
