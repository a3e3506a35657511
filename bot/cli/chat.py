"""`chat`: a conversation in this terminal, or with whatever is piped in. Needs no account, no token, no network."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.company import Company
from bot.cli.dialogue import Dialogue
from bot.cli.group_dialogue import GroupDialogue
from bot.cli.opening import assistant
from bot.cli.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.cli.company import Heard
    from bot.cli.screens import Screen
    from bot.knowledge.words import InterfaceWords

PROMPT = "> "
ASIDE = "dim"
LEAVING = frozenset({"/quit", "/exit"})


def chat(folder: Path | None) -> int:
    """Talk until the person leaves: /quit, Ctrl-C, Ctrl-D or the end of what is piped in."""
    helper = assistant(folder)
    paper = Paper()
    dialogue = Dialogue(helper)
    state = dialogue.start()
    _show(paper, state.screen)
    with suppress(KeyboardInterrupt):
        for line in _typed(paper):
            after = dialogue.hear(state, line, datetime.now(UTC))
            if after is None:
                break
            if after is not state:
                _show(paper, after.screen)
            state = after
    paper.line(helper.knowledge.words["terminal.bye"])
    return 0


def group_chat(folder: Path | None) -> int:
    """Play several people in one terminal, with the manners of a group, until it ends."""
    helper = assistant(folder)
    words, paper = helper.knowledge.words, Paper()
    dialogue, company = GroupDialogue(helper), Company()
    for heard in dialogue.start():
        paper.blocks(heard.blocks)
    paper.line()
    with suppress(KeyboardInterrupt):
        for line in _typed(paper):
            if line.strip().lower() in LEAVING:
                break
            if not line.strip():
                continue
            company, said = dialogue.hear(company, line, datetime.now(UTC))
            for heard in said:
                _overheard(paper, words, heard)
            paper.line()
    paper.line(words["terminal.bye"])
    return 0


def _overheard(paper: Paper, words: InterfaceWords, heard: Heard) -> None:
    """Write what the bot said, below a word on who hears it."""
    if heard.to is not None:
        key = "terminal.group.alone" if heard.to else "terminal.group.all"
        paper.line()
        paper.line(words.get(key, name=heard.to), ASIDE)
    paper.blocks(heard.blocks, heard.level)
    paper.buttons(heard.buttons)


def _show(paper: Paper, screen: Screen) -> None:
    paper.blocks(screen.blocks, screen.level)
    paper.buttons([button.label for button in screen.buttons])
    paper.line()


def _typed(paper: Paper) -> Iterator[str]:
    """Yield what is typed, line by line."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _at_a_keyboard()
    return _piped(paper)


def _at_a_keyboard() -> Iterator[str]:
    """Yield messages, with editing and the history of this conversation; a pasted text stays one message."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory

    # Only in memory: what somebody wrote about their body is not left in a file.
    session: PromptSession[str] = PromptSession(PROMPT, history=InMemoryHistory())
    with suppress(EOFError):
        while True:
            yield session.prompt()


def _piped(paper: Paper) -> Iterator[str]:
    """Yield lines as they come, each written down as if it had been typed."""
    for raw in sys.stdin.buffer:
        line = raw.decode(errors="replace").rstrip("\r\n")
        paper.line(PROMPT + line)
        yield line
