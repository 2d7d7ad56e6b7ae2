"""What the uploader of a file sees: what was understood, what it would replace, and the choice to import or discard."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.screens.blocks import Block, Message, actions, button, choice, clipped, fine_print, header, prose
from handlers.screens.charts import table
from handlers.screens.upload_correction import SUBJECTS, WINDOWS
from handlers.screens.words import Voice
from workflows.refusal import Refusal
from workflows.rules.privacy import LEAST_STUDENTS

Facts = Mapping[str, Any]
CUTS = (41, 50, 61)  # percentiles that districts commonly call proficient; 50 is the national middle
MOST_REASONS, MOST_EXAMPLES, MOST_CHANGES, MOST_DISPUTES, MOST_SCORES = 8, 5, 6, 4, 8
MOST_LETTERS = 50  # of a column's name, so that one can see where the next one begins
UNSAID = ("subject", "grade", "year", "window")
LINES_AT_ONCE, MOST_LINES, NOTHING = 6, 40, "–"  # of the table; the rest is a page further
LONG_YEAR = re.compile(r"(\d{4})-\d\d(\d\d)")
LOOKED_AT = (
    *("same_as_year", "other_zeros"),
    *("by_name", "hidden_sheets", "hidden_rows", "blank_formulas", "disputes", "strange_levels"),
    *("unsaid", "guesses_subject", "guesses_year", "guesses_window", "studies", "part_year", "needs_crosswalk"),
)


def understood(voice: Voice, facts: Facts) -> Message:
    """The review: format, rows, subjects, grades, windows, what can't be used; import, correct or discard."""
    told = {**spoken(voice, words(facts)), "upload": facts["upload"]}
    summary = voice.say("upload_review.summary", **told)
    top = [
        header(voice.plain("upload_review.headline", **told)),
        *prose(voice.say("upload_review.counts", **told)),
        *prose(voice.say("upload_review.holds", **told)),
    ]
    if told["guessed"] or told["remembered"]:
        top += prose(voice.say("upload_review.trust", **told))
    if facts.get("by_page"):
        told["examples"] = []  # a file that stayed out of Slack: no row of it goes there either
    in_words = prose(voice.say("upload_review.columns", **told))
    if told["examples"]:
        in_words += prose(voice.say("upload_review.examples", **told))
    rest = [*_more(voice, facts, told), *_choice(voice, facts)]
    return Message(summary, [*top, _as_table(voice, told), *rest], plainer=Message(summary, [*top, *in_words, *rest]))


def _as_table(voice: Voice, told: Facts) -> Block:
    """What each column is about, what the file calls it, and how its first rows were read."""
    columns, examples = dict(told["columns"]), [dict(each) for each in told["examples"]]
    titles = [voice.plain(f"upload_review.{each}") for each in ("about", "called", "first_rows")]
    rows = [
        [name, columns.get(name, NOTHING), _first(name, examples)]
        for name in dict.fromkeys([*columns, *(name for each in examples for name in each)])
    ]
    width = 3 if examples else 2
    block = table(voice.plain("upload_review.table"), titles[:width], [row[:width] for row in rows[:MOST_LINES]])
    return block | {"page_size": LINES_AT_ONCE}


def _first(name: str, examples: Sequence[Mapping[str, str]]) -> str:
    """What the first rows say in a column; once, where they all say the same."""
    texts = [each[name] for each in examples if each.get(name)]
    return ", ".join(texts if len(set(texts)) > 1 else texts[:1]) or NOTHING


def _more(voice: Voice, facts: Facts, told: Facts) -> list[Block]:
    """What an import would change, what can't be used, what should be looked at first, and the cut."""
    is_said = {
        "on_page": facts.get("by_page"),
        "beside": told["beside_scores"] or told["beside_roster"],
        "refused": facts["understood"]["refused"],
        "replaces": told["changes"],
        "look": any(told[each] for each in LOOKED_AT),
        "cut": True,
    }
    parts = [prose(voice.say(f"upload_review.{name}", **told)) for name, said in is_said.items() if said]
    return [*(block for part in parts for block in part), *_cut(voice, facts, told)]


def refused(voice: Voice, facts: Facts) -> Message:
    """Why a file could not be read; nothing of it was kept."""
    refusal = Refusal(facts["refusal"], **facts["understood"].get("facts", {}))
    text = voice.say("upload_review.unread", reason=voice.sentence(refusal), in_slack=facts["in_slack"])
    return Message(text, prose(text))


