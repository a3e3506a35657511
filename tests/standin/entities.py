"""Entities of a text: those that Telegram finds by itself, and the way back to HTML. Offsets are UTF-16 units."""

import html
import re
from collections.abc import Iterator
from typing import Any

Entity = dict[str, Any]

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
# What clients turn into links without being asked; only the kinds that a bot looks at.
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)"
    r"|(?P<mention>(?<!\w)@[a-zA-Z0-9_]{4,32})"
    r"|(?P<url>https?://\S+)"
)


def units(text: str) -> int:
    """Count UTF-16 units, Telegram's measure of length: an emoji outside the basic plane counts 2."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def found_in(text: str) -> list[Entity]:
    """Find commands, mentions and addresses in what a person wrote."""
    return [
        {"type": match.lastgroup, "offset": units(text[: match.start()]), "length": units(match.group())}
        for match in FOUND.finditer(text)
    ]


def covered(text: str, entity: Entity) -> str:
    """Give the words under an entity."""
    encoded = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return encoded[start : start + entity["length"] * 2].decode("utf-16-le")


def to_html(text: str, entities: list[Entity]) -> str:
    """Write a text with its entities as Telegram's HTML, special characters escaped."""
    marks = sorted(_marks(entities), key=lambda mark: mark[:3])
    encoded, at, out = text.encode("utf-16-le"), 0, ""
    for where, _, _, tag in marks:
        out += html.escape(encoded[at * 2 : where * 2].decode("utf-16-le"), quote=False) + tag
        at = where
    return out + html.escape(encoded[at * 2 :].decode("utf-16-le"), quote=False)


def _marks(entities: list[Entity]) -> Iterator[tuple[int, int, int, str]]:
    # At one offset: what ends comes before what begins; the wider tag opens first and closes last.
    for order, entity in enumerate(entities):
        opening, closing = _tags(entity)
        start, end = entity["offset"], entity["offset"] + entity["length"]
        yield start, 1, -entity["length"] * 1000 + order, opening
        yield end, 0, entity["length"] * 1000 - order, closing


def _tags(entity: Entity) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return f'<a href="{html.escape(entity["url"])}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">', "</tg-emoji>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case kind:
            tag = TAGS.get(kind)
            return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
