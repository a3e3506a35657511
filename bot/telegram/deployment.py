"""What a deployer chose, as far as this room needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.jobs.sqlite import utc_now

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.telegram.pace import Pace
    from bot.telegram.port.posting import Address


class Intake(StrEnum):
    """How updates come in."""

    POLLING = "polling"
    WEBHOOK = "webhook"
    NONE = "none"  # a worker: others take them in


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a deployer chose, as far as this room needs to know. `now` is the clock; `pace` None: Telegram's limits.

    `takes_in`: no for a worker. `webhook`: where Telegram posts to; None: it is polled. `listener`: where the port is
    served; stays open.
    """

    token: str
    api_url: str
    database: str
    desk: int | None
    retention: timedelta
    webhook: Address | None = None
    listener: socket.socket | None = None
    owners: tuple[int, ...] = ()
    takes_in: bool = True
    pace: Pace | None = None
    now: Callable[[], datetime] = utc_now

    @property
    def intake(self) -> Intake:
        """How updates come in."""
        if not self.takes_in:
            return Intake.NONE
        return Intake.WEBHOOK if self.webhook else Intake.POLLING
