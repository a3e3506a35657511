"""The card of a case as volunteers see it: what is known, how long it waits, who has it, and what can be done. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.case import Consent, Outcome, Stage
from bot.desk.note import note
from bot.telegram.buttons import Deed, Keyboard, key
from bot.telegram.cases.notes import note_page
from bot.telegram.pages import LINE, Page, Piece

if TYPE_CHECKING:
    from datetime import datetime, timedelta, tzinfo

    from bot.desk.case import Case, NoteAt
    from bot.desk.note import Person
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.words import InterfaceWords

# The reasons for which a volunteer can resolve a case, in the order of the buttons.
REASONS = (Outcome.HELPED, Outcome.CALLED, Outcome.REFERRED, Outcome.NO_NEED)


def card(
    case: Case, knowledge: Knowledge, now: datetime, volunteer: str | None = None, person: Person | None = None
) -> Page:
    """Lay out a card, with times in the zone of `now`.

    `volunteer`: the first name of who has it, or had it; `person`: who they are, if they agreed.
    """
    known = note_page(note(case, person), knowledge, now.tzinfo)
    return Page((*known.pieces, Piece(_state(case, knowledge.words, now, volunteer), "b")))


def _state(case: Case, words: InterfaceWords, now: datetime, volunteer: str | None, taken: str = "card.claimed") -> str:
    name = volunteer or words["card.somebody"]
    if case.stage is Stage.CLAIMED:
        return words.get(taken, name=name)
    if case.stage is Stage.RESOLVED:
        ended = words[f"card.over_{case.outcome}"]
        return words.get("card.over_by", ended=ended, name=name) if case.volunteer else ended
    waiting = words.get(
        "card.waiting",
        since=f"{case.waits_since.astimezone(now.tzinfo):%H:%M %Z}",
        span=span(now - case.waits_since, words),
    )
    return waiting if case.free_since is None else words.get("card.free_again", waiting=waiting)


def copy(case: Case, at: NoteAt, knowledge: Knowledge, now: datetime, volunteer: str | None = None) -> Page:
    """Lay out a copy of a card for another chat; somebody who sees it in private is shown the way to the card."""
    address = address_of(case.note) if at.chat > 0 and case.open else None
    way = (Piece(knowledge.words["desk.page_where"], link=address, gap=LINE),) if address else ()
    known = note_page(note(case), knowledge, now.tzinfo)
    state = _state(case, knowledge.words, now, volunteer, taken="card.claimed_elsewhere")
    return Page((*known.pieces, Piece(state, "b"), *way))


def copy_buttons(case: Case, at: NoteAt, words: InterfaceWords) -> Keyboard:
    """Offer what can be done on a copy: to take the case to this chat, if volunteers work there."""
    return card_buttons(case, words) if case.stage is Stage.OPEN and at.chat < 0 else ()


def card_buttons(case: Case, words: InterfaceWords) -> Keyboard:
    """Offer what can be done at this stage."""
    if case.stage is Stage.OPEN:
        return ((key(words["desk.claim"], Deed.CLAIM, case.id),),)
    if case.stage is Stage.RESOLVED:
        return ()
    unreached = key(words["desk.cannot_reach"], Deed.OUTCOME, f"{Outcome.UNREACHED}.{case.id}")
    return (
        (key(words["desk.hand_back"], Deed.HAND_BACK, case.id), key(words["desk.resolve"], Deed.RESOLVE, case.id)),
        (unreached,),
    )


def reason_buttons(case: Case, words: InterfaceWords) -> Keyboard:
    """Offer the reasons for which a case can be resolved."""
    reasons = tuple((key(words[f"desk.reason_{reason}"], Deed.OUTCOME, f"{reason}.{case.id}"),) for reason in REASONS)
    return (*reasons, (key(words["button.back"], Deed.RESOLVE, f"back.{case.id}"),))


def kind_of(case: Case, words: InterfaceWords) -> str:
    """Say in a word or two what kind of case it is: how urgent, or a crisis."""
    return words[f"card.kind_{case.pathway or case.level.label}"]


def topic_name(case: Case, words: InterfaceWords, zone: tzinfo | None) -> str:
    """Name the forum topic of a case: how urgent, and since when; nothing of the person."""
    return words.get("card.topic", kind=kind_of(case, words), time=f"{case.opened_at.astimezone(zone):%H:%M %Z}")


def case_line(case: Case, knowledge: Knowledge, now: datetime) -> str:
    """Say a case in one line of a list: how urgent, how old, whether somebody has it."""
    words = knowledge.words
    state = words["cases.claimed" if case.stage is Stage.CLAIMED else "cases.waiting"]
    return words.get("cases.line", kind=kind_of(case, words), age=span(now - case.opened_at, words), state=state)


def address_of(at: NoteAt | None) -> str | None:
    """Return the address of a card; only in supergroups it has one."""
    if at is None or not str(at.chat).startswith("-100"):
        return None
    return f"https://t.me/c/{str(at.chat)[4:]}/{at.message}"


def span(time: timedelta, words: InterfaceWords) -> str:
    """Say how long something has lasted, in minutes or hours."""
    minutes = max(0, int(time.total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    if not hours:
        return words.get("span.minutes", minutes=minutes)
    return words.get("span.hours", hours=hours, minutes=rest)


def may_name(case: Case) -> bool:
    """Whether the card may say who the person is."""
    return case.consent >= Consent.CONTACT and case.reachable
