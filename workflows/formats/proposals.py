"""What a table that nobody knows may be: its likeliest student and scores, for its uploader to correct or confirm.

Every column is judged by what its header's words say and by what stands in it. Only the columns that a proposal names
are ever read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflows.formats import column_words as words
from workflows.formats import dates, guessing, values
from workflows.formats.patterns import spaced
from workflows.formats.tables import Table

MOST_BLOCKS = 24
FULL, SOME = 0.6, 0.25
LEAST_SCORE = 3
LEAST = 0.5


@dataclass(frozen=True)
class Column:
    """A column as its head shows it: its header's words, what is filled in, and the numbers among that."""

    header: str
    words: str
    cells: tuple[str, ...]
    numbers: tuple[float, ...]
    rows: int

    @property
    def fill(self) -> float:
        """The share of rows in which something stands."""
        return len(self.cells) / max(self.rows, 1)

    @property
    def variety(self) -> float:
        """The share of filled cells that are distinct."""
        return len(set(self.cells)) / max(len(self.cells), 1)


@dataclass(frozen=True)
class Score:
    """A column that may be a score, how likely, and what its header says of subject, season and year."""

    header: str
    rank: float
    subject: str | None
    window: str | None
    year: int | None

    @property
    def key(self) -> tuple[str | None, str | None, int | None]:
        """What makes two columns two scores instead of two measures of one."""
        return self.subject, self.window, self.year


@dataclass(frozen=True)
class Proposal:
    """The column of students, and one score for each subject, season and year.

    Where there is no id, students are known ``by_name``; ``first_name`` is a column of its own where names are in two.
    ``others`` are columns that look as much like scores and are not read.
    """

    student: str
    scores: tuple[Score, ...]
    by_name: bool = False
    is_named: bool = True
    first_name: str | None = None
    others: tuple[str, ...] = ()


def columns(table: Table) -> list[Column]:
    """The columns of a table by their head."""
    return [_column(header, table.column_head(header)) for header in table.header]


def _column(header: str, head: Sequence[str]) -> Column:
    rows = sum(1 for _ in head)
    filled = tuple(cell for cell in map(values.clean, head) if cell)
    numbers = tuple(number for cell in filled if (number := values.number(cell)) == number)
    return Column(header, spaced(header), filled, numbers, rows)


def propose(table: Table, said: Mapping[str, str]) -> Proposal | None:
    """The likeliest reading of a table as scores; ``None`` where nothing in it can be a student, or a score.

    ``said`` are the columns that its uploader has named, by role.
    """
    known = columns(table)
    student, by_name = _student(known, said)
    if student is None:
        return None
    first_name = _first_name(known, student) if by_name else None
    found = [score for each in known if each.header != student and (score := _score(each))]
    chosen = tuple(_chosen(found, known)) if found and not _are_marks(known, found) else ()
    if said.get("score") in table.header and not (chosen and chosen[0].header == said["score"]):
        # Who names the first of several scores confirms them all: a menu has room for one.
        return Proposal(student, (_said_score(said["score"]),), by_name, first_name=first_name)
    if not chosen:
        return None
    read, least = {each.header for each in chosen}, min(each.rank for each in chosen)
    others = tuple(each.header for each in found if each.rank >= max(least, 1.0) and each.header not in read)
    return Proposal(student, chosen, by_name, any(map(_is_named, chosen)), first_name, others)


def _first_name(known: Sequence[Column], student: str) -> str | None:
    """The column of first names beside one of last names."""
    if not words.LAST_NAME.search(spaced(student)):
        return None
    return next((each.header for each in known if words.FIRST_NAME.search(each.words)), None)


def _is_named(score: Score) -> bool:
    """Whether a header calls its column a test's score; points may be of anything."""
    text = spaced(score.header)
    calls = (words.SCALE, words.TEST, words.SEASON, words.WHOLE)
    return score.rank >= LEAST_SCORE and (any(each.search(text) for each in calls) or "score" in text)


def _student(known: Sequence[Column], said: Mapping[str, str]) -> tuple[str | None, bool]:
    if said.get("student") in {each.header for each in known}:
        header = said["student"]
        return header, is_name(header)
    ids = {each.header: rank for each in known if (rank := id_rank(each))}
    if ids:
        return max(ids, key=lambda header: ids[header]), False
    names = [each.header for each in known if is_name(each.header) and _are_names(each)]
    return (names[0], True) if names else (None, False)


def is_name(header: str) -> bool:
    """Whether a column holds the name of a student, or the last name, by its header."""
    return bool(words.FULL_NAME.search(spaced(header)) or words.LAST_NAME.search(spaced(header)))


