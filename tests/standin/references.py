"""Character references and links in Telegram's HTML mode: what they stand for."""

import re
from typing import Any

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<dec>[0-9]{1,7})|(?P<name>[a-zA-Z]+));?")
USER_LINK = re.compile(r"tg://user\?id=(\d+)")


def link(address: str) -> dict[str, Any] | None:
    """Say what a link becomes; None where Telegram drops it (no address that it knows)."""
    user = USER_LINK.fullmatch(address)
    if user:
        return {"type": "text_mention", "user": {"id": int(user[1])}}
    known = re.match(r"(?:https?|tg|ton|tonsite|mailto|tel):", address)
    if not known and not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]\S*)?", address):
        return None
    return {"url": address if known else f"http://{address}"}


def unescape(text: str) -> str:
    """Resolve the references that Telegram knows; any other stays as written."""
    return REFERENCE.sub(_resolve, text) if "&" in text else text


def _resolve(match: re.Match[str]) -> str:
    if match["name"]:
        return NAMED.get(match["name"], match.group())
    code = int(match["hex"], 16) if match["hex"] else int(match["dec"])
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match.group()
