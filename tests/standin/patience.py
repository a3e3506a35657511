"""How long anything is waited for that should happen: one limit for all, generous, for a busy machine is slow.

A wait ends as soon as what it waits for is there, so only a test that fails takes so long. A shorter limit stands where
it is a promise of the bot's own, as the 10 seconds in which SIGTERM ends it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 180.0  # seconds: with other work on its two cores, a machine took over 60 to start one process
LOOK_SECONDS = 0.02


async def comes_true(look: Callable[[], bool], within: float = PATIENCE) -> bool:
    """Look until it is so, or until `within` seconds have passed; return how it is then."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + within
    while not (so := look()) and loop.time() < deadline:  # noqa: ASYNC110 - nothing rings when it changes
        await asyncio.sleep(LOOK_SECONDS)
    return so
