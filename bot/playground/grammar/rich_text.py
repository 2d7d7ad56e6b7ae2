"""The grammar of rich text: sections, lists, quotes and preformatted parts."""

from bot.playground.grammar.shapes import Check, by_type, each, flag, number, one_of, shape, whole, words

_STYLE = shape(
    {},
    {
        name: flag
        for name in ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
    },
)
_ID = words(255)
_LONG = words(100_000)


def _part(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": one_of(kind), **required}, {"style": _STYLE, **(optional or {})})


_PARTS = by_type(
    {
        "text": _part("text", {"text": _LONG}),
        "link": _part("link", {"url": words(3000)}, {"text": _LONG, "unsafe": flag}),
        "emoji": _part("emoji", {"name": _ID}, {"unicode": _ID, "skin_tone": whole(1, 6)}),
        "user": _part("user", {"user_id": _ID}),
        "usergroup": _part("usergroup", {"usergroup_id": _ID}),
        "channel": _part("channel", {"channel_id": _ID}),
        "broadcast": _part("broadcast", {"range": one_of("here", "channel", "everyone")}),
        "color": _part("color", {"value": _ID}),
        "date": _part("date", {"timestamp": number, "format": _LONG}, {"url": words(3000), "fallback": _LONG}),
    }
)
_RUN = each(_PARTS, 10_000, least=0)
_SECTION = shape({"type": one_of("rich_text_section"), "elements": _RUN})
_BORDER: dict[str, Check] = {"border": whole(0, 1)}

RICH_TEXT_ELEMENTS = each(
    by_type(
        {
            "rich_text_section": _SECTION,
            "rich_text_quote": shape({"type": one_of("rich_text_quote"), "elements": _RUN}, _BORDER),
            "rich_text_preformatted": shape(
                {"type": one_of("rich_text_preformatted"), "elements": _RUN}, {**_BORDER, "language": _ID}
            ),
            "rich_text_list": shape(
                {
                    "type": one_of("rich_text_list"),
                    "style": one_of("bullet", "ordered"),
                    "elements": each(_SECTION, 10_000),
                },
                {**_BORDER, "indent": whole(0, 8), "offset": whole(0, 10_000)},
            ),
        }
    ),
    10_000,
)
RICH_TEXT = shape({"type": one_of("rich_text"), "elements": RICH_TEXT_ELEMENTS})
