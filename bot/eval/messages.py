"""Labelled messages: what a person wrote, and what a careful reader would accept as an answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.assistant.conversation import Conversation
from bot.assistant.reply import Decision  # noqa: TC001 - pydantic resolves it when the module runs
from bot.errors import BotError
from bot.knowledge.model import Level, LevelName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class MessagesError(BotError):
    """A file of labelled messages that cannot be read: which line, and what is wrong with it."""


class Said(BaseModel):
    """What the conversation was about before this message, and which topics were offered, in order."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    topic: str | None = None
    offered: tuple[str, ...] = ()


class Message(BaseModel):
    """One labelled message, a line of a JSON Lines file. Keys beyond these are somebody's notes and are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int
    text: str
    domain: Literal["in", "near", "out"]
    topics: tuple[str, ...] = ()  # acceptable ones, best first
    decision: tuple[Decision, ...]
    level: LevelName
    alt_levels: tuple[LevelName, ...] = ()
    red_flags: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    context: Said = Said()

    @property
    def wanted(self) -> Level:
        """The level of the label."""
        return Level[self.level.upper()]

    @property
    def accepted(self) -> frozenset[Level]:
        """Every level that a careful reader would accept."""
        return frozenset({self.wanted, *(Level[name.upper()] for name in self.alt_levels)})

    @property
    def conversation(self) -> Conversation:
        """The conversation that the message is part of."""
        return Conversation(topic=self.context.topic, offered=self.context.offered)


def read_messages(paths: Iterable[Path]) -> tuple[Message, ...]:
    """Return the messages of JSON Lines files, in order; MessagesError names the file and line of the first fault."""
    return tuple(message for path in paths for message in _of_file(Path(path)))


def _of_file(path: Path) -> Iterator[Message]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise MessagesError(f"{path}: cannot be read: {fault}") from fault
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _of_line(line, f"{path}:{number}")


def _of_line(line: str, place: str) -> Message:
    try:
        return Message.model_validate(json.loads(line))
    except json.JSONDecodeError as fault:
        raise MessagesError(f"{place}: not JSON: {fault.msg}: write one object a line") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the line"
        raise MessagesError(f"{place}: {key}: {first['msg']}") from fault
