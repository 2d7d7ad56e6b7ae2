"""Before an import is confirmed, the coach sees what it would change: students, teachers, zeros, last year's file."""

import random

from tests.coach import Coach, roster
from tests.people import Clock

HEADER = "StudentID,Grade,Subject,TermName,TestRITScore\n"
ROSTER = roster(("5A", "Ana Ruiz", 24), ("5B", "Ben Cho", 26))


def scores(students: range, *, fall: int = 2026, zeros: int = 7, gain: int = 0) -> bytes:
    """A fall and a spring test of each student."""
    dice = random.Random(5)
    lines = [
        f"{n:0{zeros}d},5,Math,{window} {fall}-{fall + 1},{200 + dice.randrange(30) + gain}"
        for n in students
        for window in ("Fall", "Spring")
    ]
    return (HEADER + "\n".join(lines) + "\n").encode()


def test_the_first_file_is_compared_with_nothing(dana: Coach) -> None:
    """There is nothing in force, so nothing is said about it."""
    dana.gives(scores(range(50)), "scores.csv")

    assert "in force" not in dana.last
    assert "team results only, until you upload a roster" in dana.last


def test_scores_are_held_against_the_roster_in_force(dana: Coach) -> None:
    """Everybody is on it: said in a line, and no roster is asked for any more."""
    dana.imports(ROSTER, "roster.csv")
    dana.gives(scores(range(50)), "scores.csv")

    assert "*On the roster in force:* 50 of 50 students." in dana.last
    assert "Teachers: not in this file; the roster in force says who teaches whom." in dana.last


def test_lost_zeros_are_noticed_before_anybody_waits_for_a_result(dana: Coach) -> None:
    """A spreadsheet has dropped them: nobody is on the roster, but everybody would be."""
    dana.imports(ROSTER, "roster.csv")
    dana.gives(scores(range(50), zeros=1), "scores.csv")

    assert "*On the roster in force:* 0 of 50 students." in dana.last
    assert "50 more students would be on the roster if zeros at the beginning of their ids didn't count" in dana.last


def test_zeros_that_were_added_are_noticed_too(dana: Coach) -> None:
    """The roster is what went through a spreadsheet, and the scores didn't."""
    dana.imports(ROSTER.replace(b"\n00000", b"\n"), "roster.csv")
    dana.gives(scores(range(10, 50)), "scores.csv")

    assert "40 more students would be on the roster" in dana.last


def test_who_is_new_and_who_is_gone(dana: Coach, clock: Clock) -> None:
    """Twelve students have left, eleven have come; of very few not even the count is said."""
    dana.imports(scores(range(50)), "fall.csv")
    clock.passes(days=1)
    dana.gives(scores(range(12, 61), gain=3), "newer.csv")

    assert "*Beside the scores in force:* 11 of 49 students are new, 12 of today's are not in this file." in dana.last
    dana.clicks("Discard")
    dana.gives(scores(range(3, 50), gain=3), "other.csv")
    assert "0 of 47 students are new, < 10 of today's are not in this file." in dana.last


def test_last_years_file_under_a_new_year_is_asked_about(dana: Coach) -> None:
    """The very same scores stand under another year."""
    dana.imports(scores(range(50), fall=2025), "last.csv")
    dana.gives(scores(range(50), fall=2026), "this.csv")

    assert "• These very scores are here already under 2025–26." in dana.last


def test_another_year_of_the_same_students_is_nothing_to_ask_about(dana: Coach) -> None:
    """Their scores are other ones."""
    dana.imports(scores(range(50), fall=2025), "last.csv")
    dana.gives(scores(range(50), fall=2026, gain=9), "this.csv")

    assert "are here already under" not in dana.last


def test_a_newer_roster_is_held_against_the_older_one(dana: Coach) -> None:
    """Students and teachers on both, and teachers who are gone; a name may be spelled otherwise."""
    dana.imports(roster(("5A", "Ana Núñez", 24), ("5B", "Ben Cho", 26)), "roster.csv")
    dana.gives(roster(("5A", "Ana Nunez", 24), ("5C", "Cleo Park", 20)), "newer.csv")

    assert "*Beside the roster in force:* 44 of 44 students are on both; 1 of 2 teachers, too" in dana.last
    assert "and 1 of today's are not in this file." in dana.last
