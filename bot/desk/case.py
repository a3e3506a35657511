"""A case: somebody whom a volunteer should know of, and what may be said of them at each stage of consent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.knowledge.model import Level

# After this long without an end a case is closed, and the person is told so: nobody waits for ever.
LASTS = timedelta(hours=24)


class Stage(StrEnum):
    """Where a case stands. Handed back is open again; an end has its Outcome."""

    OPEN = "open"
    CLAIMED = "claimed"
    RESOLVED = "resolved"


class Outcome(StrEnum):
    """How a case ended."""

    HELPED = "helped"  # a volunteer talked with them
    CALLED = "called"  # emergency help is on its way, or was there
    REFERRED = "referred"  # sent on to a doctor, a nurse, a line
    NO_NEED = "no_need"  # it was no alarm
    UNREACHED = "unreached"  # a volunteer tried, and could not reach them
    STOPPED = "stopped"  # the person ended it
    EXPIRED = "expired"  # nobody ended it in time


class Consent(IntEnum):
    """What the person has agreed to, each stage on top of the one before."""

    NONE = 0  # nobody learns who they are or what they wrote
    CONTACT = 1  # "Let a volunteer write to me"
    WORDS = 2  # "Share what I wrote"


@dataclass(frozen=True, slots=True)
class NoteAt:
    """Where the note to the desk stands, once Telegram has taken it: chat and number of the message."""

    chat: int
    message: int
    thread: int | None = None  # the topic of this case, where the desk is a forum


@dataclass(frozen=True, slots=True)
class Case:
    """One person's case.

    `id` is random and says nothing; `asked_for`: they asked for a person themselves; `note` is None until the desk was
    told. `person` below zero is a chat in whose name somebody wrote: nobody who could be written to. `group`: where it
    began, if not in private. `version` counts what was kept: of two steps from one version only the first is.
    """

    id: str
    person: int
    chat: int
    level: Level
    pathway: str | None
    flags: tuple[str, ...]
    country: str | None
    opened_at: datetime
    asked_for: bool = False
    consent: Consent = Consent.NONE
    note: NoteAt | None = None
    group: int | None = None
    stage: Stage = Stage.OPEN
    version: int = 0
    volunteer: int | None = None
    free_since: datetime | None = None  # since when nobody has it again; None: since it was opened
    reminded: int = 0  # rounds of reminders since then
    claimed_at: datetime | None = None  # the first claim
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    talking: bool = False  # what the person writes goes to the volunteer
    pictures: bool = False  # photos and voice may pass

    @property
    def open(self) -> bool:
        """Whether it has not ended: what the person does now belongs to it."""
        return self.stage is not Stage.RESOLVED

    @property
    def reachable(self) -> bool:
        """Whether there is somebody to write to."""
        return self.person > 0

    @property
    def waits_since(self) -> datetime:
        """Since when nobody has it."""
        return self.free_since or self.opened_at

    def adds_to(self, known: Case) -> bool:
        """Whether this alarm says anything that the desk has not heard."""
        return known.joined(self) != known

    def joined(self, later: Case) -> Case:
        """Return this case with what a later alarm of the same person adds: flags, a higher level, a wish to talk."""
        return replace(
            self,
            level=max(self.level, later.level),
            pathway=self.pathway or later.pathway,
            flags=self.flags + tuple(flag for flag in later.flags if flag not in self.flags),
            asked_for=self.asked_for or later.asked_for,
        )

    def agreed(self, consent: Consent) -> Case:
        """Return the case after a button of consent. Sharing words without contact first is not possible."""
        allowed = consent if consent <= self.consent + 1 else self.consent
        return replace(self, consent=max(self.consent, allowed))


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
