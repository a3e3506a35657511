"""What people send besides text, in the Bot API's shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.standin.world import World

PICTURE = {"width": 640, "height": 480}
CLIP = {"width": 640, "height": 480, "duration": 3}
STICKER = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": "👍"}

FILES: dict[str, dict[str, Any]] = {
    "photo": PICTURE,
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "sticker": STICKER,
    "document": {"file_name": "note.pdf", "mime_type": "application/pdf"},
    "video": CLIP,
    "video_note": {"length": 240, "duration": 3},
    "audio": {"duration": 3, "title": "A song"},
    "animation": CLIP,
}
OTHERS: dict[str, dict[str, Any]] = {
    "contact": {"phone_number": "+440000000000", "first_name": "Somebody"},
    "location": {"latitude": 51.5, "longitude": -0.1},
    "dice": {"emoji": "🎲", "value": 3},
    "poll": {
        "id": "1",
        "question": "Which?",
        "options": [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("This", "That")],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    },
}


def media(world: World, kind: str) -> dict[str, Any]:
    """Make up media of a kind (`photo`, `voice`, `sticker`, `poll` ...) as the fields of a Message."""
    if kind in OTHERS:
        return {kind: OTHERS[kind]}
    content = f"content of a {kind}".encode()
    file_id = world.file_id(content)
    file = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content)} | FILES[kind]
    return {kind: [file] if kind == "photo" else file}
