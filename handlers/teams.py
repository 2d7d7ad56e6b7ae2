"""The conversation about a team: set it up, join it, change it when people, the meeting or the calendar do."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.orm import Session

from handlers.delivery.writing import Letter
from handlers.screens import cycles as cycle_screens
from handlers.screens import modals
from handlers.screens import teams as screens
from handlers.screens.words import Voice
from handlers.slack import forms
from handlers.slack.commands import in_a_channel
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import AnsweredBefore, Visit
from workflows import cycles, replanning, teams
from workflows.cycles import plans
from workflows.posts import Kind
from workflows.teams import setup


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation; its commands come through /cycle."""
    app.view("team.set_up")(set_up)
    app.view("team.change")(change)


def letters(deps: Dependencies) -> dict[str, Letter]:
    """What a team hears about itself."""
    return {Kind.TEAM_CHANGED: Letter(replanning.facts, screens.team_changed)}


async def first_form(visit: Visit, voice: Voice) -> dict[str, Any]:
    """The form that makes a team of this channel."""
    zone = await visit.zone()
    return screens.team_form(voice, visit.channel, visit.person, zone)


async def set_up(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A facilitator has told about their team; the same modal goes on with the cycle."""
    voice = await visit.voice()
    form = forms.read(view, setup.SetUpTeam, channel=visit.channel, language=voice.language)
    # Delivered twice, the answer is the same: another one would close the modal that has just moved on.
    setup.check(form, visit.now.date())
    await visit.meet(form.members)  # so that bots and people who are gone are known as such
    with suppress(AnsweredBefore):
        await visit.ask(setup.set_up, form, by=visit.person, now=visit.now)
    starts_on = await visit.look(usual_start, visit.channel, visit.now)
    starts_on = starts_on or visit.now.date()
    plan = await visit.look(plans.preview, visit.channel, cycle_screens.USUAL_WEEKS, starts_on)
    await ack(response_action="update", view=cycle_screens.cycle_form(voice, visit.channel, starts_on, plan=plan))


async def open_change(visit: Visit, trigger: str) -> None:
    """Somebody types /cycle team: the form shows the team as it is."""
    in_a_channel(visit.channel)
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    team = await visit.look(replanning.as_it_is, visit.channel, by=visit.person)
    await visit.fills(shown, screens.change_form(voice, team))


async def change(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A member has changed the team."""
    form = forms.read(view, setup.ChangeTeam, channel=visit.channel)
    protocols = visit.deps.library.protocols
    setup.check(form, visit.now.date())
    await visit.meet(form.members)  # so that bots and people who are gone are known as such
    await visit.ask(replanning.change, form, protocols, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("team_form.changed"))


def usual_start(session: Session, channel: str, now: datetime) -> date | None:
    """The day the cycle's form proposes; None when there is no team yet, and a refusal when a cycle is under way."""
    team = teams.in_channel(session, channel)
    if team is None:
        return None
    if cycles.open_cycle(session, team):
        raise cycles.already_open()
    return cycles.usual_start(session, team, now)
