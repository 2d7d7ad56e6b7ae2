"""Protocol files: the one we ship, and the sentences for what is wrong in somebody's own."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import unhurried
from workflows.meetings.agendas import shortest
from workflows.meetings.protocol_files import read_protocol
from workflows.meetings.protocols import Silence, in_language
from workflows.rules.toml_tables import FileMistake

FOLDER = Path(__file__).parents[2] / "templates" / "protocols"
SMALL = """\
key = "small"
languages = ["en", "es"]
title = {en = "Small", es = "Pequeño"}
purpose = {en = "To try things out."}

[[roles]]
key = "facilitator"
title = {en = "Facilitator"}
duty = {en = "Reads aloud."}

[[steps]]
key = "opening"
title = {en = "Opening"}
minutes = [5, 10]
who_speaks = {en = "Everyone"}
silent = "none"
prompts = [{en = "Who is here?", es = "¿Quién está?"}]
captures = [{key = "names", title = {en = "Names"}}]
"""


def test_a_small_protocol_reads_in_both_languages() -> None:
    protocol = read_protocol(SMALL)
    spanish = in_language(protocol, "es")
    assert (protocol.title, spanish.title) == ("Small", "Pequeño")
    assert (protocol.steps[0].prompts, spanish.steps[0].prompts) == (("Who is here?",), ("¿Quién está?",))
    assert spanish.purpose == "To try things out."
    assert in_language(protocol, "fr") is protocol
    assert (protocol.steps[0].minutes.least, protocol.steps[0].minutes.most) == (5, 10)


def test_examining_data_is_the_published_agenda() -> None:
    protocol = read_protocol((FOLDER / "examining_data.toml").read_text(encoding="utf-8"))
    assert [(step.key, step.minutes.least, step.silent) for step in protocol.steps] == [
        ("opening", 5, Silence.NONE),
        ("facts", 10, Silence.FIRST),
        ("inferences", 10, Silence.FIRST),
        ("strengths", 5, Silence.NONE),
        ("problems", 10, Silence.FIRST),
        ("brainstorm", 5, Silence.ALL),
        ("choose_next_steps", 10, Silence.NONE),
        ("design_next_steps", 10, Silence.NONE),
        ("debrief", 5, Silence.NONE),
    ]
    assert shortest(protocol) == 70
    assert [role.key for role in protocol.roles] == ["facilitator", "recorder", "timekeeper"]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_every_protocol_is_whole_in_spanish_too(file: Path) -> None:
    protocol = read_protocol(file.read_text(encoding="utf-8"))
    spanish = in_language(protocol, "es")
    assert protocol.key == file.stem
    assert all(step.guidance and list(step.all_fields()) for step in protocol.steps)
    for one, other in zip(protocol.steps, spanish.steps, strict=True):
        assert one.title != other.title
        assert all(english != translated for english, translated in zip(one.prompts, other.prompts, strict=True))
        assert one.guidance != other.guidance


STEP = "protocol, steps 1 (opening)"


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('key = "small"', 'key = "small', "protocol: This isn't TOML: "),
        ('key = "small"', 'key = "Small talk"', "protocol: “key” must be lower-case"),
        ('languages = ["en", "es"]', 'languages = ["es"]', "with English among them"),
        ('languages = ["en", "es"]', 'languages = ["en", "English"]', "two-letter codes"),
        ('languages = ["en", "es"]', "", "protocol: “languages” must list"),
        ('en = "Small", es', 'en = "Small", sp', "protocol, title: “sp” isn't a field we know. Known here: en, es."),
        ('{en = "Small", es = "Pequeño"}', '{es = "Pequeño"}', "protocol, title: “en” is missing."),
        ('en = "Small"', 'en = " "', "protocol, title: “en” must be a text that isn't empty."),
        ('en = "Small"', f'en = "{"x" * 151}"', "“en” has 151 characters; Slack shows at most 150"),
        ('en = "Small", es = "Pequeño"', f'en = "Small", es = "{"x" * 151}"', "“es” has 151 characters"),
        ('en = "Who is here?"', f'en = "{"x" * 301}"', "steps 1 (opening), prompts 1: “en” has 301 characters"),
        ('title = {en = "Opening"}', 'title = "Opening"', f"{STEP}, title: Write a table here"),
        ("minutes = [5, 10]", "minutes = 0", f"{STEP}: “minutes” must be a whole number of at least 1."),
        ("minutes = [5, 10]", "minutes = -5", "“minutes” must be a whole number"),
        ("minutes = [5, 10]", "minutes = 2.5", "“minutes” must be a whole number"),
        ("minutes = [5, 10]", "minutes = [5, 241]", f"{STEP}: “minutes” can be at most 240."),
        ("minutes = [5, 10]", "minutes = true", "“minutes” must be a whole number"),
        ("minutes = [5, 10]", "minutes = [10, 5]", "must name the smaller number first, not [10, 5]."),
        ("minutes = [5, 10]", "minutes = [1, 2, 3]", "must be one number, or two"),
        ("minutes = [5, 10]", "minuets = 5", f"{STEP}: “minuets” isn't a field we know."),
        ("minutes = [5, 10]", "", f"{STEP}: “minutes” is missing."),
        ('silent = "none"', 'silent = "maybe"', f"{STEP}: “silent” must be one of none, first, all."),
        ('silent = "none"', 'silent = "none"\noptional = "yes"', "“optional” must be true or false."),
        ('silent = "none"', 'silent = "none"\nrepeats = 3', f"{STEP}: “repeats” must be lower-case"),
        ('[{en = "Who is here?", es = "¿Quién está?"}]', "[]", f"{STEP}: “prompts” must be a list of 1 to 5."),
        ('{key = "names"', '{key = "names", colour = "red"', "captures 1 (names): “colour” isn't a field"),
        ('[{key = "names", title = {en = "Names"}}]', '"names"', "“captures” must be a list of 1 to 5."),
        ("[[steps]]", '[[steps]]\nkey = "opening"\n[[steps]]', "steps 1 (opening): “title” is missing."),
    ],
)
def test_a_mistake_is_told_with_its_place(right: str, wrong: str, sentence: str) -> None:
    assert right in SMALL
    with pytest.raises(FileMistake) as told:
        read_protocol(SMALL.replace(right, wrong))
    assert sentence in str(told.value)


def test_a_syntax_error_is_told_with_its_line() -> None:
    with pytest.raises(FileMistake, match="line 3"):
        read_protocol(SMALL.replace("title = {", "title = [", 1))


def test_six_prompts_are_too_many() -> None:
    six = ", ".join(['{en = "Why?"}'] * 6)
    with pytest.raises(FileMistake, match="“prompts” must be a list of 1 to 5"):
        read_protocol(SMALL.replace('[{en = "Who is here?", es = "¿Quién está?"}]', f"[{six}]"))


def test_a_key_used_twice_is_told() -> None:
    again = SMALL[SMALL.index("[[steps]]") :]
    with pytest.raises(FileMistake, match=r"steps 2 \(opening\): “opening” is used twice\."):
        read_protocol(SMALL + again)


@unhurried
@given(some.integers(0, len(SMALL) - 1), some.integers(1, 40))
def test_a_damaged_file_reads_or_is_told_and_never_fails_otherwise(at: int, length: int) -> None:
    damaged = SMALL[:at] + SMALL[at + length :]
    try:
        protocol = read_protocol(damaged)
    except FileMistake:
        return
    assert protocol.steps
