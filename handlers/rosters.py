"""The conversation about rosters: the steward says who is who, each teacher confirms or corrects their own part."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError

from handlers.delivery.writing import Letter
from handlers.screens import modals
from handlers.screens import rosters as screens
from handlers.slack import forms
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows import people, rosters, uploads
from workflows.posts import Kind
from workflows.uploads import imports, results

MOST_PAGES, PAGE = 10, 200  # Slack allows twenty such calls a minute


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.action("roster.link")(open_links)
    app.view("roster.linked")(link)
    app.action("roster.remind")(remind)
    app.action("roster.right")(confirm)
    app.action("roster.wrong")(open_correction)
    app.view("roster.correct")(correct)


def letters(_house: Dependencies) -> dict[str, Letter]:
    """What teachers are asked, and what their steward hears."""
    return {
        Kind.ROSTER_ASK: Letter(rosters.facts, screens.ask),
        Kind.ROSTER_CORRECTED: Letter(rosters.facts, screens.corrected),
    }


async def show_files(visit: Visit, respond: AsyncRespond) -> None:
    """Somebody types /brightspots files: what was imported, and who has confirmed their roster."""
    found = await visit.look(_files, visit.channel, visit.person)
    shown = screens.files(await visit.voice(), found["imports"], found["teachers"])
    await respond(shown.text, blocks=shown.blocks)


async def open_links(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The steward wants to say who is who."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    teachers = await visit.look(rosters.of_steward, visit.person)
    guesses = screens.guessed(teachers, await _names(visit))
    await visit.fills(shown, screens.link_form(voice, teachers, guesses))


async def link(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """The steward has said who is who: each teacher is asked, in their own hours."""
    chosen = {
        int(name.removeprefix("teacher_")): str(element[name]["selected_user"])
        for name, element in view["state"]["values"].items()
        if element[name].get("selected_user")
    }
    await visit.meet(list(chosen.values()))
    asked = await visit.ask(rosters.link, chosen, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("roster.asked", many=asked))


async def remind(ack: AsyncAck, respond: AsyncRespond, visit: Visit) -> None:
    """The steward wants those asked again who haven't answered."""
    await ack()
    begun_at = visit.now
    asked = portion = await visit.ask(rosters.remind, by=visit.person, before=begun_at, now=begun_at)
    while portion:
        portion = await visit.look(rosters.remind, by=visit.person, before=begun_at, now=begun_at)
        asked += portion
    await respond((await visit.voice()).say("roster.asked", many=asked), replace_original=False)


async def confirm(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """A teacher says that their roster is right."""
    await ack()
    row_id, stamp = action["value"].split()
    await visit.ask(rosters.confirm, int(row_id), stamp, by=visit.person, now=visit.now)
    await respond((await visit.voice()).say("roster.thanks"), replace_original=True)


async def open_correction(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """A teacher sees that something is wrong."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    facts = await visit.look(rosters.shown_to, int(action["value"]), by=visit.person)
    await visit.fills(shown, screens.correct_form(voice, facts))


async def correct(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher has said what is wrong."""
    row_id = int(view["private_metadata"])
    facts = await visit.look(rosters.shown_to, row_id, by=visit.person)
    sections = screens.sections_of(facts)
    places = view["state"]["values"].get("not_mine", {}).get("not_mine", {}).get("selected_options") or []
    not_mine = [sections[int(each["value"])] for each in places]
    form = forms.read(view, rosters.Correct, not_mine=not_mine)
    await visit.ask(rosters.correct, row_id, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("roster.passed_on"))


async def _names(visit: Visit) -> dict[str, str]:
    """Who is called what in this workspace; of a huge one its first people. Nothing of it is kept."""
    found: dict[str, str] = {}
    cursor = ""
    for _ in range(MOST_PAGES):
        try:
            page = await visit.client.users_list(limit=PAGE, cursor=cursor)
        except SlackApiError:
            break
        people = [each for each in page["members"] if not each.get("deleted") and not each.get("is_bot")]
        found |= {each["id"]: str(each.get("real_name", "")) for each in people}
        onward: dict[str, str] = page.get("response_metadata") or {}
        cursor = onward.get("next_cursor", "")
        if not cursor:
            break
    return found


def _files(session: Any, channel: str, person: str) -> dict[str, Any]:  # noqa: ANN401 - the visit's own session
    school = uploads.school_of(session, channel)
    people.require(session, people.Act.KEEP_DATA, by=person, school=school)
    rows = imports.standing(session, school.id)
    return {"imports": [results.told(session, row) for row in rows], "teachers": rosters.of_steward(session, person)}
