"""What a step on a case comes to: what must be done, what the person hears, what whoever took it hears."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.case import Case


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
    """A case after a step, and what follows from it."""

    case: Case
    effects: tuple[Effect, ...] = ()
    answer: Answer = Answer.DONE
