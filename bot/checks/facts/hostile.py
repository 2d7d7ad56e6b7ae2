"""Hostile texts, and what may stand beside them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.screens.blocks import Message

Facts = dict[str, Any]
Builds = list[Callable[[], Message]]

ANA, BEN, HERE = "U0ANA", "U0BEN", "C0GRADE5"
MEANT = frozenset({f"@{ANA}", f"@{BEN}", f"#{HERE}"})
"""The only mentions that may come alive."""
AT = datetime(2026, 10, 14, 12, 15, tzinfo=UTC)
ON = date(2026, 10, 14)
ZONE = ZoneInfo("America/New_York")

HOSTILE = (
    "<!channel> <!here> <@U0EVIL> <#C0EVIL> <https://evil.example|click here> @channel #general evil.example",
    'O\'Neil & <b>"quoted"</b> &amp; &#39; &lt;!channel&gt; &copy',
    "👩‍🏫 exit tickets 🎉 :tada: ❤️",
    "‏תלמידים مرحبا שלום",
    "line one\nline two\r\n\n\t• three\u2028four\x00five",
    "{{ 7 * 7 }} {% block x %} {week} %s *bold* _it_ ~no~ `code` ```",
    "A" * 80,
    "<" * 3000,
    "&" * 3000,
    "x" * 3000,
    "word & " * 428 + "end.",
    "<!date^1^{date}|x> " * 157,
    "-",
)
