"""The weekly digest: read in under a minute, seen by its lead first, silent or brief when there is nothing to say."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import event, select

from bot.checks.facts import HOSTILE
from bot.checks.facts import brightspots as samples
from bot.checks.screens import faults_of_message, faults_of_modal
from bot.playground.world.records import ApiCall
from bot.playground.world.state import Channel
from bot.template_loader import load_library, load_words
from handlers.screens import consent as consent_screens
from handlers.screens import digest_detail
from handlers.screens import digests as screens
from handlers.screens.blocks import Message
from tests import bright
from tests.people import Clock, Slack, Stage, Teacher, at
from workflows import digests
from workflows.digests import archive
from workflows.refusal import Refusal
from workflows.stats.aggregates import publishable, window_figures
from workflows.store.brightspots import TeamSpot
from workflows.store.tables import Cycle, School, Team
from workflows.store.uploads import Figure, Upload

SCHOOL = "Lakeside"
LONG_NAME = "Escuela Primaria Comunitaria y Bilingüe de la Señora Profesora Guadalupe Hidalgo"
SIXTY_SECONDS = 238  # words a minute of silent reading (Brysbaert 2019)
SHOWN = {
    "source": "MAP Growth", "years": [2025, 2026], "students": [[2025, 70], [2026, 72]], "median": 58, "low": 53,
    "high": 63, "share": 57, "luck": 9, "second": None, "proficient": None,
}  # fmt: skip


@pytest.fixture
def dana(leads: Callable[..., Teacher]) -> Teacher:
    """She leads, and sets the digest up for Fridays at one."""
    return leads(school=SCHOOL)


def test_the_lead_sees_it_first_and_may_hold_it(dana: Teacher, team: Channel, slack: Slack, clock: Clock) -> None:
    """On Thursday she gets a preview; held, nothing is posted until she lets it go on."""
    clock.passes("2026-09-17 13:30")
    assert "first digest would read now" in dana.last
    dana.clicks("Hold it")
    clock.passes("2026-09-18 14:00")
    assert slack.shown_in("leaders") == []

    dana.types("/brightspots preview")
    dana.clicks("Let it go on")
    clock.passes("2026-09-25 14:00")
    assert slack.times_of("leaders") == ["Fri 09-25 13:00"]
    assert len([line for line in dana.sees if "first digest would read now" in line and "Hold" in line]) == 1


def test_only_the_lead_may_hold_it(dana: Teacher, slack: Slack, leaders: Channel, stage: Stage, clock: Clock) -> None:
    """Others see a preview without that choice."""
    erin = slack.teacher("Erin Fox", leaders)
    erin.types("/brightspots preview")
    assert "Only you see this preview" in erin.last
    assert "Hold it" not in erin.last


def test_a_new_time_replaces_the_old_one(dana: Teacher, slack: Slack, cycle: Channel, clock: Clock) -> None:
    """Set up again for another hour of the same day, and then for another day: one digest a week."""
    _set_up(dana, at="09:30")
    clock.passes("2026-09-18 14:00")
    _set_up(dana, weekday="2", at="10:00")
    clock.passes("2026-09-25 14:00")
    assert slack.times_of("leaders") == ["Fri 09-18 09:30", "Wed 09-23 10:00"]


def test_new_scores_make_a_picture_a_table_and_one_next_step(
    dana: Teacher, cycle: Channel, stage: Stage, slack: Slack, clock: Clock
) -> None:
    """Team bright spots first; chart and table; detail and limits one tap away; read in under a minute."""
    _scores_come_in(stage, {3: 80, 4: 80, 5: 80, 6: 80})
    _team_spot(stage, grade="5")
    clock.passes("2026-09-18 13:05")
    posted = slack.shown_in("leaders")[-1]

    assert posted.index("Team bright spot: Grade 5 Math") < posted.index("bar chart")
    assert "New results by grade and subject: MAP Growth, winter" in posted
    assert "Grade and subject | Proficient | Typical growth" in posted
    assert posted.count("One thing to do") == 1
    assert _words(posted) <= SIXTY_SECONDS

    dana.clicks("Detail")
    assert "about 1 in 9" in str(dana.screen)
    assert "80 students" in str(dana.screen)
    dana.closes()
    dana.clicks("What this can't tell you")
    assert "Nobody is ranked" in str(dana.screen)


def test_an_older_workspace_reads_the_same_as_text(
    dana: Teacher, cycle: Channel, leaders: Channel, stage: Stage, slack: Slack, clock: Clock
) -> None:
    """Slack refuses the chart there: the digest arrives once all the same, its figures in sentences."""
    slack.workspace.lacks("data_visualization")
    _scores_come_in(stage, {3: 80, 4: 80, 5: 80})
    clock.passes("2026-09-18 13:05")

    (posted,) = slack.shown_in("leaders")
    assert "bar chart" not in posted
    assert re.search(r"Grade 5 Math.*MAP Growth, winter.*\d+ % proficient, \+\d+\.\d points", posted)
    tried = [call.error for call in slack.calls if call.method == "chat.postMessage" and _is_for(call, leaders)]
    assert tried == ["invalid_blocks", ""]

    dana.types("/brightspots preview")
    assert "Lakeside this week" in dana.last


def test_a_team_reads_its_own_part(dana: Teacher, cycle: Channel, stage: Stage, slack: Slack, clock: Clock) -> None:
    """Its figures and its bright spot, no other grade's."""
    _scores_come_in(stage, {4: 40, 5: 40})
    _team_spot(stage, grade="4")
    _team_spot(stage, grade="5")
    clock.passes("2026-09-18 13:05")
    part = slack.shown_in("grade-5")[-1]
    assert "Grade 5 Math this week" in part
    assert "Team bright spot: Grade 5 Math" in part
    assert "Grade 4" not in part


