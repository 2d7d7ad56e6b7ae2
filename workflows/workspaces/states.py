"""OAuth states, each good for one installation."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from workflows.posts.plan import insert_of
from workflows.store.used_states import UsedState


def use_state(session: Session, nonce: str, *, now: datetime, lives: timedelta) -> bool:
    """Use a state up; False when it was used before. Those that have grown too old meanwhile are forgotten."""
    session.execute(delete(UsedState).where(UsedState.used_at < now - lives))
    used = insert_of(session)(UsedState).values(nonce=nonce, used_at=now).on_conflict_do_nothing()
    return session.scalar(used.returning(UsedState.nonce)) is not None
