"""What a cycle may be, and the sentence for what it may not."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import unhurried
from workflows.cycles import limits
from workflows.refusal import Refusal
from workflows.rules.calendar import DaysOff

TODAY = date(2026, 9, 14)
LABOR_DAY = DaysOff(date(2027, 9, 6), date(2027, 9, 6), "Labor Day")
FALL = DaysOff(date(2026, 10, 12), date(2026, 10, 12), "Fall break")


@pytest.mark.parametrize(
    ("check", "field", "sentence"),
    [
        (lambda: limits.check_weeks(3), "weeks", "A cycle lasts 4 to 6 weeks."),
        (lambda: limits.check_weeks(7), "weeks", "A cycle lasts 4 to 6 weeks."),
        (lambda: limits.check_start(TODAY - timedelta(days=1), TODAY, []), "starts_on", "can't start in the past"),
        (lambda: limits.check_start(date(2026, 9, 19), TODAY, []), "starts_on", "School is closed on 2026-09-19."),
        (lambda: limits.check_start(FALL.first_on, TODAY, [FALL]), "starts_on", "School is closed on 2026-10-12."),
        (lambda: limits.check_start(date(2027, 9, 15), TODAY, []), "starts_on", "more than a year away"),
        (lambda: limits.check_question(""), "question", "Please write your inquiry question."),
        (lambda: limits.check_question(" \n\t "), "question", "Please write"),
        (lambda: limits.check_question("\u200b\u200f\u00a0\ufeff"), "question", "Please write"),
        (lambda: limits.check_question("\x00\ud800"), "question", "Please write"),
        (
            lambda: limits.check_question("x" * 3001),
            "question",
            "has 3001 characters. It can have at most 3000.",
        ),
    ],
)
def test_a_no_is_kind_and_names_its_field(check: Callable[[], object], field: str, sentence: str) -> None:
    with pytest.raises(Refusal) as no:
        check()
    assert no.value.field == field
    assert sentence in str(no.value)


def test_what_fits_is_accepted() -> None:
    assert [limits.check_weeks(weeks) for weeks in (4, 5, 6)] == [4, 5, 6]
    assert limits.check_start(TODAY, TODAY, [FALL]) == TODAY
    assert limits.check_start(date(2027, 9, 14), TODAY, [LABOR_DAY]) == date(2027, 9, 14)


@pytest.mark.parametrize(
    "question",
    ["🙂", "x" * 3000, "<!channel> & <b>O'Neil</b>", "كيف يمكننا أن نساعد كل طالب؟", "two\nlines", "👩‍🏫 why?"],
)
def test_a_question_is_kept_as_typed(question: str) -> None:
    assert limits.check_question(f"  {question}\n") == question


@unhurried
@given(some.text(some.characters(), max_size=200))
def test_an_accepted_question_can_be_kept_by_any_database(question: str) -> None:
    try:
        kept = limits.check_question(question)
    except Refusal:
        return
    assert kept.encode("utf-8")
    assert "\x00" not in kept
    assert limits.check_question(kept) == kept
