"""What a button of the settings asks for, in at most 60 bytes. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """What a button of the settings asks for: of which chat, opened from which topic (0: none), what, and its value."""

    chat: int
    thread: int
    what: str
    value: str = ""

    def pack(self) -> str:
        """Write it as the value of a button."""
        return f"{self.chat}.{self.thread}.{self.what}.{self.value}"

    @classmethod
    def read(cls, packed: str) -> Wish | None:
        """Read the value of a button; None for one that was made up."""
        parts = packed.split(".")
        if len(parts) != 4 or not (is_number(parts[0]) and parts[1].isdigit()):  # noqa: PLR2004 - the four of `pack`
            return None
        return cls(int(parts[0]), int(parts[1]), parts[2], parts[3])


def is_number(text: str) -> bool:
    """Whether a text is a whole number, below zero perhaps."""
    return text.removeprefix("-").isdigit()
