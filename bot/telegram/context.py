"""What a handler may use, and the library's context that carries it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from telegram.ext import Application, CallbackContext, ExtBot

from bot.telegram.company.door import Me

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.assistant.assistant import Assistant
    from bot.jobs.jobs import Jobs
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.words import InterfaceWords
    from bot.telegram.cases.cards import DeskCards
    from bot.telegram.cases.casework import Casework
    from bot.telegram.cases.escalation import Escalation
    from bot.telegram.company.book import GroupBook
    from bot.telegram.memory import Memory
    from bot.telegram.metrics import Metrics
    from bot.telegram.recent import Recent
    from bot.telegram.speaker import Speaker

Data = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms behind the counter. `owners`: who may use the owner's commands."""

    assistant: Assistant
    memory: Memory
    speaker: Speaker
    jobs: Jobs
    book: GroupBook
    cards: DeskCards
    casework: Casework
    alarms: Escalation
    owners: tuple[int, ...]
    albums: Recent
    metrics: Metrics
    retention: timedelta
    now: Callable[[], datetime]

    @property
    def escalation(self) -> Escalation | None:
        """The way to the desk for those who write in private; None where nobody could be told."""
        return self.alarms if self.book.desk is not None else None

    @property
    def me(self) -> Me:
        """Who the bot is."""
        return Me.of(self.speaker.bot.bot)

    @property
    def knowledge(self) -> Knowledge:
        """What the editors wrote."""
        return self.assistant.knowledge

    @property
    def words(self) -> InterfaceWords:
        """The words of the interface."""
        return self.assistant.knowledge.words

    def among(self, chat: int | None) -> Rooms:
        """Return the rooms with the language that was chosen for a chat: whatever is said there is said in it."""
        words = self.book.words_at(chat, self.knowledge)
        return self if words == self.words else replace(self, assistant=self.assistant.saying(words))


class BotContext(CallbackContext[ExtBot[None], Data, Data, Data]):
    """The library's context, with the rooms in reach."""

    @property
    def rooms(self) -> Rooms:
        """What this handler may use."""
        return cast("Rooms", self.bot_data["rooms"])


BotApplication = Application[ExtBot[None], BotContext, Data, Data, Data, Any]
