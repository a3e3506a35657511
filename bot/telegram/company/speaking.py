"""Speaking in company: in the right topic, to one member alone where that is possible, else one neutral line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from telegram import Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.telegram.refusal import Refusal
from bot.telegram.speaker import NO_PREVIEW, markup

if TYPE_CHECKING:
    from bot.telegram.buttons import Keyboard
    from bot.telegram.pages import Page
    from bot.telegram.speaker import Speaker

# A line in a group that comes later than this answers nobody; slow mode can hold a plain member that long.
LINE_PATIENCE = 300.0  # seconds
# These say that this message cannot be whispered; others, that none can in this chat.
FOR_THIS_ONE_ONLY = ("participant", "too old", "topic", "thread", "not enough rights")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a group: the chat, the topic, and the message that is answered (0: one that only the bot sees)."""

    chat: int
    thread: int | None = None
    message: int = 0


@dataclass(frozen=True, slots=True)
class Ear:
    """One member, in a place in a group."""

    spot: Spot
    person: int


class NoWhisper(StrEnum):
    """Why one member alone could not be told."""

    NOT_NOW = "not now"
    NOT_HERE = "not here"


@dataclass(frozen=True, slots=True)
class Whispered:
    """A message that one member sees: its number among such messages.

    None: the server knows no such thing, and has shown it to everybody as `message`.
    """

    number: int | None
    message: int


async def say_openly(
    speaker: Speaker, spot: Spot, page: Page, keyboard: Keyboard = (), patience: float = LINE_PATIENCE
) -> Message | Refusal:
    """Send a page for all to see, below the message that it answers; `patience` in seconds."""
    answering = ReplyParameters(spot.message, allow_sending_without_reply=True) if spot.message else None
    return await speaker.sender.deliver(
        spot.chat,
        "sendMessage",
        lambda: speaker.bot.send_message(
            spot.chat,
            page.html,
            parse_mode=ParseMode.HTML,
            reply_markup=markup(keyboard),
            reply_parameters=answering,
            message_thread_id=spot.thread,
            link_preview_options=NO_PREVIEW,
        ),
        patience,
    )


async def whisper(speaker: Speaker, to: Ear, page: Page, keyboard: Keyboard) -> Whispered | NoWhisper:
    """Send a page that one member alone sees."""
    # Where a repeated job finds the refusal in the journal, its reason is not known: then nothing is concluded from it.
    reasons: list[str] = []

    async def call() -> Message:
        try:
            return await speaker.bot.send_message(
                to.spot.chat,
                page.html,
                parse_mode=ParseMode.HTML,
                reply_markup=markup(keyboard),
                message_thread_id=to.spot.thread,
                link_preview_options=NO_PREVIEW,
                api_kwargs={"ephemeral_message_parameters": {"receiver_user_id": to.person}},
            )
        except BadRequest as error:
            reasons.append(str(error).lower())
            raise

    said = await speaker.sender.deliver(to.spot.chat, "sendMessage", call, LINE_PATIENCE)
    if isinstance(said, Refusal):
        lasting = reasons and not any(passing in reasons[-1] for passing in FOR_THIS_ONE_ONLY)
        return NoWhisper.NOT_HERE if lasting else NoWhisper.NOT_NOW
    return Whispered((said.api_kwargs or {}).get("ephemeral_message_id"), said.message_id)


async def change_whisper(speaker: Speaker, to: Ear, number: int, page: Page, keyboard: Keyboard) -> bool:
    """Put other words in place of what one member sees, message `number`; False if that was not possible."""
    shown = markup(keyboard)
    wanted = {
        "chat_id": to.spot.chat,
        "receiver_user_id": to.person,
        "ephemeral_message_id": number,
        "text": page.html,
        "parse_mode": str(ParseMode.HTML),
    }
    changed = await speaker.sender.deliver(
        to.spot.chat,
        "editEphemeralMessageText",
        lambda: speaker.bot.do_api_request(
            "editEphemeralMessageText", api_kwargs=wanted | ({"reply_markup": shown} if shown else {})
        ),
        LINE_PATIENCE,
    )
    return not isinstance(changed, Refusal) or changed is Refusal.UNCHANGED
