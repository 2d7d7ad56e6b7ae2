"""Every verb that a door asks for has a row in the table of roles, and does what its row says, for everybody.

Who asks: each role in its own place, the same role elsewhere, a guest, a visitor, somebody deactivated, somebody who
left. What they ask: every verb of the table, on real databases. A verb without a row fails; so does one without a try.
"""

import ast
import importlib
import inspect
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.checks import sources
from bot.template_loader import load_library
from tests.people import T0
from tests.workflows.conftest import VAULT, a_team
from workflows import (
    commitments,
    cycles,
    digests,
    evidence,
    meetings,
    people,
    posts,
    reflections,
    replanning,
    rosters,
    schools,
    teams,
    threads,
    uploads,
)
from workflows.cycles import agenda, changes, decisions
from workflows.cycles.records import Analyzed
from workflows.cycles.stages import Move
from workflows.meetings import notes, own
from workflows.people import appointments, roles
from workflows.people.roles import MAY, TOLD_BY_SLACK, VERBS, Act, Kind, Role
from workflows.posts import Planned
from workflows.reflections import WriteReflection
from workflows.refusal import Refusal
from workflows.store.cycle_records import Evidence
from workflows.store.engine import Database
from workflows.store.meetings import MeetingNote
from workflows.store.posts import Post, State
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import Commitment, Cycle, Meeting, School, Team
from workflows.store.uploads import Upload
from workflows.teams import setup
from workflows.uploads import imports, links

LIBRARY = load_library()
NOES = tomllib.loads((sources.ROOT / "templates/messages/es/people/refusals.toml").read_text("utf-8"))
TUESDAY = date(2026, 9, 15)

# Who asks, and as what: their roles in the team and school in question, and what Slack says they are.
ASKING: dict[str, tuple[frozenset[Role], Kind]] = {
    "member": (frozenset({Role.MEMBER}), Kind.PERSON),
    "facilitator": (frozenset({Role.MEMBER, Role.FACILITATOR}), Kind.PERSON),
    "coach": (frozenset({Role.FACILITATOR}), Kind.PERSON),
    "lead": (frozenset({Role.LEAD}), Kind.PERSON),
    "steward": (frozenset({Role.STEWARD}), Kind.PERSON),
    "admin": (frozenset({Role.ADMIN}), Kind.PERSON),
    "other team's facilitator": (frozenset(), Kind.PERSON),
    "other school's lead": (frozenset(), Kind.PERSON),
    "other school's steward": (frozenset(), Kind.PERSON),
    "stranger": (frozenset(), Kind.PERSON),
    "left": (frozenset(), Kind.PERSON),
    "guest": (frozenset(), Kind.GUEST),
    "guest who is a member": (frozenset({Role.MEMBER}), Kind.GUEST),
    "visitor": (frozenset(), Kind.VISITOR),
    "visitor who was a member": (frozenset({Role.MEMBER}), Kind.VISITOR),
    "deactivated": (frozenset({Role.MEMBER, Role.FACILITATOR}), Kind.GONE),
    "deactivated admin": (frozenset({Role.ADMIN}), Kind.GONE),
    "bot": (frozenset({Role.MEMBER}), Kind.BOT),
}


@dataclass(frozen=True)
class World:
    """A school with a team in its cycle, and a row of everything that somebody may decide about."""

    school: School
    team: Team
    cycle: Cycle
    meeting: Meeting
    running: Meeting
    note: MeetingNote
    commitment: Commitment
    doubtful: Post
    upload: Upload
    imported: Upload
    teacher: RosterTeacher
    piece: Evidence


