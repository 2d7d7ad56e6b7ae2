"""Whatever somebody types, nothing in it comes alive and every character arrives."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.checks import facts, marks
from bot.checks.screens import faults_of_modal
from handlers.screens import blocks as b
from handlers.screens import reflections
from handlers.screens.words import LANGUAGES
from tests.screens.sight import LIBRARY, TEXT, WORDS
from workflows.cycles.phases import Phase
from workflows.cycles.questions import Prompted
from workflows.reflections import Asked
from workflows.refusal import Refusal

# Mostly what means something to Slack or Jinja, mixed with anything at all.
TYPED = st.text(
    st.one_of(st.sampled_from("<>&;!@#|^*_~`'\"{}%  \nampltC0"), st.characters(codec="utf-8")), min_size=1, max_size=200
).filter(str.strip)


def decoded(mrkdwn: str) -> str:
    """What Slack shows: it decodes three entities and no more."""
    return str(mrkdwn).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def shown(blocks: list[b.Block]) -> str:
    """The mrkdwn of sections, as Slack shows it."""
    return "".join(decoded(block["text"]["text"]) for block in blocks)


@given(TYPED)
def test_text_in_a_section_arrives_as_typed(typed: str) -> None:
    made = b.prose(typed)

    assert list(marks.alive_in(made)) == []
    assert shown(made) == typed.strip()


@given(TYPED)
def test_text_in_fine_print_arrives_as_typed(typed: str) -> None:
    (element,) = b.fine_print(typed)["elements"]

    assert list(marks.alive_in(element)) == []
    assert decoded(element["text"]) == typed.strip()


@given(TYPED)
def test_text_in_a_quote_a_header_and_a_button_is_not_touched(typed: str) -> None:
    (words,) = b.quote(typed)["elements"][0]["elements"]

    assert words == {"type": "text", "text": typed}
    assert b.button(typed, "x")["text"]["text"] == b.clipped(typed, b.LABEL_MOST)
    assert b.header(typed)["text"]["type"] == "plain_text"
    assert b.header(typed)["text"]["text"] == b.clipped(typed, b.HEADER_MOST)


@given(TYPED)
def test_text_told_by_a_template_arrives_as_typed(typed: str) -> None:
    """Through Jinja's own escaping, in a section, in a summary and in a title."""
    for language in LANGUAGES:
        voice = WORDS.in_language(language)
        said = voice.say("cycle_started.summary", team=typed, question="Q")
        around = voice.say("cycle_started.summary", team="|", question="Q")
        before, after = str(around).split("|")

        assert list(marks.alive(said)) == []
        assert decoded(said) == (before + typed + after).strip()
        assert shown(b.prose(said)) == decoded(said)
        assert voice.plain("cycle_status.headline", team=typed) == typed.strip()


@given(TYPED)
def test_text_in_a_refusal_arrives_as_typed(typed: str) -> None:
    refusal = Refusal("“{given}” doesn't fit here.", given=typed)

    assert WORDS.in_language("en").sentence(refusal) == f"“{typed}” doesn't fit here."
    assert WORDS.in_language("es").sentence(refusal) == f"“{typed}” no sirve aquí."
    assert list(marks.alive(b.escaped(WORDS.in_language("es").sentence(refusal)))) == []


@given(TYPED)
def test_text_in_a_modal_arrives_as_typed(typed: str) -> None:
    voice = WORDS.in_language("en")
    asked_before = Asked(Prompted(1, Phase.ANALYZE, 0), typed)
    form = reflections.reflection_form(voice, facts.HERE, ("A question", typed), asked_before)
    asked = next(block for block in form["blocks"] if block.get("block_id") == "text")

    assert list(faults_of_modal(form)) == []
    assert asked["element"]["initial_value"] == typed
    assert shown(form["blocks"][1:2]) == typed.strip()


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("<!channel>", 1),
        ("<@U0EVIL>", 1),
        ("<https://evil.example|here>", 1),
        ("O&#39;Neil", 1),
        ("a < b", 1),
        ("AT&T", 1),
        (f"<@{facts.ANA}> in <#{facts.HERE}>", 0),
        ("<!date^1760443200^{date_short_pretty}, {time}|2026-10-14 12:00 UTC>", 0),
        ("&lt;!channel&gt; &amp; O'Neil", 0),
    ],
)
def test_the_check_itself_sees_what_is_alive(text: str, faults: int) -> None:
    assert len(list(marks.alive(text))) == faults


def test_only_our_own_filters_make_mentions() -> None:
    voice = WORDS.in_language("en")

    said = voice.say("cycle_started.body", started_by=facts.ANA, weeks=5, starts_on=facts.ON, ends_on=facts.ON)
    crafted = voice.say(
        "cycle_started.body", started_by=TEXT, weeks=TEXT, starts_on=facts.ON, ends_on=date(2026, 11, 20)
    )

    assert said.startswith("<@U0ANA> started")
    assert "<!channel>" not in crafted
    assert b.escaped(Markup("<@U1>")) == "<@U1>"
    assert b.escaped("<@U1>") == "&lt;@U1&gt;"


def test_a_fact_that_is_a_word_of_ours_is_translated_too() -> None:
    refusal = Refusal("This is {kind}, not a table. Upload the CSV, XLSX or ZIP export.", kind="a PDF")

    assert WORDS.in_language("es-MX").sentence(refusal).startswith("Esto es un PDF, no una tabla.")


def test_why_no_row_can_be_used_is_told_in_the_readers_language() -> None:
    """Each reason is a phrase of ours, with its count behind it; what isn't ours stays as it is."""
    unusable = "None of the {rows} rows of this file can be used: {reasons}."
    refusal = Refusal(unusable, rows=5, reasons="not scored (score code) (3); no score (1); <b>? (1)")

    assert WORDS.in_language("es").sentence(refusal) == (
        "Ninguna de las 5 filas de este archivo sirve: "
        "sin calificar (código de puntaje) (3), sin puntaje (1), <b>? (1)."
    )
    assert WORDS.in_language("en").sentence(refusal).endswith("not scored (score code) (3), no score (1), <b>? (1).")


def test_why_rows_are_left_out_is_said_in_the_reader_s_language() -> None:
    told = {"refused": [("no score", 8), (TEXT, 1)]}

    assert str(WORDS.in_language("es").say("upload_review.refused", **told)) == (
        "Quedan fuera:\n• 8 × sin puntaje\n• 1 × " + b.escaped(TEXT)
    )
    assert "• 8 × no score" in WORDS.in_language("en").say("upload_review.refused", **told)


def test_a_protocol_s_own_words_are_text_too() -> None:
    """A file somebody adds can't ping either."""
    protocol = next(iter(LIBRARY.protocols.values()))

    assert list(marks.alive_in(b.fine_print(protocol.steps[0].guidance + TEXT))) == []
