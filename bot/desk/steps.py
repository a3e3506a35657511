"""The steps of a case's life. Each returns the new case, what must now be done, and a word to whoever took the step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.desk.case import LASTS, Case, Outcome, Stage
from bot.desk.reminders import Round, next_look

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.case import NoteAt
    from bot.desk.reminders import Patience


class Line(StrEnum):
    """What the person is told, and no more than is true."""

    TOLD_ALARM = "told_alarm"
    TOLD_ASKED = "told_asked"
    TOLD_BEFORE = "told_before"
    NOT_YET = "not_yet"
    NOT_TOLD_ALARM = "not_told_alarm"
    NOT_TOLD_ASKED = "not_told_asked"
    SEEN = "seen"
    FREE_AGAIN = "free_again"
    WAITING = "waiting"
    NOBODY = "nobody_free"
    RESOLVED = "resolved"
    UNREACHED = "unreached"
    STOPPED = "stopped"
    EXPIRED = "expired"


class Deed(StrEnum):
    """What a step asks for. Each is done by a job, once, whatever crashes."""

    SHOW = "show"  # bring the card up to date
    TELL = "tell"  # say a line to the person
    NUDGE = "nudge"  # remind the desk
    PAGE = "page"  # call the second destination, or the owners
    SHUT = "shut"  # close the case's topic
    LOOK = "look"  # see later whether somebody has it
    ASK = "ask"  # ask its volunteer later whether it is over
    EXPIRE = "expire"  # end it later, if nobody has


@dataclass(frozen=True, slots=True)
class Effect:
    """One deed; `line` for TELL, `due` for what is done later."""

    deed: Deed
    line: Line | None = None
    due: datetime | None = None


class Answer(StrEnum):
    """What whoever took the step is told at once."""

    DONE = "done"
    YOURS = "yours"
    YOURS_ALREADY = "yours_already"
    TAKEN = "taken"
    NOBODYS = "nobodys"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Step:
    """A case after a step. Without effects nothing has changed."""

    case: Case
    effects: tuple[Effect, ...] = ()
    answer: Answer = Answer.DONE


SHOW = Effect(Deed.SHOW)
# Who has had a case for so long is asked whether it is over: "somebody has it" must not come to mean "forgotten".
ASKED_AFTER = timedelta(hours=1)


def opened(case: Case, patience: Patience) -> Step:
    """Begin to wait: the desk has been told."""
    expiry = Effect(Deed.EXPIRE, due=case.opened_at + LASTS)
    return Step(case, (_look(case, patience), expiry))


def claim(case: Case, volunteer: int, now: datetime, at: NoteAt | None = None) -> Step:
    """Let a volunteer have a case that nobody has; who claims it in another chat, `at` that card, takes it there."""
    if case.stage is Stage.RESOLVED:
        return Step(case, answer=Answer.OVER)
    if case.stage is Stage.CLAIMED:
        return Step(case, answer=Answer.YOURS_ALREADY if case.volunteer == volunteer else Answer.TAKEN)
    moved = at is not None and case.note is not None and at.chat != case.note.chat
    claimed = replace(
        case,
        stage=Stage.CLAIMED,
        volunteer=volunteer,
        claimed_at=case.claimed_at or now,
        note=at if moved else case.note,
    )
    return Step(claimed, (SHOW, _tell(Line.SEEN), Effect(Deed.ASK, due=now + ASKED_AFTER)), Answer.YOURS)


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
    line = Line.UNREACHED if outcome is Outcome.UNREACHED else Line.RESOLVED
    return _ended(case, outcome, now, line)


def stop(case: Case, now: datetime) -> Step:
    """Let the person end it, whoever has it."""
    return _ended(case, Outcome.STOPPED, now, Line.STOPPED) if case.open else Step(case, answer=Answer.OVER)


def expire(case: Case, now: datetime) -> Step:
    """End a case that nobody has ended in time."""
    return _ended(case, Outcome.EXPIRED, now, Line.EXPIRED) if case.open else Step(case, answer=Answer.OVER)


def remind(case: Case, turn: Round, patience: Patience) -> Step:
    """Remind of a case that still waits: the desk first, then beyond it; the person hears the truth each time."""
    reminded = replace(case, reminded=int(turn))
    if turn is Round.DESK:
        return Step(reminded, (SHOW, Effect(Deed.NUDGE), _tell(Line.WAITING), _look(reminded, patience)))
    return Step(reminded, (SHOW, Effect(Deed.PAGE), _tell(Line.NOBODY)))


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


def _ended(case: Case, outcome: Outcome, now: datetime, line: Line) -> Step:
    over = replace(case, stage=Stage.RESOLVED, outcome=outcome, ended_at=now, talking=False)
    return Step(over, (SHOW, _tell(line), Effect(Deed.SHUT)))


def _not_theirs(case: Case, volunteer: int) -> Answer | None:
    if case.stage is Stage.RESOLVED:
        return Answer.OVER
    if case.volunteer is None:
        return Answer.NOBODYS
    return None if case.volunteer == volunteer else Answer.TAKEN


def _tell(line: Line) -> Effect:
    return Effect(Deed.TELL, line)


def _look(case: Case, patience: Patience) -> Effect:
    return Effect(Deed.LOOK, due=next_look(case, patience))
