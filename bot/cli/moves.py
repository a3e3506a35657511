"""What somebody can do in the terminal's conversation, and how what they typed is understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Deed(StrEnum):
    """What is asked for. The first four are answered by the assistant, the others by a page of our own."""

    SAY = "say"  # about: the words
    TELL = "tell"  # about: topic id
    AFFIRM = "affirm"  # about: flag id; "I do have this"
    DENY = "deny"  # about: flag id; "not me"
    WHY = "why"
    TOPICS = "topics"  # about: a kind of topics, or "" for the kinds
    COUNTRY = "country"  # about: country code, or "" for the list
    EMERGENCY = "emergency"
    CRISIS_LINE = "crisis_line"
    HELP = "help"
    NOTHING = "nothing"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Move:
    """One thing asked for, and what about."""

    deed: Deed
    about: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered on the screen, picked by its number."""

    label: str
    move: Move


COMMANDS = {
    "/topics": Deed.TOPICS,
    "/country": Deed.COUNTRY,
    "/emergency": Deed.EMERGENCY,
    "/help": Deed.HELP,
    "/start": Deed.HELP,
    "/quit": Deed.QUIT,
    "/exit": Deed.QUIT,
}


def understood(line: str, buttons: Sequence[Button]) -> Move:
    """Return what `line` asks for: the number of a button, a command, or words for the assistant."""
    line = line.strip()
    if not line:
        return Move(Deed.NOTHING)
    numbered = {str(number): button.move for number, button in enumerate(buttons, start=1)}
    if line in numbered:
        return numbered[line]
    if line.startswith("/"):
        return _command(*line.split(maxsplit=1))
    return Move(Deed.SAY, line)


def _command(name: str, about: str = "") -> Move:
    deed = COMMANDS.get(name.lower(), Deed.HELP)
    # "/quit now please" still quits; only these two are about something.
    return Move(deed, about.strip()) if deed in {Deed.TOPICS, Deed.COUNTRY} else Move(deed)
