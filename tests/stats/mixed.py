"""The method's moment estimates beside a mixed model's: the same idea, ten thousand times slower."""

import warnings

import pandas as pd

from tests.stats.districts import District, simulated
from workflows.stats import contrast, growth, tidy
from workflows.stats.examine import examined
from workflows.stats.inclusion import admit
from workflows.stats.parameters import Parameters
from workflows.stats.pools import pooled


def every_posterior(scores: pd.DataFrame, parameters: Parameters) -> tuple[pd.Series, pd.DataFrame]:
    """Posterior means of all teachers (no program returns them; a validation has to look), and the student records."""
    admitted = admit(tidy.understood(scores), parameters)
    grown = growth.growth(admitted, pooled(admitted, parameters), parameters)
    years = contrast.class_years(grown, admitted.classes)
    parts = examined(years, contrast.beside_peers(years, contrast.PEERS), contrast.TEACHER, contrast.PEERS, parameters)
    means = pd.concat(part.posteriors for part in parts.values()).set_index("teacher")["mean"]
    return means, grown.join(admitted.classes, on="class_id")


def agreement(district: District, seed: int) -> float:
    """Spearman's correlation between posterior means and the mixed model's leave-one-out contrasts of its predictions.

    q = school and grade in a year (fixed) + teacher (random) + teacher in a year (random) + student.
    """
    from scipy.stats import spearmanr  # these take a second to load, so not for whoever collects the tests
    from statsmodels.regression.mixed_linear_model import MixedLM
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    means, records = every_posterior(simulated(district, seed)[0], Parameters())
    records = records.assign(place=records["school"].astype(str) + "/" + records["grade"].astype(str))
    centred = records["q"] - records.groupby(["place", "year"])["q"].transform("mean")
    records = records.assign(q=centred, teacher=records["teacher"].astype(str), year=records["year"].astype(str))
    parts = {"teacher": "0 + C(teacher)", "shock": "0 + C(teacher):C(year)"}
    model = MixedLM.from_formula("q ~ 1", records, groups="place", vc_formula=parts, re_formula="0")
    with warnings.catch_warnings():
        # Its optimiser complains that the likelihood is flat near its top; the predictions are what we compare.
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = model.fit(reml=True, method="powell")
    predicted = {
        name.split("[")[-1].rstrip("]"): value
        for effects in fitted.random_effects.values()
        for name, value in effects.items()
        if name.startswith("teacher")
    }
    effect = pd.Series(predicted)
    place = records.drop_duplicates("teacher").set_index("teacher")["place"]
    others = effect.groupby(place).transform("sum") - effect
    alone = effect.groupby(place).transform("size") - 1
    return float(spearmanr(means.reindex(effect.index), effect - others / alone).statistic)
