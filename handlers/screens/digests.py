"""The weekly digest as people see it: a few lines, one picture and a table where Slack can draw them, one next step."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from handlers.screens import blocks as b
from handlers.screens import modals
from handlers.screens.blocks import Block, Message, actions, button, clipped, fine_print, header, prose
from handlers.screens.words import Voice
from workflows.issues import LINE, NEW, NOTHING, SILENCE, TOO_SMALL, WHOLE_SCHOOL
from workflows.refusal import Refusal

Facts = Mapping[str, Any]
LABEL_MOST, TITLE_MOST = 20, 50
MOST_LINES, MOST_IN_TABLE, MOST_SPOTS = 4, 6, 2
NAME_MOST = 40  # a digest is read in a minute; the detail shows names whole
LEAST_FOR_A_TABLE = 3
USUAL_DAY, USUAL_AT, USUAL_DAYS = "4", time(13), "10"
CONSENT_DAYS = ("5", "10", "15", "20")


def weekly_digest(voice: Voice, facts: Facts) -> Message:
    """What moved since the last time; the same facts as text where Slack can't draw charts or tables yet."""
    summary = voice.say("digest.summary", **_counts(facts))
    if facts["situation"] == NOTHING:
        return Message(summary, prose(voice.say("digest.nothing", **facts)))
    rows = [_brief(_worded(voice, row)) for row in facts["rows"]]
    first = [header(voice.plain("digest.headline", **facts)), *_news(voice, facts)]
    last = [*_work(voice, facts), *_next(voice, facts), _buttons(voice, facts)]
    without = Message(summary, [*first, *_lines(voice, rows, MOST_LINES), *last])
    drawn = [each for each in (_chart(voice, rows), _table(voice, rows)) if each]
    if not drawn:
        return without
    lines = [] if len(rows) >= LEAST_FOR_A_TABLE else _lines(voice, rows, MOST_LINES)
    more = _more(voice, len(rows) - MOST_IN_TABLE)
    return Message(summary, [*first, *drawn, *lines, *more, *last], plainer=without)


def previewed(voice: Voice, facts: Facts) -> Message:
    """The digest before anybody else sees it, with the choice to hold it for whom that is up to."""
    message = weekly_digest(voice, facts)
    note = voice.say("digest.preview_first", **facts) if facts["may_hold"] else voice.say("digest.preview_note")
    ends: list[Block] = []
    if facts["may_hold"]:
        ends = [actions(_hold(voice, facts))]
    plainer = message.plainer
    return Message(
        str(note),
        [*prose(note), *message.blocks, *ends],
        plainer=Message(str(note), [*prose(note), *plainer.blocks, *ends]) if plainer else None,
    )


def detail(voice: Voice, facts: Facts) -> Block:
    """Everything behind a digest: each row, each team, what was left out and why."""
    told: list[Block] = []
    for spot in facts["spots"]:
        told += prose(voice.say("digest.detail_spot", **{**spot, "name": _spot_name(voice, spot)}))
    told += [block for row in facts["rows"] for block in prose(voice.say("digest.detail_row", **_worded(voice, row)))]
    told += [block for each in facts["shared"] for block in shared_lines(voice, each)]
    told += _about_analysis(voice, facts)
    body = told or prose(voice.say("digest.no_detail"))
    return modals.told(voice, voice.plain("digest.detail_title"), body[:95])


def limits(voice: Voice) -> Block:
    """What no digest can tell."""
    return modals.told(voice, voice.plain("digest.limits_title"), prose(voice.say("digest.limits")))


def shared_lines(voice: Voice, each: Facts) -> list[Block]:
    """One thing a teacher shares, with her own words."""
    told = prose(voice.say("digest.shared", **each))
    return [*told, b.quote(each["practice"])] if each["practice"] else told


