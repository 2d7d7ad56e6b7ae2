"""When a team may meet, and the sentence for when it may not."""

from collections.abc import Callable
from datetime import date, time

import pytest

from workflows.refusal import Refusal
from workflows.rules import school_hours
from workflows.rules.calendar import DaysOff

TODAY = date(2026, 9, 14)
FALL = DaysOff(date(2026, 10, 12), date(2026, 10, 12), "Fall break")


@pytest.mark.parametrize(
    ("check", "field", "sentence"),
    [
        (lambda: school_hours.check_weekly_meeting(5, time(9)), "weekday", "Choose Monday to Friday."),
        (lambda: school_hours.check_weekly_meeting(2, time(6, 59)), "at", "Choose a time from 07:00 to 17:00."),
        (lambda: school_hours.check_weekly_meeting(2, time(17, 1)), "at", "Choose a time from 07:00 to 17:00."),
        (lambda: school_hours.check_meeting(date(2026, 9, 11), time(9), 70, TODAY, []), "on", "can't be in the past"),
        (
            lambda: school_hours.check_meeting(date(2026, 9, 20), time(9), 70, TODAY, []),
            "on",
            "School is closed on 2026-09-20.",
        ),
        (lambda: school_hours.check_meeting(TODAY, time(20), 70, TODAY, []), "at", "during the school day"),
        (lambda: school_hours.check_meeting(TODAY, time(16, 50), 70, TODAY, []), "at", "would last until 18:00."),
    ],
)
def test_a_no_is_kind_and_names_its_field(check: Callable[[], object], field: str, sentence: str) -> None:
    with pytest.raises(Refusal) as no:
        check()
    assert no.value.field == field
    assert sentence in str(no.value)


def test_what_fits_is_accepted() -> None:
    school_hours.check_weekly_meeting(0, time(7))
    school_hours.check_weekly_meeting(4, time(17))
    school_hours.check_meeting(TODAY, time(16, 49), 70, TODAY, [FALL])
