"""Whatever an app sends is either taken or refused: the grammar never trips over it."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.grammar.surfaces import message_faults, view_faults
from tests.playground.test_forms import EVERYTHING
from tests.playground.test_limits import BAD_ON_MESSAGES, GOOD_ON_MESSAGES

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "text", "x"]), inner),
    max_leaves=4,
)
BLOCKS = [*GOOD_ON_MESSAGES, *(blocks[0] for _, blocks, _ in BAD_ON_MESSAGES)]


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the way to every part of a JSON value, the first three entries of long lists only."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:3]) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in places(part, (*path, key)))]


def spoilt(value: Any, path: tuple[Any, ...], junk: object) -> Any:  # noqa: ANN401 - any JSON in, any JSON out
    """Put junk at one place of a copy."""
    if not path:
        return junk
    value = copy.deepcopy(value)
    parent = value
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = junk
    return value


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(BLOCKS), JUNK)
def test_spoilt_blocks_are_judged(data: st.DataObject, block: dict[str, Any], junk: object) -> None:
    """A block with junk anywhere in it gets a list of faults, not an exception."""
    path = data.draw(st.sampled_from(places(block)))

    assert isinstance(message_faults([spoilt(block, path, junk)]), list)


@settings(max_examples=100, deadline=None)
@given(st.data(), JUNK)
def test_spoilt_views_are_judged(data: st.DataObject, junk: object) -> None:
    """A view with junk anywhere in it gets a list of faults, not an exception."""
    path = data.draw(st.sampled_from(places(EVERYTHING)))

    assert isinstance(view_faults(spoilt(EVERYTHING, path, junk), "modal"), list)
