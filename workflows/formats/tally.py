"""What an upload's batches hold, counted while they go by, so that none of them has to be kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from workflows.formats.coded_columns import Coded
from workflows.formats.column_meaning import Column
from workflows.formats.evidence import Claim
from workflows.formats.tidy import Batch

EXAMPLES = 5
COUNTED = {"subject", "grade", "year", "window", "level", "teacher"}
SHOWN = (
    *("student", "school", "teacher_name", "subject", "grade", "year", "window"),
    *("score", "percentile", "level", "proficient"),
)


def mask(text: str) -> str:
    """An id of which only the last two signs can be read, and only if it is long; of a name, nothing."""
    is_code = len(text) >= 6 and any(sign.isdigit() for sign in text)
    return "•" * min(len(text), 4) + (text[-2:] if is_code else "")


@dataclass
class Tally:
    """The counts of an upload while its batches go by."""

    rows: int = 0
    scores: int = 0
    part_year: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    seen: dict[str, Counter[str]] = field(default_factory=dict)
    examples: list[Mapping[str, str]] = field(default_factory=list)
    refused_examples: list[Mapping[str, str]] = field(default_factory=list)
    offered: dict[str, Counter[str]] = field(default_factory=dict)
    compared: dict[Claim, tuple[int, int]] = field(default_factory=dict)
    usual_windows: int = 0
    bare_years: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add(self, batch: Batch) -> None:
        """Count one batch."""
        self.rows += len(batch.students)
        self.scores += len(batch)
        self.part_year += batch.part_year
        self.reasons.update(batch.reasons.counts())
        for name in COUNTED & batch.columns.keys():
            self.seen.setdefault(name, Counter()).update(_counts(batch.columns[name]))
        for header, names in batch.offered.items():
            self.offered.setdefault(header, Counter()).update(names.counts())
        for claim, (apart, rows) in batch.compared.items():
            before = self.compared.get(claim, (0, 0))
            self.compared[claim] = (before[0] + apart, before[1] + rows)
        self.usual_windows += batch.usual_windows
        self.bare_years.update(batch.bare_years)
        self._keep_examples(batch)

    def _keep_examples(self, batch: Batch) -> None:
        for row in range(min(len(batch), EXAMPLES - len(self.examples))):
            self.examples.append(_masked(batch, row))
        unusable = np.flatnonzero(batch.reasons.codes)[: EXAMPLES - len(self.refused_examples)]
        for row in unusable:
            reason = batch.reasons.names[batch.reasons.codes[row]]
            self.refused_examples.append({"student": mask(batch.students.text(int(row)) or ""), "reason": reason})


def _counts(column: Column) -> dict[str, int]:
    if isinstance(column, Coded):
        return column.counts()
    numbers, many = np.unique(np.asarray(column)[~np.isnan(column)], return_counts=True)
    return {f"{number:g}": int(count) for number, count in zip(numbers, many, strict=True)}


def _masked(batch: Batch, row: int) -> Mapping[str, str]:
    said = {name: _shown(batch.columns[name], row) for name in SHOWN if name in batch.columns}
    return {name: mask(text) if name == "student" else text for name, text in said.items() if text}


def _shown(column: Column, row: int) -> str:
    if isinstance(column, Coded):
        return column.text(row) or ""
    return "" if np.isnan(column[row]) else f"{column[row]:g}"