def test_no_new_scores_tell_of_the_work(dana: Teacher, cycle: Channel, slack: Slack, clock: Clock) -> None:
    """What is being tried, what was kept, what is coming."""
    clock.passes("2026-09-18 13:05")
    posted = slack.shown_in("leaders")[-1]
    assert "No new scores this week" in posted
    assert "is trying (week 1 of 5): I wonder how exit tickets" in posted


@pytest.mark.parametrize(("when_nothing", "told"), [("line", ["Nothing new for Lakeside this week."]), ("silence", [])])
def test_nothing_at_all(slack: Slack, leaders: Channel, clock: Clock, when_nothing: str, told: list[str]) -> None:
    """One line, or silence, as the school wants it."""
    _set_up(slack.teacher("Dana Lee", leaders), when_nothing=when_nothing)
    clock.passes("2026-09-18 13:05")
    assert slack.shown_in("leaders") == told


def test_too_few_students_to_show(dana: Teacher, stage: Stage, slack: Slack, clock: Clock) -> None:
    """A school with one small class: the scores are in, no figure is shown."""
    _scores_come_in(stage, {5: 8})
    clock.passes("2026-09-18 13:05")
    posted = slack.shown_in("leaders")[-1]
    assert "fewer than 10 students" in posted
    assert not re.search(r"\d+ %|points", posted)


@pytest.mark.parametrize(
    ("students", "teachers", "is_shown"),
    [(12, 1, False), (44, 2, False), (44, 3, True), (60, None, False), (61, None, True)],
)
def test_a_figure_that_could_be_about_one_adult_is_its_teams_alone(
    dana: Teacher, cycle: Channel, stage: Stage, slack: Slack, clock: Clock,
    students: int, teachers: int | None, is_shown: bool,
) -> None:  # fmt: skip
    """One class, two classes, three; and where no file says who taught. The team itself reads its own figures."""
    _scores_come_in(stage, {5: students}, teachers=teachers)
    clock.passes("2026-09-18 13:05")
    leaders, team = slack.shown_in("leaders")[-1], slack.shown_in("grade-5")[-1]
    assert bool(re.search(r"\d+ %|points", leaders)) is is_shown
    assert is_shown or "fewer than three teachers" in leaders
    assert re.search(r"\d+ %.*points", team)


def test_six_teams_are_all_told_of(dana: Teacher, cycle: Channel, stage: Stage, slack: Slack, clock: Clock) -> None:
    """Two in full, the others by name; next time it is others' turn. One whose weeks are over isn't “trying”."""
    _teams_begin(stage, ["Grade 1", "Grade 2", "Grade 3", "Grade 4", "Kindergarten"], "2026-09-14")
    _teams_begin(stage, ["Art"], "2026-06-01")
    clock.passes("2026-09-18 13:05")
    first = slack.shown_in("leaders")[-1]
    assert first.count("is trying") == 2
    assert all(team in first for team in ("Grade 1", "Grade 2", "Grade 3", "Grade 4", "Grade 5 Math", "Kindergarten"))
    assert "Cycle over, waiting to be closed: Art." in first

    _teams_begin(stage, ["Music"], "2026-09-21")
    clock.passes("2026-09-25 13:05")
    second = slack.shown_in("leaders")[-1]
    assert _in_full(first) != _in_full(second)


