"""The school that a visitor of the playground finds: the middle of an ordinary week, with something to do for all.

Two teams and a leadership team, six people, who do not exist. Grade 5 is in week 2 of its cycle and meets in ten
minutes; Grade 4 has not begun. Three years of scores are in, this fall's export is the visitor's to upload; Chloé
Obi has been told of a bright spot and hasn't decided yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.demo import bright_spot as bright_spot
from bot.demo import story as story
from bot.demo.exports import map_growth_export
from bot.playground.people.person import Person
from bot.playground.world.state import Channel
from bot.simulation import Simulation

BEGINS_AT = story.at(*story.STARTS)
MEETS = ("2026-10-20", "08:15")
NOW_AT = story.at("2026-10-20", "08:05")
FALL_ONLY = 2025
SAMPLE = "AssessmentResults.csv"


@dataclass(frozen=True)
class School:
    """Everybody in the school, and its channels."""

    cast: story.Cast
    kim: Person
    leo: Person
    grade_4: Channel

    @property
    def roles(self) -> Mapping[str, str]:
        """Who everybody is, by user id, as keys of the tour's words."""
        who = self.cast
        return {
            who.ana.id: "facilitator_5", who.ben.id: "teacher_5", who.chloe.id: "teacher_5", who.dana.id: "principal",
            self.kim.id: "facilitator_4", self.leo.id: "teacher_4",
        }  # fmt: skip


def people(play: Simulation, language: str) -> School:
    """An empty school: its people and their channels, and nothing set up."""
    who = story.cast(play, language)
    locale = {"es": "es-US"}.get(language, "en-US")
    kim, leo = (play.workspace.person(name, locale=locale) for name in ("Kim Lake", "Leo Marsh"))
    return School(who, kim, leo, play.workspace.channel("grade-4-math", members=[kim, leo]))


async def prepare(play: Simulation, school: School) -> None:
    """Let the school live through a week and a half, up to ten minutes before Tuesday's meeting."""
    who = school.cast
    await story.start(play, who)
    await story.reflect(play, who, "2026-10-13", 0)
    await story.meet(play, who)
    await bright_spot.look_back(play, who)
    await play.turn_to(story.at("2026-10-19", "14:30"))
    await story.types(play, who.ana, "/protocol schedule", who.grade_5)
    day, clock = MEETS
    await story.submits(play, who.ana, on=day, at=clock, minutes="70")
    await story.submits(play, who.ana, recorder=who.ben.id, timekeeper=who.chloe.id)
    await play.turn_to(NOW_AT)


def samples() -> Mapping[str, bytes]:
    """The export that a visitor may upload."""
    return {SAMPLE: map_growth_export(seed=2026)}


def begins_at() -> datetime:
    """When the story of the school begins."""
    return BEGINS_AT
