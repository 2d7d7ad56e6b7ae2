"""How much of a student's school year a teacher had them: from the dates of a roster, where it has any."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Days = NDArray[np.float64]
ONE_DAY = np.timedelta64(1, "D")


def shares(both: pd.DataFrame, lessons: pd.DataFrame) -> pd.Series:
    """The share of instruction of every enrolment and teacher.

    Days in which the student sat in the class while the teacher taught it, over those of the school year; where several
    teach at once they divide them. A student's stretches with one teacher in one subject and year count together, so
    that two semesters, or a move to the teacher's other class, make a whole year.

    Parameters
    ----------
    both
        One row per enrolment and teacher: ``classSourcedId, userSourcedId, teacher, share`` (an even one), and as text
        ``beginDate, endDate`` of the student and ``taught_from, taught_to`` of the teacher, blank where not said.
    lessons
        One row per class: ``class, subject, year, starts, ends``, the last two of its term.

    Returns
    -------
    Series
        Of the rows of ``both``: from 0 to 1; the even share where neither student, teacher nor term has dates.
    """
    own = lessons.drop_duplicates("class").set_index("class").reindex(both["classSourcedId"])
    starts, ends, enrolled, left = (
        days(each) for each in (own["starts"], own["ends"], both["beginDate"], both["endDate"])
    )
    year = pd.factorize(own["year"])[0]
    first = _of_year(np.where(np.isnan(starts), enrolled, starts), year, np.fmin)
    last = _of_year(np.where(np.isnan(ends), left, ends), year, np.fmax)
    begin = np.fmax.reduce([first, starts, enrolled, days(both["taught_from"])])
    end = np.fmin.reduce([last, ends, left, days(both["taught_to"])])
    spent = pd.Series(np.clip(end - begin + 1, 0, None), index=both.index)
    student = both["userSourcedId"].to_numpy()
    seated = [student, both["classSourcedId"].to_numpy()]
    span = pd.Series(end).groupby(seated).transform("max") - pd.Series(begin).groupby(seated).transform("min") + 1
    crowd = (spent.groupby(seated).transform("sum").to_numpy() / span.clip(lower=1.0).to_numpy()).clip(min=1.0)
    whole = [student, both["teacher"].to_numpy(), own["subject"].to_numpy(), year]
    share = (spent / crowd / (last - first + 1)).groupby(whole).transform("sum").clip(upper=1.0)
    return pd.Series(np.where(spent.isna(), both["share"], share), index=both.index)


def days(dates: pd.Series) -> Days:
    """Dates as day numbers; missing where they can't be read."""
    read = pd.to_datetime(dates.astype(object).str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    numbers = read.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(numbers), np.nan, (numbers - np.datetime64("1970-01-01")) / ONE_DAY)


def _of_year(dates: Days, year: NDArray[np.intp], pick: np.ufunc) -> Days:
    found = np.full(int(year.max(initial=-1)) + 1, np.nan)
    pick.at(found, year, dates)
    return np.asarray(found[year])
