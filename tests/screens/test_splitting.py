"""Long texts are split or clipped by the builders, so that Slack never refuses one."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from slackblocks import Button, HeaderBlock, Option, SectionBlock
from slackblocks import _limits as published

from bot.checks import marks
from bot.playground.grammar.surfaces import message_faults, view_faults
from handlers.screens import blocks as b

WORD = st.one_of(
    st.text(st.sampled_from("ab<>&'é🎉"), min_size=1, max_size=30), st.sampled_from(["x" * 2990, "&" * 700, "\n", "  "])
)
LONG = st.lists(WORD, min_size=1, max_size=60).map(lambda words: " ".join(words * 8))
DATE = "<!date^1760443200^{date_short_pretty}, {time}|2026-10-14 12:00 UTC>"


def parts(text: str) -> list[str]:
    """The texts of the sections that prose makes."""
    return [block["text"]["text"] for block in b.prose(text)]


def joined(texts: list[str]) -> str:
    """Texts without the white space that may go at a cut."""
    return re.sub(r"\s", "", "".join(texts))


@settings(max_examples=60)
@given(LONG)
def test_nothing_is_lost_and_no_entity_is_cut(typed: str) -> None:
    made = parts(typed)

    assert joined(made) == joined([b.escaped(typed)])
    assert all(0 < len(part) <= b.SECTION_MOST for part in made)
    assert [fault for part in made for fault in marks.alive(part)] == []


@settings(max_examples=60)
@given(st.integers(0, 3100), st.integers(1, 80))
def test_a_date_s_own_space_is_no_place_to_cut(before: int, dates: int) -> None:
    """Each reader's own time stays one token, wherever it falls."""
    text = Markup("x" * before + " " + f"{DATE} " * dates)

    made = parts(text)

    assert joined(made) == joined([text])
    assert all(len(part) <= b.SECTION_MOST for part in made)
    assert [fault for part in made for fault in marks.alive(part)] == []
    assert sum(part.count(DATE) for part in made) == dates


def test_words_stay_whole() -> None:
    made = parts("word " * 1000)

    assert [len(part) for part in made] == [2999, 1999]
    assert all(set(part.split()) == {"word"} for part in made)


def test_a_short_text_is_one_section_and_no_text_is_none() -> None:
    assert parts("Good morning") == ["Good morning"]
    assert parts("") == parts(" \n ") == []


def test_what_can_t_be_split_is_clipped_in_sight() -> None:
    text = "word " * 1000

    assert b.header(text)["text"]["text"].endswith("…")
    assert b.fine_print(text)["elements"][0]["text"].endswith("word…")
    assert b.quote(text)["elements"][0]["elements"][0]["text"].endswith("…")


def test_an_empty_text_is_never_sent() -> None:
    """Slack refuses one."""
    made = [b.header(""), b.fine_print(""), b.quote(""), b.actions(b.button(" ", "x"))]

    assert message_faults(made) == []


def test_our_limits_are_the_published_ones() -> None:
    assert b.SECTION_MOST == published.SECTION_TEXT_MAX_LENGTH
    assert b.HEADER_MOST == published.HEADER_TEXT_MAX_LENGTH
    assert b.LABEL_MOST == published.BUTTON_TEXT_MAX_LENGTH == published.OPTION_TEXT_MAX_LENGTH
    assert {b.TITLE_MOST} == {
        published.VIEW_TITLE_MAX_LENGTH, published.VIEW_SUBMIT_MAX_LENGTH, published.VIEW_CLOSE_MAX_LENGTH
    }  # fmt: skip
    assert b.HINT_MOST == published.INPUT_HINT_MAX_LENGTH == published.INPUT_LABEL_MAX_LENGTH
    assert b.lines()["max_length"] == published.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX


def test_somebody_else_s_builders_take_what_ours_make() -> None:
    """The slackblocks library raises when a text is too long."""
    text = "&x " * 3000

    HeaderBlock(b.header(text)["text"]["text"])
    Button(text=b.button(text, "x")["text"]["text"], action_id="x")
    Option(text=b.choice({"x": text})["options"][0]["text"]["text"], value="x")
    assert all(SectionBlock(block["text"]["text"]) for block in b.prose(text))


def test_a_modal_keeps_slack_s_limits_whatever_it_is_given() -> None:
    text = "<&> " * 2000
    fields = {"a": b.line(), "b": b.lines("x" * 3000), "c": b.choice({str(each): text for each in range(100)}, "7")}

    view = b.modal(
        "x", text, [b.ask(name, text, each, hint=text) for name, each in fields.items()], submit=text, close=text
    )

    assert view_faults(view, "modal") == []
