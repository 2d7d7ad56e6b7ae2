"""What was understood of an upload: what people are shown before anything is imported."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.formats import evidence, levels, values
from workflows.formats.tally import Tally
from workflows.formats.uploads import Part, Upload

LONGEST_CODE, MOST_OTHERS = 4, 8
OPEN_AND_SAVE = "Open the file in Excel or Google Sheets, save it, and upload it again."
SPEAKING = {
    "subject": ("subject", "course"),
    "window": ("window", "tested_on"),
    "year": ("year", "tested_on"),
    "grade": ("grade",),
}
WINDOWS = ("fall", "winter", "spring", "summer")


@dataclass(frozen=True)
class Dispute:
    """A question that a file raises by contradicting itself: in ``rows`` of ``compared`` rows, one column says other
    than another about the ``window``, the ``year`` or the ``subject``."""

    about: str
    says: str
    against: str
    rows: int
    compared: int


@dataclass(frozen=True)
class Voice:
    """Who says what: a column's header, or ``headers``, ``file name``, ``usual``, ``you``."""

    about: str
    says: str
    by: str


@dataclass(frozen=True)
class Understanding:
    """What an upload is: its format, layout and columns, what it holds, what can't be used, what is missing.

    ``rows`` = ``usable_rows`` + the sum of ``refused``; a row may hold several ``scores``.
    """

    format: str
    title: str
    kind: str
    confidence: float
    encoding: str
    delimiter: str
    header_row: int
    rows: int
    usable_rows: int
    scores: int
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    subjects: tuple[str, ...]
    grades: tuple[int, ...]
    years: tuple[str, ...]
    windows: tuple[str, ...]
    levels: Mapping[str, int]
    proficient: tuple[str, ...]
    cut: str | None
    teachers: int
    refused: Mapping[str, int]
    examples: tuple[Mapping[str, str], ...]
    refused_examples: tuple[Mapping[str, str], ...]
    needs: tuple[str, ...]
    notes: tuple[str, ...]
    part_year: int = 0
    studies: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    voices: tuple[Voice, ...] = ()
    strange_levels: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    hidden_rows: int = 0
    blank_formulas: int = 0

    def summary(self) -> dict[str, object]:
        """What ``scores inspect --json`` prints."""
        names = (
            "format",
            "confidence",
            "rows",
            "columns",
            "subjects",
            "grades",
            "years",
            "windows",
            "usable_rows",
            "refused",
            "needs",
        )
        return {name: _plain(getattr(self, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def understood(upload: Upload, tally: Tally, companions: Tally) -> Understanding:
    """The understanding of an upload all of whose batches have been counted; ``companions`` counted its own roster."""
    first = upload.parts[0]
    match, table = first.match, first.table
    read = set(match.headers())
    teachers = tally.seen.get("teacher") or companions.seen.get("teacher") or Counter()
    return Understanding(
        format=match.recogniser.format,
        title=match.recogniser.title,
        kind=match.recogniser.kind,
        confidence=match.confidence,
        encoding=table.encoding,
        delimiter=table.delimiter,
        header_row=table.header_row,
        rows=tally.rows,
        usable_rows=tally.reasons.get("", 0),
        scores=tally.scores,
        columns=match.columns(),
        ignored=tuple(header for header in table.header if header not in read),
        subjects=_seen(tally, "subject"),
        grades=tuple(sorted(int(each) for each in _seen(tally, "grade"))),
        years=tuple(f"{int(each) - 1}-{each}" for each in _seen(tally, "year")),
        windows=tuple(each for each in WINDOWS if each in _seen(tally, "window")),
        levels=dict(tally.seen.get("level", {})),
        proficient=proficient_levels(first, tally),
        cut=_cut(first, tally),
        teachers=len(teachers),
        refused={reason: many for reason, many in tally.reasons.most_common() if reason},
        examples=tuple(tally.examples),
        refused_examples=tuple(tally.refused_examples),
        needs=_needs(first, tally, len(teachers)),
        notes=tuple(_notes(upload, tally)),
        part_year=tally.part_year,
        studies=_studies(tally),
        disputes=_disputes(tally),
        voices=tuple(_voices(first, tally)),
        strange_levels=_strange_levels(first, tally),
        hidden_sheets=upload.parts[0].table.hidden_sheets,
        hidden_rows=sum(part.table.hidden_rows for part in upload.parts),
        blank_formulas=sum(part.table.blank_formulas for part in upload.parts),
    )


def _notes(upload: Upload, tally: Tally) -> Iterator[str]:
    match = upload.parts[0].match
    yield from match.recogniser.notes
    yield from (f"{name} was not read." for name in upload.unread)
    yield from _unseen(upload)
    yield from _unsettled(upload, tally)
    if tally.part_year:
        yield (
            f"{tally.part_year} of the {tally.reasons['']} usable rows: not there the full year, as "
            f"{match.columns()['full_year']} says. They count all the same."
        )


def _unseen(upload: Upload) -> Iterator[str]:
    """What its owner doesn't see in a spreadsheet, and what no spreadsheet program has worked out yet."""
    yield from (f"{name} is hidden and was not read." for name in upload.parts[0].table.hidden_sheets)
    if hidden := sum(part.table.hidden_rows for part in upload.parts):
        yield f"{hidden} of its rows are hidden in the spreadsheet; they were read, too."
    if formulas := sum(part.table.blank_formulas for part in upload.parts):
        yield f"{formulas} cells hold formulas without a result and count as blank. {OPEN_AND_SAVE}"


def _unsettled(upload: Upload, tally: Tally) -> Iterator[str]:
    """What contradicts itself, what is new, and what might be read and is not."""
    if others := upload.parts[0].match.others[:MOST_OTHERS]:
        yield f"These columns look like scores, too, and are not read: {', '.join(others)}."
    for each in _disputes(tally):
        rows = f"{each.rows} of {each.compared} rows"
        yield f"{each.against} says another {each.about} than {each.says or 'its format'} in {rows}."
    if strange := _strange_levels(upload.parts[0], tally):
        yield f"These levels are new and count neither way until you say: {', '.join(strange)}."


def proficient_levels(part: Part, tally: Tally) -> tuple[str, ...]:
    """The levels that count as proficient: as the uploader says, or those in the file that count in the format."""
    known, said = part.match.recogniser.levels, part.told.hints.proficient
    return said if said is not None else levels.passing(known, tally.seen.get("level", ()))


def _seen(tally: Tally, name: str) -> tuple[str, ...]:
    return tuple(sorted(tally.seen.get(name, {})))


def _cut(part: Part, tally: Tally) -> str | None:
    own = part.match.columns().get("proficient")
    if own:
        return f"what the file's column {own} says"
    passing = proficient_levels(part, tally)
    return " or ".join(passing) if passing and tally.seen.get("level") else None


def _needs(part: Part, tally: Tally, teachers: int) -> tuple[str, ...]:
    if part.kind == "roster":
        return tuple(name for name in ("year", "subject") if not tally.seen.get(name))
    if part.kind != "scores":
        return ()
    roles, hints = part.match.columns(), part.told.hints
    disputed = {each.about for each in _disputes(tally)}
    missing = {
        "mapping": part.match.recogniser.generic and not hints.columns,
        "names": part.match.by_name,
        "subject": not tally.seen.get("subject")
        or _guesses_subject(part)
        or _has_codes(tally)
        or "subject" in disputed,
        "grade": not tally.seen.get("grade"),
        "year": not tally.seen.get("year") or "year" in disputed or evidence.are_calendar_years(tally.bare_years),
        "window": not tally.seen.get("window") or tally.usual_windows > 0 or "window" in disputed,
        "confirm cut": bool(tally.seen.get("level")) and "proficient" not in roles and hints.proficient is None,
        "roster": not teachers,
    }
    studies = [f"confirm study: {'; '.join(names)}"] if (names := _studies(tally)) else []
    needed = [*(name for name, lacking in missing.items() if lacking), *studies, *part.match.recogniser.needs]
    return tuple(name for name in dict.fromkeys(needed) if not (name == "subject" and hints.subject))


def _has_codes(tally: Tally) -> bool:
    """Whether a subject is a code that nobody knows: filed under itself, it would never meet its own subject."""
    return any(name not in values.SUBJECT_NAMES and len(name) <= LONGEST_CODE for name in tally.seen.get("subject", ()))


def _disputes(tally: Tally) -> tuple[Dispute, ...]:
    return tuple(
        Dispute(claim.about, claim.says, claim.against, apart, rows)
        for claim, (apart, rows) in evidence.disputes(tally.compared).items()
    )


def _voices(part: Part, tally: Tally) -> Iterator[Voice]:
    """Who says what the subject, the season, the year and the grade are."""
    for about, roles in SPEAKING.items():
        for block in part.match.blocks:
            said = getattr(part.told.hints, about)
            header = next((block.columns[role] for role in roles if role in block.columns), "")
            fixed = block.fixed.get(about, "")
            by = "you" if said is not None else header or (block.columns.get("score", "") if fixed else "")
            if by:
                yield Voice(about, ", ".join(_seen(tally, about)) if header else str(said or fixed), by)


def _strange_levels(part: Part, tally: Tally) -> tuple[str, ...]:
    """Levels that the format doesn't know beside others that it does: nobody may take them for not proficient."""
    known, seen = part.match.recogniser.levels, tally.seen.get("level", Counter())
    if part.told.hints.proficient is not None or "proficient" in part.match.columns():
        return ()
    order = frozenset(text.lower() for text in known.order)
    strange = tuple(sorted(text for text in seen if not levels.name_of(text, order)))
    return strange if len(strange) < len(seen) else ()


def _studies(tally: Tally) -> tuple[str, ...]:
    """The studies that projected levels come from: which of them counts is for the uploader to say."""
    return tuple(f"{' or '.join(sorted(names))} ({header})" for header, names in tally.offered.items() if names)


def _guesses_subject(part: Part) -> bool:
    block = part.match.blocks[0]
    return not {"subject", "course"} & set(block.columns) and "subject" not in block.fixed