def test_the_same_quiet_sentence_is_not_sent_every_week(
    dana: Teacher, cycle: Channel, slack: Slack, clock: Clock
) -> None:
    """A cycle that goes on is no news: it is told when it begins; then one line, and silence."""
    clock.passes("2026-10-10 09:00")
    assert slack.times_of("leaders") == ["Fri 09-18 13:00", "Fri 09-25 13:00"]
    assert slack.shown_in("leaders")[-1] == "Nothing new for Lakeside this week."


def test_a_school_that_wants_a_line_reads_it_once_in_four_weeks(slack: Slack, leaders: Channel, clock: Clock) -> None:
    """Nothing happens for five weeks."""
    _set_up(slack.teacher("Dana Lee", leaders), when_nothing="line")
    clock.passes("2026-10-17 09:00")
    assert slack.times_of("leaders") == ["Fri 09-18 13:00", "Fri 10-16 13:00"]


def test_no_digest_when_all_teams_are_off(
    dana: Teacher, cycle: Channel, stage: Stage, slack: Slack, clock: Clock
) -> None:
    """Friday after Thanksgiving is off; the week after, it comes."""
    clock.stands_still_until("2026-11-19 12:00")
    _scores_come_in(stage, {5: 80})
    clock.passes("2026-11-28 09:00")
    assert not [when for when in slack.times_of("leaders") if "11-27" in when]
    assert [when for when in slack.times_of("leaders") if "11-20" in when] == ["Fri 11-20 13:00"]


def test_what_is_posted_stays_as_it_was_written(dana: Teacher, cycle: Channel, stage: Stage, clock: Clock) -> None:
    """The detail opened a week later still shows the figures of its own week."""
    _scores_come_in(stage, {5: 80})
    clock.passes("2026-09-18 13:05")
    issue = next(row for row in bright.rows(stage)["issue"] if row["key"].startswith("digest:1:"))
    _scores_come_in(stage, {5: 90}, key="b" * 64)
    with stage.play.brightcycle.deps.db.begin(1) as session:
        told = archive.issue(session, issue["id"], channel=dana.home.id, by=dana.id)
        with pytest.raises(Refusal, match="another channel"):
            archive.issue(session, issue["id"], channel=cycle.id, by="U0STRANGER")
    assert [row["compared"] for row in told["rows"]] == [80]


