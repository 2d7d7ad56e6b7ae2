"""Which groups of students gained most: one line for leaders, figures behind it, nothing about any other group."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from tests import bright
from tests.bright import Stored
from tests.people import Clock, Slack, Stage, Teacher
from tests.stats.districts import District
from tests.stats.test_groups import marked
from workflows.brightspots import findings
from workflows.frames import analyses
from workflows.jobs.analyses import Sources
from workflows.stats.columns import GROUPS
from workflows.store import analysis_claims
from workflows.store.tables import School
from workflows.store.uploads import Upload

SCHOOL = "Lakeside"
FOLDER = TemporaryDirectory(prefix="groups-")
SAID = "*Gained most:* multilingual learners (whole school, math)."


@cache
def stored() -> Stored:
    """Eight schools with three years of scores; multilingual learners of one of them gained 0.6 SDs more."""
    plain = bright.draw(District(schools=8, grades=2), seed=3)
    table = pd.read_parquet(plain.path)
    spring = table["window"] == "spring"
    said = marked(table[spring], 3, gain=0.6)
    said = said.assign(**{name: said[name].map({"Y": True, "N": False}) for name in GROUPS})
    path = Path(FOLDER.name) / "marked.parquet"
    both = pd.concat([table[~spring], said])
    both = both.assign(school=both["school"].replace("School 1", SCHOOL))
    both.astype(dict.fromkeys(GROUPS, "boolean")).to_parquet(path)
    return replace(plain, path=path, said=analyses.find(Sources([(path, SCHOOL)], [], ()), []))


@pytest.fixture
def dana(leads: Callable[..., Teacher]) -> Teacher:
    """She leads Lakeside, whose digest comes on Fridays at one."""
    return leads(school=SCHOOL)


@pytest.fixture
def looked(dana: Teacher, stage: Stage) -> Stored:
    """The scores came in and were looked at."""
    bright.brought_in(stage, stored(), by=dana.id)
    bright.found(stage, stored())
    return stored()


def test_leaders_read_one_line_and_the_figures_behind_it(
    looked: Stored, dana: Teacher, slack: Slack, clock: Clock
) -> None:
    """People first, no other group, no order; years, students and growth are one tap away."""
    clock.passes("2026-09-18 13:05")
    posted = slack.shown_in("leaders")[-1]

    assert SAID in posted
    assert "students with disabilities" not in posted
    assert "low-income" not in posted
    dana.clicks("Detail")
    (told,) = looked.answer.groups
    years = ", ".join(f"{year}: {count}" for year, count in told["n_by_year"].items())
    assert f"Years and students: {years}." in str(dana.screen)
    assert f"grew more than {told['median_growth_percentile']} in 100" in str(dana.screen)


def test_teams_hear_nothing_of_it(looked: Stored, cycle: object, slack: Slack, clock: Clock) -> None:
    """A team's part is about its own grade and subject; a group of its students is the school's to look at."""
    clock.passes("2026-09-18 13:05")

    assert "Gained most" in slack.shown_in("leaders")[-1]
    assert not any("Gained most" in each for each in slack.shown_in("grade-5"))


def test_the_same_students_are_no_news_twice(looked: Stored, stage: Stage, slack: Slack, clock: Clock) -> None:
    """Another look at the same scores tells the leaders nothing new."""
    clock.passes("2026-09-18 13:05")
    bright.found(stage, looked)
    clock.passes("2026-09-25 13:05")

    assert [SAID in each for each in slack.shown_in("leaders")] == [True, False]


def test_only_the_latest_look_is_kept_and_goes_with_its_scores(looked: Stored, stage: Stage) -> None:
    """A second look replaces the first; when the scores were taken back, nothing is left."""
    bright.found(stage, looked)
    kept = [row["groups"] for row in bright.rows(stage)["analysis"] if row["groups"]]
    assert len(kept) == 1
    assert [each["group"] for some in json.loads(kept[0]).values() for each in some] == ["english_learner"]

    _taken_back(stage)

    assert [row["groups"] for row in bright.rows(stage)["analysis"] if row["groups"]] == []


def test_a_spanish_digest(looked: Stored, dana: Teacher, stage: Stage, slack: Slack, clock: Clock) -> None:
    """The same, as kindly."""
    with stage.play.brightcycle.deps.db.begin(1) as session:
        session.query(School).filter_by(name=SCHOOL).one().language = "es"
    clock.passes("2026-09-18 13:05")

    posted = slack.shown_in("leaders")[-1]
    assert "*Quienes más avanzaron:* estudiantes multilingües (toda la escuela, matemáticas)." in posted


def _taken_back(stage: Stage) -> None:
    """The upload was undone, and the next look found nothing to read."""
    deps, now = stage.play.brightcycle.deps, stage.play.clock.now()
    with deps.db.begin(1) as session:
        session.query(Upload).delete()
        findings.ask(session, now=now)
    with deps.db.engine.begin() as connection:
        taken = analysis_claims.take(connection, worker="test", now=now, lease=timedelta(minutes=1))
    assert taken is not None
    with deps.db.begin(1) as session:
        findings.refuse(session, taken.id, "test", "No scores are stored, so there is nothing to compare.", {}, now=now)
