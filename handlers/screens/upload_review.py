"""What the uploader of a file sees: what was understood, what it would replace, and the choice to import or discard."""

from collections.abc import Mapping
from typing import Any

from handlers.screens.blocks import Block, Message, actions, button, choice, clipped, fine_print, header, prose
from handlers.screens.upload_correction import SUBJECTS, WINDOWS
from handlers.screens.words import Voice
from workflows.refusal import Refusal
from workflows.rules.privacy import LEAST_STUDENTS

Facts = Mapping[str, Any]
CUTS = (41, 50, 61)  # percentiles that districts commonly call proficient; 50 is the national middle
MOST_REASONS, MOST_EXAMPLES, MOST_CHANGES = 8, 5, 6
MOST_LETTERS = 50  # of a column's name, so that one can see where the next one begins
UNSAID = ("subject", "grade", "year", "window")
LOOKED_AT = ("unsaid", "guesses_subject", "studies", "part_year", "needs_crosswalk")


def understood(voice: Voice, facts: Facts) -> Message:
    """The review: format, rows, subjects, grades, windows, what can't be used; import, correct or discard."""
    found = facts["understood"]
    told = {**spoken(voice, words(facts)), "upload": facts["upload"]}
    blocks: list[Block] = [
        header(voice.plain("upload_review.headline", **told)),
        *prose(voice.say("upload_review.counts", **told)),
        *prose(voice.say("upload_review.holds", **told)),
        *prose(voice.say("upload_review.columns", **told)),
        *prose(voice.say("upload_review.on_page" if facts.get("by_page") else "upload_review.examples", **told)),
    ]
    if found["refused"]:
        blocks += prose(voice.say("upload_review.refused", **told))
    if told["changes"]:
        blocks += prose(voice.say("upload_review.replaces", **told))
    if any(told[each] for each in LOOKED_AT):
        blocks += prose(voice.say("upload_review.look", **told))
    blocks += [*prose(voice.say("upload_review.cut", **told)), *_cut(voice, facts, told)]
    return Message(voice.say("upload_review.summary", **told), [*blocks, *_choice(voice, facts)])


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
        "windows": found["windows"], "years": [str(year) for year in found["years"]],
        "refused": list(found["refused"].items())[:MOST_REASONS], "cut": found["cut"],
        "passing": _passing(found), "teachers": found["teachers"], "needs_roster": "roster" in found["needs"],
        "asks_cut": facts["kind"] == "scores" and not found["levels"] and found["percentiles"],
        "columns": list(found["columns"].items()),
        **_asked(found),
        "guessed": found.get("guessed", False), "remembered": found["remembered"],
        "student": clipped(found["columns"].get("student", ""), MOST_LETTERS),
        "score": clipped(found["columns"].get("score", ""), MOST_LETTERS),
        "teacher": clipped(found["columns"].get("teacher_name", ""), MOST_LETTERS),
        "changes": [_change(each) for each in found.get("changes", [])[:MOST_CHANGES]],
        "more_changes": max(0, len(found.get("changes", [])) - MOST_CHANGES),
        "examples": [list(each.items()) for each in found["examples"][:MOST_EXAMPLES]],
    }  # fmt: skip


def _asked(found: Facts) -> dict[str, Any]:
    """What the uploader must look at before importing: what the file leaves open, and what was only assumed."""
    needs = set(found["needs"])
    return {
        "unsaid": [each for each in UNSAID if each in needs and not found[f"{each}s"]],
        "guesses_subject": "subject" in needs and bool(found["subjects"]),
        "studies": [clipped(each, 2 * MOST_LETTERS) for each in found.get("studies", [])],
        "part_year": _many(found["part_year"]) if found.get("part_year") else "",
        "full_year": clipped(found["columns"].get("full_year", ""), MOST_LETTERS),
        "needs_crosswalk": "crosswalk" in needs, "assumes_cut": "confirm cut" in needs,
    }  # fmt: skip


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
        "examples": [[(role(voice, name), said(voice, text)) for name, text in each] for each in told["examples"]],
    }  # fmt: skip


def named(voice: Voice, title: str) -> str:
    """What kind of file it is: a test keeps its name, our own words for the rest are in the reader's language."""
    return voice.plain("upload_review.named", title=title)


def role(voice: Voice, name: str) -> str:
    """What a column is about."""
    return voice.plain("correction_form.role", role=name)


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


def _many(count: int) -> str:
    return str(count) if count >= LEAST_STUDENTS else f"< {LEAST_STUDENTS}"


def _grade(grade: int) -> str:
    return "K" if grade == 0 else "PK" if grade < 0 else str(grade)
