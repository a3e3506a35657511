"""The knowledge folder's own follow-ups: what people write while a topic is talked about, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.errors import BotError
from bot.knowledge.source import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.knowledge.model import Topic
    from bot.matching.following import Following

FOLDER = "follow_ups"
ITSELF, NOWHERE = "itself", "nowhere"


class TurnsError(BotError):
    """A follow-up that leads to, or follows, what is no topic."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, the topics that it can follow, and where it leads: see `follow_ups/*.yaml`."""

    text: str
    to: str
    after: tuple[str, ...]

    @property
    def goes_on(self) -> bool:
        """Whether it goes on with what was said before it."""
        return self.to != NOWHERE

    def accepted(self, last: str, topics: Mapping[str, Topic], following: Following) -> frozenset[str]:
        """Return the topics that it may lead to after `last`."""
        if self.to in topics:
            return frozenset({self.to})
        kin = (own for general, own in following.kin(last).items() if topics[general].kind == self.to)
        return frozenset({last} if self.to == ITSELF else kin)


class Group(BaseModel):
    """Messages that lead to the same; `after`: kinds or ids of topics, none: any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str
    after: tuple[str, ...] = ()
    messages: tuple[str, ...]


def turns_of(folder: Path, topics: Mapping[str, Topic]) -> list[Turn]:
    """Return the follow-ups of `folder`, in the order of the files; none where it has none."""
    files = sorted(file.relative_to(folder).as_posix() for file in (folder / FOLDER).glob("*.yaml"))
    return [turn for file in files for turn in _turns(folder, file, topics)]


def _turns(folder: Path, file: str, topics: Mapping[str, Topic]) -> Iterator[Turn]:
    kinds = {topic.kind for topic in topics.values()}
    for group in TypeAdapter(list[Group]).validate_python(read(folder, file).value):
        known: Sequence[str] = (*topics, *kinds)
        for name in (*group.after, *({group.to} - {ITSELF, NOWHERE})):
            if name not in known:
                raise TurnsError(f"{file}: no such topic, and no kind of topics: {name}")
        after = tuple(
            topic.id for topic in topics.values() if not group.after or {topic.id, topic.kind} & {*group.after}
        )
        yield from (Turn(text, group.to, after) for text in group.messages)
