"""Which school each figure of an import is for: a district's file holds many schools, and each reads its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.rules.school_names import same_name
from workflows.store.tables import School
from workflows.store.uploads import Figure, Upload

Row = Mapping[str, Any]


def by_name(session: Session) -> dict[str, int]:
    """The workspace's schools by the names that files may write, however they are spelled."""
    return {same_name(name): school_id for school_id, name in session.execute(select(School.id, School.name))}


def figures(upload: Upload, rows: Sequence[Row], schools: Mapping[str, int]) -> Iterator[Figure]:
    """An import's figures, each for the school it is about.

    A file of one school is its uploader's, whatever it calls the school. Of a file of several, the uploader's school
    has the part under its own name; when there is none (a district's office), all of them together, and says so.
    """
    named = {same_name(row["school"]) for row in rows if row["school"]}
    has_part = upload.school_id in {schools.get(name) for name in named}
    for row in rows:
        about = {name: figure for name, figure in row.items() if name != "school"}
        if row["school"] and (school_id := schools.get(same_name(row["school"]))):
            yield Figure(upload_id=upload.id, school_id=school_id, **about)
        elif not row["school"] and not has_part:
            yield Figure(upload_id=upload.id, school_id=upload.school_id, schools=max(1, len(named)), **about)
