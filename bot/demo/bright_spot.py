"""The demo's bright spot: three past years come in, a teacher hears of it alone, decides, and her leaders read it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from bot.demo.histories import classes, roster_export, scores_export
from bot.demo.story import SCHOOL, Cast, at, clicks, gives, moment, submits, types
from bot.playground.world.records import Line
from bot.simulation import Simulation
from workflows.posts import Kind
from workflows.store.brightspots import Issue, Mention
from workflows.store.posts import Post, State

SEED = 2030
TEACHERS = {
    "3": ("Gus Field", "Hana Moss", "Ivo Stone", "Jo Reed"),
    "4": ("Kim Lake", "Leo Marsh", "Mia Frost", "Ned Park"),
    "5": ("Ana Ruiz", "Ben Cho", "Chloé Obi", "Eli Sand"),
}  # made up, as everybody here is


async def look_back(play: Simulation, who: Cast) -> None:
    """Dana uploads three years of scores and the roster; two teachers say that their part of it is right."""
    await play.turn_to(at("2026-10-19", "10:00"))
    taught = classes(TEACHERS)
    scores = scores_export(taught, bright=who.chloe.name, school=SCHOOL, seed=SEED)
    await gives(play, who, scores, "ThreeYears.csv", cut="61")
    await gives(play, who, roster_export(taught), "Roster.csv")
    await clicks(play, who.dana, "roster.link")
    await submits(play, who.dana)  # who is who was guessed from the names in Slack, and is right
    await moment(play)
    await clicks(play, who.chloe, "roster.right")
    await clicks(play, who.ben, "roster.right")


async def decide(play: Simulation, who: Cast) -> None:
    """Chloé shares it with her name; Ben asks what was compared for him."""
    await play.turn_to(at("2026-10-19", "15:30"))
    await clicks(play, who.chloe, "spot.named")
    await submits(play, who.chloe, practice=who.words.practice)
    await types(play, who.ben, "/brightspots why", who.grade_5)


def promises(play: Simulation, who: Cast) -> Iterator[tuple[bool, str]]:
    """What must have happened: told once, alone and with a picture; posted once, after her yes; told in a digest.

    And in a week without news the digest quotes a reflection whose writer allowed it.
    """
    told, shared = _sent(play, Kind.SPOT_FOUND), _sent(play, Kind.SPOT_SHARED)
    yield [post.sent_to for post in told] != [_direct(play, who)], "the bright spot wasn't told once, to its teacher"
    yield not _is_drawn(play, told), "the teacher's message had no picture"
    yield len(shared) != 1, "what she shares wasn't posted exactly once"
    at_last = min((post.sent_at for post in shared if post.sent_at), default=None)
    named = [line.at for line in _leaders_lines(play, who) if who.chloe.name in line.text]
    yield any(at_last is None or moment < at_last for moment in named), "her leaders read her name before her yes"
    with play.brightcycle.deps.db.everywhere() as session:
        keys = session.scalars(select(Issue.key).join(Mention, Mention.issue_id == Issue.id)).all()
    yield not any(key.startswith("digest:") for key in keys), "no digest told of what she shares"
    yield not any(who.words.thoughts[2] in line.text for line in _leaders_lines(play, who)), "no digest quoted the team"


def _sent(play: Simulation, kind: str) -> list[Post]:
    with play.brightcycle.deps.db.everywhere() as session:
        return list(session.scalars(select(Post).where(Post.kind == kind, Post.state == State.SENT)))


def _direct(play: Simulation, who: Cast) -> str:
    return play.slack.world.direct(play.workspace.team, [who.chloe.id]).id


def _is_drawn(play: Simulation, posts: Sequence[Post]) -> bool:
    """Whether Slack took the message with a chart in it."""
    tokens = {post.token for post in posts}
    drawn = [
        call.args["metadata"]["event_payload"]["id"]
        for call in play.slack.calls
        if call.method == "chat.postMessage"
        and not call.error
        and "metadata" in call.args
        and any(block["type"] == "data_visualization" for block in call.args["blocks"])
    ]
    return tokens <= set(drawn)


def _leaders_lines(play: Simulation, who: Cast) -> list[Line]:
    return [line for line in play.slack.transcript() if line.where == f"#{who.leaders.name}"]