def ilt_form(voice: Voice, memo: str, zone: str, school: str) -> Block:
    """Make a channel the leadership team's, and choose when and how its digest comes."""
    t = "ilt_form"
    nothing = {LINE: voice.plain(f"{t}.line"), SILENCE: voice.plain(f"{t}.silence")}
    teams = {"yes": voice.plain(f"{t}.yes"), "no": voice.plain(f"{t}.no")}
    return b.modal(
        "ilt.set_up",
        voice.plain(f"{t}.title"),
        [
            *prose(voice.say(f"{t}.intro")),
            b.ask("school", voice.plain("team_form.school"), b.line(school)),
            b.ask("weekday", voice.plain(f"{t}.weekday"), b.choice(modals.weekdays(voice), USUAL_DAY)),
            b.ask("at", voice.plain(f"{t}.at"), b.clock_time(USUAL_AT)),
            b.ask("zone", voice.plain("team_form.zone"), b.choice(modals.zones(zone), zone)),
            b.ask("to_teams", voice.plain(f"{t}.to_teams"), b.radio(teams, "yes")),
            b.ask("when_nothing", voice.plain(f"{t}.when_nothing"), b.radio(nothing, LINE)),
            b.ask("consent_days", voice.plain(f"{t}.consent_days"),
                  b.choice({each: each for each in CONSENT_DAYS}, USUAL_DAYS)),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=memo,
    )  # fmt: skip


def _counts(facts: Facts) -> dict[str, Any]:
    return {**facts, "results": len(facts["rows"]), "found": len(facts["spots"]) + len(facts["shared"])}


def _worded(voice: Voice, row: Facts) -> dict[str, Any]:
    name = row["team"] or voice.plain("digest.name", grade=row["grade"], subject=row["subject"])
    words = {"proficient": voice.plain("digest.percent", **row), "growth": voice.plain("digest.growth", **row)}
    return {**row, **words, "name": name}


def _brief(row: Facts) -> dict[str, Any]:
    return {**row, "name": clipped(row["name"], NAME_MOST)}


def _spot_name(voice: Voice, spot: Facts) -> str:
    if spot["team"]:
        return str(spot["team"])
    return voice.plain("digest.whole" if spot["grade"] == WHOLE_SCHOOL else "digest.name", **spot)


def _news(voice: Voice, facts: Facts) -> list[Block]:
    """Team bright spots first, then what teachers share, then the count that waits."""
    if facts["situation"] == TOO_SMALL:
        return prose(voice.say("digest.too_small"))
    if facts["situation"] != NEW:
        return prose(voice.say("digest.no_news"))
    told = [voice.say("digest.spot", **_brief({**each, "name": _spot_name(voice, each)})) for each in facts["spots"]]
    told += [voice.say("digest.shared", **each) for each in facts["shared"]]
    found = [block for each in told[:MOST_SPOTS] for block in prose(each)]
    return [*found, *_more(voice, len(told) - MOST_SPOTS)]


def _work(voice: Voice, facts: Facts) -> list[Block]:
    told: list[Block] = []
    if facts["waiting"]:
        told.append(fine_print(voice.say("digest.waiting", **facts)))
    if facts["situation"] != NEW:
        for each in facts["tried"]:
            question = clipped(each["question"], LABEL_MOST * 6)
            told += prose(
                voice.say("digest.tried", **{**each, "team": clipped(each["team"], NAME_MOST), "question": question})
            )
    if facts["cycles"] or facts["kept"] or facts["written"]:
        told.append(fine_print(voice.say("digest.work", **facts)))
    if facts["coming"]:
        meetings = [(clipped(each["team"], NAME_MOST), date.fromisoformat(each["on"])) for each in facts["coming"]]
        told.append(fine_print(voice.say("digest.coming", meetings=meetings)))
    return told


def _next(voice: Voice, facts: Facts) -> list[Block]:
    action, whom = _action(voice, facts)
    return prose(voice.say("digest.next", action=action, whom=whom))


def _action(voice: Voice, facts: Facts) -> tuple[str, str]:
    """The one thing to do, and with whom."""
    if facts["team"]:
        return "team", ""
    if facts["shared"]:
        return "shared", ""
    if facts["spots"]:
        return "ask", clipped(_spot_name(voice, facts["spots"][0]), NAME_MOST)
    leading = facts["top"] or next(iter(facts["rows"]), None)
    if leading:
        return "ask", _brief(_worded(voice, leading))["name"]
    if facts["situation"] == TOO_SMALL:
        return "small", ""
    return ("ask", facts["tried"][0]["team"]) if facts["tried"] else ("begin", "")


def _lines(voice: Voice, rows: Sequence[Facts], most: int) -> list[Block]:
    lines = [block for row in rows[:most] for block in prose(voice.say("digest.row", **row))]
    return [*lines, *_more(voice, len(rows) - most)]


def _more(voice: Voice, more: int) -> list[Block]:
    return [fine_print(voice.say("digest.more", more=more))] if more > 0 else []


def _buttons(voice: Voice, facts: Facts) -> Block:
    limits_button = button(voice.plain("digest.cant_tell"), "digest.limits")
    if not facts["issue"] or not any(facts[name] for name in ("rows", "spots", "shared", "verdict", "refusal")):
        return actions(limits_button)
    return actions(button(voice.plain("digest.detail"), "digest.detail", str(facts["issue"])), limits_button)


def _hold(voice: Voice, facts: Facts) -> Block:
    if facts["held"]:
        return button(voice.plain("digest.release"), "digest.release", str(facts["school_id"]))
    return button(voice.plain("digest.hold"), "digest.hold", str(facts["school_id"]))


def _about_analysis(voice: Voice, facts: Facts) -> list[Block]:
    told: list[Block] = []
    if facts["verdict"]:
        told += prose(voice.say("digest.verdict", **facts))
    if facts["excluded"]:
        known = [(voice.refusals.get(reason, reason), count) for reason, count in facts["excluded"]]
        told += prose(voice.say("digest.excluded", excluded=known))
    if facts["refusal"]:
        refusal = Refusal(facts["refusal"], **facts["refusal_facts"])
        told += prose(voice.say("digest.refusal", reason=voice.sentence(refusal)))
    return told


def _chart(voice: Voice, rows: Sequence[Facts]) -> Block | None:
    """A bar for the median growth of each row that may be shown."""
    bars = [(clipped(row["name"], LABEL_MOST), round(row["gain"], 1)) for row in rows if row["gain"] is not None]
    bars = bars[:MOST_IN_TABLE]
    one_test = len({(row["source"], row["window_before"]) for row in rows}) == 1  # else points don't compare
    if len(bars) < 2 or len({name for name, _ in bars}) < len(bars) or not one_test:
        return None
    title = voice.plain("digest.chart", window_before=rows[0]["window_before"])
    return bar_chart(title, voice.plain("digest.series"), bars)


def bar_chart(title: str, series: str, bars: Sequence[tuple[str, float]]) -> Block:
    """One native bar chart; a title, what is measured, and a bar for each name."""
    return {
        "type": "data_visualization",
        "title": clipped(title, TITLE_MOST),
        "chart": {
            "type": "bar",
            "series": [{"name": clipped(series, LABEL_MOST),
                        "data": [{"label": name, "value": value} for name, value in bars]}],
            "axis_config": {"categories": [name for name, _ in bars]},
        },
    }  # fmt: skip


def _table(voice: Voice, rows: Sequence[Facts]) -> Block | None:
    """A row for each grade and subject, from three on; fewer read better as sentences."""
    if len(rows) < LEAST_FOR_A_TABLE:
        return None
    columns = [voice.plain(f"digest.column_{name}") for name in ("name", "test", "percent", "growth")]
    told = [[row["name"], f"{row['source']}, {row['window']}", row["proficient"], row["growth"]] for row in rows]
    return {
        "type": "data_table",
        "caption": voice.plain("digest.caption"),
        "row_header_column_index": 0,
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in [columns, *told[:MOST_IN_TABLE]]],
    }