Try = Callable[[Session, World, str], object]
TRIES: dict[str, Try] = {
    "commitments.promises.make": lambda s, w, by: commitments.make(
        s, commitments.MakeCommitment("C1", "Try it.", TUESDAY), by=by, now=T0
    ),
    "cycles.agenda.ask_own": lambda s, w, by: agenda.ask_own(
        s, agenda.AskOwn(w.cycle.id, "cycle:1:prompt:2026-09-15", "Who?"), by=by, now=T0
    ),
    "cycles.agenda.move": lambda s, w, by: agenda.move(
        s, agenda.MoveMessage(w.cycle.id, "x", TUESDAY, time(9)), by=by, now=T0
    ),
    "cycles.agenda.put_back": lambda s, w, by: agenda.put_back(s, w.cycle.id, "x", by=by, now=T0),
    "cycles.agenda.skip": lambda s, w, by: agenda.skip(s, w.cycle.id, "x", by=by, now=T0),
    "cycles.changes.change": lambda s, w, by: changes.change(
        s, changes.ChangeCycle(w.cycle.id, "I…", 4, T0.date()), by=by, now=T0
    ),
    "cycles.decisions.begin_anyway": lambda s, w, by: decisions.begin_anyway(s, w.cycle.id, "Soon.", by=by, now=T0),
    "cycles.decisions.decide": lambda s, w, by: decisions.decide(s, w.cycle.id, Analyzed("One"), seen=0, by=by, now=T0),
    "cycles.moves.make": lambda s, w, by: cycles.make(s, w.cycle.id, Move.PAUSE, by=by, now=T0),
    "cycles.moves.start": lambda s, w, by: cycles.start(s, cycles.StartCycle("C1", "I…", 5, TUESDAY), by=by, now=T0),
    "digests.digests.hold": lambda s, w, by: digests.hold(s, w.school.id, by=by, now=T0),
    "digests.digests.release": lambda s, w, by: digests.release(s, w.school.id, by=by, now=T0),
    "evidence.evidence.remove": lambda s, w, by: evidence.remove(s, w.piece.id, by=by),
    "evidence.evidence.save": lambda s, w, by: evidence.save(
        s, evidence.SaveEvidence("C1", "surveys", "More said yes."), by=by, now=T0
    ),
    "meetings.notes.answer": lambda s, w, by: notes.answer(s, w.meeting.id, "there", "yes", by=by, now=T0),
    "meetings.notes.share": lambda s, w, by: notes.share(s, w.running.id, by=by, now=T0),
    "meetings.notes.tidy": lambda s, w, by: notes.tidy(s, w.running.id, {}, LIBRARY.protocols, by=by, now=T0),
    "meetings.notes.vote": lambda s, w, by: notes.vote(s, w.note.id, by=by, now=T0),
    "meetings.notes.write": lambda s, w, by: notes.write(
        s, notes.Spot(w.running.id, "opening"), {"norm": "Listen"}, LIBRARY.protocols, by=by, now=T0
    ),
    "meetings.own.add": lambda s, w, by: own.add(
        s, own.AddProtocol("C1", LIBRARY.protocols["tuning"].text), by=by, now=T0
    ),
    "meetings.running.press": lambda s, w, by: meetings.press(s, w.running.id, meetings.Act.NEXT, 1, by=by, now=T0),
    "meetings.running.start": lambda s, w, by: meetings.start(s, w.meeting.id, LIBRARY.protocols, by=by, now=T0),
    "meetings.scheduling.cancel": lambda s, w, by: meetings.cancel(s, w.meeting.id, by=by, now=T0),
    "meetings.scheduling.move": lambda s, w, by: meetings.move(
        s, meetings.MoveMeeting(w.meeting.id, date(2026, 9, 23), time(8, 15)), by=by, now=T0
    ),
    "meetings.scheduling.schedule": lambda s, w, by: meetings.schedule(
        s, _meeting_form(22), LIBRARY.protocols, by=by, now=T0
    ),
    "people.appointments.appoint": lambda s, w, by: appointments.appoint(
        s, appointments.Appoint("USTRANGER", "admin"), by=by, now=T0
    ),
    "people.appointments.name_facilitators": lambda s, w, by: appointments.name_facilitators(
        s, appointments.NameFacilitators("C1", ["UMEMBER"]), by=by, now=T0
    ),
    "posts.plan.decide": lambda s, w, by: posts.decide(s, w.doubtful.id, "drop", by=by, now=T0),
    "reflections.reflections.write": lambda s, w, by: reflections.write(
        s, WriteReflection(w.cycle.id, TUESDAY, "It went well."), by=by, now=T0
    ),
    "replanning.change": lambda s, w, by: replanning.change(
        s, _changed_form(), LIBRARY.protocols, by=by, now=T0
    ),
    "replanning.change_calendar": lambda s, w, by: replanning.change_calendar(
        s, schools.SetCalendar(w.school.id, "Nov 11"), LIBRARY.protocols, by=by, now=T0
    ),
    "rosters.confirmation.link": lambda s, w, by: rosters.link(s, {w.teacher.id: "MEMBER"}, by=by, now=T0),
    "schools.ilt.set_up": lambda s, w, by: schools.set_up(s, _ilt_form(), by=by, now=T0),
    "teams.members.accept": lambda s, w, by: teams.accept(s, w.team.id, "USTRANGER", by=by, now=T0),
    "teams.members.ask_to_join": lambda s, w, by: teams.ask_to_join(s, "C1", by=by, now=T0),
    "teams.setup.set_up": lambda s, w, by: setup.set_up(s, _team_form(), by=by, now=T0),
    "threads.cards.draft_cards": lambda s, w, by: threads.draft_cards(s, w.cycle.id, by=by, now=T0),
    "uploads.decisions.confirm": lambda s, w, by: uploads.confirm(s, w.upload.id, 1, cut=None, by=by, now=T0),
    "uploads.decisions.correct": lambda s, w, by: uploads.correct(s, w.upload.id, 1, {}, by=by, now=T0),
    "uploads.decisions.discard": lambda s, w, by: uploads.discard(s, w.upload.id, 1, by=by, now=T0),
    "uploads.decisions.receive": lambda s, w, by: uploads.receive(s, uploads.ReceiveUpload("C8", "F1"), by=by, now=T0),
    "uploads.imports.undo": lambda s, w, by: imports.undo(s, w.imported.id, by=by, now=T0),
    "uploads.links.make": lambda s, w, by: links.make(s, "C8", by=by, now=T0),
}  # fmt: skip

