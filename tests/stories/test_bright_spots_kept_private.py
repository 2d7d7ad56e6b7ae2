"""Nothing about anybody who isn't flagged is stored; nobody is told twice; counts are shown only where they hide."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from bot.playground.world.state import Channel
from tests import bright
from tests.bright import SCHOOL, Stored, brought_in, confirms, found, looks
from tests.people import Clock, Slack, Stage, Teacher
from tests.stats.districts import District
from workflows.brightspots import consent, findings
from workflows.refusal import Refusal
from workflows.stats import contrast, growth, tidy
from workflows.stats.examine import examined
from workflows.stats.inclusion import admit
from workflows.stats.parameters import Parameters
from workflows.stats.pools import pooled
from workflows.stats.prior import with_priors
from workflows.store import analysis_claims

WRITTEN_BY_ANALYSES = {
    "analysis", "spot", "team_spot", "post", "lane", "audit_entry", "issue", "workspace", "sqlite_sequence",
}  # fmt: skip


@pytest.fixture
def district() -> Stored:
    """Three schools of twelve teachers."""
    return bright.draw(District(schools=3), seed=3)


@pytest.fixture
def dana(leads: Callable[..., Teacher]) -> Teacher:
    """She leads."""
    return leads(school=SCHOOL)


@pytest.fixture
def maria(slack: Slack, grade_5: Channel) -> Teacher:
    """Her classes are a bright spot; she has met the bot before, as whoever confirms a roster has."""
    maria = slack.teacher("María José", grade_5, locale="es-MX")
    maria.types("/brightspots help")
    return maria


def test_a_scan_finds_only_the_flagged_who_confirmed(
    stage: Stage, slack: Slack, dana: Teacher, grade_5: Channel, clock: Clock
) -> None:
    """The whole simulated district: every row, file and message that an analysis and a digest leave is searched for
    everybody who isn't flagged, or never confirmed: name, person, every estimate."""
    district = bright.draw(District(), seed=0)
    schools = bright.schools_added(stage, district)
    everybody = {key: slack.teacher(f"Teacher {key}", grade_5) for key in district.teachers}
    silent = [district.flagged(school)[-1] for school in schools if district.flagged(school)]  # they never confirm
    others = [key for school in schools for key in district.others(school)]
    assert len(everybody) == 240
    assert len(silent) > 10
    brought_in(stage, district, by=dana.id)
    for key in everybody.keys() - set(silent):
        confirms(stage, everybody[key], key, district.teachers[key])
    before, files = bright.rows(stage), bright.files(stage)

    looks(stage)  # the real thing, in another process
    clock.passes("2026-09-18 13:05")

    after = bright.rows(stage)
    left = {table: [row for row in after[table] if row not in before[table]] for table in after}
    people = {row["slack_id"]: row["id"] for row in after["teacher"]}
    told = {people[everybody[key].id] for key in everybody.keys() - set(others) - set(silent)}
    assert {table for table, rows in left.items() if rows} <= WRITTEN_BY_ANALYSES | {"teacher"}
    assert {row["teacher_id"] for row in after["spot"]} == told
    assert len(told) > 15
    assert bright.files(stage) == files

    seen = [each.text for each in slack.transcript()]
    trace = json.dumps([{table: left[table] for table in WRITTEN_BY_ANALYSES & left.keys()}, seen], default=str)
    assert all(everybody[key].id in trace for key in everybody.keys() - set(others) - set(silent))
    assert not [key for key in [*others, *silent] if everybody[key].id in trace or f'{key}"' in trace]
    assert not [key for key in [*others, *silent] if everybody[key].sees]
    figures = list(_estimates(district, [*others, *silent]))
    assert len(figures) > 400
    of_all = str(after["analysis"][-1]["variances"])  # about nobody; a figure may be the same by chance
    assert not [figure for figure in figures if figure in trace and figure not in of_all]


def test_a_worker_that_died_is_replaced_and_nobody_is_told_twice(
    stage: Stage, dana: Teacher, maria: Teacher, district: Stored, clock: Clock
) -> None:
    """The lease runs out, another worker finishes, the first one comes too late."""
    deps = stage.play.brightcycle.deps
    brought_in(stage, district, by=dana.id)
    confirms(stage, maria, district.flagged()[0])
    with deps.db.begin(1) as session:
        findings.ask(session, now=clock.now)
    with deps.db.engine.begin() as connection:
        gone = analysis_claims.take(connection, worker="gone", now=clock.now, lease=timedelta(minutes=1))
        assert gone is not None
        assert analysis_claims.take(connection, worker="early", now=clock.now, lease=timedelta(minutes=1)) is None

    stage.play.clock.turn_to(clock.now + timedelta(minutes=2))
    looks(stage)

    with deps.db.begin(1) as session, pytest.raises(Refusal, match="Another worker was faster"):
        findings.found(session, gone.id, "gone", district.answer, now=clock.now)
    looks(stage)
    assert len([line for line in maria.person.has_before_her if "Algo bueno" in line]) == 1
    assert [row["state"] for row in bright.rows(stage)["analysis"]] == ["done"]


