"""The knowledge folder's own examples: messages with the topics that a careful reader accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.knowledge.source import read

if TYPE_CHECKING:
    from pathlib import Path

    from bot.knowledge.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its topics, the best first; none outside the article's domain ("near" it, or "out")."""

    text: str
    topics: tuple[str, ...]
    domain: Literal["in", "near", "out"]


class Group(BaseModel):
    """Messages that share their topics."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topics: tuple[str, ...] = ()
    domain: Literal["in", "near", "out"] = "in"
    messages: tuple[str, ...]


def examples_of(folder: Path, knowledge: Knowledge) -> list[Example]:
    """Return each topic's ways of asking and the messages of `folder`/examples, in the order of the files."""
    asked = [Example(text, (topic.id,), "in") for topic in knowledge.topics.values() for text in topic.asked_as]
    groups = [
        group
        for file in sorted((folder / "examples").glob("*.yaml"))
        for group in TypeAdapter(list[Group]).validate_python(read(folder, f"examples/{file.name}").value)
    ]
    return asked + [Example(text, group.topics, group.domain) for group in groups for text in group.messages]
