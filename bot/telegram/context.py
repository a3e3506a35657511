"""What a handler may use, and the library's context that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from telegram.ext import Application, CallbackContext, ExtBot

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.assistant.assistant import Assistant
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.words import InterfaceWords
    from bot.telegram.afterwards import Afterwards, Recent
    from bot.telegram.escalation import Escalation
    from bot.telegram.memory import Memory
    from bot.telegram.metrics import Metrics
    from bot.telegram.speaker import Speaker

Data = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms behind the counter. `escalation` is None where nobody could be told."""

    assistant: Assistant
    memory: Memory
    speaker: Speaker
    escalation: Escalation | None
    afterwards: Afterwards
    albums: Recent
    metrics: Metrics
    retention: timedelta
    now: Callable[[], datetime]

    @property
    def knowledge(self) -> Knowledge:
        """What the editors wrote."""
        return self.assistant.knowledge

    @property
    def words(self) -> InterfaceWords:
        """The words of the interface."""
        return self.assistant.knowledge.words


class BotContext(CallbackContext[ExtBot[None], Data, Data, Data]):
    """The library's context, with the rooms in reach."""

    @property
    def rooms(self) -> Rooms:
        """What this handler may use."""
        return cast("Rooms", self.bot_data["rooms"])


BotApplication = Application[ExtBot[None], BotContext, Data, Data, Data, Any]
