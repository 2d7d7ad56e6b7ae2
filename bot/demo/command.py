"""`python -m bot demo`: one made-up team lives through a five-week cycle, on a clock that takes seconds."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.demo import bright_spot as bright_spot
from bot.demo import story as story
from bot.demo.counts import messages_by_week
from bot.demo.promises import Report, examine
from bot.demo.story import Cast
from bot.logs import set_up_logs
from bot.playground.world.records import Line
from bot.simulation import Simulation, open_simulation

READER = "Ben Cho"  # a teacher: neither first nor last to be asked anything
MOST_LINES, MOST_CHANGED = 24, 7  # of one thing somebody saw, and of one that was seen before and has changed


def run_demo(language: str, *, reader: str = READER) -> int:
    """Play the demo and print what one person saw, or everybody with no name; 0 when every promise was kept."""
    set_up_logs("ERROR")
    return asyncio.run(_run(language, reader))


async def _run(language: str, reader: str) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="brightcycle-demo-") as folder:
        async with open_simulation(story.at(*story.STARTS), Path(folder)) as play:
            who = story.cast(play, language)
            await _play(play, who)
            report = _with_story(examine(play), play, who)
            ids = [each.id for each in play.workspace.team.users.values() if each.real_name == reader]
            lines = play.slack.transcript(*ids)
            counts = list(messages_by_week(play.slack.world, play.workspace.team))
    _show(replace(report, lines=lines), counts, time.monotonic() - began)
    return 1 if report.broken else 0


async def _play(play: Simulation, who: Cast) -> None:
    await story.start(play, who)
    await story.reflect(play, who, "2026-10-13", 0)
    await story.meet(play, who)
    await story.find(play, who)
    await bright_spot.look_back(play, who)
    await bright_spot.decide(play, who)
    await story.reflect(play, who, "2026-10-20", 1)
    await story.design(play, who)
    await story.commitments_come_due(play, who)
    await story.reflect(play, who, "2026-10-27", 2)
    await story.save_evidence(play, who)
    await story.upload_winter_scores(play, who)
    await story.refine(play, who)
    await story.close(play, who)


def _with_story(report: Report, play: Simulation, who: Cast) -> Report:
    checks = list(bright_spot.promises(play, who))
    broken = [sentence for is_broken, sentence in checks if is_broken]
    return replace(report, kept=report.kept + len(checks) - len(broken), broken=[*report.broken, *broken])


def _show(report: Report, counts: list[str], seconds: float) -> None:
    for line in _readable(report.lines):
        print(f"\n{line.local}  {line.where}  ({line.who_sees})")
        print(f"  {line.author}{'' if line.kind in ('message', 'ephemeral') else ' ' + line.kind}:")
        print("\n".join(f"    {each}" for each in _shortened(line)))
    print("\nMessages by person and week, in channels and direct messages:")
    print("\n".join(f"  {each}" for each in counts))
    print()
    for sentence in report.broken:
        print(f"BROKEN: {sentence}")
    print(
        f"Five weeks in {seconds:.1f} s · {report.sent} messages sent, {report.answered} requests answered, "
        f"{report.kept} promises kept, {len(report.broken)} broken."
    )


def _readable(lines: list[Line]) -> Iterator[Line]:
    """Without forms that were seen before, and the skeletons that stand for forms while those are filled in."""
    seen: set[str] = set()
    for line in lines:
        if line.kind != "modal" or (line.text.count("\n") >= 3 and line.text not in seen):
            yield line
        seen.add(line.text if line.kind == "modal" else "")


def _shortened(line: Line) -> list[str]:
    """What stands in one message or form; of a very long one, or one that has only changed, its two ends."""
    lines, most = line.text.splitlines(), MOST_LINES if line.kind != "update" else MOST_CHANGED
    left = len(lines) - most
    return lines if left <= 1 else [*lines[: most - 3], f"(… {left} more lines …)", *lines[-3:]]
