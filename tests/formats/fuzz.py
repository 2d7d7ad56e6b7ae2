"""Spoiled files end in counts that add up or in one sentence: `python -m tests.formats.fuzz --files 2000`."""

import argparse
import csv
import io
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.formats import files
from workflows.formats import reading
from workflows.formats.patterns import Recogniser
from workflows.formats.understanding import Understanding
from workflows.refusal import Refusal

SAMPLES = Path(__file__).parent / "samples"
OLD_WORKBOOK = Path(__file__).parent / "made" / "map_growth.xls"
SLOWEST_S = 10.0
MOST_MB = 1024
MOST_SPACE = 8 << 30  # bytes: rather this program ends than its neighbours

Spoil = Callable[[bytes, random.Random], bytes]


def originals() -> dict[str, bytes]:
    """The files that are spoiled: the samples and the made-up ones."""
    real = {str(path.relative_to(SAMPLES)): path.read_bytes() for path in sorted(SAMPLES.rglob("*.*"))}
    made = {f"{name.lower()}.csv": each for name, each in vars(files).items() if isinstance(each, bytes)}
    return real | made | {OLD_WORKBOOK.name: OLD_WORKBOOK.read_bytes()}


def cut(content: bytes, dice: random.Random) -> bytes:
    """A download that stopped."""
    return content[: dice.randrange(len(content) + 1)]


def flip(content: bytes, dice: random.Random) -> bytes:
    """Wrong bytes here and there."""
    spoiled = bytearray(content)
    for _ in range(dice.randint(1, 20)):
        if spoiled:
            spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
    return bytes(spoiled)


def insert(content: bytes, dice: random.Random) -> bytes:
    """Something that doesn't belong there: quotation marks, zeros, returns, a formula, a picture's start."""
    odd = [
        b'"',
        b'""',
        b"\0",
        b"\r",
        b"\n",
        b",,,,",
        b"\t",
        b"=1+1",
        b"\x89PNG",
        b"\xff\xfe",
        b"^",
        b";",
        "é".encode(),
        b"\xe9",
    ]
    place = dice.randrange(len(content) + 1)
    return content[:place] + dice.choice(odd) * dice.randint(1, 5) + content[place:]


def repeat_lines(content: bytes, dice: random.Random) -> bytes:
    """Lines doubled, dropped and moved, the headers too."""
    lines = content.split(b"\n")
    return b"\n".join(dice.choices(lines, k=dice.randint(1, len(lines) * 2)))


def long_cell(content: bytes, dice: random.Random) -> bytes:
    """A cell with an essay in it."""
    place = content.find(b",", dice.randrange(len(content) + 1))
    return content[:place] + b"x" * dice.choice([1000, 100_000, 1_000_000]) + content[place:]


def swap_cells(content: bytes, dice: random.Random) -> bytes:
    """Cells of one line in another order."""
    lines = content.split(b"\n")
    row = dice.randrange(len(lines))
    parts = lines[row].split(b",")
    dice.shuffle(parts)
    lines[row] = b",".join(parts)
    return b"\n".join(lines)


SPOILS: tuple[Spoil, ...] = (cut, flip, insert, repeat_lines, long_cell, swap_cells)


def _table(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig", errors="replace")
    delimiter = max(",\t^", key=text.split("\n", 1)[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _written(table: list[list[str]], delimiter: str = ",", ending: str = "\n") -> str:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter, lineterminator=ending).writerows(table)
    return held.getvalue()


def other_delimiter(content: bytes, dice: random.Random) -> bytes:
    """The same table with another delimiter."""
    return _written(_table(content), dice.choice(["\t", ";", "|", "^"])).encode()


def other_encoding(content: bytes, dice: random.Random) -> bytes:
    """The same table in another encoding."""
    text = _written(_table(content)).replace("�", "?")
    return text.encode(dice.choice(["utf-8-sig", "utf-16", "cp1252", "utf-8"]), errors="replace")


def other_line_ends(content: bytes, dice: random.Random) -> bytes:
    """The same table with the line ends of another age."""
    return _written(_table(content), ending=dice.choice(["\r\n", "\r", "\n"])).encode()


def other_order(content: bytes, dice: random.Random) -> bytes:
    """The same columns in another order, with an unknown one among them."""
    table = _table(content)
    width = max(map(len, table))
    order = list(range(width + 1))
    dice.shuffle(order)
    wide = [[*row, *[""] * (width - len(row)), "50 PCT" if place == 0 else "x"] for place, row in enumerate(table)]
    return _written([[row[place] for place in order] for row in wide]).encode()


def blank_lines(content: bytes, dice: random.Random) -> bytes:
    """The same table with blank lines and zeros between rows."""
    lines = _written(_table(content)).split("\n")
    return "\n".join(line + "\n" * dice.randint(0, 2) for line in lines).replace(",", "\0,", 3).encode()


# These change how the table is written, not what it says: the counts must stay.
FAITHFUL: tuple[Spoil, ...] = (other_delimiter, other_encoding, other_line_ends, other_order, blank_lines)


def outcome(content: bytes, name: str, known: tuple[Recogniser, ...]) -> Understanding | str:
    """What a file is, or the sentence that refuses it. Anything else that happens is a fault."""
    began = time.perf_counter()
    try:
        found: Understanding | str = reading.inspect(content, name, recognisers=known)
    except Refusal as no:
        found = str(no)
    taken = time.perf_counter() - began
    if taken > SLOWEST_S:
        raise AssertionError(f"{name} took {taken:.1f} s")
    return found


def check(found: Understanding | str) -> None:
    """Counts add up; a sentence is one."""
    if isinstance(found, str):
        assert found.endswith((".", "…")), found
        assert len(found) < 500, found
        return
    assert found.rows == found.usable_rows + sum(found.refused.values())
    assert 0 < found.usable_rows <= found.scores or found.kind in ("roster", "crosswalk")


def main() -> int:
    """Spoil as many files as asked and print how they ended; 1 when one ended badly or memory went over the bound."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_SPACE, MOST_SPACE))
    known, held, dice = files.known(), originals(), random.Random(asked.seed)
    ends: Counter[str] = Counter()
    for _ in range(asked.files):
        name = dice.choice(list(held))
        content = held[name]
        for spoil in dice.choices(SPOILS, k=dice.randint(1, 3)):
            content = spoil(content, dice) if content else content
        found = outcome(content, name, known)
        check(found)
        ends[
            found
            if isinstance(found, str) and len(found) < 90
            else "imported"
            if not isinstance(found, str)
            else "refused"
        ] += 1
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.writelines(f"{many:6} {end}\n" for end, many in ends.most_common())
    sys.stdout.write(f"{asked.files} files, peak {peak_mb:.0f} MB\n")
    return 1 if peak_mb > MOST_MB else 0


if __name__ == "__main__":
    sys.exit(main())
