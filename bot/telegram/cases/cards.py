"""The cards in the desks' chats: put up, brought up to date, written below, put away."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog
from telegram import MessageId
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.desk.case import Case, NoteAt, Person
from bot.desk.zones import zone_named
from bot.telegram.cases.card import card, card_buttons, may_name, topic_name
from bot.telegram.company.speaking import Spot, say_openly
from bot.telegram.pages import Page, Piece
from bot.telegram.refusal import Refusal
from bot.telegram.sending import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from telegram import Message

    from bot.knowledge.knowledge import Knowledge
    from bot.telegram.buttons import Keyboard
    from bot.telegram.company.book import GroupBook
    from bot.telegram.speaker import Speaker

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeskCards:
    """Speaks to the chats in which volunteers work."""

    speaker: Speaker
    knowledge: Knowledge
    book: GroupBook
    now: Callable[[], datetime]
    _forums: dict[int, bool] = field(default_factory=dict)

    def time_at(self, desk: int) -> datetime:
        """Return what the clocks of a desk show."""
        return self.now().astimezone(zone_named(self.book.of(desk).choices.zone))

    async def look(self) -> None:
        """Warn if the desk's chat cannot be seen: found out at start, not when somebody is in danger."""
        if self.book.desk is None:
            return
        try:
            await self.speaker.bot.get_chat(self.book.desk)
        except TelegramError as error:
            log.warning(
                "nobody could be told: check ESCALATION_CHAT_ID, and add the bot there", error=type(error).__name__
            )

    async def put_up(self, case: Case, desk: int, patience: float) -> NoteAt | Refusal:
        """Post the card of a new case, in a topic of its own where the desk is a forum; `patience` in seconds."""
        words = self.knowledge.words
        page, keyboard = card(case, self.knowledge, self.time_at(desk)), card_buttons(case, words)
        try:
            thread = await self._topic(case, desk, patience)
            said = await say_openly(self.speaker, Spot(desk, thread), page, keyboard, patience)
        except ChatMigrated as moved:
            log.warning("the desk's chat has a new number: change ESCALATION_CHAT_ID", chat=moved.new_chat_id)
            await self.book.move(desk, moved.new_chat_id)
            return await self.put_up(case, moved.new_chat_id, patience)
        return said if isinstance(said, Refusal) else NoteAt(said.chat.id, said.message_id, thread)

    async def show(self, case: Case, person: Person | None = None) -> Message | bool | Refusal:
        """Bring a card up to date, in its place."""
        if case.note is None:
            return Refusal.REJECTED
        if person is None and may_name(case):
            person = await self._person(case.person)
        name = await self.first_name(case.note.chat, case.volunteer)
        page = card(case, self.knowledge, self.time_at(case.note.chat), name, person)
        return await self.speaker.change(
            case.note.chat, case.note.message, page.html, card_buttons(case, self.knowledge.words)
        )

    async def taken_elsewhere(self, before: Case, after: Case) -> None:
        """Say on the card where it stood that a case was taken in another chat, and by whom."""
        if before.note is None or after.note is None:
            return
        name = await self.first_name(after.note.chat, after.volunteer)
        page = card(after, self.knowledge, self.time_at(before.note.chat), name)
        await self.speaker.change(before.note.chat, before.note.message, page.html)
        await self.shut(before)

    async def again(self, case: Case, person: Person | None = None) -> NoteAt | Refusal:
        """Put the card of a known case up anew, where it is gone."""
        at = case.note
        if at is None:
            return Refusal.REJECTED
        if person is None and may_name(case):
            person = await self._person(case.person)
        page = card(case, self.knowledge, self.time_at(at.chat), await self.first_name(at.chat, case.volunteer), person)
        spot = Spot(at.chat, at.thread)
        said = await say_openly(self.speaker, spot, page, card_buttons(case, self.knowledge.words))
        return said if isinstance(said, Refusal) else replace(at, message=said.message_id)

    async def below(
        self, case: Case, page: Page, keyboard: Keyboard = (), patience: float = PATIENCE
    ) -> Message | Refusal:
        """Write below a card."""
        if case.note is None:
            return Refusal.REJECTED
        spot = Spot(case.note.chat, case.note.thread, case.note.message)
        return await say_openly(self.speaker, spot, page, keyboard, patience)

    async def say_below(self, case: Case, line: str, **values: object) -> Message | Refusal:
        """Write one of our lines below a card."""
        return await self.below(case, Page((Piece(self.knowledge.words.get(line, **values)),)))

    async def withdraw(self, case: Case, page: Page) -> None:
        """Put what is left of a case in place of its card, and close its topic."""
        if case.note is not None:
            await self.speaker.change(case.note.chat, case.note.message, page.html)
            await self.shut(case)

    async def shut(self, case: Case) -> None:
        """Close the topic of a case that is over."""
        if case.note is not None and case.note.thread is not None:
            with suppress(BadRequest):
                await self.speaker.bot.close_forum_topic(case.note.chat, case.note.thread)

    async def _topic(self, case: Case, desk: int, patience: float) -> int | None:
        """Open a topic where that is possible; a desk without it still gets its card."""
        if not await self._is_forum(desk):
            return None
        name = topic_name(case, self.knowledge.words, self.time_at(desk).tzinfo)

        async def call() -> MessageId:
            # The topic's number is that of the message which opened it: as such it is found in the journal again.
            return MessageId((await self.speaker.bot.create_forum_topic(desk, name)).message_thread_id)

        opened = await self.speaker.sender.deliver(desk, "createForumTopic", call, patience)
        if isinstance(opened, Refusal):
            log.warning("no topic for a case, it goes to General", refusal=opened.value)
            return None
        return opened.message_id

    async def _is_forum(self, desk: int) -> bool:
        if desk not in self._forums:
            with suppress(TelegramError):
                self._forums[desk] = bool((await self.speaker.bot.get_chat(desk)).is_forum)
        return self._forums.get(desk, False)

    async def first_name(self, desk: int, volunteer: int | None) -> str | None:
        """Ask Telegram for a volunteer's first name: names are not kept."""
        if volunteer is None:
            return None
        try:
            return (await self.speaker.bot.get_chat_member(desk, volunteer)).user.first_name
        except TelegramError:
            return None

    async def _person(self, number: int) -> Person:
        try:
            return Person(number, (await self.speaker.bot.get_chat(number)).username)
        except TelegramError:
            return Person(number)
