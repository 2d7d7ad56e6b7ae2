"""The whole way: scores, a roster, who is who, a teacher's yes to her roster, and only then what was noticed."""

import csv
import io

import pandas as pd

from bot.demo.exports import HEADER
from bot.playground.world.state import Channel
from tests.bright import looks
from tests.coach import Coach
from tests.people import Clock, Slack, Stage
from tests.stats.districts import District, simulated

SEED, FLAGGED = 3, "T0-0-0"  # one school; the library flags this teacher (see the assertion)
SCHOOL = "School 0"


def test_from_a_file_to_a_shared_bright_spot_and_back(
    slack: Slack, stage: Stage, grade_5: Channel, clock: Clock
) -> None:
    """Nothing before she confirms; then her message, her choice, one post, the digest; and all of it taken back."""
    scores, _ = simulated(District(schools=1), SEED)
    dana = Coach.at(slack, channel="leaders", school=SCHOOL)
    maria = slack.teacher("Maria Sol", grade_5)
    dana.imports(_export(scores))
    dana.imports(_roster(scores), "roster.csv")
    dana.clicks("Say who is who")
    menus = [each["block_id"] for each in dana.teacher.person.team.stacks[dana.teacher.id][-1].body["blocks"][1:]]
    mine = sorted(scores["teacher"].unique()).index(FLAGGED)
    assert dana.teacher.submits(**{menus[mine]: maria.id}) == {}
    dana.waits()
    assert not any("Something good" in line for line in maria.sees)

    maria.clicks("Yes, that's right")
    dana.waits()

    assert "Something good in your math classes" in maria.last
    maria.clicks("How this was found")
    assert "Roster:" in str(maria.screen)
    maria.closes()
    maria.clicks("Share with my name")
    assert maria.submits(practice="We talk before we write.") == {}
    clock.passes("2026-09-18 13:05")
    posted, digest = slack.shown_in("leaders")
    assert "We talk before we write." in posted
    assert "Shared by @Maria Sol" in digest

    maria.clicks("Take it back")
    looks(stage)
    assert not any("Maria" in line for line in slack.shown_in("leaders"))
    assert len(slack.shown_in("leaders")) == 2


def _export(scores: pd.DataFrame) -> bytes:
    """A district's scores as NWEA's own file, fall and spring of every year."""
    text = io.StringIO()
    rows = csv.DictWriter(text, HEADER, restval="", lineterminator="\r\n")
    rows.writeheader()
    for each in scores.to_dict("records"):
        ends = int(each["year"])
        for term, day, score in (("Fall", f"09/15/{ends - 1}", "prior"), ("Spring", f"05/10/{ends}", "score")):
            rows.writerow(
                {
                    "TermName": f"{term} {ends - 1}-{ends}", "DistrictName": "District", "SchoolName": SCHOOL,
                    "StudentID": f"0{each['student']}", "Grade": each["grade"], "Subject": "Mathematics",
                    "Course": "Math K-12", "GrowthMeasureYN": "TRUE", "TestType": "Survey With Goals",
                    "TestName": "Growth: Math 2-5", "TestStartDate": day, "TestStandardError": "3.0",
                    "TestRITScore": round(200 + 0.3 * (each[score] - 500)), "TestPercentile": "50",
                }
            )  # fmt: skip
    return text.getvalue().encode()


def _roster(scores: pd.DataFrame) -> bytes:
    lines = []
    for each in scores.to_dict("records"):
        ends, teacher = int(each["year"]), each["teacher"]
        lines.append(f"0{each['student']},{teacher},{teacher},{ends - 1}-{ends},Math")
    return ("Student ID,Section,Teacher,School Year,Subject\n" + "\n".join(lines) + "\n").encode()