def imported(voice: Voice, facts: Facts) -> Message:
    """The scores, or the roster, are in; until their time is over this can be taken back."""
    told = {**spoken(voice, words(facts)), "in_slack": facts["in_slack"], "kept_until_on": facts["kept_until_on"]}
    text = voice.say("upload_review.imported", **told)
    blocks = prose(text)
    if told["changes"]:
        blocks += prose(voice.say("upload_review.replaced", **told))
    buttons = [button(voice.plain("upload_review.undo"), "upload.undo", str(facts["upload"]))]
    if told["teachers"] and facts["kind"] != "crosswalk":
        blocks += prose(voice.say("upload_review.roster_next"))
        buttons.insert(0, button(voice.plain("roster.link"), "roster.link", style="primary"))
    return Message(text, [*blocks, actions(*buttons)])


def offered(voice: Voice, file: str) -> Message:
    """Somebody put a file into the leadership team's channel: only they are asked whether it should be read."""
    buttons = (
        button(voice.plain("upload_review.offer_read"), "upload.offered", file, style="primary"),
        button(voice.plain("upload_review.offer_leave"), "upload.left", file),
    )
    text = voice.say("upload_review.offer")
    return Message(text, [*prose(text), actions(*buttons)])


def _cut(voice: Voice, facts: Facts, told: Facts) -> list[Block]:
    if not told["asks_cut"]:
        return []
    options = {"none": voice.plain("upload_review.no_cut")}
    options |= {str(cut): voice.plain("upload_review.percentile", cut=cut) for cut in CUTS}
    menu = choice(options, "none") | {"action_id": "upload.cut"}
    return [actions(menu) | {"block_id": f"cut:{facts['upload']}:{facts['round']}"}]


def _choice(voice: Voice, facts: Facts) -> list[Block]:
    value = f"{facts['upload']} {facts['round']}"
    return [
        actions(
            button(voice.plain("upload_review.import"), "upload.confirm", value, style="primary"),
            button(voice.plain("upload_review.fix"), "upload.fix", value),
            button(voice.plain("upload_review.discard"), "upload.discard", value),
        ),
        fine_print(voice.say("upload_review.private")),
    ]


def words(facts: Facts) -> dict[str, Any]:
    """What the texts say, without a nested thing in it."""
    found = facts["understood"]
    return {
        "title": found["title"], "rows": found["rows"], "usable": found["usable_rows"], "name": facts["name"],
        "kind": facts["kind"], "subjects": found["subjects"],
        "grades": [_grade(grade) for grade in found["grades"]],
        "windows": found["windows"], "years": [_year(str(year)) for year in found["years"]],
        "refused": list(found["refused"].items())[:MOST_REASONS], "cut": found["cut"],
        "passing": _passing(found), "teachers": found["teachers"], "needs_roster": "roster" in found["needs"],
        "asks_cut": facts["kind"] == "scores" and not found["levels"] and found["percentiles"],
        "columns": list(found["columns"].items()),
        **_asked(found), **_beside(found.get("compared")),
        "guessed": found.get("guessed", False), "remembered": found["remembered"],
        "student": clipped(found["columns"].get("student", ""), MOST_LETTERS),
        "scores": [
            clipped(each, MOST_LETTERS)
            for each in (found.get("score_columns") or [found["columns"].get("score", "")])[:MOST_SCORES]
        ],
        "teacher": clipped(found["columns"].get("teacher_name", ""), MOST_LETTERS),
        "changes": [_change(each) for each in found.get("changes", [])[:MOST_CHANGES]],
        "more_changes": max(0, len(found.get("changes", [])) - MOST_CHANGES),
        "examples": [list(each.items()) for each in found["examples"][:MOST_EXAMPLES]],
    }  # fmt: skip


def _asked(found: Facts) -> dict[str, Any]:
    """What the uploader must look at before importing: what the file leaves open, and what was only assumed."""
    needs, disputed = set(found["needs"]), {each["about"] for each in found.get("disputes", [])}
    return {
        "unsaid": [each for each in UNSAID if each in needs and not found[f"{each}s"]],
        "guesses_subject": "subject" in needs and bool(found["subjects"]) and "subject" not in disputed,
        "guesses_year": "year" in needs and bool(found["years"]) and "year" not in disputed,
        "guesses_window": "window" in needs and bool(found["windows"]) and "window" not in disputed,
        "studies": [clipped(each, 2 * MOST_LETTERS) for each in found.get("studies", [])],
        "part_year": _many(found["part_year"]) if found.get("part_year") else "",
        "full_year": clipped(found["columns"].get("full_year", ""), MOST_LETTERS),
        "by_name": found.get("by_name", False),
        "hidden_sheets": [clipped(each, MOST_LETTERS) for each in found.get("hidden_sheets", [])[:MOST_REASONS]],
        "hidden_rows": _many(found["hidden_rows"]) if found.get("hidden_rows") else "",
        "blank_formulas": _many(found["blank_formulas"]) if found.get("blank_formulas") else "",
        "disputes": [_dispute(each) for each in found.get("disputes", [])[:MOST_DISPUTES]],
        "strange_levels": [clipped(each, MOST_LETTERS) for each in found.get("strange_levels", [])[:MOST_REASONS]],
        "needs_crosswalk": "crosswalk" in needs, "assumes_cut": "confirm cut" in needs,
    }  # fmt: skip


