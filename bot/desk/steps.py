"""The steps of a case's life. Each returns the new case, what must now be done, and a word to whoever took the step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk.case import Case, Outcome, Stage
from bot.desk.effects import Answer, Deed, Effect, Line, Step
from bot.desk.reminders import Round, look_after, next_look

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.case import NoteAt
    from bot.desk.reminders import Patience


SHOW = Effect(Deed.SHOW)
# Who has had a case for so long is asked whether it is over: "somebody has it" must not come to mean "forgotten".
ASKED_AFTER = tuple(timedelta(hours=hours) for hours in (1, 3, 7, 15))


def opened(case: Case, patience: Patience) -> Step:
    """Begin to wait: the desk has been told."""
    return Step(case, (_look(case, patience), _expiry(case)))


def claim(case: Case, volunteer: int, now: datetime, chat: int | None = None) -> Step:
    """Let a volunteer have a case that nobody has; who claims it on a copy of its card, in `chat`, takes it there."""
    if case.stage is Stage.RESOLVED:
        return Step(case, answer=Answer.OVER)
    if case.stage is Stage.CLAIMED:
        return Step(case, answer=Answer.YOURS_ALREADY if case.volunteer == volunteer else Answer.TAKEN)
    there = case.taken_to(chat) if chat is not None else case
    claimed = replace(there, stage=Stage.CLAIMED, volunteer=volunteer, claimed_at=case.claimed_at or now)
    asking = (Effect(Deed.ASK, due=now + after) for after in ASKED_AFTER)
    return Step(claimed, (SHOW, _tell(Line.SEEN), _expiry(claimed), *asking), Answer.YOURS)


def hand_back(case: Case, volunteer: int, now: datetime, patience: Patience) -> Step:
    """Let a volunteer give a case back: it waits anew, and the desk is reminded anew."""
    if (refused := _not_theirs(case, volunteer)) is not None:
        return Step(case, answer=refused)
    free = replace(case, stage=Stage.OPEN, volunteer=None, free_since=now, reminded=0)
    return Step(free, (SHOW, _tell(Line.FREE_AGAIN), _look(free, patience)))


def resolve(case: Case, volunteer: int, outcome: Outcome, now: datetime) -> Step:
    """Let the volunteer who has it end a case."""
    if (refused := _not_theirs(case, volunteer)) is not None:
        return Step(case, answer=refused)
    return _ended(case, outcome, now)


def stop(case: Case, now: datetime) -> Step:
    """Let the person end it, whoever has it."""
    return _ended(case, Outcome.STOPPED, now) if case.open else Step(case, answer=Answer.OVER)


def expire(case: Case, now: datetime) -> Step:
    """End a case that nobody has ended in time; one that somebody took meanwhile has its day from then."""
    if not case.open:
        return Step(case, answer=Answer.OVER)
    return _ended(case, Outcome.EXPIRED, now) if now >= case.ends_at else Step(case)


def remind(case: Case, turn: Round, now: datetime, patience: Patience) -> Step:
    """Remind of a case that still waits; the person hears the truth when there is a new one."""
    reminded = replace(case, reminded=case.reminded + 1)
    later = Effect(Deed.LOOK, due=look_after(reminded, now, patience))
    return Step(reminded, (SHOW, *REMINDING[turn], later))


def called(case: Case, at: NoteAt) -> Step:
    """Note that another chat was called, by a card of its own at `at`; one that came too late shows how things are."""
    if case.card_in(at.chat) is not None:
        return Step(case)
    return Step(replace(case, copies=(*case.copies, at)), () if case.stage is Stage.OPEN else (SHOW,))


def moved(case: Case, old: int, at: NoteAt | None = None) -> Step:
    """Note that a chat has a new number, where nothing of the old one can be reached: its card was put up anew `at`."""
    copies = tuple(card for card in case.copies if card.chat != old)
    return Step(replace(case, note=at or case.note, copies=copies))


def talk(case: Case, *, pictures: bool = False) -> Step:
    """Open the line from the person to the volunteer, for `pictures` and voice too if they agreed."""
    if not case.open:
        return Step(case, answer=Answer.OVER)
    after = replace(case, talking=True, pictures=case.pictures or pictures)
    return Step(case) if after == case else Step(after, (SHOW,))


def join(case: Case, later: Case, patience: Patience) -> Step:
    """Take in what a later alarm adds; what has become an emergency waits no longer than one."""
    after = case.joined(later)
    sooner = case.stage is Stage.OPEN and after.level > case.level
    return Step(after, (_look(after, patience), SHOW) if sooner else (SHOW,))


def _ended(case: Case, outcome: Outcome, now: datetime) -> Step:
    over = replace(case, stage=Stage.RESOLVED, outcome=outcome, ended_at=now, talking=False)
    return Step(over, (SHOW, _tell(where_it_stands(over)), Effect(Deed.SHUT)))


def _not_theirs(case: Case, volunteer: int) -> Answer | None:
    if case.stage is Stage.RESOLVED:
        return Answer.OVER
    if case.volunteer is None:
        return Answer.NOBODYS
    return None if case.volunteer == volunteer else Answer.TAKEN


def where_it_stands(case: Case) -> Line:
    """Return what is to be said to somebody who could not be told before."""
    if case.stage is Stage.RESOLVED:
        return ENDS.get(case.outcome, Line.RESOLVED)
    if case.stage is Stage.CLAIMED:
        return Line.SEEN
    if case.reminded:
        return Line.WAITING if case.reminded < Round.BEYOND else Line.NOBODY
    return Line.FREE_AGAIN if case.free_since is not None else Line.TOLD_BEFORE


def _tell(line: Line) -> Effect:
    return Effect(Deed.TELL, line)


def _expiry(case: Case) -> Effect:
    return Effect(Deed.EXPIRE, due=case.ends_at)


def _look(case: Case, patience: Patience) -> Effect:
    return Effect(Deed.LOOK, due=next_look(case, patience))


REMINDING = {
    Round.DESK: (Effect(Deed.NUDGE), _tell(Line.WAITING)),
    Round.BEYOND: (Effect(Deed.PAGE), _tell(Line.NOBODY)),
    Round.AGAIN: (Effect(Deed.NUDGE), Effect(Deed.PAGE)),
}
ENDS: dict[Outcome | None, Line] = {
    Outcome.UNREACHED: Line.UNREACHED,
    Outcome.STOPPED: Line.STOPPED,
    Outcome.EXPIRED: Line.EXPIRED,
}
