"""The labelled set: layouts of our own making with made-up rows, and what a person would say is what in them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SEED, ROWS = 20261129, 24
SUBJECTS = ("Mathematics", "Reading")
LASTS = ("Ash", "Birch", "Cole", "Dove", "Elm", "Fern", "Gale", "Hill", "Ives", "Jay", "Kerr", "Lane")
FIRSTS = ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo", "Kit", "Lou")
Value = Callable[[random.Random, int], object]


@dataclass(frozen=True)
class Layout:
    """A table and its truth: which column is the student, and which are scores (header → subject and window)."""

    name: str
    content: bytes
    student: str
    scores: dict[str, tuple[str, str]]


def _numbers(low: int, high: int) -> Value:
    return lambda dice, _row: dice.randint(low, high)


def _one_of(*texts: str) -> Value:
    return lambda dice, _row: dice.choice(texts)


KINDS: dict[str, Value] = {
    "id": lambda _dice, row: f"{20100 + 37 * row:06}",
    "id9": lambda _dice, row: 123456700 + 97 * row,
    "code13": lambda _dice, row: f"H8012000{row:05}",
    "code6": lambda _dice, row: f"b{4000 + 13 * row}",
    "state": lambda _dice, row: 9100000000 + 7919 * row,
    "vendor": lambda _dice, row: f"N{70000 + 31 * row}",
    "counter": lambda _dice, row: row + 1,
    "const": lambda _dice, _row: 2118,
    "name": lambda _dice, row: f"{FIRSTS[row % 12]} {LASTS[row // 2]}",
    "last": lambda _dice, row: LASTS[row // 2],
    "first": lambda _dice, row: FIRSTS[row % 12],
    "teacher": lambda _dice, row: ("Ms. Ruiz", "Mr. Cho")[row % 2],
    "school": _one_of("North", "South"),
    "text": _one_of("ok", "see notes", "moved"),
    "email": lambda _dice, row: f"s{row}@school.example",
    "phone": lambda _dice, row: f"555-01{row:02}",
    "zip": _one_of("97201", "97202"),
    "grade": _one_of("3", "4", "5"),
    "yeargroup": _one_of("Year 5", "Year 6"),
    "subject": lambda _dice, row: SUBJECTS[row % 2],
    "subjectes": lambda _dice, row: ("Matemáticas", "Ciencias")[row % 2],
    "term": _one_of("Fall 2024-2025", "Spring 2024-2025"),
    "termes": _one_of("Otoño", "Primavera"),
    "year": _one_of("2024-2025"),
    "yearnum": _one_of("2024"),
    "date": _one_of("09/12/2024", "05/03/2025"),
    "serial": _one_of("45547", "45548", "45550"),
    "rit": _numbers(150, 250),
    "ss": _numbers(300, 700),
    "sat": _numbers(200, 800),
    "sas": _numbers(70, 140),
    "raw": _numbers(4, 40),
    "max": lambda _dice, _row: 40,
    "percent": _numbers(20, 100),
    "pct": _numbers(1, 99),
    "stanine": _numbers(1, 9),
    "wcpm": _numbers(20, 160),
    "small": _numbers(0, 30),
    "small36": _numbers(1, 36),
    "small6": _numbers(1, 6),
    "se": _numbers(2, 9),
    "minutes": _numbers(10, 400),
    "lexile": _numbers(300, 1200),
    "ge": lambda dice, _row: f"{dice.randint(1, 6)}.{dice.randint(0, 9)}",
    "age": _numbers(60, 150),
    "level": _one_of("Below", "At", "Above"),
    "levelnum": _numbers(1, 4),
    "tier": _one_of("Tier 1", "Tier 2"),
    "letter": _one_of("A", "B", "C"),
    "flag": _one_of("Y", "N"),
    "race": _one_of("White", "Asian", "Black"),
    "lang": _one_of("English", "Spanish"),
    "gender": _one_of("F", "M"),
    "lunch": _one_of("F", "R", "P"),
    "dob": _one_of("01/02/2015", "03/04/2014"),
    "code": _one_of("101", "202", "303"),
    "sparse": lambda dice, row: dice.randint(1, 9) if row == 3 else "",
}


def layouts() -> list[Layout]:
    """All layouts, the same on every day."""
    lines = (Path(__file__).parent / "labelled.txt").read_text(encoding="utf-8").splitlines()
    return [_layout(line) for line in lines if line and not line.startswith("#")]


def _layout(line: str) -> Layout:
    name, _, told = line.partition(": ")
    columns = [each.split("~") for each in told.split("; ")]
    dice = random.Random(f"{SEED} {name}")
    rows = [[str(KINDS[column[1]](dice, row)) for column in columns] for row in range(ROWS)]
    text = "\n".join([",".join(column[0] for column in columns), *(",".join(row) for row in rows)])
    said = {column[0].strip('"'): column[2] for column in columns if len(column) > 2}
    scores = {header: _truth(mark) for header, mark in said.items() if mark.startswith("X")}
    return Layout(name, text.encode(), next(header for header, mark in said.items() if mark == "S"), scores)


def _truth(mark: str) -> tuple[str, str]:
    _, subject, window = (mark + "::").split(":")[:3]
    return subject, window