def _are_names(column: Column) -> bool:
    worded = [cell for cell in column.cells if not any(sign.isdigit() for sign in cell) and len(cell) > 1]
    least = 0.5 if words.LAST_NAME.search(column.words) else 0.8
    return column.fill >= FULL and len(worded) >= 0.9 * len(column.cells) and column.variety >= least


def id_rank(column: Column) -> float:
    """How likely a column names students by a code, 0 for impossible."""
    named = bool(words.NAMED_ID.search(column.words))
    if not column.cells or column.fill < SOME or words.ABOUT_STUDENT.search(column.words):
        return 0
    if guessing.is_personal(column.header) and not named:
        return 0
    codes = sum(map(_is_code, column.cells)) / len(column.cells)
    if codes < 0.8 or (words.NOT_AN_ID.search(column.words) and not named) or _is_counter(column):
        return 0
    if not named and (column.variety < 0.5 or not _like_ids(column)):
        return 0
    place = next((rank for pattern, rank in words.ID_RANKS if pattern.search(column.words)), 3.5)
    place += bool(guessing.STUDENT.search(column.header))
    poor = 0 if len(column.cells) < 6 or len(set(column.cells)) > 1 else 3
    return max(0.1, (place if named else 0.5) + column.variety / 2 + 2 * (column.fill - 1) - poor)


def _is_code(cell: str) -> bool:
    plain = len(cell) <= guessing.LONGEST_ID and not any(sign.isspace() for sign in cell)
    whole = cell.removesuffix(".0")
    is_date = not cell.isalnum() and dates.day(cell) is not None
    return plain and any(sign.isdigit() for sign in cell) and "." not in whole and not is_date


def _is_counter(column: Column) -> bool:
    """Whether a column numbers the rows: 1, 2, 3 …, under a header that doesn't speak of students."""
    counted = [float(place) for place in range(1, len(column.numbers) + 1)]
    in_turn = len(column.numbers) > 2 and list(column.numbers) == counted
    return bool(words.COUNTER.search(column.words)) and in_turn


def _like_ids(column: Column) -> bool:
    """Whether cells that nothing calls ids look like ones: letters with digits, or numbers of one great length."""
    if any(any(sign.isalpha() for sign in cell) for cell in column.cells):
        return not words.SCORE.search(column.words)
    return {len(cell) for cell in column.cells} <= {*range(4, 20)} and not words.SCORE.search(column.words)


def _said_score(header: str) -> Score:
    return _named(header, LEAST_SCORE)


def _named(header: str, rank: float) -> Score:
    return Score(header, rank, _subject(header), _season(header), values.year(header))


def _subject(header: str) -> str | None:
    """The subject in a header: its plain words, else its code ("EOGMA scale", "SS_R")."""
    plain = values.named_subject(header)
    if plain:
        return plain
    codes = {found for part in spaced(header).split() if len(part) > 3 and (found := values.subject(part))}
    return codes.pop() if len(codes) == 1 and not codes & {"ela"} else _coded(header)


def _coded(header: str) -> str | None:
    parts = spaced(header).split()
    letters = {"r": "ela", "m": "math", "ma": "math", "rd": "ela", "eogrd": "ela", "eogma": "math", "eogsc": "science"}
    found = {letters[part] for part in parts if part in letters}
    return found.pop() if len(found) == 1 else None


def _season(header: str) -> str | None:
    text = spaced(header)
    short = words.SHORT_SEASON.search(text)
    if short:
        return values.named_window(f"{(short[1] or short[5])[0]} 25")
    in_turn = words.IN_TURN.search(text)
    if in_turn:
        return values.named_window(in_turn[0])
    return values.named_window(header) if words.SEASON.search(text) else None


def _score(column: Column) -> Score | None:
    """A column as a score, if it can be one: numbers that differ, under a header that calls them nothing else."""
    if len(column.numbers) < FULL * len(column.cells) or not column.numbers or column.fill < SOME:
        return None
    if words.ABOUT_STUDENT.search(column.words) or words.NAMED_ID.search(column.words):
        return None
    if guessing.is_personal(column.header) or _looks_otherwise(column):
        return None
    rank = _rank(column)
    return _named(column.header, rank) if rank > 0 else None


def _looks_otherwise(column: Column) -> bool:
    """Whether the numbers are codes, flags or years, or the same in every row."""
    distinct = set(column.numbers)
    if len(column.numbers) > 3 and len(distinct) == 1 and not words.SCALE.search(column.words):
        return True
    if any(cell.isdigit() and cell.startswith("0") and len(cell) > 1 for cell in column.cells):
        return True  # a code: numbers that are measured have no zeros before them
    if distinct <= {0.0, 1.0} and len(column.numbers) > 2:
        return True
    is_year = all(1990 <= number <= 2050 for number in distinct) and not words.SCORE.search(column.words)
    return is_year and not words.SCALE.search(column.words) and len(distinct) <= 3


