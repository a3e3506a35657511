"""The cards in the desks' chats: put up, brought up to date, written below, put away."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog
from telegram.error import ChatMigrated, TelegramError

from bot.desk.case import Case, NoteAt
from bot.desk.zones import zone_named
from bot.storage.desk_store import DeskStore, Relayed
from bot.telegram.cases.card import card, card_buttons, copy, copy_buttons, may_name, span, topic_name
from bot.telegram.cases.names import first_name, person_of
from bot.telegram.company.speaking import Spot, say_openly
from bot.telegram.pages import Page, Piece
from bot.telegram.refusal import Refusal
from bot.telegram.sending import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from telegram import Message

    from bot.desk.note import Person
    from bot.knowledge.knowledge import Knowledge
    from bot.telegram.buttons import Keyboard
    from bot.telegram.cases.topics import Topics
    from bot.telegram.company.book import GroupBook
    from bot.telegram.memory import Memory
    from bot.telegram.speaker import Speaker

    Shown = Message | bool | Refusal

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeskCards:
    """Speaks to the chats in which volunteers work, to each in its language and by its clocks."""

    speaker: Speaker
    knowledge: Knowledge
    book: GroupBook
    topics: Topics
    memory: Memory
    now: Callable[[], datetime]

    def time_at(self, chat: int) -> datetime:
        """Return what the clocks of a chat show."""
        return self.now().astimezone(zone_named(self.book.of(chat).choices.zone))

    def knowledge_at(self, chat: int) -> Knowledge:
        """Return what the editors wrote, with the interface words that a chat has chosen."""
        return replace(self.knowledge, words=self.book.words_at(chat, self.knowledge))

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
        knowledge = self.knowledge_at(desk)
        page, keyboard = card(case, knowledge, self.time_at(desk)), card_buttons(case, knowledge.words)
        try:
            return await self._posted(case, desk, page, keyboard, patience)
        except ChatMigrated as moved:
            log.warning("the desk's chat has a new number: change ESCALATION_CHAT_ID", chat=moved.new_chat_id)
            await self.book.move(desk, moved.new_chat_id)
            return await self.put_up(case, moved.new_chat_id, patience)

    async def call(self, case: Case, chat: int, patience: float) -> NoteAt | Refusal:
        """Call one more chat, or one person, by a copy of the card; `patience` in seconds."""
        knowledge, at = self.knowledge_at(chat), NoteAt(chat, 0)
        shown = copy(case, at, knowledge, self.time_at(chat))
        # Of a case that could not be kept nothing can be found by a button.
        keyboard = copy_buttons(case, at, knowledge.words) if case.note is not None else ()
        page = Page((Piece(knowledge.words["desk.page"], "b"), *shown.pieces))
        return await self._posted(case, chat, page, keyboard, patience)

    async def _posted(self, case: Case, chat: int, page: Page, keyboard: Keyboard, patience: float) -> NoteAt | Refusal:
        name = topic_name(case, self.knowledge_at(chat).words, self.time_at(chat).tzinfo)
        thread = await self.topics.open(chat, name, patience)
        said = await say_openly(self.speaker, Spot(chat, thread), page, keyboard, patience)
        return said if isinstance(said, Refusal) else NoteAt(said.chat.id, said.message_id, thread)

    async def show(self, case: Case, person: Person | None = None) -> Shown:
        """Bring all cards of a case up to date, each in its place; returns what came of the one that counts."""
        if case.note is None:
            return Refusal.REJECTED
        name = await self._volunteer(case)
        page, words = await self._page(case, case.note, name, person), self.knowledge_at(case.note.chat).words
        shown = await self.speaker.change(case.note.chat, case.note.message, page.html, card_buttons(case, words))
        for at in case.copies:
            await self._show_copy(case, at, name)
        return shown

    async def _show_copy(self, case: Case, at: NoteAt, name: str | None) -> None:
        knowledge = self.knowledge_at(at.chat)
        page = copy(case, at, knowledge, self.time_at(at.chat), name)
        # A chat with a new number has taken no message along.
        with suppress(ChatMigrated):
            await self.speaker.change(at.chat, at.message, page.html, copy_buttons(case, at, knowledge.words))

    async def again(self, case: Case, person: Person | None = None) -> NoteAt | Refusal:
        """Put the card of a known case up anew, where it is gone."""
        at = case.note
        if at is None:
            return Refusal.REJECTED
        page = await self._page(case, at, await self._volunteer(case), person)
        keyboard = card_buttons(case, self.knowledge_at(at.chat).words)
        said = await say_openly(self.speaker, Spot(at.chat, at.thread), page, keyboard)
        return said if isinstance(said, Refusal) else replace(at, message=said.message_id)

    async def _page(self, case: Case, at: NoteAt, name: str | None, person: Person | None) -> Page:
        if person is None and may_name(case):
            person = await person_of(self.speaker.bot, case.person)
        return card(case, self.knowledge_at(at.chat), self.time_at(at.chat), name, person)

    async def below(self, case: Case, page: Page, patience: float = PATIENCE) -> Message | Refusal:
        """Write below the card of a case what was passed on, which is kept by whoever passes it on."""
        return await self._below(case.note, page, patience) if case.note is not None else Refusal.REJECTED

    async def note_below(self, case: Case, page: Page, patience: float = PATIENCE) -> Message | Refusal:
        """Write below the card of a case what we have to say of it."""
        return await self._note_below(case, case.note, page, patience) if case.note is not None else Refusal.REJECTED

    async def say_below(self, case: Case, line: str, patience: float = PATIENCE, **values: object) -> Message | Refusal:
        """Write one of our lines below the card of a case."""
        if case.note is None:
            return Refusal.REJECTED
        text = self.knowledge_at(case.note.chat).words.get(line, **values)
        return await self.note_below(case, Page((Piece(text),)), patience)

    async def remind(self, case: Case, at: NoteAt) -> Message | Refusal:
        """Write below one of a case's cards that still nobody has it."""
        words = self.knowledge_at(at.chat).words
        waited = words.get("desk.reminder", span=span(self.now() - case.waits_since, words))
        return await self._note_below(case, at, Page((Piece(waited),)))

    async def _below(self, at: NoteAt, page: Page, patience: float) -> Message | Refusal:
        return await say_openly(self.speaker, Spot(at.chat, at.thread, at.message), page, patience=patience)

    async def _note_below(self, case: Case, at: NoteAt, page: Page, patience: float = PATIENCE) -> Message | Refusal:
        said = await self._below(at, page, patience)
        if not isinstance(said, Refusal):
            # Who answers it writes in the case; and it goes when the person wants to be forgotten.
            line, now = Relayed(at.chat, said.message_id, at.chat, said.message_id, case.id, case.person), self.now()
            await self.memory.tell(lambda store: DeskStore(store.connection).keep_relayed(line, now))
        return said

    async def withdraw(self, case: Case, page: Callable[[Knowledge], Page]) -> None:
        """Put what is left of a case in place of its cards, and close their topics."""
        for at in case.cards:
            with suppress(ChatMigrated):
                await self.speaker.change(at.chat, at.message, page(self.knowledge_at(at.chat)).html)
        await self.shut(case)

    async def shut(self, case: Case) -> None:
        """Close the topics of a case that is over."""
        for at in case.cards:
            await self.topics.close(at)

    async def _volunteer(self, case: Case) -> str | None:
        return await first_name(self.speaker.bot, case.note.chat, case.volunteer) if case.note is not None else None
