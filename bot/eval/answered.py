"""A labelled message together with what was answered: the pair that every figure is counted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.assistant.reply import Decision
from bot.knowledge.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.assistant.assistant import Assistant
    from bot.assistant.reply import Reply
    from bot.eval.messages import Message


@dataclass(frozen=True, slots=True)
class Answer:
    """What figures look at in a reply."""

    decision: Decision
    topics: tuple[tuple[str, float], ...]  # id and score (0 to 1), best first
    level: Level
    red_flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """A message and its answer, with the questions that the figures ask of them."""

    message: Message
    answer: Answer

    @property
    def first(self) -> str | None:
        """The first topic named, if any."""
        return self.answer.topics[0][0] if self.answer.topics else None

    @property
    def on_topic(self) -> bool:
        """Whether a topic is to be found: in the domain, with topics, and declining is not accepted."""
        message = self.message
        return message.domain == "in" and bool(message.topics) and Decision.DECLINE not in message.decision

    @property
    def first_right(self) -> bool:
        """Whether the first topic is acceptable."""
        return self.first in self.message.topics

    @property
    def three_right(self) -> bool:
        """Whether one of the first three topics is acceptable."""
        return any(topic in self.message.topics for topic, _ in self.answer.topics[:3])

    @property
    def sure(self) -> bool:
        """Whether it was answered with certainty."""
        return self.answer.decision is Decision.ANSWER

    @property
    def as_labelled(self) -> bool:
        """Whether the decision is one of those accepted."""
        return self.answer.decision in self.message.decision

    @property
    def calm(self) -> bool:
        """Whether no careful reader would call it an emergency."""
        return max(self.message.accepted) < Level.EMERGENCY

    @property
    def missed(self) -> bool:
        """Whether the level is below every accepted one."""
        return self.answer.level < min(self.message.accepted)

    @property
    def alarmed(self) -> bool:
        """Whether the level is above every accepted one."""
        return self.answer.level > max(self.message.accepted)

    @property
    def traps(self) -> tuple[str, ...]:
        """Flags that are mentioned but not meant."""
        return tuple(flag for flag in self.message.dismissed if flag not in self.message.red_flags)

    @property
    def trapped(self) -> tuple[str, ...]:
        """Traps that were raised all the same."""
        return tuple(flag for flag in self.traps if flag in self.answer.red_flags)

    @property
    def uncalled(self) -> frozenset[str]:
        """Flags that were raised and that the label neither raises nor dismisses."""
        return self.answer.red_flags - {*self.message.red_flags, *self.message.dismissed}


def answer_of(reply: Reply) -> Answer:
    """Return what figures look at in `reply`."""
    return Answer(
        decision=reply.decision,
        topics=tuple((topic.id, topic.score) for topic in reply.topics),
        level=reply.level,
        red_flags=frozenset(flag.id for flag in reply.red_flags),
    )


def answer_all(assistant: Assistant, messages: Iterable[Message]) -> tuple[Answered, ...]:
    """Return each message with the assistant's answer to it."""
    return tuple(
        Answered(message, answer_of(assistant.reply(message.text, message.conversation))) for message in messages
    )
