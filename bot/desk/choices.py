"""What a chat's administrators chose: manners in the group, and the desk behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.assistant.manners import Manners
from bot.desk.reminders import Patience, QuietHours
from bot.desk.zones import NOWHERE, zone_named

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Choices:
    """One chat's settings. `desk` and `backup` are chats; None: the deployer's. Times in minutes, hours by `zone`."""

    manners: Manners = field(default_factory=Manners)
    language: str = ENGLISH
    desk: int | None = None
    backup: int | None = None
    quiet: QuietHours | None = None
    zone: str = NOWHERE
    emergency: int = 5
    others: int = 30

    @property
    def patience(self) -> Patience:
        """How long cases may wait."""
        return Patience(
            timedelta(minutes=self.emergency), timedelta(minutes=self.others), self.quiet, zone_named(self.zone)
        )
