"""Methods about the bot itself: who it is, its menu of commands, its descriptions, files it asks for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.standin.refusal import bad_request

if TYPE_CHECKING:
    from tests.standin.params import Params
    from tests.standin.world import World

COMMANDS = 100  # Bot API, setMyCommands
COMMAND_NAME, COMMAND_DESCRIPTION = 32, 256  # characters; Bot API, BotCommand
DESCRIPTION, SHORT_DESCRIPTION = 512, 120  # characters; Bot API, setMyDescription, setMyShortDescription


def get_me(world: World, _params: Params) -> dict[str, Any]:
    """Answer getMe."""
    bot = world.bot
    return bot.user.wire() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy_mode,
        "supports_inline_queries": bot.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, params: Params) -> bool:
    """Answer setMyCommands."""
    commands = params.array("commands", "BotCommand")
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check(command)
    world.bot.commands[_scope(params)] = commands
    world.changed.ring()
    return True


def _check(command: dict[str, Any]) -> None:
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > COMMAND_NAME:
        raise bad_request(f"command length must not exceed {COMMAND_NAME}")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description.strip():
        raise bad_request("command description must be non-empty")
    if len(description) > COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {COMMAND_DESCRIPTION}")


def _scope(params: Params) -> tuple[str, str]:
    scope = params.object("scope", "BotCommandScope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.text("language_code")


def get_my_commands(world: World, params: Params) -> list[dict[str, Any]]:
    """Answer getMyCommands."""
    return world.bot.commands.get(_scope(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Answer deleteMyCommands."""
    world.bot.commands.pop(_scope(params), None)
    return True


def set_my_description(world: World, params: Params) -> bool:
    """Answer setMyDescription."""
    if len(params.text("description")) > DESCRIPTION:
        raise bad_request("BOT_DESCRIPTION_TOO_LONG")
    world.bot.description = params.text("description")
    return True


def get_my_description(world: World, _params: Params) -> dict[str, Any]:
    """Answer getMyDescription."""
    return {"description": world.bot.description}


def set_my_short_description(world: World, params: Params) -> bool:
    """Answer setMyShortDescription."""
    if len(params.text("short_description")) > SHORT_DESCRIPTION:
        raise bad_request("BOT_SHORT_DESCRIPTION_TOO_LONG")
    world.bot.short_description = params.text("short_description")
    return True


def get_my_short_description(world: World, _params: Params) -> dict[str, Any]:
    """Answer getMyShortDescription."""
    return {"short_description": world.bot.short_description}


def get_file(world: World, params: Params) -> dict[str, Any]:
    """Answer getFile: the path leads to the content at /file/bot<token>/<path>."""
    file_id = params.text("file_id")
    if file_id not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(world.files[file_id])
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": size, "file_path": f"files/{file_id}"}
