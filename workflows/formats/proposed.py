"""A proposal as a match: which other columns of a table that nobody knows go with its student and its scores."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from workflows.formats import dates, guessing, values
from workflows.formats.patterns import Recogniser, spaced
from workflows.formats.proposals import Proposal, Score
from workflows.formats.recognised import Found
from workflows.formats.tables import Table

# What a role's column must say in most of its cells to be believed.
SAYING: Mapping[str, Callable[[str], object]] = {
    "grade": values.grade,
    "subject": values.subject,
    "window": values.window,
    "year": values.year,
    "tested_on": lambda text: dates.day(text) or dates.day(dates.month_first(text)),
}
BESIDE = {
    "level": re.compile(
        r"\b(levels?|lvl|performance|proficiency|placement|achievement|nivel|benchmark category|risk)\b"
    ),
    "percentile": re.compile(r"\b(percentiles?|ptile|pctl|pctile|percentil|npr|pr)\b"),
    "standard_error": re.compile(r"\b(sem|csem|ssse|se|standard error)\b"),
}
NOT_BESIDE = re.compile(
    r"\b(growth|goal|prior|projected|code|grade level|english level|district|school|local|score|date|domain)\b"
)
GRADE = re.compile(r"\b(grade|gr|grado|grados|curso)\b")
NO_GRADE = re.compile(r"\b(equivalent|goal|point|points|final|letter|mark|average|score|enrolled on)\b")
SCORED = ("score", "level", "percentile", "standard_error", "proficient")


def blocks(table: Table, proposal: Proposal, base: Found, said: Mapping[str, str]) -> tuple[Found, ...]:
    """One block for each score of a proposal; ``base`` is what its headers' names alone give."""
    shared = _believed(table, base, said)
    shared["student"] = proposal.student
    several = len(proposal.scores) > 1
    return tuple(_block(table, base, shared, score, said, several=several) for score in proposal.scores)


def _block(
    table: Table, base: Found, shared: Mapping[str, str], score: Score, said: Mapping[str, str], *, several: bool
) -> Found:
    columns = {role: header for role, header in shared.items() if not (several and role in SCORED)}
    columns["score"] = score.header
    for role, pattern in BESIDE.items():
        if role not in columns and said.get(role) != "" and (beside := _beside(table, score, role, pattern)):
            columns[role] = beside
    fixed = dict(base.fixed)
    for role, value in (("subject", score.subject), ("window", score.window), ("year", score.year)):
        if value and not (role in columns and (role in said or not several)):
            columns.pop(role, None)
            fixed[role] = str(value)
    if score.window and "window" in fixed:
        columns.pop("tested_on", None)
    return replace(base, columns=columns, fixed=fixed)


def _beside(table: Table, score: Score, role: str, pattern: re.Pattern[str]) -> str | None:
    """The level, the percentile or the error of the same subject, season and year."""
    for header in table.header:
        text = spaced(header)
        if header == score.header or not pattern.search(text) or NOT_BESIDE.search(text):
            continue
        same = values.named_subject(header) == score.subject and values.year(header) == score.year
        if same and (values.named_window(header) if score.window else None) == score.window:
            return header if any(map(values.clean, table.column_head(header))) else None
    return None


def _believed(table: Table, base: Found, said: Mapping[str, str]) -> dict[str, str]:
    """The columns of a table's other roles, those that don't say what their header promises left out."""
    columns = {
        role: header
        for role, header in base.columns.items()
        if role in said or role not in SAYING or _says(table, header, SAYING[role])
    }
    columns = {role: each for role, each in columns.items() if role in said or not _names_student(role, each)}
    if "grade" not in columns and said.get("grade") != "":
        graded = (each for each in table.header if GRADE.search(spaced(each)) and not NO_GRADE.search(spaced(each)))
        found = next((each for each in graded if _says(table, each, values.grade)), None)
        columns |= {"grade": found} if found else {}
    return columns


def _names_student(role: str, header: str) -> bool:
    return role != "student" and guessing.is_personal(header)


def _says(table: Table, header: str, meaning: Callable[[str], object]) -> bool:
    cells = [cell for cell in map(values.clean, table.column_head(header)) if cell]
    return not cells or sum(meaning(cell) is not None for cell in cells) >= len(cells) / 2


def titled(recognisers: Mapping[str, Recogniser], proposal: Proposal) -> Recogniser:
    """What such a table is called: one of a score per season, or one of scores."""
    seasons = {score.window for score in proposal.scores if score.window}
    return recognisers["generic-wide" if len(seasons) > 1 and "generic-wide" in recognisers else "generic"]