# These look only at what is one's own, or only at one's own schools: their stories show it.
BY_OWNERSHIP = {name for name, act in VERBS.items() if act is Act.OWN} | {"rosters.confirmation.remind"}


def test_every_verb_of_the_doors_has_a_row_and_a_try() -> None:
    """Whoever adds a verb says in the table who may ask for it, and here how to try it."""
    asked = set(map(_name_of, _asked_by_the_doors()))
    assert asked - TOLD_BY_SLACK == set(VERBS)
    assert set(TRIES) | BY_OWNERSHIP == set(VERBS)
    assert set(MAY) == set(Act)


@pytest.mark.parametrize("verb", sorted(TRIES))
def test_a_verb_does_what_its_row_says(verb: str, db: Database, here: int) -> None:
    """Everybody tries; each try is undone before the next."""
    world = _world(db, here)
    expected = {who: roles.may(VERBS[verb], _really(who)) for who in ASKING}

    assert {who: _may(db, here, world, verb, who) for who in ASKING} == expected


@pytest.mark.parametrize("verb", sorted(TRIES))
def test_nobody_reaches_into_another_workspace(verb: str, db: Database, here: int, elsewhere: int) -> None:
    """Whatever somebody is at home, another workspace's rows aren't there for them."""
    world = _world(db, here)
    with db.begin(elsewhere) as session:
        people.give(session, "ADMIN", Role.LEAD, by="ADMIN", now=T0)
    if verb not in ("schools.ilt.set_up", "teams.setup.set_up"):  # those make rows of their own
        with pytest.raises(Refusal), db.begin(elsewhere) as session:
            TRIES[verb](session, world, "ADMIN")


