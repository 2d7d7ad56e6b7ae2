"""How blocks become HTML: all of them, and never more than what our own templates write."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.playground.grammar.answers import initial_state
from bot.playground.grammar.blocks import BLOCKS
from bot.playground.grammar.elements import (
    BUTTON,
    CHOICES,
    DATETIME,
    FILE_INPUT,
    MENUS,
    MULTI_MENUS,
    OVERFLOW,
    PICKERS,
    TYPED,
)
from bot.playground.grammar.shapes import Json
from bot.playground.page import mrkdwn
from bot.playground.page.controls import Choices, Option, template_of
from bot.playground.page.drawing import Drawing, blocks_drawn
from bot.playground.page.words import TEMPLATES, words_in
from bot.playground.people.mrkdwn import Reader
from tests.playground.bricks import actions, bars, button, option, plain, question, section, table
from tests.playground.bricks import mrkdwn as marked

ZONE = ZoneInfo("America/New_York")
READER = Reader({"U1": "Ana <Ruiz>", "C1": "grade-5"}, ZONE, datetime(2026, 9, 14, 12, tzinfo=UTC))
HOSTILE = '<script>alert("1")</script> <!channel> O\'Neil & <b> "\' ```'
ELEMENTS = {**BUTTON, **CHOICES, **DATETIME, **FILE_INPUT, **MENUS, **MULTI_MENUS, **OVERFLOW, **PICKERS, **TYPED}


def untouched(_block: Json, element: Json) -> Json:
    """What an element holds before anybody touches it."""
    return initial_state(element)


def drawing(language: str = "en") -> Drawing:
    """A surface before a reader."""
    people = [Option("U1", mrkdwn.plain("Ana <Ruiz>"))]
    choices = Choices(people, [("public", Option("C1", mrkdwn.plain("#grade-5")))], READER, ZONE)
    return Drawing(READER, words_in(language), "m1", choices, untouched, ("Sample.csv",))


def html(text: str) -> str:
    """A piece of mrkdwn as HTML."""
    return str(mrkdwn.html(text, READER))


def element(kind: str) -> dict[str, Any]:
    """One element of a type, with hostile words wherever it has words."""
    made: dict[str, Any] = {"type": kind, "action_id": "a"}
    if kind == "button":
        return {**made, "text": plain(HOSTILE), "value": HOSTILE, "url": "javascript:alert(1)", "style": "danger"}
    if kind == "number_input":
        return {**made, "is_decimal_allowed": False}
    if "static" in kind or kind in ("radio_buttons", "checkboxes", "overflow"):
        return {**made, "options": [option(HOSTILE, "1"), option("Two", "2")]}
    return {**made, "placeholder": plain(HOSTILE)} if "select" in kind else made


RICH: list[dict[str, Any]] = [
    {"type": "text", "text": HOSTILE, "style": {"bold": True, "italic": True, "strike": True, "code": True}},
    {"type": "link", "url": "https://example.org/?a=1&b=2", "text": HOSTILE},
    {"type": "link", "url": "javascript:alert(1)"},
    {"type": "emoji", "name": "tada"},
    {"type": "user", "user_id": "U1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#ff0000"},
    {"type": "date", "timestamp": 1789387200, "format": "{date_short} {time}"},
]
PICTURE = {"type": "image", "alt_text": HOSTILE, "image_url": "https://example.org/a.png"}
BESIDE = 'target="_blank" rel="noopener noreferrer"'
MARKDOWN_TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"
PIE = {"type": "pie", "segments": [{"label": HOSTILE, "value": 2}, {"label": "b", "value": 1}]}
EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "actions": [actions(button(HOSTILE, action_id="a", confirm={
        "title": plain(HOSTILE), "text": marked(HOSTILE), "confirm": plain("Yes"), "deny": plain("No"),
    }))],
    "alert": [{"type": "alert", "text": marked(HOSTILE), "level": "error"}, {"type": "alert", "text": plain("a")}],
    "card": [
        {"type": "card", "title": marked(HOSTILE), "subtitle": plain(HOSTILE), "body": marked(HOSTILE), "icon": PICTURE,
         "hero_image": PICTURE, "actions": [button("Go", action_id="a")]},
        {"type": "card", "title": plain("alone")},
    ],
    "context": [{"type": "context", "elements": [marked(HOSTILE), plain(HOSTILE), PICTURE]}],
    "data_table": [table(30, text=HOSTILE), table(page_size=1, row_header_column_index=0)],
    "data_visualization": [
        bars(2, 3, title=HOSTILE), bars(12, 20, type="line"), bars(1, 1, type="area"),
        {"type": "data_visualization", "title": "Pie", "chart": PIE},
    ],
    "divider": [{"type": "divider"}],
    "header": [{"type": "header", "text": plain(HOSTILE)}],
    "image": [{**PICTURE, "title": plain(HOSTILE)}, {"type": "image", "alt_text": "a", "slack_file": {"id": "F1"}}],
    "input": [
        question(element(kind), HOSTILE, hint=plain(HOSTILE), optional=True)
        for kind in ELEMENTS
        if kind not in ("button", "overflow")
    ],
    "markdown": [{"type": "markdown", "text": f"# Head\n\n{HOSTILE}\n\n{MARKDOWN_TABLE}\n\n[x](javascript:1)"}],
    "rich_text": [{"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": RICH},
        {"type": "rich_text_quote", "elements": RICH},
        {"type": "rich_text_preformatted", "elements": RICH[:2]},
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2,
         "elements": [{"type": "rich_text_section", "elements": RICH}]},
        {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": RICH}]},
    ]}],
    "section": [
        section(HOSTILE, fields=[marked(HOSTILE), plain(HOSTILE)]),
        *(section(HOSTILE, accessory=element(kind)) for kind in ELEMENTS if kind not in TYPED),
        section("x", accessory=PICTURE),
    ],
    "table": [{"type": "table", "column_settings": [{"align": "right"}, {}], "rows": [
        [{"type": "raw_text", "text": HOSTILE}, {"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": RICH}]}],
        [{"type": "raw_text", "text": "1"}, {"type": "raw_text", "text": "2"}],
    ]}],
    "video": [{"type": "video", "alt_text": HOSTILE, "title": plain(HOSTILE), "thumbnail_url": "https://a.example/t.png",
               "video_url": "https://a.example/v", "description": plain(HOSTILE), "author_name": HOSTILE}],
}  # fmt: skip


def test_every_block_of_slack_s_is_drawn() -> None:
    """A new type of block needs a file in templates/pages/playground/blocks/."""
    assert set(BLOCKS) - blocks_drawn() == set()
    assert set(BLOCKS) == set(EXAMPLES)


def test_every_element_of_slack_s_is_drawn() -> None:
    """A new type of element needs a template, or the name of one that will do."""
    assert [kind for kind in ELEMENTS if template_of(kind) == "unknown"] == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_hostile_words_stay_words(kind: str, language: str) -> None:
    """Whatever a block says, no tag, handler or address of it becomes one of the page's."""
    for block in EXAMPLES[kind]:
        drawn = str(drawing(language).block({"block_id": "b", **block})).lower()

        assert "<script" not in drawn
        assert "<b>" not in drawn
        assert 'href="javascript' not in drawn
        assert ' style="' not in drawn
        assert "unknown" not in drawn


