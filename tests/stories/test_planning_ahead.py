"""Whoever runs the team sees everything that is planned, moves it, skips it, and changes the cycle with its eyes open."""

from bot.playground.world.state import Channel
from tests.people import Teacher


def chooses(teacher: Teacher, what: str, key: str) -> None:
    """Choose from the menu beside a planned message."""
    element = f"{what} {key}"
    controls = (each for block in teacher.person.team.stacks[teacher.id][-1].body["blocks"] for each in [block])
    label = next(
        option["text"]["text"]
        for block in controls
        for option in block.get("accessory", {}).get("options", ())
        if option["value"] == element
    )
    teacher.chooses_value("plan.choose", element, label)


def test_everything_planned_is_listed_and_explained(ana: Teacher, cycle: Channel) -> None:
    """Five questions, three phases' ends, the closing; why each comes."""
    ana.types("/cycle plan")
    page = ana.screen.text
    assert page.count("Question of week") == 5
    assert [page.count(f"End of {phase}") for phase in ("Analyze", "Design", "Implement")] == [1, 1, 1]
    assert page.count("Last day: the closing") == 1
    assert "Every school week has one question, on the morning of your meeting day." in page