def test_where_nobody_is_named_any_member_facilitates(db: Database, here: int) -> None:
    """A coach who set the team up facilitates beside them; naming a member takes it from the others."""
    a_team(db, here)
    with db.begin(here) as session:
        team = teams.in_channel(session, "C1")
        assert team is not None
        people.give(session, "COACH", Role.FACILITATOR, team=team, by="U1", now=T0)
        assert [Role.FACILITATOR in people.roles_of(session, who, team=team) for who in ("U1", "U2", "COACH")] == [
            True, True, True,
        ]  # fmt: skip
        people.give(session, "U2", Role.FACILITATOR, team=team, by="U1", now=T0)
        assert [Role.FACILITATOR in people.roles_of(session, who, team=team) for who in ("U1", "U2", "COACH")] == [
            False, True, True,
        ]  # fmt: skip


def test_a_workspaces_owner_stands_in_until_an_admin_is_there(db: Database, here: int) -> None:
    """The installer has left and nobody else was named: who owns the workspace in Slack may name somebody."""
    with db.begin(here) as session:
        _meet(session, "OWNER", Kind.PERSON, owner=True)
        assert people.holders(session, Role.ADMIN) == ["U1"]
        _meet(session, "U1", Kind.GONE)
        assert people.holders(session, Role.ADMIN) == ["OWNER"]
        people.give(session, "NEXT", Role.ADMIN, by="OWNER", now=T0)
        assert people.holders(session, Role.ADMIN) == ["NEXT"]


def _may(db: Database, workspace: int, world: World, verb: str, who: str) -> bool:
    """Whether a verb lets somebody through; another refusal than for their role is none."""
    with db.begin(workspace) as session, session.begin_nested() as attempt:
        try:
            people.admit(session, VERBS[verb], _id(who))
            TRIES[verb](session, world, _id(who))
        except Refusal as refusal:
            return refusal.sentence not in NOES
        finally:
            session.flush()
            attempt.rollback()
        return True


def _really(who: str) -> frozenset[Role]:
    held, kind = ASKING[who]
    return roles.limited(kind, held | {Role.ANYBODY, Role.COLLEAGUE})


def _id(who: str) -> str:
    return "U" + "".join(each for each in who.upper() if each.isalpha())


def _world(db: Database, workspace: int) -> World:
    a_team(db, workspace)
    with db.begin(workspace) as session:
        team = teams.in_channel(session, "C1")
        assert team is not None
        other = setup.set_up(session, _team_form("C3", "Hill"), by="U1", now=T0)
        school, elsewhere = team.school, other.school
        for who, (held, kind) in ASKING.items():
            _meet(session, _id(who), Kind.PERSON)
            if Role.MEMBER in held:
                team.members.append(people.expect(session, _id(who)))
            _give(session, _id(who), held, team, school)
            _meet(session, _id(who), kind)
        session.flush()
        people.give(session, _id("other team's facilitator"), Role.FACILITATOR, team=other, by="U1", now=T0)
        people.give(session, _id("other school's lead"), Role.LEAD, school=elsewhere, by="U1", now=T0)
        people.give(session, _id("other school's steward"), Role.STEWARD, school=elsewhere, by="U1", now=T0)
        schools.set_up(session, _ilt_form(), by=_id("lead"), now=T0)
        cycle = cycles.start(session, cycles.StartCycle("C1", "I…", 5, T0.date()), by=_id("coach"), now=T0)
        (meeting,) = meetings.schedule(session, _meeting_form(15), LIBRARY.protocols, by=_id("coach"), now=T0)
        (running,) = meetings.schedule(session, _meeting_form(16), LIBRARY.protocols, by=_id("coach"), now=T0)
        meetings.start(session, running.id, LIBRARY.protocols, by=_id("coach"), now=T0)
        spot = notes.Spot(running.id, "opening")
        notes.write(session, spot, {"norm": "Wait"}, LIBRARY.protocols, by=_id("member"), now=T0)
        note = session.query(MeetingNote).one()
        promise = commitments.MakeCommitment("C1", "Try it.", TUESDAY)
        commitment = commitments.make(session, promise, by=_id("member"), now=T0)
        rows = [_upload(school, "understood"), _upload(school, "imported")]
        session.add_all(rows)
        posts.plan(
            session, Planned("C1", posts.Kind.CYCLE_MOVED, "doubtful", "cycle:0", T0, zone="America/New_York"), now=T0
        )
        doubtful = session.query(Post).filter_by(key="doubtful").one()
        doubtful.state = State.IN_DOUBT
        session.flush()
        teacher = RosterTeacher(
            school_id=school.id, upload_id=rows[1].id, teacher_key="k", name_sealed="", classes=[], students=0, asked=0
        )
        session.add(teacher)
        session.flush()
        piece = Evidence(
            cycle_id=cycle.id, kind="surveys", note_sealed=VAULT.seal("More."), practice=0,
            added_by=_id("member"), added_at=T0,
        )  # fmt: skip
        session.add(piece)
        session.flush()
        return World(
            school, team, cycle, meeting, running, note, commitment, doubtful, rows[0], rows[1], teacher, piece
        )


