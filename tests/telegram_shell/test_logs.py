"""Logs: libraries may say that something happened, never to what; our own hold no token."""

from __future__ import annotations

import io
import json
import logging
import warnings
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.cli import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "123456789:AAfHk-planted_token_0123456789abcdef"  # noqa: S105 - opens nothing


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Where the logs go, at their most talkative; put back as it was."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level, shown = root.handlers[:], root.level, warnings.showwarning
    logs.set_up("debug", "json", [TOKEN, "s3cret"], stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    warnings.showwarning = shown
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "name", ["telegram.ext.Application", "httpx", "sqlalchemy.engine", "procrastinate", "anything"]
)
def test_a_library_says_what_happened_and_not_to_what(name: str, out: io.StringIO) -> None:
    library = logging.getLogger(name)

    try:
        int("xylophone")
    except ValueError:
        library.exception('Could not parse "%s"', "xylophone")
    library.warning("GET https://api.telegram.org/bot%s/getUpdates", TOKEN)
    library.error(f"https://api.telegram.org/bot{TOKEN}/getMe\nxylophone")

    said = out.getvalue()
    assert "Could not parse" in said
    assert "ValueError" in said
    assert "xylophone" not in said
    assert TOKEN.partition(":")[2] not in said


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_below_warning_a_library_says_nothing_even_at_debug(level: int, out: io.StringIO) -> None:
    library = logging.getLogger("httpx")
    library.setLevel(logging.DEBUG)

    library.log(level, "xylophone")

    assert out.getvalue() == ""


def test_our_own_lines_come_with_their_values_and_without_secrets(out: io.StringIO) -> None:
    structlog.get_logger("bot.any").info("listening", chats=3, address=f"http://x/bot{TOKEN}/", key="s3cret")

    line = json.loads(out.getvalue())
    assert (line["event"], line["chats"], line["level"]) == ("listening", 3, "info")
    assert line["address"] == "http://x/bot<hidden>/"
    assert line["key"] == "<hidden>"


def test_the_level_is_for_our_own_lines() -> None:
    stream = io.StringIO()
    logs.set_up("error", "console", stream=stream)

    structlog.get_logger().warning("unheard")
    structlog.get_logger().error("heard")
    structlog.reset_defaults()

    assert "unheard" not in stream.getvalue()
    assert "heard" in stream.getvalue()