def test_an_unknown_block_says_so() -> None:
    """Nothing is left out silently."""
    assert "Nobody has drawn “hologram” yet." in drawing().block({"type": "hologram", "block_id": "b"})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("*bold* _italic_ ~gone~ `co*d*e`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>co*d*e</code>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("one\ntwo", "one<br>two"),
        ("say\n&gt; so\n&gt; be it\nend", "say<blockquote>so<br>be it</blockquote>end"),
        ("```\n*a* <b>\n```", "<pre>*a* &lt;b&gt;</pre>"),
        ("<@U1> in <#C1>", '<span class="mention">@Ana &lt;Ruiz&gt;</span> in <span class="mention">#grade-5</span>'),
        ("<!channel>", '<span class="mention">@channel</span>'),
        (
            "*<https://a.example/?a=1&amp;b=2|here>*",
            f'<strong><a href="https://a.example/?a=1&amp;b=2" {BESIDE}>here</a></strong>',
        ),
        ("<javascript:alert(1)|here>", "here"),
        ("<!date^1789387200^{date_short}, {time}|soon>", "<time>Sep 14, 2026, 8:00 AM</time>"),
        (":tada: at 10:30:15 :nonsense:", "🎉 at 10:30:15 :nonsense:"),
        ("\ue0000\ue001", "0"),
    ],
)
def test_mrkdwn(text: str, wanted: str) -> None:
    """Marks become our few tags, everything else stays as it was typed."""
    assert html(text) == wanted


def test_both_languages_say_everything() -> None:
    """The page's words in English and Spanish have the same keys, and their parts the same names."""
    english, spanish = words_in("en").texts, words_in("es").texts
    assert english.keys() == spanish.keys()
    for key, text in english.items():
        assert {part for part in ("{count}", "{name}", "{kind}", "{number}") if part in text} == {
            part for part in ("{count}", "{name}", "{kind}", "{number}") if part in spanish[key]
        }


def test_the_page_s_script_is_small() -> None:
    """Thirty kilobytes are enough for everything."""
    assets = TEMPLATES.parents[2] / "bot" / "playground" / "page" / "assets"
    assert sum(path.stat().st_size for path in assets.glob("*.js")) <= 30_000