def _give(session: Session, person: str, held: frozenset[Role], team: Team, school: School) -> None:
    for role in held:
        if role is Role.FACILITATOR:
            people.give(session, person, role, team=team, by="U1", now=T0)
        elif role in (Role.LEAD, Role.STEWARD):
            people.give(session, person, role, school=school, by="U1", now=T0)
        elif role is Role.ADMIN:
            people.give(session, person, role, by="U1", now=T0)


def _meet(session: Session, person: str, kind: Kind, *, owner: bool = False) -> None:
    people.learn(session, people.Profile(person, "America/New_York", "en", kind, owner), now=T0)


def _upload(school: School, state: str) -> Upload:
    return Upload(
        school_id=school.id, uploader="UELSE", state=state, round=1, kind="scores", received_at=T0, content_hash=state,
        signature="s", understood={"cells": []}, figures=[], imported_at=T0 if state == "imported" else None,
    )  # fmt: skip


def _team_form(channel: str = "C2", school: str = "Lakeside") -> setup.SetUpTeam:
    return setup.SetUpTeam(
        channel=channel, language="en", name="Grade 6", school=school, grade="6", subject="Math",
        members=["U1"], zone="America/New_York", weekday=1, at=time(8, 15),
    )  # fmt: skip


def _changed_form() -> setup.ChangeTeam:
    return setup.ChangeTeam("C1", "Grade 5", "5", "Math", ["U1", "U2"], "America/New_York", 1, time(8, 15))


def _ilt_form() -> schools.SetUpIlt:
    return schools.SetUpIlt("C8", "en", "Lakeside", "America/New_York", 4, time(13))


def _meeting_form(day: int) -> meetings.ScheduleMeeting:
    return meetings.ScheduleMeeting("C1", "examining_data", date(2026, 9, day), time(8, 15), 70, "SOMEBODY")


def _name_of(verb: Callable[..., Any]) -> str:
    return f"{verb.__module__.removeprefix('workflows.')}.{verb.__qualname__}"


def _asked_by_the_doors() -> list[Callable[..., Any]]:
    """Every function that is handed to ``visit.ask`` anywhere in `handlers/`."""
    found = []
    for call in sources.calls(["ask"], "handlers"):
        if isinstance(call.node.func, ast.Attribute) and ast.unparse(call.node.func.value) == "visit":
            module = importlib.import_module(call.place.file.removesuffix(".py").replace("/", "."))
            found += [eval(name, vars(module)) for name in _names(call)]
    assert all(inspect.isfunction(each) for each in found)
    return found


def _names(call: sources.Call) -> list[str]:
    """The verb as it is written; one that was chosen just before, ``verb = a if … else b``, is either of the two."""
    verb = call.argument(0)
    assert verb is not None
    if isinstance(verb, ast.Name) and call.inside is not None:
        chosen = [
            each.value
            for each in ast.walk(call.inside)
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == verb.id
        ]
        if chosen and isinstance(chosen[0], ast.IfExp):
            return [ast.unparse(chosen[0].body), ast.unparse(chosen[0].orelse)]
    return [ast.unparse(verb)]
