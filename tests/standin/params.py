"""Reading a request: urlencoded, JSON and multipart forms give the same decoded parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from tests.standin.refusal import bad_request

if TYPE_CHECKING:
    from collections.abc import Iterable

JSON_FIELDS = frozenset(
    {
        "allowed_updates",
        "button",
        "caption_entities",
        "commands",
        "entities",
        "ephemeral_message_parameters",
        "link_preview_options",
        "reply_markup",
        "reply_parameters",
        "results",
        "scope",
    }
)
WHOLE_NUMBERS = frozenset(
    {
        "cache_time",
        "chat_id",
        "ephemeral_message_id",
        "from_chat_id",
        "icon_color",
        "limit",
        "max_connections",
        "message_id",
        "message_thread_id",
        "offset",
        "receiver_user_id",
        "reply_to_message_id",
        "timeout",
        "user_id",
    }
)
TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}


@dataclass(frozen=True)
class Upload:
    """A file sent in a multipart form."""

    filename: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Params:
    """The parameters of one call, decoded: numbers, JSON and files as such, text as text."""

    values: dict[str, Any]
    files: dict[str, Upload]

    def text(self, name: str) -> str:
        """Give a text; empty if absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int | None:
        """Give a whole number; None if absent or not one."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def flag(self, name: str) -> bool:
        """Give a boolean; False if absent."""
        value = self.values.get(name, False)
        return value if isinstance(value, bool) else TRUTH.get(str(value).lower(), True)

    def object(self, name: str, what: str) -> dict[str, Any] | None:
        """Give a JSON object; None if absent. Raises Refusal where it is something else."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            raise bad_request(f"can't parse {what} JSON object")
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {what}")
        return value

    def array(self, name: str, what: str) -> list[Any]:
        """Give a JSON array; empty if absent. Raises Refusal where it is something else."""
        value = self.values.get(name)
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            raise bad_request(f"expected an Array of {what}")
        return value


async def read_params(request: web.Request) -> Params:
    """Read query and body of a request. Raises Refusal 400 for a body that cannot be read."""
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json_body(request)
    elif request.content_type.startswith("multipart/"):
        values |= await _multipart(request, files)
    elif request.can_read_body:
        values |= dict(await request.post())
    return Params(decoded(values.items()), files)


async def _json_body(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError as error:
        raise bad_request("can't parse request: invalid JSON") from error
    if not isinstance(body, dict):
        raise bad_request("can't parse request: expected an Object")
    return body


async def _multipart(request: web.Request, files: dict[str, Upload]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            values[part.name] = content.decode()
        else:
            files[part.name] = Upload(part.filename, content, part.headers.get("Content-Type", ""))
    return values


def decoded(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Turn the strings of a form into what they stand for, by the name of the parameter."""
    return {name: _decoded(name, value) for name, value in items}


def _decoded(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in JSON_FIELDS:
        return _json_or_text(value)
    if name in WHOLE_NUMBERS and value.removeprefix("-").isdecimal():
        return int(value)
    return TRUTH[value] if value in {"true", "false"} and name not in {"text", "caption"} else value


def _json_or_text(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        return value
