"""An update is held in memory until it was handled, and not a moment longer: it has somebody's words in it."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from telegram import Update

from bot.telegram.ahead import Seen
from bot.telegram.performing import Performing

if TYPE_CHECKING:
    from bot.telegram.context import BotApplication, Rooms


def performing(*, shared: bool) -> Performing:
    """Return what handles updates, on a database that is shared with other processes, or not."""
    application = SimpleNamespace(bot=SimpleNamespace(id=1))
    rooms = SimpleNamespace(memory=SimpleNamespace(database=SimpleNamespace(shared=shared)))
    return Performing(cast("BotApplication", application), cast("Rooms", rooms))


@pytest.mark.parametrize("shared", [False, True])
async def test_nothing_holds_an_update_that_was_handled(shared: bool) -> None:
    seen = Seen(Update(7))
    holders = sys.getrefcount(seen)
    here = performing(shared=shared)

    here.remember([seen])
    assert sys.getrefcount(seen) > holders

    here.handled_here(7)
    assert sys.getrefcount(seen) == holders
