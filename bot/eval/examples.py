"""The knowledge folder's own examples: messages with the topics that a careful reader accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.knowledge.model import Level, LevelName
from bot.knowledge.source import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.knowledge.knowledge import Knowledge


# Examples in these folders were written to tell danger apart, crises from what only sounds like one, and the subject
# from what people chat about and suffer from beside it.
DANGER = "danger"
CRISIS = "crisis"
BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its topics, the best first; none outside the article's domain ("near" it, or "out").

    `level`: how soon a careful reader would want the person to be seen, and `flags` by which red flags; None: nobody
    has said.
    `posed`: written to tell danger apart, so further from calm and nearer to the edge than what people mostly ask.
    `crisis`: so written to tell crises apart, of which whole words say more than the lexicon's concepts do.
    `beside`: tells what the subject is not, and nothing of how soon somebody should be seen.
    """

    text: str
    topics: tuple[str, ...]
    domain: Literal["in", "near", "out"]
    level: Level | None = None
    flags: frozenset[str] = frozenset()
    posed: bool = False
    crisis: bool = False
    beside: bool = False


class Group(BaseModel):
    """Messages that share their topics, their level and their red flags."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topics: tuple[str, ...] = ()
    domain: Literal["in", "near", "out"] = "in"
    level: LevelName = "none"
    flags: dict[str, LevelName] = {}
    messages: tuple[str, ...]


def examples_of(folder: Path, knowledge: Knowledge) -> list[Example]:
    """Return each topic's ways of asking and the messages of `folder`/examples, in the order of the files."""
    asked = [Example(text, (topic.id,), "in") for topic in knowledge.topics.values() for text in topic.asked_as]
    files = sorted(file.relative_to(folder) for file in (folder / "examples").glob("**/*.yaml"))
    return asked + [example for file in files for example in _examples(folder, file)]


def on_topics(examples: Iterable[Example]) -> list[Example]:
    """Return the examples that topics are learned from.

    What was written to tell danger apart is far from what people mostly ask: it would spoil the sense of the topics.
    """
    return [example for example in examples if not example.posed]


def on_alarms(examples: Iterable[Example]) -> list[Example]:
    """Return the examples that alarms are learned from.

    Not those that only words tell apart, and none of the easy ones, among which a false alarm would seem rare.
    """
    return [example for example in examples if not (example.crisis or example.beside)]


def _examples(folder: Path, file: Path) -> Iterator[Example]:
    crisis, beside = file.parent.name == CRISIS, file.parent.name == BESIDE
    posed = crisis or file.parent.name == DANGER
    for group in TypeAdapter(list[Group]).validate_python(read(folder, file.as_posix()).value):
        level = Level[group.level.upper()]
        for text in group.messages:
            yield Example(text, group.topics, group.domain, level, frozenset(group.flags), posed, crisis, beside)
