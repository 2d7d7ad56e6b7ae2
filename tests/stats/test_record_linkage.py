"""Under which id a student is, whichever system's ids a file speaks and however many crosswalks lie between."""

from collections import defaultdict
from itertools import pairwise
from random import Random

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.stats.record_linkage import SYSTEMS, identities, linked, unclear

Row = tuple[str | None, str | None, str | None]
Node = tuple[str, str]


def ids(*rows: tuple[str | None, str | None, str | None]) -> pd.DataFrame:
    """A crosswalk: local, state and vendor id."""
    return pd.DataFrame(rows, columns=["student", "student_state", "student_vendor"])


def named(table: pd.DataFrame, *crosswalks: pd.DataFrame) -> list[str | None]:
    """Under which ids a table's students are found."""
    return list(linked(table, identities(crosswalks))["student"])


def test_a_file_is_read_in_the_system_most_of_its_ids_are_of() -> None:
    """One student's state id is another's local id: the file's other students tell which is meant."""
    known = ids(("1", "2", None), ("2", "3", None), ("4", "5", None))

    assert named(pd.DataFrame({"student": ["2", "3", "5"]}), known) == ["1", "2", "4"]
    assert named(pd.DataFrame({"student": ["1", "2", "4"]}), known) == ["1", "2", "4"]


def test_vendor_ids_link_to_the_state_where_there_is_no_local_id() -> None:
    """The first system that a row names is the one that counts."""
    assert named(pd.DataFrame({"student": ["v1", "v9"]}), ids((None, "s1", "v1"))) == ["s1", "v9"]


def test_an_id_of_two_students_links_nothing() -> None:
    """Better unlinked than wrong; the same row in two crosswalks is no contradiction."""
    table = pd.DataFrame({"student": ["s1", "s2"]})

    assert named(table, ids(("1", "s1", None)), ids(("2", "s1", None), ("3", "s2", None))) == ["s1", "3"]
    assert named(table, ids(("3", "s2", None)), ids(("3", "s2", None))) == ["s1", "3"]


def test_without_a_crosswalk_everybody_stays_who_they_are() -> None:
    """The table comes back as it is."""
    assert named(pd.DataFrame({"student": ["s1", "s2"]})) == ["s1", "s2"]


def test_a_chain_is_followed() -> None:
    """The vendor knows the state's ids, the state the school's: so the vendor's meet the school's."""
    vendor, state = ids((None, "s1", "v1"), (None, "s2", "v2")), ids(("1", "s1", None), ("2", "s2", None))

    for crosswalks in ([vendor, state], [state, vendor]):
        assert named(pd.DataFrame({"student": ["v2", "v1", "v9"]}), *crosswalks) == ["2", "1", "v9"]


def test_a_chain_that_ends_in_two_students_links_nothing() -> None:
    """Row by row nothing contradicts; followed to the end, local 1 and local 2 would be one."""
    rows = ids(("1", "s1", None), (None, "s1", "v1"), ("2", None, "v1"), ("3", "s3", None))

    assert named(pd.DataFrame({"student": ["s1", "s3"]}), rows) == ["s1", "3"]
    assert named(pd.DataFrame({"student": ["v1"]}), rows) == ["v1"]
    assert unclear(identities([rows])) == {"student ids that crosswalks give to two students": 4}


def test_a_number_given_to_everybody_links_nobody() -> None:
    """What stands for “unknown” in the state's column leaves the others' links alone."""
    rows = ids(*((str(n), "999", f"v{n}") for n in range(9)))

    assert named(pd.DataFrame({"student": [f"v{n}" for n in range(9)]}), rows) == [str(n) for n in range(9)]
    assert unclear(identities([rows])) == {"student ids that crosswalks give to two students": 1}


def test_the_same_number_in_two_systems_is_two_students() -> None:
    """The state's 7 is nobody the school knows; the school's own 7 is another child."""
    rows = ids(("7", "s7", None), ("8", "s8", None), (None, "7", "v9"), ("9", "5", None), ("9", "6", None))

    assert named(pd.DataFrame({"student": ["7", "8"]}), rows) == ["7", "8"]
    assert named(pd.DataFrame({"student": ["7", "s7"]}), rows) == ["7 (student_state)", "7"]
    assert named(pd.DataFrame({"student": ["v9"]}), rows) == ["7 (student_state)"]


PEOPLE = st.lists(st.sets(st.sampled_from(SYSTEMS), min_size=2), min_size=1, max_size=40)


@given(people=PEOPLE, order=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_true_rows_bring_everybody_together(people: list[set[str]], order: Random) -> None:
    """Each student's ids, told in pairs over several files in any order, become one; nobody is left out."""
    rows = [
        tuple(f"{n}{system[-1]}" if system in pair else None for system in SYSTEMS)
        for n, known in enumerate(people)
        for pair in pairwise(sorted(known))
    ]
    order.shuffle(rows)
    found = identities([ids(*rows[::2]), ids(*rows[1::2])])  # type: ignore[arg-type]

    assert unclear(found) == {}
    assert found.groupby(found["id"].str[:-1])["person"].nunique().tolist() == [1] * len(people)
    assert found["person"].nunique() == len(people)


IDS = st.sampled_from([None, "1", "2", "3", "4", "5"])
# Many small districts in one table: a call takes as long for one as for all of them.
DISTRICTS = st.lists(st.lists(st.tuples(IDS, IDS, IDS), max_size=8), min_size=10, max_size=30)


def chained(rows: list[Row]) -> dict[Node, set[Node]]:
    """Every id that can be reached from an id, followed row by row: the plain way to say it."""
    met: dict[Node, set[Node]] = defaultdict(set)
    for row in rows:
        nodes = {(system, each) for system, each in zip(SYSTEMS, row, strict=True) if each}
        joined = nodes.union(*(met[node] for node in nodes))
        for node in joined:
            met[node] = joined
    return met


@given(districts=DISTRICTS, order=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_two_students_become_one(districts: list[list[Row]], order: Random) -> None:
    """Whatever crosswalks claim, in whatever order: no system's two ids are one, and every id is counted."""
    rows = [tuple(each and f"{place}-{each}" for each in row) for place, rows in enumerate(districts) for row in rows]
    found = identities([ids(*rows)])  # type: ignore[arg-type]
    known = found.dropna(subset=["person"])
    reached = chained(rows)  # type: ignore[arg-type]

    assert not known.duplicated(["system", "person"]).any()
    assert set(zip(found["system"], found["id"], strict=True)) == set(reached)
    persons: dict[str, Node] = {}
    for system, each, person in known.itertuples(index=False):
        assert (system, each) in reached[persons.setdefault(person, (system, each))]
    order.shuffle(rows)
    again = identities([ids(*rows[::2]), ids(*rows[1::2])])  # type: ignore[arg-type]
    assert set(again.fillna("").itertuples(index=False, name=None)) == set(
        found.fillna("").itertuples(index=False, name=None)
    )
