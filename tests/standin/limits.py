"""Telegram's limits on how fast a bot may write; off unless a test switches them on.

Source: core.telegram.org/bots/faq, "My bot is hitting limits": about 1 a second in one chat, 20 a minute in one
group, about 30 a second over all chats.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.standin.refusal import too_many

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tests.standin.model import Chat


@dataclass(frozen=True)
class Rate:
    """So many messages in so many seconds."""

    messages: int
    seconds: float


@dataclass
class Limits:
    """The limits in force. Set one to None to lift it; `on` is the switch for all.

    `tolerance` (share of a window) forgives the jitter between the bot's clock and this one.
    """

    on: bool = False
    chat: Rate | None = Rate(1, 1)
    group: Rate | None = Rate(20, 60)
    overall: Rate | None = Rate(30, 1)
    tolerance: float = 0.1
    refused: int = 0
    _sent: dict[Hashable, list[float]] = field(default_factory=lambda: defaultdict(list))

    def spend(self, chat: Chat, now: float, *, rules: bool = False) -> None:
        """Count one message to `chat`. Raises Refusal 429 with `retry_after` where that is one too many.

        `rules`: the bot is an administrator there, whom slow mode does not hold back.
        """
        if chat.slow_mode and not rules:
            self._wait_for([("slow", chat.id, Rate(1, chat.slow_mode))], now)
        if self.on:
            self._wait_for(self._windows(chat), now)

    def _windows(self, chat: Chat) -> list[tuple[str, int, Rate]]:
        group = self.group if chat.is_group else None
        rates = [("chat", chat.id, self.chat), ("group", chat.id, group), ("overall", 0, self.overall)]
        return [(name, number, rate) for name, number, rate in rates if rate is not None]

    def _wait_for(self, windows: list[tuple[str, int, Rate]], now: float) -> None:
        waits = [self._wait(self._recent(window, now), window[2], now) for window in windows]
        if max(waits) > 0:
            self.refused += 1
            raise too_many(math.ceil(max(waits)))
        for name, number, _ in windows:
            self._sent[name, number].append(now)

    def _recent(self, window: tuple[str, int, Rate], now: float) -> list[float]:
        name, number, rate = window
        reach = now - rate.seconds * (1 - self.tolerance)
        recent = [at for at in self._sent[name, number] if reach < at <= now]
        self._sent[name, number] = recent
        return recent

    @staticmethod
    def _wait(recent: list[float], rate: Rate, now: float) -> float:
        return recent[-rate.messages] + rate.seconds - now if len(recent) >= rate.messages else 0.0
