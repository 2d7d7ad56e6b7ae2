"""The grammar of tables and charts, which carry more rules than other blocks."""

from bot.playground.grammar import limits
from bot.playground.grammar.rich_text import RICH_TEXT
from bot.playground.grammar.shapes import (
    Check,
    Json,
    Unchecked,
    above_zero,
    by_type,
    each,
    flag,
    number,
    one_of,
    shape,
    whole,
    words,
)

_BLOCK_ID = words(limits.BLOCK_ID_MAX_LENGTH)
_CELL_TEXT = words(limits.DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH)
_RAW_TEXT = shape({"type": one_of("raw_text"), "text": _CELL_TEXT})
_RAW_NUMBER = shape({"type": one_of("raw_number"), "value": number}, {"text": _CELL_TEXT})
_CELLS = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})
_PLAIN_CELLS = by_type({"raw_text": _RAW_TEXT, "rich_text": RICH_TEXT})


def cell_length(cell: Unchecked) -> int:
    """Count the characters of a table's cell, however deep its text lies."""
    if isinstance(cell, list):
        return sum(cell_length(part) for part in cell)
    if not isinstance(cell, dict):
        return 0
    own = cell["text"] if isinstance(cell.get("text"), str) else str(cell.get("value", ""))
    return len(own) + cell_length(cell.get("elements", []))


def _rows_are_even(block: Json) -> str | None:
    return "all rows must have the same number of cells" if len({len(row) for row in block["rows"]}) > 1 else None


def _header_is_plain(block: Json) -> str | None:
    rich = any(cell["type"] == "rich_text" for cell in block["rows"][0])
    return "header cells must not be rich_text" if rich else None


def _row_header_exists(block: Json) -> str | None:
    outside = block.get("row_header_column_index", 0) >= len(block["rows"][0])
    return "row_header_column_index is not a column" if outside else None


def _table_is_short(block: Json) -> str | None:
    most = limits.DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH
    return f"cells must hold no more than {most} characters in all" if cell_length(block["rows"]) > most else None


_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
TABLE = shape(
    {
        "type": one_of("table"),
        "rows": each(each(_PLAIN_CELLS, limits.TABLE_COLUMNS_MAX_ITEMS), limits.TABLE_ROWS_MAX_ITEMS),
    },
    {"block_id": _BLOCK_ID, "column_settings": each(_COLUMN, limits.TABLE_COLUMN_SETTINGS_MAX_ITEMS)},
)
DATA_TABLE = shape(
    {
        "type": one_of("data_table"),
        "caption": words(2000),
        "rows": each(
            each(_CELLS, limits.DATA_TABLE_COLUMNS_MAX_ITEMS),
            limits.DATA_TABLE_ROWS_MAX_ITEMS,
            least=limits.DATA_TABLE_ROWS_MIN_ITEMS,
        ),
    },
    {
        "block_id": _BLOCK_ID,
        "page_size": whole(1, limits.DATA_TABLE_PAGE_SIZE_MAX),
        "row_header_column_index": whole(0, limits.DATA_TABLE_COLUMNS_MAX_ITEMS - 1),
    },
    _rows_are_even,
    _header_is_plain,
    _row_header_exists,
    _table_is_short,
)

_LABEL = words(limits.DATA_VISUALIZATION_CATEGORY_LABEL_MAX_LENGTH)
_AXIS_LABEL = words(limits.DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH)
_POINTS = each(shape({"label": _LABEL, "value": number}), limits.DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS)
_SERIES = each(shape({"name": _LABEL, "data": _POINTS}), limits.DATA_VISUALIZATION_SERIES_MAX_ITEMS)
_AXES = shape(
    {"categories": each(_LABEL, limits.DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS)},
    {"x_label": _AXIS_LABEL, "y_label": _AXIS_LABEL},
)


def _points_match_categories(chart: Json) -> str | None:
    categories = chart["axis_config"]["categories"]
    if all([point["label"] for point in series["data"]] == categories for series in chart["series"]):
        return None
    return "every series needs one point per category, in the categories' order"


def _series_names_differ(chart: Json) -> str | None:
    names = [series["name"] for series in chart["series"]]
    return "series names must be unique" if len(names) != len(set(names)) else None


def _axis_chart(kind: str) -> Check:
    fields: dict[str, Check] = {"type": one_of(kind), "series": _SERIES, "axis_config": _AXES}
    return shape(fields, None, _points_match_categories, _series_names_differ)


_SEGMENTS = each(shape({"label": _LABEL, "value": above_zero}), limits.DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS)
_CHART = by_type(
    {
        "pie": shape({"type": one_of("pie"), "segments": _SEGMENTS}),
        "bar": _axis_chart("bar"),
        "line": _axis_chart("line"),
        "area": _axis_chart("area"),
    }
)
DATA_VISUALIZATION = shape(
    {
        "type": one_of("data_visualization"),
        "title": words(limits.DATA_VISUALIZATION_TITLE_MAX_LENGTH),
        "chart": _CHART,
    },
    {"block_id": _BLOCK_ID},
)
