"""`python -m bot demo`: one made-up team lives through a five-week cycle, on a clock that takes seconds.

Three teachers and an assistant principal, who do not exist. The cycle crosses the change of clocks on 1 November.
"""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as wall
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.logs import set_up_logs
from bot.playground.exports import map_growth_export
from bot.playground.people import Person
from bot.playground.state import Channel
from bot.playhouse import Playhouse, open_playhouse
from bot.promises import Report, examine

NEW_YORK = ZoneInfo("America/New_York")
QUESTION = "I wonder how we can use exit tickets so that all students explain their thinking in fractions."
THOUGHTS = (
    "Two groups explain well aloud but not in writing yet.",
    "Asking for one sentence before the answer changed the talk in the room.",
    "The sentence starters helped our newcomers most.",
)


@dataclass(frozen=True)
class Cast:
    """Who plays, and where."""

    ana: Person
    ben: Person
    chloe: Person
    dana: Person
    grade_5: Channel
    leaders: Channel


def run_demo(language: str) -> int:
    """Play the demo and print what people saw; 0 when every promise was kept."""
    set_up_logs("ERROR")
    return asyncio.run(_run(language))


async def _run(language: str) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="brightcycle-demo-") as folder:
        async with open_playhouse(_at("2026-10-12", "08:00"), Path(folder)) as play:
            await _play(play, _cast(play, language))
            report = examine(play)
    _show(report, time.monotonic() - began)
    return 1 if report.broken else 0


def _cast(play: Playhouse, language: str) -> Cast:
    locale = {"es": "es-US"}.get(language, "en-US")
    ana, ben, chloe, dana = (
        play.workspace.person(name, tz="America/New_York", locale=locale)
        for name in ("Ana Ruiz", "Ben Cho", "Chloé Obi", "Dana Lee")
    )
    grade_5 = play.workspace.channel("grade-5-math", members=[ana, ben, chloe], bot=True)
    return Cast(ana, ben, chloe, dana, grade_5, play.workspace.channel("lakeside-ilt", members=[dana, ana], bot=True))


async def _play(play: Playhouse, cast: Cast) -> None:
    await _start(play, cast)
    await _leaders_set_up(play, cast)
    await _reflect(play, cast, "2026-10-13", 0)
    await _meet(play, cast)
    await _reflect(play, cast, "2026-10-20", 1)
    await _commitments_come_due(play, cast)
    await _reflect(play, cast, "2026-10-27", 2)
    await _upload(play, cast)
    await play.turn_to(_at("2026-11-13", "16:00"))
    await _click(play, cast.ana, "cycle.close")
    await play.turn_to(_at("2026-11-16", "09:00"))


async def _start(play: Playhouse, cast: Cast) -> None:
    await _type(play, cast.ana, "/cycle start", cast.grade_5)
    await _submit(
        play, cast.ana, name="Grade 5 Math", school="Lakeside Elementary", grade="5", subject="Math",
        members=[cast.ana.id, cast.ben.id, cast.chloe.id], weekday="1", at="08:15",
        days_off="2026-11-11 Veterans Day",
    )  # fmt: skip
    await _submit(play, cast.ana, question=QUESTION, weeks="5", starts_on="2026-10-12")


async def _leaders_set_up(play: Playhouse, cast: Cast) -> None:
    await _type(play, cast.dana, "/brightspots setup", cast.leaders)
    await _submit(play, cast.dana, school="Lakeside Elementary", weekday="4", at="13:00")


async def _reflect(play: Playhouse, cast: Cast, day: str, number: int) -> None:
    await play.turn_to(_at(day, "12:10"))
    writer = (cast.ana, cast.ben, cast.chloe)[number]
    await _click(play, writer, "reflection.write")
    await _submit(play, writer, text=THOUGHTS[number], signed="anonymous" if number == 2 else "named")


async def _meet(play: Playhouse, cast: Cast) -> None:
    await play.turn_to(_at("2026-10-15", "14:00"))
    await _type(play, cast.ana, "/protocol schedule", cast.grade_5)
    await _submit(play, cast.ana, on="2026-10-16", at="10:00", recorder=cast.ben.id, timekeeper=cast.chloe.id)
    await play.turn_to(_at("2026-10-16", "11:12"))
    await _click(play, cast.ben, "commitment.make")
    await _submit(play, cast.ben, text="Try one exit ticket with a sentence starter", due_on="2026-10-22")
    await _type(play, cast.chloe, "/commit", cast.grade_5)
    await _submit(play, cast.chloe, text="Bring three samples of written explanations", due_on="2026-10-21")


async def _commitments_come_due(play: Playhouse, cast: Cast) -> None:
    await play.turn_to(_at("2026-10-21", "15:45"))
    await _click(play, cast.chloe, "commitment.done")
    await play.turn_to(_at("2026-10-26", "15:45"))  # Ben answers only when asked again
    await _click(play, cast.ben, "commitment.stuck")


async def _upload(play: Playhouse, cast: Cast) -> None:
    await play.turn_to(_at("2026-11-05", "11:00"))
    file = await cast.dana.uploads(map_growth_export(seed=2026), "AssessmentResults.csv")
    await _type(play, cast.dana, "/brightspots upload", cast.leaders)
    await _submit(play, cast.dana, file=file)
    await cast.dana.chooses("upload.cut", "61")
    await _click(play, cast.dana, "upload.confirm")


async def _type(play: Playhouse, person: Person, text: str, where: Channel) -> None:
    await person.types(text, in_=where)
    await play.settle()


async def _click(play: Playhouse, person: Person, what: str) -> None:
    await person.clicks(what)
    await play.settle()


async def _submit(play: Playhouse, person: Person, **answers: object) -> None:
    complaints = await person.submits(**answers)
    await play.settle()
    if complaints:
        raise RuntimeError(f"{person.name} could not send the form: {complaints}")


def _at(day: str, clock: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day), wall.fromisoformat(clock), NEW_YORK).astimezone(UTC)


def _show(report: Report, seconds: float) -> None:
    for line in report.lines:
        if line.kind == "modal" and line.text.count("\n") < 3:
            continue  # the skeleton that stands for a form while it is filled in
        print(f"\n{line.local}  {line.where}  ({line.who_sees})")
        print(f"  {line.author}{'' if line.kind in ('message', 'ephemeral') else ' ' + line.kind}:")
        print("\n".join(f"    {each}" for each in line.text.splitlines()))
    print()
    for sentence in report.broken:
        print(f"BROKEN: {sentence}")
    print(
        f"Five weeks in {seconds:.1f} s · {report.sent} messages sent, {report.answered} requests answered, "
        f"{report.kept} promises kept, {len(report.broken)} broken."
    )
