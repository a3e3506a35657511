"""What the desk is told of somebody: never more than they have agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.desk.case import Consent

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.case import Case
    from bot.knowledge.model import Level


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is: held for the length of one button press, never stored."""

    id: int
    username: str | None = None

    @property
    def link(self) -> str:
        """The way to their chat: by public name where there is one, else by id."""
        return f"https://t.me/{self.username}" if self.username else f"tg://user?id={self.id}"


@dataclass(frozen=True, slots=True)
class Note:
    """What the desk is told: never more than the person has agreed to."""

    level: Level
    pathway: str | None
    flags: tuple[str, ...]
    country: str | None
    opened_at: datetime
    asked_for: bool
    link: str | None = None
    withdrawn: bool = False


def note(case: Case, person: Person | None = None) -> Note:
    """Say what may be told of `case`: who it is only from CONTACT on. Words, from WORDS on, go below the card."""
    may_name = person is not None and case.consent >= Consent.CONTACT
    return Note(
        level=case.level,
        pathway=case.pathway,
        flags=case.flags,
        country=case.country,
        opened_at=case.opened_at,
        asked_for=case.asked_for,
        link=person.link if person is not None and may_name else None,
    )


def withdrawn(case: Case) -> Note:
    """Say what is left of a case whose person has asked to be forgotten: that it is over, and nothing else."""
    return Note(case.level, None, (), None, case.opened_at, asked_for=False, withdrawn=True)
