"""Who waits too long, and who must hear of it next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.desk.case import Stage
from bot.knowledge.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.desk.case import Case


class Round(IntEnum):
    """Rounds of reminders, in order."""

    DESK = 1  # the desk again
    BEYOND = 2  # a second destination, or the owners
    AGAIN = 3  # all of them, for as long as nobody has it


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When the desk sleeps, by its own clocks: from one full hour to another, over midnight if `until` is the lower."""

    since: int
    until: int

    def ends_after(self, at: datetime, zone: tzinfo = UTC) -> datetime:
        """Return `at`, or the end of the quiet hours that it falls into, by the clocks of `zone`."""
        there = at.astimezone(zone)
        hour, length = there.hour, (self.until - self.since) % 24
        if (hour - self.since) % 24 >= length:
            return at
        # By the clock on the wall: in the night in which clocks change, the sleep is an hour longer or shorter.
        full = there.replace(minute=0, second=0, microsecond=0, fold=0)
        return (full + timedelta(hours=(self.until - hour) % 24)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a case may wait before each round. An emergency knows no quiet hours. `zone`: the desk's clocks."""

    emergency: timedelta = timedelta(minutes=5)
    others: timedelta = timedelta(minutes=30)
    quiet: QuietHours | None = None
    zone: tzinfo = UTC

    def wait(self, case: Case) -> timedelta:
        """Return how long a case of that level may wait."""
        return self.emergency if case.level is Level.EMERGENCY else self.others

    def awake(self, case: Case, at: datetime) -> datetime:
        """Return `at`, or when the desk wakes up after it."""
        if self.quiet is None or case.level is Level.EMERGENCY:
            return at
        return self.quiet.ends_after(at, self.zone)


def next_look(case: Case, patience: Patience) -> datetime:
    """Return when the next round for a waiting case is due: after one wait, two, four, and so on until it ends."""
    return patience.awake(case, case.waits_since + patience.wait(case) * 2**case.reminded)


def look_after(case: Case, now: datetime, patience: Patience) -> datetime:
    """Return when to look again after a round: one that comes late, as after a night, brings no others with it.

    But whoever stands behind the desk is called for an emergency as soon as that is due.
    """
    due = next_look(case, patience)
    late = case.level is Level.EMERGENCY and case.reminded < Round.BEYOND
    return due if late else max(due, patience.awake(case, now + patience.wait(case)))


def overdue(cases: Iterable[Case], now: datetime, patience: Patience) -> Iterator[tuple[Case, Round]]:
    """Yield the cases for which a round is due, with the round. No case falls silent while nobody has it."""
    for case in cases:
        if case.stage is Stage.OPEN and next_look(case, patience) <= now:
            yield case, Round(min(case.reminded + 1, Round.AGAIN))
