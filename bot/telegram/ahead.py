"""What was seen in an update at its arrival, held in memory until its job is done: nothing is read twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.jobs.jobs import doing

if TYPE_CHECKING:
    from telegram import Update

    from bot.assistant.assistant import Look

SEEN = "seen"  # lasting, of the try under way


@dataclass(frozen=True, slots=True)
class Seen:
    """An update as it was read, and what was seen in its text, if it has one."""

    update: Update
    text: str | None = None
    look: Look | None = None


def looked_at(text: str) -> Look | None:
    """Return what was seen in this text when it arrived; None: it must be read now."""
    one = doing.get()
    seen: Seen | None = one.lasting.get(SEEN) if one else None
    return seen.look if seen is not None and seen.text == text else None