def _rank(column: Column) -> float:
    """How likely the column is the score of its test, 0 for impossible."""
    text = column.words
    scale, score, whole = (bool(pattern.search(text)) for pattern in (words.SCALE, words.SCORE, words.WHOLE))
    beside = words.BESIDE_SCORE.search(_without_season(text)) or "#" in column.header
    season, test = bool(_season(column.header)), bool(words.TEST.search(text))
    if words.COUNTER.search(text) and text:
        return 0
    if beside:
        return LEAST if words.LAST_RESORT.search(text) and not words.NOT_EVEN.search(text) else 0
    calls = ((5.0, scale), (4.0, score and whole), (3.5, whole), (3.2, score), (3.0, season or test), (1.0, True))
    rank = next(each for each, is_called in calls if is_called)
    rank += 0.3 * whole + 0.2 * (scale and score) + 0.1 * ("score" in text)
    rank -= 1.5 * bool(words.SECONDARY.search(text) or "%" in column.header)
    rank -= 1.2 * bool(words.PART.search(text) and not whole)
    few = len(set(column.numbers)) <= 4 and max(column.numbers) <= 10 and len(column.numbers) > 5
    return max(LEAST, rank * (0.5 if few and not scale else 1) * min(1.0, column.fill + 0.4))


def _without_season(text: str) -> str:
    """The words without those that take something from a score only in other company: "Grade 5 Math", "End of Year"."""
    for plain in ("beginning of year", "middle of year", "end of year", "fall of year"):
        text = text.replace(plain, "of year" if plain.startswith("fall") else "")
    return words.GRADED.sub("", words.PRODUCTS.sub("", text))


def is_gradebook(table: Table) -> bool:
    """Whether a table holds the marks of quizzes and projects, and nothing that a test measured."""
    known = columns(table)
    return _are_marks(known, [score for each in known if (score := _score(each))])


def _are_marks(known: Sequence[Column], found: Sequence[Score]) -> bool:
    """Whether the table is a gradebook: quizzes and projects, and nothing that is a test's score."""
    marks = sum(bool(words.MARKS.search(each.words)) for each in known)
    return marks >= 2 and not any(words.SCALE.search(spaced(each.header)) for each in found)


def _chosen(found: Sequence[Score], known: Sequence[Column]) -> Iterator[Score]:
    """One score for each subject, season and year: the likeliest, in the order in which they stand."""
    best = max(each.rank for each in found)
    good = [each for each in found if each.rank >= best - 2.2]
    keys: dict[tuple[str | None, str | None, int | None], Score] = {}
    for each in sorted(good, key=lambda score: -score.rank):
        keys.setdefault(each.key, each)
    kept = [each for each in found if keys.get(each.key) is each]
    is_long = any(_says_subject(each) for each in known)
    kept = _of_subjects(kept, is_long=is_long)
    kept = _of_seasons(kept)
    yield from kept[:MOST_BLOCKS]


def _says_subject(column: Column) -> bool:
    """Whether a column says in each row which subject it is about."""
    subjects = [values.subject(cell) for cell in column.cells]
    return bool(subjects) and not column.numbers and sum(map(bool, subjects)) >= FULL * len(subjects)


def _of_subjects(kept: list[Score], *, is_long: bool) -> list[Score]:
    """Of scores with a subject and others without: those with, unless a column says the subject row by row."""
    without = [each for each in kept if each.subject is None]
    if is_long and without and max(each.rank for each in without) >= max(each.rank for each in kept) - 1:
        return without
    named = [each for each in kept if each.subject]
    return named if named and max(each.rank for each in named) >= LEAST_SCORE - 1.5 else kept


def _of_seasons(kept: list[Score]) -> list[Score]:
    """Of scores with a season and others without: those with a season, unless one without is far likelier."""
    seasonal = [each for each in kept if each.window]
    rest = [each for each in kept if not each.window]
    if not seasonal or not rest:
        return kept if seasonal else _of_one_kind(kept)
    return (
        seasonal if max(each.rank for each in seasonal) >= max(each.rank for each in rest) - 1 else _of_one_kind(rest)
    )


def _of_one_kind(kept: list[Score]) -> list[Score]:
    """Scores without a season: the likeliest of each subject, and of several years of one the columns of each."""
    best = max((each.rank for each in kept), default=0)
    return [each for each in kept if each.rank >= best - 1.2]
