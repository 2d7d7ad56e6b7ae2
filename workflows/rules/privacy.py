"""Could this be about one adult, or about a single student? Asked for every figure, quote and count that leaves.

The numbers stand here once. Where fewer teachers could be meant than ``LEAST_ADULTS`` nothing is told to anybody but
them; no figure is about fewer students than ``LEAST_STUDENTS``.
"""

from math import ceil

LEAST_ADULTS = 3  # of two, each knows what is said of the other
LEAST_STUDENTS = 10  # NCES 2011-603 discusses the choice
LARGEST_CLASS = 30  # where no source says who taught them, students are counted in full classes of this size


def could_be_one_adult(teachers: int | None, *, students: int = 0) -> bool:
    """Whether so few teachers could be meant that a reader may know, or work out, what is said about one of them.

    ``teachers`` is how many could be meant; ``None`` where no file and no roster says, and then ``students`` tell how
    many there are at least: as many as full classes have room for them.
    """
    least = ceil(students / LARGEST_CLASS) if teachers is None else teachers
    return least < LEAST_ADULTS
