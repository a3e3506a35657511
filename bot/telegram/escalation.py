"""Tell the desk, and tell the person the truth about it: "somebody has been told" only once Telegram took the note."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

import structlog

from bot.desk.case import Case, Consent, note
from bot.telegram.buttons import Deed, Keyboard, key, without
from bot.telegram.desk_line import note_at
from bot.telegram.notes import note_page
from bot.telegram.pages import Page, Piece
from bot.telegram.sending import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.knowledge.knowledge import Knowledge
    from bot.telegram.desk_line import DeskLine
    from bot.telegram.memory import Memory
    from bot.telegram.speaker import Speaker

log = structlog.get_logger(__name__)

# After the first of these the person hears that nobody was told yet; then it is tried on. Seconds.
FIRST_TRY, LONG_TRY = 15.0, 3600.0
CASE_BYTES = 16  # 128 random bits: a guessed button finds no case


def new_case_id() -> str:
    """Make up an id that says nothing and cannot be guessed."""
    return secrets.token_urlsafe(CASE_BYTES)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours in the person's chat that will carry the honest word. `saying` adds a line to its HTML."""

    chat: int
    message: int
    keyboard: Keyboard
    saying: Callable[[str], str]


def shown_page(chat: int, message: int, page: Page, keyboard: Keyboard) -> Shown:
    """Name a page that was just sent: the line goes below what is to be done first."""
    return Shown(chat, message, keyboard, lambda line: page.saying(Piece(line)).html)


def shown_html(chat: int, message: int, html: str, keyboard: Keyboard) -> Shown:
    """Name a message by the HTML that came back with a press: the line goes to its end."""
    return Shown(chat, message, keyboard, lambda line: f"{html}\n\n{escape(line, quote=False)}")


@dataclass(frozen=True, slots=True)
class Escalation:
    """The way to the people who help."""

    speaker: Speaker
    memory: Memory
    knowledge: Knowledge
    desk: DeskLine
    now: Callable[[], datetime]

    async def alarm(self, case: Case, shown: Shown) -> None:
        """Tell the desk of a case, then the person what came of it.

        What belongs to a case that the desk knows already brings only what is new.
        """
        known = await self.open_case(case.person)
        if known is None:
            await self._open(case, shown)
        elif case.adds_to(known):
            await self._add(known, case, shown)
        else:
            await self._say(shown, "status.told_before", known)

    async def open_case(self, person: int) -> Case | None:
        """Return the case that what this person does now belongs to."""
        cases = await self.memory.ask(lambda store: store.cases_of(person), ())
        return next((case for case in cases if case.note and case.fresh(self.now())), None)

    async def _open(self, case: Case, shown: Shown) -> None:
        page = note_page(note(case), self.knowledge)
        said = await self.desk.post(page, FIRST_TRY)
        if said is Refusal.GAVE_UP:
            await self._say(shown, "status.not_yet")
            said = await self.desk.post(page, LONG_TRY)
        if isinstance(said, Refusal):
            log.error("the desk could not be told", urgency=case.level.label, refusal=said.value)
            await self._say(shown, f"status.not_told_{_kind(case)}")
            return
        log.info("the desk was told", urgency=case.level.label)
        await self._keep_and_say(replace(case, note=note_at(said)), shown, f"status.told_{_kind(case)}")

    async def _add(self, known: Case, later: Case, shown: Shown) -> None:
        said = await self.desk.post(note_page(note(later), self.knowledge), FIRST_TRY, below=known.note)
        if isinstance(said, Refusal):
            # The first note stands: somebody was told, though not of this.
            await self._say(shown, "status.told_before", known)
            return
        await self._keep_and_say(known.joined(later), shown, f"status.told_{_kind(later)}")

    async def _keep_and_say(self, case: Case, shown: Shown, line: str) -> None:
        kept = await self.memory.tell(lambda store: store.keep_case(case))
        # A case that could not be kept cannot be found again by its buttons.
        await self._say(shown, line, case if kept else None)

    async def _say(self, shown: Shown, line: str, case: Case | None = None) -> None:
        html = shown.saying(self.knowledge.words[line])
        keyboard = shown.keyboard if case is None else asking_consent(case, shown.keyboard, self.knowledge)
        await self.speaker.change(shown.chat, shown.message, html, keyboard)


def asking_consent(case: Case, keyboard: Keyboard, knowledge: Knowledge) -> Keyboard:
    """Put the button for the next stage of consent on top; "talk to a person" has been done."""
    rest = without(keyboard, Deed.PERSON, Deed.CONTACT, Deed.WORDS)
    if case.consent is not Consent.NONE:
        return rest
    return ((key(knowledge.words["button.contact"], Deed.CONTACT, case.id),), *rest)


def _kind(case: Case) -> str:
    return "asked" if case.asked_for else "alarm"
