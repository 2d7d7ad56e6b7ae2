"""What a teacher leaves in meetings when everything theirs is deleted: what the team decided, without who said it."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from workflows.store.engine import workspace_of
from workflows.store.meetings import MeetingAct, MeetingAnswer, MeetingNote, NoteVote
from workflows.store.tables import Meeting

NOBODY = ""


def forget_in_meetings(session: Session, person: str) -> None:
    """Delete somebody's private notes, answers and votes, and their id wherever it stands beside a meeting."""
    own = workspace_of(session)
    session.execute(delete(NoteVote).where(NoteVote.workspace_id == own, NoteVote.person == person))
    session.execute(delete(MeetingAnswer).where(MeetingAnswer.workspace_id == own, MeetingAnswer.person == person))
    theirs = (MeetingNote.workspace_id == own, MeetingNote.author == person)
    session.execute(delete(MeetingNote).where(*theirs, MeetingNote.shared_at.is_(None)))
    session.execute(update(MeetingNote).where(*theirs).values(author=NOBODY))
    session.execute(update(MeetingAct).where(MeetingAct.workspace_id == own, MeetingAct.by == person).values(by=NOBODY))
    for meeting in session.query(Meeting):
        _leave(meeting, person)


def _leave(meeting: Meeting, person: str) -> None:
    if person in meeting.roles.values():
        meeting.roles = {role: who for role, who in meeting.roles.items() if who != person}
    if person in meeting.subjects:
        meeting.subjects = [NOBODY if each == person else each for each in meeting.subjects]
    if meeting.created_by == person:
        meeting.created_by = NOBODY
