"""The guided tour from start to end, without a mouse."""

import pytest

from tests.page.school import Visitor
from tests.page.tour import walk

pytestmark = pytest.mark.long


def test_the_tour_by_keyboard_alone(visitor: Visitor) -> None:
    """Six stops; each notices by itself that it is over, and axe finds nothing serious at any of them."""
    stops: list[str] = []
    barriers: list[str] = []

    def look(stop: str) -> None:
        stops.append(stop)
        barriers.extend(visitor.barriers())

    walk(visitor, look)

    assert stops == ["start", "answer", "meet", "keep", "upload", "consent", "digest"]
    assert barriers == []
