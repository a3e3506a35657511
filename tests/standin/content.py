"""What a message says: text or caption with its formatting, checked as Telegram checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standin.entities import Entity, found_in, units
from tests.standin.markup import parse_html
from tests.standin.refusal import bad_request

if TYPE_CHECKING:
    from tests.standin.params import Params
    from tests.standin.world import World

TEXT_UNITS = 4096  # UTF-16 units after entities; Bot API, sendMessage
CAPTION_UNITS = 1024  # UTF-16 units after entities; Bot API, sendDocument


def text_of(world: World, params: Params) -> tuple[str, list[Entity]]:
    """Read `text`. Raises Refusal for one that is empty, too long or badly marked up."""
    if not params.text("text").strip():
        raise bad_request("message text is empty")
    text, entities = _read(world, params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return text, entities


def caption_of(world: World, params: Params) -> tuple[str, list[Entity]]:
    """Read `caption`, which may be empty. Raises Refusal for one too long or badly marked up."""
    text, entities = _read(world, params, "caption", "caption_entities")
    if units(text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return text, entities


def _read(world: World, params: Params, name: str, entities_name: str) -> tuple[str, list[Entity]]:
    source, mode = params.text(name), params.text("parse_mode").lower()
    if not mode or mode == "none":
        return _trimmed(source, _known(world, params.array(entities_name, "MessageEntity") or found_in(source)))
    if mode != "html":
        # The project writes HTML only; a mode that is not checked here must not look as if it were.
        raise bad_request("unsupported parse_mode (the stand-in reads HTML only)")
    text, entities = parse_html(source)
    return _trimmed(text, _known(world, entities))


def _known(world: World, entities: list[Entity]) -> list[Entity]:
    """Fill in mentioned users; Telegram drops a mention of somebody unknown or who forbids it."""
    kept = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = world.users.get(entity["user"]["id"])
            if user is None or user.hides_link:
                continue
            kept.append(entity | {"user": user.wire()})
        else:
            kept.append(entity)
    return kept


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Take off white space at both ends, as Telegram does, and let the entities follow."""
    body = text.strip()
    lead, size = units(text) - units(text.lstrip()), units(body)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return body, moved
