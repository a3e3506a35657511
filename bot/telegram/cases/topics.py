"""Forum topics of the desks: one for each case, where that is possible; closed when it is over."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from telegram import MessageId
from telegram.error import BadRequest, TelegramError

from bot.telegram.refusal import Refusal

if TYPE_CHECKING:
    from bot.desk.case import NoteAt
    from bot.telegram.speaker import Speaker

log = structlog.get_logger(__name__)


class Topics:
    """Opens and closes topics; remembers which desks are forums."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._forums: dict[int, bool] = {}

    async def open(self, desk: int, name: str, patience: float) -> int | None:
        """Open a topic where that is possible; a desk without it still gets its card."""
        if desk > 0 or not await self._is_forum(desk):
            return None

        async def call() -> MessageId:
            # The topic's number is that of the message which opened it: as such it is found in the journal again.
            return MessageId((await self._speaker.bot.create_forum_topic(desk, name)).message_thread_id)

        opened = await self._speaker.sender.deliver(desk, "createForumTopic", call, patience)
        if isinstance(opened, Refusal):
            log.warning("no topic for a case, it goes to General", refusal=opened.value)
            return None
        return opened.message_id

    async def close(self, at: NoteAt) -> None:
        """Close the topic of a card, if it has one."""
        if at.thread is not None:
            with suppress(BadRequest):
                await self._speaker.bot.close_forum_topic(at.chat, at.thread)

    async def _is_forum(self, desk: int) -> bool:
        if desk not in self._forums:
            with suppress(TelegramError):
                self._forums[desk] = bool((await self._speaker.bot.get_chat(desk)).is_forum)
        return self._forums.get(desk, False)
