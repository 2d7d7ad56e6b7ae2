"""The files of an analysis: tidy CSVs the fast way, everything else through the readers of exports."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from bot.commands.brightspots import exports as exports
from bot.commands.brightspots.tidy import WHEN, Reading, begun, ended, is_roster, is_tidy
from workflows.refusal import Refusal
from workflows.stats.record_linkage import identities, linked, unclear
from workflows.stats.roster_join import taught
from workflows.stats.rosters import Span, spans, tidy_from_exports
from workflows.stats.stacked import stacked
from workflows.stats.tidy import labelled


@dataclass(frozen=True)
class Gathered:
    """What the files hold: the table to analyse, what to say about them, rows left out by reason, teachers' names."""

    table: pd.DataFrame
    notes: tuple[str, ...] = ()
    excluded: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def known_as(self, teacher: str) -> str:
        """The id of a teacher who is given by id, or by a name that only one has."""
        named = [each for each, name in self.names.items() if name == teacher]
        return named[0] if len(named) == 1 else teacher

    def called(self, teacher: str) -> str:
        """A teacher's id with the name, where the files say one."""
        return f"{self.names[teacher]} ({teacher})" if teacher in self.names else teacher


def gathered(scores: Sequence[Path], rosters: Sequence[Path], reading: Reading | None = None) -> Gathered:
    """Read score files and rosters, tidy or exported, into one tidy table with teachers.

    Parameters
    ----------
    scores, rosters
        The files.
    reading
        What ``tidy_files.begun`` has begun to read of them.

    Raises
    ------
    Refusal
        When a file can't be read, isn't what it was given as, or holds marks or levels instead of scores.
    """
    reading = begun(scores, rosters) if reading is None else reading
    tidy = [ended(path, reading) for path in scores if is_tidy(path)]
    read = [exports.scores_in(path) for path in scores if not is_tidy(path)]
    given = [roster_in(path, reading) for path in rosters]
    if not read and not given and not any("window" in table for table in tidy):
        return Gathered(stacked(tidy))
    known = identities([each.ids for each in [*given, *read] if each.ids is not None])
    own = not any(each.roster is not None for each in given)
    lists = [each for each in (read if own else given) if each.roster is not None]
    taught = [linked(each.roster, known) for each in lists if each.roster is not None]
    tables = [linked(each, known) for each in tidy]
    taught += [itself(each) for each in tables if own and taught and "teacher" in each]
    tables += [linked(each.scores, known) for each in read if each.scores is not None]
    table = with_teachers(tables, taught)
    return Gathered(
        table,
        (*notes(lists, own=own), *map(in_words, spans(table))),
        excluded([*read, *given]) | unclear(known),
        {teacher: name for each in lists for teacher, name in each.names.items()},
    )


def roster_in(path: Path, reading: Reading) -> exports.Export:
    """A roster file: ours (student, teacher, year, and more), or whatever the readers know."""
    if is_roster(path):
        return exports.Export(path, "roster", roster=ended(path, reading))
    return exports.roster_in(path)


def itself(table: pd.DataFrame) -> pd.DataFrame:
    """The roster that a tidy table is, beside those of other files."""
    names = [name for name in ("student", "teacher", "school", "year", "subject", "weight") if name in table]
    return table[names].rename(columns={"weight": "share"})


def with_teachers(tables: Sequence[pd.DataFrame], rosters: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Scores with their earlier scores and teachers; tables that bring earlier scores keep them."""
    bring = [table for table in tables if "prior" in table]
    lack = [table for table in tables if "prior" not in table]
    if lack and (bring or any(WHEN & set(table) for table in lack)):
        lack = [tidy_from_exports(stacked(lack), None)]
    scores = stacked([*bring, *lack])
    if not rosters:
        return scores
    if "subject" not in scores:
        raise Refusal("The table of scores lacks these columns: subject.")
    subjects = labelled(scores["subject"]).cat.categories
    return taught(scores, exports.under_names_of(stacked(rosters), subjects))


def notes(lists: Sequence[exports.Export], *, own: bool) -> Iterator[str]:
    """Where it is known from who taught whom."""
    for each in lists:
        yield (
            f"Who taught whom: as {each.path.name} itself says, for no roster was given. Please check it."
            if own
            else f"Who taught whom: {each.path.name} ({each.title})."
        )


def in_words(span: Span) -> str:
    """Over what time growth was measured, and in which years."""
    test, years = f"{span.source}, {span.subject}", ", ".join(map(str, span.years))
    if span.start is None:
        return f"{test}: {years} can't be compared, for there are no earlier scores."
    shared = " Part of that time belongs to last year's teacher." if span.is_shared else ""
    return f"{test}: growth from {span.start} to {span.end} in {years}.{shared}"


def excluded(read: Sequence[exports.Export]) -> dict[str, int]:
    """How many rows of the files the readers could not use, by reason."""
    counts: Counter[str] = Counter()
    for each in read:
        counts.update({f"rows of {each.path.name}: {reason}": times for reason, times in each.refused.items()})
    return dict(counts)
