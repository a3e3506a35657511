"""Manners in company: whether a message in a group is answered, and where. Silence unless there is a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.assistant.reply import Decision
from bot.knowledge.model import Level

if TYPE_CHECKING:
    from bot.assistant.gist import Gist

GENERAL = 0  # stands for a forum's General, and for a group without topics


class Speak(StrEnum):
    """When the bot speaks. Danger is always acted on."""

    ADDRESSED = "addressed"
    ASKED = "asked"  # also when a question is plainly for it


class Where(StrEnum):
    """Where an answer is given."""

    PRIVATE = "private"
    PUBLIC = "public"


class Call(StrEnum):
    """How the bot was called."""

    COMMAND = "command"
    MENTION = "mention"
    REPLY = "reply"
    NONE = "none"


class Move(StrEnum):
    """What to do about a message."""

    SILENT = "silent"
    PRIVATE = "private"
    PUBLIC = "public"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Manners:
    """What the administrators of a group chose. `cooldown` in minutes, between answers that nobody called for.

    `forwards`: what a linked channel posts may be answered. `off`: forum topics (GENERAL too) in which it keeps quiet.
    """

    speak: Speak = Speak.ADDRESSED
    where: Where = Where.PRIVATE
    cooldown: int = 10
    forwards: bool = False
    off: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """How something was said in company: how it calls the bot, in which topic, whether to somebody else.

    `forward`: posted by the linked channel. `resting`: the cooldown is not over.
    """

    call: Call = Call.NONE
    topic: int = GENERAL
    to_other: bool = False
    forward: bool = False
    resting: bool = False


def move(gist: Gist, said: Said, manners: Manners) -> Move:
    """Decide about one message in a group."""
    if said.forward and not manners.forwards:
        return Move.SILENT
    if gist.level >= Level.EMERGENCY:
        return Move.ALARM
    if said.topic in manners.off:
        return Move.SILENT
    if said.call is Call.NONE:
        return _unasked(gist, said, manners)
    if said.call is Call.REPLY and gist.courtesy:
        # "thanks, that helped" under an answer of ours asks for nothing.
        return Move.SILENT
    return _public_if_chosen(gist, manners)


def _unasked(gist: Gist, said: Said, manners: Manners) -> Move:
    plainly_for_us = gist.decision is Decision.ANSWER and gist.question and not said.to_other
    if manners.speak is not Speak.ASKED or not plainly_for_us or said.resting:
        return Move.SILENT
    return _public_if_chosen(gist, manners)


def _public_if_chosen(gist: Gist, manners: Manners) -> Move:
    """Return PUBLIC only for a sure answer without an alarm: what is about one person's danger is told to them."""
    fit = gist.decision is Decision.ANSWER and gist.level < Level.URGENT and not gist.soft
    return Move.PUBLIC if manners.where is Where.PUBLIC and fit else Move.PRIVATE
