"""Other ways to choose as many names: plain gain, growth percentiles, an EVAAS-like index, a mixed model."""

from collections.abc import Callable

import numpy as np
import pandas as pd

PLACE = ["school", "grade"]
Way = Callable[[pd.DataFrame], pd.Series]


def gain(scores: pd.DataFrame) -> pd.Series:
    """Mean score minus mean earlier score over all years."""
    return by_teacher(scores.assign(value=scores["score"] - scores["prior"]))


def median_percentile(scores: pd.DataFrame) -> pd.Series:
    """Median percentile of growth beside students of the same grade, year and earlier score."""
    ranked = grown(scores)
    return ranked.groupby("teacher")["value"].median()


def index(scores: pd.DataFrame) -> pd.Series:
    """An EVAAS-like index: the mean of what earlier scores don't explain, in standard errors that shrink with years."""
    left = scores.assign(value=residual(scores))
    years = left.groupby(["teacher", "year"])["value"].agg(["mean", "size"]).reset_index()
    within = left["value"].var()
    each = years.groupby("teacher").agg(mean=("mean", "mean"), years=("mean", "size"), n=("size", "sum"))
    shock = max(years.groupby("teacher")["mean"].var().mean() - within / years["size"].mean(), 0.0)
    return each["mean"] / np.sqrt(shock / each["years"] + within / each["n"])


def mixed_model(scores: pd.DataFrame) -> pd.Series:
    """A mixed model on class means: schools' grades and years fixed, teachers and classes random, by restricted maximum
    likelihood (in balanced data its variances are those of the analysis of variance); the contrast of its predictors.
    """
    left = scores.assign(value=residual(scores))
    means = left.groupby([*PLACE, "year", "teacher"])[["value", "prior"]].mean().reset_index()
    inside = means[["value", "prior"]] - means.groupby([*PLACE, "year"])[["value", "prior"]].transform("mean")
    slope = float((inside["value"] * inside["prior"]).sum() / (inside["prior"] ** 2).sum())
    means = means.assign(value=inside["value"] - slope * inside["prior"])
    years, teachers, places = means["year"].nunique(), means["teacher"].nunique(), len(means[PLACE].drop_duplicates())
    each = means.groupby("teacher")["value"].mean()
    around = means["value"] - means["teacher"].map(each)
    noise = float((around**2).sum()) / ((teachers - places) * (years - 1))
    between = float((each**2).sum()) / (teachers - places)
    lasting = max(between - noise / years, 1e-6)
    place = means.drop_duplicates("teacher").set_index("teacher")[PLACE].agg("/".join, axis=1)
    return beside_others(each * lasting / (lasting + noise / years), place)


def within_school(way: Way) -> Way:
    """The same way, beside the other teachers of the school and grade."""

    def beside(scores: pd.DataFrame) -> pd.Series:
        place = scores.drop_duplicates("teacher").set_index("teacher")[PLACE].agg("/".join, axis=1)
        return beside_others(way(scores), place)

    return beside


def beside_others(values: pd.Series, place: pd.Series) -> pd.Series:
    """Each minus the mean of the others of its place."""
    of = place.reindex(values.index)
    many = values.groupby(of).transform("size")
    return (values - values.groupby(of).transform("mean")) * many / (many - 1).clip(lower=1)


def residual(scores: pd.DataFrame) -> pd.Series:
    """What a cubic of the earlier score leaves of each score, grade by grade and year by year."""
    z = (scores["prior"] - scores["prior"].mean()) / scores["prior"].std()
    left = scores["score"].astype(float).copy()
    for rows in scores.groupby(["grade", "year"]).indices.values():
        design = np.vander(z.to_numpy()[rows], 4)
        y = left.to_numpy()[rows]
        left.iloc[rows] = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return left


def grown(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores with their growth percentile as ``value``."""
    left = residual(scores)
    return scores.assign(value=left.groupby([scores["grade"], scores["year"]]).rank(pct=True))


def by_teacher(scores: pd.DataFrame) -> pd.Series:
    """Mean value of every teacher."""
    return scores.groupby("teacher")["value"].mean()


WAYS: dict[str, Way] = {
    "gain": gain,
    "median percentile": median_percentile,
    "index": index,
    "gain within": within_school(gain),
    "percentile within": within_school(median_percentile),
    "index within": within_school(index),
    "mixed model": mixed_model,
}
