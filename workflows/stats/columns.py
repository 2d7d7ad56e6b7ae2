"""The columns an analysis knows. Nothing is imported here, so that reading can begin before pandas is there."""

LABELS = ["student", "teacher", "school", "grade", "subject", "source"]
NUMBERS = ["score", "prior", "prior_before", "weight", "vendor_growth"]
GROUPS = ["english_learner", "special_education", "low_income"]
COLUMNS = [*LABELS, "year", "proficient", "growth_kind", *NUMBERS, *GROUPS]

GRADEBOOK_COLUMNS = {"points possible", "final score", "current score", "final grade", "current grade", "sis user id"}