def test_an_analysis_that_breaks_is_told_at_once(
    stage: Stage, dana: Teacher, ana: Teacher, district: Stored, clock: Clock
) -> None:
    """The stored scores can't be read any more: nobody waits for a lease, and the detail of the digest says so."""
    brought_in(stage, district, by=dana.id)
    confirms(stage, ana, district.flagged()[0])
    (stored,) = bright.files(stage)
    stored.write_bytes(b"student 4711, 199 points")
    looks(stage)

    (analysis,) = bright.rows(stage)["analysis"]
    assert (analysis["state"], analysis["attempts"]) == ("refused", 1)
    assert "4711" not in str(analysis)
    clock.passes("2026-09-18 13:05")
    dana.clicks("Detail")
    assert "failed for a reason that nobody foresaw" in str(dana.screen)


def test_an_analysis_that_says_the_same_again_asks_nobody_again(
    stage: Stage, dana: Teacher, maria: Teacher, district: Stored, clock: Clock
) -> None:
    """Her no stands until something else stands behind it."""
    brought_in(stage, district, by=dana.id)
    confirms(stage, maria, district.flagged()[0])
    found(stage, district)
    maria.clicks("Ahora no")
    clock.passes(hours=2)
    found(stage, district)
    assert len([line for line in maria.person.has_before_her if "Algo bueno" in line]) == 1
    assert bright.rows(stage)["spot"][0]["choice"] == "not now"


def test_what_was_shared_is_posted_once_though_the_answer_was_lost(
    stage: Stage, slack: Slack, dana: Teacher, maria: Teacher, district: Stored, clock: Clock
) -> None:
    """Slack took the message, its answer never came: it is found again, not sent again."""
    brought_in(stage, district, by=dana.id)
    confirms(stage, maria, district.flagged()[0])
    found(stage, district)
    slack.mischief.order("lose_answer", "chat.postMessage", times=1)
    maria.clicks("Compartir con mi nombre")
    assert maria.submits(practice="") == {}
    clock.passes(minutes=5)
    assert len(slack.shown_in("leaders")) == 1


def test_taken_back_at_night_it_is_never_posted(
    stage: Stage, slack: Slack, dana: Teacher, maria: Teacher, district: Stored, clock: Clock
) -> None:
    """What waits for the morning is cancelled; an edit that Slack is too busy for is done later."""
    brought_in(stage, district, by=dana.id)
    confirms(stage, maria, district.flagged()[0])
    found(stage, district)
    clock.passes("2026-09-14 21:00")
    maria.clicks("Compartir con mi nombre")
    maria.submits(practice="")
    maria.clicks("Retirarlo")
    clock.passes("2026-09-15 09:00")
    assert slack.shown_in("leaders") == []

    maria.clicks("Compartir con mi nombre")
    maria.submits(practice="")
    assert len(slack.shown_in("leaders")) == 1
    slack.mischief.order("500", "chat.update", times=2)
    maria.clicks("Retirarlo")
    clock.passes(minutes=5)
    looks(stage)
    assert "María" not in slack.shown_in("leaders")[-1]


def test_the_message_waits_for_a_school_day(
    stage: Stage, dana: Teacher, ana: Teacher, team: Channel, district: Stored, clock: Clock
) -> None:
    """Found on a Friday night before a Monday off, it comes on Tuesday morning."""
    clock.passes("2026-10-09 20:00")
    brought_in(stage, district, by=dana.id)
    confirms(stage, ana, district.flagged()[0])
    found(stage, district)
    clock.passes("2026-10-13 06:59")
    assert not any("Something good" in line for line in ana.sees)
    clock.passes("2026-10-13 07:01")
    assert any("Something good" in line for line in ana.sees)


def test_where_fewer_than_three_could_be_meant(
    stage: Stage, slack: Slack, dana: Teacher, maria: Teacher, district: Stored, clock: Clock
) -> None:
    """“Without my name” isn't offered and a forged click is refused; leaders aren't even told that anybody waits."""
    few = [{**flag, "may_be_nameless": False, "colleagues": 0} for flag in district.answer.flags]
    brought_in(stage, district, by=dana.id)
    confirms(stage, maria, district.flagged()[0])
    found(stage, replace(district, said=replace(district.answer, flags=few)))
    assert "sin mi nombre" not in maria.last

    deps = stage.play.brightcycle.deps
    spot = bright.rows(stage)["spot"][0]["id"]
    with deps.db.begin(1) as session, pytest.raises(Refusal, match="Fewer than three teachers"):
        consent.share(session, consent.Share(spot, "nameless", "Words."), by=maria.id, now=clock.now)
    with deps.db.begin(1) as session, pytest.raises(Refusal, match="isn't yours"):
        consent.share(session, consent.Share(spot, "named"), by=dana.id, now=clock.now)
    clock.passes(days=4, hours=5)
    assert not any("waiting" in line for line in slack.shown_in("leaders"))


def _estimates(district: Stored, teachers: list[str]) -> Iterator[str]:
    """The posterior figures of some teachers, as a database would write them."""
    parameters = Parameters()
    admitted = admit(with_priors(tidy.understood(_as_read(district))), parameters)
    grown = growth.growth(admitted, pooled(admitted, parameters), parameters)
    years = contrast.class_years(grown, admitted.classes)
    parts = examined(years, contrast.beside_peers(years, contrast.PEERS), contrast.TEACHER, contrast.PEERS, parameters)
    for part in parts.values():
        mine = part.posteriors[part.posteriors["teacher"].isin(teachers)]
        for column in ("mean", "sd", "probability"):
            yield from (f"{value:.4f}"[:6] for value in mine[column] if 0.01 < abs(value) < 0.99)


def _as_read(district: Stored) -> pd.DataFrame:
    return district.scores
