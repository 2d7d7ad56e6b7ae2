"""Which words belong to which kind of post: a verb that tells the facts, and a builder that makes the message."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy.orm import Session

from handlers.screens.blocks import Message
from handlers.screens.words import Voice, Words
from workflows import teams
from workflows.posts import NotNeeded, NotYet, timing
from workflows.rules.calendar import Breaks
from workflows.store.claims import Taken
from workflows.store.engine import Database

log = structlog.get_logger()
Facts = dict[str, Any]
Written = Message | NotNeeded | Exception


@dataclass(frozen=True)
class Letter:
    """One kind of post. ``facts(session, post_facts, now)`` tells what it is about, with its reader's ``language``.

    What it tells is a dataclass of its subject (or, in subjects that are still to change, a dictionary).

    ``gather`` reads at once what the facts of many posts will ask for one by one.
    """

    facts: Callable[[Session, Facts, datetime], Any]
    build: Callable[[Voice, Any], Message]
    gather: Callable[[Session, Sequence[Facts]], object] | None = None


@dataclass(frozen=True)
class Letters:
    """Writes posts in their readers' language, with facts as they are now and not as they were when planned."""

    db: Database
    words: Words
    kinds: Mapping[str, Letter]

    def write(self, posts: Sequence[Taken], *, now: datetime) -> list[tuple[Taken, Written]]:
        """Write each post. What can't be written comes back as its reason and holds up nobody else's message."""
        by_workspace = groupby(sorted(posts, key=_workspace), key=_workspace)
        return [written for workspace_id, group in by_workspace for written in self._together(workspace_id, group, now)]

    def _together(self, workspace_id: int, posts: Iterable[Taken], now: datetime) -> list[tuple[Taken, Written]]:
        """Write one workspace's posts in one transaction; if one of them breaks it, each in its own."""
        group = list(posts)
        try:
            with self.db.begin(workspace_id) as session:
                _kept = self._gather(session, group)
                closed = teams.closed_for(session, {post.channel for post in group})
                return [(post, self._write(session, post, closed.get(post.channel, ()), now)) for post in group]
        except Exception as error:
            if len(group) > 1:
                return [alone for post in group for alone in self._together(workspace_id, [post], now)]
            log.exception("post.unwritten", kind=group[0].kind, post=group[0].id)
            return [(group[0], error)]

    def _gather(self, session: Session, posts: Sequence[Taken]) -> list[object]:
        """Read together what is needed together; held until all are written, so that the session still knows it."""
        by_kind = groupby(sorted(posts, key=_kind), key=_kind)
        return [
            gather(session, [post.facts for post in group])
            for kind, group in by_kind
            if (gather := self.kinds[kind].gather) is not None
        ]

    def _write(self, session: Session, post: Taken, closed: Breaks, now: datetime) -> Message | NotNeeded | NotYet:
        letter = self.kinds[post.kind]
        try:
            facts = letter.facts(session, post.facts, now)
            timing.check(session, post, closed, now=now)
        except (NotNeeded, NotYet) as reason:
            return reason
        language = facts["language"] if isinstance(facts, dict) else facts.language
        return letter.build(self.words.in_language(language), facts)


def _kind(post: Taken) -> str:
    return post.kind


def _workspace(post: Taken) -> int:
    return post.workspace_id
