"""Slack's own charts and tables. Older workspaces refuse both, so whoever shows one has the same facts as text, too."""

from collections.abc import Sequence

from handlers.screens.blocks import Block, clipped

LABEL_MOST, TITLE_MOST = 20, 50


def bar_chart(title: str, series: str, bars: Sequence[tuple[str, float]]) -> Block:
    """One native bar chart; a title, what is measured, and a bar for each name."""
    return {
        "type": "data_visualization",
        "title": clipped(title, TITLE_MOST),
        "chart": {
            "type": "bar",
            "series": [{"name": clipped(series, LABEL_MOST),
                        "data": [{"label": name, "value": value} for name, value in bars]}],
            "axis_config": {"categories": [name for name, _ in bars]},
        },
    }  # fmt: skip


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """One native table; the first column names its row."""
    return {
        "type": "data_table",
        "caption": caption,
        "row_header_column_index": 0,
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in [columns, *rows]],
    }
