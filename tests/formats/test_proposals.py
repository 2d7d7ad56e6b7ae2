"""Proposals for tables that nobody knows, held against the labelled set; run with ``-s`` to see the score."""

import pytest

from tests.formats import files
from tests.formats.labelled import Layout, layouts
from workflows.formats import uploads
from workflows.formats.recognised import Match
from workflows.refusal import Refusal

KNOWN = files.known()
LAYOUTS = layouts()
PRIVATE = {
    *("Race", "Ethnicity", "RaceCode", "LangCode", "Hispanic", "White", "Black", "Gender", "Home Language", "Language"),
    *("DOB", "Age", "Age in Months", "504", "Native Language", "Parent Phone", "Zip", "Email"),
    *("Comments", "NWEA ID", "FAST ID", "Days Absent", "Tardies"),
}


def match(layout: Layout) -> Match | None:
    """What is recognised in a layout; ``None`` where it is refused."""
    try:
        return uploads.open_upload(layout.content, "table.csv", recognisers=KNOWN).parts[0].match
    except Refusal:
        return None


def is_right(layout: Layout) -> bool:
    """Whether the student and all scores are a person's, each with the subject and the season that its header says."""
    found = match(layout)
    if found is None or found.recogniser.kind != "scores" or found.blocks[0].columns["student"] != layout.student:
        return False
    read = {
        block.columns["score"]: (block.fixed.get("subject", ""), block.fixed.get("window", ""))
        for block in found.blocks
    }
    return all(header in read and (not any(said) or read[header] == said) for header, said in layout.scores.items())


def test_proposals_are_worth_confirming() -> None:
    """At least 95 of 100 proposals name the right student and the right scores."""
    wrong = [layout.name for layout in LAYOUTS if not is_right(layout)]
    print(  # noqa: T201 - the score is what one runs it for
        f"\n{len(LAYOUTS) - len(wrong)} of {len(LAYOUTS)} proposals are right; not: {', '.join(wrong) or 'none'}"
    )

    assert len(LAYOUTS) >= 60
    assert len(wrong) <= 0.05 * len(LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_nothing_about_who_a_student_is_gets_read(layout: Layout) -> None:
    """Neither as a score nor beside it: race, language, birth, lunch, a second vendor's id."""
    found = match(layout)

    assert found is None or not PRIVATE & set(found.headers())
