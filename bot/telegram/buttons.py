"""What a button carries: a deed and its value, in at most 64 bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.telegram.limits import CALLBACK_BYTES


class Deed(StrEnum):
    """What a press asks for. One letter each: ids take the rest of the room. A letter is never used anew."""

    TOPIC = "t"  # topic id: tell it in a new message
    BROWSE = "b"  # "", or kind.page: show it in place of this message
    OPEN = "o"  # topic id: show it in place of this message, with a way back
    ELSE = "x"  # something else
    WHY = "w"
    AFFIRM = "a"  # flag id: "I do have this"
    DENY = "d"  # flag id: "not me"
    PERSON = "p"  # talk to a person
    CONTACT = "y"  # case id: "Let a volunteer write to me"
    WORDS = "s"  # case id: "Share what I wrote"
    CALLED = "k"  # "I have called"
    CRISIS = "l"  # show the crisis line
    COUNTRIES = "c"  # page: which country
    COUNTRY = "g"  # country code, or "" for none of these
    HELPED = "h"  # topic id
    NOT_HELPED = "n"  # topic id
    # The desk's, on a card
    CLAIM = "e"  # case id
    HAND_BACK = "f"  # case id
    RESOLVE = "r"  # case id: show the reasons; "" goes back
    OUTCOME = "q"  # outcome.case id
    # The person's, in their private chat
    TALK = "v"  # case id: what I write goes to the volunteer
    PICTURES = "m"  # case id: photos and voice too
    STOP = "z"  # case id: end it
    # An administrator's, in their private chat
    SETTING = "i"  # chat.thread.what.value


PACKED = re.compile(r"([a-z]):([A-Za-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class Press:
    """A deed with its value."""

    deed: Deed
    value: str = ""

    def pack(self) -> str:
        """Write it as callback data. Raises ValueError for what does not fit or could not be read again."""
        packed = f"{self.deed}:{self.value}"
        if len(packed.encode()) > CALLBACK_BYTES or not PACKED.fullmatch(packed):
            message = f"no callback data: {packed}"
            raise ValueError(message)
        return packed


def unpack(data: str) -> Press | None:
    """Read callback data; None for what we never wrote (an old version, or a changed client)."""
    match = PACKED.fullmatch(data)
    if match is None or match[1] not in set(Deed):
        return None
    return Press(Deed(match[1]), match[2])


@dataclass(frozen=True, slots=True)
class Key:
    """A button: what stands on it, and what it asks for or which address it opens."""

    label: str
    press: Press | None = None
    url: str | None = None


Keyboard = tuple[tuple[Key, ...], ...]


def key(label: str, deed: Deed, value: str = "") -> Key:
    """Make a button that asks for something."""
    return Key(label, Press(deed, value))


def without(keyboard: Keyboard, *deeds: Deed) -> Keyboard:
    """Return a keyboard without the buttons for some deeds."""
    rows = (tuple(k for k in row if k.press is None or k.press.deed not in deeds) for row in keyboard)
    return tuple(row for row in rows if row)
