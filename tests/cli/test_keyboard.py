"""`chat` at a keyboard, in a terminal of its own."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("no terminals to open there", allow_module_level=True)

import pexpect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot import Assistant

LEAK = "my bum leaks after i poo even though i wipe well"
COLOUR = r"\x1b\[[0-9;]+m"
READY = "\x1b[?2004h"  # it takes pasted text: it waits for words


@pytest.fixture
def terminal() -> Iterator[pexpect.spawn[str]]:
    """Yield `chat` in a terminal of 80 columns, once it waits for words."""
    with pexpect.spawn(
        sys.executable,
        ["-m", "bot", "chat"],
        # A test is no terminal: it does not answer where its cursor stands.
        env=os.environ | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"},
        dimensions=(40, 80),
        encoding="utf-8",
        timeout=30,
    ) as spawned:
        spawned.expect_exact(READY)
        yield spawned


def test_at_a_keyboard_an_answer_comes_in_colour_and_a_number_picks_a_button(
    terminal: pexpect.spawn[str], assistant: Assistant
) -> None:
    title = assistant.knowledge.topics[assistant.reply(LEAK).offers.topics[0]].title

    terminal.send(f"{LEAK}\r")
    terminal.expect(rf"\[(\d+)\] ({COLOUR})+{re.escape(title)}")
    assert isinstance(terminal.match, re.Match)
    number = terminal.match[1]
    terminal.expect_exact(READY)
    terminal.send(f"{number}\r")

    terminal.expect(rf"{COLOUR}{re.escape(title)}")


@pytest.mark.parametrize("key", ["c", "d"])
def test_ctrl_c_and_ctrl_d_end_it_cleanly(terminal: pexpect.spawn[str], key: str, assistant: Assistant) -> None:
    terminal.sendcontrol(key)
    terminal.expect_exact(assistant.knowledge.words["terminal.bye"])
    terminal.expect(pexpect.EOF)
    terminal.close()

    assert "Traceback" not in (terminal.before or "")
    assert terminal.exitstatus == 0


def test_what_was_typed_comes_back_with_the_arrow_up(terminal: pexpect.spawn[str]) -> None:
    terminal.send("zzz it leaks\r")
    terminal.expect("zzz it leaks")
    terminal.expect_exact("[1] ")
    terminal.expect_exact(READY)
    terminal.send("\x1b[A")

    terminal.expect("zzz it leaks")


def test_a_pasted_text_with_line_breaks_is_one_message(terminal: pexpect.spawn[str]) -> None:
    terminal.send("\x1b[200~it leaks\nand it itches\x1b[201~")
    terminal.expect("itches")
    terminal.send("\r")
    terminal.expect_exact("[1] ")
    terminal.expect_exact(READY)
    terminal.sendcontrol("d")
    terminal.expect(pexpect.EOF)

    assert "[1]" not in (terminal.before or "")
