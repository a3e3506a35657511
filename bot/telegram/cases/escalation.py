"""Tell the desk, and tell the person the truth about it: "somebody has been told" only once Telegram took the note."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.desk import steps
from bot.desk.case import Case, Consent
from bot.desk.effects import Line
from bot.desk.note import note
from bot.storage.desk_store import DeskStore
from bot.telegram.buttons import Deed, Keyboard, key, without
from bot.telegram.cases.card import span
from bot.telegram.cases.notes import note_page
from bot.telegram.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.desk.case import NoteAt
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.words import InterfaceWords
    from bot.telegram.cases.cards import DeskCards
    from bot.telegram.cases.casework import Casework
    from bot.telegram.cases.shown import Shown
    from bot.telegram.company.book import GroupBook
    from bot.telegram.memory import Memory
    from bot.telegram.pages import Page
    from bot.telegram.speaker import Speaker

log = structlog.get_logger(__name__)

# After the first of these the person hears that nobody was told yet; then it is tried on. Seconds.
FIRST_TRY, LONG_TRY = 15.0, 3600.0
# With these somebody hears of volunteers whom they then wait for.
TOLD = frozenset({Line.TOLD_ALARM, Line.TOLD_ASKED, Line.TOLD_BEFORE})
CASE_BYTES = 16  # 128 random bits: a guessed button finds no case


def new_case_id() -> str:
    """Make up an id that says nothing and cannot be guessed."""
    return secrets.token_urlsafe(CASE_BYTES)


@dataclass(frozen=True, slots=True)
class Escalation:
    """The way to the people who help.

    `reach` says a line to a person who has no message that could carry it. `beyond` calls people beyond the desk, and
    returns where their cards stand.
    """

    speaker: Speaker
    memory: Memory
    knowledge: Knowledge
    cards: DeskCards
    casework: Casework
    book: GroupBook
    reach: Callable[[Case, Line], Awaitable[object]]
    beyond: Callable[[Case], Awaitable[tuple[NoteAt, ...]]]

    async def alarm(self, case: Case, shown: Shown | None) -> None:
        """Tell the desk of a case, then the person what came of it.

        What belongs to a case that has not ended brings the desk only what is new: nobody has ten of them.
        """
        known = await self.open_case(case.person)
        if known is None:
            await self._open(case, shown)
        elif known.id == case.id:
            # Repeated: the desk was told, and then the process ended.
            await self._say(shown, Line(f"told_{_kind(case)}"), known, asking=True)
        elif case.adds_to(known):
            await self._add(known, case, shown)
        else:
            await self._say(shown, Line.TOLD_BEFORE, known, asking=True)

    async def open_case(self, person: int) -> Case | None:
        """Return the case that what this person does now belongs to."""
        return await self.memory.ask(lambda store: DeskStore(store.connection).open_case(person), None)

    async def _open(self, case: Case, shown: Shown | None) -> None:
        """Tell somebody of a new case: the desk, else whoever stands behind it."""
        at = await self._put_up(case, shown)
        if isinstance(at, Refusal):
            log.error("the desk could not be told", urgency=case.level.label, refusal=at.value)
            await self._say(shown, Line(f"not_told_{_kind(case)}"), case)
            await self._call_beyond(case)
            return
        log.info("the desk was told", urgency=case.level.label)
        told = replace(case, note=at)
        kept = await self.casework.open(told, steps.opened(told, self.casework.patience(told)))
        # A case that could not be kept cannot be found again by its buttons.
        await self._say(shown, Line(f"told_{_kind(told)}"), told, asking=kept)

    async def _put_up(self, case: Case, shown: Shown | None) -> NoteAt | Refusal:
        """Put the card up at the desk, patiently, or else in the second chat."""
        desk = self.book.desk_of(case.group)
        at = Refusal.REJECTED if desk is None else await self.cards.put_up(case, desk, FIRST_TRY)
        if desk is not None and at is Refusal.GAVE_UP:
            await self._say(shown, Line.NOT_YET, case)
            at = await self.cards.put_up(case, desk, LONG_TRY)
        backup = self.book.backup_of(case.group, desk)
        return await self.cards.put_up(case, backup, FIRST_TRY) if isinstance(at, Refusal) and backup else at

    async def _add(self, known: Case, later: Case, shown: Shown | None) -> None:
        """Tell the desk what a later alarm adds; where it cannot be told, whoever stands behind it."""
        said = await self.cards.note_below(known, self._news(known, later), patience=FIRST_TRY)
        joined = await self.casework.take(known.id, lambda now: steps.join(now, later, self.casework.patience(now)))
        case = joined.case if joined else known
        told = not isinstance(said, Refusal) or await self._call_beyond(case)
        line = Line(f"told_{_kind(later)}" if told else f"not_told_{_kind(later)}")
        await self._say(shown, line, case, asking=joined is not None)

    async def _call_beyond(self, case: Case) -> bool:
        """Call whoever stands behind the desk; whether anybody was reached."""
        cards = await self.beyond(case)
        for at in cards:
            await self.casework.take(case.id, partial(steps.called, at=at))
        return bool(cards)

    def _news(self, known: Case, later: Case) -> Page:
        """Lay out what a later alarm says, for the desk that has the case."""
        desk = known.note.chat if known.note else 0
        return note_page(note(later), self.cards.knowledge_at(desk), self.cards.time_at(desk).tzinfo)

    async def _say(self, shown: Shown | None, line: Line, case: Case, *, asking: bool = False) -> None:
        if shown is None:
            await self.reach(case, line)
            return
        words = self.book.words_at(case.group, self.knowledge)
        html = shown.saying(" ".join((words[f"status.{line}"], *self._asleep(case, line, words))))
        keyboard = asking_consent(case, shown.keyboard, words) if asking else shown.keyboard
        changed = await self.speaker.change(shown.chat, shown.message, html, keyboard)
        if changed is Refusal.REJECTED:
            # They have deleted the message that was to carry it.
            await self.reach(case, line)

    def _asleep(self, case: Case, line: Line, words: InterfaceWords) -> Iterator[str]:
        """Yield when the volunteers are back, to somebody who is told of them in their quiet hours."""
        now = self.cards.now()
        away = self.casework.patience(case).awake(case, now) - now
        if line in TOLD and away:
            yield words.get("status.asleep", span=span(away, words))


def asking_consent(case: Case, keyboard: Keyboard, words: InterfaceWords) -> Keyboard:
    """Put the button for the next stage of consent on top; "talk to a person" has been done."""
    rest = without(keyboard, Deed.PERSON, Deed.CONTACT, Deed.WORDS)
    if case.consent is not Consent.NONE:
        return rest
    return ((key(words["button.contact"], Deed.CONTACT, case.id),), *rest)


def _kind(case: Case) -> str:
    return "asked" if case.asked_for else "alarm"
