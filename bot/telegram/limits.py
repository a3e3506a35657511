"""Telegram's numbers, each with its unit and source, and what we leave free below them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """One message in so many seconds, and `burst` at once after a silence: at most burst - 1 + t / seconds in t."""

    seconds: float
    burst: int = 1


# How fast a bot may write: core.telegram.org/bots/faq, "My bot is hitting limits".
PER_CHAT = Rate(1.05)  # 1 a second; the road to Telegram may shorten the gap between two
PER_GROUP = Rate(4.0, burst=5)  # 20 a minute
# 30 a second over all chats; we stay at 25, of which 5 are for what is urgent alone.
PER_SECOND = Rate(1 / 20, burst=2)
PER_SECOND_URGENT = Rate(1 / 5, burst=2)

TEXT_UNITS = 4096  # UTF-16 units after entities; Bot API, sendMessage
# Room in each page for a line that an edit adds later ("somebody has been told"), so that no page has to be cut anew.
PAGE_UNITS = TEXT_UNITS - 700
CALLBACK_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data
PRESS_CHARACTERS = 200  # Bot API, answerCallbackQuery.text
START_CHARACTERS = 64  # core.telegram.org/bots/features, "Deep linking": A-Z a-z 0-9 _ -
COMMANDS = 100  # Bot API, setMyCommands
COMMAND_CHARACTERS = 32  # Bot API, BotCommand.command
COMMAND_DESCRIPTION = 256  # characters; Bot API, BotCommand.description
DESCRIPTION = 512  # characters; Bot API, setMyDescription
SHORT_DESCRIPTION = 120  # characters; Bot API, setMyShortDescription

POLL_SECONDS = 30  # how long one getUpdates waits for news; Telegram cuts at 50
BATCH = 100  # updates in one getUpdates; Bot API
WEBHOOK_CONNECTIONS = 40  # posts at once; Bot API, setWebhook, max_connections: 1 to 100


def units(text: str) -> int:
    """Count UTF-16 units, Telegram's measure: an emoji outside the basic plane counts 2."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