def test_planning_sixty_schools_costs_a_handful_of_queries(dana: Teacher, stage: Stage, clock: Clock) -> None:
    """Each with four teams, and their posts are new."""
    deps = stage.play.brightcycle.deps
    with deps.db.begin(1) as session:
        for number in range(59):
            school = School(name=f"School {number}", zone="America/New_York", language="en", ilt_channel=f"C9{number}",
                            digest_weekday=4, digest_at=at("2026-09-18 13:00").time())  # fmt: skip
            session.add(school)
            session.flush()
            session.add_all(
                Team(school_id=school.id, channel=f"C8{number}x{each}", name=f"Team {each}", grade=str(each),
                     subject="Math", zone="America/New_York", language="en", meeting_weekday=1,
                     meeting_at=at("2026-09-18 08:00").time())
                for each in range(4)
            )  # fmt: skip
    seen: list[str] = []
    event.listen(deps.db.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    with deps.db.everywhere() as session:
        digests.extend(session, session.scalars(select(School.id)).all(), clock.now)
    assert len(seen) <= 10


@pytest.mark.parametrize("language", ["en", "es"])
def test_screens_bear_any_name(language: str) -> None:
    """80 characters, right to left, markup, emoji: Slack takes every message, with its picture and without."""
    voice = load_words().in_language(language)
    builds = {
        "digest:weekly": screens.weekly_digest, "digest:team": screens.weekly_digest,
        "digest:preview": screens.previewed, "spot:found": consent_screens.noticed,
        "spot:shared": consent_screens.shared,
    }  # fmt: skip
    for text in HOSTILE:
        told = samples.posts(text, load_library())
        messages = [builds[kind](voice, each) for kind, each in _pairs(told)]
        assert [fault for message in messages for fault in faults_of_message(message)] == []
        modals = [digest_detail.detail(voice, each) for each in told["digest:weekly"]] + [digest_detail.limits(voice)]
        assert [fault for modal in modals for fault in faults_of_modal(modal)] == []
        assert all(_is_drawn_or_plain(message) for message in messages)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("words", [LONG_NAME, "own words " * 300])
def test_a_hostile_digest_is_still_short(language: str, words: str) -> None:
    """Eighty-character names everywhere, or 3 000 characters of own words: under sixty seconds all the same."""
    voice = load_words().in_language(language)
    assert len(words) in (80, 3000)
    for told in samples.digests(words):
        for row in told["rows"]:
            row |= {"window": "winter", "window_before": "fall", "subject": "mathematics", "source": "MAP Growth"}
        message = screens.weekly_digest(voice, told)
        for each in (message, message.plainer or message):
            assert sum(_words(text) for text in _texts(each.blocks)) <= SIXTY_SECONDS


def _is_for(call: ApiCall, channel: Channel) -> bool:
    return bool(call.args["channel"] == channel.id)


def _set_up(dana: Teacher, **changed: str) -> None:
    dana.types("/brightspots setup")
    assert dana.submits(**{"school": SCHOOL, "weekday": "4", "at": "13:00", **changed}) == {}


def _scores_come_in(stage: Stage, students: dict[int, int], key: str = "a" * 64, teachers: int | None = None) -> None:
    """An import of two windows, its figures made safe to show as `ingest` does it."""
    draw = np.random.default_rng(7)
    frames = [
        pd.DataFrame(
            {
                "source": "MAP Growth", "grade": grade, "subject": "Math", "year": 2027, "window": window,
                "student": [f"{grade}-{each}" for each in range(count)], "proficient": draw.random(count) < 0.6,
                "score": 200 + 10 * grade + lift + draw.normal(0, 8, count), "percentile": 50.0,
                "teacher": [f"T{each % teachers}" if teachers else None for each in range(count)],
            }
        )
        for grade, count in students.items()
        for window, lift in (("fall", 0), ("winter", 4 + grade))
    ]  # fmt: skip
    figures = publishable(window_figures(pd.concat(frames)))
    now = stage.play.clock.now()
    with stage.play.brightcycle.deps.db.begin(1) as session:
        school = session.query(School).filter_by(name=SCHOOL).one()
        upload = Upload(
            school_id=school.id, uploader="U1", state="imported", kind="scores", stored_as=key, content_hash=key,
            received_at=now, settled_at=now + timedelta(seconds=1), imported_at=now,
        )  # fmt: skip
        session.add(upload)
        session.flush()
        session.add_all(Figure(upload_id=upload.id, school_id=school.id, **_plain(row))
                        for row in figures.to_dict("records"))  # fmt: skip


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    known = {str(name): None if value != value else value for name, value in row.items()}
    whole = {name: None if row[name] != row[name] else int(row[name])
             for name in ("rated", "percent_proficient", "compared", "year", "place", "teachers")}  # fmt: skip
    return {**known, **whole, "grade": str(int(row["grade"]))}


def _teams_begin(stage: Stage, names: list[str], on: str) -> None:
    """Other teams of the school begin a cycle."""
    with stage.play.brightcycle.deps.db.begin(1) as session:
        school = session.query(School).filter_by(name=SCHOOL).one()
        for number, name in enumerate(names):
            team = Team(
                school_id=school.id, channel=f"C0{on[5:7]}{on[8:]}{number}", name=name, grade="1", subject="All",
                zone="America/New_York", language="en", meeting_weekday=1, meeting_at=at("2026-09-18 08:00").time(),
            )  # fmt: skip
            session.add(Cycle(
                team=team, question="I wonder…", weeks=5, starts_on=date.fromisoformat(on), stage="running",
                started_by="U1", created_at=stage.play.clock.now() + timedelta(seconds=1),
            ))  # fmt: skip


def _in_full(posted: str) -> list[str]:
    return re.findall(r"\*(.+?)\* is trying", posted)


def _team_spot(stage: Stage, grade: str) -> None:
    now = stage.play.clock.now()
    with stage.play.brightcycle.deps.db.begin(1) as session:
        school = session.query(School).filter_by(name=SCHOOL).one()
        session.add(TeamSpot(school_id=school.id, grade=grade, subject="Math", shown=SHOWN, evidence="e", found_at=now))


def _words(shown: str) -> int:
    return len(re.findall(r"[\w%+.']+", shown))


def _texts(shown: Any) -> Iterator[str]:  # noqa: ANN401 - blocks, as deep as they are
    """Every text in blocks, tables included; the bars of a chart repeat what stands beside it."""
    if isinstance(shown, list):
        yield from (text for each in shown for text in _texts(each))
    elif isinstance(shown, dict) and shown.get("type") != "data_visualization":
        yield from [shown["text"]] if isinstance(shown.get("text"), str) else []
        yield from (text for each in shown.values() for text in _texts(each))


def _pairs(told: dict[str, list[dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    return [(kind, each) for kind, some in told.items() for each in some]


def _is_drawn_or_plain(message: Message) -> bool:
    """A message with a picture has a plainer version without one, with no fewer sentences."""
    drawn = [block for block in message.blocks if block["type"].startswith("data_")]
    if not drawn:
        return True
    assert message.plainer is not None
    return not [block for block in message.plainer.blocks if block["type"].startswith("data_")]
