"""Home: the desk at which somebody finds what waits for them and everything that a command can do."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message
from handlers.screens.commitments import check_in_buttons
from handlers.screens.words import Voice
from workflows.home import Desk, Joining, Promise, Question, Roster, SchoolRow, TeamRow, Trouble
from workflows.people.appointments import GIVE, NAMED_BY_ADMINS, TAKE, Holder

T = "home"
MOST_HOLDERS = 30


def desk(voice: Voice, facts: Desk) -> Block:
    """Somebody's Home."""
    return {"type": "home", "blocks": everything(voice, facts)}


def everything(voice: Voice, facts: Desk) -> list[Block]:
    """What stands on somebody's Home; the shortcut shows the same in a modal."""
    summary = voice.say(f"{T}.summary", many=facts.waiting)
    blocks = [b.header(voice.plain(f"{T}.headline")), *b.prose(summary), *_waiting(voice, facts)]
    blocks += [b.divider(), *_promises(voice, facts), b.divider(), *_teams(voice, facts)]
    for school in facts.schools[:3]:
        blocks += [b.divider(), *_school(voice, school)]
    if facts.admin:
        blocks += [b.divider(), *_admin(voice, facts)]
    return [*blocks, b.divider(), *_away(voice, facts), _foot(voice)]


def menu(voice: Voice, many: int) -> Message:
    """The answer to a direct message or a mention: what I can do, in four buttons."""
    text = voice.say(f"{T}.menu", many=many)
    return Message(text, [*b.prose(text), _foot(voice)])


def roles_form(voice: Voice, holders: Sequence[Holder], schools: dict[str, str]) -> Block:
    """Who does what, and a change of it."""
    told = [voice.say(f"{T}.holder", person=each.person, role=each.role, school=each.school) for each in holders]
    ways = {GIVE: voice.plain(f"{T}.give"), TAKE: voice.plain(f"{T}.take")}
    roles = {str(role): voice.plain(f"{T}.role", role=str(role)) for role in NAMED_BY_ADMINS}
    asked = [
        b.ask("person", voice.plain(f"{T}.person"), b.person()),
        b.ask("role", voice.plain(f"{T}.which_role"), b.choice(roles)),
    ]
    if schools:
        asked.append(b.ask("school", voice.plain(f"{T}.which_school"), b.choice(dict([*schools.items()][:100])),
                           optional=True))  # fmt: skip
    asked.append(b.ask("what", voice.plain(f"{T}.what"), b.radio(ways, GIVE)))
    return b.modal(
        "people.appoint", voice.plain(f"{T}.roles"),
        [*(b.fine_print(each) for each in told[:MOST_HOLDERS]), *asked],
        submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"),
    )  # fmt: skip


def facilitators_form(voice: Voice, channel: str, named: Sequence[str]) -> Block:
    """Who facilitates a team."""
    asked = b.ask("facilitators", voice.plain(f"{T}.who_facilitates"), b.people(named),
                  hint=voice.plain(f"{T}.facilitates_hint"), optional=True)  # fmt: skip
    return b.modal(
        "people.facilitators", voice.plain(f"{T}.facilitation"), [asked],
        submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"), memo=channel,
    )  # fmt: skip


def away_form(voice: Voice, away: tuple[date, date] | None) -> Block:
    """When somebody is away."""
    first_on, last_on = away or (None, None)
    return b.modal(
        "people.away", voice.plain(f"{T}.away_title"),
        [
            *b.prose(voice.say(f"{T}.away_what")),
            b.ask("first_on", voice.plain(f"{T}.away_first"), b.day(first_on), optional=True),
            b.ask("last_on", voice.plain(f"{T}.away_last"), b.day(last_on), hint=voice.plain(f"{T}.away_hint"),
                  optional=True),
        ],
        submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"),
    )  # fmt: skip


def calendar_form(voice: Voice, school: int, name: str, typed: str, *, with_files: bool) -> Block:
    """A school's days off: typed, with public holidays as a hint, or from a calendar file."""
    t = "school_calendar"
    asked = [b.ask("days_off", voice.plain(f"{t}.days_off"), b.lines(typed), hint=voice.plain(f"{t}.hint"),
                   optional=True)]  # fmt: skip
    if with_files:
        asked.append(b.ask("file", voice.plain(f"{t}.file"), b.file("ics"), hint=voice.plain(f"{t}.file_hint"),
                           optional=True))  # fmt: skip
    holidays = b.actions(b.button(voice.plain(f"{t}.holidays"), "school.holidays", str(school)))
    return b.modal(
        "school.calendar", voice.plain(f"{t}.title"), [*b.prose(voice.say(f"{t}.what", name=name)), *asked, holidays],
        submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"), memo=str(school),
    )  # fmt: skip


