"""Every number the bright-spot analysis depends on, each with its reason."""

from dataclasses import dataclass

from workflows.rules.privacy import LEAST_STUDENTS


@dataclass(frozen=True)
class Parameters:
    """The choices behind an analysis; they are printed with every result.

    Differences are in standard deviations of student growth unless a name says otherwise.
    """

    # Step 1: who counts.
    most_missing: float = (
        0.30  # A class that lost more than three in ten students is no longer the class that was taught.
    )
    most_limited: float = 0.30  # Likewise where a test couldn't tell so many of its students apart.
    least_share: float = 0.5  # Nobody is credited with students somebody else taught most of the time.
    years_used: int = 3  # Two or three years steady the estimate; older ones describe a different teacher.
    oldest: int = 5  # Nor do years count that lie further than this before the newest, however few there are.

    # Step 2: what was expected.
    own_cell: int = 100  # A cubic and two more slopes want about a hundred students before they stop following noise.
    pooled_cell: int = 30  # Below this even neighbouring grades can't stand in; only a vendor's own norm can.
    clip: float = 4.0  # A mistyped score may look extreme, but it must not bend the curve for everybody else.

    # Step 3: which classes speak.
    least_class: int = LEAST_STUDENTS  # Below ten, one or two students decide the mean; it is also the privacy minimum.

    # Step 5: how much is real.
    least_teachers: int = 30  # Variances from fewer two-year teachers are guesses, so documented defaults take over.
    fewest_teachers: int = 6  # With fewer, even a perfect pattern is hardly rarer than one shuffling in twenty.
    default_persistent: float = 0.04  # Between-teacher variance seen repeatedly in value-added studies (about 0.2 SD).
    default_shock: float = 0.03  # Variance a whole class shares in one year, of about the same size.
    usual_within: float = 0.6  # Both defaults' SDs on the log scale: studies differ by about a factor of two.
    least_differ: float = 0.8  # Names come only where teachers very probably differ by what would matter (step 7).
    least_persistent: float = 0.001  # Under 0.03 SD nothing lasting is left to find.
    permutations: int = 199  # Enough to place a p-value of 0.05 within about 0.015 either side.
    clear_permutations: int = 79  # None of so many did as well: p < 0.0125, the rest would only cost time.
    most_p: float = 0.05  # If shuffled labels do as well one time in twenty, the labels say nothing.
    seed: int = 20_260_914  # Fixed, so that the same files always give the same answer.

    # Step 7: when we speak.
    meaningful: float = 0.125  # A typical student at about the 55th growth percentile: worth a visit.
    most_false: float = 0.20  # At most one name in five may be expected not to deserve the visit.
    list_false: float = 0.18  # What a list is filled up to: variances are estimates, which costs about two points.
    team_list_false: float = 0.10  # Teams' likewise: what tests' errors do to whole schools is hard to know.
    least_probability: float = 0.5  # Nobody is named when the opposite is likelier.
    least_positive_years: int = 2  # One good year is mostly luck.
    least_students: int = 25  # About one full class over all years together.

    # Step 8: a second test.
    agrees: float = 0.8  # Likely enough to call it confirmed.
    disagrees: float = 0.2  # Likely enough the other way round to stay silent.

    # Step 9: proficiency.
    near_cut: float = 0.25  # In score SDs: close enough to the cut that a few points change the label.

    # Step 10: which groups of students gained most.
    most_false_groups: float = 0.05  # Nobody is asked before a group is named: one name in twenty may be chance.

    # What leaves the analysis.
    least_group: int = LEAST_STUDENTS  # No figure about fewer students; a school may set 5 to 20.
