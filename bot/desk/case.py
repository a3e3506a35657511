"""A case: somebody whom a volunteer should know of, where it stands, and what they have agreed to."""

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

    `id` is random and says nothing; `asked_for`: they asked for a person themselves; `note` is its card, None until the
    desk was told; `copies` stand in other chats, which were called as well or had it before. `person` below zero is a
    chat in whose name somebody wrote: nobody who could be written to. `group`: where it began, if not in private;
    `asked` the message there, `topic` its forum topic. `version` counts what was kept: of two steps from one version
    only the first is.
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
    copies: tuple[NoteAt, ...] = ()
    group: int | None = None
    asked: int | None = None
    topic: int | None = None
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

    @property
    def turn(self) -> int:
        """Number the time since nobody last had it: what was meant for an earlier one does not hold any more."""
        return int(self.waits_since.timestamp())

    @property
    def ends_at(self) -> datetime:
        """When it ends by itself: a day after somebody first took it, or else after it was opened."""
        return (self.claimed_at or self.opened_at) + LASTS

    @property
    def cards(self) -> tuple[NoteAt, ...]:
        """All its cards, the one that counts first."""
        return (self.note, *self.copies) if self.note is not None else self.copies

    def card_in(self, chat: int) -> NoteAt | None:
        """Return its card in a chat, if one stands there."""
        return next((at for at in self.cards if at.chat == chat), None)

    def taken_to(self, chat: int) -> Case:
        """Return the case with its copy in a chat as the card that counts; the one that did is a copy then."""
        at = self.card_in(chat)
        if at is None or at == self.note:
            return self
        return replace(self, note=at, copies=tuple(card for card in self.cards if card != at))

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
