"""Fixtures that every room's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reading.shipped import shipped_assistant

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The assistant with the knowledge that ships, loaded once."""
    return shipped_assistant()


@pytest.fixture(scope="session")
def knowledge(assistant: Assistant) -> Knowledge:
    """The knowledge that ships."""
    return assistant.knowledge
