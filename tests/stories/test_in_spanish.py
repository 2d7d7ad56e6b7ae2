"""Who reads Slack in Spanish is spoken to in Spanish; a team hears the language it was set up in."""

from bot.playground.world.state import Channel
from tests.fixtures import TEAM
from tests.meeting_room import plans
from tests.people import Clock, Slack


def test_a_team_in_spanish(grade_5: Channel, clock: Clock, slack: Slack) -> None:
    """Forms, announcements, questions, meetings and reminders."""
    rosa = slack.teacher("Rosa Gil", grade_5, locale="es-US")
    rosa.types("/cycle start")
    assert rosa.screen.title == "Su equipo"
    assert rosa.submits(**{**TEAM, "weekday": "martes"}, members=[rosa.id]) == {}
    assert rosa.submits(question="Me pregunto cómo…", weeks="5") == {}
    assert "Me pregunto cómo…" in slack.said_in("#grade-5")[0]
    assert "martes" in slack.shown_in("#grade-5")[0]

    clock.passes(until="2026-09-15 08:00")
    assert "Semana 1 de 5" in slack.said_in("#grade-5")[-1]
    rosa.clicks("Escribir una reflexión")
    assert rosa.submits(text="¿Y si…?") == {}
    assert plans(rosa, on="2026-09-16", begins="itself") == {}
    rosa.types("/commit")
    assert rosa.submits(text="Probar algo.", due_on="2026-09-17") == {}
    clock.passes(until="2026-09-17 16:00")
    assert "Examinar datos" in "\n".join(slack.shown_in("#grade-5"))
    assert rosa.last.startswith("Para hoy te habías propuesto esto.")


def test_two_languages_in_one_channel(cycle: Channel, slack: Slack) -> None:
    """The channel stays in the team's language; a whisper is in the reader's."""
    rosa = slack.teacher("Rosa Gil", cycle, locale="es-MX")
    rosa.types("/cycle help")
    assert "El ciclo de indagación" in rosa.last
    rosa.types("/cycle")
    assert "Semana 1 de 5" in rosa.last