def _beside(compared: Facts | None) -> dict[str, Any]:
    """What an import would change: students and teachers beside those that are in force."""
    if not compared:
        return {"beside_scores": False, "beside_roster": False, "same_as_year": "", "other_zeros": ""}
    year = compared["same_as_year"]
    return {
        "beside_scores": compared["has_scores"], "beside_roster": compared["has_roster"],
        "students": _some(compared["students"]), "fresh": _some(compared["students"] - compared["known"]),
        "gone": _some(compared["gone"]), "on_roster": _some(compared["on_roster"]),
        "other_zeros": _some(compared["with_other_zeros"]) if compared["with_other_zeros"] else "",
        "same_as_year": f"{year - 1}–{year % 100:02d}" if year else "",
        "teachers_known": compared["teachers_known"], "teachers_gone": compared["teachers_gone"],
    }  # fmt: skip


def _dispute(dispute: Facts) -> dict[str, Any]:
    """Two columns of a file that don't agree; how many rows is only said of many."""
    columns = {name: clipped(dispute[name], MOST_LETTERS) for name in ("says", "against")}
    return {"about": dispute["about"], **columns, "rows": _many(dispute["rows"]), "compared": dispute["compared"]}


def _passing(found: Facts) -> list[str]:
    """The levels that count as proficient; of a format's many spellings those that stand in the file."""
    return [each for each in found["proficient"] if each in found["levels"]] or found["proficient"]


def spoken(voice: Voice, told: Facts) -> dict[str, Any]:
    """The same in the reader's language: what a column is about, subjects, windows; a file's own words stay."""
    changes = [
        {**each, "subject": said(voice, each["subject"]), "window": said(voice, each["window"])}
        for each in told["changes"]
    ]
    columns = [(role(voice, each), clipped(header, MOST_LETTERS)) for each, header in told["columns"]]
    return {
        **told, "title": named(voice, told["title"]), "changes": changes, "columns": columns,
        "subjects": [said(voice, each) for each in told["subjects"]],
        "windows": [said(voice, each) for each in told["windows"]],
        "examples": [[example(voice, *pair) for pair in each] for each in told["examples"]],
    }  # fmt: skip


def named(voice: Voice, title: str) -> str:
    """What kind of file it is: a test keeps its name, our own words for the rest are in the reader's language."""
    return voice.plain("upload_review.named", title=title)


def role(voice: Voice, name: str) -> str:
    """What a column is about."""
    return voice.plain("correction_form.role", role=name)


def example(voice: Voice, name: str, text: str) -> tuple[str, str]:
    """One cell of a first row, and what its column is about."""
    is_year = name == "year" and text.isdigit()
    return role(voice, name), f"{int(text) - 1}–{int(text) % 100:02d}" if is_year else said(voice, text)


def said(voice: Voice, text: str) -> str:
    """A subject or a window by its name, anything else as it is."""
    if text in SUBJECTS:
        return voice.plain("correction_form.subject_name", subject=text)
    return voice.plain("correction_form.window_name", window=text) if text in WINDOWS else text


def _change(change: Facts) -> dict[str, Any]:
    return {
        "grade": _grade(int(change["grade"])), "subject": change["subject"], "window": change["window"],
        "year": change["year"], "on": change["on"], "before": _many(change["before"]), "after": _many(change["after"]),
    }  # fmt: skip


def _some(count: int) -> str:
    """How many students; of very few not even the count, but none is none."""
    return _many(count) if count else "0"


def _many(count: int) -> str:
    return str(count) if count >= LEAST_STUDENTS else f"< {LEAST_STUDENTS}"


def _year(said: str) -> str:
    """2026-2027 as 2026–27, as everywhere else."""
    return LONG_YEAR.sub(r"\1–\2", said)


def _grade(grade: int) -> str:
    return "K" if grade == 0 else "PK" if grade < 0 else str(grade)
