"""A coach at her screen: she gives files, reads what was understood, imports it; and what is left of it afterwards."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bot.demo.exports import map_growth_export
from bot.playground.world.state import Channel, StoredFile
from tests.people import Clock, Slack, Stage, Teacher
from workflows.store.uploads import AuditEntry, Figure, Upload

EXPORT = map_growth_export(seed=2026)
ROSTER_HEADER = "Student ID,Section,Teacher,School Year,Subject\n"
SETUP = {"school": "Lakeside Elementary", "weekday": "4", "at": "13:00"}


@dataclass(frozen=True)
class Coach:
    """The leader of a school's team, in its channel."""

    slack: Slack
    teacher: Teacher

    @classmethod
    def at(cls, slack: Slack, name: str = "Dana Lee", channel: Channel | str = "lakeside-ilt", **setup: str) -> "Coach":
        """Set a leadership team's channel up, with her in it."""
        teacher = slack.teacher(name, slack.channel(channel) if isinstance(channel, str) else channel)
        teacher.person.user.is_admin = True  # an admin of the workspace stands in for an admin of Brightcycle
        teacher.types("/brightspots setup")
        assert teacher.submits(**{**SETUP, **setup}) == {}
        return cls(slack, teacher)

    @property
    def last(self) -> str:
        """What she was told last."""
        return self.teacher.last

    @property
    def stage(self) -> Stage:
        """The stage she is on."""
        return self.teacher.stage

    def gives(self, content: bytes, name: str = "AssessmentResults.csv") -> StoredFile:
        """Give a file in the form."""
        file = self.slack.does(self.teacher.person.uploads(content, name))
        self.teacher.types("/brightspots upload")
        assert self.teacher.submits(file=file) == {}
        self.waits()
        return file

    def imports(self, content: bytes, name: str = "AssessmentResults.csv", *, cut: str = "") -> None:
        """Give a file and say that it was understood right."""
        self.gives(content, name)
        if cut:
            self.slack.does(self.teacher.person.chooses("upload.cut", cut))
        self.clicks("upload.confirm")

    def menus(self) -> list[str]:
        """The inputs of the modal before her, by name."""
        top = self.teacher.person.team.stacks[self.teacher.id][-1]
        return [each["block_id"] for each in top.body["blocks"] if each["type"] == "input"]

    def choices(self, field: str) -> dict[str, str]:
        """What a menu of the modal before her offers: words → value."""
        top = self.teacher.person.team.stacks[self.teacher.id][-1]
        (menu,) = (each["element"] for each in top.body["blocks"] if each.get("block_id") == field)
        return {each["text"]["text"]: each["value"] for each in menu["options"]}

    def clicks(self, what: str, *, value: str | None = None) -> None:
        """Click, and read the answer."""
        self.teacher.clicks(what, value=value)
        self.waits()

    def waits(self, seconds: float = 2) -> None:
        """Let the second pass that lies between two messages to one person."""
        Clock(self.stage).passes(seconds=seconds)


def uploads(stage: Stage) -> list[Upload]:
    """Every file that was ever given."""
    with stage.play.brightcycle.deps.db.everywhere() as session:
        return list(session.scalars(select(Upload).order_by(Upload.id)))


def figures(stage: Stage) -> list[Figure]:
    """Every aggregate that digests could show."""
    with stage.play.brightcycle.deps.db.everywhere() as session:
        return list(session.scalars(select(Figure).order_by(Figure.id)))


def acts(stage: Stage) -> list[str]:
    """What the audit log says was done."""
    with stage.play.brightcycle.deps.db.everywhere() as session:
        return list(session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def on_disk(stage: Stage) -> list[Path]:
    """Every file in the folder of scores."""
    return sorted(path for path in stage.play.brightcycle.deps.scores_at.rglob("*") if path.is_file())


def roster(*classes: tuple[str, str, int], first: int = 0) -> bytes:
    """A five-column roster: for each class its section, teacher and number of students; ids keep their zeros."""
    rows, number = [], first
    for section, teacher, students in classes:
        for _ in range(students):
            rows.append(f"00{number:05d},{section},{teacher},2026-2027,Math")
            number += 1
    return (ROSTER_HEADER + "\n".join(rows) + "\n").encode()


ROSTER = roster(("5A", "Ana Ruiz", 24), ("5B", "Ben Cho", 26), ("Tutoring Marisol", "Ben Cho", 2))
