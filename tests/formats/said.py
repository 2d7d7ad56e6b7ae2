"""What a made-up file is understood to say, in few words, for tests that compare it with what a person finds."""

from collections.abc import Mapping

from tests.formats import files
from workflows.formats import reading
from workflows.formats.reading import Reading

KNOWN = files.known()


def read(*lines: str, name: str = "export.csv") -> Reading:
    """A file of these lines, read whole."""
    return reading.read(files.rows(*lines), name, recognisers=KNOWN)


def scores(found: Reading, *columns: str) -> list[tuple[object, ...]]:
    """The usable scores in the file's order, as these columns; what is missing is ``None``."""
    kept = found.scores[list(columns)].astype(object)
    return [tuple(row) for row in kept.where(kept.notna(), None).itertuples(index=False, name=None)]


def table(columns: str, *rows: Mapping[str, object], between: str = ",") -> list[str]:
    """Lines of a file: the columns as they stand, and rows that say only some of them."""
    names = columns.split(",")
    return [between.join(names), *(between.join(str(row.get(name, "")) for name in names) for row in rows)]
