"""Find a school by its name, however it is spelled: "Lakeside elementary" is not a second "Lakeside Elementary"."""

import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.store.tables import School


def school_named(session: Session, name: str) -> School | None:
    """The school somebody means, whatever its capitals, accents, spaces and dots; None when there is none."""
    meant = _bare(name)
    schools = session.scalars(select(School).order_by(School.id)).all()
    exact = next((each for each in schools if each.name == name), None)
    return exact or next((each for each in schools if meant and _bare(each.name) == meant), None)


def _bare(name: str) -> str:
    """A name's letters and digits, without accents and capitals."""
    return "".join(each for each in unicodedata.normalize("NFKD", name).casefold() if each.isalnum())