def _waiting(voice: Voice, facts: Desk) -> Iterator[Block]:
    for question in facts.questions:
        yield _question(voice, question)
    for joining in facts.joining:
        yield _joining(voice, joining)
    for roster in facts.roster:
        yield from _roster(voice, roster)
    for subject in facts.spots:
        look = b.button(voice.plain(f"{T}.look"), "home.why", "why")
        yield b.prose(voice.say(f"{T}.spot", subject=subject))[0] | {"accessory": look}


def _question(voice: Voice, each: Question) -> Block:
    write = b.button(voice.plain(f"{T}.write"), "reflection.write", f"{each.cycle} {each.on}", style="primary")
    return b.prose(voice.say(f"{T}.question", team=each.team, on=each.on))[0] | {"accessory": write}


def _joining(voice: Voice, each: Joining) -> Block:
    yes = b.button(voice.plain("joining.accept"), "team.accept", f"{each.team_id} {each.who}", style="primary")
    return b.prose(voice.say("joining.wants", team=each.team, who=each.who))[0] | {"accessory": yes}


def _roster(voice: Voice, each: Roster) -> Iterator[Block]:
    yield from b.prose(voice.say(f"{T}.roster", classes=each.classes, students=each.students))
    yield b.actions(
        b.button(voice.plain(f"{T}.right"), "roster.right", f"{each.id} {each.stamp}", style="primary"),
        b.button(voice.plain(f"{T}.wrong"), "roster.wrong", str(each.id)),
    ) | {"block_id": f"roster:{each.id}"}


def _promises(voice: Voice, facts: Desk) -> Iterator[Block]:
    yield from b.prose(voice.say(f"{T}.promises", many=len(facts.promises), more=facts.more_promises))
    for each in facts.promises:
        yield from _promise(voice, each)


def _promise(voice: Voice, each: Promise) -> Iterator[Block]:
    yield b.quote(b.clipped(each.text, 300))
    yield b.fine_print(voice.say(f"{T}.due", due_on=each.due_on, overdue=each.overdue))
    yield check_in_buttons(voice, each.id)


def _teams(voice: Voice, facts: Desk) -> Iterator[Block]:
    yield from b.prose(voice.say(f"{T}.teams", many=len(facts.teams), more=facts.more_teams))
    for each in facts.teams:
        yield from _team(voice, each)
    if facts.other_teams:
        others = dict([*facts.other_teams.items()][:100])
        yield b.actions(
            b.choice(others) | {"action_id": "home.team", "placeholder": b.plain(voice.plain(f"{T}.other"))}
        )


def _team(voice: Voice, each: TeamRow) -> Iterator[Block]:
    yield from b.prose(
        voice.say(f"{T}.team", name=each.name, channel=each.channel, stage=each.stage, week=each.week,
                  weeks=each.weeks, phase=each.phase, meets_at=each.meets_at)
    )  # fmt: skip
    doing = ["promise", "status"]
    if each.runs:
        doing = [*(["schedule"] if each.stage == "running" else [] if each.stage else ["start"]), *doing, "change"]
    buttons = [b.button(voice.plain(f"{T}.{name}"), f"home.{name}", each.channel) for name in doing]
    if each.runs:
        buttons.append(b.button(voice.plain(f"{T}.facilitation"), "home.facilitators", each.channel))
    yield b.actions(*buttons)


def _school(voice: Voice, each: SchoolRow) -> Iterator[Block]:
    yield from b.prose(voice.say(f"{T}.school", name=each.name, teams=each.teams, to_review=each.to_review))
    doing = [*(["setup", "preview"] if each.leads else []), *(["upload", "files"] if each.keeps else [])]
    buttons = [b.button(voice.plain(f"{T}.{name}"), f"home.{name}", each.channel) for name in doing if each.channel]
    if each.leads:
        buttons.append(b.button(voice.plain("school_calendar.title"), "school.open", str(each.id)))
    if buttons:
        yield b.actions(*buttons)


def _admin(voice: Voice, facts: Desk) -> Iterator[Block]:
    yield from b.prose(voice.say(f"{T}.admin", admins=facts.admins, troubles=len(facts.troubles)))
    for each in facts.troubles:
        yield from _trouble(voice, each)
    yield b.actions(b.button(voice.plain(f"{T}.roles"), "home.roles", "roles"))


def _trouble(voice: Voice, each: Trouble) -> Iterator[Block]:
    yield from b.prose(voice.say(f"{T}.trouble", kind=each.kind, channel=each.channel))
    yield b.actions(
        b.button(voice.plain("admin_notice.resend"), "post.resend", str(each.post)),
        b.button(voice.plain("admin_notice.drop"), "post.drop", str(each.post)),
    ) | {"block_id": f"post:{each.post}"}


def _away(voice: Voice, facts: Desk) -> Iterator[Block]:
    change = b.button(voice.plain(f"{T}.away_title"), "home.away", "away")
    yield b.prose(voice.say(f"{T}.away", away=facts.away))[0] | {"accessory": change}


def _foot(voice: Voice) -> Block:
    names = ("waiting", "promises_list", "why", "help")
    return b.actions(*(b.button(voice.plain(f"{T}.do_{name}"), f"home.do_{name}", name) for name in names))
