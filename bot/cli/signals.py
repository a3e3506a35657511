"""What the outside asks of a running process: end (SIGTERM, Ctrl-C), or read the knowledge again (SIGHUP)."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

ENDINGS = (signal.SIGTERM, signal.SIGINT)
LATEST = 9.0  # seconds from the signal: what is given is 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What a process was asked."""

    end: asyncio.Event = field(default_factory=asyncio.Event)
    reload: asyncio.Event = field(default_factory=asyncio.Event)


def asked_by_signals() -> Asked:
    """Return what signals will ask of this process; called inside the running loop."""
    asked = Asked()

    def end() -> None:
        asked.end.set()
        _at_the_latest()

    for number in ENDINGS:
        _on(number, end)
    # In a terminal SIGHUP says that its window was closed: that ends a program, as it always did.
    if hasattr(signal, "SIGHUP") and not _in_a_terminal():
        _on(signal.SIGHUP, asked.reload.set)
    return asked


def _at_the_latest() -> None:
    """End the process in time, whatever hangs (a database that answers nothing, and refuses nothing): as a kill does.

    Nothing is lost by it that would not have been lost by a kill: what is under way is done again.
    """
    timer = threading.Timer(LATEST, os._exit, (0,))
    timer.daemon = True
    timer.start()


def _in_a_terminal() -> bool:
    try:
        return os.isatty(sys.__stdin__.fileno()) if sys.__stdin__ else False
    except (OSError, ValueError):
        return False


def _on(number: signal.Signals, deed: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()

    def told(_signal: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(deed)

    try:
        loop.add_signal_handler(number, deed)
    except NotImplementedError:  # Windows
        signal.signal(number, told)
