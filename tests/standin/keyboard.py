"""The shape of a keyboard under a message, and what its buttons may carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.standin.refusal import bad_request

if TYPE_CHECKING:
    from tests.standin.params import Params
    from tests.standin.world import World

DATA_BYTES = 64  # InlineKeyboardButton.callback_data, Bot API
INLINE_BUTTONS = 100  # Telegram keeps no more in one message
ACTIONS = frozenset(
    {
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    }
)
ADDRESS = re.compile(r"(?:https?://)?[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?")
USER_LINK = re.compile(r"tg://user\?id=(\d+)")
OTHER_MARKUP = ("keyboard", "remove_keyboard", "force_reply")


def keyboard(params: Params, world: World) -> dict[str, Any] | None:
    """Read `reply_markup` of a call; None if there is none. Raises Refusal as Telegram does."""
    markup = params.object(
        "reply_markup",
        "reply keyboard markup" if isinstance(params.values.get("reply_markup"), str) else "reply markup",
    )
    if markup is None or "inline_keyboard" not in markup:
        return markup if markup and any(name in markup for name in OTHER_MARKUP) else None
    rows = _rows(markup["inline_keyboard"])
    for row in rows:
        for button in row:
            _check(button, world)
    if sum(map(len, rows)) > INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": [row for row in rows if row]} if any(rows) else None


def _rows(rows: Any) -> list[list[Any]]:  # noqa: ANN401 - whatever the bot has sent
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays')
    return rows


def _check(button: Any, world: World) -> None:  # noqa: ANN401 - whatever the bot has sent
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _unreadable('Field "text" must be of type String' if text else 'Can\'t find field "text"')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in button if name in ACTIONS]
    if not actions:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    _check_data(button.get("callback_data"))
    _check_address(button.get("url"), world)


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _check_data(data: Any) -> None:  # noqa: ANN401 - whatever the bot has sent
    if data is None:
        return
    if not isinstance(data, str):
        raise _unreadable('Field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_address(address: str | None, world: World) -> None:
    if address is None:
        return
    user_link = USER_LINK.fullmatch(address)
    if user_link:
        user = world.users.get(int(user_link[1]))
        if user is None:
            raise bad_request("BUTTON_USER_INVALID")
        if user.hides_link:
            raise bad_request("BUTTON_USER_PRIVACY_RESTRICTED")
    elif not address.startswith("tg://") and not ADDRESS.fullmatch(address):
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")
